//! The counts as tables of `benches/README.md`.

use std::collections::BTreeSet;
use std::fmt::Write;

use anyhow::{Context, Result};

use super::table::{Count, Key, Table};
use crate::number::grouped;

/// What stands before the tables, and what after them.
const BEGIN: &str = "<!-- made by `cargo xtask counts` -->\n";
const END: &str = "<!-- end of what `cargo xtask counts` makes -->\n";

/// The page with these counts in the place of those that it shows.
///
/// # Errors
/// Where the page has no place for them.
pub(super) fn shown(page: &str, table: &Table) -> Result<String> {
    let missing = || format!("no line `{}` with `{}` below it", BEGIN.trim_end(), END.trim_end());
    let (before, rest) = page.split_once(BEGIN).with_context(missing)?;
    let (_, after) = rest.split_once(END).with_context(missing)?;
    Ok(format!("{before}{BEGIN}\n{}\n{END}{after}", tables(table)))
}

/// Fuel, then instructions: a row for each kind of text, a column for each analyzer.
fn tables(table: &Table) -> String {
    let mut page = format!("Fuel per token, cold → warm; plugins compiled by {}:\n\n", table.compiler);
    write_table(&mut page, table, |count| Some(count.fuel_per_token()));
    page.push_str("\nNative instructions per token, cold → warm:\n\n");
    write_table(&mut page, table, Count::instructions_per_token);
    page
}

fn write_table(page: &mut String, table: &Table, value: impl Fn(Count) -> Option<f64>) {
    let analyzers: BTreeSet<&str> = table.counts.keys().map(|key| key.analyzer.as_str()).collect();
    let heads: String = analyzers.iter().map(|name| format!(" `{name}` |")).collect();
    let _ = writeln!(page, "| text |{heads} together |\n| --- |{}", " ---: |".repeat(analyzers.len() + 1));
    let texts: BTreeSet<&str> = table.counts.keys().map(|key| key.text.as_str()).collect();
    for text in texts {
        let of = |analyzer: &str, memo: &str| {
            let key = Key { analyzer: analyzer.into(), text: text.into(), memo: memo.into() };
            table.counts.get(&key).copied().and_then(&value)
        };
        // Nothing where one of them has none.
        let all = |memo: &str| analyzers.iter().map(|analyzer| of(analyzer, memo)).sum::<Option<f64>>();
        let _ = write!(page, "| {text} |");
        for analyzer in &analyzers {
            let _ = write!(page, " {} |", cell(of(analyzer, "cold"), of(analyzer, "warm")));
        }
        let _ = writeln!(page, " {} |", cell(all("cold"), all("warm")));
    }
}

fn cell(cold: Option<f64>, warm: Option<f64>) -> String {
    match (cold, warm) {
        (Some(cold), Some(warm)) => {
            format!("{} → {}", grouped(cold.round() as u64), grouped(warm.round() as u64))
        }
        _ => "–".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::shown;
    use crate::counts::table::Table;

    #[test]
    fn tables_take_the_place_of_those_before() {
        let mut lines = String::from("# compiler of the plugins: rustc 1.0.0\n");
        for analyzer in ["tokenize", "keywords", "sentiment", "entities"] {
            lines.push_str(&format!("{analyzer}\tnews\tcold\t10\t12345\t20000\n"));
            lines.push_str(&format!("{analyzer}\tnews\twarm\t10\t1000\t-\n"));
        }
        let table = Table::parse(&lines).expect("a table");
        let page = "above\n<!-- made by `cargo xtask counts` -->\nold\n\
                    <!-- end of what `cargo xtask counts` makes -->\nbelow\n";
        let expected = "above\n<!-- made by `cargo xtask counts` -->\n\n\
            Fuel per token, cold → warm; plugins compiled by rustc 1.0.0:\n\n\
            | text | `entities` | `keywords` | `sentiment` | `tokenize` | together |\n\
            | --- | ---: | ---: | ---: | ---: | ---: |\n\
            | news | 1,235 → 100 | 1,235 → 100 | 1,235 → 100 | 1,235 → 100 | 4,938 → 400 |\n\n\
            Native instructions per token, cold → warm:\n\n\
            | text | `entities` | `keywords` | `sentiment` | `tokenize` | together |\n\
            | --- | ---: | ---: | ---: | ---: | ---: |\n\
            | news | – | – | – | – | – |\n\n\
            <!-- end of what `cargo xtask counts` makes -->\nbelow\n";
        assert_eq!(shown(page, &table).expect("a page with a place"), expected);
        assert_eq!(shown(expected, &table).expect("a page with a place"), expected);
        assert!(shown("no place", &table).is_err());
    }
}
