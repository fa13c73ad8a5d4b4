//! What was read, counted.

use std::fmt;

use sha2::{Digest, Sha256};
use textmill_corpus::Document;

use crate::batch::DocumentHead;
use crate::report::{CorpusTotals, DocumentName, UndatedDocument};

/// Counts of documents, in any order and from any number of workers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Totals {
    /// All but the fingerprint.
    counts: CorpusTotals,
    fingerprint: Fingerprint,
}

impl Totals {
    /// How many documents are named for each reason to name some.
    const NAMED: usize = 100;

    pub(crate) fn add_document(&mut self, head: &DocumentHead, text: &str) {
        let counts = &mut self.counts;
        counts.documents += 1;
        counts.bytes += text.len() as u64;
        if let Some(encoding) = head.encoding {
            match counts.encodings.get_mut(encoding) {
                Some(documents) => *documents += 1,
                None => drop(counts.encodings.insert(encoding.to_string(), 1)),
            }
            if let Some(evidence) = head.evidence {
                let documents = match counts.encoding_evidence.get_mut(encoding) {
                    Some(by_evidence) => by_evidence,
                    None => counts.encoding_evidence.entry(encoding.to_string()).or_default(),
                };
                *documents.of(evidence) += 1;
            }
        }
        for removed in &head.removed {
            let totals = counts.removed.entry(removed.kind.to_string()).or_default();
            totals.passages += 1;
            totals.bytes += removed.text.len() as u64;
        }
        if head.replaced {
            counts.replaced += 1;
            let name = DocumentName { document: head.id.clone(), source: head.position.clone() };
            counts.replaced_in.insert(name);
        }
        if let Some(value) = &head.undated {
            counts.undated_in.insert(UndatedDocument {
                document: head.id.clone(),
                source: head.position.clone(),
                value: value.clone(),
            });
        }
        self.keep_named();
        self.fingerprint.add(&Fingerprint::of(&head.id, text));
    }

    pub(crate) fn add_unread(&mut self) {
        self.counts.unread += 1;
    }

    pub(crate) fn add_filtered(&mut self, documents: usize) {
        self.counts.filtered += documents as u64;
    }

    pub(crate) fn add_duplicate(&mut self, document: &Document) {
        let counts = &mut self.counts;
        counts.duplicates += 1;
        let (document, source) = (document.id.clone(), document.position.clone());
        counts.duplicates_in.insert(DocumentName { document, source });
        self.keep_named();
    }

    /// Takes in what was counted elsewhere: in another worker, or in a file that may say anything.
    pub(crate) fn merge(&mut self, other: Self) {
        let (ours, theirs) = (&mut self.counts, other.counts);
        add(&mut ours.documents, theirs.documents);
        add(&mut ours.bytes, theirs.bytes);
        add(&mut ours.unread, theirs.unread);
        add(&mut ours.filtered, theirs.filtered);
        add(&mut ours.duplicates, theirs.duplicates);
        add(&mut ours.replaced, theirs.replaced);
        ours.duplicates_in.extend(theirs.duplicates_in);
        ours.replaced_in.extend(theirs.replaced_in);
        ours.undated_in.extend(theirs.undated_in);
        for (encoding, documents) in theirs.encodings {
            add(ours.encodings.entry(encoding).or_default(), documents);
        }
        for (encoding, documents) in theirs.encoding_evidence {
            ours.encoding_evidence.entry(encoding).or_default().merge(&documents);
        }
        for (kind, removed) in theirs.removed {
            let totals = ours.removed.entry(kind).or_default();
            add(&mut totals.passages, removed.passages);
            add(&mut totals.bytes, removed.bytes);
        }
        self.keep_named();
        self.fingerprint.add(&other.fingerprint);
    }

    /// Takes up what another run has counted; nothing where its fingerprint is none.
    pub(crate) fn read(counts: CorpusTotals) -> Option<Self> {
        let fingerprint = Fingerprint::read(&counts.fingerprint)?;
        Some(Self { counts, fingerprint })
    }

    pub(crate) fn report(&self) -> CorpusTotals {
        CorpusTotals {
            offsets: CorpusTotals::OFFSETS.to_string(),
            fingerprint: self.fingerprint.to_string(),
            ..self.counts.clone()
        }
    }

