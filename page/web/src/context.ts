// What every panel knows: the report, the facts, the texts, what is selected, and how to change that.

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Facts } from "./data/facts";
import type { FieldRef, Report, Section } from "./data/report";
import type { Condition, KeyRows, Mask } from "./data/select";
import type { Texts } from "./data/texts";
import type { Speech } from "./i18n";
import type { State } from "./state";

export interface Page {
  report: Report;
  against: Report | null;
  fields: FieldRef[];
  /** Nothing where the page was made without documents, and as long as they are read. */
  facts: Facts | null;
  texts: Texts;
  /** Nothing where nothing is selected. */
  mask: Mask | null;
  /** The group of the report that is selected, where nothing else is. */
  group: string | null;
  /** What an analyzer found: in the group that is selected, or in all documents. */
  section: (analyzer: string) => Section | undefined;
  state: State;
  speech: Speech;
  /** What a value of a field is called: of a language its name and its code, otherwise the value. */
  called: (field: string, value: string) => string;
  /** Shows another view, and leaves the address behind in the history. */
  go: (change: Partial<State>) => void;
  /** Selects, or takes back what was selected. */
  select: (condition: Condition) => void;
  isSelected: (condition: Condition) => boolean;
  /** The keys of a field in what is selected; nothing where that is not known. */
  keys: (name: string) => (KeyRows & { ofReport: boolean }) | null;
}

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error("a panel stands outside of the page");
  return page;
}
