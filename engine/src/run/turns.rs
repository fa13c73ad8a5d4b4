//! Which analyzers run on which documents, where an earlier run has done the others.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::atomic::{AtomicBool, Ordering};

use textmill_corpus::Item;

use super::Batch;
use crate::plugin::Pipeline;

/// What an analyzer does with a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// It analyzes the document, and what it says counts.
    Analyze,
    /// It makes layers for those that analyze the document; what it says of it is known.
    Provide,
    /// It has nothing to do.
    Pass,
}

/// The analyzers that run again, and on which documents.
#[derive(Debug)]
pub(crate) struct Turns {
    /// For each stage whether it analyzes all documents.
    everywhere: Vec<bool>,
    /// By position the documents that some stages analyze.
    cells: BTreeMap<String, Cell>,
    /// For each stage those that make layers for it.
    providers: Vec<Vec<usize>>,
    tells_unread: bool,
}

/// What there is to do on one document.
#[derive(Debug, Default)]
struct Cell {
    stages: BTreeSet<usize>,
    found: AtomicBool,
}

impl Turns {
    /// Has the stages that `everywhere` marks analyze all documents, and others those of `cells`: by position the stages
    /// that analyze it. What could not be read is told again where `tells_unread` says so.
    pub(crate) fn new(
        pipeline: &Pipeline,
        everywhere: Vec<bool>,
        cells: BTreeMap<String, BTreeSet<usize>>,
        tells_unread: bool,
    ) -> Self {
        let providers = pipeline.stages().iter();
        let providers = providers.map(|stage| stage.inputs.iter().filter_map(|input| input.provider));
        let cell = |(position, stages)| (position, Cell { stages, found: AtomicBool::new(false) });
        Self {
            everywhere,
            cells: cells.into_iter().map(cell).collect(),
            providers: providers.map(Iterator::collect).collect(),
            tells_unread,
        }
    }

    /// Whether a stage analyzes the document at a position.
    pub(crate) fn analyzes(&self, stage: usize, position: &str) -> bool {
        self.everywhere[stage] || self.cells.get(position).is_some_and(|cell| cell.stages.contains(&stage))
    }

    /// Whether any stage analyzes all documents.
    pub(crate) fn is_everywhere(&self) -> bool {
        self.everywhere.contains(&true)
    }

    /// The documents that should have been there and were not, by their positions.
    pub(crate) fn missing(&self) -> impl Iterator<Item = &str> {
        let missing = self.cells.iter().filter(|(_, cell)| !cell.found.load(Ordering::Relaxed));
        missing.map(|(position, _)| position.as_str())
    }

    /// Whether anything is to be done on what an item holds; where it is not made yet, whether that may be.
    pub(super) fn may_concern(&self, item: &Item) -> bool {
        self.is_everywhere()
            || match item {
                Item::Document(document) => self.cells.contains_key(&document.position),
                // What is made of it stands at its position or below.
                Item::Deferred(deferred) => {
                    let position = deferred.position();
                    let from = (Bound::Included(position), Bound::Unbounded);
                    self.cells
                        .range::<str, _>(from)
                        .next()
                        .is_some_and(|(cell, _)| cell.starts_with(position))
                }
                Item::Unread(_) => false,
            }
    }

    /// Leaves out of a batch what an earlier run has told: documents on which nothing is to be done, and what could not be
    /// read.
    pub(super) fn retain(&self, batch: &mut Batch) {
        if !self.tells_unread {
            batch.unread.clear();
        }
        if self.is_everywhere() {
            return;
        }
        let positions = batch.heads.iter().map(|head| self.cells.contains_key(&head.position));
        let kept: Vec<usize> =
            positions.enumerate().filter(|(_, is_concerned)| *is_concerned).map(|(index, _)| index).collect();
        if kept.len() < batch.len() {
            batch.retain(&kept);
        }
    }

    /// Cuts a batch into parts, in order, each of documents with which all stages do the same.
    pub(super) fn cut(&self, mut batch: Batch) -> Vec<(Batch, Vec<Turn>)> {
        let turns: Vec<Vec<Turn>> = batch.heads.iter().map(|head| self.of(&head.position)).collect();
        let mut lengths = turns.chunk_by(PartialEq::eq).map(<[_]>::len).peekable();
        let mut unread = std::mem::take(&mut batch.unread).into_iter().peekable();
        let mut parts = Vec::new();
        let mut start = 0;
        while let Some(length) = lengths.next() {
            let (end, is_last) = (start + length, lengths.peek().is_none());
            let kept: Vec<usize> = (start..end).collect();
            let mut part = batch.select(&kept);
            while let Some((before, unread)) = unread.next_if(|(before, _)| *before < end || is_last) {
                part.unread.push((before - start, unread));
            }
            parts.push((part, turns[start].clone()));
            start = end;
        }
        if parts.is_empty() {
            parts
                .push((Batch { unread: unread.collect(), ..batch }, vec![Turn::Pass; self.everywhere.len()]));
        }
        parts
    }

