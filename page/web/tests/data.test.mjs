// What the page reckons with, without a browser: search, time, direction, comparison.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { build } from "esbuild";

const MODULES = [
  "find",
  "fold",
  "pattern",
  "lines",
  "direction",
  "time",
  "trend",
  "compare",
  "hits",
  "names",
  "order",
  "select",
];

/** The modules of `src/data`, as the browser has them. */
async function modules() {
  const folder = fileURLToPath(new URL("../src/data/", import.meta.url));
  const contents = MODULES.map((name) => `export * from "./${name}";`).join("\n");
  const built = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    write: false,
    format: "esm",
  });
  return import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].text).toString("base64")}`);
}

const page = await modules();

/** Numbers that are the same each time (xorshift). */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const entry = (text, entities) => ({ text, layers: entities ? { entities } : {} });

function found(wanted, text, entities) {
  const finder = page.finderOf(wanted);
  assert.ok("find" in finder, JSON.stringify([wanted, finder]));
  return finder.find(entry(text, entities)).map(([start, end]) => text.slice(start, end));
}

const ASCII = Array.from({ length: 0x7f - 0x20 }, (_, place) => String.fromCharCode(0x20 + place));

test("each string of ASCII can be looked for, and is found where it stands", () => {
  const next = numbers(7);
  const strings = [...ASCII, ...ASCII.flatMap((one) => ASCII.map((other) => `a${one}${other}b`))];
  for (let count = 0; count < 3_000; count++) {
    strings.push(Array.from({ length: 1 + next(6) }, () => ASCII[next(ASCII.length)]).join(""));
  }
  for (const string of strings) {
    const sought = string.trim();
    if (sought === "") continue;
    const text = `before ${sought} after`;
    const hits = found({ key: string }, text);
    assert.ok(hits.length > 0, JSON.stringify([string, hits]));
    const finder = page.finderOf({ query: string });
    // What has a meaning of its own in a pattern is looked for as that.
    if (!("find" in finder) || /[*?]|^\/|\s\/|^(entity|label)=/.test(sought)) continue;
    const folds = sought.split(/\s+/).join(" ");
    assert.ok(finder.find(entry(text)).length > 0, JSON.stringify([string, folds]));
  }
});

test("words are found as kwic finds them", () => {
  for (const [query, text, expected] of [
    ["الله", "الله أكبر. والله بالله لله. له لت وله. إله", ["الله", "والله", "بالله", "لله"]],
    ["له", "الله والله لله له", ["له"]],
    ["فيه", "فيه فيت فيها في فية", ["فيه", "فية"]],
    [
      "مدرسة",
      "مدرسةً ﻣﺪﺭﺳﺔ وبالمدرسة للمدرسة مدرستهم مدرسه مدرس",
      "مدرسةً ﻣﺪﺭﺳﺔ وبالمدرسة للمدرسة مدرستهم مدرسه",
    ],
    ["المدرسة", "مدرسة مدرستنا درس", "مدرسة مدرستنا"],
    ["مدرس", "المدرس مدرسي ومدرسهم مدرسة مدرسون المدرسي", "المدرس مدرسي ومدرسهم"],
    ["كتاب", "كتاباً كتابًا كتابا كتابك فكتابنا سكتاب كتب كتابة كتابات", "كتاباً كتابًا كتابا كتابك فكتابنا"],
    ["هن", "هنًا هنا وهن", ["هنًا"]],
    ["لغة", "اللغة للغة وللغة لغتنا غة لغز", "اللغة للغة وللغة لغتنا"],
    ["يكتب", "سيكتب وسيكتبها", "سيكتب وسيكتبها"],
    ["كتبوا", "كتبوه وكتبوها كتبا", "كتبوه وكتبوها"],
    ["أحمد", "احمد وأحمد ا\u{654}حمد لأحمد ﻷﺣﻤﺪ حمد محمد", "احمد وأحمد ا\u{654}حمد لأحمد ﻷﺣﻤﺪ"],
    ["ألعاب", "ألعاب الألعاب ألعابهم عاب وعاب", "ألعاب الألعاب ألعابهم"],
    ["بوم", "البوم والبوم ألبوم", "البوم والبوم"],
    ["ذي", "الذي ذي", ["ذي"]],
    ["على", "علي على عليها علاه", "علي على عليها علاه"],
    ["مستشفى", "مستشفاه وبالمستشفى مستشفيات", "مستشفاه وبالمستشفى"],
    ["مسؤول", "مسئول المسؤول مسو\u{654}ول مسول", "مسئول المسؤول مسو\u{654}ول"],
    ["سماء", "سماؤه سمائه السماء سمات", "سماؤه سمائه السماء"],
    ["كِتَاب", "كتاب كتـــاب کتاب", "كتاب كتـــاب کتاب"],
    ["don't", "don’t don't dont don", "don’t don't"],
    ["School", "school SCHOOL school’s schools preschool", "school SCHOOL school’s"],
    ["42", "٤٢ ۴۲ 420 و42", "٤٢ ۴۲ 42"],
    ["café", "cafe\u{301} CAFÉ cafe", "cafe\u{301} CAFÉ"],
    ["école", "l’école école", "école école"],
    ["e-mail", "e-mail E-mail email e mail", "e-mail E-mail"],
    ["covid-19", "covid-19 كوفيد-19 COVID-19", "covid-19 COVID-19"],
    ["C++", "C++ C", ["C++"]],
    ["U.S.", "U.S. u.s US", ["U.S.", "u.s"]],
    ["Dr. Who", "Dr. Who, dr Who, Dr, Who", ["Dr. Who", "dr Who"]],
    ["/كتـ?اب/", "كِتَاب كتاب كتب", "كِتَاب كتاب"],
    ["/أحمد/", "احمد أحمد", "احمد أحمد"],
    ["3.5", "3.5 3,5 35", ["3.5"]],
    ["prime minister", "the Prime Minister, prime, minister", ["Prime Minister"]],
    ["minister * finance", "minister of finance, minister finance", ["minister of finance"]],
    ["elect*", "elect election re elects select", "elect election elects"],
    ["colo?r", "color colour colouur colo", ["colour"]],
    ["*ing", "ring sing song", "ring sing"],
    ["/colou?rs?/", "color colours colored Colour", "color colours Colour"],
    ["/a\\/b|x/ y", "x y", ["x y"]],
  ]) {
    const wanted = typeof expected === "string" ? expected.split(" ") : expected;
    assert.deepEqual(found({ query }, text), wanted, query);
  }
});

test("each part of a folded text leads back to its letters", () => {
  for (const [text, folded] of [
    ["مح\u{64e}ـمد", "محمد"],
    ["ﻷﺣﻤﺪ", "لاحمد"],
    ["و\u{64e}ا\u{64e}\u{654}حمد", "واحمد"],
    ["Cafe\u{301} İ ﬁne ＷＥＢ", "café i fine web"],
    ["ΟΔΟΣ 😀 \u{1d7d8}", "οδοσ 😀 0"],
    ["\u{301}x", "\u{301}x"],
    ["ﷺ".repeat(30), "صلياللهعليهوسلم".repeat(30)],
    ["\ud800a", "\ufffda"],
  ]) {
    const found = page.fold(text);
    assert.equal(found.text, folded, text);
    assert.equal(found.from.length, folded.length + 1);
    assert.equal(found.from.at(-1), text.length);
    assert.ok(found.from.every((place, at) => at === 0 || place >= found.from[at - 1]));
    if (text.isWellFormed()) {
      const parts = [...folded].map((_, at) => text.slice(found.from[at], found.from[at + 1]));
      assert.ok(parts.join("").length <= text.length);
    }
  }
});

test("names are found by their marks", () => {
  const text = "Naguib Mahfouz met Mahfouz in Cairo";
  const marks = [
    [0, 14, "person", { canonical: "Naguib Mahfouz" }],
    [19, 26, "person", { canonical: "Naguib Mahfouz" }],
    [30, 35, "location", {}],
  ];
  assert.deepEqual(found({ query: "entity=naguib mahfouz" }, text, marks), ["Naguib Mahfouz", "Mahfouz"]);
  assert.deepEqual(found({ query: "entity=CAIRO" }, text, marks), ["Cairo"]);
  assert.deepEqual(found({ query: "label=Person" }, text, marks), ["Naguib Mahfouz", "Mahfouz"]);
  assert.deepEqual(found({ query: "label=nothing" }, text, marks), []);
});

test("what is no pattern is named", () => {
  for (const [query, problem] of [
    ["*", "noWord"],
    ["* *", "noWord"],
    ["\u{640}", "noWord"],
    ["/(/", "noExpression"],
    ["label=", "noName"],
    ["entity= ", "noName"],
  ]) {
    assert.equal(page.finderOf({ query }).problem, problem, query);
  }
});

test("no pattern with many stars takes long", () => {
  const began = performance.now();
  assert.deepEqual(found({ query: `${"a*".repeat(40)}b` }, "a".repeat(20_000)), []);
  assert.ok(performance.now() - began < 5_000);
});

test("a line runs as most of its sentence does", () => {
  for (const [before, hit, after, expected] of [
    ["An English sentence of many words. قال ", "الرئيس", " إن الأمر واضح", "rtl"],
    ["The president said so.\n\n", "قال", " الرئيس", "rtl"],
    ["قال الرئيس إن ", "John Smith", " وصل إلى المدينة", "rtl"],
    ["the word ", "كتاب", " is Arabic for book", "ltr"],
    ["في عام ", "2024", " صدر الكتاب", "rtl"],
    ["in ", "2024", " it came out", "ltr"],
    ["", "2024", "", "ltr"],
    ["كتاب قديم. ", "2024", ".", "rtl"],
    ["", "שלום", "", "rtl"],
  ]) {
    assert.equal(page.directionOfLine(before, hit, after), expected, before + hit + after);
  }
});

test("a line has so many words, or its sentence", () => {
  const text = "One two. Three four five six seven, HIT eight nine! Ten Mr. x eleven.\nA last line";
  const start = text.indexOf("HIT");
  const line = (window) => page.lineOf(0, 0, entry(text), [start, start + 3], window);
  assert.equal(line(2).before, "… six seven, ");
  assert.equal(line(2).after, " eight nine …");
  assert.equal(line("sentence").before, "Three four five six seven, ");
  assert.equal(line("sentence").after, " eight nine!");
  assert.deepEqual(page.neighbours(line(10), "L1"), ["seven", "six", "five"]);
  assert.deepEqual(page.neighbours(line(10), "R2"), ["nine", "ten"]);
  const alone = page.lineOf(0, 0, entry("HIT"), [0, 3], "sentence");
  assert.deepEqual([alone.before, alone.after], ["", ""]);
  assert.deepEqual(page.neighbours(alone, "L3"), [""]);
});

test("the first hits are those of the first documents, whatever the order of the texts", async () => {
  const documents = Array.from({ length: 900 }, (_, place) => (place * 7) % 900);
  const texts = {
    each: async (wanted, take) => {
      for (const document of documents) {
        if (wanted(document) && !take(document, entry("x ".repeat(20)))) return;
      }
    },
  };
  const hits = await page.hitsOf(
    texts,
    page.finderOf({ query: "x" }),
    () => true,
    () => true,
  );
  assert.deepEqual([hits.hits, hits.documents], [18_000, 900]);
  assert.deepEqual(
    hits.found.map(({ document }) => document),
    Array.from({ length: 100 }, (_, place) => place),
  );
});

const dayOf = (text) => {
  const [, year, month, day] = /^(-?\d+)-(\d+)-(\d+)$/.exec(text);
  return new Date(0).setUTCFullYear(Number(year), Number(month) - 1, Number(day)) / 86_400_000;
};

test("days have the names that the calendar gives them, of any year", () => {
  const next = numbers(3);
  const years = [-9999, -1, 0, 1, 4, 99, 100, 1600, 1900, 1970, 2000, 2024, 9999, 20_000];
  for (let count = 0; count < 2_000; count++) years.push(next(12_000) - 1_000);
  for (const year of years) {
    const date = new Date(0);
    date.setUTCFullYear(year, next(12), 1 + next(28));
    const day = date / 86_400_000;
    const [, sign, digits, rest] = /^([+-]?)0*(\d+)(-.*)T/.exec(date.toISOString());
    const expected = `${sign === "-" && digits !== "0" ? "-" : ""}${digits.padStart(4, "0")}${rest}`;
    assert.equal(page.dayName(day), expected);
    for (const unit of page.UNITS) {
      const [first, following] = [page.begin(day, unit), page.next(page.begin(day, unit), unit)];
      assert.ok(first <= day && day < following, `${expected} ${unit}`);
      assert.equal(page.begin(following - 1, unit), first, `${expected} ${unit}`);
      assert.equal(page.begin(following, unit), following, `${expected} ${unit}`);
    }
  }
  assert.equal(page.dayName(NaN), "NaN");
  assert.equal(page.dayName(1e300), "1e+300");
});

test("periods are called as trends calls them", () => {
  for (const [day, unit, expected] of [
    ["2024-02-29", "day", "2024-02-29"],
    ["2024-12-30", "week", "2025-W01"],
    ["2021-01-03", "week", "2020-W53"],
    ["2024-02-29", "month", "2024-02"],
    ["2024-05-01", "quarter", "2024-Q2"],
    ["0001-01-01", "year", "0001"],
    ["1999-12-31", "decade", "1990s"],
  ]) {
    assert.equal(page.periodName(page.begin(dayOf(day), unit), unit), expected);
  }
});

test("a far date neither hides the others nor makes thousands of periods", () => {
  const months = Array.from({ length: 40 }, (_, place) => dayOf(`2024-${1 + (place % 12)}-03`));
  const { unit, periods } = page.periodsOf([dayOf("0001-01-01"), ...months, dayOf("9999-12-31"), NaN], null);
  assert.equal(unit, "month");
  assert.deepEqual(
    periods.map(({ label, afterGap }) => (afterGap ? `… ${label}` : label)),
    ["0001-01", "… 2024-01"]
      .concat(Array.from({ length: 11 }, (_, place) => `2024-${String(place + 2).padStart(2, "0")}`))
      .concat("… 9999-12"),
  );
  const everywhere = Array.from({ length: 5_000 }, (_, place) => dayOf("-4000-01-01") + place * 900);
  for (const wanted of [null, ...page.UNITS]) {
    assert.ok(page.periodsOf(everywhere, wanted).periods.length <= 400, wanted);
  }
  assert.equal(page.periodsOf([0, 400_000], "day").unit, "day");
  assert.deepEqual(page.periodsOf([], null).periods, []);
  assert.deepEqual(page.periodsOf([NaN, Infinity], "day").periods, []);
});

test("a key that a side does not list is not taken as none", () => {
  const side = (total, most, counts) => ({
    total,
    documents: 40,
    most,
    counts: new Map(Object.entries(counts).map(([key, count]) => [key, { count, documents: 3 }])),
  });
  const one = side(500, 0, { shared: 100, rare: 6, much: 90 });
  const other = side(7_300, 120, { much: 120, only: 130, zeros: 400 });
  const { moreInOne, moreInOther, unsure, isOfTop } = page.differences(one, other);
  assert.deepEqual(
    moreInOne.map(({ key, other, g2 }) => [key, other, g2 !== null]),
    [
      ["much", 120, true],
      ["shared", { most: 120 }, false],
    ],
  );
  // All keys of the first side are listed: what is not there is none.
  assert.deepEqual(
    moreInOther.map(({ key, one }) => [key, one]),
    [
      ["zeros", 0],
      ["only", 0],
    ],
  );
  assert.deepEqual([unsure, isOfTop], [1, true]);
});

test("where a side counts nothing frequencies are of documents", () => {
  const side = (total, documents, counts) => ({
    total,
    documents,
    most: 0,
    counts: new Map(Object.entries(counts).map(([key, count]) => [key, { count, documents: 3 }])),
  });
  const found = page.differences(side(9, 10, { url: 9 }), side(0, 30, {}));
  assert.equal(found.isOfDocuments, true);
  // 2 · 9 · ln (9 / (9 · 10 / 40)), and log₂ ((9 / 10) / (.5 / 30)).
  const [{ key, g2, ratio }] = found.moreInOne;
  assert.deepEqual([key, g2.toFixed(3), ratio.toFixed(3)], ["url", "24.953", "5.755"]);
  for (const nothing of [side(0, 30, {}), side(0, 0, {})]) {
    const { isOfDocuments, moreInOne, moreInOther } = page.differences(side(0, 10, {}), nothing);
    assert.deepEqual([isOfDocuments, moreInOne, moreInOther], [false, [], []]);
  }
});

test("keys are in the order of the report, or of a column", () => {
  // As `what_is_widespread_comes_before_what_one_document_says_all_the_time` of sdk/merge has them.
  const pairs = [
    [50_000, 1_000],
    [3_000, 1_000],
    [248, 3],
    [93, 4],
    [88, 2],
    [2, 2],
    [184, 1],
    [1, 1],
  ];
  const rows = pairs.map(([count, documents], place) => ({ key: `k${place}`, count, documents }));
  const order = (by, dispersed = () => undefined) =>
    page.inOrder(rows.toReversed(), by, dispersed).map(({ key }) => Number(key.slice(1)));
  assert.deepEqual(order("widespread"), [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(order("count"), [0, 1, 2, 6, 3, 4, 5, 7]);
  assert.deepEqual(order("documents"), [0, 1, 3, 2, 4, 5, 6, 7]);
  assert.deepEqual(
    order("usage", ({ key }) => (key === "k0" ? 0.99 : 0)),
    [1, 0, 2, 6, 3, 4, 5, 7],
  );
  const shown = page.asReported(rows, [{ key: "k6" }, { key: "gone" }, { key: "k2" }]);
  assert.deepEqual(shown.map(({ key }) => key).slice(0, 4), ["k6", "k2", "k0", "k1"]);
  const report = (rank) => ({ provenance: { selection: { rank } } });
  for (const [rank, schema, expected] of [
    [undefined, {}, "count"],
    [undefined, { widespread: true }, "widespread"],
    ["count", { widespread: true }, "count"],
    ["usage", { widespread: true }, "count"],
    ["usage", { dispersion: true }, "usage"],
  ]) {
    assert.equal(page.orderOf(report(rank), { kind: "counts", ...schema }), expected);
  }
});

test("a date is in a time that has all of it", () => {
  const [day, month, year] = [dayOf("2024-05-01"), dayOf("2024-05-01") + 0.25, dayOf("2024-01-01") + 0.5];
  for (const [date, expected] of [
    [day, "2024-05-02"],
    [month, "2024-06-01"],
    [year, "2025-01-01"],
    [dayOf("1969-12-01") + 0.25, "1970-01-01"],
  ]) {
    assert.equal(page.dayName(page.endOf(date)), expected);
  }
  const dates = [day, month, month, year, NaN];
  const facts = { documents: 5, unread: new Uint8Array([0, 0, 0, 0, 0]) };
  for (const [unit, labels, undated] of [
    ["day", ["2024-05-01: 1"], 4],
    ["week", ["2024-W18: 1"], 4],
    ["month", ["2024-05: 3"], 2],
    ["quarter", ["2024-Q2: 3"], 2],
    ["year", ["2024: 4"], 1],
  ]) {
    const trend = page.trendOf(facts, dates, unit, null, null);
    assert.deepEqual(
      trend.spans.map(({ label, documents }) => `${label}: ${documents}`),
      labels,
    );
    assert.equal(trend.undated, undated, unit);
  }
  assert.equal(page.periodsOf(dates, null).unit, "year");
  const field = { name: "when", kind: "date", values: new Float32Array(dates) };
  const inDay = { kind: "range", field: "when", from: day, to: day + 1 };
  for (const [to, documents] of [
    [day + 1, 1],
    [day + 31, 3],
  ]) {
    const mask = page.maskOf({ ...facts, numbers: [field] }, [{ ...inDay, to }]);
    assert.equal(mask.documents, documents);
  }
});

test("a number of 32 bits is in the range that begins with it", () => {
  const values = new Float32Array([-0.1, 0.1, 0.7, 0.30000001, NaN]);
  const facts = { documents: 5, unread: new Uint8Array(5), numbers: [{ name: "n", kind: "number", values }] };
  for (const [from, to, expected] of [
    [-0.1, 0.1, 1],
    [0.1, 0.7, 2],
    [0.7, Infinity, 1],
    [-Infinity, -0.1, 0],
    [-Infinity, Infinity, 4],
  ]) {
    const { documents } = page.maskOf(facts, [{ kind: "range", field: "n", from, to }]);
    assert.equal(documents, expected, `${from} to ${to}`);
  }
});

test("what could not be read is no document that is counted", () => {
  const facts = { documents: 3, unread: new Uint8Array([0, 1, 0]) };
  assert.equal(page.readIn(facts, null), 2);
  assert.equal(page.readIn(facts, new Uint8Array([1, 1, 0])), 1);
  assert.equal(page.trendOf(facts, [0, 0, NaN], "day", null, null).undated, 1);
});

test("what a report does not list is bounded by what it says", () => {
  const report = (top, total, distinct, rank, widespread) => ({
    analyzers: {
      a: {
        schema: { kind: "record", fields: { k: { kind: "counts", widespread } } },
        output: { k: { total, distinct, top } },
      },
    },
    provenance: { selection: { rank } },
  });
  const key = (key, count) => ({ key, count, documents: 2 });
  for (const [of, most] of [
    [report([key("x", 9), key("y", 4)], 40, 12), 4],
    [report([key("x", 9), key("y", 4)], 13, 2), 0],
    [report([key("x", 9), key("y", 4)], 15, 4), 1],
    [report([key("x", 2), key("y", 4)], 40, 12, "usage"), 25],
    [report([key("x", 2), key("y", 4)], 40, 12, undefined, true), 25],
    [report([key("x", 9), key("y", 4)], 40, 12, "count", true), 4],
    [report([], 40, 12), 29],
  ]) {
    assert.equal(page.sideOfReport(of, "a", ["k"], null).most, most);
  }
});

test("the field by which a report groups is shown once", () => {
  const facts = (...names) => ({ categories: names.map((name) => ({ name })) });
  for (const [by, categories, expected] of [
    ["city", facts("group", "language", "city", "kind"), ["group", "language", "kind"]],
    ["language", facts("group", "language"), ["group", "language"]],
    ["city", facts("city"), ["city"]],
    [null, facts("city"), ["city"]],
  ]) {
    const found = page.categoriesOf(categories, { provenance: { selection: { group_by: by } } });
    assert.deepEqual(
      found.map(({ name }) => name),
      expected,
    );
  }
});

test("codes of languages are told from other values by their field", () => {
  const report = { provenance: { selection: { group_by: "language" } } };
  for (const [field, expected] of [
    ["language", true],
    ["tokenize.languages", true],
    ["sentiment.by_language", true],
    ["group", true],
    ["city", false],
  ]) {
    assert.equal(page.isOfLanguages(report, field), expected, field);
  }
});
