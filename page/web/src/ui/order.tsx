// In what order keys are shown, for all charts and tables of them: the address has it.

import { usePage, type Page } from "../context";
import { Choose } from "./choose";

export const COLUMNS = ["count", "documents", "dispersion", "g2", "ratio"] as const;

/** A column of a table of keys, by which keys are sorted. */
export type Column = (typeof COLUMNS)[number];

/** Columns by which charts are sorted too. */
const OF_CHARTS: Column[] = ["count", "documents"];

/** The column that a reader has chosen; nothing where keys are shown as the report has them. */
export function chosenColumn({ state }: Page): Column | null {
  return COLUMNS.find((column) => column === state.options["order"]) ?? null;
}

/** Sorts keys by a column, or where they are sorted by it as the report has them. */
export function sortBy(page: Page, column: Column | null): void {
  const { order, ...options } = page.state.options;
  page.go({ options: column === null || order === column ? options : { ...options, order: column } });
}

/** The column that a chart is sorted by. */
export function columnOfChart(page: Page): "count" | "documents" | null {
  const column = chosenColumn(page);
  return column === "count" || column === "documents" ? column : null;
}

const OWN = "report";

export function ChooseOrder() {
  const page = usePage();
  const { say } = page.speech;
  const isWidespread = page.fields.some(({ schema }) => schema.widespread);
  const order = page.report.provenance.selection.rank ?? (isWidespread ? "widespread" : "count");
  const titles = { count: say("count"), documents: say("inDocuments") };
  const others = OF_CHARTS.filter((column) => column !== order);
  const chosen = columnOfChart(page);
  return (
    <Choose
      label={say("keyOrder")}
      value={chosen !== null && others.includes(chosen) ? chosen : OWN}
      choices={[
        { value: OWN, title: say(`order_${order}`) },
        ...others.map((value) => ({ value, title: titles[value as keyof typeof titles] })),
      ]}
      set={(value) => sortBy(page, value === OWN ? null : (value as Column))}
    />
  );
}