    /// What each stage does with the document at a position, which is there.
    fn of(&self, position: &str) -> Vec<Turn> {
        if let Some(cell) = self.cells.get(position) {
            cell.found.store(true, Ordering::Relaxed);
        }
        let turn = |stage| if self.analyzes(stage, position) { Turn::Analyze } else { Turn::Pass };
        let mut turns: Vec<Turn> = (0..self.everywhere.len()).map(turn).collect();
        // Providers stand before those that read them, so one way back finds all.
        for stage in (0..turns.len()).rev() {
            if turns[stage] == Turn::Pass {
                continue;
            }
            for &provider in &self.providers[stage] {
                if turns[provider] == Turn::Pass {
                    turns[provider] = Turn::Provide;
                }
            }
        }
        turns
    }
}

#[cfg(test)]
mod tests {
    use textmill_corpus::{Deferred, Document, Unread};

    use super::Turn::{Analyze, Pass, Provide};
    use super::*;

    /// `b` reads `a`, `d` reads `b` and `c`.
    fn turns(everywhere: [bool; 4], cells: &[(&str, usize)]) -> Turns {
        let providers = vec![vec![], vec![0], vec![], vec![1, 2]];
        let mut by_position: BTreeMap<String, Cell> = BTreeMap::new();
        for (position, stage) in cells {
            by_position.entry((*position).to_string()).or_default().stages.insert(*stage);
        }
        Turns { everywhere: everywhere.to_vec(), cells: by_position, providers, tells_unread: false }
    }

    #[test]
    fn providers_make_layers_for_what_runs_again() {
        let some = turns([false; 4], &[("x", 1), ("y", 3), ("y", 1), ("z", 0)]);
        assert_eq!(some.of("x"), [Provide, Analyze, Pass, Pass]);
        assert_eq!(some.of("y"), [Provide, Analyze, Provide, Analyze]);
        assert_eq!(some.of("z"), [Analyze, Pass, Pass, Pass]);
        assert_eq!(some.of("elsewhere"), [Pass; 4]);
        let all = turns([false, false, true, false], &[("y", 3)]);
        assert_eq!(all.of("x"), [Pass, Pass, Analyze, Pass]);
        assert_eq!(all.of("y"), [Provide, Provide, Analyze, Analyze]);
    }

    #[test]
    fn what_was_not_seen_is_missing() {
        let turns = turns([false; 4], &[("x", 1), ("y", 3)]);
        turns.of("y");
        assert_eq!(turns.missing().collect::<Vec<_>>(), ["x"]);
    }

    #[test]
    fn items_that_concern_nobody_are_told_before_they_are_made() {
        let deferred = |position: &str| {
            Item::Deferred(Deferred::new("id", position, 1, || unreachable!("nobody asks for it")))
        };
        let some = turns([false; 4], &[("a.txt", 1), ("b.zip!c#2", 1)]);
        let concerned = |item: Item| some.may_concern(&item);
        assert!(concerned(Document::new("a.txt", "").into()));
        assert!(!concerned(Document::new("a.tx", "").into()));
        assert!(concerned(deferred("b.zip!c")));
        assert!(!concerned(deferred("b.zip!d")));
        assert!(turns([true, false, false, false], &[]).may_concern(&deferred("any")));
    }

    #[test]
    fn a_batch_is_cut_where_the_turns_change() {
        let some = turns([false; 4], &[("1", 1), ("2", 1), ("4", 3), ("5", 1)]);
        let mut batch = Batch::default();
        for position in 0..7 {
            batch.push(Document::new(position.to_string(), format!("text {position}"))).expect("it is short");
        }
        some.retain(&mut batch);
        let parts = some.cut(batch);
        let positions =
            |batch: &Batch| batch.heads.iter().map(|head| head.position.as_str()).collect::<String>();
        let found: Vec<(String, Turn)> =
            parts.iter().map(|(batch, turns)| (positions(batch), turns[3])).collect();
        assert_eq!(found, [("12".into(), Pass), ("4".into(), Analyze), ("5".into(), Pass)]);
        assert_eq!(parts[1].0.texts.text(), "text 4");
    }

    #[test]
    fn what_could_not_be_read_stays_between_the_same_documents() {
        let all = Turns { tells_unread: true, ..turns([true, false, false, false], &[("1", 1)]) };
        let unread = |position: &str| Unread {
            id: position.to_string(),
            position: position.to_string(),
            message: String::new(),
        };
        let mut batch = Batch::default();
        for position in 0..3 {
            batch.push(Document::new(position.to_string(), "")).expect("it is short");
        }
        batch.unread = vec![(0, unread("a")), (1, unread("b")), (2, unread("c")), (3, unread("d"))];
        let parts = all.cut(batch);
        let found: Vec<Vec<(usize, &str)>> = parts
            .iter()
            .map(|(part, _)| {
                part.unread.iter().map(|(before, unread)| (*before, unread.id.as_str())).collect()
            })
            .collect();
        assert_eq!(found, [vec![(0, "a")], vec![(0, "b")], vec![(0, "c"), (1, "d")]]);
        let alone = Batch { unread: vec![(0, unread("a"))], ..Batch::default() };
        assert_eq!(all.cut(alone)[0].0.unread.len(), 1);
    }
}
