//! Kinds whose states do not fit into memory in one piece, and are spread over many [entries](crate::Entry): `counts`,
//! `map`, `record`.

pub(crate) mod counts;
pub(crate) mod greatest;
pub(crate) mod map;
pub(crate) mod record;
