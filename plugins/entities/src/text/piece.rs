//! Cuts a token into the pieces that the rules work on.
//!
//! Tokenizers differ in what they hold together: `U.S.`, `5%`, `al-Qaida`, `Moody's`, `10:30`, `15th`. The rules and the
//! lexicon need one answer, so tokens and entries of the lexicon go through the same knife.

use std::ops::Range;

use textmill_text::{Letters, TATWEEL, is_arabic_mark, is_invisible};

use super::normal::{digit, is_arabic};

/// What a piece is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Letters, the first in lower case.
    Lower,
    /// Letters, the first a capital.
    Title,
    /// Two or more letters, all capitals, among them dotted ones: `NATO`, `U.S.`.
    Upper,
    /// Letters of Arabic script.
    Arabic,
    /// Letters of another script without case.
    Caseless,
    /// Digits with the separators between them.
    Digits,
    /// The English `'s` or `'`.
    Possessive,
    /// One character that is neither letter nor digit.
    Mark(char),
    /// A token that is no running text: a hashtag, a mention, an address.
    Opaque,
}

impl Form {
    /// Whether the piece is a word of letters.
    pub(crate) fn is_word(self) -> bool {
        matches!(self, Self::Lower | Self::Title | Self::Upper | Self::Arabic | Self::Caseless)
    }

    /// Whether the piece is one character that is neither letter nor digit.
    pub(crate) fn is_mark(self) -> bool {
        matches!(self, Self::Mark(_))
    }

    /// Whether the piece begins with a capital.
    pub(crate) fn is_capital(self) -> bool {
        matches!(self, Self::Title | Self::Upper)
    }
}

/// Calls `push` with each piece of `token`: its bytes in `token` and its form.
#[cfg_attr(not(test), allow(dead_code, reason = "the build script and tests ask"))]
pub(crate) fn pieces(token: &str, mut push: impl FnMut(Range<usize>, Form)) {
    match plain_form(token.as_bytes()) {
        Some(form) => push(0..token.len(), form),
        None => cut(token, push),
    }
}

/// The form of a token of two or more letters of English or Arabic and nothing else but Arabic vowel signs: most tokens are
/// such, and one look at their bytes tells what [`cut`] would find letter by letter.
pub(crate) fn plain_form(token: &[u8]) -> Option<Form> {
    let [first, rest @ ..] = token else { return None };
    if first.is_ascii() {
        let is_plain = !rest.is_empty() && token.iter().all(u8::is_ascii_alphabetic);
        let form = match first.is_ascii_lowercase() {
            true => Form::Lower,
            false if rest.iter().any(u8::is_ascii_lowercase) => Form::Title,
            false => Form::Upper,
        };
        return is_plain.then_some(form);
    }
    // From hamza to yeh, and behind the first the tatweel and the signs that are no part of a letter.
    let is_letter = |letter: &[u8; 2]| matches!(letter, [0xD8, 0xA1..=0xBF] | [0xD9, 0x81..=0x8A]);
    let is_within = |letter: &[u8; 2]| matches!(letter, [0xD8, 0xA1..=0xBF] | [0xD9, 0x80..=0x92]);
    let (letters, odd) = token.as_chunks::<2>();
    let [first, rest @ ..] = letters else { return None };
    let is_plain = odd.is_empty() && !rest.is_empty() && is_letter(first) && rest.iter().all(is_within);
    is_plain.then_some(Form::Arabic)
}

/// As [`pieces`], for any token.
pub(crate) fn cut(token: &str, mut push: impl FnMut(Range<usize>, Form)) {
    let mut at = 0;
    while let Some(first) = token[at..].chars().next() {
        let rest = &token[at..];
        let (length, form) = if digit(first).is_some() {
            (digits_length(rest), Form::Digits)
        } else if is_invisible(first) {
            // What says how a line runs is no part of what it stands between.
            at += first.len_utf8();
            continue;
        } else if is_letter(first) {
            let length = dotted_length(rest).unwrap_or_else(|| letters_length(rest));
            (length, letters_form(&rest[..length]))
        } else if let Some(length) = possessive_length(rest).filter(|_| at > 0) {
            (length, Form::Possessive)
        } else {
            (first.len_utf8(), Form::Mark(plain_mark(first)))
        };
        if !matches!(form, Form::Mark(mark) if mark.is_whitespace()) {
            push(at..at + length, form);
        }
        at += length;
    }
}

