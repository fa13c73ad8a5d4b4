// The lines of a concordance.

import { directionOfLine, type Direction } from "./direction";
import type { Place } from "./find";
import { fold } from "./fold";
import type { TextEntry } from "./texts";

export interface HitLine {
  document: number;
  /** Which hit of its document it is. */
  hit: number;
  before: string;
  text: string;
  after: string;
  direction: Direction;
}

/** How much stands beside a hit: so many words, or its sentence. */
export type Window = number | "sentence";

export const WINDOWS: Window[] = [5, 10, 20, "sentence"];

/** Hits that are shown at most. */
export const MOST_HITS = 2_000;

/** Characters of a sentence on each side, at most. */
const LONGEST = 1_000;

/** Characters of a word with what stands around it, at most. */
const WORD = 40;

/** What ends a sentence: marks, with what closes behind them and not before small letters; a line that the next does not go on. */
const END = /[.!?؟۔…。！？]+[)\]"'”’»]*(?=\s+(?![\s\p{Ll}])|$)|\n(?!\p{Ll})/gu;

export function lineOf(
  document: number,
  hit: number,
  { text }: TextEntry,
  [start, end]: Place,
  window: Window,
): HitLine {
  const room = window === "sentence" ? LONGEST : window * WORD;
  const [left, right] = [text.slice(Math.max(0, start - room), start), text.slice(end, end + room)];
  const first = window === "sentence" ? sentenceBegin(left) : wordsBegin(left, window);
  const last = window === "sentence" ? sentenceEnd(right) : wordsEnd(right, window);
  const [before, after] = [left.slice(first), right.slice(0, last)];
  const isCutBefore = window !== "sentence" && text.slice(0, start - before.length).trim() !== "";
  const isCutAfter = window !== "sentence" && text.slice(end + last).trim() !== "";
  return {
    document,
    hit,
    before: `${isCutBefore ? "… " : ""}${plain(before).trimStart()}`,
    text: plain(text.slice(start, end)),
    after: `${plain(after).trimEnd()}${isCutAfter ? " …" : ""}`,
    direction: directionOfLine(before, text.slice(start, end), after),
  };
}

function plain(text: string): string {
  return text.replace(/\s+/gu, " ");
}

const WORDS = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\u200c\u200d'’_]*/gu;

function wordsBegin(text: string, count: number): number {
  const words = [...text.matchAll(WORDS)];
  return words.at(-count)?.index ?? 0;
}

function wordsEnd(text: string, count: number): number {
  const last = [...text.matchAll(WORDS)][count - 1];
  return last ? last.index + last[0].length : text.length;
}

function sentenceBegin(text: string): number {
  const last = [...text.matchAll(END)].at(-1);
  return last ? last.index + last[0].length : 0;
}

function sentenceEnd(text: string): number {
  const first = text.matchAll(END).next().value;
  return first ? first.index + first[0].length : text.length;
}

/** Words beside a hit by which lines are sorted: L1 is the one before it, R1 the one after it. */
export const NEIGHBOURS = ["L1", "L2", "L3", "R1", "R2", "R3"] as const;

export type Neighbour = (typeof NEIGHBOURS)[number];

/** A word beside a hit and those beyond it, up to the third, as they are compared. */
export function neighbours(line: HitLine, from: Neighbour): string[] {
  const isBefore = from.startsWith("L");
  const words = fold(isBefore ? line.before : line.after).text.match(WORDS) ?? [];
  if (isBefore) words.reverse();
  const first = Number(from[1]) - 1;
  return Array.from({ length: 3 - first }, (_, place) => words[first + place] ?? "");
}
