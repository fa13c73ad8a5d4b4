//! Finds the culprit: which documents of a failed call are to blame, so that only they are lost.

use crate::batch::DocumentIndex;
use crate::plugin::Failure;
use crate::report::FaultKind;

/// What became of the documents of a batch.
#[derive(Debug)]
pub(crate) struct Isolated<T> {
    /// What calls gave, each with its documents, in the order of the documents.
    pub(crate) parts: Vec<(Vec<DocumentIndex>, T)>,
    /// The documents on which a call alone failed, with the reason.
    pub(crate) culprits: Vec<(DocumentIndex, Failure)>,
}

/// Calls `attempt` on each of `parts` and, where it fails, on ever smaller parts of it, until the culprits stand alone.
///
/// After a time-out single documents come next, since each further part might take the whole time again. After
/// anything else a part of n documents is cut into about √n of √n each: every attempt that fails costs an instance, and
/// of those there are fewer than if parts were halved. The last word on a document is that of an instance that saw no
/// document before it.
pub(crate) fn isolate<T>(
    parts: Vec<Vec<DocumentIndex>>,
    attempt: &mut impl FnMut(&[DocumentIndex]) -> Result<T, Failure>,
) -> Isolated<T> {
    let mut isolated = Isolated { parts: Vec::new(), culprits: Vec::new() };
    let mut open = parts;
    open.reverse();
    while let Some(part) = open.pop() {
        match attempt(&part) {
            Ok(result) => isolated.parts.push((part, result)),
            Err(failure) => match part.as_slice() {
                [] => {}
                [document] if failure.on_fresh_instance => isolated.culprits.push((*document, failure)),
                // The instance that failed is gone, so the next attempt is a fresh one's.
                [_] => open.push(part),
                _ => {
                    let size = match failure.kind {
                        FaultKind::Timeout => 1,
                        _ if part.len() <= FEW => 1,
                        _ => part.len().isqrt(),
                    };
                    open.extend(part.chunks(size).rev().map(<[_]>::to_vec));
                }
            },
        }
    }
    isolated
}

/// So many documents are as soon tried one by one.
const FEW: usize = 8;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{DocumentIndex, Failure, FaultKind, isolate};

    fn failure(kind: FaultKind, on_fresh_instance: bool) -> Failure {
        Failure { kind, message: String::new(), backtrace: Vec::new(), on_fresh_instance, by_machine: false }
    }

    proptest! {
        #[test]
        fn only_culprits_are_lost_and_order_stays(
            bad in proptest::collection::btree_set(0usize..40, 0..10),
            kind in prop_oneof![Just(FaultKind::Trap), Just(FaultKind::Timeout), Just(FaultKind::Output)],
        ) {
            let documents: Vec<DocumentIndex> = DocumentIndex::of_each(40).collect();
            let is_bad = |document: &DocumentIndex| bad.contains(&document.get());
            let mut fresh = true;
            let isolated = isolate(vec![documents.clone()], &mut |part: &[DocumentIndex]| {
                let was_fresh = std::mem::replace(&mut fresh, false);
                if part.iter().any(is_bad) {
                    fresh = true;
                    return Err(failure(kind, was_fresh));
                }
                Ok(part.to_vec())
            });
            let culprits: Vec<usize> = isolated.culprits.iter().map(|(document, _)| document.get()).collect();
            prop_assert_eq!(culprits, bad.iter().copied().collect::<Vec<_>>());
            let kept: Vec<DocumentIndex> = isolated.parts.iter().flat_map(|(part, _)| part.clone()).collect();
            prop_assert_eq!(kept, documents.into_iter().filter(|document| !is_bad(document)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_document_that_only_a_worn_instance_fails_on_is_kept() {
        let mut calls = 0;
        let isolated = isolate(vec![vec![DocumentIndex::new(7)]], &mut |_: &[DocumentIndex]| {
            calls += 1;
            if calls == 1 { Err(failure(FaultKind::Trap, false)) } else { Ok(()) }
        });
        assert!(isolated.culprits.is_empty());
        assert_eq!(isolated.parts.len(), 1);
    }

    #[test]
    fn after_a_time_out_each_document_stands_alone() {
        let mut sizes = Vec::new();
        isolate(vec![DocumentIndex::of_each(4).collect()], &mut |part: &[DocumentIndex]| {
            sizes.push(part.len());
            if part.contains(&DocumentIndex::new(2)) {
                Err(failure(FaultKind::Timeout, true))
            } else {
                Ok(())
            }
        });
        assert_eq!(sizes, [4, 1, 1, 1, 1]);
    }

    #[test]
    fn one_culprit_among_many_costs_few_instances() {
        let documents: Vec<DocumentIndex> = DocumentIndex::of_each(400).collect();
        let (mut calls, mut failures) = (0, 0);
        let mut fresh = true;
        isolate(vec![documents], &mut |part: &[DocumentIndex]| {
            calls += 1;
            let was_fresh = std::mem::replace(&mut fresh, false);
            if part.contains(&DocumentIndex::new(333)) {
                failures += 1;
                fresh = true;
                return Err(failure(FaultKind::Trap, was_fresh));
            }
            Ok(())
        });
        assert_eq!((calls, failures), (1 + 20 + 5 + 4 + 1, 5));
    }
}
