//! The languages that have lists. The build script reads this file too.

use textmill_text::Script;

/// A language with a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Language {
    /// The primary subtag of its BCP 47 tag.
    pub(crate) tag: &'static str,
    pub(crate) script: Script,
}

/// Every language with a list. The first of a script serves documents in other languages.
pub(crate) const LANGUAGES: [Language; 23] = [
    language("en", Script::Latin),
    language("ar", Script::Arabic),
    language("ru", Script::Cyrillic),
    language("el", Script::Greek),
    language("he", Script::Hebrew),
    language("hi", Script::Devanagari),
    language("th", Script::Thai),
    language("ko", Script::Hangul),
    language("zh", Script::Han),
    language("ja", Script::Kana),
    language("de", Script::Latin),
    language("es", Script::Latin),
    language("fa", Script::Arabic),
    language("fr", Script::Latin),
    language("id", Script::Latin),
    language("it", Script::Latin),
    language("nl", Script::Latin),
    language("pl", Script::Latin),
    language("pt", Script::Latin),
    language("sv", Script::Latin),
    language("tr", Script::Latin),
    language("uk", Script::Cyrillic),
    language("ur", Script::Arabic),
];

/// Which lists hold a key: a bit for each. That of the stop words of a language has the number of the language.
pub(crate) mod lists {
    /// Words that begin or end no key phrase, in English.
    pub(crate) const GENERIC_ENGLISH: u64 = 1 << 23;
    /// Words that begin or end no key phrase, in Arabic.
    pub(crate) const GENERIC_ARABIC: u64 = 1 << 24;
    /// Words that link the parts of a name.
    pub(crate) const LINK: u64 = 1 << 25;
    /// Arabic words that begin as an attached particle or the article does.
    pub(crate) const STEM: u64 = 1 << 26;
    /// Arabic nouns that look like a verb.
    pub(crate) const NOUN: u64 = 1 << 27;
    /// Arabic names that keep their article.
    pub(crate) const NAME: u64 = 1 << 28;
    /// Names of characters in markup and the like, which are words of no language.
    pub(crate) const MARKUP: u64 = 1 << 29;
    /// Generic English words with which some names begin.
    pub(crate) const OPENING: u64 = 1 << 30;
    /// English words that make a name with such a word before them.
    pub(crate) const FOLLOWING: u64 = 1 << 31;
    /// Arabic words that count as another, or as which others count.
    pub(crate) const GROUP: u64 = 1 << 32;
    /// Arabic words whose standard spelling is known.
    pub(crate) const SPELLING: u64 = 1 << 33;
    /// Arabic titles, after which a name stands without an article.
    pub(crate) const TITLE: u64 = 1 << 34;
    /// English adjectives that are no key term by themselves and end no phrase.
    pub(crate) const MODIFIER: u64 = 1 << 35;
    /// Arabic verbs that are no nouns.
    pub(crate) const VERB: u64 = 1 << 36;
    /// Arabic verbs in the past that are nouns too.
    pub(crate) const VERB_OR_NOUN: u64 = 1 << 37;
    /// Arabic nouns for who does something.
    pub(crate) const AGENT: u64 = 1 << 38;
}

const fn language(tag: &'static str, script: Script) -> Language {
    Language { tag, script }
}
