
"use strict";
(() => {
  const table = document.getElementById("syscalls");
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const heads = Array.from(table.tHead.rows[0].cells);
  const search = document.getElementById("search");
  const matches = document.getElementById("matches");
  const expand = document.getElementById("expand");

  const key = (row, column) => {
    const cell = row.cells[column];
    return "v" in cell.dataset ? Number(cell.dataset.v) : cell.textContent.trim();
  };

  const sort = (column) => {
    const head = heads[column];
    const numeric = head.classList.contains("num");
    const before = head.getAttribute("aria-sort");
    const down = before === null ? numeric : before === "ascending";
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const order = rows.slice().sort((a, b) => {
      const x = key(a, column);
      const y = key(b, column);
      const rising = numeric ? x - y : x.localeCompare(y, "en");
      return down ? -rising : rising;
    });
    body.append(...order);
  };

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(column));
    head.replaceChildren(button);
  });
  heads[2].setAttribute("aria-sort", "descending");

  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
      shown += row.hidden ? 0 : 1;
    }
    matches.textContent = wanted === "" ? "" : shown + " of " + rows.length;
  });

  expand.addEventListener("click", () => {
    const open = expand.textContent === "Expand all";
    body.querySelectorAll("details").forEach((details) => { details.open = open; });
    expand.textContent = open ? "Collapse all" : "Expand all";
  });

  document.querySelector(".tools").hidden = false;
})();
