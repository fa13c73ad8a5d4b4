//! Whole pages: `cases/`, the sample corpus, and laws.
//!
//! A case is a page, or a text that is none, with a mark before each line: `- ` for what must go, two blanks for what
//! must stay. Of one named `.inline.txt` the lines are the pieces of a single line.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use std::ops::Range;

use super::*;

/// The files below a folder, in the order of their paths.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

/// A page with what is to become of it: its text, and where each marked line stands and whether it goes.
struct Case {
    text: String,
    lines: Vec<(Range<usize>, bool)>,
}

impl Case {
    fn read(path: &Path) -> Self {
        let end = if path.to_string_lossy().ends_with(".inline.txt") { ' ' } else { '\n' };
        let mut case = Self { text: String::new(), lines: Vec::new() };
        for (number, line) in fs::read_to_string(path).unwrap().lines().enumerate() {
            let start = case.text.len();
            if let Some((mark, content)) = line.split_at_checked(2) {
                assert!(["- ", "  "].contains(&mark), "{}:{}: no mark", path.display(), number + 1);
                case.text.push_str(content);
                case.lines.push((start..case.text.len(), mark == "- "));
            }
            case.text.push(end);
        }
        case
    }
}

/// How much of a line is cut.
fn share_cut(line: &Range<usize>, cuts: &[Cut]) -> f64 {
    let cut = |cut: &Cut| cut.range.end.min(line.end).saturating_sub(cut.range.start.max(line.start));
    cuts.iter().map(cut).sum::<usize>() as f64 / line.len() as f64
}

/// A row per case: lines that must go, of these gone, lines gone that must stay; then the lines that were mistaken.
fn accuracy() -> String {
    let mut table = String::new();
    let (mut all, mut right, mut wrong) = (0, 0, 0);
    for path in files("src/boilerplate/cases") {
        let case = Case::read(&path);
        let cuts = cuts(&case.text);
        let gone = |line: &Range<usize>| share_cut(line, &cuts) > 0.5;
        let (go, stay): (Vec<_>, Vec<_>) = case.lines.iter().partition(|(_, goes)| *goes);
        let left: Vec<_> = go.iter().filter(|(line, _)| !gone(line)).collect();
        let lost: Vec<_> = stay.iter().filter(|(line, _)| gone(line)).collect();
        let name = path.file_name().unwrap().to_string_lossy().replace(".txt", "");
        writeln!(table, "{name:26} {:3} {:3} {:3}", go.len(), go.len() - left.len(), lost.len()).unwrap();
        for (mark, (line, _)) in
            left.iter().map(|line| ('-', line)).chain(lost.iter().map(|line| ('+', line)))
        {
            writeln!(table, "    {mark} {}", &case.text[line.clone()]).unwrap();
        }
        all += go.len();
        right += go.len() - left.len();
        wrong += lost.len();
    }
    let (precision, recall) = (right as f64 / (right + wrong) as f64, right as f64 / all as f64);
    writeln!(table, "precision {precision:.3}, recall {recall:.3}").unwrap();
    table
}

#[test]
fn pages_lose_their_boilerplate_and_nothing_else() {
    let found = accuracy();
    println!("{found}");
}
