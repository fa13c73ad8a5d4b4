//! The forms of a layer in the making.

use hashbrown::HashTable;
use textmill_merge::Strings;
use textmill_wit::guest::textmill::analyzer::types as wit;
use xxhash_rust::xxh3::xxh3_64;

use crate::columns::into_wit;

/// The different texts of a layer's spans, each with its code, in the order of their first coming.
#[derive(Debug, Default)]
pub(crate) struct FormTable {
    forms: Strings,
    /// Of those that are in the index: the first ones, up to all.
    hashes: Vec<u64>,
    index: HashTable<u32>,
}

impl FormTable {
    /// The code of a text.
    pub(crate) fn code(&mut self, form: &str) -> u32 {
        if self.hashes.len() < self.forms.len() {
            self.index_rest();
        }
        let hash = xxh3_64(form.as_bytes());
        let is_it = |&code: &u32| self.hashes[code as usize] == hash && self.form(code) == form;
        if let Some(&code) = self.index.find(hash, is_it) {
            return code;
        }
        let code = self.push(form);
        self.insert(hash, code);
        code
    }

    /// Adds a text that is not there, and gives its code. It is looked up by nothing until somebody asks for a code.
    pub(crate) fn push(&mut self, form: &str) -> u32 {
        // The text of a call is indexed with 32 bits, so it has fewer different forms.
        let code = self.forms.len() as u32;
        self.forms.push(form);
        code
    }

    #[cold]
    fn index_rest(&mut self) {
        for code in self.hashes.len()..self.forms.len() {
            let hash = xxh3_64(self.form(code as u32).as_bytes());
            self.insert(hash, code as u32);
        }
    }

    /// Adds the next code to the index.
    fn insert(&mut self, hash: u64, code: u32) {
        self.hashes.push(hash);
        let hashes = &self.hashes;
        self.index.insert_unique(hash, code, |&code| hashes[code as usize]);
    }

    /// The number of forms.
    pub(crate) fn len(&self) -> usize {
        self.forms.len()
    }

    /// The text of a code.
    pub(crate) fn form(&self, code: u32) -> &str {
        self.forms.get(code as usize)
    }

    /// The table as the contract carries it.
    ///
    /// # Errors
    /// Where the texts are more than one call can carry.
    pub(crate) fn into_wit(self) -> Result<wit::Strings, String> {
        into_wit(self.forms)
    }
}

#[cfg(test)]
mod tests {
    use super::FormTable;

    #[test]
    fn forms_that_were_added_unseen_are_found_later() {
        let mut table = FormTable::default();
        assert_eq!((table.push("tea"), table.push("شاي")), (0, 1));
        assert_eq!((table.code("شاي"), table.code("coffee"), table.push("mint")), (1, 2, 3));
        assert_eq!((table.code("mint"), table.code("tea"), table.len()), (3, 0, 4));
    }
}
