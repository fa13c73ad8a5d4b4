//! A hit that waits to be written, in memory or on disk.

use serde::{Deserialize, Serialize};
use textmill::Hit;

/// A hit, and its place among all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) place: u64,
    pub(super) hit: Hit,
}
