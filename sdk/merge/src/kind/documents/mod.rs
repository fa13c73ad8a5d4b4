//! Kinds that keep documents' values as they are, of some documents or of none: `sample`, `top`, `each`.

mod each;
mod sample;
mod top;
