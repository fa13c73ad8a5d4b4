// How much of something there is in each period.

import type { Facts, KeyField, Numbers } from "./facts";
import { endOf, periodsOf, type Period, type Unit } from "./time";

export interface Span extends Period {
  documents: number;
  having: number;
  count: number;
  total: number;
}

export interface Trend {
  unit: Unit;
  spans: Span[];
  /** Documents without a date, or with one that is less exact than the unit. */
  undated: number;
}

/** The fields of dates, from the one that the most documents have. */
export function datesOf(facts: Facts): Numbers[] {
  const dated = ({ values }: Numbers): number =>
    values.reduce((sum, day) => sum + (Number.isNaN(day) ? 0 : 1), 0);
  const fields = facts.numbers
    .filter(({ kind }) => kind === "date")
    .map((field) => ({ field, dated: dated(field) }));
  return fields.sort((one, other) => other.dated - one.dated).map(({ field }) => field);
}

/** Counts documents in periods, and a key in them. */
export function trendOf(
  facts: Facts,
  days: Float32Array,
  wanted: Unit | null,
  marks: Uint8Array | null,
  key: { field: KeyField; number: number } | null,
): Trend {
  const { unit, periods } = periodsOf(days, wanted);
  const spans = periods.map((period): Span => ({ ...period, documents: 0, having: 0, count: 0, total: 0 }));
  const bounds = spans.map(({ from }) => from);
  const spanOf = new Int32Array(facts.documents).fill(-1);
  let undated = 0;
  for (let document = 0; document < facts.documents; document++) {
    if (facts.unread[document] || (marks && !marks[document])) continue;
    const place = upper(bounds, days[document]!) - 1;
    const span = spans[place];
    // A year is in none of its months.
    if (!span || !(endOf(days[document]!) <= span.to)) {
      undated++;
      continue;
    }
    spanOf[document] = place;
    span.documents++;
    span.total += key?.field.totals[document] ?? 0;
  }
  if (key) {
    const { starts, documents, counts } = key.field.postings();
    for (let at = starts[key.number]!; at < starts[key.number + 1]!; at++) {
      const span = spans[spanOf[documents[at]!]!];
      if (!span) continue;
      span.having++;
      span.count += counts[at]!;
    }
  }
  return { unit, spans, undated };
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
