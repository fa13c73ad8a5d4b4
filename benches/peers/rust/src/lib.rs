//! What both programs share: texts of a JSON Lines file, and words counted in a hash map.

use std::borrow::Cow;
use std::collections::HashMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};

use serde::Deserialize;

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
}

/// How often each word is there.
#[derive(Debug, Default)]
pub struct Counts(HashMap<String, u64>);

impl Counts {
    /// Counts a word.
    pub fn add(&mut self, word: &str) {
        match self.0.get_mut(word) {
            Some(count) => *count += 1,
            None => {
                self.0.insert(word.to_owned(), 1);
            }
        }
    }

    /// The 50 most frequent.
    #[must_use]
    pub fn top(&self) -> Vec<(&str, u64)> {
        let mut top: Vec<(&str, u64)> = self.0.iter().map(|(word, count)| (word.as_str(), *count)).collect();
        top.sort_unstable_by(|(left, more), (right, less)| less.cmp(more).then(left.cmp(right)));
        top.truncate(50);
        top
    }
}

/// Counts the words of the file that the command line names, and prints the most frequent.
///
/// # Errors
/// Where the file cannot be read.
pub fn count(add_words: impl Fn(&str, &mut Counts)) -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("no file is named")?;
    let mut file = BufReader::new(File::open(path)?);
    let mut counts = Counts::default();
    let mut line = String::new();
    while file.read_line(&mut line)? > 0 {
        add_words(&serde_json::from_str::<Document<'_>>(&line)?.text, &mut counts);
        line.clear();
    }
    println!("{}", serde_json::to_string(&counts.top())?);
    Ok(())
}
