//! What comes of files, read through the front door: one module per kind of container.

mod compression;
mod harness;
