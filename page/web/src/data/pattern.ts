// What a reader looks for, written as for `textmill kwic` (docs/exploring.md): words, parts of words, expressions, names.

import { ArabicWord } from "./arabic";
import { fold, foldName } from "./fold";

/** What one word has to be. `written` gives it as it stands in the text. */
export interface Element {
  is: (word: string, written: () => string) => boolean;
  /** Whether it stands behind the one before it without a blank. */
  adjacent: boolean;
  /** Whether it may be left out. */
  optional: boolean;
  /** Letters that every word has which it is; empty where that cannot be told. */
  needle: string;
}

export type Sought =
  /** Words one after another; `loose` with marks between them and the endings that an analyzer takes off. */
  | { kind: "words"; elements: Element[]; loose: boolean }
  /** An entity by its name, or all of a label, folded. */
  | { kind: "entity"; name: string }
  | { kind: "label"; label: string };

/** Why nothing can be looked for. */
export interface Problem {
  problem: "noWord" | "noExpression" | "noName";
  what: string;
}

const INNER = "\\p{L}\\p{M}\\p{N}_";

/**
 * Words of a folded text: letters, digits and marks, with apostrophes and with the points of numbers in them; what is written to
 * the next word (l'école) or number (و20) alone; and each other character but blanks.
 */
function words(inner: string): RegExp {
  const written = `(?:[cdjlmnst]|qu)'(?=\\p{L}{2})|[وفبكال]{1,4}(?=[0-9])`;
  const word = `[${inner}]+(?:(?:'|(?<=\\p{N})[.,](?=\\p{N}))[${inner}]+)*`;
  return new RegExp(`${written}|${word}|\\S`, "gu");
}

export const WORDS = words(INNER);
const WORDS_OF_PATTERN = words(`${INNER}*?`);

/** A pattern as a reader writes it. */
export function patternOf(query: string): Sought | Problem {
  const written = query.trim();
  const [, kind, name = ""] = /^(entity|label)=(.*)$/su.exec(written) ?? [];
  if (kind !== undefined && name.trim() === "") return { problem: "noName", what: written };
  if (kind === "entity") return { kind, name: foldName(name) };
  if (kind === "label") return { kind, label: foldName(name) };
  const elements: Element[] = [];
  for (const part of parts(written)) {
    const [, expression] = /^\/(.+)\/$/su.exec(part) ?? [];
    if (expression === undefined) {
      const found = elementsOf(part, WORDS_OF_PATTERN, partOf);
      // Not all write the last full stop of an abbreviation.
      const isStop = found.length > 1 && /[\p{L}\p{N}]\.$/u.test(part);
      elements.push(
        ...found.map((element, place) =>
          isStop && place === found.length - 1 ? { ...element, optional: true } : element,
        ),
      );
      continue;
    }
    const found = expressionOf(expression);
    if (!found) return { problem: "noExpression", what: part };
    const is: Element["is"] = (word, written) => found.test(word) || found.test(written());
    elements.push({ is, adjacent: false, optional: false, needle: "" });
  }
  if (elements.every(({ is }) => is === any)) return { problem: "noWord", what: written };
  return { kind: "words", elements, loose: false };
}

/** A key of an analyzer as words: each of its characters stands for itself. */
export function patternOfKey(key: string): Sought {
  return { kind: "words", elements: elementsOf(key, WORDS, looseWord), loose: true };
}

/** The parts of a pattern: between blanks, but that an expression goes to its slash. */
function parts(written: string): string[] {
  return written.match(/\/(?:\\.|[^\\/])+\/|\S+/gsu) ?? [];
}

/** An expression that holds for whole words, as they are written or folded. */
function expressionOf(expression: string): RegExp | null {
  const folded = Array.from(expression, (letter) => {
    const other = fold(letter).text;
    return letter > "\u007f" && /^\p{L}$/u.test(other) ? other : letter;
  }).join("");
  try {
    const written = new RegExp(`^(?:${expression})$`, "isu");
    return folded === expression ? written : new RegExp(`^(?:(?:${expression})|(?:${folded}))$`, "isu");
  } catch {
    return null;
  }
}

type Test = { is: Element["is"]; needle: string };

function elementsOf(written: string, cut: RegExp, test: (word: string, written: string) => Test): Element[] {
  const { text, from } = fold(written);
  const found: Element[] = [];
  let before = -1;
  for (const match of text.matchAll(cut)) {
    const end = match.index + match[0].length;
    const adjacent = match.index === before;
    found.push({ ...test(match[0], written.slice(from[match.index], from[end])), adjacent, optional: false });
    before = end;
  }
  return found;
}

const any: Element["is"] = () => true;

/** A word of a pattern, in which `*` is any letters and `?` is one. */
function partOf(word: string, written: string): Test {
  if (word === "*") return { is: any, needle: "" };
  if (!/[*?]/u.test(word)) return wordOf(word, written, ["", "'s", "'"]);
  const sought = Array.from(word);
  return { is: (word) => hasParts(Array.from(word), sought), needle: "" };
}

/** Whether letters are those of a pattern. Only the last `*` is ever tried again, so that no pattern takes long. */
function hasParts(letters: string[], sought: string[]): boolean {
  let [at, place] = [0, 0];
  let star: [at: number, place: number] | null = null;
  while (at < letters.length) {
    if (sought[place] === "*") {
      star = [at, ++place];
    } else if (sought[place] === "?" || sought[place] === letters[at]) {
      at++;
      place++;
    } else if (star) {
      star = [star[0] + 1, star[1]];
      [at, place] = star;
    } else {
      return false;
    }
  }
  return sought.slice(place).every((letter) => letter === "*");
}

function looseWord(word: string, written: string): Test {
  return wordOf(word, written, ["", "s", "es", "'s", "'"]);
}

function wordOf(word: string, written: string, endings: string[]): Test {
  if (/^\p{Script=Arabic}+$/u.test(word)) {
    const arabic = new ArabicWord(written, word);
    return { is: (other, written) => arabic.is(other, written), needle: arabic.needle };
  }
  const isWord = /[\p{L}\p{N}]$/u.test(word);
  const is = (other: string): boolean =>
    other === word || (isWord && other.startsWith(word) && endings.includes(other.slice(word.length)));
  return { is, needle: word };
}
