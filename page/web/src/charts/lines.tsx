// A line over time, with the interval in which the value lies.

import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import { usePage } from "../context";
import { pressable } from "./pressable";

export interface Point {
  label: string;
  value: number;
  low?: number | undefined;
  high?: number | undefined;
  shown: string;
  press: (() => void) | null;
  pressed: boolean;
}

const WIDTH = 720;
const HEIGHT = 210;
const SIDE = 52;
const FOOT = 26;
const HEAD = 12;

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
  const along = scaleLinear([0, Math.max(1, points.length - 1)], [SIDE + 8, WIDTH - 38]);
  const x = (place: number): number => {
    const at = points.length === 1 ? (SIDE + WIDTH) / 2 : along(place);
    return flip ? WIDTH - at : at;
  };
  const curve = line<Point>(
    (_, place) => x(place),
    ({ value }) => y(value),
  );
  const band = area<Point>(
    (_, place) => x(place),
    ({ low, value }) => y(low ?? value),
    ({ high, value }) => y(high ?? value),
  );
  const every = Math.max(1, Math.ceil(points.length / 9));
  const axis = flip ? WIDTH - SIDE : SIDE;
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
      {points.some(({ high }) => high !== undefined) && <path class="band" d={band(points) ?? ""} />}
      <path class="line" d={curve(points) ?? ""} />
      {points.map((point, place) => (
        <g key={point.label} {...pressable(`${point.label}: ${point.shown}`, point.press, point.pressed)}>
          <rect class="ground" x={x(place) - 9} y={HEAD} width={18} height={HEIGHT - FOOT - HEAD} />
          <circle class={`dot ${point.pressed ? "pressed" : ""}`} cx={x(place)} cy={y(point.value)} r={4} />
          <title>{`${point.label}: ${point.shown}`}</title>
        </g>
      ))}
      {points.map((point, place) =>
        place % every === 0 ? (
          <text key={point.label} class="figure middle" x={x(place)} y={HEIGHT - FOOT / 2 + 2}>
            {point.label}
          </text>
        ) : null,
      )}
    </svg>
  );
}
