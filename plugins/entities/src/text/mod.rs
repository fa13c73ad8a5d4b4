//! Texts before they mean anything: letters, their case and forms, words that hang together, lines, digits.

pub(crate) mod case;
pub(crate) mod decimal;
pub(crate) mod line;
pub(crate) mod normal;
pub(crate) mod pack;
pub(crate) mod piece;
