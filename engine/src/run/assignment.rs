//! Which analyzers run on which documents, where an earlier run has done the others.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::atomic::{AtomicBool, Ordering};

use textmill_corpus::Item;

use crate::batch::{Batch, DocumentIndex};
use crate::plugin::{PerStage, Pipeline, StageIndex};

/// What an analyzer does with a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// It analyzes the document, and what it says counts.
    Analyze,
    /// It makes layers for those that analyze the document; what it says of it is known.
    Provide,
    /// It has nothing to do.
    Pass,
}

/// The analyzers that run again, and on which documents.
#[derive(Debug)]
pub(crate) struct Assignment {
    /// Whether a stage analyzes all documents.
    everywhere: PerStage<bool>,
    /// By position the documents that some stages analyze.
    by_position: BTreeMap<String, DocumentTask>,
    /// The stages that make layers for a stage.
    providers: PerStage<Vec<StageIndex>>,
    tells_unread: bool,
}

/// What there is to do on one document.
#[derive(Debug, Default)]
struct DocumentTask {
    stages: BTreeSet<StageIndex>,
    found: AtomicBool,
}

impl Assignment {
    /// Has the stages that `everywhere` marks analyze all documents, and others those of `by_position`: by position the stages
    /// that analyze it. What could not be read is told again where `tells_unread` says so.
    pub(crate) fn new(
        pipeline: &Pipeline,
        everywhere: PerStage<bool>,
        by_position: BTreeMap<String, BTreeSet<StageIndex>>,
        tells_unread: bool,
    ) -> Self {
        let providers = pipeline.stages().iter();
        let providers = providers.map(|stage| stage.inputs.iter().filter_map(|input| input.provider));
        let task = |(position, stages)| (position, DocumentTask { stages, found: AtomicBool::new(false) });
        Self {
            everywhere,
            by_position: by_position.into_iter().map(task).collect(),
            providers: providers.map(Iterator::collect).collect(),
            tells_unread,
        }
    }

    /// Whether a stage analyzes the document at a position.
    pub(crate) fn analyzes(&self, stage: StageIndex, position: &str) -> bool {
        self.everywhere[stage]
            || self.by_position.get(position).is_some_and(|task| task.stages.contains(&stage))
    }

    /// Whether any stage analyzes all documents.
    pub(crate) fn is_everywhere(&self) -> bool {
        self.everywhere.iter().any(|&everywhere| everywhere)
    }

    /// The documents that should have been there and were not, by their positions.
    pub(crate) fn missing(&self) -> impl Iterator<Item = &str> {
        let missing = self.by_position.iter().filter(|(_, task)| !task.found.load(Ordering::Relaxed));
        missing.map(|(position, _)| position.as_str())
    }

