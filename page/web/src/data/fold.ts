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

/** What becomes of each unit of UTF-16: another one, or one of these. */
const units = new Uint16Array(0x1_0000).fill(0xffff);

const GONE = 0;
const SEVERAL = 0xfffe;
const NOT_YET = 0xffff;

/** Marks that may be a part of the letter before them: alef and hamza, e and an accent. */
const COMBINING = /[\u0300-\u036f\u0653-\u0655\u3099\u309a]/u;

function unitOf(code: number): number {
  const character = String.fromCharCode(code);
  if (COMBINING.test(character) || /\p{Cs}/u.test(character)) return SEVERAL;
  const other = folded(character);
  return other.length > 1 ? SEVERAL : other === "" ? GONE : other.charCodeAt(0);
}

/** Where the letter begins that a mark belongs to. */
function beginOf(text: string, mark: number): number {
  let begin = mark;
  while (begin > 0 && MARK.test(text[begin]!)) begin--;
  const isPair = begin > 0 && /[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(begin - 1, begin + 1));
  return isPair ? begin - 1 : begin;
}

/** A text as words are compared, and where each part of it comes from. */
export function fold(text: string): Folded {
  let from = new Uint32Array(text.length + 16);
  let out = new Uint16Array(text.length + 16);
  let length = 0;
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    let unit = units[code]!;
    if (unit === NOT_YET) unit = units[code] = unitOf(code);
    if (unit < SEVERAL) {
      if (unit !== GONE) {
        from[length] = at;
        out[length++] = unit;
      }
      at++;
      if (length + 1 >= out.length) [from, out] = [grown(from, Uint32Array), grown(out, Uint16Array)];
      continue;
    }
    const begin = beginOf(text, at);
    while (length > 0 && from[length - 1]! >= begin) length--;
    let end = begin + String.fromCodePoint(text.codePointAt(begin)!).length;
    while (end < text.length && MARK.test(text[end]!)) end++;
    const part = Array.from(text.slice(begin, end).normalize("NFC"), folded).join("");
    while (length + part.length + 1 >= out.length) {
      [from, out] = [grown(from, Uint32Array), grown(out, Uint16Array)];
    }
    for (let place = 0; place < part.length; place++) {
      from[length] = begin;
      out[length++] = part.charCodeAt(place);
    }
    at = end;
  }
  from[length] = text.length;
  const decoder = new TextDecoder("utf-16le", { ignoreBOM: true });
  return { text: decoder.decode(out.subarray(0, length)), from: from.subarray(0, length + 1) };
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

function grown<Numbers extends Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>>(
  numbers: Numbers,
  type: new (length: number) => Numbers,
): Numbers {
  const grown = new type(numbers.length * 2);
  grown.set(numbers);
  return grown;
}
