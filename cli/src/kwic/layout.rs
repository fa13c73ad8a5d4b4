//! Hits as lines for reading, as columns, as JSON.

use std::io::{self, Write};

use serde_json::{Map, Value, json};
use textmill::Hit;

use crate::args::HitFormat;
use crate::spreadsheet;
use crate::terminal::text::{Direction, Side, cell, columns, left, shown};
use crate::terminal::{Style, Terminal};

/// Writes hits.
pub(super) struct Lines<W> {
    out: W,
    format: HitFormat,
    fields: Vec<String>,
    terminal: Terminal,
}

/// Columns of a document's id before a line for reading.
const ID_COLUMNS: usize = 18;

/// Columns that the hit itself may take.
const HIT_COLUMNS: usize = 24;

impl<W: Write> Lines<W> {
    pub(super) fn new(out: W, format: HitFormat, fields: Vec<String>, terminal: Terminal) -> Self {
        Self { out, format, fields, terminal }
    }

    /// Writes what stands before all hits.
    pub(super) fn begin(&mut self) -> io::Result<()> {
        if self.format != HitFormat::Tsv {
            return Ok(());
        }
        let fixed = ["document", "start", "end", "before", "hit", "after"];
        let names = fixed.into_iter().chain(self.fields.iter().map(String::as_str));
        writeln!(self.out, "{}", spreadsheet::row(names))
    }

    pub(super) fn write(&mut self, hit: &Hit) -> io::Result<()> {
        let line = match self.format {
            HitFormat::Lines => self.line(hit),
            HitFormat::Tsv => row(hit),
            HitFormat::Jsonl => self.json(hit).to_string(),
        };
        self.out.write_all(line.as_bytes())?;
        self.out.write_all(b"\n")
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// The hit in the middle. Of text that runs from right to left, what comes after the hit stands on its left: the line is
    /// read as the text is. Each part is isolated, so that numbers and Latin names stay where they belong.
    fn line(&self, hit: &Hit) -> String {
        let direction = direction(hit);
        let fields: Vec<&str> = hit.fields.iter().map(|field| field.as_deref().unwrap_or("–")).collect();
        let place = match fields.is_empty() {
            true => hit.document.clone(),
            false => format!("{} {}", fields.join(" "), hit.document),
        };
        let place = left(&shown(&place, ID_COLUMNS), ID_COLUMNS);
        let middle = cell(&hit.text, HIT_COLUMNS, Side::Start, direction);
        let room = self.terminal.columns.saturating_sub(ID_COLUMNS + columns(&middle) + 4).max(20) / 2;
        let before = cell(&hit.before.text, room, Side::End, direction);
        let after = cell(&hit.after.text, room, Side::Start, direction);
        let (first, last) = match direction {
            Direction::LeftToRight => (before, after),
            Direction::RightToLeft => (after, before),
        };
        let padding = " ".repeat(room.saturating_sub(columns(&first)));
        let paint = self.terminal.paint;
        let line = format!(
            "{}  {padding}{first} {} {last}",
            paint.style(Style::Faint, &place),
            paint.style(Style::Heading, &middle)
        );
        line.trim_end().to_string()
    }

    fn json(&self, hit: &Hit) -> Value {
        let mut object = json!({
            "document": hit.document,
            "source": hit.source,
            "start": hit.bytes.start,
            "end": hit.bytes.end,
            "before": hit.before.text,
            "hit": hit.text,
            "after": hit.after.text,
        });
        let fields: Map<String, Value> = self
            .fields
            .iter()
            .zip(&hit.fields)
            .map(|(name, value)| (name.clone(), value.clone().into()))
            .collect();
        if !fields.is_empty() {
            object["fields"] = Value::Object(fields);
        }
        object
    }
}

/// The direction of a hit's line: that of the text around it, which a name in another script does not change.
fn direction(hit: &Hit) -> Direction {
    let Hit { before, text, after, .. } = hit;
    Direction::of_most([before.text.as_str(), text, &after.text])
        .or_else(|| Direction::of_most([text.as_str()]))
        .unwrap_or(Direction::LeftToRight)
}

fn row(hit: &Hit) -> String {
    let [start, end] = [hit.bytes.start, hit.bytes.end].map(|place| place.to_string());
    let fixed = [&hit.document, &start, &end, &hit.before.text, &hit.text, &hit.after.text];
    let fields = hit.fields.iter().map(|field| field.as_deref().unwrap_or_default());
    spreadsheet::row(fixed.into_iter().map(String::as_str).chain(fields))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::Paint;
    use textmill::Context;

    fn written(format: HitFormat, hits: &[(&str, &str, &str)]) -> String {
        let terminal = Terminal { is_terminal: false, columns: 80, paint: Paint { colour: false } };
        let mut out = Vec::new();
        let mut lines = Lines::new(&mut out, format, vec!["date".into()], terminal);
        lines.begin().unwrap();
        for (before, hit, after) in hits {
            let context = |text: &str| Context { text: text.to_string(), tokens: Vec::new() };
            let hit = Hit {
                document: "news.jsonl#1".into(),
                source: "news.jsonl#1".into(),
                bytes: 10..20,
                before: context(before),
                text: (*hit).to_string(),
                after: context(after),
                fields: vec![Some("2024".into())],
                mark: [0; 32],
            };
            lines.write(&hit).unwrap();
        }
        lines.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    const HITS: [(&str, &str, &str); 6] = [
        ("All of the children went to the old", "school", "in the\nmorning, before the rain came"),
        ("ذهب الأطفال كلهم في الصباح إلى", "المدرسة", "القديمة عام 1952 مع John قبل المطر"),
        ("", "x", "\u{202e}evil\t"),
        ("غادر أحمد إلى", "London", "ثم عاد"),
        ("the word", "مدرسة", "is a school"),
        ("\"open", "=1+1", "وصل"),
    ];

    #[test]
    fn lines_have_the_hit_in_the_middle() {
        insta::assert_snapshot!(written(HitFormat::Lines, &HITS));
    }

    #[test]
    fn tables_and_json_have_the_whole_text() {
        insta::assert_snapshot!(written(HitFormat::Tsv, &HITS) + &written(HitFormat::Jsonl, &HITS));
    }
}
