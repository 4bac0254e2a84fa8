
"use strict";
(() => {
  const table = document.getElementById("syscalls");
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const heads = Array.from(table.tHead.rows[0].cells);
  const search = document.getElementById("search");
  const verdicts = document.getElementById("verdicts");
  const matches = document.getElementById("matches");
  const expand = document.getElementById("expand");
  const theme = document.getElementById("theme");

  const key = (row, column) => {
    const cell = row.cells[column];
    return "v" in cell.dataset ? Number(cell.dataset.v) : cell.textContent.trim();
  };

  const sort = (column) => {
    const head = heads[column];
    const numeric = rows.length > 0 && "v" in rows[0].cells[column].dataset;
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

  const filter = () => {
    const wanted = search.value.trim().toLowerCase();
    const verdict = verdicts.value;
    let shown = 0;
    for (const row of rows) {
      const fits = verdict === "" || row.dataset.verdict === verdict;
      row.hidden = !(fits && row.textContent.toLowerCase().includes(wanted));
      shown += row.hidden ? 0 : 1;
    }
    matches.textContent = shown === rows.length ? "" : shown + " of " + rows.length + " syscalls";
  };
  search.addEventListener("input", filter);
  verdicts.addEventListener("change", filter);

  expand.addEventListener("click", () => {
    const open = expand.textContent === "Expand all";
    body.querySelectorAll("details").forEach((details) => { details.open = open; });
    expand.textContent = open ? "Collapse all" : "Expand all";
  });

  const themes = { "": "automatic", light: "light", dark: "dark" };
  theme.addEventListener("click", () => {
    const names = Object.keys(themes);
    const next = names[(names.indexOf(document.documentElement.dataset.theme || "") + 1) % names.length];
    if (next === "") {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = next;
    }
    theme.textContent = "Theme: " + themes[next];
  });

  theme.hidden = false;
  document.querySelector(".tools").hidden = false;
})();
