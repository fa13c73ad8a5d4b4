// How much of something there is over time.

import { Figure } from "../charts/figure";
import { Lines, type Point } from "../charts/lines";
import { usePage } from "../context";
import type { Facts, KeyField, Numbers } from "../data/facts";
import { wilson } from "../data/figures";
import { maskOf, type Condition } from "../data/select";
import { DispersionStrip, lastKey } from "../ui/where";

type Unit = "day" | "month" | "year";

export function Trends() {
  const page = usePage();
  const { say } = page.speech;
  const key = lastKey(page.state.conditions);
  if (!datesOf(page.facts)) return <p class="note">{say("noDates")}</p>;
  return (
    <>
      {!key && <p class="note card">{say("pickKey")}</p>}
      <TimeChart />
      {key && <TimeChart share />}
      {key && <DispersionStrip condition={key} />}
    </>
  );
}

function datesOf(facts: Facts | null): Numbers | null {
  return facts?.numbers.find(({ kind }) => kind === "date") ?? null;
}

interface Span {
  label: string;
  from: number;
  to: number;
  documents: number;
  having: number;
  count: number;
  total: number;
}

const DAY = 86_400_000;

/** The spans of time that documents fall into: days of a month or two, months of some years, otherwise years. */
function spansOf(values: Float32Array): Span[] {
  let first = Infinity;
  let last = -Infinity;
  for (const value of values) {
    if (value < first) first = value;
    if (value > last) last = value;
  }
  if (first > last) return [];
  const unit: Unit = last - first < 62 ? "day" : last - first < 366 * 8 ? "month" : "year";
  const spans: Span[] = [];
  for (let from = begin(first, unit); from <= last;) {
    const to = next(from, unit);
    const label = new Date(from * DAY).toISOString().slice(0, { day: 10, month: 7, year: 4 }[unit]);
    spans.push({ label, from, to, documents: 0, having: 0, count: 0, total: 0 });
    from = to;
  }
  return spans;
}

function begin(day: number, unit: Unit): number {
  const date = new Date(day * DAY);
  const month = unit === "year" ? 0 : date.getUTCMonth();
  return unit === "day" ? day : Date.UTC(date.getUTCFullYear(), month, 1) / DAY;
}

function next(day: number, unit: Unit): number {
  const date = new Date(day * DAY);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (unit === "day") return day + 1;
  return Date.UTC(unit === "year" ? year + 1 : year, unit === "year" ? 0 : month + 1, 1) / DAY;
}

/** Counts documents in spans, and a key in them. */
function count(
  facts: Facts,
  dates: Numbers,
  spans: Span[],
  marks: Uint8Array | null,
  field: KeyField | null,
  key: number,
) {
  const bounds = spans.map(({ from }) => from);
  const spanOf = new Int32Array(facts.documents).fill(-1);
  let undated = 0;
  for (let document = 0; document < facts.documents; document++) {
    if (marks && !marks[document]) continue;
    const day = dates.values[document]!;
    if (Number.isNaN(day)) {
      undated++;
      continue;
    }
    const place = upper(bounds, day) - 1;
    spanOf[document] = place;
    const span = spans[place]!;
    span.documents++;
    span.total += field?.totals[document] ?? 0;
  }
  if (field) {
    const { starts, documents, counts } = field.postings();
    for (let at = starts[key]!; at < starts[key + 1]!; at++) {
      const span = spans[spanOf[documents[at]!]!];
      if (!span) continue;
      span.having++;
      span.count += counts[at]!;
    }
  }
  return undated;
}

/** How many bounds are at or below a number. */
function upper(bounds: number[], value: number): number {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bounds[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The trend of the key that is selected; of documents where none is. */
export function TimeChart({ share = false }: { share?: boolean }) {
  const page = usePage();
  const { facts, speech } = page;
  const dates = datesOf(facts);
  if (!facts || !dates) return null;
  const condition = lastKey(page.state.conditions);
  const field = condition ? (facts.keys.get(condition.field) ?? null) : null;
  const key = condition ? field?.numberOf(condition.value) : undefined;
  const isOfKey = field !== null && key !== undefined;
  // The time that is selected is shown among the others, and the key beside the documents that lack it.
  const others = page.state.conditions.filter((other) => other !== condition && other.field !== dates.name);
  const marks = others.length > 0 ? maskOf(facts, others).marks : null;
  const spans = spansOf(dates.values);
  const undated = count(facts, dates, spans, marks, isOfKey ? field : null, key ?? 0);
  if (spans.length === 0) return null;
  const title =
    isOfKey && condition
      ? `${speech.say("trendOf", { what: condition.value })} · ${speech.say(share ? "share" : "perWords")}`
      : `${speech.say("documents")} · ${speech.field(dates.name)}`;
  const notes = [
    ...(share ? [speech.say("interval")] : []),
    ...(undated > 0 ? [speech.say("undated", { n: undated })] : []),
  ];
  const points = spans.map((span): Point => {
    const range: Condition = { kind: "range", field: dates.name, from: span.from, to: span.to };
    const rate = span.total > 0 ? (span.count / span.total) * 10_000 : 0;
    const part = span.documents > 0 ? span.having / span.documents : 0;
    const [low, high] = wilson(span.having, span.documents);
    const value = !isOfKey ? span.documents : share ? part : rate;
    const shown = share ? speech.percent(part) : speech.number(value, isOfKey ? 1 : 0);
    const of = `${speech.number(isOfKey ? span.having : span.documents)} ${speech.say("documentsOf")}`;
    return {
      label: span.label,
      value,
      ...(share && span.documents > 0 ? { low, high } : {}),
      shown: isOfKey ? `${shown} (${of})` : shown,
      press: () => page.select(range),
      pressed: page.isSelected(range),
    };
  });
  const table = () => ({
    head: ["time", "documents", "documents with it", "count", "counted in all", "per 10000", "low", "high"],
    rows: spans.map((span) => [
      span.label,
      span.documents,
      ...(isOfKey
        ? [
            span.having,
            span.count,
            span.total,
            span.total > 0 ? (span.count / span.total) * 10_000 : null,
            ...wilson(span.having, span.documents),
          ]
        : []),
    ]),
  });
  const format = share ? speech.percent : (value: number) => speech.number(value, 1);
  return (
    <Figure title={title} note={notes.join(" · ") || undefined} chart table={table}>
      <Lines points={points} label={title} format={format} />
    </Figure>
  );
}
