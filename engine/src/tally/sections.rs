//! What one analyzer has said, of all documents and of each group of them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use textmill_merge::{FoldError, MergeError, ReadLimits, Schema, State, StateError};

use super::kept::{Overweight, Share};
use crate::batch::{Batch, DocumentIndex, DocumentSet, Groups};
use crate::plugin::is_binary;

/// The states of one analyzer.
#[derive(Debug)]
pub(crate) struct StageTally {
    pub(crate) whole: SectionTally,
    /// By group; none where documents are not grouped.
    pub(crate) groups: BTreeMap<Arc<str>, SectionTally>,
}

/// A state, and what it is of.
#[derive(Debug)]
pub(crate) struct SectionTally {
    pub(crate) state: State,
    /// Documents that were folded into it.
    pub(crate) documents: u64,
    /// Documents that were lost.
    pub(crate) faults: u64,
}

/// Why a state was not taken in.
#[derive(Debug)]
pub(crate) enum UnfitState {
    /// It is none of the schema, or too large.
    Unread(StateError),
    /// It was read by another schema than that of the section.
    OfAnotherSchema(MergeError),
    /// It keeps more of a document than it may.
    Overweight(Overweight),
    /// It tells of more documents than there were.
    OfMoreDocuments { told: u64, given: u64 },
}

impl UnfitState {
    /// Whether it has more keys than it may, or keeps more.
    pub(crate) fn is_over_limit(&self) -> bool {
        match self {
            Self::Unread(error) => error.is_over_limit(),
            Self::OfAnotherSchema(_) | Self::OfMoreDocuments { .. } => false,
            Self::Overweight(_) => true,
        }
    }
}

impl From<MergeError> for UnfitState {
    fn from(error: MergeError) -> Self {
        Self::OfAnotherSchema(error)
    }
}

impl fmt::Display for UnfitState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unread(error) => error.fmt(formatter),
            Self::OfAnotherSchema(error) => error.fmt(formatter),
            Self::Overweight(error) => error.fmt(formatter),
            Self::OfMoreDocuments { told, given } => {
                write!(formatter, "it tells of {told} documents, of the {given} that it was given")
            }
        }
    }
}

impl SectionTally {
    pub(crate) fn new(schema: &Arc<Schema>) -> Self {
        Self { state: State::new(Arc::clone(schema)), documents: 0, faults: 0 }
    }

    fn merge(&mut self, other: Self) -> Result<(), MergeError> {
        self.documents += other.documents;
        self.faults += other.faults;
        self.state.merge(other.state)
    }
}

impl StageTally {
    pub(crate) fn new(schema: &Arc<Schema>) -> Self {
        Self { whole: SectionTally::new(schema), groups: BTreeMap::new() }
    }

    /// Takes in the states of a call of so many documents, one for each group, or a single one where there are no groups. All or none.
    ///
    /// # Errors
    /// Where one is no state of the schema, or tells of more documents than there were; [`UnfitState::is_over_limit`] holds where those in their binary form have more
    /// than `max_keys` together (those of JSON were counted before), and where one keeps a value of more than its share.
    pub(crate) fn merge_partials(
        &mut self,
        (groups, documents): (&Groups, u64),
        partials: &[Vec<u8>],
        max_keys: u64,
        share: Share,
    ) -> Result<(), UnfitState> {
        let schema = Arc::clone(self.whole.state.schema());
        let mut limits = ReadLimits { keys: max_keys };
        let read = partials.iter().map(|partial| match is_binary(partial) {
            true => State::from_bytes_within(Arc::clone(&schema), partial, &mut limits),
            // It was found to be UTF-8 where it came in.
            false => State::from_json(Arc::clone(&schema), str::from_utf8(partial).unwrap_or_default()),
        });
        let states: Vec<State> = read.collect::<Result<_, _>>().map_err(UnfitState::Unread)?;
        for state in &states {
            share.check_state(state).map_err(UnfitState::Overweight)?;
            let told = state.least_documents();
            if told > documents {
                return Err(UnfitState::OfMoreDocuments { told, given: documents });
            }
        }
        if groups.names().is_empty() {
            return states.into_iter().try_for_each(|state| Ok(self.whole.state.merge(state)?));
        }
        for (group, state) in groups.names().iter().zip(states) {
            self.whole.state.merge(state.clone())?;
            self.group(group).state.merge(state)?;
        }
        Ok(())
    }

    /// Folds a document's output.
    ///
    /// # Errors
    /// Where it does not fit the schema; nothing is taken in then.
    pub(crate) fn fold_json(
        &mut self,
        batch: &Batch,
        document: DocumentIndex,
        output: &str,
    ) -> Result<(), FoldError> {
        let id = &batch.head(document).id;
        self.whole.state.fold_json(id, output)?;
        match batch.groups.name_of(document) {
            Some(group) => self.group(group).state.fold_json(id, output),
            None => Ok(()),
        }
    }

    /// Counts the documents of a batch, some of which were lost.
    pub(crate) fn count(&mut self, batch: &Batch, lost: &DocumentSet) {
        for document in batch.documents() {
            let (documents, faults) = if lost.contains(document) { (0, 1) } else { (1, 0) };
            self.whole.documents += documents;
            self.whole.faults += faults;
            if let Some(group) = batch.groups.name_of(document) {
                let section = self.group(group);
                section.documents += documents;
                section.faults += faults;
            }
        }
    }

    pub(crate) fn merge(&mut self, other: Self) -> Result<(), MergeError> {
        self.whole.merge(other.whole)?;
        for (name, section) in other.groups {
            self.group(&name).merge(section)?;
        }
        Ok(())
    }

    /// About how many bytes of memory the states take.
    pub(crate) fn memory(&self) -> usize {
        let groups = self.groups.values().map(|section| section.state.memory());
        self.whole.state.memory() + groups.sum::<usize>()
    }

    fn group(&mut self, name: &Arc<str>) -> &mut SectionTally {
        let schema = self.whole.state.schema();
        self.groups.entry(Arc::clone(name)).or_insert_with(|| SectionTally::new(schema))
    }
}