/// A mark by the sign of ASCII that it is another spelling of: what a minus or a slash means is no matter of its width.
fn plain_mark(mark: char) -> char {
    match mark {
        '\u{2010}' | '\u{2011}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}' => '-',
        '\u{2044}' | '\u{2215}' | '\u{FF0F}' => '/',
        '\u{FE6A}' | '\u{FF05}' => '%',
        _ => mark,
    }
}

/// Whether a piece is an abbreviation with dots that may own the full stop after it.
pub(crate) fn is_dotted(piece: &str) -> bool {
    piece.len() > 2 && piece.contains('.') && !piece.ends_with('.') && digit_free(piece)
}

/// Whether a word that begins with a capital has others where no name of a person has them: after more than a prefix such as
/// `Mc`, or before nothing but the `s` of several.
#[cfg_attr(not(test), allow(dead_code, reason = "the build script does not ask"))]
pub(crate) fn is_mixed(word: &str) -> bool {
    const PREFIXES: [&str; 18] = [
        "Mc", "Mac", "De", "Del", "Della", "Di", "Da", "Du", "La", "Le", "Lo", "Van", "Von", "Fitz", "El",
        "Al", "Abu", "Ben",
    ];
    let is_capital = |character: char| character.is_uppercase();
    let Some((inner, _)) = word.char_indices().skip(1).find(|&(_, character)| is_capital(character)) else {
        return false;
    };
    let before = &word[..inner];
    if before.ends_with(is_apostrophe) || PREFIXES.contains(&before) {
        return word[inner..].chars().skip(1).any(is_capital);
    }
    // `O.J.`, `J.Lo`: initials.
    !before.ends_with('.')
}

/// Whether a word is a name in a program: `parseHeader`, `HashMap`, but not `McCourt`, `PAs` or `iOS`.
#[cfg_attr(not(test), allow(dead_code, reason = "the build script does not ask"))]
pub(crate) fn is_camel_case(word: &str) -> bool {
    if !word.bytes().skip(1).any(|byte| byte.is_ascii_uppercase()) {
        return false;
    }
    let is_hump = |pair: &[u8]| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase();
    let bytes = word.as_bytes();
    let has_hump = bytes.windows(2).any(is_hump) && bytes.last().is_some_and(u8::is_ascii_lowercase);
    has_hump && (bytes[0].is_ascii_lowercase() || is_mixed(word))
}

/// Whether a token is a name in a program: `find_location`, `MAX_WORDS`.
#[cfg_attr(not(test), allow(dead_code, reason = "the build script does not ask"))]
pub(crate) fn is_snake_case(token: &str) -> bool {
    let is_link = |triple: &[u8]| {
        triple[1] == b'_' && triple[0].is_ascii_alphanumeric() && triple[2].is_ascii_alphanumeric()
    };
    token.as_bytes().windows(3).any(is_link)
}

fn digit_free(piece: &str) -> bool {
    !piece.chars().any(|character| digit(character).is_some())
}

fn is_letter(character: char) -> bool {
    // The first two save Arabic and English text the walk through the tables of Unicode.
    character.is_ascii_alphabetic()
        || matches!(character, 'ء'..='ي')
        // Vowel signs are letters by those tables too, and stand at their end.
        || !character.is_ascii() && (is_mark(character) || character.is_alphabetic())
}

/// Signs that stand inside a word: vowel signs, tatweel, joiners, combining accents.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36F}' | TATWEEL)
        || is_arabic_mark(character)
        || is_invisible(character)
}

/// The letters of a piece, however each is written: an accent or a vowel sign is of the letter before it.
#[cfg_attr(not(test), allow(dead_code, reason = "the build script does not ask"))]
pub(crate) fn letter_count(piece: &str) -> usize {
    if piece.is_ascii() {
        return piece.len();
    }
    Letters::new(piece).filter(|letter| !is_mark(letter.character)).count()
}

fn is_apostrophe(character: char) -> bool {
    character == '`' || textmill_text::is_apostrophe(character)
}

