// The language of the interface, and how it writes numbers, dates and languages.

import { ar } from "./ar";
import { en, type Words } from "./en";

export type Language = "en" | "ar";

export interface Speech {
  language: Language;
  direction: "ltr" | "rtl";
  say: (word: keyof Words, values?: Record<string, string | number>) => string;
  /** What a field is called, where that is known. */
  field: (name: string) => string;
  number: (value: number, digits?: number) => string;
  percent: (value: number) => string;
  bytes: (value: number) => string;
  languageName: (code: string) => string;
  /** A language by its name, with its code; an unknown code as it is. */
  languageLabel: (code: string) => string;
}

const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

/** A text that keeps its own direction among others. */
export function isolated(text: string): string {
  return `${FIRST_STRONG_ISOLATE}${text}${POP_ISOLATE}`;
}

export function speech(language: Language): Speech {
  const words = language === "ar" ? ar : en;
  // Western digits in both: they are those of the report, and of the texts' counts.
  const locale = language === "ar" ? "ar-u-nu-latn" : "en";
  const format = (digits: number): Intl.NumberFormat =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits, signDisplay: "negative" });
  const formats = [0, 1, 2, 3, 4].map(format);
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const names = new Intl.DisplayNames([language], { type: "language", fallback: "none" });
  const number = (value: number, digits = 0): string => (formats[digits] ?? formats[0]!).format(value);
  const languageName = (code: string): string => {
    if (code === "und") return words.unknownLanguage;
    try {
      return names.of(code) ?? code;
    } catch {
      return code;
    }
  };
  return {
    language,
    direction: language === "ar" ? "rtl" : "ltr",
    say: (word, values = {}) =>
      words[word].replace(/\{(\w+)\}/g, (_, name: string) => {
        const value = values[name] ?? "";
        return typeof value === "number" ? number(value) : isolated(value);
      }),
    field: (name) => {
      // These two words are said of the page itself.
      if (name === "language") return words.languages;
      const isKnown = Object.hasOwn(words, name) && name !== "title";
      return isKnown ? words[name as keyof Words] : name.replaceAll("_", " ");
    },
    number,
    percent: (value) => percent.format(value),
    bytes: (value) => {
      const units = ["B", "kB", "MB", "GB", "TB"];
      const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)));
      return isolated(`${number(value / 1000 ** step, step === 0 ? 0 : 1)} ${units[step]}`);
    },
    languageName,
    languageLabel: (code) => {
      const name = languageName(code);
      return name === code ? code : `${name} (${code})`;
    },
  };
}