    /// Whether anything is to be done on what an item holds; where it is not made yet, whether that may be.
    pub(super) fn may_concern(&self, item: &Item) -> bool {
        self.is_everywhere()
            || match item {
                Item::Document(document) => self.by_position.contains_key(&document.position),
                // What is made of it stands at its position or below.
                Item::Deferred(deferred) => {
                    let position = deferred.position();
                    let from = (Bound::Included(position), Bound::Unbounded);
                    self.by_position
                        .range::<str, _>(from)
                        .next()
                        .is_some_and(|(task, _)| task.starts_with(position))
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
        let is_concerned =
            |document: &DocumentIndex| self.by_position.contains_key(&batch.head(*document).position);
        let kept: Vec<DocumentIndex> = batch.documents().filter(is_concerned).collect();
        if kept.len() < batch.len() {
            batch.retain(&kept);
        }
    }

    /// Cuts a batch into parts, in order, each of documents with which all stages do the same.
    pub(super) fn cut(&self, mut batch: Batch) -> Vec<(Batch, PerStage<Task>)> {
        let tasks: Vec<PerStage<Task>> = batch.heads().iter().map(|head| self.of(&head.position)).collect();
        let mut lengths = tasks.chunk_by(PartialEq::eq).map(<[_]>::len).peekable();
        let mut unread = std::mem::take(&mut batch.unread).into_iter().peekable();
        let mut parts = Vec::new();
        let mut start = 0;
        while let Some(length) = lengths.next() {
            let (end, is_last) = (start + length, lengths.peek().is_none());
            let kept: Vec<DocumentIndex> = (start..end).map(DocumentIndex::new).collect();
            let mut part = batch.select(&kept);
            while let Some((before, unread)) = unread.next_if(|(before, _)| *before < end || is_last) {
                part.unread.push((before - start, unread));
            }
            parts.push((part, tasks[start].clone()));
            start = end;
        }
        if parts.is_empty() {
            let tasks = self.everywhere.iter().map(|_| Task::Pass).collect();
            parts.push((Batch::of_unread(unread.collect()), tasks));
        }
        parts
    }

    /// What each stage does with the document at a position, which is there.
    fn of(&self, position: &str) -> PerStage<Task> {
        if let Some(task) = self.by_position.get(position) {
            task.found.store(true, Ordering::Relaxed);
        }
        let task = |stage| if self.analyzes(stage, position) { Task::Analyze } else { Task::Pass };
        let mut tasks: PerStage<Task> = self.everywhere.indices().map(task).collect();
        // Providers stand before those that read them, so one way back finds all.
        for stage in tasks.indices().rev() {
            if tasks[stage] == Task::Pass {
                continue;
            }
            for &provider in &self.providers[stage] {
                if tasks[provider] == Task::Pass {
                    tasks[provider] = Task::Provide;
                }
            }
        }
        tasks
    }
}

#[cfg(test)]
mod tests {
    use textmill_corpus::{Deferred, Document, Unread};

    use super::*;
    use crate::run::assignment::Task::{Analyze, Pass, Provide};

    /// `b` reads `a`, `d` reads `b` and `c`.
    fn assignment(everywhere: [bool; 4], analyzed: &[(&str, usize)]) -> Assignment {
        let providers = [vec![], vec![0], vec![], vec![1, 2]].into_iter();
        let providers = providers.map(|stages| stages.into_iter().map(StageIndex::new).collect());
        let mut by_position: BTreeMap<String, DocumentTask> = BTreeMap::new();
        for (position, stage) in analyzed {
            by_position.entry((*position).to_string()).or_default().stages.insert(StageIndex::new(*stage));
        }
        Assignment {
            everywhere: everywhere.into_iter().collect(),
            by_position,
            providers: providers.collect(),
            tells_unread: false,
        }
    }

    fn tasks(assignment: &Assignment, position: &str) -> Vec<Task> {
        assignment.of(position).into_iter().collect()
    }

    #[test]
    fn providers_make_layers_for_what_runs_again() {
        let some = assignment([false; 4], &[("x", 1), ("y", 3), ("y", 1), ("z", 0)]);
        assert_eq!(tasks(&some, "x"), [Provide, Analyze, Pass, Pass]);
        assert_eq!(tasks(&some, "y"), [Provide, Analyze, Provide, Analyze]);
        assert_eq!(tasks(&some, "z"), [Analyze, Pass, Pass, Pass]);
        assert_eq!(tasks(&some, "elsewhere"), [Pass; 4]);
        let all = assignment([false, false, true, false], &[("y", 3)]);
        assert_eq!(tasks(&all, "x"), [Pass, Pass, Analyze, Pass]);
        assert_eq!(tasks(&all, "y"), [Provide, Provide, Analyze, Analyze]);
    }

    #[test]
    fn what_was_not_seen_is_missing() {
        let assignment = assignment([false; 4], &[("x", 1), ("y", 3)]);
        assignment.of("y");
        assert_eq!(assignment.missing().collect::<Vec<_>>(), ["x"]);
    }

    #[test]
    fn items_that_concern_nobody_are_told_before_they_are_made() {
        let deferred = |position: &str| {
            Item::Deferred(Deferred::new("id", position, 1, || unreachable!("nobody asks for it")))
        };
        let some = assignment([false; 4], &[("a.txt", 1), ("b.zip!c#2", 1)]);
        let concerned = |item: Item| some.may_concern(&item);
        assert!(concerned(Document::new("a.txt", "").into()));
        assert!(!concerned(Document::new("a.tx", "").into()));
        assert!(concerned(deferred("b.zip!c")));
        assert!(!concerned(deferred("b.zip!d")));
        assert!(assignment([true, false, false, false], &[]).may_concern(&deferred("any")));
    }

    #[test]
    fn a_batch_is_cut_where_the_turns_change() {
        let some = assignment([false; 4], &[("1", 1), ("2", 1), ("4", 3), ("5", 1)]);
        let mut batch = Batch::default();
        for position in 0..7 {
            batch.push(Document::new(position.to_string(), format!("text {position}"))).expect("it is short");
        }
        some.retain(&mut batch);
        let parts = some.cut(batch);
        let positions =
            |batch: &Batch| batch.heads().iter().map(|head| head.position.as_str()).collect::<String>();
        let found: Vec<(String, Task)> =
            parts.iter().map(|(batch, tasks)| (positions(batch), tasks[StageIndex::new(3)])).collect();
        assert_eq!(found, [("12".into(), Pass), ("4".into(), Analyze), ("5".into(), Pass)]);
        assert_eq!(parts[1].0.texts.text(), "text 4");
    }

    #[test]
    fn what_could_not_be_read_stays_between_the_same_documents() {
        let all = Assignment { tells_unread: true, ..assignment([true, false, false, false], &[("1", 1)]) };
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
        let alone = Batch::of_unread(vec![(0, unread("a"))]);
        assert_eq!(all.cut(alone)[0].0.unread.len(), 1);
    }
}
