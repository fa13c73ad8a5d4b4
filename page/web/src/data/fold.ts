// One spelling for what is read alike, as `textmill kwic` folds words: small letters, no vowel signs, one alef, a hamza whatever
// it sits on, the letters that presentation forms show, digits 0 to 9, one apostrophe.

export interface Folded {
  text: string;
  /** Where in the text that was folded each unit comes from; behind the last one, that text's length. */
  from: Uint32Array;
}

/** Signs that say how a letter is spoken, and what nobody sees. */
const DROPPED =
  /[\u00ad\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0897-\u089f\u08ca-\u08e1\u08e3-\u08ff\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]/u;

/** Characters that stand for others: forms of Arabic letters in their places, ligatures, wide letters. */
const COMPATIBILITY = /[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc\uff01-\uff5e]/u;

const MARK = /\p{M}/u;

const LETTERS: Record<string, string> = {
  آ: "ا",
  أ: "ا",
  إ: "ا",
  ٱ: "ا",
  ٲ: "ا",
  ٳ: "ا",
  ى: "ي",
  ی: "ي",
  ې: "ي",
  ے: "ي",
  ۓ: "ء",
  ؤ: "ء",
  ئ: "ء",
  ک: "ك",
  ڪ: "ك",
  ہ: "ه",
  ھ: "ه",
  ە: "ه",
  ۀ: "ه",
  ۂ: "ه",
  ۃ: "ة",
  İ: "i",
  ς: "σ",
  "`": "'",
  "´": "'",
  "’": "'",
  "‘": "'",
  "‛": "'",
  "′": "'",
  ʼ: "'",
};

const known = new Map<string, string>();

/** What becomes of a character. */
function folded(character: string): string {
  let found = known.get(character);
  if (found === undefined) {
    const letters = COMPATIBILITY.test(character)
      ? character.normalize("NFKC").replace(/\s/gu, "")
      : character;
    found = Array.from(letters, letter).join("");
    known.set(character, found);
  }
  return found;
}

function letter(character: string): string {
  if (DROPPED.test(character)) return "";
  const other = LETTERS[character];
  if (other !== undefined) return other;
  return /\p{Nd}/u.test(character) ? digit(character) : character.toLowerCase();
}

/** The digits of a script follow one another from its zero on. */
function digit(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < 0x80) return character;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String((code - zero) % 10);
}

/** A text as words are compared, and where each part of it comes from. */
export function fold(text: string): Folded {
  let from = new Uint32Array(text.length + 16);
  const parts: string[] = [];
  let length = 0;
  for (let at = 0; at < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(at)!);
    let end = at + character.length;
    // A letter and its marks may be one letter: alef and hamza, e and an accent.
    while (text.charCodeAt(end) >= 0x300 && MARK.test(text[end]!)) end++;
    const isAlone = end === at + character.length;
    const part = isAlone
      ? folded(character)
      : Array.from(text.slice(at, end).normalize("NFC"), folded).join("");
    if (length + part.length >= from.length) from = grown(from, length + part.length);
    from.fill(at, length, length + part.length);
    length += part.length;
    parts.push(part);
    at = end;
  }
  from[length] = text.length;
  return { text: parts.join(""), from: from.subarray(0, length + 1) };
}

/** A name as names are compared: teh marbuta and heh end it alike, and any blanks part its words. */
export function foldName(name: string): string {
  return fold(name).text.replaceAll("ة", "ه").split(/\s+/u).join(" ").trim();
}

/** The letters of a word as they are written, without the signs on them. */
export function bare(written: string): string {
  return Array.from(written.normalize("NFC"), (character) => {
    const letters = COMPATIBILITY.test(character) ? character.normalize("NFKC") : character;
    return Array.from(letters, (letter) => (DROPPED.test(letter) ? "" : letter)).join("");
  }).join("");
}

function grown(numbers: Uint32Array<ArrayBuffer>, least: number): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(least * 2 + 16);
  grown.set(numbers);
  return grown;
}