/// Digits, with a separator wherever a digit stands on either side of it. Signs without width between them pass.
fn digits_length(rest: &str) -> usize {
    let mut end = 0;
    let mut characters = rest.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map_or("", |&(next, _)| &rest[next..]);
        let goes_on = match character {
            ',' | '.' | '٫' | '٬' | '،' => {
                next.trim_start_matches(is_invisible).starts_with(|next| digit(next).is_some())
            }
            '\'' | '’' => begins_with_three_digits(next),
            _ => is_invisible(character),
        };
        if digit(character).is_some() {
            end = at + character.len_utf8();
        } else if !goes_on {
            break;
        }
    }
    end
}

/// `1'000`, as the Swiss part thousands: three digits and no more.
fn begins_with_three_digits(rest: &str) -> bool {
    let mut characters = rest.chars();
    let mut is_digit = || characters.next().is_some_and(|character| digit(character).is_some());
    is_digit() && is_digit() && is_digit() && !is_digit()
}

/// Letters that touch their number: codes of currencies, `RM120`, `USD3.14`, and the year of a business, `FY2023`.
const CODES: [&str; 58] = [
    "RM", "USD", "EUR", "GBP", "CHF", "MYR", "UAH", "CAD", "AED", "SAR", "EGP", "QAR", "KWD", "INR", "CNY",
    "Rs", "AUD", "NZD", "HKD", "SGD", "JPY", "KRW", "TWD", "NOK", "SEK", "DKK", "PLN", "CZK", "HUF", "RUB",
    "KZT", "BRL", "MXN", "ARS", "CLP", "NGN", "KES", "GHS", "ZAR", "BHD", "OMR", "JOD", "IQD", "LBP", "DZD",
    "TND", "LYD", "ILS", "PKR", "LKR", "IDR", "VND", "THB", "Dh", "Dhs", "KSh", "Ksh", "FY",
];

/// Codes that are more than currencies, as `SR71` is an aeroplane: they touch numbers of three digits at least.
const SHORT_CODES: [&str; 6] = ["QR", "SR", "KD", "JD", "LE", "Sh"];

/// Whether letters are apart from the digits after them.
fn is_code(letters: &str, digits: &str) -> bool {
    let is_large = || digits.chars().filter(|&character| digit(character).is_some()).count() > 2;
    CODES.contains(&letters) || SHORT_CODES.contains(&letters) && is_large()
}

/// Letters and the digits after them, with an apostrophe inside, up to a possessive.
fn letters_length(rest: &str) -> usize {
    for (at, character) in rest.char_indices() {
        let is_digit = digit(character).is_some();
        // و200 is a conjunction and a number.
        if is_digit && (at > 1 && is_code(&rest[..at], &rest[at..]) || at > 0 && rest.starts_with(is_arabic))
        {
            return at;
        }
        if is_letter(character) || at > 0 && is_digit {
            continue;
        }
        let after = rest[at + character.len_utf8()..].chars().next();
        let joins = is_apostrophe(character)
            && after.is_some_and(is_letter)
            && possessive_length(&rest[at..]).is_none();
        if !joins {
            return at;
        }
    }
    rest.len()
}

/// Single letters with full stops between them: `U.S.`, `a.m.`, `ج.م`; the last stop belongs to it.
fn dotted_length(rest: &str) -> Option<usize> {
    let (mut end, mut letters, mut at) = (0, 0, 0);
    while let Some(letter) = rest[at..].chars().next().filter(|&c| is_letter(c)) {
        let after = rest[at + letter.len_utf8()..].trim_start_matches(is_mark);
        if after.starts_with(is_letter) {
            break;
        }
        letters += 1;
        at = rest.len() - after.len();
        end = at;
        if !rest[at..].starts_with('.') {
            break;
        }
        at += 1;
        end = at;
    }
    (letters >= 2).then_some(end)
}

fn possessive_length(rest: &str) -> Option<usize> {
    let mut characters = rest.chars();
    let apostrophe = characters.next().filter(|&c| is_apostrophe(c) && c != '`')?;
    let letter = characters.next().filter(|c| matches!(c, 's' | 'S'))?;
    let ends = !characters.next().is_some_and(is_letter);
    ends.then_some(apostrophe.len_utf8() + letter.len_utf8())
}

