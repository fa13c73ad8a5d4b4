//! What words refer to: strings, and what they are in phrases.

use crate::strings::Strings;
use crate::word::{Content, Marks, NO_STRING, Step, Word};

/// For so many more strings there is made room at once.
pub(crate) const ROOM: usize = 256;

/// No group.
const UNUSED: u32 = u32::MAX;
const AMBIGUOUS: u32 = u32::MAX - 1;

/// What words refer to.
#[derive(Debug)]
pub(crate) struct Glossary {
    /// Terms, forms and groups.
    pub(crate) strings: Strings,
    pub(crate) contents: Vec<Content>,
    /// The group of each form: [`UNUSED`], or [`AMBIGUOUS`] where it has several or a blank.
    groups: Vec<u32>,
    joint: String,
}

impl Glossary {
    pub(crate) fn new() -> Self {
        let mut strings = Strings::default();
        strings.add("");
        Self { strings, contents: Vec::new(), groups: Vec::new(), joint: String::new() }
    }

    /// Forgets all but what some words refer to, who are told the new numbers.
    pub(crate) fn forget_others_than(&mut self, words: &mut [Word]) {
        let mut is_kept = vec![false; self.strings.len()];
        is_kept[NO_STRING as usize] = true;
        for word in &*words {
            is_kept[word.term as usize] = true;
            if let Some(content) = word.step.as_content() {
                let Content { term, form, group, .. } = self.contents[content as usize];
                [term, form, group].into_iter().for_each(|string| is_kept[string as usize] = true);
            }
        }
        let numbers = self.strings.retain(&is_kept);
        let contents = std::mem::take(&mut self.contents);
        self.groups.clear();
        let number = |string: u32| numbers[string as usize];
        for word in words {
            *word = match word.step.as_content() {
                Some(content) => {
                    let content = contents[content as usize];
                    let Content { term, form, group, .. } = content;
                    let [term, form, group] = [term, form, group].map(number);
                    self.content(Content { term, form, group, ..content })
                }
                None => Word { term: number(word.term), ..*word },
            };
        }
    }

    /// The number of a string in parts.
    pub(crate) fn joined<const PARTS: usize>(&mut self, parts: [&str; PARTS]) -> u32 {
        self.joint.clear();
        self.joint.extend(parts);
        self.strings.add(&self.joint)
    }

    /// Adds marks to the content of a word, where it has one.
    pub(crate) fn mark(&mut self, word: Word, marks: Marks) {
        if let Some(content) = word.step.as_content() {
            let content = &mut self.contents[content as usize];
            content.marks = content.marks.and(marks);
        }
    }

    /// A word with a content.
    pub(crate) fn content(&mut self, content: Content) -> Word {
        let form = content.form as usize;
        if self.groups.len() <= form {
            self.groups.resize(self.strings.len() + ROOM, UNUSED);
        }
        self.groups[form] = match self.groups[form] {
            known if known == content.group => known,
            UNUSED if !has_blank(self.strings.get(content.form).as_bytes()) => content.group,
            _ => AMBIGUOUS,
        };
        self.contents.push(content);
        Word { term: content.term, step: Step::content(self.contents.len() - 1) }
    }

    /// Whether two phrases that are not equal may be written alike, since they have this form.
    pub(crate) fn is_ambiguous(&self, form: u32) -> bool {
        self.groups.get(form as usize) == Some(&AMBIGUOUS)
    }
}

/// Whether a form has a blank, by words: nearly none has.
fn has_blank(form: &[u8]) -> bool {
    const LOW: u64 = u64::from_le_bytes([1; 8]);
    const BLANKS: u64 = u64::from_le_bytes([b' '; 8]);
    let Some(&last) = form.last_chunk() else { return form.contains(&b' ') };
    // A byte that is 0 borrows from its highest bit (Mycroft's test).
    let has = |word: [u8; 8]| {
        let differ = u64::from_le_bytes(word) ^ BLANKS;
        differ.wrapping_sub(LOW) & !differ & (LOW << 7) != 0
    };
    has(last) || form.as_chunks().0.iter().any(|&word| has(word))
}

#[cfg(test)]
mod tests {
    use super::has_blank;

    #[test]
    fn a_blank_is_found_wherever_it_stands() {
        for length in 0..20 {
            let mut form = vec![b'!'; length];
            assert!(!has_blank(&form));
            for place in 0..length {
                form[place] = b' ';
                assert!(has_blank(&form));
                form[place] = 0xD8;
            }
        }
    }
}
