// The keys of a field: a chart of the greatest, and a table of all that are known.

import { useMemo, useState } from "preact/hooks";
import { Bars } from "../charts/bars";
import { Figure } from "../charts/figure";
import { usePage } from "../context";
import { orderOf, sorted } from "../data/order";
import { fieldName } from "../data/report";
import { dispersionOf, type KeyRow } from "../data/select";
import { chosenColumn, columnOfChart, sortBy, type Column } from "./order";

interface Props {
  name: string;
  title: string;
  /** What a key is called, where that is not the key. */
  label?: (key: string) => string;
  tone?: (key: string) => "good" | "bad" | "even" | undefined;
}

const STEP = 25;

/** A chart of the greatest keys. */
export function KeyChart({ name, title, label, tone, most = 12 }: Props & { most?: number }) {
  const page = usePage();
  const { number, say } = page.speech;
  const keys = page.keys(name);
  const column = columnOfChart(page);
  const rows = column === null ? (keys?.rows ?? []) : sorted(keys?.rows ?? [], (row) => row[column]);
  const bars = rows.slice(0, most).map((row) => {
    const condition = { kind: "key", field: name, value: row.key } as const;
    return {
      key: row.key,
      label: label?.(row.key) ?? page.called(name, row.key),
      value: row.count,
      shown: number(row.count),
      press: page.facts?.keys.has(name) ? () => page.select(condition) : null,
      pressed: page.isSelected(condition),
      tone: tone?.(row.key),
    };
  });
  const table = () => ({
    head: ["key", "count", "documents"],
    rows: rows.map((row) => [row.key, row.count, row.documents]),
  });
  return (
    <Figure title={title} table={table} chart={bars.length > 0}>
      {bars.length > 0 ? <Bars bars={bars} label={title} /> : <p class="note">{say("nothing")}</p>}
    </Figure>
  );
}

/** A table of keys, sorted as a reader wants. */
export function KeyTable({ name, title, label: labelOf }: Props) {
  const page = usePage();
  const label = (key: string): string => labelOf?.(key) ?? page.called(name, key);
  const { number, say } = page.speech;
  const sort = chosenColumn(page);
  const [shown, setShown] = useState(STEP);
  const [wanted, setWanted] = useState("");
  const keys = page.keys(name);
  const field = page.facts?.keys.get(name);
  const dispersed = (row: KeyRow): number | undefined =>
    row.dispersion ?? (field ? dispersionOf(field, row.key, page.mask) : undefined);
  const rows = useMemo(() => {
    const part = wanted.toLocaleLowerCase();
    const found = (keys?.rows ?? []).filter((row) => label(row.key).toLocaleLowerCase().includes(part));
    // What is not shown of all documents sorts none of them.
    if (sort === null || (isKeyness(sort) && !page.mask)) return found;
    const rank = (row: KeyRow): number =>
      sort === "dispersion" ? -(dispersed(row) ?? 2) : sort === "g2" ? signed(row) : (row[sort] ?? 0);
    return sorted(found, rank);
  }, [keys, sort, wanted, page.mask]);
  if (!keys) return null;
  const columns: [Column, string, string?][] = [
    ["count", say("count")],
    ["documents", say("inDocuments")],
  ];
  if (field || keys.rows[0]?.dispersion !== undefined) {
    columns.push(["dispersion", say("dispersion"), say("dispersionHint")]);
  }
  if (page.mask) columns.push(["g2", say("keynessG2"), say("keynessHint")], ["ratio", say("ratio")]);
  const schema = page.fields.find((field) => fieldName(field) === name)?.schema;
  // The report's own order may be that of a column.
  const sorting = sort ?? (schema ? orderOf(page.report, schema) : null);
  const cell = (row: KeyRow, column: Column): number | undefined =>
    column === "dispersion" ? dispersed(row) : row[column];
  const format = (column: Column, value: number | undefined): string =>
    value === undefined
      ? ""
      : number(value, column === "dispersion" ? 2 : column === "g2" || column === "ratio" ? 1 : 0);
  const table = () => ({
    head: ["key", ...columns.map(([column]) => column)],
    rows: rows.map((row) => [row.key, ...columns.map(([column]) => cell(row, column))]),
  });
  const summary = say("distinct", { n: keys.distinct, total: keys.total });
  return (
    <Figure title={title} note={`${summary} · ${say(keys.ofReport ? "ofReport" : "ofPage")}`} table={table}>
      <input
        type="search"
        class="find"
        value={wanted}
        placeholder={say("filter")}
        aria-label={`${say("filter")}: ${title}`}
        dir="auto"
        onInput={(event) => setWanted(event.currentTarget.value)}
      />
      <div class="across">
        <table class="keys">
          <thead>
            <tr>
              <th scope="col">{say("key")}</th>
              {columns.map(([column, text, hint]) => (
                <th
                  scope="col"
                  key={column}
                  aria-sort={sorting === column ? "descending" : "none"}
                  title={hint}
                >
                  <button type="button" class="sort" onClick={() => sortBy(page, column)}>
                    {text}
                    {sorting === column ? " ▾" : ""}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row) => (
              <tr key={row.key}>
                <th scope="row">
                  <KeyButton name={name} value={row.key} label={label(row.key)} />
                </th>
                {columns.map(([column]) => (
                  <td key={column}>{format(column, cell(row, column))}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > shown && (
        <button type="button" class="more" onClick={() => setShown(shown * 2)}>
          {say("more", { n: rows.length - shown })}
        </button>
      )}
    </Figure>
  );
}

function isKeyness(column: Column): boolean {
  return column === "g2" || column === "ratio";
}

/** What is less often than elsewhere comes last, however sure that is. */
function signed(row: KeyRow): number {
  return (row.ratio ?? 0) < 0 ? -(row.g2 ?? 0) : (row.g2 ?? 0);
}

/** A key that can be selected. */
export function KeyButton({ name, value, label }: { name: string; value: string; label?: string }) {
  const page = usePage();
  const condition = { kind: "key", field: name, value } as const;
  const shown = label ?? page.called(name, value);
  if (!page.facts?.keys.has(name)) return <bdi>{shown}</bdi>;
  return (
    <button
      type="button"
      class="key"
      aria-pressed={page.isSelected(condition)}
      onClick={() => page.select(condition)}
    >
      <bdi>{shown}</bdi>
    </button>
  );
}
