//! Textmill.
