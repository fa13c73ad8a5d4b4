//! Layers over parts of a batch, put together to layers over the whole of it.

use crate::batch::{Batch, DocumentIndex};
use crate::layer::Layer;

/// Layers over parts of a batch.
#[derive(Default)]
pub(super) struct Pieces {
    /// By layer those of its parts, in the order of the documents.
    layers: Vec<Vec<Layer>>,
}

impl Pieces {
    /// Adds the layers over the documents `part` of a batch, which come after those that were added before.
    pub(super) fn add(&mut self, layers: Vec<Layer>, batch: &Batch, part: &[DocumentIndex]) {
        let is_all = part.len() == batch.len();
        for layer in layers {
            let placed = if is_all { layer } else { layer.place(&batch.texts, part) };
            match self.layers.iter_mut().find(|pieces| pieces[0].name() == placed.name()) {
                Some(pieces) => pieces.push(placed),
                None => self.layers.push(vec![placed]),
            }
        }
    }

    /// The layers over the whole batch.
    ///
    /// Each piece is appended to its neighbour, then each pair to its neighbour, and so on: a batch of thousands of
    /// documents may be in as many pieces, and one after the other they would all be copied as often.
    pub(super) fn join(self) -> Vec<Layer> {
        let joined = self.layers.into_iter().filter_map(|mut pieces| {
            while pieces.len() > 1 {
                let mut neighbours = pieces.into_iter();
                pieces = std::iter::from_fn(|| {
                    let mut piece = neighbours.next()?;
                    if let Some(next) = neighbours.next() {
                        piece.append(next);
                    }
                    Some(piece)
                })
                .collect();
            }
            pieces.pop()
        });
        joined.collect()
    }
}
