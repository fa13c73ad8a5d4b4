//! Cyrillic, Greek and Hebrew in an encoding of DOS or of the Macintosh that a general detector does not know and takes for
//! another one.
//!
//! Read in the wrong one, its commonest letters are rare ones, small and capital letters stand in the middle of each other,
//! and signs stand inside of words.

use encoding_rs as rs;

use super::charset::Charset;
use super::old;

/// How many bytes are looked at.
const SAMPLE: usize = 16 * 1024;

/// The letters that make some two thirds of any text.
const CYRILLIC: &str = "оеаинтсрвлкмді";
const GREEK: &str = "αοιετσςνηυρπκμίόέάή";
const HEBREW: &str = "יוהלארבתמשנם";

const OTHERS: [(Charset, &str); 7] = [
    (Charset::Standard(rs::X_MAC_CYRILLIC), CYRILLIC),
    (Charset::Table(&old::CP855), CYRILLIC),
    (Charset::Table(&old::CP1125), CYRILLIC),
    (Charset::Table(&old::CP737), GREEK),
    (Charset::Table(&old::CP869), GREEK),
    (Charset::Table(&old::MAC_GREEK), GREEK),
    (Charset::Table(&old::CP862), HEBREW),
];

/// The encoding of `sample`, which a detector takes for `guessed`: another one, where its words are words in that alone.
pub(super) fn corrected(guessed: Charset, sample: &[u8]) -> Charset {
    /// Fewer letters are too few to tell.
    const SHORTEST: usize = 16;
    /// So many of a hundred are common where there is no doubt.
    const PLAIN: usize = 70;
    let Charset::Standard(standard) = guessed else { return guessed };
    let Some(common) = common_in(standard) else { return guessed };
    let sample = &sample[..sample.len().min(SAMPLE)];
    if sample.iter().filter(|byte| !byte.is_ascii()).count() < SHORTEST {
        return guessed;
    }
    let own = Fit::of(&standard.decode_without_bom_handling(sample).0, common);
    if own.is_good() && own.percent() >= PLAIN {
        return guessed;
    }
    let fitting = OTHERS.iter().filter_map(|(other, common)| {
        let fit = Fit::of(&other.decode_valid(sample)?, common);
        let margin = if own.is_good() { 15 } else { 5 };
        (fit.is_good() && fit.percent() >= own.percent() + margin).then_some((fit.percent(), *other))
    });
    fitting.max_by_key(|(percent, _)| *percent).map_or(guessed, |(_, other)| other)
}

