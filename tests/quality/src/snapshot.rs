//! The figures that are kept: `docs/quality.tsv`, a line for each, with those of peers on the same texts.

use std::fs;
use std::path::Path;

use crate::Result;
use crate::figures::Figure;
use crate::page;
use crate::part::Part;

const FILE: &str = "quality.tsv";
const PAGE: &str = "quality.md";
const HEAD: &str = "part\trows\tmeasure\ttextmill\tcommit\tlight peer\theavy peer";

/// All that is kept, in the order of the file.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Snapshot {
    pub(crate) lines: Vec<Line>,
}

/// One figure that is kept.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) part: Part,
    pub(crate) rows: String,
    pub(crate) measure: String,
    /// In percent.
    pub(crate) figure: f64,
    /// What gave it.
    pub(crate) commit: String,
    /// The figure and name of the best that needs no model of megabytes; empty where none was measured.
    pub(crate) light: String,
    /// The best of all.
    pub(crate) heavy: String,
}

impl Snapshot {
    /// # Errors
    /// Where the file is not there, or a line of it is none.
    pub(crate) fn read(docs: &Path) -> Result<Self> {
        let path = docs.join(FILE);
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let numbered = (1..).zip(text.lines()).skip(1);
        let lines = numbered
            .map(|(number, line)| Line::read(line).ok_or_else(|| format!("{FILE}:{number}: no figure")));
        Ok(Self { lines: lines.collect::<std::result::Result<_, _>>()? })
    }

    /// The last figure of the kind.
    pub(crate) fn last(&self, figure: &Figure) -> Option<f64> {
        self.lines.iter().find(|line| line.is_of(figure)).map(|line| line.figure)
    }

    /// Takes figures in; a new one goes behind those of its part.
    pub(crate) fn update(&mut self, figures: &[Figure], commit: &str) {
        for figure in figures {
            if let Some(line) = self.lines.iter_mut().find(|line| line.is_of(figure)) {
                // What is the same was made by the older commit too.
                if rounded(line.figure) != rounded(figure.percent) {
                    line.figure = figure.percent;
                    commit.clone_into(&mut line.commit);
                }
                continue;
            }
            let behind = self.lines.iter().rposition(|line| line.part == figure.part);
            let place = behind.map_or(self.lines.len(), |last| last + 1);
            self.lines.insert(place, Line::new(figure, commit));
        }
    }

    /// Writes the file, and its tables into the page.
    ///
    /// # Errors
    /// Where a file cannot be written, or the page has no place for a table.
    pub(crate) fn write(&self, docs: &Path) -> Result<()> {
        fs::write(docs.join(FILE), self.text())?;
        let page = docs.join(PAGE);
        let filled = page::filled(&fs::read_to_string(&page)?, self)?;
        Ok(fs::write(page, filled)?)
    }

    fn text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        for Line { part, rows, measure, figure, commit, light, heavy } in &self.lines {
            let line = format!("{part}\t{rows}\t{measure}\t{}\t{commit}\t{light}\t{heavy}", rounded(*figure));
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

/// As it is written.
pub(crate) fn rounded(figure: f64) -> String {
    format!("{figure:.1}")
}

impl Line {
    fn new(figure: &Figure, commit: &str) -> Self {
        Self {
            part: figure.part,
            rows: figure.rows.clone(),
            measure: figure.measure.clone(),
            figure: figure.percent,
            commit: commit.to_owned(),
            light: String::new(),
            heavy: String::new(),
        }
    }

    fn read(line: &str) -> Option<Self> {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().map(str::to_owned);
        let part = Part::of(&cell()?)?;
        let (rows, measure, figure, commit) = (cell()?, cell()?, cell()?.parse().ok()?, cell()?);
        let (light, heavy) = (cell().unwrap_or_default(), cell().unwrap_or_default());
        Some(Self { part, rows, measure, figure, commit, light, heavy })
    }

    fn is_of(&self, figure: &Figure) -> bool {
        self.part == figure.part && self.rows == figure.rows && self.measure == figure.measure
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Line, PAGE, Snapshot};
    use crate::figures::Figure;
    use crate::page;
    use crate::part::Part;

    fn figure(rows: &str, percent: f64) -> Figure {
        Figure { part: Part::Keywords, rows: rows.to_owned(), measure: "F1@5".to_owned(), percent }
    }

    #[test]
    fn a_figure_takes_the_place_of_its_last_and_peers_stay() {
        let line = |line| Line::read(line).expect("a line");
        let mut snapshot = Snapshot {
            lines: vec![
                line("keywords\tar a\tF1@5\t18.9\tc1\t13.6 TF-IDF"),
                line("values\tar\tMONEY exact\t50.0\tc1"),
            ],
        };
        snapshot.update(&[figure("ar a", 20.0), figure("en b", 30.0)], "c2");
        snapshot.update(&[figure("ar a", 20.04)], "c3");
        let expected = "part\trows\tmeasure\ttextmill\tcommit\tlight peer\theavy peer\n\
            keywords\tar a\tF1@5\t20.0\tc2\t13.6 TF-IDF\n\
            keywords\ten b\tF1@5\t30.0\tc2\n\
            values\tar\tMONEY exact\t50.0\tc1\n";
        assert_eq!(snapshot.text(), expected);
        assert_eq!(snapshot.last(&figure("en b", 0.0)), Some(30.0));
    }

    #[test]
    fn the_page_shows_what_is_kept() {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
        let snapshot = Snapshot::read(&docs).expect("the figures can be read");
        let page = std::fs::read_to_string(docs.join(PAGE)).expect("the page can be read");
        let filled = page::filled(&page, &snapshot).expect("the page has a place for each table");
        assert_eq!(page, filled, "`cargo xtask eval --update` writes the tables anew");
    }
}
