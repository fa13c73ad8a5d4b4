//! What a form is by itself, found out once for each: what lists and shapes say of it, and what can be done with it.

pub(crate) mod class;
pub(crate) mod dictionary;
pub(crate) mod lexeme;
pub(crate) mod likeness;
pub(crate) mod nation;
pub(crate) mod proclitic;
