//! An Arabic word that is looked for, with what may be written together with it: conjunctions, prepositions and the article
//! before it, a pronoun or the ending of the indefinite accusative behind it.
//!
//! The grammar says which letters may be such, and the tokenizer which of them are: ماء is in وماء, and not in سماء. It errs
//! at times, so it is not asked where the grammar alone is sure enough.

use textmill_text::clitics::{ARTICLE, ARTICLE_AFTER_LAM, BEFORE_NOUNS, BEFORE_VERBS, FUTURE, PRONOUNS};
use textmill_text::{Letters, TATWEEL, is_arabic_mark, is_invisible};

use super::token::{Clitics, Token};
use super::word::without_stop;

/// A word of Arabic letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ArabicWord {
    /// As it is written, and where it has an article also without that.
    stems: Vec<Stem>,
    /// Whether it is the name of God, which is found in all of its forms.
    is_god: bool,
    /// Whether it is one of these forms, in which no other word is found.
    is_form: bool,
    needle: String,
}

/// A word that clitics may be written to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stem {
    /// How many letters it has.
    letters: usize,
    first: Option<char>,
    /// How it stands without a pronoun.
    alone: Vec<String>,
    /// How it stands before one.
    joined: Vec<String>,
    /// How it stands before the alef of an indefinite accusative, where it has one.
    before_alef: Option<String>,
}

/// What stands before a stem, in letters.
#[derive(Clone, Copy)]
struct Before {
    particles: usize,
    article: usize,
}

/// Letters of a stem from which on chance hardly ever makes another word of it by adding a particle.
const SURE: usize = 5;

/// Letters of a stem from which on the grammar alone says what is written to it.
const LEAST: usize = 3;

/// Words that begin with the letters of an article, and have none: folded.
const WITHOUT_ARTICLE: [&str; 13] = [
    "التي",
    "الذي",
    "الذين",
    "اللاءي",
    "اللاتي",
    "اللتان",
    "اللتين",
    "اللذان",
    "اللذين",
    "الله",
    "اللهم",
    "اللواتي",
    "الان",
];

/// The name of God.
const GOD: &str = "الله";

impl ArabicWord {
    pub(super) fn new(written: &str, folded: &str, clitics: Option<Clitics>) -> Self {
        let letters = letters(written);
        let last = letters.last().copied();
        let mut stems = vec![Stem::new(folded, last)];
        stems.extend(without_article(&letters, folded, clitics).map(|rest| Stem::new(rest, last)));
        let is_god = folded == GOD;
        let needle = match is_god {
            // لله lacks the alef.
            true => "لله".to_string(),
            // The shorter stem is in the longer.
            false => stems.last().map(Stem::common).unwrap_or_default(),
        };
        Self { stems, is_god, is_form: is_form_of_god(folded), needle }
    }

    pub(super) fn needle(&self) -> &str {
        &self.needle
    }

    pub(super) fn is(&self, token: &Token<'_>) -> bool {
        let word = without_stop(&token.spelled);
        if !word.contains(&self.needle) {
            return false;
        }
        match is_form_of_god(word) {
            true if !self.is_form => false,
            true if self.is_god => true,
            _ => self.stems.iter().any(|stem| stem.is_in(word, token)),
        }
    }
}

/// What an article is written to, where a word has one. A hamza on the alef makes it a letter of the word: ألبوم.
fn without_article<'w>(letters: &[char], folded: &'w str, clitics: Option<Clitics>) -> Option<&'w str> {
    let rest = folded.strip_prefix(ARTICLE)?;
    let is_bare = letters.first().is_some_and(|&letter| is_bare_alef(letter));
    let is_told =
        clitics.is_some_and(|clitics| clitics.has_article && clitics.before == ARTICLE.chars().count());
    let may_be = is_told || rest.chars().count() >= LEAST;
    (is_bare && may_be && !WITHOUT_ARTICLE.contains(&folded)).then_some(rest)
}

/// Whether a word is the name of God, alone or behind particles.
fn is_form_of_god(word: &str) -> bool {
    let before = word.strip_suffix(GOD);
    let is_whole =
        before.is_some_and(|before| matches!(before, "" | "و" | "ف" | "ب" | "ك" | "ت" | "وب" | "فب" | "وت"));
    is_whole || matches!(word, "لله" | "ولله" | "فلله")
}

