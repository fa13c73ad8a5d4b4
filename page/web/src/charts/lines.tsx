// A line over time, with the interval in which the value lies.

import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import { usePage } from "../context";
import { isolated } from "../i18n";
import { pressable } from "./pressable";

export interface Point {
  label: string;
  value: number;
  low?: number | undefined;
  high?: number | undefined;
  shown: string;
  press: (() => void) | null;
  pressed: boolean;
  /** Whether time is left out before it. */
  afterGap?: boolean;
}

const WIDTH = 720;
const HEIGHT = 210;
const SIDE = 52;
const FOOT = 26;
const HEAD = 12;

/** Labels that have room. */
const LABELS = 9;

interface Placed {
  point: Point;
  slot: number;
}

/** Points from one gap to the next: a gap takes the room of a point. */
function stretches(points: Point[]): Placed[][] {
  const found: Placed[][] = [];
  let slot = 0;
  for (const point of points) {
    if (point.afterGap || found.length === 0) found.push([]);
    if (point.afterGap) slot++;
    found.at(-1)!.push({ point, slot: slot++ });
  }
  return found;
}

export function Lines({
  points,
  label,
  format,
}: {
  points: Point[];
  label: string;
  format: (value: number) => string;
}) {
  const flip = usePage().speech.direction === "rtl";
  const most = Math.max(0, ...points.map(({ value, high }) => Math.max(value, high ?? 0))) || 1;
  const y = scaleLinear([0, most], [HEIGHT - FOOT, HEAD]).nice(4);
  const parts = stretches(points);
  const all = parts.flat();
  const slots = (all.at(-1)?.slot ?? 0) + 1;
  const along = scaleLinear([0, Math.max(1, slots - 1)], [SIDE + 8, WIDTH - 38]);
  const x = (slot: number): number => {
    const at = slots === 1 ? (SIDE + WIDTH) / 2 : along(slot);
    return flip ? WIDTH - at : at;
  };
  const curve = line<Placed>(
    ({ slot }) => x(slot),
    ({ point }) => y(point.value),
  );
  const band = area<Placed>(
    ({ slot }) => x(slot),
    ({ point: { low, value } }) => y(low ?? value),
    ({ point: { high, value } }) => y(high ?? value),
  );
  const every = Math.max(1, Math.ceil(slots / LABELS));
  const half = Math.min(9, Math.max(1, (along(1) - along(0)) / 2));
  const axis = flip ? WIDTH - SIDE : SIDE;
  const hasBand = points.some(({ high }) => high !== undefined);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} class="chart wide" role="group" aria-label={label}>
      {y.ticks(4).map((tick) => (
        <g key={tick}>
          <line
            class="grid"
            x1={flip ? 0 : SIDE}
            x2={flip ? WIDTH - SIDE : WIDTH}
            y1={y(tick)}
            y2={y(tick)}
          />
          <text class="figure" x={axis + (flip ? 6 : -6)} y={y(tick)} text-anchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      {parts.map((part) => (
        <g key={part[0]!.slot}>
          {hasBand && <path class="band" d={band(part) ?? ""} />}
          <path class="line" d={curve(part) ?? ""} />
          {part[0]!.point.afterGap && (
            <text class="figure middle gap" x={x(part[0]!.slot - 1)} y={HEIGHT - FOOT - 12}>
              …
            </text>
          )}
        </g>
      ))}
      {all.map(({ point, slot }) => (
        <g key={point.label} {...pressable(`${point.label}: ${point.shown}`, point.press, point.pressed)}>
          <rect class="ground" x={x(slot) - half} y={HEAD} width={half * 2} height={HEIGHT - FOOT - HEAD} />
          <circle
            class={`dot ${point.pressed ? "pressed" : ""}`}
            cx={x(slot)}
            cy={y(point.value)}
            r={Math.min(4, Math.max(1.5, half))}
          />
          <title>{`${point.label}: ${point.shown}`}</title>
        </g>
      ))}
      {labelled(all, every).map(({ point, slot }) => (
        <text key={point.label} class="figure middle" x={x(slot)} y={HEIGHT - FOOT / 2 + 2}>
          {isolated(point.label)}
        </text>
      ))}
    </svg>
  );
}

/** The points whose labels have room, from the first on. */
function labelled(points: Placed[], every: number): Placed[] {
  const found: Placed[] = [];
  for (const placed of points) {
    const before = found.at(-1);
    if (!before || placed.slot - before.slot >= every) found.push(placed);
  }
  return found;
}
