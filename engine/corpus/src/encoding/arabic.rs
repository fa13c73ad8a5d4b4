//! Arabic, Persian and Urdu in one of the encodings of Arabic, or something else.
//!
//! A general detector is sure of Arabic from some sixty characters on, in the two encodings that the standard has. Shorter
//! texts, and those in the two that it does not have, are told here by what only Arabic has: how often each letter stands
//! in it, and which stand at the ends of words alone.

use encoding_rs::{Encoding, ISO_8859_6, WINDOWS_1256};

use super::charset::{CP720, Charset, MAC_ARABIC};

/// How many bytes are looked at.
const SAMPLE: usize = 4096;

/// What a letter must be worth on average for a text to be Arabic against the word of a general detector.
///
/// Measured on `corpus/`: 95 of 100 pieces of 32 characters of Arabic reach it in their own encoding, and none of the
/// pieces, from 8 characters on, of Russian, Greek, Hebrew, Thai, Chinese, Japanese and Korean in theirs; those come to
/// 2 at most.
const ENOUGH: i32 = 3;

/// The same for the encodings that the general detector does not know, and takes for those of Chinese and Russian.
const ENOUGH_ALONE: i32 = 1;

/// How much more than in an encoding of the standard it must be worth in one of those.
const MARGIN: i32 = 6;

/// The encoding of `sample`, which a general detector takes for `guessed`.
pub(super) fn corrected(guessed: &'static Encoding, sample: &[u8]) -> Charset {
    let sample = &sample[..sample.len().min(SAMPLE)];
    let (windows, iso) =
        (worth(Charset::Standard(WINDOWS_1256), sample), worth(Charset::Standard(ISO_8859_6), sample));
    let (best, worth) = if iso > windows { (ISO_8859_6, iso) } else { (WINDOWS_1256, windows) };
    let is_arabic = guessed == WINDOWS_1256 || guessed == ISO_8859_6;
    if let Some(other) = of_others(sample, windows.max(iso)) {
        return other;
    }
    Charset::Standard(match worth {
        _ if guessed == ISO_8859_6 && iso.is_none() => WINDOWS_1256,
        Some(worth) if worth >= ENOUGH || (is_arabic && windows != iso) => best,
        _ => guessed,
    })
}

/// One of the encodings that the standard does not have, where the letters of `sample` are Arabic in it and are not in
/// those of the standard, in which they are worth `standard`.
///
/// Measured on `corpus/`: of 4,400 pieces of texts in fifteen other encodings, none is taken for one of
/// these.
fn of_others(sample: &[u8], standard: Option<i32>) -> Option<Charset> {
    // The letters are those of ISO-8859-6.
    let margin = if has_blanks_of_mac(sample) { 0 } else { MARGIN };
    if margin > 0 && standard.is_some_and(|standard| standard >= ENOUGH) {
        return None;
    }
    let least = standard.map_or(ENOUGH_ALONE, |standard| ENOUGH_ALONE.max(standard + margin));
    let others = [&MAC_ARABIC, &CP720].map(Charset::Table).into_iter().filter_map(|encoding| {
        let is_alone = encoding.decode_valid(sample).is_some_and(|text| is_alone(&text));
        Some((worth(encoding, sample).filter(|worth| is_alone && *worth >= least)?, encoding))
    });
    others.max_by_key(|(worth, _)| *worth).map(|(_, encoding)| encoding)
}

/// Whether Arabic is all that a text has beyond ASCII: some letters, none of them in a word with Latin ones, and not every
/// other one an alef, as where a letter is two bytes.
fn is_alone(text: &str) -> bool {
    const LETTERS: usize = 8;
    let (mut letters, mut alefs, mut others) = (0, 0, 0);
    for character in text.chars().filter(|character| !character.is_ascii()) {
        match character {
            '\u{600}'..='\u{6ff}' if character.is_alphabetic() && !is_mark(character) => {
                letters += 1;
                alefs += usize::from(character == 'ا');
            }
            '\u{600}'..='\u{6ff}' | '\u{a0}' | '«' | '»' => {}
            _ => others += 1,
        }
    }
    let is_mixed = |word: &str| {
        word.contains(|letter: char| letter.is_ascii_alphabetic())
            && word.contains(|letter: char| !letter.is_ascii())
    };
    let mixed = text.split(|character: char| !is_of_word(character)).any(is_mixed);
    letters >= LETTERS && others * 10 <= letters && alefs * 5 <= letters * 2 && !mixed
}

