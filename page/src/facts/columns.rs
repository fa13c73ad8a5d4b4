//! Columns behind each other.

use std::collections::HashMap;

use serde_json::{Value, json};

/// Columns of some documents.
#[derive(Debug)]
pub(crate) struct Columns {
    documents: usize,
    bytes: Vec<u8>,
    /// Where each column of numbers begins: several fields of an analyzer often are of the same numbers.
    floats: HashMap<Vec<u32>, usize>,
}

impl Columns {
    pub(crate) fn new(documents: usize) -> Self {
        Self { documents, bytes: Vec::new(), floats: HashMap::new() }
    }

    pub(crate) fn documents(&self) -> usize {
        self.documents
    }

    /// Adds whole numbers in as few bytes as the greatest takes, and gives where they begin and how wide they are.
    pub(crate) fn integers(&mut self, numbers: &[u32]) -> Value {
        let width = match numbers.iter().max() {
            Some(0x1_0000..) => 4,
            Some(0x100..) => 2,
            _ => 1,
        };
        let at = self.begin();
        numbers.iter().for_each(|number| self.bytes.extend_from_slice(&number.to_le_bytes()[..width]));
        json!({"at": at, "width": width})
    }

    /// Adds numbers, and gives where they begin.
    pub(crate) fn floats(&mut self, numbers: &[f32]) -> usize {
        let bits: Vec<u32> = numbers.iter().map(|number| number.to_bits()).collect();
        if let Some(&at) = self.floats.get(&bits) {
            return at;
        }
        let at = self.begin();
        bits.iter().for_each(|bits| self.bytes.extend_from_slice(&bits.to_le_bytes()));
        self.floats.insert(bits, at);
        at
    }

    /// Adds whole numbers of any size, seven bits to a byte, the least first, and gives where they begin.
    pub(crate) fn variable(&mut self, numbers: impl IntoIterator<Item = u32>) -> usize {
        let at = self.bytes.len();
        for mut number in numbers {
            while number >= 0x80 {
                self.bytes.push(number as u8 | 0x80);
                number >>= 7;
            }
            self.bytes.push(number as u8);
        }
        at
    }

    /// All of them behind a head.
    pub(crate) fn with_head(&self, head: &Value) -> Vec<u8> {
        let mut head = head.to_string().into_bytes();
        // Columns begin where their numbers may stand.
        head.resize(head.len().next_multiple_of(4), b' ');
        let length = u32::try_from(head.len()).unwrap_or(u32::MAX);
        [&length.to_le_bytes()[..], &head, &self.bytes].concat()
    }

    fn begin(&mut self) -> usize {
        self.bytes.resize(self.bytes.len().next_multiple_of(4), 0);
        self.bytes.len()
    }
}