/// The letters of a word as they are written, without marks.
fn letters(written: &str) -> Vec<char> {
    let clings = |letter: char| is_arabic_mark(letter) || letter == TATWEEL || is_invisible(letter);
    Letters::new(written).map(|letter| letter.character).filter(|&letter| !clings(letter)).collect()
}

/// That of an article, in the Quran with a sign above.
fn is_bare_alef(letter: char) -> bool {
    matches!(letter, 'ا' | 'ٱ')
}

/// Whether a word is written with the sign of an indefinite accusative at its end: كتابًا, كتاباً.
fn has_tanwin(written: &str) -> bool {
    let mut last =
        Letters::new(written).map(|letter| letter.character).collect::<Vec<char>>().into_iter().rev();
    matches!((last.next(), last.next()), (Some('ا'), Some('\u{64b}')) | (Some('\u{64b}'), Some('ا')))
}

impl Stem {
    /// `last` is its last letter as it is written.
    fn new(folded: &str, last: Option<char>) -> Self {
        let but_last =
            || folded.chars().next_back().map_or("", |last| &folded[..folded.len() - last.len_utf8()]);
        let with = |letter: char| format!("{}{letter}", but_last());
        let letters = folded.chars().count();
        let whole = || vec![folded.to_string()];
        let (alone, joined) = match (folded.chars().next_back(), last) {
            (Some('ة'), _) => (vec![with('ة'), with('ه')], vec![with('ت')]),
            // It may be typed for ة, or be of the word: وجه.
            (Some('ه'), _) if letters >= LEAST => (vec![with('ه'), with('ة')], vec![with('ه'), with('ت')]),
            // على and عليه, مستشفى and مستشفاه.
            (_, Some('ى')) => (whole(), vec![folded.to_string(), with('ا')]),
            // مبدأ and مبدؤه.
            (_, Some('أ')) => (whole(), vec![folded.to_string(), with('ء')]),
            // كتبوا and كتبوه.
            _ if folded.ends_with("وا") && letters >= LEAST => (whole(), vec![but_last().to_string()]),
            _ => (whole(), whole()),
        };
        let has_alef = !folded.ends_with(['ا', 'ة']) && last != Some('ى') && letters > 1;
        let before_alef = has_alef.then(|| folded.to_string());
        Self { letters, first: folded.chars().next(), alone, joined, before_alef }
    }

    /// The letters that all of its forms begin with.
    fn common(&self) -> String {
        let mut forms = self.alone.iter().chain(&self.joined);
        let first = forms.next().cloned().unwrap_or_default();
        forms.fold(first, |common, form| {
            let both = common.chars().zip(form.chars()).take_while(|(ours, theirs)| ours == theirs);
            both.map(|(letter, _)| letter).collect()
        })
    }

    fn is_in(&self, word: &str, token: &Token<'_>) -> bool {
        let chains = BEFORE_NOUNS.iter().chain(&BEFORE_VERBS).copied();
        self.ends(word, token, Before { particles: 0, article: 0 })
            || chains.clone().any(|chain| self.is_behind(chain, word, token))
            || self.is_behind_two_lams(word, token)
    }

    fn is_behind(&self, chain: &str, word: &str, token: &Token<'_>) -> bool {
        let Some(rest) = word.strip_prefix(chain) else { return false };
        let article = match chain {
            _ if chain.ends_with(ARTICLE) => 2,
            _ if chain.ends_with(ARTICLE_AFTER_LAM) => 1,
            _ => 0,
        };
        let before = Before { particles: chain.chars().count() - article, article };
        // The future is of verbs in the imperfect.
        let is_verb = || matches!(self.first, Some('ا' | 'ن' | 'ت' | 'ي'));
        (!chain.ends_with(FUTURE) || is_verb())
            && self.may_follow(before, token)
            && self.ends(rest, token, before)
    }

