// What fields of the documents are called, and what their values are.

import type { Category, Facts } from "./facts";
import type { Report } from "./report";

const NAMES = ["language", "languages", "lang", "by_language"];

export function isOfLanguages(report: Report, field: string): boolean {
  if (field === "group") return NAMES.includes(report.provenance.selection.group_by ?? "");
  return NAMES.includes(field.split(".").at(-1) ?? "");
}

/** The categories of documents, each once: the field by which the report groups is that of the groups. */
export function categoriesOf(facts: Facts, report: Report): Category[] {
  const by = report.provenance.selection.group_by;
  const hasGroups = facts.categories.some(({ name }) => name === "group");
  // A language that was told stands beside the groups: it is of every document.
  return facts.categories.filter(({ name }) => !hasGroups || name !== by || name === "language");
}
