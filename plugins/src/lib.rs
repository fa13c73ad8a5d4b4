//! The built-in plugins.
