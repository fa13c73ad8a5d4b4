// In which direction a text runs, by most of its letters.

export type Direction = "ltr" | "rtl";

/** Letters of scripts that run from right to left. */
const RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1eeff}]/u;
const LETTERS = /\p{L}/gu;

/** How many more letters run from right to left than from left to right. */
function balance(text: string): number {
  let balance = 0;
  for (const [letter] of text.matchAll(LETTERS)) balance += RIGHT.test(letter) ? 1 : -1;
  return balance;
}

/** The direction of a text. */
export function directionOf(text: string): Direction {
  return balance(text) > 0 ? "rtl" : "ltr";
}

/** What ends a sentence, with what closes behind it. */
const END = /[.!?؟۔。！？][)\]"'”’»]*(?=\s|$)|\n/gu;

/**
 * The direction of a line of a concordance: of most letters of the hit and of what stands beside it in its sentence, so that a
 * foreign name is read as the sentence is, and a sentence of another language before it decides nothing.
 */
export function directionOfLine(before: string, hit: string, after: string): Direction {
  const ends = [...before.matchAll(END)];
  const last = ends.at(-1);
  const near = last ? before.slice(last.index + last[0].length) : before;
  const following = after.slice(0, after.search(END) + 1 || undefined);
  const sums = [balance(near + hit + following), balance(hit), balance(before + hit + after)];
  return (sums.find((sum) => sum !== 0) ?? 0) > 0 ? "rtl" : "ltr";
}
