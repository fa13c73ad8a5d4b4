//! What comes of files, read through the front door: one module per kind of container.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its files has failed")]

mod archives;
mod compression;
mod encodings;
mod flaws;
mod harness;
mod json;
mod mail;
mod markup;
mod office;
mod refused;
mod round_trips;
mod samples;
mod selection;
mod warc;
mod xml;
