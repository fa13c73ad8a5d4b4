//! What a form means by itself, found out once for each: its sense in the lexicon, and the classes that rules ask for.

pub(crate) mod class;
pub(crate) mod classes;
pub(crate) mod marks;
pub(crate) mod sense;
pub(crate) mod tokens;
