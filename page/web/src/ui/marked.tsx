// A text with what is marked in it: paragraph by paragraph, each with its own direction and language.

import { directionOf } from "../data/direction";
import { languageOf, type Marked, type Place } from "../data/find";
import type { TextEntry } from "../data/texts";

interface Props {
  entry: TextEntry;
  marks: Marked[];
  hits: Place[];
  /** The hit that is looked at. */
  current: number;
  chosen: Marked | null;
  choose: (mark: Marked) => void;
}

interface Paragraph {
  start: number;
  text: string;
  /** Whether an empty line comes after it. */
  last: boolean;
}

/** Each line is a paragraph of its own: in a chat each may be of another language. */
function paragraphs(text: string): Paragraph[] {
  const found: Paragraph[] = [];
  let start = 0;
  for (const part of text.split(/(\r?\n[\s]*\n|\r?\n)/)) {
    const isBreak = /^\r?\n/.test(part);
    const before = found.at(-1);
    if (!isBreak && part !== "") found.push({ start, text: part, last: false });
    else if (isBreak && before && part.trim() === "" && part.split("\n").length > 2) before.last = true;
    start += part.length;
  }
  return found;
}

export function MarkedText(props: Props) {
  const { entry } = props;
  return (
    <div class="text">
      {paragraphs(entry.text).map(({ start, text, last }) => (
        <p key={start} class={last ? "last" : ""} dir={directionOf(text)} lang={languageOf(entry, text)}>
          <Pieces {...props} start={start} text={text} />
        </p>
      ))}
    </div>
  );
}

function Pieces({
  marks,
  hits,
  current,
  chosen,
  choose,
  start,
  text,
}: Props & { start: number; text: string }) {
  const end = start + text.length;
  const here = marks.filter(({ span }) => span[0] < end && span[1] > start);
  const hitsHere = hits.flatMap((place, number) =>
    place[0] < end && place[1] > start ? [{ place, number }] : [],
  );
  const inner = (at: number): number => Math.min(end, Math.max(start, at));
  const bounds = [start, end];
  for (const { span } of here) bounds.push(inner(span[0]), inner(span[1]));
  for (const { place } of hitsHere) bounds.push(inner(place[0]), inner(place[1]));
  const cuts = [...new Set(bounds)].sort((one, other) => one - other);
  const pieces = cuts.slice(0, -1).map((from, place) => {
    const to = cuts[place + 1]!;
    const piece = text.slice(from - start, to - start);
    // The shortest says the most.
    const covering = here.filter(({ span }) => span[0] <= from && span[1] >= to);
    const mark = covering.toSorted((one, other) => length(one) - length(other))[0];
    const hit = hitsHere.find(({ place }) => place[0] <= from && place[1] >= to);
    const body = hit ? (
      <mark class={`hit ${hit.number === current ? "current" : ""}`} data-hit={hit.number}>
        {piece}
      </mark>
    ) : (
      piece
    );
    if (!mark) return <span key={from}>{body}</span>;
    const name = mark.span[2] ?? mark.layer;
    return (
      <span
        key={from}
        class={`mark ${toneOf(mark)} ${mark === chosen ? "chosen" : ""}`}
        role="button"
        tabIndex={0}
        title={name}
        aria-label={`${piece} (${name})`}
        onClick={() => choose(mark)}
        onKeyDown={(event) => {
          if (event.key === "Enter" || event.key === " ") {
            event.preventDefault();
            choose(mark);
          }
        }}
      >
        {body}
      </span>
    );
  });
  return <>{pieces}</>;
}

function length({ span }: Marked): number {
  return span[1] - span[0];
}

const TONES: Record<string, string> = {
  person: "person",
  organization: "organization",
  location: "location",
  positive: "good",
  negative: "bad",
};

/** A sentence that is marked as a whole says less than the words in it. */
const BROAD = 40;

export function toneOf({ span }: Marked): string {
  if (span[1] - span[0] > BROAD) return "broad";
  return TONES[span[2] ?? ""] ?? "other";
}
