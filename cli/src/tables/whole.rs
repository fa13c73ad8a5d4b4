//! Tables with all rows, from partial files: a report has some of them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;

use csv::Writer;
use textmill::FieldPath;

use super::{Formulas, shown_dispersion};
use crate::error::Error;
use crate::output::Output;

/// Writers of tables, by analyzer and field. A field of which a report shows nothing is none that was asked for.
pub(super) type Writers = BTreeMap<(String, String), Writer<Output>>;

/// All keys, in the order of their bytes.
///
/// # Errors
/// Where a partial file cannot be read, or a table not be written.
pub(super) fn write_keys(
    partials: &[PathBuf],
    writers: &mut Writers,
    formulas: Formulas,
) -> Result<(), Error> {
    textmill::each_count(partials, |key| {
        let Some(writer) = writers.get_mut(&place(key.analyzer, key.field)) else { return Ok(()) };
        let row = [
            formulas.written(key.group.unwrap_or_default()),
            formulas.written(key.key),
            Cow::Owned(key.count.to_string()),
            Cow::Owned(key.documents.to_string()),
            Cow::Owned(shown_dispersion(key.dispersion)),
        ];
        write(writer, &row)
    })?;
    Ok(())
}

/// All pairs, in the order of their bytes, with their figures.
///
/// # Errors
/// As for [`write_keys`].
pub(super) fn write_pairs(
    partials: &[PathBuf],
    writers: &mut Writers,
    formulas: Formulas,
) -> Result<(), Error> {
    textmill::each_pair(partials, |pair| {
        let Some(writer) = writers.get_mut(&place(pair.analyzer, pair.field)) else { return Ok(()) };
        let strength = pair.strength;
        let figure = |figure: f64| Cow::Owned(serde_json::Value::from(figure).to_string());
        let row = [
            formulas.written(pair.group.unwrap_or_default()),
            formulas.written(pair.first),
            formulas.written(pair.second),
            Cow::Owned(pair.count.to_string()),
            Cow::Owned(pair.documents.to_string()),
            figure(strength.expected),
            figure(strength.g2),
            figure(strength.pmi3),
            figure(strength.log_dice),
        ];
        write(writer, &row)
    })?;
    Ok(())
}

fn place(analyzer: &str, field: &[&str]) -> (String, String) {
    let field = field.iter().fold(FieldPath::default(), |path, name| path.with(name));
    (analyzer.to_owned(), field.to_string())
}

fn write(writer: &mut Writer<Output>, row: &[Cow<'_, str>]) -> Result<(), textmill::Error> {
    let written = writer.write_record(row.iter().map(|cell| cell.as_bytes()));
    written.map_err(|error| textmill::Error::of_output(error.into()))
}
