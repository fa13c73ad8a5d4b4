//! Latin and Cyrillic in an encoding of DOS or of the Macintosh, which a general detector does not know and takes for one of
//! Windows.
//!
//! Their letters are punctuation marks, signs and capital letters there, which stand inside of words as no text has them:
//! `caf‚`, `Qu‚bec`, `fermŽ`.

use encoding_rs::{
    IBM866, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1254, WINDOWS_1257, X_MAC_CYRILLIC,
};

use super::charset::{CP850, CP852, Charset};
use super::{Decoded, EncodingEvidence};

/// How many bytes are looked at.
const SAMPLE: usize = 16 * 1024;

/// Those of Latin.
const LATIN: [Charset; 3] = [Charset::Standard(MACINTOSH), Charset::Table(&CP850), Charset::Table(&CP852)];

/// Whether an encoding is of Latin, and of DOS or the Macintosh.
#[cfg(feature = "archives")]
pub(super) fn is_latin_of_old_machine(encoding: Charset) -> bool {
    LATIN.contains(&encoding)
}

/// The encoding of `sample`, which a detector takes for `guessed`: one of an old machine, where the letters stand in words as
/// they should in that one alone.
pub(super) fn corrected(guessed: Charset, sample: &[u8]) -> Charset {
    const CYRILLIC: [Charset; 2] = [Charset::Standard(X_MAC_CYRILLIC), Charset::Standard(IBM866)];
    let Charset::Standard(standard) = guessed else { return guessed };
    // Of Cyrillic, every letter is beyond ASCII, and few are odd.
    let (others, share): (&[Charset], usize) = if standard == WINDOWS_1251 {
        (&CYRILLIC, 40)
    } else if [WINDOWS_1252, WINDOWS_1250, WINDOWS_1254, WINDOWS_1257].contains(&standard) {
        (&LATIN, 6)
    } else {
        return guessed;
    };
    let sample = &sample[..sample.len().min(SAMPLE)];
    let own = Oddity::of(&standard.decode_without_bom_handling(sample).0);
    if !own.is_suspect(share) {
        return guessed;
    }
    let fitting = others.iter().filter_map(|other| {
        let oddity = Oddity::of(&other.decode_valid(sample)?);
        (oddity.is_none() && oddity.odd * 4 <= own.odd)
            .then_some(((oddity.odd, usize::MAX - oddity.letters), *other))
    });
    fitting.min_by_key(|(worth, _)| *worth).map_or(guessed, |(_, other)| other)
}

/// The message for a text that was taken for windows-1252 and whose words are none: it is in an encoding that nobody knows
/// here.
pub(super) fn in_doubt(decoded: &Decoded) -> Option<String> {
    if decoded.evidence != EncodingEvidence::Detected || decoded.encoding != WINDOWS_1252.name() {
        return None;
    }
    let end = decoded.text.floor_char_boundary(SAMPLE);
    Oddity::of(&decoded.text[..end]).is_certain().then(|| {
        "in an encoding that is not known, such as one of DOS or EBCDIC: say which (--encoding), or make UTF-8 of it with \
         `iconv`"
            .to_owned()
    })
}

/// How many of the characters beyond ASCII that stand in words are odd there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Oddity {
    all: usize,
    odd: usize,
    /// Of those, the bytes that have no meaning.
    undefined: usize,
    /// Letters that are where letters are.
    letters: usize,
}

impl Oddity {
    fn of(text: &str) -> Self {
        let mut oddity = Self::default();
        let mut before: [char; 2] = [' '; 2];
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            if !character.is_ascii() {
                oddity.count(before[1], character, characters.peek().copied().unwrap_or(' '));
            }
            before = [before[1], character];
        }
        oddity
    }

    fn count(&mut self, before: char, character: char, after: char) {
        let (follows, leads) = (is_letter(before), is_letter(after));
        let odd = match character {
            '\u{80}'..='\u{9f}' => {
                self.undefined += 1;
                true
            }
            // Signs that look like marks on letters, and are taken for letters.
            'ƒ' | 'ˆ' | '˜' => follows || leads,
            'ª' | 'º' => follows && leads,
            _ if character.is_uppercase() => {
                follows && (before.is_lowercase() || (before.is_uppercase() && after.is_lowercase()))
            }
            _ if is_letter(character) => {
                self.letters += 1;
                false
            }
            // What joins words, or stands for letters that are left out.
            '’' | '‘' | '–' | '—' | '…' | '·' | '\u{ad}' | '\u{a0}' if follows && leads => false,
            // What stands before a word alone, or after a number.
            '‚' | '„' | '‹' | '¡' | '¿' | '¢' | '¤' | '§' if follows => true,
            _ if follows && leads => true,
            // Marks that stand together are two at most.
            _ if is_beyond(before) && is_beyond(after) => true,
            _ => return,
        };
        self.all += 1;
        self.odd += usize::from(odd);
    }

    /// Whether too many are odd for the encoding: one in so many.
    fn is_suspect(self, share: usize) -> bool {
        (self.odd >= 2 || self.undefined > 0 || (self.odd > 0 && self.all <= 3))
            && self.odd * share >= self.all
    }

    /// Whether so many are that no word could be read.
    fn is_certain(self) -> bool {
        self.odd >= 4 && self.odd * 3 >= self.all
    }

    fn is_none(self) -> bool {
        self.all > 0 && self.odd * 20 <= self.all
    }
}

