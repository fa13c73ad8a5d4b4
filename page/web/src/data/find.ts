// Places in a text: what analyzers marked, and what a reader looks for, however it is spelled.

import type { Span, TextEntry } from "./texts";

export type Place = [start: number, end: number];

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

/** Where a key stands: as analyzers marked it, or else as a phrase. */
export function placesOf(entry: TextEntry, key: string): Place[] {
  const marks = marksOf(entry, key);
  if (marks.length > 0) return marks;
  const pattern = patternOf(key, true);
  return pattern ? search(entry.text, pattern) : [];
}

const MARKS = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200c-\u200f\u2066-\u2069]/u;

const LETTERS: Record<string, string> = {
  "\u0622": "\u0627",
  "\u0623": "\u0627",
  "\u0625": "\u0627",
  "\u0671": "\u0627",
  "\u0649": "\u064a",
  "\u06cc": "\u064a",
  "\u06a9": "\u0643",
  "\u0629": "\u0647",
  "\u0624": "\u0648",
  "\u0626": "\u064a",
};

interface Folded {
  text: string;
  /** Where each unit of it comes from. */
  from: Uint32Array;
}

/** A text with one spelling for what is read alike: small letters, no vowel signs, one alef, one yeh, digits 0 to 9. */
function fold(text: string): Folded {
  const from = new Uint32Array(text.length * 2 + 1);
  const parts: string[] = [];
  let length = 0;
  for (let at = 0; at < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(at)!);
    const folded = MARKS.test(character) ? "" : letter(character);
    for (let unit = 0; unit < folded.length && length < from.length - 1; unit++) from[length++] = at;
    parts.push(folded);
    at += character.length;
  }
  from[length] = text.length;
  return { text: parts.join(""), from };
}

function letter(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0x660 && code <= 0x669) return String(code - 0x660);
  if (code >= 0x6f0 && code <= 0x6f9) return String(code - 0x6f0);
  const small = character.toLowerCase();
  return LETTERS[small] ?? (small.length === character.length ? small : character);
}

/** What an Arabic word may begin and end with beside itself. */
const BEFORE = "(?:[\u0648\u0641]?(?:[\u0628\u0643]?(?:\u0627\u0644)?|\u0644\u0644|\u0644|\u0633))";
const AFTER =
  "(?:\u0647|\u0647\u0627|\u0647\u0645|\u0647\u0645\u0627|\u0643|\u0643\u0645|\u064a|\u0646\u0627)?";

/** A pattern of what a reader writes; nothing where that has no word. A `key` may have the endings that its analyzer takes off. */
export function patternOf(query: string, key = false): RegExp | null {
  const words = fold(query.trim())
    .text.split(/[\s\u00a0]+/u)
    .filter((word) => word !== "");
  if (words.length === 0) return null;
  const parts = words.map((word) => {
    const isArabic = /\p{Script=Arabic}/u.test(word);
    const bare = isArabic ? word.replace(/^\u0627\u0644(?=..)/u, "") : word;
    const body = [...bare].map((character) => part(character)).join("");
    if (isArabic) {
      // A final teh marbuta is written as a teh before a pronoun.
      const open = bare.endsWith("\u0647") ? `${body.slice(0, -1)}[\u0647\u062a]` : body;
      return `${BEFORE}${open}${AFTER}`;
    }
    return key && /\p{L}$/u.test(bare) ? `${body}(?:es|s|'s|\u2019s)?` : body;
  });
  const letters = "[\\p{L}\\p{N}\\p{M}_]";
  return new RegExp(`(?<!${letters})${parts.join("[^\\p{L}\\p{N}]{1,4}")}(?!${letters})`, "gu");
}

function part(character: string): string {
  if (character === "*") return "[\\p{L}\\p{N}\\p{M}'\u2019_-]*";
  return character.replace(/[\\^$.*+?()[\]{}|/-]/u, "\\$&");
}

/** Where a pattern stands. */
export function search(text: string, pattern: RegExp): Place[] {
  const folded = fold(text);
  const found: Place[] = [];
  for (const match of folded.text.matchAll(pattern)) {
    if (match[0] === "") continue;
    const end = match.index + match[0].length;
    found.push([folded.from[match.index]!, folded.from[end] ?? text.length]);
  }
  return found;
}

const RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
const STRONG = /\p{L}/u;

/** The direction of a text, by its first letter. */
export function directionOf(text: string): "ltr" | "rtl" {
  for (const character of text) {
    if (STRONG.test(character)) return RIGHT.test(character) ? "rtl" : "ltr";
  }
  return "ltr";
}

/** The language of a text that a layer tells; of a paragraph in other letters than its document's nothing. */
export function languageOf(entry: TextEntry, paragraph: string): string | undefined {
  const code = entry.layers["language"]?.find(([, , label]) => label !== null)?.[2] ?? undefined;
  if (!code || code === "und") return undefined;
  const isArabic = /\p{Script=Arabic}/u.test(paragraph);
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