    /// للغة is ل, ال and لغة.
    fn is_behind_two_lams(&self, word: &str, token: &Token<'_>) -> bool {
        if self.first != Some('ل') {
            return false;
        }
        let mut chains = BEFORE_NOUNS.iter().filter(|chain| chain.ends_with(ARTICLE_AFTER_LAM));
        chains.any(|chain| {
            let particles = &chain[..chain.len() - 'ل'.len_utf8()];
            let before = Before { particles: particles.chars().count(), article: 1 };
            let Some(rest) = word.strip_prefix(particles) else { return false };
            self.may_follow(before, token) && self.ends(rest, token, before)
        })
    }

    /// Whether what stands before this stem is what is written to it, and no letters of another word.
    fn may_follow(&self, before: Before, token: &Token<'_>) -> bool {
        let Before { particles, article } = before;
        if article == 2 && !letters(token.written).get(particles).is_some_and(|&letter| is_bare_alef(letter))
        {
            return false;
        }
        match token.clitics {
            Some(told) if particles + article <= told.before => true,
            _ if self.letters < LEAST => false,
            // The article is told by its letters.
            Some(told) => particles <= told.before || self.letters >= SURE,
            None => true,
        }
    }

    /// Whether the rest of a word is this stem, with no more behind it than is written to one.
    fn ends(&self, rest: &str, token: &Token<'_>, before: Before) -> bool {
        if self.alone.iter().any(|form| form == rest) {
            return true;
        }
        // What has the article has neither.
        before.article == 0
            && (self.joined.iter().any(|form| {
                rest.strip_prefix(form.as_str()).is_some_and(|pronoun| self.has_pronoun(pronoun, form, token))
            }) || self
                .before_alef
                .as_deref()
                .is_some_and(|form| rest.strip_prefix(form) == Some("ا") && self.is_accusative(token)))
    }

    /// Whether what stands behind a form is a pronoun.
    fn has_pronoun(&self, pronoun: &str, form: &str, token: &Token<'_>) -> bool {
        let letters = pronoun.chars().count();
        PRONOUNS.contains(&pronoun)
            && match token.clitics {
                Some(told) if letters <= told.after => true,
                _ if self.letters < LEAST => false,
                // One letter may be of an adjective, or of another word; but behind the ت of a ة.
                Some(_) => letters > 1 && self.letters >= SURE || self.is_feminine_before(form),
                None => true,
            }
    }

    fn is_feminine_before(&self, form: &str) -> bool {
        form.ends_with('ت') && self.alone.first().is_some_and(|alone| alone.ends_with('ة'))
    }

