//! Kinds whose states do not fit into memory in one piece, and are spread over many [entries](crate::Entry): `counts`,
//! `pairs`, `map`, `record`.

pub(crate) mod association;
pub(crate) mod counts;
pub(crate) mod greatest;
pub(crate) mod map;
pub(crate) mod pairs;
pub(crate) mod record;
