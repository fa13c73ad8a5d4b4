// Facts by document, as page/src/facts packs them: columns behind a head.

import { embedded, fieldName } from "./report";
import { unpack } from "./unpack";

interface ColumnHead {
  at: number;
  width: number;
}

interface CategoryHead {
  name: string;
  kind: "category";
  values: string[];
  at: ColumnHead;
  odd: number;
}

interface NumbersHead {
  name: string;
  kind: "number" | "date";
  at: number;
  odd: number;
}

interface KeysHead {
  analyzer: string;
  path: string[];
  kind: "keys";
  keys: string[];
  distinct: number;
  at: number;
  totals: ColumnHead;
}

interface NumberHead {
  analyzer: string;
  path: string[];
  kind: "number";
  at: number;
}

export interface FactFault {
  document: number;
  analyzer: string | null;
  kind: string;
  code: string;
  message: string;
}

interface Head {
  documents: number;
  total: number;
  lost: number;
  ids: string[];
  bytes: ColumnHead;
  unread: ColumnHead;
  categories: CategoryHead[];
  metadata: (CategoryHead | NumbersHead)[];
  fields: (KeysHead | NumberHead)[];
  faults: FactFault[];
}

export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** Documents by one of a few values; code 0 is none. */
export interface Category {
  name: string;
  values: string[];
  codes: Codes;
}

/**
 * Documents by a number, or by a date: its first day since 1970, with a quarter of one more where it is a month alone, half of
 * one where it is a year. NaN is none.
 */
export interface Numbers {
  name: string;
  kind: "number" | "date";
  values: Float32Array;
  odd: number;
}

/** The documents of each key, one after another: those of key k stand from starts[k] to starts[k + 1]. */
export interface Postings {
  starts: Uint32Array;
  documents: Uint32Array;
  counts: Uint32Array;
}

export interface KeyField {
  name: string;
  analyzer: string;
  path: string[];
  keys: string[];
  distinct: number;
  totals: Codes;
  postings: () => Postings;
  numberOf: (key: string) => number | undefined;
}

export interface Facts {
  documents: number;
  /** Of how many documents these are. */
  total: number;
  /** How many of the total could be read; what could not has no text, no key and no number. */
  totalRead: number;
  ids: string[];
  bytes: Codes;
  unread: Codes;
  categories: Category[];
  numbers: Numbers[];
  keys: Map<string, KeyField>;
  faults: FactFault[];
}

export async function readFacts(): Promise<Facts | null> {
  const text = embedded("facts");
  return text === "" ? null : facts(await unpack(text));
}

export function facts(buffer: ArrayBuffer): Facts {
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length))) as Head;
  const base = 4 + length;
  const documents = head.documents;
  const codes = ({ at, width }: ColumnHead): Codes => {
    const begin = base + at;
    if (width === 1) return new Uint8Array(buffer, begin, documents);
    if (width === 2) return new Uint16Array(buffer, begin, documents);
    return new Uint32Array(buffer, begin, documents);
  };
  const category = ({ name, values, at }: CategoryHead): Category => ({ name, values, codes: codes(at) });
  const floats = (at: number): Float32Array => new Float32Array(buffer, base + at, documents);
  const keys = new Map<string, KeyField>();
  const numbers: Numbers[] = [];
  const categories = head.categories.map(category);
  for (const field of head.metadata) {
    if (field.kind === "category") categories.push(category(field));
    else numbers.push({ name: field.name, kind: field.kind, values: floats(field.at), odd: field.odd });
  }
  for (const field of head.fields) {
    const name = fieldName(field);
    if (field.kind === "number") {
      numbers.push({ name, kind: "number", values: floats(field.at), odd: 0 });
    } else {
      keys.set(name, keyField(name, field, new Uint8Array(buffer, base + field.at), codes(field.totals)));
    }
  }
  return {
    documents,
    total: head.total,
    totalRead: head.total - head.lost,
    ids: head.ids,
    bytes: codes(head.bytes),
    unread: codes(head.unread),
    categories,
    numbers,
    keys,
    faults: head.faults,
  };
}

function keyField(name: string, head: KeysHead, bytes: Uint8Array, totals: Codes): KeyField {
  let postings: Postings | null = null;
  let numbers: Map<string, number> | null = null;
  return {
    name,
    analyzer: head.analyzer,
    path: head.path,
    keys: head.keys,
    distinct: head.distinct,
    totals,
    postings: () => (postings ??= readPostings(bytes, head.keys.length)),
    numberOf: (key) => (numbers ??= new Map(head.keys.map((key, number) => [key, number]))).get(key),
  };
}

function readPostings(bytes: Uint8Array, keys: number): Postings {
  let at = 0;
  const next = (): number => {
    let number = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      number |= (byte & 0x7f) << shift;
      if (byte < 0x80) return number >>> 0;
    }
  };
  const starts = new Uint32Array(keys + 1);
  let documents = new Uint32Array(1024);
  let counts = new Uint32Array(1024);
  let length = 0;
  for (let key = 0; key < keys; key++) {
    const size = next();
    if (length + size > documents.length) {
      const room = Math.max(length + size, documents.length * 2);
      documents = grown(documents, room);
      counts = grown(counts, room);
    }
    let document = 0;
    for (let index = 0; index < size; index++) {
      document += next();
      documents[length] = document;
      counts[length++] = next();
    }
    starts[key + 1] = length;
  }
  return { starts, documents: documents.subarray(0, length), counts: counts.subarray(0, length) };
}

function grown(numbers: Uint32Array<ArrayBuffer>, room: number): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(room);
  grown.set(numbers);
  return grown;
}
