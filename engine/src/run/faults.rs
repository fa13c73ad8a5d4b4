//! The faults of a run: all counted, the first hundred kept.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::{Fault, FaultKind, FaultSummary};

/// Faults counted by analyzer and kind, with the least hundred in the order of document, source, analyzer and kind:
/// which those are does not depend on the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct FaultLog {
    by: BTreeMap<(Option<String>, FaultKind), u64>,
    first: BTreeSet<Fault>,
}

impl FaultLog {
    /// How many faults a report lists.
    const LISTED: usize = 100;

    pub(crate) fn add(&mut self, fault: Fault) {
        *self.by.entry((fault.analyzer.clone(), fault.kind)).or_default() += 1;
        self.list(fault);
    }

    pub(crate) fn merge(&mut self, other: Self) {
        for (key, count) in other.by {
            *self.by.entry(key).or_default() += count;
        }
        for fault in other.first {
            self.list(fault);
        }
    }

    /// The faults of one analyzer.
    pub(crate) fn of(&self, analyzer: &str) -> u64 {
        self.by.iter().filter(|((of, _), _)| of.as_deref() == Some(analyzer)).map(|(_, count)| count).sum()
    }

    pub(crate) fn into_summary(self) -> FaultSummary {
        let mut by: BTreeMap<String, BTreeMap<FaultKind, u64>> = BTreeMap::new();
        let mut total = 0;
        for ((analyzer, kind), count) in self.by {
            let analyzer = analyzer.unwrap_or_else(|| FaultSummary::READER.to_string());
            *by.entry(analyzer).or_default().entry(kind).or_default() += count;
            total += count;
        }
        FaultSummary { total, by, first: self.first.into_iter().collect() }
    }

    fn list(&mut self, fault: Fault) {
        self.first.insert(fault);
        if self.first.len() > Self::LISTED {
            self.first.pop_last();
        }
    }
}