    fn keep_named(&mut self) {
        for named in [&mut self.counts.duplicates_in, &mut self.counts.replaced_in] {
            while named.len() > Self::NAMED {
                named.pop_last();
            }
        }
        while self.counts.undated_in.len() > Self::NAMED {
            self.counts.undated_in.pop_last();
        }
    }
}

fn add(count: &mut u64, more: u64) {
    *count = count.saturating_add(more);
}

/// What tells one corpus from another, whatever the order of its documents and its cut into files: the sum, modulo
/// 2^256, of the SHA-256 of each document's id and text. It guards against mistakes, not against forgery.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Fingerprint([u64; 4]);

impl Fingerprint {
    fn of(id: &str, text: &str) -> Self {
        let mut hasher = Sha256::new();
        hasher.update((id.len() as u64).to_le_bytes());
        hasher.update(id);
        hasher.update(text);
        let mut limbs = [0; 4];
        for (limb, bytes) in limbs.iter_mut().zip(hasher.finalize().as_chunks().0) {
            *limb = u64::from_le_bytes(*bytes);
        }
        Self(limbs)
    }

    fn add(&mut self, other: &Self) {
        let mut carry = false;
        for (limb, more) in self.0.iter_mut().zip(other.0) {
            let (sum, over) = limb.overflowing_add(more);
            let (sum, over_again) = sum.overflowing_add(u64::from(carry));
            *limb = sum;
            carry = over || over_again;
        }
    }

    fn read(digits: &str) -> Option<Self> {
        let is_hexadecimal = digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let limb = |index: usize| u64::from_str_radix(digits.get(16 * index..16 * (index + 1))?, 16).ok();
        is_hexadecimal.then_some(())?;
        Some(Self([limb(3)?, limb(2)?, limb(1)?, limb(0)?]))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().rev().try_for_each(|limb| write!(formatter, "{limb:016x}"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;

    fn head(id: &str, replaced: bool) -> DocumentHead {
        let (id, position) = (id.to_string(), id.to_string());
        DocumentHead {
            id,
            position,
            metadata: Map::new(),
            encoding: None,
            evidence: None,
            replaced,
            removed: Vec::new(),
            undated: None,
        }
    }

    fn totals(documents: &[(&str, &str)]) -> Totals {
        let mut totals = Totals::default();
        documents.iter().for_each(|(id, text)| totals.add_document(&head(id, false), text));
        totals
    }

    #[test]
    fn the_fingerprint_depends_on_the_documents_and_not_on_their_order() {
        let fingerprint = |documents: &[(&str, &str)]| totals(documents).report().fingerprint;
        let ab = fingerprint(&[("a", "x"), ("b", "y")]);
        assert_eq!(ab, fingerprint(&[("b", "y"), ("a", "x")]));
        assert_ne!(ab, fingerprint(&[("a", "y"), ("b", "x")]));
        assert_ne!(ab, fingerprint(&[("a", "x"), ("b", "y"), ("b", "y")]));
        assert_eq!(ab.len(), 64);
    }

    #[test]
    fn totals_merge_as_if_all_were_counted_at_once() {
        let mut merged = totals(&[("a", "x")]);
        merged.merge(totals(&[("b", "yy"), ("c", "")]));
        assert_eq!(merged.report(), totals(&[("c", ""), ("a", "x"), ("b", "yy")]).report());
        let read = Totals::read(merged.report()).expect("what was written is read");
        assert_eq!(read.report(), merged.report());
    }

    #[test]
    fn what_is_no_fingerprint_is_refused() {
        for digits in ["", "12", &"g".repeat(64), &"س".repeat(32), &"0".repeat(65)] {
            assert_eq!(Fingerprint::read(digits), None, "{digits}");
        }
        assert_eq!(Fingerprint::read(&"f".repeat(64)), Some(Fingerprint([u64::MAX; 4])));
    }

    #[test]
    fn documents_with_replaced_bytes_are_named_up_to_a_hundred() {
        let mut totals = Totals::default();
        for index in 0..150 {
            totals.add_document(&head(&format!("{index:03}"), true), "");
        }
        let report = totals.report();
        assert_eq!((report.replaced, report.replaced_in.len()), (150, 100));
        assert_eq!(report.replaced_in.last().unwrap().document, "099");
    }
}
