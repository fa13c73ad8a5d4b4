//! Hits in the order that is asked for, however many they are: what does not fit memory waits on disk, sorted.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};

use serde::{Deserialize, Serialize};
use textmill::Hit;

use super::row::Row;
use crate::error::Error;
use crate::values::SortKey;

/// Rows that are sorted.
pub(super) struct Sorted<'a> {
    keys: &'a [SortKey],
    /// The names of the fields of a row, in their order.
    fields: Vec<String>,
    rows: Vec<Keyed>,
    bytes: usize,
    most_bytes: usize,
    /// Sorted runs on disk.
    runs: Vec<Run>,
}

/// A row with what it is sorted by.
#[derive(Serialize, Deserialize)]
struct Keyed {
    keys: Vec<Option<String>>,
    row: Row,
}

/// A run on disk: a line of JSON for each row. The file has no name, and goes with the process.
type Run = BufReader<File>;

impl<'a> Sorted<'a> {
    /// Bytes of text that wait in memory, about.
    const MOST_BYTES: usize = 32 << 20;

    pub(super) fn new(fields: Vec<String>, keys: &'a [SortKey]) -> Self {
        Self { keys, fields, rows: Vec::new(), bytes: 0, most_bytes: Self::MOST_BYTES, runs: Vec::new() }
    }

    pub(super) fn add(&mut self, row: Row) -> Result<(), Error> {
        let Hit { before, text, after, .. } = &row.hit;
        self.bytes += 512 + 2 * (before.text.len() + text.len() + after.text.len());
        let keys = self.keys.iter().map(|key| self.value(&row.hit, key)).collect();
        self.rows.push(Keyed { keys, row });
        if self.bytes < self.most_bytes {
            return Ok(());
        }
        self.spill().map_err(|error| Error::temporary(&error))
    }

    /// Gives all rows in order.
    pub(super) fn each(mut self, mut give: impl FnMut(Row) -> Result<(), Error>) -> Result<(), Error> {
        self.sort();
        let unread = |error: io::Error| Error::temporary(&error);
        let mut in_memory = std::mem::take(&mut self.rows).into_iter();
        let mut runs = std::mem::take(&mut self.runs);
        let mut heads: Vec<Option<Keyed>> =
            runs.iter_mut().map(next).collect::<io::Result<_>>().map_err(unread)?;
        heads.push(in_memory.next());
        loop {
            let waiting = heads.iter().enumerate().filter_map(|(run, head)| Some((run, head.as_ref()?)));
            let Some((least, _)) = waiting.min_by(|(_, ours), (_, theirs)| ours.cmp(theirs)) else {
                return Ok(());
            };
            let following = match runs.get_mut(least) {
                Some(run) => next(run).map_err(unread)?,
                None => in_memory.next(),
            };
            if let Some(next) = std::mem::replace(&mut heads[least], following) {
                give(next.row)?;
            }
        }
    }

    fn spill(&mut self) -> io::Result<()> {
        self.sort();
        let mut out = BufWriter::new(tempfile::tempfile()?);
        for row in self.rows.drain(..) {
            serde_json::to_writer(&mut out, &row)?;
            out.write_all(b"\n")?;
        }
        let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.runs.push(BufReader::new(file));
        self.bytes = 0;
        Ok(())
    }

    fn sort(&mut self) {
        self.rows.sort_by(Keyed::cmp);
    }

    /// What a hit is sorted by: a word in small letters, so that one at the beginning of a sentence stands beside the same in its
    /// middle.
    fn value(&self, hit: &Hit, key: &SortKey) -> Option<String> {
        let word = |word: Option<&str>| word.unwrap_or_default().to_lowercase();
        match key {
            SortKey::Left(place) => Some(word(hit.before.words().rev().nth(place - 1))),
            SortKey::Right(place) => Some(word(hit.after.words().nth(place - 1))),
            SortKey::Document => Some(hit.document.clone()),
            SortKey::Field(name) => {
                let place = self.fields.iter().position(|field| field == name)?;
                hit.fields.get(place)?.clone()
            }
        }
    }
}

impl Keyed {
    /// Rows that are alike stay in the order in which they were found.
    fn cmp(&self, other: &Self) -> Ordering {
        self.keys.cmp(&other.keys).then(self.row.place.cmp(&other.row.place))
    }
}

fn next(run: &mut Run) -> io::Result<Option<Keyed>> {
    let mut line = String::new();
    match run.read_line(&mut line)? {
        0 => Ok(None),
        _ => Ok(Some(serde_json::from_str(&line)?)),
    }
}

#[cfg(test)]
mod tests {
    use textmill::Context;

    use super::*;

    fn row(place: u64, after: &str, date: Option<&str>) -> Row {
        let words = Context { text: after.to_string(), tokens: std::iter::once(0..after.len()).collect() };
        let hit = Hit {
            document: "d".into(),
            source: "d".into(),
            bytes: 0..1,
            before: Context::default(),
            text: "x".into(),
            after: words,
            fields: vec![date.map(str::to_string)],
            mark: [0; 32],
        };
        Row { place, hit }
    }

    fn places(keys: &[SortKey], most_bytes: usize) -> Vec<u64> {
        let rows = [("b", Some("2024")), ("A", None), ("a", Some("2023")), ("b", Some("2023"))];
        let mut sorted = Sorted { most_bytes, ..Sorted::new(vec!["date".into()], keys) };
        for (place, (after, date)) in rows.into_iter().enumerate() {
            sorted.add(row(place as u64, after, date)).unwrap();
        }
        let mut places = Vec::new();
        sorted
            .each(|row| {
                places.push(row.place);
                Ok(())
            })
            .unwrap();
        places
    }

    #[test]
    fn rows_are_sorted_in_memory_as_on_disk() {
        for most_bytes in [1, 600, usize::MAX] {
            assert_eq!(places(&[SortKey::Right(1)], most_bytes), [1, 2, 0, 3]);
            assert_eq!(places(&[SortKey::Field("date".into()), SortKey::Right(1)], most_bytes), [1, 2, 3, 0]);
            assert_eq!(places(&[SortKey::Left(1)], most_bytes), [0, 1, 2, 3]);
        }
    }
}
