// Bars beside their keys.

import { scaleLinear } from "d3-scale";
import { usePage } from "../context";
import { isolated } from "../i18n";
import { pressable } from "./pressable";

export interface Bar {
  key: string;
  label: string;
  value: number;
  shown: string;
  press: (() => void) | null;
  pressed: boolean;
  tone?: "good" | "bad" | "even" | undefined;
}

const WIDTH = 400;
const LABELS = 158;
const FIGURES = 52;
const ROW = 23;

export function Bars({ bars, label }: { bars: Bar[]; label: string }) {
  const { direction, say } = usePage().speech;
  if (bars.length === 0) return <p class="note">{say("nothing")}</p>;
  const flip = direction === "rtl";
  const x = (at: number): number => (flip ? WIDTH - at : at);
  const most = Math.max(1e-9, ...bars.map(({ value }) => value));
  const scale = scaleLinear([0, most], [0, WIDTH - LABELS - FIGURES]);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${bars.length * ROW}`} class="chart" role="group" aria-label={label}>
      {bars.map((bar, place) => {
        const length = Math.max(1, scale(bar.value));
        const middle = place * ROW + ROW / 2;
        return (
          <g key={bar.key} {...pressable(`${bar.label}: ${bar.shown}`, bar.press, bar.pressed)}>
            <rect class="ground" x={0} y={place * ROW} width={WIDTH} height={ROW} />
            <text class="label" x={x(LABELS - 8)} y={middle} text-anchor="end">
              {isolated(clipped(bar.label))}
            </text>
            <rect
              class={`bar ${bar.tone ?? ""} ${bar.pressed ? "pressed" : ""}`}
              x={flip ? x(LABELS + length) : LABELS}
              y={place * ROW + 4}
              width={length}
              height={ROW - 8}
              rx={2}
            />
            <text class="figure" x={x(LABELS + length + 6)} y={middle} text-anchor="start">
              {bar.shown}
            </text>
            <title>{`${bar.label}: ${bar.shown}`}</title>
          </g>
        );
      })}
    </svg>
  );
}

/** As much of a label as has room. */
export function clipped(label: string, most = 21): string {
  const letters = [...label.replace(/\s+/gu, " ")];
  return letters.length <= most ? letters.join("") : `${letters.slice(0, most - 1).join("")}…`;
}
