//! The table of `plugin list`.

use textmill::PluginInfo;

use crate::terminal::number;
use crate::terminal::text::{columns, escaped, left, right, wrapped};
use crate::terminal::{Style, Terminal};

const HEAD: [&str; 6] = ["NAME", "VERSION", "SIZE", "REQUIRES", "PROVIDES", "SUMMARY"];
const SIZE: usize = 2;
const SUMMARY: usize = 5;

/// Between two columns.
const GAP: usize = 2;

/// Summaries are not squeezed further than this.
const MIN_SUMMARY: usize = 24;

/// A line per plugin, more where its summary needs them.
pub(super) fn table(plugins: &[PluginInfo], terminal: Terminal) -> String {
    let rows: Vec<[String; 6]> = plugins.iter().map(row).collect();
    let width = |column: usize| {
        let cells = rows.iter().map(|row| columns(&row[column]));
        cells.chain([columns(HEAD[column])]).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..SUMMARY).map(width).collect();
    let before: usize = widths.iter().map(|width| width + GAP).sum();
    let room = terminal.columns.saturating_sub(before).max(MIN_SUMMARY);

    let head = line(&HEAD.map(str::to_owned), &widths);
    let mut page = format!("{}\n", terminal.paint.style(Style::Heading, &head));
    for mut row in rows {
        let summary = wrapped(&row[SUMMARY], room);
        row[SUMMARY] = summary.first().cloned().unwrap_or_default();
        page.push_str(&format!("{}\n", line(&row, &widths)));
        for rest in summary.iter().skip(1) {
            page.push_str(&format!("{}{rest}\n", " ".repeat(before)));
        }
    }
    page
}

fn row(plugin: &PluginInfo) -> [String; 6] {
    let manifest = &plugin.manifest;
    let requires = manifest.requires.iter().map(|requirement| {
        let optional = if requirement.optional { "?" } else { "" };
        format!("{}{optional}", escaped(&requirement.layer))
    });
    let provides = manifest.provides.iter().map(|provision| provision.layer.clone());
    [
        plugin.name.clone(),
        manifest.version.clone(),
        number::bytes(plugin.bytes as u64),
        listed(requires),
        listed(provides),
        escaped(&manifest.summary).into_owned(),
    ]
}

fn listed(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    if names.is_empty() { "–".to_owned() } else { names.join(" ") }
}

fn line(cells: &[String; 6], widths: &[usize]) -> String {
    let gap = " ".repeat(GAP);
    let mut line = String::new();
    for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let cell = if column == SIZE { right(cell, *width) } else { left(cell, *width) };
        line.push_str(&cell);
        line.push_str(&gap);
    }
    line.push_str(&cells[SUMMARY]);
    line
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;
    use crate::terminal::Paint;

    #[test]
    fn a_summary_goes_on_below_itself() {
        let terminal = Terminal { is_terminal: false, columns: 80, paint: Paint::default() };
        insta::assert_snapshot!(table(&[example::plugin()], terminal), @r"
        NAME      VERSION    SIZE  REQUIRES          PROVIDES  SUMMARY
        shouting  0.1.0    401 kB  tokens language?  shouts    Words in capitals, how
                                                               long they are, and who
                                                               shouts them
        ");
    }
}
