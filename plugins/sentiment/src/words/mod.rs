//! Words as they are spelled: letters that count as one, scripts, and the stems under which the lexicon has them.

pub(crate) mod arabic;
pub(crate) mod english;
pub(crate) mod reading;
pub(crate) mod spelling;
pub(crate) mod stem;
