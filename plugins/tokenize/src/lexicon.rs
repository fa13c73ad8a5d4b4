//! Reads the tables under `lexicon/`.

/// The entries of a table: its lines without those that are empty or begin with `#` and a space.
pub(crate) fn entries(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("# "))
}