fn letters_form(piece: &str) -> Form {
    let mut letters = piece.chars().filter(|&c| is_letter(c) && !is_mark(c));
    let Some(first) = letters.next() else {
        return Form::Mark(piece.chars().next().unwrap_or(' '));
    };
    if is_arabic(first) {
        Form::Arabic
    } else if first.is_lowercase() {
        Form::Lower
    } else if !first.is_uppercase() {
        Form::Caseless
    } else if letters.clone().next().is_none() {
        // `G20`, but not the initial of a name.
        if piece.chars().count() > 1 { Form::Upper } else { Form::Title }
    } else if letters.all(|c| !c.is_lowercase()) {
        Form::Upper
    } else {
        Form::Title
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn plain_tokens_are_cut_as_any(token in "[a-cA-C]{0,4}|[ء-\u{655}a]{0,5}|\\PC{0,4}") {
            let (mut found, mut cut_up) = (Vec::new(), Vec::new());
            pieces(&token, |range, form| found.push((range, form)));
            cut(&token, |range, form| cut_up.push((range, form)));
            prop_assert_eq!(found, cut_up);
        }
    }

    #[track_caller]
    fn check(token: &str, expected: &[(&str, Form)]) {
        let mut found = Vec::new();
        pieces(token, |range, form| found.push((&token[range], form)));
        assert_eq!(found, expected, "{token:?}");
    }

    #[test]
    fn abbreviations_keep_their_stops() {
        check("U.S.", &[("U.S.", Form::Upper)]);
        check("a.m.", &[("a.m.", Form::Lower)]);
        check("ج.م", &[("ج.م", Form::Arabic)]);
        check("ا\u{654}.د", &[("ا\u{654}.د", Form::Arabic)]);
        check("end.", &[("end", Form::Lower), (".", Form::Mark('.'))]);
    }

    #[test]
    fn apostrophes_join_and_possessives_part() {
        check("O'Brien's", &[("O'Brien", Form::Title), ("'s", Form::Possessive)]);
        check("don't", &[("don't", Form::Lower)]);
    }

    #[test]
    fn letters_are_counted_however_they_are_written() {
        for (piece, count) in [("Jo", 2), ("Joe\u{301}", 3), ("ﻻﻡ", 3), ("مَـد", 2), ("U.S.", 4)] {
            assert_eq!(letter_count(piece), count, "{piece:?}");
        }
    }

    #[test]
    fn numbers_part_from_letters_and_signs() {
        check("$1,204.5bn", &[("$", Form::Mark('$')), ("1,204.5", Form::Digits), ("bn", Form::Lower)]);
        check("٣٫٥٪", &[("٣٫٥", Form::Digits), ("٪", Form::Mark('٪'))]);
        check("10:30", &[("10", Form::Digits), (":", Form::Mark(':')), ("30", Form::Digits)]);
        check("G20", &[("G20", Form::Upper)]);
        check("و200", &[("و", Form::Arabic), ("200", Form::Digits)]);
        check("QR500", &[("QR", Form::Upper), ("500", Form::Digits)]);
        check("FY2023", &[("FY", Form::Upper), ("2023", Form::Digits)]);
        check("SR71", &[("SR71", Form::Upper)]);
        check("1'000'000", &[("1'000'000", Form::Digits)]);
        check("5'11", &[("5", Form::Digits), ("'", Form::Mark('\'')), ("11", Form::Digits)]);
    }

    #[test]
    fn numbers_and_marks_are_the_same_in_any_spelling() {
        check("\u{2212}5", &[("\u{2212}", Form::Mark('-')), ("5", Form::Digits)]);
        check("12\u{200F}/\u{200F}5", &[("12", Form::Digits), ("/", Form::Mark('/')), ("5", Form::Digits)]);
        check("1,\u{200F}200\u{200F}%", &[("1,\u{200F}200", Form::Digits), ("%", Form::Mark('%'))]);
    }

    #[test]
    fn capitals_inside_are_of_things() {
        for word in ["VariSeed", "PAs", "SiC", "ECMAScript", "iPhone", "McDonaldsApp"] {
            assert!(is_mixed(word), "{word:?}");
        }
        for word in ["McCourt", "DeLillo", "O'Brien", "Zubrov", "J.Lo", "Fitz", "É"] {
            assert!(!is_mixed(word), "{word:?}");
        }
    }

    #[test]
    fn hyphens_part() {
        check("al-Qaida", &[("al", Form::Lower), ("-", Form::Mark('-')), ("Qaida", Form::Title)]);
    }
}
