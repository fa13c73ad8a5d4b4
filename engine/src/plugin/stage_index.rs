//! Stages of a pipeline by their places in it, and what there is one of for each.

use std::ops::{Index, IndexMut};

/// The place of a stage in its pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct StageIndex(usize);

impl StageIndex {
    /// The stage at a place, the first of which is 0.
    pub(crate) const fn new(place: usize) -> Self {
        Self(place)
    }
}

/// One for each stage of a pipeline, in the order in which they run; none where no pipeline ran.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PerStage<T>(Vec<T>);

impl<T> PerStage<T> {
    /// The places of the stages, in order.
    pub(crate) fn indices(&self) -> impl DoubleEndedIterator<Item = StageIndex> + ExactSizeIterator + use<T> {
        (0..self.0.len()).map(StageIndex)
    }

    /// Each, in order.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// Each with its stage, in order.
    pub(crate) fn indexed(&self) -> impl DoubleEndedIterator<Item = (StageIndex, &T)> + ExactSizeIterator {
        self.indices().zip(&self.0)
    }
}

impl<T> Index<StageIndex> for PerStage<T> {
    type Output = T;

    fn index(&self, StageIndex(place): StageIndex) -> &T {
        &self.0[place]
    }
}

impl<T> IndexMut<StageIndex> for PerStage<T> {
    fn index_mut(&mut self, StageIndex(place): StageIndex) -> &mut T {
        &mut self.0[place]
    }
}

impl<T> FromIterator<T> for PerStage<T> {
    fn from_iter<I: IntoIterator<Item = T>>(of_stages: I) -> Self {
        Self(of_stages.into_iter().collect())
    }
}

impl<T> IntoIterator for PerStage<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a PerStage<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'a, T> IntoIterator for &'a mut PerStage<T> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter_mut()
    }
}
