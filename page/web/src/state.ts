// What is shown, as the address has it after its `#`: so a view can be sent, and Back works.

import type { Condition } from "./data/select";
import type { Language } from "./i18n";

export const VIEWS = [
  "overview",
  "terms",
  "names",
  "mood",
  "languages",
  "trends",
  "compare",
  "concordance",
  "documents",
  "reader",
  "analyzers",
  "source",
] as const;

export type View = (typeof VIEWS)[number];

export interface State {
  view: View;
  language: Language;
  conditions: Condition[];
  /** The document in the reader. */
  document: number | null;
  /** What the concordance looks for, where it is not what is selected. */
  query: string;
  /** Fields and sides that panels were set to, by their names. */
  options: Record<string, string>;
}

const SEPARATOR = "~";

function escaped(part: string): string {
  return part.replaceAll("!", "!!").replaceAll(SEPARATOR, "!t");
}

function unescaped(part: string): string {
  return part.replace(/!(.)/g, (_, after: string) => (after === "t" ? SEPARATOR : after));
}

function written(condition: Condition): string {
  const parts =
    condition.kind === "range"
      ? [condition.kind, condition.field, String(condition.from), String(condition.to)]
      : [condition.kind, condition.field, condition.value];
  return parts.map(escaped).join(SEPARATOR);
}

function conditionOf(text: string): Condition | null {
  const [kind, field = "", one = "", other = ""] = text.split(SEPARATOR).map(unescaped);
  if (kind === "key" || kind === "category") return { kind, field, value: one };
  if (kind !== "range") return null;
  const [from, to] = [Number(one), Number(other)];
  return Number.isNaN(from) || Number.isNaN(to) ? null : { kind, field, from, to };
}

export function toHash(state: State): string {
  const parameters = new URLSearchParams();
  if (state.view !== "overview") parameters.set("view", state.view);
  parameters.set("lang", state.language);
  for (const condition of state.conditions) parameters.append("select", written(condition));
  if (state.document !== null) parameters.set("document", String(state.document));
  if (state.query !== "") parameters.set("find", state.query);
  for (const [name, value] of Object.entries(state.options)) parameters.set(`o.${name}`, value);
  return `#${parameters.toString()}`;
}

export function fromHash(hash: string, fallback: Language): State {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  const view = parameters.get("view") as View | null;
  const language = parameters.get("lang");
  const document = Number(parameters.get("document") ?? NaN);
  const options: [string, string][] = [];
  for (const [name, value] of parameters) if (name.startsWith("o.")) options.push([name.slice(2), value]);
  return {
    view: view !== null && VIEWS.includes(view) ? view : "overview",
    language: language === "ar" || language === "en" ? language : fallback,
    conditions: parameters.getAll("select").flatMap((text) => conditionOf(text) ?? []),
    document: Number.isSafeInteger(document) && document >= 0 ? document : null,
    query: parameters.get("find") ?? "",
    options: Object.fromEntries(options),
  };
}

export function sameCondition(one: Condition, other: Condition): boolean {
  return written(one) === written(other);
}

/** A condition takes the place of others on its field; where it is there already it goes. */
export function toggled(conditions: Condition[], condition: Condition): Condition[] {
  const isThere = conditions.some((other) => sameCondition(other, condition));
  const others = conditions.filter(({ kind, field }) => kind !== condition.kind || field !== condition.field);
  return isThere ? others : [...others, condition];
}
