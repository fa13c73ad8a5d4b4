// Clicks through pages in a headless Chromium. `cargo test -p textmill-page` makes them, and names their folder in PAGES.

import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const FOLDER = process.env.PAGES ?? "";
const VIEWS = ["overview", "terms", "names", "mood", "languages", "trends", "compare"].concat([
  "concordance",
  "documents",
  "reader",
  "analyzers",
  "source",
]);
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"].concat([
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]);

let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
  });
});
after(() => browser?.close());

/** Opens a page without a network, and holds it to asking for nothing and to saying nothing on the console. */
async function open(name, hash = "lang=en", use = async () => {}, folder = FOLDER) {
  const context = await browser.newContext({ offline: true, acceptDownloads: true });
  const page = await context.newPage();
  const asked = [];
  const said = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.stack ?? error.message));
  page.on("dialog", (dialog) => said.push(dialog.message()));
  const url = pathToFileURL(join(folder, name)).href;
  await page.goto(`${url}#${hash}`);
  await page.waitForSelector('html[data-ready="true"]');
  await use(page);
  assert.deepEqual(said, []);
  assert.deepEqual(
    asked.filter((url) => !url.startsWith("blob:")).map((url) => url.split("#")[0]),
    [url],
  );
  await context.close();
}

/** Waits until the address that the last click led to is on the screen. */
async function settled(page) {
  await page.waitForFunction(() => document.documentElement.dataset.shown === location.hash);
}

/** Clicks, and waits for what it leads to. */
async function press(locator) {
  await locator.click();
  await settled(locator.page());
}

/** Chooses, and waits for what it leads to. */
async function choose(locator, value) {
  await locator.selectOption(value);
  await settled(locator.page());
}

async function shown(page, selector) {
  return (await page.locator(selector).allTextContents()).map((text) => text.trim());
}

