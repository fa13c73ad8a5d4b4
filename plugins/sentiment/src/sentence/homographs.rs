//! Words that judge, and that are something else beside certain words: نضيف الماء, we add the water, and not clean; 20 غرام,
//! grams, and not love; `Best,` before the name of who writes.

use crate::sentence::phrases::SentenceTokens;

/// Verbs that look like an adjective, which never stands before a noun with the article.
const VERBS: [&str; 3] = ["سار", "نضيف", "ونضيف"];

/// What else stands after such a verb: measures, and where to.
const AFTER_VERB: [&str; 20] = [
    "الي",
    "اليه",
    "اليها",
    "جرعه",
    "حبه",
    "ربع",
    "رشه",
    "علي",
    "عليه",
    "عليها",
    "قليلا",
    "كميه",
    "كوب",
    "كوبا",
    "لتر",
    "له",
    "لها",
    "ملعقه",
    "نحو",
    "نصف",
];

/// Measures that look like a noun of praise or blame.
const MEASURES: [&str; 2] = ["جرام", "غرام"];

/// Numbers in words before a measure.
const NUMERALS: [&str; 9] = ["الف", "خمسون", "خمسين", "ربع", "كيلو", "ميتا", "ميتي", "ميه", "نصف"];

/// Words with which a letter closes, before the name of who wrote it.
const CLOSINGS: [&str; 12] = [
    "best",
    "cheers",
    "cordially",
    "fondly",
    "gratefully",
    "love",
    "regards",
    "respectfully",
    "sincerely",
    "thanks",
    "warmly",
    "wishes",
];

/// Whether a levelled word is one of them.
pub(crate) fn is_among(levelled: &str) -> bool {
    VERBS.contains(&levelled) || MEASURES.contains(&levelled) || CLOSINGS.contains(&levelled)
}

/// Whether the word `at`, one of them, says nothing because of what stands beside it.
#[cold]
pub(crate) fn is_one(tokens: &SentenceTokens<'_, '_>, at: usize) -> bool {
    let word = tokens.levelled(Some(at));
    if VERBS.contains(&word.as_str()) {
        let next = tokens.levelled(Some(at + 1));
        return next.starts_with("ال") || AFTER_VERB.contains(&next.as_str());
    }
    if MEASURES.contains(&word.as_str()) {
        let before = tokens.levelled(at.checked_sub(1));
        return before.starts_with(char::is_numeric) || NUMERALS.contains(&before.as_str());
    }
    closes_letter(tokens, at)
}

/// Whether nothing but a name follows a word near the start of its line, up to the end of the text.
fn closes_letter(tokens: &SentenceTokens<'_, '_>, at: usize) -> bool {
    const BEFORE: usize = 2;
    const LONGEST: usize = 60;
    const NAME: usize = 4;
    let start = tokens.start(at);
    let (Some(before), Some(rest)) = (tokens.text.get(..start), tokens.text.get(start..)) else {
        return false;
    };
    let rest = rest.trim_start_matches(char::is_alphabetic);
    let Some(name) = rest.strip_prefix(',').or_else(|| rest.strip_prefix('\n')) else { return false };
    let line = before.rsplit(['\n', '.', '!', '?']).next().unwrap_or_default();
    let name = if name.len() <= LONGEST { name.trim() } else { return false };
    let is_of_name = |word: &str| word.starts_with(char::is_uppercase) && word.len() > 1;
    line.split_whitespace().count() <= BEFORE
        && !name.is_empty()
        && name.split_whitespace().count() <= NAME
        && name.split_whitespace().all(is_of_name)
        && !name.contains(['!', '?', ','])
}
