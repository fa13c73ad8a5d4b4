// What one side has more often than another.

import type { Facts } from "./facts";
import { keyness } from "./figures";
import { asCounts, fieldName, fieldsOf, valueOf, type Counts, type Report } from "./report";
import { keysIn, maskOf, readIn, totalIn, type Condition, type Mask } from "./select";

/** How often a key is counted on a side: so often, or, where the side does not list it, so often at most. */
export type Count = number | { most: number };

export interface Difference {
  key: string;
  one: Count;
  other: Count;
  oneDocuments: number | null;
  otherDocuments: number | null;
  /** Nothing where one of the counts is not known. */
  g2: number | null;
  ratio: number | null;
}

export interface Differences {
  /** What the first side has more often, from the surest on; then those of which one count is not known. */
  moreInOne: Difference[];
  moreInOther: Difference[];
  /** Keys that one side does not list and that may be as frequent there. */
  unsure: number;
  /** Whether a side does not list all of its keys. */
  isOfTop: boolean;
  /** Whether a side counts nothing of the field, so that frequencies are of documents, as nothing has no shares. */
  isOfDocuments: boolean;
}

/** How often a key has to be counted on both sides together, and in how many documents of its side. */
export const LEAST_COUNT = 5;
const LEAST_DOCUMENTS = 2;

interface Listed {
  count: number;
  documents: number;
}

export interface Side {
  total: number;
  /** Documents that were analyzed. */
  documents: number;
  counts: Map<string, Listed>;
  /** How often a key that is not listed may be counted; 0 where all are listed. */
  most: number;
}

/** The keys of two sides that one has more often. */
export function differences(one: Side, other: Side): Differences {
  const sides: [one: Side, other: Side] = [one, other];
  const found: Differences = {
    moreInOne: [],
    moreInOther: [],
    unsure: 0,
    isOfTop: one.most > 0 || other.most > 0,
    isOfDocuments: (one.total === 0) !== (other.total === 0),
  };
  const sizes = found.isOfDocuments
    ? { one: one.documents, other: other.documents }
    : { one: one.total, other: other.total };
  if (sizes.one === 0 || sizes.other === 0) return found;
  for (const key of new Set([...one.counts.keys(), ...other.counts.keys()])) {
    const here = counted(one, key);
    const there = counted(other, key);
    const least = (count: Count): number => (typeof count === "number" ? count : 0);
    if (least(here) + least(there) < LEAST_COUNT) continue;
    const more = moreOften([sizes.one, sizes.other], here, there);
    if (more === null) {
      found.unsure++;
      continue;
    }
    const documents = sides.map(({ counts, most }) => counts.get(key)?.documents ?? (most > 0 ? null : 0));
    if (more === 0 || (documents[more > 0 ? 0 : 1] ?? 0) < LEAST_DOCUMENTS) continue;
    const isKnown = typeof here === "number" && typeof there === "number";
    const { g2, ratio } = isKnown ? keyness(here, sizes.one, there, sizes.other) : { g2: null, ratio: null };
    (more > 0 ? found.moreInOne : found.moreInOther).push({
      key,
      one: here,
      other: there,
      oneDocuments: documents[0] ?? null,
      otherDocuments: documents[1] ?? null,
      g2,
      ratio,
    });
  }
  found.moreInOne.sort(bySureness(({ one }) => one));
  found.moreInOther.sort(bySureness(({ other }) => other));
  return found;
}

function counted({ counts, most }: Side, key: string): Count {
  return counts.get(key)?.count ?? (most > 0 ? { most } : 0);
}

/** Above 0 where the first side has a key more often, below where the second has; nothing where that is not sure. */
function moreOften([one, other]: [one: number, other: number], here: Count, there: Count): number | null {
  if (typeof here !== "number") {
    const turned = moreOften([other, one], there, here);
    return turned === null ? null : -turned;
  }
  const most = typeof there === "number" ? there : there.most;
  const difference = here / one - most / other;
  return typeof there === "number" || difference > 0 ? difference : null;
}

