// What one side has more often than another.

import type { Facts } from "./facts";
import { keyness } from "./figures";
import { asCounts, valueOf, type Report } from "./report";
import { keysIn, maskOf, type Condition, type Mask } from "./select";

export interface Difference {
  key: string;
  one: number;
  other: number;
  oneDocuments: number | null;
  otherDocuments: number | null;
  g2: number;
  ratio: number;
}

/** How often a key has to be counted on both sides together, and in how many documents of its side. */
export const LEAST_COUNT = 5;
const LEAST_DOCUMENTS = 2;

interface Side {
  total: number;
  counts: Map<string, { count: number; documents: number }>;
}

/** The keys of two sides, from the one that is most surely more often on the first. */
export function differences(one: Side, other: Side): Difference[] {
  const keys = new Set([...one.counts.keys(), ...other.counts.keys()]);
  const none = { count: 0, documents: 0 };
  const found: Difference[] = [];
  for (const key of keys) {
    const [here, there] = [one.counts.get(key) ?? none, other.counts.get(key) ?? none];
    if (here.count + there.count < LEAST_COUNT) continue;
    const { g2, ratio } = keyness(here.count, one.total, there.count, other.total);
    const documents = ratio > 0 ? here.documents : there.documents;
    if (documents < LEAST_DOCUMENTS || g2 === 0) continue;
    found.push({
      key,
      one: here.count,
      other: there.count,
      oneDocuments: here.documents,
      otherDocuments: there.documents,
      g2,
      ratio,
    });
  }
  return found.sort((one, other) => other.g2 - one.g2 || (one.key < other.key ? -1 : 1));
}

export function sideOfFacts(facts: Facts, name: string, mask: Mask): Side {
  const field = facts.keys.get(name);
  if (!field) return { total: 0, counts: new Map() };
  const { total, rows } = keysIn(field, mask);
  return { total, counts: new Map(rows.map(({ key, count, documents }) => [key, { count, documents }])) };
}

export function sideOfReport(report: Report, analyzer: string, path: string[], group: string | null): Side {
  const section = group === null ? report.analyzers[analyzer] : report.groups?.[group]?.[analyzer];
  const counts = asCounts(valueOf(section, path));
  const keys = (counts?.top ?? []).map(({ key, count, documents }) => [key, { count, documents }] as const);
  return { total: counts?.total ?? 0, counts: new Map(keys) };
}

/** What sets a group apart from all others, as the report has it: of all keys, however rare. */
export function distinctive(report: Report, analyzer: string, path: string[], group: string): Difference[] {
  const keys = report.groups?.[group]?.[analyzer]?.distinctive?.[path.join(".")] ?? [];
  return keys.map((key) => ({
    key: key.key,
    one: key.count,
    other: key.against,
    oneDocuments: key.documents,
    otherDocuments: null,
    g2: key.log_likelihood,
    ratio: key.log_ratio,
  }));
}

/** All documents that the other mask does not have. */
export function restOf(facts: Facts, mask: Mask): Mask {
  const marks = new Uint8Array(facts.documents);
  for (let document = 0; document < marks.length; document++) marks[document] = mask.marks[document] ? 0 : 1;
  return { marks, documents: facts.documents - mask.documents };
}

export function maskOfValue(facts: Facts, field: string, value: string): Mask {
  const condition: Condition = { kind: "category", field, value };
  return maskOf(facts, [condition]);
}
