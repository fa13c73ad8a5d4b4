//! The widths of vectors, of which the contract has one for all calls of an analyzer.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::Layer;
use super::attribute::Values;

/// The width of each attribute's vectors, as the first call that made any has set it: it may depend on settings and
/// resources, so no manifest says it.
///
/// Whichever width comes first is the one that the others are held to. An analyzer that keeps the contract has no other,
/// and of one that does not nobody can say which of its vectors are right.
#[derive(Debug, Default)]
pub(crate) struct Widths(Mutex<BTreeMap<(String, String), u32>>);

impl Widths {
    /// Holds the vectors of a layer to the width of those that came before.
    ///
    /// # Errors
    /// The attribute whose vectors are of another width, with both.
    pub(crate) fn hold(&self, layer: &Layer) -> Result<(), String> {
        for attribute in &layer.attributes {
            let Values::Vectors { width, .. } = attribute.values else { continue };
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let first = *known.entry((layer.name.clone(), attribute.name.clone())).or_insert(width);
            if first != width {
                return Err(format!(
                    "attribute `{}`: vectors of {width} numbers, where those of other calls have {first}",
                    attribute.name
                ));
            }
        }
        Ok(())
    }
}
