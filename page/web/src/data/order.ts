// In what order keys are shown: as the report has them, or as a reader asks.

import type { Report, Schema } from "./report";
import type { KeyRow } from "./select";

/** The orders of reports (docs/merge.md). */
export type KeyOrder = "count" | "widespread" | "documents" | "usage";

/** The order in which a report has the keys of a field. */
export function orderOf(report: Report, schema: Schema): KeyOrder {
  const order = report.provenance.selection.rank ?? (schema.widespread ? "widespread" : "count");
  return order === "usage" && !schema.dispersion ? "count" : order;
}

/** Rows from the greatest rank on; of equal ones in the order of their keys. */
export function sorted(rows: KeyRow[], rank: (row: KeyRow) => number): KeyRow[] {
  const ranks = new Map(rows.map((row) => [row, rank(row)]));
  const byCount = (one: KeyRow, other: KeyRow): number => other.count - one.count;
  return rows.toSorted(
    (one, other) =>
      ranks.get(other)! - ranks.get(one)! || byCount(one, other) || (one.key < other.key ? -1 : 1),
  );
}

/** Rows as a report has them that ranks them so. */
export function inOrder(
  rows: KeyRow[],
  order: KeyOrder,
  dispersed: (row: KeyRow) => number | undefined,
): KeyRow[] {
  switch (order) {
    case "count":
      return sorted(rows, ({ count }) => count);
    case "documents":
      return sorted(rows, ({ documents }) => documents);
    case "widespread":
      return sorted(rows, widespread);
    case "usage":
      return sorted(rows, (row) => row.count * (1 - (dispersed(row) ?? 0)));
  }
}

/** First what many documents have often, last what one document alone has: as `widespread` in `sdk/merge/src/dispersion.rs`. */
function widespread({ count, documents }: KeyRow): number {
  if (documents < 2) return -1 / count;
  const bits = (number: number): number => Math.floor(Math.log2(number) * 65_536);
  return documents * (bits(documents + count) - bits(documents));
}

/** Rows of all documents: first those that the report shows, in its order, then the others in theirs. */
export function asReported(rows: KeyRow[], shown: { key: string }[]): KeyRow[] {
  const places = new Map(shown.map(({ key }, place) => [key, place]));
  const first = rows.filter(({ key }) => places.has(key));
  first.sort((one, other) => places.get(one.key)! - places.get(other.key)!);
  return [...first, ...rows.filter(({ key }) => !places.has(key))];
}