async function downloaded(page, button) {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

/** Waits until the page says how much is selected. */
async function says(page, pattern) {
  await page.waitForFunction(
    (source) =>
      new RegExp(source).test(document.querySelector(".selection [role=status]")?.textContent ?? ""),
    pattern.source,
    { timeout: 10_000 },
  );
}

/** Shows each panel, one after another. */
async function eachView(page, look) {
  const buttons = page.locator("nav button");
  assert.equal(await buttons.count(), VIEWS.length);
  for (const [place, view] of VIEWS.entries()) {
    await press(buttons.nth(place));
    await page.waitForFunction((place) => {
      const button = document.querySelectorAll("nav button")[place];
      return button?.getAttribute("aria-current") === "page";
    }, place);
    await page.waitForSelector("main .card, main .figures, main .note");
    await look(view);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${view} is ${wide} too wide`);
  }
}

for (const [language, direction] of [
  ["en", "ltr"],
  ["ar", "rtl"],
]) {
  test(`every panel is shown in ${language}`, async () => {
    const select = encodeURIComponent("key~keywords.terms~خدمة");
    await open("reviews.html", `lang=${language}&document=0&select=${select}`, async (page) => {
      const root = page.locator("html");
      assert.equal(await root.getAttribute("dir"), direction);
      assert.equal(await root.getAttribute("lang"), language);
      await eachView(page, async (view) => {
        const text = await page.locator("main").innerText();
        assert.ok(text.length > 20, `${view}: ${text}`);
        assert.doesNotMatch(text, /undefined|NaN|\[object/, view);
        // What is pressed has a name for a screen reader.
        const nameless = await page
          .locator("button, [role=button], a")
          .evaluateAll((all) =>
            all
              .filter((it) => !it.getAttribute("aria-label") && !it.textContent?.trim())
              .map((it) => it.outerHTML),
          );
        assert.deepEqual(nameless, []);
      });
    });
  });
}

test("no panel is wider than a narrow screen, and no word is cut into letters", async () => {
  for (const language of ["en", "ar"]) {
    const select = encodeURIComponent("key~keywords.terms~great");
    await open("reviews.html", `lang=${language}&document=0&select=${select}`, async (page) => {
      await page.setViewportSize({ width: 400, height: 800 });
      await eachView(page, async (view) => {
        const narrow = await page
          .locator('main th[scope="row"]')
          .evaluateAll((all) => all.filter((it) => it.offsetWidth < 90).map((it) => it.textContent));
        assert.deepEqual(narrow, [], view);
      });
    });
  }
});

test("a click selects, all panels follow, and Back takes it back", async () => {
  await open("reviews.html", "view=terms&lang=en&o.terms=keywords.terms", async (page) => {
    await press(page.locator("table.keys .key", { hasText: "great" }).first());
    await page.waitForFunction(() => location.hash.includes("select="));
    await says(page, /^2 of 22 documents/);
    await press(page.locator("nav button", { hasText: "Documents" }));
    assert.equal(await page.locator("main tbody tr").count(), 2);
    await press(page.locator("nav button", { hasText: "Languages" }));
    await page.locator("main figure:first-of-type svg .label").first().waitFor();
    assert.deepEqual(await shown(page, "main figure:first-of-type svg .label"), ["\u2068English (en)\u2069"]);
    await page.goBack();
    await page.goBack();
    await page.goBack();
    await page.waitForFunction(() => !location.hash.includes("select="));
    await says(page, /^all documents$/);
  });
});

test("an address is a view", async () => {
  const month = `select=${encodeURIComponent("category~group~2025-03")}`;
  await open("reviews.html", `view=documents&lang=en&${month}`, async (page) => {
    await says(page, /^4 of 22/);
    await press(page.locator(".chip"));
    await says(page, /^all documents$/);
  });
});

test("a range of a histogram is selected by keyboard and by pointer", async () => {
  await open("reviews.html", "view=mood&lang=en", async (page) => {
    const columns = page.locator("figure", { hasText: "Documents by score" }).locator("svg [role=button]");
    await columns.nth(1).focus();
    await page.keyboard.press("Enter");
    await says(page, /^2 of 22/);
    await columns.nth(2).focus();
    await page.keyboard.press("Shift+Enter");
    await says(page, /^[678] of 22/);
    await press(page.locator("button", { hasText: "Clear" }));
    await says(page, /^all documents$/);
    const [first, last] = [await columns.nth(1).boundingBox(), await columns.nth(2).boundingBox()];
    await page.mouse.move(first.x + 5, first.y + first.height - 20);
    await page.mouse.down();
    await page.mouse.move(last.x + 5, last.y + last.height - 20);
    await page.mouse.up();
    await says(page, /^[678] of 22/);
  });
});

test("a concordance finds Arabic as it is written, and leads to the reader", async () => {
  await open("reviews.html", "view=concordance&lang=ar&find=فندق", async (page) => {
    await page.waitForSelector(".kwic-row");
    const hits = await shown(page, ".kwic-row .hit");
    assert.ok(hits.includes("الفندق"), hits.join());
    assert.equal(await page.locator(".kwic-row").first().getAttribute("dir"), "rtl");
    const [before, after] = [page.locator(".kwic-row .before"), page.locator(".kwic-row .after")];
    const [right, left] = [await before.first().boundingBox(), await after.first().boundingBox()];
    assert.ok(right.x > left.x, "what comes after stands on the left");
    await press(page.locator(".kwic-row .hit button").first());
    await page.waitForSelector("mark.hit.current");
    assert.equal(await page.locator(".paper p").first().getAttribute("lang"), "ar");
    await press(page.locator(".mark").first());
    assert.ok((await page.locator("aside section dl").first().innerText()).length > 5);
  });
});

test("a concordance says what cannot be looked for, and finds what has marks in it", async () => {
  const find = (query) => `view=concordance&lang=en&find=${encodeURIComponent(query)}`;
  await open("dated.html", find("e-mail"), async (page) => {
    await page.waitForSelector(".kwic-row");
    assert.match(await page.locator("figure .note").innerText(), /^12 hits in 12 documents$/);
    assert.deepEqual((await shown(page, ".kwic-row .id")).slice(0, 2), ["d-03", "d-04"]);
  });
  await open("dated.html", "view=concordance&lang=en&select=key~keywords.terms~e-mail", async (page) => {
    await page.waitForSelector(".kwic-row");
  });
  for (const [query, expected] of [
    ["/(/", /no regular expression/],
    ["*", /no word to look for/],
    ["label=", /names nothing/],
    ["entity=Cairo", /No names are marked/],
  ]) {
    await open("dated.html", find(query), async (page) => {
      await page.waitForSelector("main [role=alert]");
      assert.match(await page.locator("main [role=alert]").innerText(), expected);
    });
  }
});

test("a line of a concordance runs as its sentence does, whatever stands before it", async () => {
  await open("dated.html", "view=concordance&lang=en&find=كتاب", async (page) => {
    await page.waitForSelector(".kwic-row");
    assert.equal((await shown(page, ".kwic-row .hit"))[0], "كتاباً");
    const directions = await page
      .locator(".kwic-row, .kwic-row .before bdi, .kwic-row .hit bdi, .kwic-row .after bdi")
      .evaluateAll((all) => all.map((it) => it.getAttribute("dir")));
    assert.deepEqual([...new Set(directions)], ["rtl"]);
  });
});

test("a concordance is sorted by words beside the hit, by documents and by dates, in wider and narrower lines", async () => {
  await open("dated.html", "view=concordance&lang=en&find=number", async (page) => {
    await page.waitForSelector(".kwic-row");
    const [sort, window] = [page.getByLabel("Sort by"), page.getByLabel("Around the hit")];
    const ids = async () => (await shown(page, ".kwic-row .id")).slice(0, 3);
    await choose(sort, "R1");
    await page.waitForFunction(() => location.hash.includes("o.sort=R1"));
    assert.deepEqual(await ids(), ["d-13", "d-14", "d-18"]);
    await choose(sort, "date:published");
    await page.waitForFunction(() => location.hash.includes("published"));
    assert.deepEqual(await ids(), ["d-24", "d-13", "d-14"]);
    await choose(window, "sentence");
    await page.waitForSelector(".kwic.whole");
    assert.match(await page.locator(".kwic-row .after").first().innerText(), /^\d+ is about covid-19\.$/);
  });
});

test("a far date leaves the chart readable, and the field and the unit are chosen", async () => {
  await open("dated.html", "view=trends&lang=en", async (page) => {
    const columns = page.locator("main figure svg").first().locator("[role=button]");
    assert.equal(await columns.count(), 13);
    assert.match(await columns.first().getAttribute("aria-label"), /^0001-01: 1$/);
    assert.match(await page.locator("figure .note").first().innerText(), /long time without documents/);
    await columns.first().focus();
    await page.keyboard.press("Enter");
    await says(page, /^1 of 30/);
    assert.match(await page.locator(".chip").innerText(), /0001-01-01 – 0001-01-31/);
    await press(page.locator(".chip"));
    await choose(page.locator("label", { hasText: /^By/ }).locator("select"), "decade");
    await page.waitForFunction(() => document.querySelectorAll("main svg [role=button]").length === 2);
    await choose(page.getByLabel("Date"), "again");
    await page.waitForFunction(() => location.hash.includes("o.dates=again"));
    assert.deepEqual(await columns.evaluateAll((all) => all.map((it) => it.getAttribute("aria-label"))), [
      "2010s: 7",
    ]);
  });
});

test("languages have their names wherever their codes are", async () => {
  for (const [language, expected] of [
    ["en", "Arabic (ar)"],
    ["ar", "العربية (ar)"],
  ]) {
    for (const view of ["overview", "compare", "documents", "languages"]) {
      await open("dated.html", `view=${view}&lang=${language}`, async (page) => {
        const main = page.locator("main");
        const text = `${await main.innerText()} ${await main.locator("svg").allTextContents()}`;
        assert.ok(text.includes(expected), `${view}: ${text}`);
      });
    }
    await open("groups.html", `view=overview&lang=${language}`, async (page) => {
      assert.ok((await page.locator("main svg").allTextContents()).join().includes(expected));
    });
  }
  const select = encodeURIComponent("key~tokenize.languages~ar");
  await open("dated.html", `view=trends&lang=en&select=${select}`, async (page) => {
    assert.match(await page.locator("main figcaption").first().innerText(), /Arabic \(ar\)/);
    assert.match(await page.locator(".chip").innerText(), /Arabic \(ar\)/);
  });
});

test("groups with a value are compared at first, the largest before the others", async () => {
  for (const name of ["dated.html", "groups.html"]) {
    await open(name, "view=compare&lang=en", async (page) => {
      assert.deepEqual(
        await page.locator("main select").evaluateAll((all) => all.slice(1).map((it) => it.value)),
        ["group=ar", "group=en"],
      );
    });
  }
});

test("key terms are shown as the report has them, and by count where that is asked for", async () => {
  for (const view of ["overview", "terms"]) {
    await open("ordered.html", `view=${view}&lang=en`, async (page) => {
      const keys = async () =>
        view === "terms"
          ? shown(page, "main table.keys .key")
          : (await shown(page, 'svg[aria-label="Key terms"] text.label')).map((it) => it.slice(1, -1));
      const order = page.getByLabel("Order of keys");
      assert.match(await order.locator("option").first().innerText(), /many documents/);
      assert.deepEqual(await keys(), ["flood", "diary"]);
      await choose(order, "count");
      assert.deepEqual(await keys(), ["diary", "flood"]);
      if (view === "overview") return;
      assert.equal(await page.locator('th[aria-sort="descending"]').innerText(), "Count ▾");
      await press(page.locator("button.sort", { hasText: "Documents" }));
      assert.deepEqual(await keys(), ["flood", "diary"]);
      assert.equal(await order.inputValue(), "documents");
      await press(page.locator("button.sort", { hasText: "Documents" }));
      assert.equal(await order.inputValue(), "report");
    });
  }
});

test("what could not be read is no document that lacks its text", async () => {
  await open("ordered.html", "view=overview&lang=en", async (page) => {
    const notes = await page.locator("main > .note[role=status]").innerText();
    assert.match(notes, /could not be read, .*: 1\./);
    assert.doesNotMatch(notes, /Texts of/);
    assert.equal(await page.locator(".selection [role=status]").innerText(), "all documents");
    await press(page.locator("nav button", { hasText: "Documents" }));
    assert.match(await page.locator("figure .note").first().innerText(), /^3 · Could not be read: 1$/);
  });
  await open("ordered.html", "view=terms&lang=en&select=category~group~a", async (page) => {
    await says(page, /^2 of 3 /);
  });
});

test("the years by which a report groups are dates, and a year is of no month", async () => {
  await open("ordered.html", "view=trends&lang=en", async (page) => {
    const columns = page.locator("main figure svg").first().locator("[role=button]");
    const labels = () => columns.evaluateAll((all) => all.map((it) => it.getAttribute("aria-label")));
    assert.deepEqual(await labels(), ["2024: 3"]);
    await choose(page.locator("label", { hasText: /^By/ }).locator("select"), "month");
    await page.waitForFunction(() => location.hash.includes("o.unit=month"));
    assert.match(await page.locator("main").innerText(), /without a date, or with a less exact one: 3/);
  });
});

test("fields that one side alone has are named, and counted by documents", async () => {
  await open("ordered.html", "view=compare&lang=en&o.one=group%3Da&o.other=group%3Db", async (page) => {
    const note = page.locator("main .choose .note", { hasText: "Counted only in" });
    assert.match(await note.innerText(), /Counted only in .*a.*: entities\.urls/i);
    await press(note.locator("button", { hasText: "entities.urls" }));
    assert.match(await page.locator("main .choose").innerText(), /frequencies are of documents/);
    const row = page.locator("main figure").first().locator("tbody tr", { hasText: "a.example" });
    // 2 · 10 · ln (10 / (10 · 2 / 3)), and log₂ ((10 / 2) / (.5 / 1)).
    assert.deepEqual((await row.locator("td").allTextContents()).slice(0, 4), ["8.1", "+3.3", "10", "0"]);
  });
});

test("a key that the other report does not list has no figures", async () => {
  await open("against.html", "view=compare&lang=en", async (page) => {
    const row = page.locator("main figure").first().locator("tbody tr", { hasText: "shared" });
    assert.deepEqual(await row.locator("td").allTextContents(), ["–", "–", "100", "≤ 120", "20", ""]);
    const alpha = page.locator("main tbody tr", { hasText: "alpha" });
    assert.match(await alpha.locator("td").first().innerText(), /^\d/);
    const beta = page.locator("main figure").nth(1).locator("tbody tr", { hasText: "beta" });
    assert.equal(await beta.locator("td").nth(3).innerText(), "0");
  });
});

test("a panel that cannot be shown leaves the others alive", async () => {
  await open("broken.html", "lang=en", async (page) => {
    assert.match(await page.locator("main [role=alert]").innerText(), /could not be shown.*TypeError/);
    await press(page.locator("nav button", { hasText: "Terms" }));
    await page.waitForSelector("main table.keys");
    assert.equal(await page.locator("main [role=alert]").count(), 0);
    await press(page.locator("nav button", { hasText: "Overview" }));
    await page.waitForSelector("main [role=alert]");
  });
});

test("outputs of an analyzer that nobody knows are shown by their kinds", async () => {
  await open("reviews.html", "view=analyzers&lang=en&o.analyzer=custom", async (page) => {
    const text = await page.locator("main").innerText();
    for (const expected of ["41", "1.5", "round", "1.25", "12", "ring", "an example", "r-002", "9.5", "17"]) {
      assert.ok(text.includes(expected), expected);
    }
  });
});

test("faults lead to their documents, and the report to its command", async () => {
  await open("reviews.html", "view=source&lang=en", async (page) => {
    const faults = page.locator("figure", { hasText: "Faults" });
    await press(faults.locator(".key", { hasText: "timeout" }));
    await press(faults.locator("table").nth(1).locator(".key"));
    await page.waitForSelector(".reader");
    assert.match(await page.locator("aside").innerText(), /timeout: it took longer than 10 s/);
    await page.goBack();
    await settled(page);
    assert.ok((await shown(page, "code")).includes("textmill verify report.json"));
  });
});

test("charts and tables are saved as SVG and CSV", async () => {
  await open("reviews.html", "view=overview&lang=ar", async (page) => {
    const figure = page.locator("figure").first();
    const svg = await downloaded(page, figure.locator(".tool", { hasText: "SVG" }));
    assert.match(svg.name, /^textmill-.*\.svg$/);
    const error = await page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
      return parsed.querySelector("parsererror")?.textContent ?? null;
    }, svg.text);
    assert.equal(error, null);
    assert.match(svg.text, /fill="rgb/);
    const csv = await downloaded(page, figure.locator(".tool", { hasText: "CSV" }));
    assert.match(csv.text, /^\ufeffcode,language,documents\r\nar,العربية,12\r\n/);
  });
});

test("hostile documents are text everywhere", async () => {
  await open("hostile.html", "lang=en&document=0", async (page) => {
    await eachView(page, async () => {
      assert.equal(await page.title(), "Textmill report");
      assert.equal(await page.locator("img").count(), 0);
      assert.equal(await page.locator("body script:not([type])").count(), 1);
    });
  });
  await open("hostile.html", "view=terms&lang=en", async (page) => {
    assert.ok((await shown(page, ".key")).some((key) => key.startsWith("</script>")));
    const csv = await downloaded(page, page.locator("figure .tool", { hasText: "CSV" }).first());
    for (const line of csv.text.split("\r\n").slice(1)) assert.doesNotMatch(line, /^"?[=+@-]/);
    assert.match(csv.text, /^'=HYPERLINK\(1\),6,3/m);
  });
});

test("a report alone is shown, and says what it lacks", async () => {
  await open("report.html", "lang=en", async (page) => {
    await eachView(page, async (view) => {
      assert.match(await page.locator("main").innerText(), /made of the report alone/);
      assert.doesNotMatch(await page.locator("main").innerText(), /undefined|NaN/, view);
    });
  });
});

test("a page that is sent to another folder still works", async () => {
  const folder = mkdtempSync(join(tmpdir(), "textmill page "));
  copyFileSync(join(FOLDER, "reviews.html"), join(folder, "تقرير.html"));
  await open(
    "تقرير.html",
    "lang=ar&view=reader&document=0",
    async (page) => {
      await page.waitForSelector(".paper p");
    },
    folder,
  );
});