/// The common letters of what an encoding is of: none for Latin, few letters of which are beyond ASCII. Nothing where it is
/// not doubted.
fn common_in(encoding: &'static rs::Encoding) -> Option<&'static str> {
    let is_one_of = |encodings: &[&'static rs::Encoding]| encodings.contains(&encoding);
    if is_one_of(&[rs::WINDOWS_1251, rs::KOI8_R, rs::KOI8_U, rs::IBM866, rs::X_MAC_CYRILLIC, rs::ISO_8859_5])
    {
        Some(CYRILLIC)
    } else if is_one_of(&[rs::WINDOWS_1253, rs::ISO_8859_7]) {
        Some(GREEK)
    } else if is_one_of(&[rs::WINDOWS_1255, rs::ISO_8859_8]) {
        Some(HEBREW)
    } else {
        let latin = [
            rs::WINDOWS_1252,
            rs::WINDOWS_1250,
            rs::WINDOWS_1254,
            rs::WINDOWS_1257,
            rs::WINDOWS_1258,
            rs::ISO_8859_2,
            rs::ISO_8859_4,
            rs::MACINTOSH,
        ];
        is_one_of(&latin).then_some("")
    }
}

/// How well a text beyond ASCII reads.
#[derive(Clone, Copy, Debug, Default)]
struct Fit {
    /// Characters beyond ASCII, but for white space.
    all: usize,
    /// Common letters, in words that look like words.
    common: usize,
    /// What stands where none of its kind does.
    odd: usize,
}

impl Fit {
    /// `common` is in small letters; where it is empty, all letters are that stand beside those of ASCII.
    fn of(text: &str, common: &str) -> Self {
        let mut fit = Self::default();
        for word in text.split(|character: char| character.is_ascii() && !character.is_ascii_alphabetic()) {
            fit.add(word, common);
        }
        fit
    }

    fn add(&mut self, word: &str, common: &str) {
        let beyond = || word.chars().filter(|character| !character.is_ascii());
        let count = beyond().filter(|character| !character.is_whitespace()).count();
        if count == 0 {
            return;
        }
        self.all += count;
        let has_ascii = word.bytes().any(|byte| byte.is_ascii());
        let marks = |character: char| {
            matches!(
                character,
                '«' | '»'
                    | '„'
                    | '“'
                    | '”'
                    | '‘'
                    | '’'
                    | '–'
                    | '—'
                    | '…'
                    | '·'
                    | '°'
                    | '№'
                    | '§'
                    | '\u{a0}'
            )
        };
        let word = word.trim_matches(marks);
        if !word.chars().all(char::is_alphabetic) || !is_cased(word) {
            self.odd += count;
        } else if common.is_empty() {
            self.common += if has_ascii { count } else { 0 };
        } else if has_ascii {
            self.odd += count;
        } else {
            let is_common = |character: &char| character.to_lowercase().any(|letter| common.contains(letter));
            self.common += word.chars().filter(is_common).count();
        }
    }

    fn percent(self) -> usize {
        self.common * 100 / self.all.max(1)
    }

    fn is_good(self) -> bool {
        self.percent() >= 55 && self.odd * 12 <= self.all
    }
}

/// Whether the letters of a word are all small, all capital, or small after a capital one, and final letters do not stand in
/// the middle of it: at the beginning they do where Hebrew is written from left to right, as it was in DOS.
fn is_cased(word: &str) -> bool {
    let is_final = |character: char| matches!(character, 'ך' | 'ם' | 'ן' | 'ף' | 'ץ');
    let rest = || word.chars().skip(1);
    let inside = rest().zip(rest().skip(1)).map(|(letter, _)| letter);
    let are_finals_outside = !inside.into_iter().any(is_final);
    let are_one_case = !rest().any(char::is_uppercase) || !word.chars().any(char::is_lowercase);
    are_finals_outside && are_one_case && !has_short_u_after_consonant(word)
}

/// Whether the short u of Belarusian stands where it never does: there is the i of Ukrainian in another encoding of DOS.
fn has_short_u_after_consonant(word: &str) -> bool {
    const VOWELS: &str = "аеёиоуыэюяі";
    let letters = word.chars().flat_map(char::to_lowercase);
    let pairs = letters.clone().zip(letters.skip(1));
    pairs.into_iter().any(|(before, letter)| letter == 'ў' && !VOWELS.contains(before))
}

#[cfg(test)]
mod tests {
    use super::super::decode;
    use super::*;

    const UKRAINIAN: &str = "Порт знову відкрився сьогодні вранці, і перші кораблі вже пішли.";
    const RUSSIAN: &str = "Порт вновь открылся сегодня утром, и первые корабли уже ушли. Цены упали на 3%.";
    const GREEK: &str = "Το λιμάνι άνοιξε ξανά σήμερα το πρωί και τα πρώτα πλοία έφυγαν. Οι τιμές έπεσαν.";
    const VISUAL: &str = "יביטקארטניא ןפואב ינקת טלק ץורע גזמל תורשפא ןיא";
    const HEBREW: &str = "הנמל נפתח מחדש הבוקר והאוניות הראשונות כבר הפליגו. המחירים ירדו מאז.";

    #[test]
    fn old_encodings_of_other_scripts_are_told() {
        for (table, text) in [
            (&old::CP855, RUSSIAN),
            (&old::CP737, GREEK),
            (&old::CP869, GREEK),
            (&old::MAC_GREEK, GREEK),
            (&old::CP862, HEBREW),
            (&old::CP862, HEBREW.split_once('.').unwrap().0),
            (&old::CP862, VISUAL),
            (&old::CP1125, UKRAINIAN),
        ] {
            let bytes = Charset::Table(table).encode(text).unwrap();
            let decoded = decode(bytes, None, &[]);
            assert_eq!((&*decoded.text, decoded.encoding), (text, table.name));
        }
    }

    #[test]
    fn cyrillic_of_the_macintosh_is_told_by_its_last_letter() {
        let text = "Коэффициент увеличения. Значение означает, что увеличения нет: преобразованная копия.";
        let bytes = rs::X_MAC_CYRILLIC.encode(text).0;
        let found = corrected(Charset::Standard(rs::WINDOWS_1251), &bytes);
        assert_eq!(found, Charset::Standard(rs::X_MAC_CYRILLIC));
    }

    #[test]
    fn texts_in_encodings_of_the_standard_stay() {
        for (text, encodings) in [
            (RUSSIAN, &[rs::WINDOWS_1251, rs::KOI8_U, rs::IBM866, rs::X_MAC_CYRILLIC, rs::ISO_8859_5][..]),
            ("ПОРТ ВНОВЬ ОТКРЫЛСЯ СЕГОДНЯ УТРОМ, И ПЕРВЫЕ КОРАБЛИ УЖЕ УШЛИ", &[rs::WINDOWS_1251, rs::IBM866]),
            (UKRAINIAN, &[rs::WINDOWS_1251, rs::KOI8_U]),
            ("Порт зноў адкрыўся сёння раніцай, і першыя караблі ўжо пайшлі.", &[rs::WINDOWS_1251]),
            ("Пристанището отвори отново тази сутрин и първите кораби вече отплаваха.", &[rs::WINDOWS_1251]),
            (GREEK, &[rs::WINDOWS_1253, rs::ISO_8859_7]),
            (HEBREW, &[rs::WINDOWS_1255]),
            (VISUAL, &[rs::WINDOWS_1255]),
            ("Le café a rouvert ce matin; l’été à Noël, où êtes-vous, garçon?", &[rs::WINDOWS_1252]),
            ("Przystań otwarto dziś rano i pierwsze statki już odpłynęły; żółć.", &[rs::WINDOWS_1250]),
        ] {
            for encoding in encodings {
                let (bytes, _, lossy) = encoding.encode(text);
                let found = corrected(Charset::Standard(encoding), &bytes);
                assert!(
                    !lossy && found == Charset::Standard(encoding),
                    "{text} in {} is {found:?}",
                    encoding.name()
                );
            }
        }
    }
}
