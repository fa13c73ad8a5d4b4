//! The files of `lexicon/`.

use crate::script::Script;

/// The lists of a language, as files.
pub(super) struct Language {
    pub(super) tag: &'static str,
    pub(super) script: Script,
    pub(super) stop_words: &'static str,
    pub(super) generic: &'static str,
}

macro_rules! language {
    ($tag:literal, $script:ident) => {
        Language {
            tag: $tag,
            script: Script::$script,
            stop_words: include_str!(concat!("../../lexicon/stopwords/", $tag, ".txt")),
            generic: "",
        }
    };
    ($tag:literal, $script:ident, generic) => {
        Language {
            generic: include_str!(concat!("../../lexicon/generic/", $tag, ".txt")),
            ..language!($tag, $script)
        }
    };
}

/// Every language with a list. The first of a script serves documents in other languages.
pub(super) const LANGUAGES: &[Language] = &[
    language!("en", Latin, generic),
    language!("ar", Arabic, generic),
    language!("ru", Cyrillic),
    language!("el", Greek),
    language!("he", Hebrew),
    language!("hi", Devanagari),
    language!("th", Thai),
    language!("ko", Hangul),
    language!("zh", Han),
    language!("ja", Kana),
    language!("de", Latin),
    language!("es", Latin),
    language!("fa", Arabic),
    language!("fr", Latin),
    language!("id", Latin),
    language!("it", Latin),
    language!("nl", Latin),
    language!("pl", Latin),
    language!("pt", Latin),
    language!("sv", Latin),
    language!("tr", Latin),
    language!("uk", Cyrillic),
    language!("ur", Arabic),
];

/// Words within names that end no phrase.
pub(super) const LINKS: &str = include_str!("../../lexicon/links.txt");
/// Arabic words that begin as a particle or the article does.
pub(super) const STEMS: &str = include_str!("../../lexicon/arabic/stems.txt");
/// Arabic names with the article that they keep.
pub(super) const ARTICLE: &str = include_str!("../../lexicon/arabic/article.txt");
/// Arabic words in standard spelling that are often written without hamza.
pub(super) const SPELLING: &str = include_str!("../../lexicon/arabic/spelling.txt");
/// Arabic nouns that look like a verb.
pub(super) const NOUNS: &str = include_str!("../../lexicon/arabic/nouns.txt");
