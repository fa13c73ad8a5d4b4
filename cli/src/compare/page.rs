//! A comparison as a page for a terminal.

use textmill::{Comparison, FieldComparison, Keyness};

use crate::terminal::number::{self, whole};
use crate::terminal::text::{right, shown};
use crate::terminal::{Style, Terminal};

/// The widths of the columns before a key: G², log ratio, counts and documents of both sides, and dispersion on the side that
/// has it more often.
const COLUMNS: [usize; 7] = [9, 6, 9, 9, 9, 9, 5];

/// The comparisons, one below the other.
pub(super) fn page(comparisons: &[Comparison], terminal: Terminal) -> String {
    let mut page = String::new();
    for comparison in comparisons {
        if !page.is_empty() {
            page.push('\n');
        }
        write_comparison(&mut page, comparison, terminal);
    }
    page
}

fn write_comparison(page: &mut String, comparison: &Comparison, terminal: Terminal) {
    let [first, second] = comparison.sides.each_ref().map(|side| shown(side, terminal.columns));
    let heading = format!("{first} and {second}");
    page.push_str(&terminal.paint.style(Style::Heading, &heading));
    page.push('\n');
    let floors = format!(
        "keys counted at least {}, in at least {}",
        number::counted(comparison.least_count, "time"),
        number::counted(comparison.least_documents, "document")
    );
    page.push_str(&format!("  {}\n", terminal.paint.style(Style::Faint, &floors)));
    for (side, analyzers) in [&first, &second].into_iter().zip(&comparison.alone) {
        if !analyzers.is_empty() {
            let names = shown(&analyzers.join(", "), terminal.columns);
            let note = format!("  analyzed in {side} alone, and not compared: {names}\n");
            page.push_str(&terminal.paint.style(Style::Odd, &note));
        }
    }
    if comparison.fields.is_empty() {
        page.push_str("  no field was counted on either side\n");
    } else if comparison
        .fields
        .iter()
        .all(|field| field.more_in_first.len() + field.more_in_second.len() == 0)
    {
        page.push_str("  no key that is frequent enough is more frequent on a side\n");
    }
    for field in &comparison.fields {
        write_field(page, field, terminal, [&first, &second]);
    }
}

fn write_field(page: &mut String, field: &FieldComparison, terminal: Terminal, sides: [&str; 2]) {
    let lists = [(&field.more_in_first, sides[0]), (&field.more_in_second, sides[1])];
    if lists.iter().all(|(keys, _)| keys.is_empty()) {
        return;
    }
    let notes = format!(
        " · {} and {} counted in {} and {} documents · {} different",
        wide(field.total[0]),
        wide(field.total[1]),
        whole(field.documents[0]),
        whole(field.documents[1]),
        whole(field.keys)
    );
    let name = format!("{}.{}", field.analyzer, field.field);
    page.push_str(&format!(
        "\n{}{}\n",
        terminal.paint.style(Style::Heading, &name),
        terminal.paint.style(Style::Faint, &notes)
    ));
    if field.total.contains(&0) {
        let note = "  one side counts none: frequencies are of documents\n";
        page.push_str(&terminal.paint.style(Style::Faint, note));
    }
    for (keys, side) in lists.into_iter().filter(|(keys, _)| !keys.is_empty()) {
        let head =
            row(["G²", "ratio", "count", "against", "docs", "against", "disp."].map(str::to_string), "");
        page.push_str(&format!("{}  more in {side}\n", terminal.paint.style(Style::Faint, head.trim_end())));
        for key in keys {
            write_key(page, key, terminal);
        }
    }
}

fn write_key(page: &mut String, key: &Keyness, terminal: Terminal) {
    // The side that has the key more often comes first.
    let [ours, theirs] = if key.log_ratio < 0.0 { [1, 0] } else { [0, 1] };
    let columns = [
        format!("{:.1}", key.log_likelihood),
        format!("{:+.1}", key.log_ratio.abs()),
        wide(key.count[ours]),
        wide(key.count[theirs]),
        whole(key.documents[ours]),
        whole(key.documents[theirs]),
        key.dispersion[ours].map(|dispersion| format!("{dispersion:.2}")).unwrap_or_default(),
    ];
    let used = COLUMNS.iter().map(|width| width + 1).sum::<usize>() + 1;
    // The two words of a pair have a tab between them.
    let key = shown(&key.key.replace('\t', " "), terminal.columns.saturating_sub(used).max(20));
    page.push_str(row(columns, &key).trim_end());
    page.push('\n');
}

fn row(columns: [String; 7], key: &str) -> String {
    let columns = columns.iter().zip(COLUMNS).map(|(column, width)| right(column, width));
    format!("{}  {key}", columns.collect::<Vec<String>>().join(" "))
}

fn wide(number: u128) -> String {
    whole(u64::try_from(number).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::{Paint, Terminal};

    fn key(key: &str, count: [u128; 2], documents: [u64; 2], log_likelihood: f64, log_ratio: f64) -> Keyness {
        Keyness {
            key: key.to_string(),
            count,
            documents,
            dispersion: count.map(|count| (count > 0).then_some(0.25)),
            log_likelihood,
            log_ratio,
        }
    }

    #[test]
    fn each_side_shows_what_it_has_more_often() {
        let field = FieldComparison {
            analyzer: "keywords".into(),
            field: "terms".into(),
            documents: [40, 55],
            total: [12_345, 20_100],
            keys: 3_000,
            more_in_first: vec![key("مدرسة", [40, 6], [12, 4], 45.25, 3.4)],
            more_in_second: vec![key("match", [0, 31], [0, 9], 30.0, -5.25)],
        };
        let comparison = Comparison {
            sides: ["2023".into(), "2024".into()],
            rank: textmill::Rank::LogLikelihood,
            least_count: 5,
            least_documents: 2,
            alone: [Vec::new(), vec!["entities".into()]],
            fields: vec![field],
        };
        let terminal = Terminal { is_terminal: false, columns: 80, paint: Paint { colour: false } };
        insta::assert_snapshot!(page(&[comparison], terminal));
    }
}
