// What a reader has selected: conditions that documents meet, all of them. The counts of what is selected.

import type { Facts, KeyField } from "./facts";
import { dispersion, keyness } from "./figures";
import { endOf } from "./time";

export type Condition =
  | { kind: "key"; field: string; value: string }
  | { kind: "category"; field: string; value: string }
  | { kind: "range"; field: string; from: number; to: number };

/** Documents that are selected: 1 for each that is. */
export interface Mask {
  marks: Uint8Array;
  /** How many there are that could be read. */
  documents: number;
}

export interface KeyRow {
  key: string;
  count: number;
  documents: number;
  /** 0 for what is spread evenly, towards 1 for what stands in one place. */
  dispersion?: number;
  /** G² and log ratio of what is selected against the rest. */
  g2?: number;
  ratio?: number;
}

export interface KeyRows {
  total: number;
  distinct: number;
  rows: KeyRow[];
}

export function maskOf(facts: Facts, conditions: Condition[]): Mask {
  const marks = new Uint8Array(facts.documents).fill(1);
  for (const condition of conditions) narrow(facts, condition, marks);
  return { marks, documents: readIn(facts, marks) };
}

/** How many documents could be read, of those that are marked. */
export function readIn(facts: Facts, marks: Uint8Array | null): number {
  let documents = 0;
  for (let document = 0; document < facts.documents; document++) {
    if ((!marks || marks[document]) && !facts.unread[document]) documents++;
  }
  return documents;
}

/** Whether a number of the facts is at a bound or above it: they have 32 bits, in which -0.1 is less than in 64. */
export function isFrom(value: number, bound: number): boolean {
  return value >= Math.fround(bound);
}

function narrow(facts: Facts, condition: Condition, marks: Uint8Array): void {
  if (condition.kind === "key") {
    const met = new Uint8Array(marks.length);
    const field = facts.keys.get(condition.field);
    const number = field?.numberOf(condition.value);
    if (field && number !== undefined) {
      const { starts, documents } = field.postings();
      for (let at = starts[number] ?? 0; at < (starts[number + 1] ?? 0); at++) met[documents[at] ?? 0] = 1;
    }
    for (let document = 0; document < marks.length; document++) marks[document]! &= met[document]!;
  } else if (condition.kind === "category") {
    const category = facts.categories.find(({ name }) => name === condition.field);
    const code = category ? category.values.indexOf(condition.value) + 1 : 0;
    for (let document = 0; document < marks.length; document++) {
      if (code === 0 || category?.codes[document] !== code) marks[document] = 0;
    }
  } else {
    const field = facts.numbers.find(({ name }) => name === condition.field);
    const values = field?.values;
    const isIn = (value: number): boolean =>
      isFrom(value, condition.from) &&
      (field?.kind === "date" ? endOf(value) <= condition.to : !isFrom(value, condition.to));
    for (let document = 0; document < marks.length; document++) {
      const value = values?.[document] ?? NaN;
      if (!isIn(value)) marks[document] = 0;
    }
  }
}

/** The keys of a field in the documents that are selected, in no order; all of them where nothing is. */
export function keysIn(field: KeyField, mask: Mask | null): KeyRows {
  const { starts, documents, counts } = field.postings();
  const total = totalIn(field, mask);
  const rest = totalIn(field, null) - total;
  const rows: KeyRow[] = [];
  for (let key = 0; key < field.keys.length; key++) {
    let count = 0;
    let inDocuments = 0;
    let elsewhere = 0;
    const from = starts[key] ?? 0;
    const to = starts[key + 1] ?? 0;
    for (let at = from; at < to; at++) {
      if (!mask || mask.marks[documents[at]!]) {
        count += counts[at]!;
        inDocuments++;
      } else {
        elsewhere += counts[at]!;
      }
    }
    if (count === 0) continue;
    const row: KeyRow = { key: field.keys[key]!, count, documents: inDocuments };
    if (mask) Object.assign(row, keyness(count, total, elsewhere, rest));
    rows.push(row);
  }
  return { total, distinct: mask ? rows.length : field.distinct, rows };
}

/** How evenly a key is spread over the documents that are selected. */
export function dispersionOf(field: KeyField, key: string, mask: Mask | null): number | undefined {
  const number = field.numberOf(key);
  if (number === undefined) return undefined;
  const { starts, documents, counts } = field.postings();
  const size = totalIn(field, mask);
  const parts: [count: number, size: number][] = [];
  for (let at = starts[number]!; at < starts[number + 1]!; at++) {
    const document = documents[at]!;
    if (!mask || mask.marks[document]) parts.push([counts[at]!, field.totals[document]!]);
  }
  return dispersion(parts, size);
}

const sizes = new WeakMap<KeyField, WeakMap<object, number>>();
const WHOLE = {};

/** All that a field counts in the documents that are selected, which is the same for each of its keys. */
export function totalIn(field: KeyField, mask: Mask | null): number {
  const known = sizes.get(field) ?? new WeakMap<object, number>();
  sizes.set(field, known);
  let size = known.get(mask ?? WHOLE);
  if (size === undefined) {
    size = 0;
    for (let document = 0; document < field.totals.length; document++) {
      if (!mask || mask.marks[document]) size += field.totals[document]!;
    }
    known.set(mask ?? WHOLE, size);
  }
  return size;
}
