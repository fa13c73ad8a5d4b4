// The report, as the page reads it: docs/report.md says what each field is.

import type { KeyOrder } from "./order";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Schema {
  kind: string;
  of?: Schema;
  fields?: Record<string, Schema>;
  /** Whether keys are shown by how widespread they are, where nobody asks for another order. */
  widespread?: boolean;
  /** Whether it is kept how evenly keys are spread. */
  dispersion?: boolean;
}

export interface KeyCount {
  key: string;
  count: number;
  documents: number;
  dispersion?: number;
}

export interface Counts {
  total: number;
  distinct: number;
  top: KeyCount[];
}

export interface Section {
  version: string;
  documents: number;
  faults: number;
  schema?: Schema;
  output: { [field: string]: Json };
  /** Of a group: the keys that it has more often than all others together. */
  distinctive?: Record<string, DistinctiveKey[]>;
}

export interface DistinctiveKey {
  key: string;
  count: number;
  documents: number;
  against: number;
  log_likelihood: number;
  log_ratio: number;
}

export interface Fault {
  document: string;
  source: string;
  analyzer: string | null;
  kind: string;
  code?: string;
  message: string;
}

export interface Plugin {
  name: string;
  version: string;
  sha256: string;
  reported: boolean;
  settings: { [name: string]: Json };
  resources: { [name: string]: string };
}

export interface Source {
  path: string;
  bytes: number;
  sha256: string;
  documents: number;
}

export interface Report {
  complete: boolean;
  corpus: {
    documents: number;
    bytes: number;
    unread: number;
    filtered?: number;
    replaced: number;
    encodings?: Record<string, number>;
    removed?: Record<string, { passages: number; bytes: number }>;
    fingerprint: string;
  };
  analyzers: Record<string, Section>;
  groups?: Record<string, Record<string, Section>>;
  groups_cut?: number;
  faults: { total: number; by: Record<string, Record<string, number>>; first: Fault[] };
  provenance: {
    engine: string;
    interface: string;
    selection: { filter: string[]; sample: number | null; group_by: string | null; rank?: KeyOrder };
    plugins: Record<string, Plugin>;
  };
  run: {
    started: string;
    seconds: number;
    threads: number;
    host: string;
    command?: { arguments: string[]; folder: string };
    sources: Source[];
    sources_left_out?: number;
  };
}

/** A field of an analyzer's output, by its way through records. */
export interface FieldRef {
  analyzer: string;
  path: string[];
  schema: Schema;
}

export function fieldName(field: { analyzer: string; path: string[] }): string {
  return [field.analyzer, ...field.path].join(".");
}

/** All fields of a report that are no records, in its order. */
export function fieldsOf(report: Report): FieldRef[] {
  const fields: FieldRef[] = [];
  const walk = (analyzer: string, path: string[], schema: Schema): void => {
    if (schema.kind === "record") {
      for (const [name, inner] of Object.entries(schema.fields ?? {})) walk(analyzer, [...path, name], inner);
    } else {
      fields.push({ analyzer, path, schema });
    }
  };
  for (const [analyzer, section] of Object.entries(report.analyzers)) {
    if (section.schema) walk(analyzer, [], section.schema);
  }
  return fields;
}

/** A field's value in a section. */
export function valueOf(section: Section | undefined, path: string[]): Json {
  let value: Json = section?.output ?? null;
  for (const name of path) {
    value =
      value !== null && typeof value === "object" && !Array.isArray(value) ? (value[name] ?? null) : null;
  }
  return value;
}

export function asCounts(value: Json): Counts | null {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return null;
  const { total, distinct, top } = value;
  if (typeof total !== "number" || typeof distinct !== "number" || !Array.isArray(top)) return null;
  return { total, distinct, top: top as unknown as KeyCount[] };
}

/** The groups of a report, each with how many documents it has. */
export function sizesOfGroups(report: Report): [group: string, documents: number][] {
  return Object.entries(report.groups ?? {}).map(([group, sections]) => [
    group,
    Math.max(0, ...Object.values(sections).map(({ documents, faults }) => documents + faults)),
  ]);
}

function embedded(id: string): string {
  return document.getElementById(id)?.textContent ?? "";
}

export function readReport(id: "report" | "against"): Report | null {
  const text = embedded(id);
  return text === "" ? null : (JSON.parse(text) as Report | null);
}

export { embedded };
