//! The tokens after which a sentence may end.

/// Indexes of tokens, ascending. Behind any other token no rule ends a sentence.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    indexes: Vec<usize>,
}

impl Candidates {
    /// Every token of so many.
    pub fn all(tokens: usize) -> Self {
        Candidates { indexes: (0..tokens).collect() }
    }

    /// Notes a token. It may be a few before those that were noted.
    #[inline]
    pub(crate) fn note(&mut self, index: usize) {
        match self.indexes.last() {
            Some(&last) if last == index => {}
            Some(&last) if last > index => self.insert(index),
            _ => self.indexes.push(index),
        }
    }

    fn insert(&mut self, index: usize) {
        let after = self.indexes.iter().rev().take_while(|&&noted| noted > index).count();
        let place = self.indexes.len() - after;
        if place == 0 || self.indexes[place - 1] != index {
            self.indexes.insert(place, index);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.indexes.clear();
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        self.indexes.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::Candidates;

    #[test]
    fn they_ascend_and_come_once() {
        let mut candidates = Candidates::default();
        for index in [3, 3, 1, 5, 4, 5, 1, 0] {
            candidates.note(index);
        }
        assert_eq!(candidates.iter().collect::<Vec<_>>(), [0, 1, 3, 4, 5]);
    }
}
