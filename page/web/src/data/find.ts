// Places in a text: what analyzers marked, and what a reader looks for.

import { fold, foldName, type Folded } from "./fold";
import { patternOf, patternOfKey, WORDS, type Element, type Problem, type Sought } from "./pattern";
import type { Span, TextEntry } from "./texts";

export type Place = [start: number, end: number];

/** What is looked for: a pattern that was written, or a key that is selected. */
export type Wanted = { query: string } | { key: string };

export interface Finder {
  find: (entry: TextEntry) => Place[];
  /** Whether it looks for names, which a page may be without. */
  ofNames: boolean;
}

export function finderOf(wanted: Wanted): Finder | Problem {
  if ("key" in wanted) {
    const sought = patternOfKey(wanted.key);
    return { find: (entry) => placesOf(entry, wanted.key, sought), ofNames: false };
  }
  const sought = patternOf(wanted.query);
  if ("problem" in sought) return sought;
  return { find: (entry) => search(entry, sought), ofNames: sought.kind !== "words" };
}

/** The marks that are of a key: whose text, or another attribute, is the key. */
export function marksOf(entry: TextEntry, key: string): Place[] {
  const found: Place[] = [];
  for (const [name, spans] of Object.entries(entry.layers)) {
    if (name === "language") continue;
    for (const [start, end, , attributes] of spans) {
      if (end > start && Object.values(attributes).includes(key)) found.push([start, end]);
    }
  }
  return sorted(found);
}

function sorted(places: Place[]): Place[] {
  return places.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
}

/** Where a key stands: as analyzers marked it, or else as words. */
function placesOf(entry: TextEntry, key: string, sought: Sought): Place[] {
  const marks = marksOf(entry, key);
  return marks.length > 0 ? marks : search(entry, sought);
}

/** Where it stands that is looked for. */
export function search(entry: TextEntry, sought: Sought): Place[] {
  if (sought.kind === "words") return wordsIn(entry.text, sought.elements, sought.loose);
  const spans = entry.layers["entities"] ?? [];
  const isIt = ([start, end, label, { canonical }]: Span): boolean => {
    if (sought.kind === "label") return label !== null && foldName(label) === sought.label;
    const names = [entry.text.slice(start, end), typeof canonical === "string" ? canonical : ""];
    return names.some((name) => foldName(name) === sought.name);
  };
  return sorted(
    spans.filter((span) => span[1] > span[0] && isIt(span)).map(([start, end]): Place => [start, end]),
  );
}

/** The words of a part of a folded text, each with where it begins and ends. */
function wordsOf(text: string, [start, end]: Place): Place[] {
  const found = text.slice(start, end).matchAll(WORDS);
  return Array.from(found, ({ 0: word, index }): Place => [start + index, start + index + word.length]);
}

/** Marks that may stand between the words of a key. */
const MARKS_BETWEEN = 2;

/** Where words stand one after another. Hits do not overlap. */
function wordsIn(text: string, elements: Element[], loose: boolean): Place[] {
  if (elements.length === 0) return [];
  const folded = fold(text);
  const found: Place[] = [];
  for (const part of partsWith(folded.text, elements)) {
    const words = wordsOf(folded.text, part);
    for (let first = 0; first < words.length;) {
      const last = matched(text, folded, words, first, elements, loose);
      if (last !== null) found.push([folded.from[words[first]![0]]!, folded.from[words[last]![1]]!]);
      first = (last ?? first) + 1;
    }
  }
  return found;
}

/** The parts of a folded text that may have it, so that others are not cut into words: of what has no blanks those between blanks. */
function partsWith(folded: string, elements: Element[]): Place[] {
  const needles = elements.flatMap(({ needle, optional }) => (optional || needle === "" ? [] : [needle]));
  if (!needles.every((needle) => folded.includes(needle))) return [];
  const needle = needles.reduce((one, other) => (other.length > one.length ? other : one), "");
  if (needle === "" || !elements.every(({ adjacent }, place) => adjacent || place === 0)) {
    return [[0, folded.length]];
  }
  const found: Place[] = [];
  for (let at = folded.indexOf(needle); at >= 0;) {
    let start = at;
    while (start > 0 && !BLANK.test(folded[start - 1]!)) start--;
    let end = at + needle.length;
    while (end < folded.length && !BLANK.test(folded[end]!)) end++;
    found.push([start, end]);
    at = folded.indexOf(needle, end);
  }
  return found;
}

const BLANK = /\s/u;

/** The last word of the hit that begins at a word; nothing where none does. */
function matched(
  text: string,
  { text: folded, from }: Folded,
  words: Place[],
  first: number,
  elements: Element[],
  loose: boolean,
): number | null {
  let at = first;
  for (const [place, { is, adjacent, optional }] of elements.entries()) {
    const isElement = (word: Place | undefined): boolean =>
      word !== undefined && is(folded.slice(...word), () => text.slice(from[word[0]], from[word[1]]));
    if (loose && place > 0) {
      for (
        let marks = 0;
        marks < MARKS_BETWEEN && !isElement(words[at]) && isMark(folded, words[at]);
        marks++
      )
        at++;
    }
    const isApart = adjacent && !loose && words[at]?.[0] !== words[at - 1]![1];
    if (!isApart && isElement(words[at])) at++;
    else if (!optional) return null;
  }
  return at - 1;
}

function isMark(folded: string, word: Place | undefined): boolean {
  return word !== undefined && !/[\p{L}\p{N}]/u.test(folded.slice(...word));
}

/** The language of a text that a layer tells; of a paragraph in other letters than its document's nothing. */
export function languageOf(entry: TextEntry, paragraph: string): string | undefined {
  const code = entry.layers["language"]?.find(([, , label]) => label !== null)?.[2] ?? undefined;
  if (!code || code === "und") return undefined;
  const arabic = paragraph.match(/\p{Script=Arabic}/gu)?.length ?? 0;
  const isArabic = arabic * 2 > (paragraph.match(/\p{L}/gu)?.length ?? 0);
  return isArabic === ["ar", "fa", "ur", "ckb", "ps", "ug", "sd"].includes(code)
    ? code
    : isArabic
      ? "ar"
      : undefined;
}

export type Marked = { layer: string; span: Span };

/** The marks of a text that are places in it. */
export function marked(entry: TextEntry): Marked[] {
  const all = Object.entries(entry.layers).flatMap(([layer, spans]) =>
    layer === "language" ? [] : spans.filter(([start, end]) => end > start).map((span) => ({ layer, span })),
  );
  return all.sort((one, other) => one.span[0] - other.span[0] || other.span[1] - one.span[1]);
}