function bySureness(count: (row: Difference) => Count): (one: Difference, other: Difference) => number {
  const listed = (row: Difference): number => Number(count(row));
  return (one, other) =>
    (other.g2 ?? -1) - (one.g2 ?? -1) || listed(other) - listed(one) || (one.key < other.key ? -1 : 1);
}

const NOTHING: Side = { total: 0, documents: 0, counts: new Map(), most: 0 };

export function sideOfFacts(facts: Facts, name: string, mask: Mask): Side {
  const field = facts.keys.get(name);
  if (!field) return NOTHING;
  const lost = new Set(
    facts.faults
      .filter(({ analyzer, document }) => analyzer === field.analyzer && mask.marks[document])
      .map(({ document }) => document),
  );
  let counts: Side["counts"] | null = null;
  const listed = (): Side["counts"] =>
    new Map(keysIn(field, mask).rows.map(({ key, count, documents }) => [key, { count, documents }]));
  return {
    total: totalIn(field, mask),
    documents: mask.documents - lost.size,
    // Of most fields the total alone is asked for.
    get counts() {
      return (counts ??= listed());
    },
    most: 0,
  };
}

/** A side of a report, or of a group of it; with what the page knows of each document, where that is of all of them. */
export function sideOfReport(
  report: Report,
  analyzer: string,
  path: string[],
  group: string | null,
  facts: Facts | null = null,
): Side {
  const section = group === null ? report.analyzers[analyzer] : report.groups?.[group]?.[analyzer];
  const counts = asCounts(valueOf(section, path));
  if (!section || !counts) return NOTHING;
  const side: Side = {
    total: counts.total,
    documents: section.documents,
    counts: new Map(counts.top.map(({ key, count, documents }) => [key, { count, documents }])),
    most: mostOfOthers(counts, isByCount(report, analyzer, path)),
  };
  const field =
    facts && facts.documents === facts.total ? facts.keys.get(fieldName({ analyzer, path })) : null;
  if (field && group === null) {
    const known = keysIn(field, null).rows;
    for (const { key, count, documents } of known) {
      if (!side.counts.has(key)) side.counts.set(key, { count, documents });
    }
    if (field.keys.length >= counts.distinct) side.most = 0;
  }
  return side;
}

/** Whether the keys of a field are those of the greatest counts. */
function isByCount(report: Report, analyzer: string, path: string[]): boolean {
  const { rank } = report.provenance.selection;
  const field = fieldsOf(report).find((field) => fieldName(field) === fieldName({ analyzer, path }));
  return rank === "count" || (rank === undefined && !field?.schema.widespread);
}

/** How often a key that is not listed may be counted: no more than the last of those that are, and than what is left. */
function mostOfOthers({ total, distinct, top }: Counts, isByCount: boolean): number {
  if (top.length >= distinct) return 0;
  const left = total - top.reduce((sum, { count }) => sum + count, 0);
  const last = isByCount ? top.at(-1)?.count : undefined;
  // Each of the others is counted at least once.
  return Math.max(1, Math.min(last ?? Infinity, left - (distinct - top.length - 1)));
}

/** What sets a group apart from all others, as the report has it: of all keys, however rare. */
export function distinctive(report: Report, analyzer: string, path: string[], group: string): Differences {
  const keys = report.groups?.[group]?.[analyzer]?.distinctive?.[path.join(".")] ?? [];
  const moreInOne = keys.map((key) => ({
    key: key.key,
    one: key.count,
    other: key.against,
    oneDocuments: key.documents,
    otherDocuments: null,
    g2: key.log_likelihood,
    ratio: key.log_ratio,
  }));
  return { moreInOne, moreInOther: [], unsure: 0, isOfTop: false, isOfDocuments: false };
}

/** All documents that the other mask does not have. */
export function restOf(facts: Facts, mask: Mask): Mask {
  const marks = new Uint8Array(facts.documents);
  for (let document = 0; document < marks.length; document++) marks[document] = mask.marks[document] ? 0 : 1;
  return { marks, documents: readIn(facts, marks) };
}

export function maskOfValue(facts: Facts, field: string, value: string): Mask {
  const condition: Condition = { kind: "category", field, value };
  return maskOf(facts, [condition]);
}
