//! The whole program on real files: one file per promise.

mod analyze;
mod attacks;
mod collocations;
mod compiled;
mod duplicates;
mod endings;
mod errors;
mod exploring;
mod harness;
mod hostile;
mod limits;
mod outputs;
mod page;
mod provenance;
mod readme;
mod retry;
mod runs;
mod schemas;
