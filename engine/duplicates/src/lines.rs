//! Lines that stand in many texts of a source: a site's menu, its footer.

use std::collections::HashMap;

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use crate::words::each_word;

/// In so many documents of its source a line stands at least, to be taken for one of the site's own: 10.
pub const LEAST_DOCUMENTS: u32 = 10;

/// And in at least one of so many of them: 10.
pub const ONE_OF: u32 = 10;

/// A longer line is a paragraph, in bytes of its folded words.
const LONGEST: usize = 400;

/// The lines of one text: what is seen of it on whatever thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    source: u64,
    /// The hashes of the lines that may be a site's own, each once, in order.
    hashes: Vec<u64>,
}

impl Lines {
    /// The lines of a text of a source.
    ///
    /// Two lines are the same where their words are, spelled as in [`Sketch`](crate::Sketch), with any number for any other:
    /// `Page 3 of 9` stands in many pages.
    #[must_use]
    pub fn of(source: &str, text: &str) -> Self {
        let source = xxh3_64(source.as_bytes());
        let mut words = String::new();
        let mut hashes: Vec<u64> = text.lines().filter_map(|line| hash(source, line, &mut words)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        Self { source, hashes }
    }
}

/// The hash of a line; nothing where it has no words, or too many.
fn hash(source: u64, line: &str, words: &mut String) -> Option<u64> {
    words.clear();
    each_word(line, |word| {
        if !words.is_empty() {
            words.push(' ');
        }
        match word.bytes().all(|byte| byte.is_ascii_digit()) {
            true => words.push('0'),
            false => words.push_str(word),
        }
    });
    (1..=LONGEST).contains(&words.len()).then(|| xxh3_64_with_seed(words.as_bytes(), source))
}

/// In how many documents of its source each line stands.
///
/// The order of the documents makes no difference. It takes some 30 bytes for each different line.
#[derive(Clone, Debug, Default)]
pub struct LineCounts {
    /// By the hash of a line: its documents, and the number of its source.
    lines: HashMap<u64, (u32, u32)>,
    /// The number of each source.
    sources: HashMap<u64, u32>,
    /// By the number of a source.
    documents: Vec<u32>,
}

impl LineCounts {
    /// Of no document.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in a document.
    pub fn add(&mut self, document: &Lines) {
        // As many sources as lines fit into memory, which are fewer than 2³².
        let next = self.documents.len() as u32;
        let source = *self.sources.entry(document.source).or_insert(next);
        if source == next {
            self.documents.push(0);
        }
        let documents = &mut self.documents[source as usize];
        *documents = documents.saturating_add(1);
        for &line in &document.hashes {
            let (documents, _) = self.lines.entry(line).or_insert((0, source));
            *documents = documents.saturating_add(1);
        }
    }

    /// The lines that stand in at least [`LEAST_DOCUMENTS`] documents of their source, and in one of [`ONE_OF`] of these.
    #[must_use]
    pub fn repeated(self) -> RepeatedLines {
        let is_repeated = |&(documents, source): &(u32, u32)| {
            let all = self.documents[source as usize];
            documents >= LEAST_DOCUMENTS && u64::from(documents) * u64::from(ONE_OF) >= u64::from(all)
        };
        let mut lines = self.lines;
        lines.retain(|_, counted| is_repeated(counted));
        let mut hashes: Vec<u64> = lines.into_keys().collect();
        hashes.sort_unstable();
        RepeatedLines { hashes }
    }
}

/// Lines that belong to a source, and not to its texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RepeatedLines {
    hashes: Vec<u64>,
}

impl RepeatedLines {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// A text without the lines of its source, and these; nothing where it has none of them, or no others: a text that is
    /// nothing else is a text.
    #[must_use]
    pub fn taken_out<'t>(&self, source: &str, text: &'t str) -> Option<(String, Vec<&'t str>)> {
        if self.is_empty() {
            return None;
        }
        let source = xxh3_64(source.as_bytes());
        let (mut kept, mut taken) = (String::with_capacity(text.len()), Vec::new());
        let mut has_others = false;
        let mut words = String::new();
        for line in text.split_inclusive('\n') {
            match hash(source, line, &mut words) {
                Some(hash) if self.hashes.binary_search(&hash).is_ok() => taken.push(line.trim_end()),
                _ => {
                    has_others |= !words.is_empty();
                    kept.push_str(line);
                }
            }
        }
        (has_others && !taken.is_empty()).then_some((kept, taken))
    }
}

#[cfg(test)]
mod tests {
    use super::{LineCounts, Lines, RepeatedLines};

    /// The lines of twenty pages of a site and of ten of another.
    fn repeated() -> RepeatedLines {
        let mut counts = LineCounts::new();
        for page in 0..20 {
            let rare = if page < 9 { "Nine of them say this." } else { "" };
            let text = format!(
                "HOME | About\nText of page {}\n{rare}\nA text.\n© {page} The Site\n",
                "x".repeat(page)
            );
            counts.add(&Lines::of("one.example", &text));
        }
        for page in 0..10 {
            counts.add(&Lines::of(
                "other.example",
                &format!("Home\nA text of its own: {}\n", "y".repeat(page)),
            ));
        }
        counts.repeated()
    }

    #[track_caller]
    fn check(source: &str, text: &str, expected: Option<(&str, &[&str])>) {
        let repeated = repeated();
        let found = repeated.taken_out(source, text);
        let found = found.as_ref().map(|(kept, taken)| (kept.as_str(), taken.as_slice()));
        assert_eq!(found, expected, "{text:?} of {source}");
    }

    #[test]
    fn lines_of_many_documents_are_taken_out_in_their_source() {
        check(
            "one.example",
            "home — about\nNews of today.\n\n© 2024 the site",
            Some(("News of today.\n\n", &["home — about", "© 2024 the site"])),
        );
        check("other.example", "home — about\nNews of today.", None);
        check("other.example", "Home\r\nNews of today.", Some(("News of today.", &["Home"])));
        check("third.example", "Home\nNews of today.", None);
    }

    #[test]
    fn what_few_documents_have_stays() {
        check("one.example", "Nine of them say this.\nText.", None);
    }

    #[test]
    fn a_text_that_is_nothing_else_is_a_text() {
        check("one.example", "Home | About\n© 1 The Site\n\n", None);
    }

    #[test]
    fn what_has_no_words_is_no_line() {
        assert!(Lines::of("a", "---\n\n***\n").hashes.is_empty());
        assert_eq!(Lines::of("a", "b\nb\nB!").hashes.len(), 1);
        assert_ne!(Lines::of("a", "b"), Lines::of("c", "b"));
    }
}
