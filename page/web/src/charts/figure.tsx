// What stands around a chart or a table: its title, and how to take it along.

import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { usePage } from "../context";
import { asCsv, asSvg, fileName, save, type Cell } from "./export";

export interface Table {
  head: string[];
  rows: Cell[][];
}

interface Props {
  title: string;
  note?: string | undefined;
  /** What is written as CSV. */
  table: () => Table;
  /** Whether there is a chart in it. */
  chart?: boolean;
  children: ComponentChildren;
}

export function Figure({ title, note, table, chart, children }: Props) {
  const { say } = usePage().speech;
  const box = useRef<HTMLElement>(null);
  const csv = (): void => {
    const { head, rows } = table();
    save(fileName(title, "csv"), "text/csv;charset=utf-8", asCsv(head, rows));
  };
  const svg = (): void => {
    const found = box.current?.querySelector("svg");
    if (found) save(fileName(title, "svg"), "image/svg+xml;charset=utf-8", asSvg(found));
  };
  const label = (form: string): string => say("download", { what: title, form });
  return (
    <figure class="card" ref={box}>
      <figcaption>
        <h3>
          <bdi>{title}</bdi>
        </h3>
        <span class="tools">
          {chart && (
            <button type="button" class="tool" aria-label={label("SVG")} onClick={svg}>
              {say("svg")}
            </button>
          )}
          <button type="button" class="tool" aria-label={label("CSV")} onClick={csv}>
            {say("csv")}
          </button>
        </span>
      </figcaption>
      {note && <p class="note">{note}</p>}
      {children}
    </figure>
  );
}
