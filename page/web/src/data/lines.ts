// The lines of a concordance.

import { directionOf, patternOf, placesOf, search, type Place } from "./find";
import type { TextEntry } from "./texts";

export interface HitLine {
  document: number;
  /** Which hit of its document it is. */
  hit: number;
  before: string;
  text: string;
  after: string;
  direction: "ltr" | "rtl";
}

/** Letters of a context. */
const CONTEXT = 70;

/** Hits that are shown at most. */
export const MOST_HITS = 2_000;

export type Wanted = { query: string } | { key: string };

export function hitsOf(entry: TextEntry, wanted: Wanted): Place[] {
  if ("key" in wanted) return placesOf(entry, wanted.key);
  const pattern = patternOf(wanted.query);
  return pattern ? search(entry.text, pattern) : [];
}

export function linesOf(document: number, entry: TextEntry, wanted: Wanted): HitLine[] {
  return hitsOf(entry, wanted).map(([start, end], hit) => ({
    document,
    hit,
    before: lastPart(entry.text.slice(Math.max(0, start - CONTEXT * 2), start)),
    text: entry.text.slice(start, end).replace(/\s+/gu, " "),
    after: firstPart(entry.text.slice(end, end + CONTEXT * 2)),
    direction: directionOf(lineAround(entry.text, start, end)),
  }));
}

function lineAround(text: string, start: number, end: number): string {
  const from = text.lastIndexOf("\n", start) + 1;
  const to = text.indexOf("\n", end);
  return text.slice(from, to < 0 ? Math.min(text.length, end + 200) : to);
}

function lastPart(text: string): string {
  const letters = [...text.replace(/\s+/gu, " ")];
  if (letters.length <= CONTEXT) return letters.join("");
  const part = letters.slice(-CONTEXT).join("");
  return `…${part.slice(Math.max(0, part.indexOf(" ")))}`;
}

function firstPart(text: string): string {
  const letters = [...text.replace(/\s+/gu, " ")];
  if (letters.length <= CONTEXT) return letters.join("");
  const part = letters.slice(0, CONTEXT).join("");
  const last = part.lastIndexOf(" ");
  return `${last > 0 ? part.slice(0, last) : part}…`;
}

/** The word next to a hit, by which lines are sorted. */
export function neighbour(line: HitLine, side: "left" | "right"): string {
  const words = (side === "left" ? line.before : line.after).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return (side === "left" ? words.at(-1) : words[0])?.toLocaleLowerCase() ?? "";
}