    /// Whether an alef behind this stem is the ending of an accusative. Most leave its sign out.
    fn is_accusative(&self, token: &Token<'_>) -> bool {
        has_tanwin(token.written) || self.letters >= LEAST && token.clitics.is_none_or(|told| told.after == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold::folded;
    use super::super::pattern::Spelling;
    use super::super::word::Word;
    use super::*;

    /// A word of a text, with the clitics that the tokenizer gives it behind a slash.
    #[track_caller]
    fn check(sought: &str, found: &[&str], others: &[&str]) {
        let word = Word::new(sought, Spelling::Folded, None);
        let is_in = |text: &str| {
            let (written, clitics) =
                text.split_once('/').map_or((text, None), |(word, told)| (word, Some(told)));
            let is_in = word.is(&Token::of_word(written, clitics));
            assert!(!is_in || folded(written).contains(word.needle()), "{} in {text}", word.needle());
            is_in
        };
        for text in found {
            assert!(is_in(text), "{sought} in {text}");
        }
        for text in others {
            assert!(!is_in(text), "{sought} in {text}");
        }
    }

    #[test]
    fn words_are_found_with_what_is_written_to_them() {
        check(
            "مدرسة",
            &["مدرسة", "المدرسة", "وبالمدرسة", "للمدرسة", "مدرسته", "مدرستهم", "مَدْرَسَــة", "مدرسه"],
            &["مدرس", "مدارس", "مدرسي"],
        );
        check("المدرسة", &["مدرسة", "مدرستنا", "والمدرسة"], &["درس"]);
        check("مدرس", &["المدرس", "مدرسي", "ومدرسهم"], &["مدرسة", "مدرسون", "المدرسي"]);
        check("لغة", &["اللغة", "للغة", "وللغة", "لغتنا"], &["غة", "لغز"]);
        check("أحمد", &["احمد", "وأحمد", "لأحمد"], &["حمد", "محمد"]);
        check("كتاب", &["كتابك", "فكتابنا"], &["كتب", "كتابة", "سكتاب"]);
        check("يكتب", &["سيكتب", "وسيكتبها"], &[]);
        check("وجه", &["وجهه", "ووجهها/و+_+ها"], &["وجوه"]);
        check("كتبوا", &["كتبوا", "كتبوه", "وكتبوها"], &["كتبا"]);
        check("على", &["علي", "على", "عليها"], &["عليا"]);
        check("د", &["د."], &["دم"]);
    }

    #[test]
    fn endings_of_an_accusative_are_no_letters_of_the_word() {
        check("كتاب", &["كتاباً", "كتابًا", "وكتابا", "كِتابًا"], &["كتابات"]);
        check("جزء", &["جزءاً", "جزءًا", "جزءا"], &["جزار"]);
        check("شيء", &["شيئا", "شيئًا"], &["شيعا"]);
        check("هن", &["هنًا"], &["هنا", "هنا/_"]);
        check("كتابه", &["كتابه"], &["كتابها/_+ها"]);
        check("مبدأ", &["مبدأً"], &[]);
    }

    #[test]
    fn a_hamza_sits_where_the_writer_puts_it() {
        check("مسؤول", &["مسئول", "المسؤول", "المسئول"], &["مسول"]);
        check("شئون", &["شؤون", "لشؤونهم"], &[]);
        check("سماء", &["سماؤه", "سمائه", "سماءه", "السماء"], &["سمات"]);
        check("أصدقاء", &["أصدقاؤه", "وأصدقائهم", "أصدقاءنا"], &["صديق"]);
        check("مستشفى", &["مستشفاه", "مستشفاها", "وبالمستشفى"], &["مستشفيات"]);
        check("مبدأ", &["مبدؤه", "مبدئهم", "مبدأها"], &[]);
    }

    #[test]
    fn an_article_begins_with_a_bare_alef() {
        check("ألعاب", &["ألعاب", "الألعاب", "ألعابا", "ألعابهم", "وألعاب"], &["عاب", "وعاب"]);
        check("ألبوم", &["ألبوم", "الألبوم"], &["بوم"]);
        check("ألمانيا", &["ألمانيا", "بألمانيا/ب+ال+_"], &["مانيا"]);
        check("بوم", &["البوم", "والبوم"], &["ألبوم", "بألبوم"]);
        check("العاب", &["ألعاب", "وألعاب"], &[]);
        check("الذي", &["الذي", "والذي"], &["ذي"]);
    }

    #[test]
    fn the_name_of_god_has_no_article() {
        check("الله", &["الله", "والله", "بالله", "لله", "ولله", "تالله"], &["له", "إله"]);
        check("له", &["له", "وله/و+_+ه"], &["والله/و+_", "بالله/ب+ال+_", "لله", "ولله"]);
        check("لله", &["لله", "ولله"], &["الله"]);
    }

    #[test]
    fn the_tokenizer_tells_letters_of_a_word_from_clitics() {
        check("ماء", &["وماء/و+_", "الماء/ال+_", "ماؤها/_+ها"], &["سماء/_", "أسماء/_", "سماء"]);
        check("ريم", &["وريم/و+_"], &["كريم/_"]);
        check("مصر", &["لمصر/ل+_", "مصرنا/_+نا"], &["مصري/_", "المصري/ال+_"]);
        check("يد", &["بيده/ب+_+ه", "اليد/ال+_", "يدها/_+ها"], &["اليد", "وليد/_", "بيد"]);
        check("دين", &["والدين/و+ال+_", "الدين/ال+_"], &["والدين/_"]);
        // What it does not see is found where there is no doubt.
        check("جيزة", &["الجيزة/_"], &[]);
        check("القاهرة", &["والقاهرة/و+_", "بالقاهرة/_"], &[]);
        check("حكومة", &["وبحكومتهم/_", "حكومتي/_"], &["حكومي/_"]);
    }
}
