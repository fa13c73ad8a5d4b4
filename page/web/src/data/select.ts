// What a reader has selected: conditions that documents meet, all of them. The counts of what is selected.

import type { Facts, KeyField } from "./facts";
import { dispersion, keyness } from "./figures";

export type Condition =
  | { kind: "key"; field: string; value: string }
  | { kind: "category"; field: string; value: string }
  | { kind: "range"; field: string; from: number; to: number };

/** Documents that are selected: 1 for each that is. */
export interface Mask {
  marks: Uint8Array;
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
  let documents = 0;
  for (const mark of marks) documents += mark;
  return { marks, documents };
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
    const values = facts.numbers.find(({ name }) => name === condition.field)?.values;
    for (let document = 0; document < marks.length; document++) {
      const value = values?.[document] ?? NaN;
      if (!(value >= condition.from && value < condition.to)) marks[document] = 0;
    }
  }
}

/** The keys of a field in the documents that are selected; all of them where nothing is. */
export function keysIn(field: KeyField, mask: Mask | null): KeyRows {
  const { starts, documents, counts } = field.postings();
  const part = mask
    ? field.totals.map((total, document) => (mask.marks[document] ? total : 0))
    : field.totals;
  const total = sum(part);
  const rest = sum(field.totals) - total;
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
  rows.sort((one, other) => other.count - one.count || (one.key < other.key ? -1 : 1));
  return { total, distinct: mask ? rows.length : field.distinct, rows };
}

/** How evenly a key is spread over the documents that are selected. */
export function dispersionOf(field: KeyField, key: string, mask: Mask | null): number | undefined {
  const number = field.numberOf(key);
  if (number === undefined) return undefined;
  const { starts, documents, counts } = field.postings();
  const size = sizeOf(field, mask);
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
function sizeOf(field: KeyField, mask: Mask | null): number {
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

function sum(numbers: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < numbers.length; at++) sum += numbers[at]!;
  return sum;
}
