// Outputs that have a panel of their own, told by the fields that they have, not by the analyzer's name: a run may give an
// analyzer any name.

import { fieldName, type FieldRef } from "./report";

function having(fields: FieldRef[], names: string[]): string | null {
  const analyzers = [...new Set(fields.map(({ analyzer }) => analyzer))];
  const has = (analyzer: string, name: string): boolean =>
    fields.some((field) => field.analyzer === analyzer && field.path.join(".") === name);
  return analyzers.find((analyzer) => names.every((name) => has(analyzer, name))) ?? null;
}

export interface Known {
  terms: string | null;
  names: string | null;
  mood: string | null;
  words: string | null;
}

/** The analyzers of terms, of names, of mood and of words. */
export function known(fields: FieldRef[]): Known {
  return {
    terms: having(fields, ["terms"]),
    names: having(fields, ["persons", "organizations", "locations"]),
    mood: having(fields, ["score", "positive_words", "negative_words"]),
    words: having(fields, ["languages"]),
  };
}

/** The fields of counts of an analyzer, by their full names. */
export function countsOf(fields: FieldRef[], analyzer: string | null): { name: string; last: string }[] {
  const found = fields.filter((field) => field.analyzer === analyzer && field.schema.kind === "counts");
  return found.map((field) => ({ name: fieldName(field), last: field.path.at(-1) ?? field.analyzer }));
}
