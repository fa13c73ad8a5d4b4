// Where something stands in the documents, as a strip: the darker a part, the more of it is there.

import { usePage } from "../context";

const WIDTH = 720;
const HEIGHT = 40;

export function Strip({ parts, label }: { parts: number[]; label: string }) {
  const flip = usePage().speech.direction === "rtl";
  const most = Math.max(1, ...parts);
  const step = WIDTH / Math.max(1, parts.length);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} class="chart wide" role="img" aria-label={label}>
      <rect class="strip" x={0} y={0} width={WIDTH} height={HEIGHT} />
      {parts.map((part, place) =>
        part === 0 ? null : (
          <rect
            key={place}
            class="bar"
            x={flip ? WIDTH - (place + 1) * step : place * step}
            y={0}
            width={Math.max(1, step - 0.3)}
            height={HEIGHT}
            fill-opacity={0.25 + (0.75 * part) / most}
          />
        ),
      )}
    </svg>
  );
}
