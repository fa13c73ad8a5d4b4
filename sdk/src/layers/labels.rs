//! The names of a layer's labels.

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

/// The labels of a layer, each with its index. Found by hash, since a layer may have a label per lemma.
#[derive(Debug)]
pub(super) struct LabelTable {
    names: Vec<String>,
    /// Indexes into `names`.
    index: HashTable<u32>,
    /// Whether the manifest lists the labels, so that no other may occur.
    closed: bool,
    /// How many names came before the document in hand.
    settled: usize,
}

impl LabelTable {
    /// The labels that a manifest lists; where it lists none, any may occur.
    pub(super) fn new(declared: &[String]) -> Self {
        let mut table =
            Self { names: Vec::new(), index: HashTable::new(), closed: !declared.is_empty(), settled: 0 };
        for name in declared {
            if table.find(name).is_none() {
                table.insert(name);
            }
        }
        table.settle();
        table
    }

    /// The index of a label, which is added where any may occur.
    pub(super) fn intern(&mut self, name: &str) -> Option<u32> {
        match self.find(name) {
            None if !self.closed => self.insert(name),
            found => found,
        }
    }

    /// The index of the label of what has none.
    pub(super) fn unlabelled(&mut self) -> u32 {
        self.find("").or_else(|| self.insert("")).unwrap_or_default()
    }

    /// The number of labels.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// Keeps what was added.
    pub(super) fn settle(&mut self) {
        self.settled = self.names.len();
    }

    /// Forgets what was added since [`LabelTable::settle`].
    pub(super) fn discard(&mut self) {
        while self.names.len() > self.settled {
            let last = self.names.len() - 1;
            let hash = hash(&self.names[last]);
            if let Ok(entry) = self.index.find_entry(hash, |&label| label as usize == last) {
                entry.remove();
            }
            self.names.pop();
        }
    }

    /// The labels in the order of their indexes.
    pub(super) fn into_names(self) -> Vec<String> {
        self.names
    }

    fn find(&self, name: &str) -> Option<u32> {
        self.index.find(hash(name), |&label| self.names[label as usize] == name).copied()
    }

    fn insert(&mut self, name: &str) -> Option<u32> {
        let label = u32::try_from(self.names.len()).ok()?;
        self.names.push(name.to_string());
        let names = &self.names;
        self.index.insert_unique(hash(name), label, |&label| hash(&names[label as usize]));
        Some(label)
    }
}

fn hash(name: &str) -> u64 {
    xxh3_64(name.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::LabelTable;

    #[test]
    fn declared_labels_are_all_there_are() {
        let mut table = LabelTable::new(&["word".into(), "number".into(), "word".into()]);
        assert_eq!(table.intern("number"), Some(1));
        assert_eq!(table.intern("letter"), None);
        assert_eq!(table.into_names(), ["word", "number"]);
    }

    #[test]
    fn labels_of_a_discarded_document_are_forgotten() {
        let mut table = LabelTable::new(&[]);
        assert_eq!((table.intern("ar"), table.intern("en")), (Some(0), Some(1)));
        table.settle();
        assert_eq!((table.intern("fr"), table.intern("en")), (Some(2), Some(1)));
        table.discard();
        assert_eq!(table.len(), 2);
        assert_eq!((table.intern("de"), table.intern("fr")), (Some(2), Some(3)));
        assert_eq!(table.into_names(), ["ar", "en", "de", "fr"]);
    }

    #[test]
    fn many_labels_are_all_found_again() {
        let mut table = LabelTable::new(&[]);
        for round in 0..2 {
            for label in 0..1000 {
                assert_eq!(table.intern(&format!("lemma {label}")), Some(label), "in round {round}");
            }
        }
    }
}
