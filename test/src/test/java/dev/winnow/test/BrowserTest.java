package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report in a real browser: opened from disk, with the network off. */
class BrowserTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

  @TempDir private static Path folder;
  private static Playwright playwright;
  private static Browser browser;
  private static Path ordinary;
  private static Path hostile;

  /** Whatever a page should not do. */
  private final List<String> complaints = new ArrayList<>();

  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void start() throws IOException {
    Programs.requireTool("chromium", "chromium");
    ordinary = ReportPages.ordinary(folder);
    hostile = ReportPages.hostile(folder);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM));
  }

  @AfterAll
  static void stop() {
    if (playwright != null) {
      playwright.close();
    }
  }

  @BeforeEach
  void openContext() {
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setOffline(true)
                .setColorScheme(ColorScheme.LIGHT)
                .setViewportSize(1280, 900));
    page = context.newPage();
    page.onConsoleMessage(message -> {
      if (!message.text().startsWith("Canvas2D")) { // axe measures letters on a canvas
        complaints.add(message.type() + ": " + message.text());
      }
    });
    page.onPageError(error -> complaints.add("error: " + error));
    page.onRequest(request -> {
      if (!request.url().startsWith("file:") || !request.url().endsWith("/report.html")) {
        complaints.add("request: " + request.url());
      }
    });
    page.onDialog(dialog -> {
      complaints.add("dialog: " + dialog.message());
      dialog.dismiss();
    });
  }

  @AfterEach
  void closeContext() {
    context.close();
    assertEquals(List.of(), complaints);
  }

  private void open(Path report) {
    page.navigate(report.toUri().toString());
  }

  private List<String> names() {
    return page.locator("#syscalls tbody > tr:visible > th").allInnerTexts();
  }

  @Test
  void itSortsByAnyColumnWithTheKeyboard() {
    open(ordinary);
    assertEquals(List.of("read", "write"), names().subList(0, 2));
    Locator syscall = page.locator("#syscalls thead button").first();
    syscall.focus();
    page.keyboard().press("Enter");
    List<String> sorted = names();
    assertEquals(sorted.stream().sorted().toList(), sorted);
    assertEquals("ascending", page.locator("#syscalls thead th").first().getAttribute("aria-sort"));
    page.keyboard().press("Enter");
    assertEquals(sorted.reversed(), names());
  }

  @Test
  void itSearchesAndFilters() {
    open(ordinary);
    int all = names().size();
    page.locator("#search").fill("O_CREAT");
    assertEquals(List.of("openat"), names());
    assertEquals("1 of " + all + " syscalls", page.locator("#matches").innerText());
    page.locator("#search").fill("");
    assertEquals(all, names().size());
    page.locator("#verdicts").selectOption("constrained");
    assertTrue(names().contains("openat") && !names().contains("read"), names().toString());
  }

  @Test
  void aRowHasTheEvidenceBehindIt() {
    open(ordinary);
    Locator row =
        page.locator("#syscalls tbody > tr", new Page.LocatorOptions().setHasText("openat"));
    assertFalse(row.locator(".behind").isVisible());
    row.locator("summary").focus();
    page.keyboard().press("Space");
    assertTrue(row.locator(".behind").isVisible());
    String behind = row.locator(".behind").innerText();
    assertTrue(behind.contains("O_WRONLY | O_CREAT | O_TRUNC ×3"), behind);
    assertTrue(behind.contains("Why: the template default"), behind);
    page.locator("#expand").click();
    assertTrue(page.locator(".behind").count() > 2);
    assertEquals(0, page.locator("#syscalls details:not([open])").count());
  }

  @Test
  void theThemeFollowsTheSystemOrTheReader() {
    open(ordinary);
    String light = background();
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    String dark = background();
    assertNotEquals(light, dark);
    page.locator("#theme").click();
    assertEquals("Theme: light", page.locator("#theme").innerText());
    assertEquals(light, background());
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    page.locator("#theme").click();
    assertEquals(dark, background());
    // Pictures go with it.
    assertEquals(dark, background());
    assertEquals("rgb(22, 27, 34)", fillOfTheFirstPicture());
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertEquals("rgb(255, 255, 255)", fillOfTheFirstPicture(), "paper is light");
  }

  private String background() {
    return (String) page.evaluate("() => getComputedStyle(document.body).backgroundColor");
  }

  private String fillOfTheFirstPicture() {
    return (String)
        page.evaluate(
            "() => getComputedStyle(document.querySelector('svg.chart [fill=white]')).fill");
  }

  @Test
  void itPrints() {
    open(ordinary);
    byte[] pdf = page.pdf(new Page.PdfOptions().setFormat("A4"));
    assertEquals("%PDF-", new String(pdf, 0, 5, StandardCharsets.US_ASCII));
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertFalse(page.locator("#search").isVisible());
    assertTrue(page.locator("#verdict").isVisible());
  }

  @Test
  void withoutScriptEverythingIsThere() {
    try (BrowserContext plain =
        browser.newContext(
            new Browser.NewContextOptions().setOffline(true).setJavaScriptEnabled(false))) {
      Page without = plain.newPage();
      without.navigate(ordinary.toUri().toString());
      assertTrue(without.locator("#syscalls").isVisible());
      assertFalse(without.locator("#search").isVisible());
      assertFalse(without.locator("#theme").isVisible());
    }
  }

  @Test
  void nothingIsWiderThanASmallScreen() {
    page.setViewportSize(390, 800);
    open(ordinary);
    Object width = page.evaluate("() => document.documentElement.scrollWidth");
    assertTrue(((Number) width).intValue() <= 390, "scrolls sideways: " + width);
  }

  /** Of what harms somebody: serious and critical rules of axe, in both themes, all rows open. */
  @Test
  void everybodyCanReadIt() throws IOException {
    for (Path report : List.of(ordinary, hostile)) {
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        open(report);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.evaluate(
            "() => document.querySelectorAll('details').forEach(d => { d.open = true; })");
        assertEquals("[]", faults(), report + " " + scheme);
      }
    }
  }

  private String faults() throws IOException {
    page.evaluate(axe());
    return (String)
        page.evaluate(
            """
            async () => {
              const found = await axe.run(document, { preload: false, resultTypes: ["violations"] });
              return JSON.stringify(found.violations
                .filter((v) => v.impact === "serious" || v.impact === "critical")
                .map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html + " " + n.failureSummary).join("; ")));
            }
            """);
  }

  private static String axe() throws IOException {
    try (InputStream in = BrowserTest.class.getResourceAsStream(AXE)) {
      if (in == null) {
        throw new AssertionError(AXE + " is not on the class path of the tests");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** That no dialog opens and nothing is requested is what every test here asserts. */
  @Test
  void hostileNamesChangeNothing() {
    open(hostile);
    assertEquals(0, page.locator("img").count());
    assertEquals(1, page.locator("script").count());
    String text = page.locator("body").innerText();
    assertTrue(text.contains("<img src=x onerror=alert(1)>"), "the name is shown as it is");
    assertTrue(text.contains("\\u{202e}gpj.exe"), "what turns text around is spelled out");
    assertFalse(text.contains("\u001b") || text.contains("\u202e"));
    Object size = page.evaluate("() => document.documentElement.outerHTML.length");
    assertTrue(((Number) size).intValue() < 1_000_000, "a megabyte of path came along: " + size);
    page.locator("#search").fill("<img");
    page.locator("#expand").click();
  }
}
