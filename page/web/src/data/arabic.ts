// An Arabic word that is looked for, with what may be written together with it: conjunctions, prepositions and the article
// before it, a pronoun or the ending of the indefinite accusative behind it. By the rules of `textmill kwic` for documents of
// which it is not known how their words are made up: letters are taken off where three are left.

import { bare } from "./fold";

/** The chains of particles that a word may begin with, each with how many of its letters are of an article. */
const CHAINS: [chain: string, article: number][] =
  "ال ب بال ف فال فب فبال فك فكال فل فلل ك كال ل لل و وال وب وبال وك وكال ول ولل س فس وس"
    .split(" ")
    .map((chain) => [chain, chain.endsWith("ال") ? 2 : chain.endsWith("لل") ? 1 : 0]);

const PRONOUNS = new Set("هما كما ها هم هن كم كن نا ني ه ك ي".split(" "));

/** Letters of a word to which something is written. */
const LEAST = 3;

/** Words that begin with the letters of an article, and have none. */
const WITHOUT_ARTICLE = new Set(
  "التي الذي الذين اللاءي اللاتي اللتان اللتين اللذان اللذين الله اللهم اللواتي الان".split(" "),
);

/** The name of God with what may stand before it: no other word is found in it. */
const FORM_OF_GOD = /^(?:(?:|[وفبكت]|[وف]ب|وت)الله|[وف]?لله)$/;

/** What is written for an article, as the text has it. */
const BARE_ALEF = /^[اٱ]/;

/** The sign of an indefinite accusative at the end of a word. */
const TANWIN = /(?:\u064b\u0627|\u0627\u064b)$/u;

/** A word that clitics may be written to. */
interface Stem {
  letters: string;
  /** How it stands without a pronoun. */
  alone: string[];
  /** How it stands before one. */
  joined: string[];
  /** Whether it has an alef in the indefinite accusative. */
  hasAlef: boolean;
}

export class ArabicWord {
  /** As it is written, and where it has an article also without that. */
  private readonly stems: Stem[];
  private readonly isGod: boolean;
  /** Whether it is a form of the name of God. */
  private readonly isForm: boolean;
  /** Letters that all words have that are this one. */
  readonly needle: string;

  constructor(written: string, folded: string) {
    const last = bare(written).at(-1);
    this.stems = [stem(folded, last)];
    const rest = folded.slice(2);
    const hasArticle =
      folded.startsWith("ال") && BARE_ALEF.test(bare(written)) && !WITHOUT_ARTICLE.has(folded);
    if (hasArticle && rest.length >= LEAST) this.stems.push(stem(rest, last));
    this.isGod = folded === "الله";
    this.isForm = FORM_OF_GOD.test(folded);
    this.needle = this.isGod ? "لله" : common(this.stems.at(-1)!);
  }

  /** Whether a folded word is this one; `written` is how it stands in the text. */
  is(word: string, written: () => string): boolean {
    if (!word.includes(this.needle)) return false;
    if (FORM_OF_GOD.test(word)) {
      if (!this.isForm) return false;
      if (this.isGod) return true;
    }
    return this.stems.some((stem) => isIn(stem, word, written));
  }
}

function stem(letters: string, last: string | undefined): Stem {
  const butLast = letters.slice(0, -1);
  const isLong = letters.length >= LEAST;
  const hasAlef = !/[اة]$/.test(letters) && last !== "ى" && letters.length > 1;
  const of = (alone: string[], joined: string[]): Stem => ({ letters, alone, joined, hasAlef });
  if (letters.endsWith("ة")) return of([letters, `${butLast}ه`], [`${butLast}ت`]);
  // It may be typed for ة, or be of the word: وجه.
  if (letters.endsWith("ه") && isLong) return of([letters, `${butLast}ة`], [letters, `${butLast}ت`]);
  // مستشفى and مستشفاه, مبدأ and مبدؤه, كتبوا and كتبوه.
  if (last === "ى") return of([letters], [letters, `${butLast}ا`]);
  if (last === "أ") return of([letters], [letters, `${butLast}ء`]);
  if (letters.endsWith("وا") && isLong) return of([letters], [butLast]);
  return of([letters], [letters]);
}

/** The letters that all forms of a stem begin with. */
function common({ alone, joined }: Stem): string {
  const [first = "", ...others] = [...alone, ...joined];
  let length = first.length;
  while (!others.every((form) => form.startsWith(first.slice(0, length)))) length--;
  return first.slice(0, length);
}

function isIn(stem: Stem, word: string, written: () => string): boolean {
  if (ends(stem, word, false, written)) return true;
  if (stem.letters.length < LEAST) return false;
  return CHAINS.some(([chain, article]) => {
    if (!word.startsWith(chain)) return false;
    // The future is of verbs in the imperfect.
    if (chain.endsWith("س") && !/^[انتي]/.test(stem.letters)) return false;
    if (article === 2 && !BARE_ALEF.test(bare(written()).slice(chain.length - 2))) return false;
    // للغة is ل, ال and لغة.
    const isShared = article === 1 && stem.letters.startsWith("ل");
    return (
      ends(stem, word.slice(chain.length), article > 0, written) ||
      (isShared && ends(stem, word.slice(chain.length - 1), true, written))
    );
  });
}

/** Whether the rest of a word is a stem, with no more behind it than is written to one: behind an article nothing is. */
function ends(
  { letters, alone, joined, hasAlef }: Stem,
  rest: string,
  hasArticle: boolean,
  written: () => string,
): boolean {
  if (alone.includes(rest)) return true;
  if (hasArticle) return false;
  const isLong = letters.length >= LEAST;
  const isBeforePronoun = (form: string): boolean =>
    rest.startsWith(form) && PRONOUNS.has(rest.slice(form.length));
  if (isLong && joined.some(isBeforePronoun)) return true;
  // Most leave the sign of an accusative out; behind ه there would be a pronoun.
  const isClear = isLong && !letters.endsWith("ه");
  return hasAlef && rest === `${letters}ا` && (isClear || TANWIN.test(written()));
}
