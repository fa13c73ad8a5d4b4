//! What comes of files, read through the front door: one module per kind of container.

mod archives;
mod compression;
mod harness;
mod round_trips;
mod selection;
mod warc;
