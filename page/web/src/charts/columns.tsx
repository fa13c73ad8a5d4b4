// Columns of a histogram. A range of them is selected with a pointer from one to another, or with Shift and Enter.

import { scaleLinear } from "d3-scale";
import { useRef } from "preact/hooks";
import { usePage } from "../context";

export interface Column {
  label: string;
  value: number;
  selected: boolean;
  tone?: "good" | "bad" | "even" | undefined;
}

interface Props {
  columns: Column[];
  label: string;
  /** Where each column begins, and the last one ends. */
  edges: string[];
  /** Takes a range, from the first to the last column of it. */
  choose: ((first: number, last: number) => void) | null;
}

const WIDTH = 400;
const HEIGHT = 172;
const FOOT = 22;
const HEAD = 16;

export function Columns({ columns, label, edges, choose }: Props) {
  const { direction, number } = usePage().speech;
  const began = useRef<number | null>(null);
  const flip = direction === "rtl";
  const step = WIDTH / Math.max(1, columns.length);
  const most = Math.max(1, ...columns.map(({ value }) => value));
  const scale = scaleLinear([0, most], [0, HEIGHT - FOOT - HEAD]);
  const left = (place: number): number => (flip ? WIDTH - (place + 1) * step : place * step);
  const end = (place: number): void => {
    const from = began.current ?? place;
    choose?.(Math.min(from, place), Math.max(from, place));
    began.current = null;
  };
  const every = Math.max(1, Math.ceil(edges.length / 10));
  return (
    <svg viewBox={`-18 0 ${WIDTH + 36} ${HEIGHT}`} class="chart" role="group" aria-label={label}>
      {columns.map((column, place) => {
        const height = column.value > 0 ? Math.max(1, scale(column.value)) : 0;
        return (
          <g
            key={place}
            role={choose ? "button" : "img"}
            class={choose ? "pressable" : ""}
            tabindex={choose ? 0 : undefined}
            aria-label={`${column.label}: ${number(column.value)}`}
            aria-pressed={column.selected}
            onPointerDown={() => (began.current = place)}
            onPointerUp={() => end(place)}
            onKeyDown={(event: KeyboardEvent) => {
              if (event.key !== "Enter" && event.key !== " ") return;
              event.preventDefault();
              if (!event.shiftKey) began.current = null;
              end(place);
              began.current = place;
            }}
          >
            <rect class="ground" x={left(place)} y={0} width={step} height={HEIGHT - FOOT} />
            <rect
              class={`bar ${column.tone ?? ""} ${column.selected ? "pressed" : ""}`}
              x={left(place) + Math.min(2, step / 8)}
              y={HEIGHT - FOOT - height}
              width={step - Math.min(4, step / 4)}
              height={height}
            />
            {column.value > 0 && columns.length <= 24 && (
              <text class="figure middle" x={left(place) + step / 2} y={HEIGHT - FOOT - height - 8}>
                {number(column.value)}
              </text>
            )}
            <title>{`${column.label}: ${number(column.value)}`}</title>
          </g>
        );
      })}
      <line class="axis" x1={0} x2={WIDTH} y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} />
      {edges.map((edge, place) =>
        place % every === 0 && edge !== "" ? (
          <text
            key={place}
            class="figure middle"
            x={flip ? WIDTH - place * step : place * step}
            y={HEIGHT - FOOT / 2 + 2}
          >
            {edge}
          </text>
        ) : null,
      )}
    </svg>
  );
}
