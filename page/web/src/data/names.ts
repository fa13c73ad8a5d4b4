// Which fields have codes of languages as their values.

import type { Report } from "./report";

const NAMES = ["language", "languages", "lang", "by_language"];

export function isOfLanguages(report: Report, field: string): boolean {
  if (field === "group") return NAMES.includes(report.provenance.selection.group_by ?? "");
  return NAMES.includes(field.split(".").at(-1) ?? "");
}
