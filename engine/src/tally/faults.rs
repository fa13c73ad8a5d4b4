//! The faults of a run: all counted, the first hundred kept, or all of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::batch::{DocumentHead, DocumentIndex};
use crate::plugin::Failure;
use crate::report::{Fault, FaultKind, FaultSummary, bounded};

/// A document of a batch that an analyzer could not do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LostDocument {
    /// Its place in the batch.
    pub(crate) document: DocumentIndex,
    pub(crate) kind: FaultKind,
    /// What the analyzer counts it by; empty for nothing.
    pub(crate) code: String,
    pub(crate) message: String,
    /// The guest's functions that were at work, the innermost first.
    pub(crate) backtrace: Vec<String>,
}

impl LostDocument {
    pub(crate) fn new(document: DocumentIndex, kind: FaultKind, message: impl Into<String>) -> Self {
        let message = bounded(message.into());
        Self { document, kind, code: String::new(), message, backtrace: Vec::new() }
    }

    /// One that the analyzer itself says it cannot do.
    pub(crate) fn by_its_word(document: DocumentIndex, code: String, message: String) -> Self {
        Self { code, ..Self::new(document, FaultKind::Error, message) }
    }

    pub(crate) fn by(document: DocumentIndex, failure: Failure) -> Self {
        let Failure { kind, message, backtrace, .. } = failure;
        Self { backtrace, ..Self::new(document, kind, message) }
    }

    /// The fault as a report has it.
    pub(crate) fn fault(&self, analyzer: &str, head: &DocumentHead) -> Fault {
        Fault {
            document: head.id.clone(),
            source: head.position.clone(),
            analyzer: Some(analyzer.to_string()),
            kind: self.kind,
            code: self.code.clone(),
            message: self.message.clone(),
            backtrace: self.backtrace.clone(),
        }
    }
}

/// Faults counted by analyzer and kind, with the least hundred in the order of document, source, analyzer and kind:
/// which those are does not depend on the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct FaultLog {
    by: BTreeMap<(Option<String>, FaultKind), u64>,
    /// Those that have a code, by analyzer and code.
    codes: BTreeMap<(String, String), u64>,
    /// The first hundred, or all of them.
    kept: BTreeSet<Fault>,
    all: bool,
    /// Bytes of the messages and names that are kept.
    bytes: usize,
}

impl FaultLog {
    /// How many faults a report lists.
    const LISTED: usize = 100;

    /// A log that keeps all faults, or those alone that a report lists.
    pub(crate) fn new(all: bool) -> Self {
        Self { all, ..Self::default() }
    }

    pub(crate) fn add(&mut self, fault: Fault) {
        *self.by.entry((fault.analyzer.clone(), fault.kind)).or_default() += 1;
        if let Some(analyzer) = fault.analyzer.as_ref().filter(|_| !fault.code.is_empty()) {
            *self.codes.entry((analyzer.clone(), fault.code.clone())).or_default() += 1;
        }
        self.keep(fault);
    }

    pub(crate) fn merge(&mut self, other: Self) {
        for (key, count) in other.by {
            *self.by.entry(key).or_default() += count;
        }
        for (key, count) in other.codes {
            *self.codes.entry(key).or_default() += count;
        }
        other.kept.into_iter().for_each(|fault| self.keep(fault));
    }

    /// The faults of an analyzer.
    pub(crate) fn count_of(&self, analyzer: &str) -> u64 {
        let of_analyzer = self.by.iter().filter(|((name, _), _)| name.as_deref() == Some(analyzer));
        of_analyzer.map(|(_, count)| count).sum()
    }

    /// The faults that are kept, in order.
    pub(crate) fn kept(&self) -> impl Iterator<Item = &Fault> {
        self.kept.iter()
    }

    /// About how many bytes of memory it takes.
    pub(crate) fn memory(&self) -> usize {
        self.bytes + self.kept.len() * size_of::<Fault>()
    }

    pub(crate) fn into_summary(self) -> FaultSummary {
        let mut by: BTreeMap<String, BTreeMap<FaultKind, u64>> = BTreeMap::new();
        let mut total = 0;
        for ((analyzer, kind), count) in self.by {
            let analyzer = analyzer.unwrap_or_else(|| FaultSummary::READER.to_string());
            *by.entry(analyzer).or_default().entry(kind).or_default() += count;
            total += count;
        }
        let mut codes: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        for ((analyzer, code), count) in self.codes {
            codes.entry(analyzer).or_default().insert(code, count);
        }
        FaultSummary { total, by, codes, first: self.kept.into_iter().take(Self::LISTED).collect() }
    }

    fn keep(&mut self, fault: Fault) {
        self.bytes += weight(&fault);
        self.kept.insert(fault);
        if !self.all && self.kept.len() > Self::LISTED {
            self.bytes -= self.kept.pop_last().as_ref().map_or(0, weight);
        }
    }
}

fn weight(fault: &Fault) -> usize {
    let backtrace = fault.backtrace.iter().map(|frame| frame.len() + size_of::<String>()).sum::<usize>();
    fault.document.len() + fault.source.len() + fault.code.len() + fault.message.len() + backtrace
}