/// Whether the blanks between words are those of the Macintosh for text from right to left, which ISO-8859-6 has for blanks
/// that lines are not broken at: the letters are the same.
fn has_blanks_of_mac(sample: &[u8]) -> bool {
    let count = |blank: u8| sample.iter().filter(|byte| **byte == blank).count();
    count(0xa0) > count(b' ')
}

/// What the letters of `sample` are worth on average, in tenths of a bit over letters that are all as frequent, if
/// it is read as `encoding`; nothing where there are none or a byte has no meaning, as the control characters have none
/// that stand in ISO-8859-6 where windows-1256 has the letters of Persian and Urdu.
fn worth(encoding: Charset, sample: &[u8]) -> Option<i32> {
    let text = encoding.decode_valid(sample)?;
    if text.chars().any(|character| matches!(character, '\u{80}'..='\u{9f}')) {
        return None;
    }
    let (mut sum, mut letters) = (0, 0);
    for word in text.split(|character: char| !is_of_word(character)).filter(|word| !word.is_ascii()) {
        letters += i32::try_from(word.chars().count()).unwrap_or(i32::MAX);
        sum += of_word(word);
    }
    (letters > 0).then(|| sum / letters)
}

/// Letters, marks on letters, and digits of ASCII. What else is not ASCII is punctuation to both encodings.
fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || is_mark(character)
}

/// Tatweel and the marks of vowels.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{640}' | '\u{64b}'..='\u{652}')
}

fn of_word(word: &str) -> i32 {
    const ARTICLE: i32 = 30;
    let letters = word.trim_end_matches(is_mark);
    let before_last = letters.char_indices().next_back().map_or("", |(last, _)| &letters[..last]);
    let mut worth: i32 = word.chars().map(of_letter).sum();
    // The last letter of Urdu words alone: elsewhere it is a letter of Russian.
    worth += if letters.ends_with('ے') { URDU_ENDING - MISPLACED } else { 0 };
    worth += if word.starts_with("ال") && letters.chars().nth(3).is_some() { ARTICLE } else { 0 };
    worth += before_last.chars().filter(|letter| "ةى".contains(*letter)).map(|_| MISPLACED).sum::<i32>();
    worth
        + word
            .chars()
            .next()
            .filter(|first| "ةىءئؤ".contains(*first) || is_mark(*first))
            .map_or(0, |_| MISPLACED)
}

/// What yeh barree is worth at the end of a word.
const URDU_ENDING: i32 = -12;

/// What stands where it never stands, or is no letter of Arabic.
const MISPLACED: i32 = -60;

/// Ten times the binary logarithm of a letter's share in Arabic times the number of letters, from their usual order by
/// frequency (alef and lam a quarter of all; zah, alef madda and waw with hamza one in several hundred).
fn of_letter(letter: char) -> i32 {
    match letter {
        'ا' | 'ل' => 21,
        'ي' | 'م' | 'ن' | 'و' => 12,
        'ر' | 'ت' => 8,
        'ب' | 'ة' | 'ع' | 'د' | 'س' | 'ه' => 3,
        'ف' | 'ك' | 'أ' | 'ق' | 'ح' => -2,
        'ج' | 'ش' | 'ص' | 'ى' | 'خ' => -12,
        'ط' | 'ض' | 'إ' | 'ذ' | 'ث' | 'ز' => -20,
        'ئ' | 'ء' | 'غ' => -25,
        'ظ' | 'آ' | 'ؤ' => -40,
        // Of Persian and Urdu, which share the others.
        'ک' | 'ہ' => 3,
        'گ' | 'پ' | 'چ' | 'ں' | 'ھ' => -12,
        'ٹ' | 'ڈ' | 'ڑ' => -25,
        'ژ' => -40,
        _ if is_mark(letter) => -5,
        _ => MISPLACED,
    }
}