fn is_beyond(character: char) -> bool {
    !character.is_ascii() && character != '\u{a0}'
}

/// Letters, and marks on them.
fn is_letter(character: char) -> bool {
    character.is_alphabetic() || matches!(character, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::charset::{CP437, MAC_ARABIC};
    use crate::encoding::decode;

    const FRENCH: &str = "Le café était fermé, mais le marché a rouvert à Québec. Les élèves sont arrivés.";
    const GERMAN: &str = "Zürich liegt am See. Die Größe und das Maß der Straße sind schön.";
    const SPANISH: &str = "El niño llegó mañana. La canción española, ¿qué más?";
    const POLISH: &str = "Przystań została dziś ponownie otwarta. Ceny wzrosły, ludzie są źli.";
    const RUSSIAN: &str = "Порт вновь открылся сегодня утром. Цены выросли.";

    #[track_caller]
    fn check(text: &str, encoding: Charset, name: &str) {
        let decoded = decode(encoding.encode(text).unwrap(), None, &[]);
        assert_eq!((&*decoded.text, decoded.encoding), (text, name));
        assert_eq!(in_doubt(&decoded), None);
    }

    #[test]
    fn encodings_of_old_machines_are_told() {
        for text in [FRENCH, GERMAN, SPANISH] {
            check(text, Charset::Table(&CP850), "cp850");
        }
        // Its letters of the west of Europe are those of 850.
        check(SPANISH, Charset::Table(&CP437), "cp850");
        check(FRENCH, Charset::Standard(MACINTOSH), "macintosh");
        check(GERMAN, Charset::Standard(MACINTOSH), "macintosh");
        check(POLISH, Charset::Table(&CP852), "cp852");
        check("rich liegt am See\nGr\u{f6}\u{df}e", Charset::Standard(MACINTOSH), "macintosh");
        check(RUSSIAN, Charset::Standard(X_MAC_CYRILLIC), "x-mac-cyrillic");
        check(RUSSIAN, Charset::Standard(IBM866), "IBM866");
    }

    #[test]
    fn a_letter_or_two_of_dos_are_no_japanese() {
        for text in [
            "type de stratégie de compression inconnue",
            "In Dirmngr gesetzte Zeitüberschreitungsoptionen ersetzen, für Hilfe",
        ] {
            check(text, Charset::Table(&CP850), "cp850");
        }
        for text in ["See the テスト page for details, and the other pages too", "テスト"] {
            let bytes = encoding_rs::SHIFT_JIS.encode(text).0.into_owned();
            assert_eq!(decode(bytes, None, &[]).text, text);
        }
    }

    #[test]
    fn those_of_windows_stay_what_they_are() {
        for text in [
            FRENCH,
            GERMAN,
            SPANISH,
            "„Haus“ – ‘a’ … l’été — cœur, naïve™, €5, 10‰, † dagger, 5¢, §5",
            "don’t “quote” it—so—and…then £5 · café",
            "ÉCOLE À PARIS, CŒUR, CAFÉ",
            "Škoda a Život, však už je pozdě",
        ] {
            let (bytes, encoding, _) =
                if text.contains('ě') { WINDOWS_1250 } else { WINDOWS_1252 }.encode(text);
            let decoded = decode(bytes.into_owned(), None, &[]);
            assert_eq!((&*decoded.text, decoded.encoding), (text, encoding.name()));
            assert_eq!(in_doubt(&decoded), None);
        }
        check(RUSSIAN, Charset::Standard(WINDOWS_1251), "windows-1251");
        check("ذهب الولد إلى المدرسة", Charset::Table(&MAC_ARABIC), "ISO-8859-6");
    }

    #[test]
    fn what_no_encoding_reads_is_in_doubt() {
        // EBCDIC: `The harbour reopened this morning.`
        let ebcdic = b"\xe3\x88\x85@\x88\x81\x99\x82\x96\xa4\x99@\x99\x85\x96\x97\x85\x95\x85\x84@\xa3\x88\x89\xa2@\x94\x96\x99\x95\x89\x95\x87K";
        let decoded = decode(ebcdic.to_vec(), None, &[]);
        assert!(in_doubt(&decoded).is_some_and(|message| message.contains("--encoding")));
        assert_eq!(in_doubt(&decode(ebcdic.to_vec(), None, &["windows-1252"])), None);
    }
}
