//! Partial files of several runs, merged into one report.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use textmill_merge::{Entry, KeyOrder, Marginals, Schema, Strength, dispersion};

use crate::error::Error;
use crate::partial;
use crate::report::{Report, RunRecord};

/// Merges partial files into the report that one run over all their documents would have given, to the byte but for
/// [`Report::run`]. They are also joined into one partial file more, where `out` is given.
///
/// Memory does not grow with the files: they are sorted, and gone through side by side.
///
/// ```no_run
/// let report = textmill::merge(&["2023.part".into(), "2024.part".into()], None)?;
/// println!("{}", report.analyzers["keywords"].output["terms"]);
/// # Ok::<(), textmill::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Partial`](crate::ErrorKind::Partial) where a file cannot be read or is damaged, where two are of
/// different plugins, settings or resources, or hold the same input; [`ErrorKind::Output`](crate::ErrorKind::Output)
/// where `out` cannot be written.
pub fn merge(files: &[PathBuf], out: Option<&mut dyn Write>) -> Result<Report, Error> {
    merge_by(files, None, out)
}

/// As [`merge`], into a report that shows the keys of every field of kind `counts` in this order; without one in that of the
/// first file.
///
/// ```no_run
/// use textmill::KeyOrder;
///
/// let report = textmill::merge_by(&["2023.part".into(), "2024.part".into()], Some(KeyOrder::Documents), None)?;
/// # Ok::<(), textmill::Error>(())
/// ```
///
/// # Errors
/// As [`merge`].
pub fn merge_by(
    files: &[PathBuf],
    rank: Option<KeyOrder>,
    out: Option<&mut dyn Write>,
) -> Result<Report, Error> {
    let started = crate::report::now();
    let clock = Instant::now();
    let joined = partial::join_by(files, true, rank, out)?;
    let run = RunRecord {
        started,
        seconds: clock.elapsed().as_secs_f64(),
        threads: 1,
        batch_bytes: 0,
        host: RunRecord::this_host(),
        cost: BTreeMap::new(),
        command: None,
        origins: BTreeMap::new(),
        retried: BTreeMap::new(),
        cache: None,
        documents: None,
        left_out: textmill_corpus::LeftOut::default(),
        sources: joined.inputs.clone(),
    };
    Ok(joined.into_report(run))
}

/// A key that partial files count, of one analyzer and group.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyCount<'a> {
    /// The analyzer, by its name in the run.
    pub analyzer: &'a str,
    /// Nothing where it is of all documents.
    pub group: Option<&'a str>,
    /// The names that lead to the field of the output.
    pub field: &'a [&'a str],
    /// The key: a term, a name.
    pub key: &'a str,
    /// How often it was counted.
    pub count: u128,
    /// In how many documents.
    pub documents: u64,
    /// How unevenly it is spread over documents, from 0 to 1 and to three decimals, where its field asks for that.
    pub dispersion: Option<f64>,
}

/// Gives every key that partial files count, however rare: by analyzer, group (all documents first), field and key, each in the
/// order of its bytes. A report has the greatest of them alone. Memory does not grow with the files.
///
/// ```no_run
/// textmill::each_count(&["all.part".into()], |key| {
///     println!("{:?} {} {}", key.field, key.key, key.count);
///     Ok(())
/// })?;
/// # Ok::<(), textmill::Error>(())
/// ```
///
/// # Errors
/// As [`merge`] for files that cannot be read, and those of `each`.
pub fn each_count(
    files: &[PathBuf],
    mut each: impl FnMut(&KeyCount<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let totals = totals(files)?;
    let mut sections = partial::Sections::open(files)?;
    while let Some(section) = sections.next()? {
        let (analyzer, group) = (section.analyzer.as_str(), section.group.as_deref());
        let totals = totals.get(&(section.analyzer.clone(), section.group.clone()));
        let total_of = |entry: &Entry| {
            let found = totals.into_iter().flatten().find(|(field, _)| entry.is_key_of(field));
            found.map_or(0, |(_, total)| *total)
        };
        let Some(mut entries) = sections.take(analyzer, group)? else { continue };
        while let Some(entry) = entries.next()? {
            let Some((count, documents)) = entry.count() else { continue };
            let path: Vec<&str> = entry.path().collect();
            let Some((key, field)) = path.split_last() else { continue };
            let dispersion = entry.dispersed_bits().map(|bits| dispersion(count, bits, total_of(entry)));
            each(&KeyCount { analyzer, group, field, key, count, documents, dispersion })?;
        }
    }
    sections.finish()
}

/// By analyzer and group, each field with its total. Fields below a map, of which there may be many, ask for no dispersion.
type Totals = BTreeMap<(String, Option<String>), Vec<(Vec<String>, u128)>>;

/// What the keys of each field come to that asks how they are spread.
fn totals(files: &[PathBuf]) -> Result<Totals, Error> {
    let mut totals = Totals::new();
    let mut sections = partial::Sections::open(files)?;
    while let Some(section) = sections.next()? {
        let Some(mut entries) = sections.take(&section.analyzer, section.group.as_deref())? else { continue };
        let mut of_field: (Vec<String>, u128) = Default::default();
        let mut fields = Vec::new();
        let mut add = |of_field: (Vec<String>, u128)| {
            if of_field.1 > 0 {
                fields.push(of_field);
            }
        };
        while let Some(entry) = entries.next()? {
            let (Some((count, _)), Some(_)) = (entry.count(), entry.dispersed_bits()) else { continue };
            if !entry.is_key_of(&of_field.0) {
                add(std::mem::take(&mut of_field));
                let fields = entry.path().len().saturating_sub(1);
                of_field.0 = entry.path().take(fields).map(str::to_owned).collect();
            }
            of_field.1 = of_field.1.saturating_add(count);
        }
        add(of_field);
        totals.insert((section.analyzer, section.group), fields);
    }
    sections.finish()?;
    Ok(totals)
}

/// A pair that partial files count, of one analyzer and group, and how strongly its words go together.
#[derive(Clone, Debug, PartialEq)]
pub struct PairCount<'a> {
    /// The analyzer, by its name in the run.
    pub analyzer: &'a str,
    /// Nothing where it is of all documents.
    pub group: Option<&'a str>,
    /// The names that lead to the field of the output.
    pub field: &'a [&'a str],
    /// The word that stands first.
    pub first: &'a str,
    /// The word that stands second.
    pub second: &'a str,
    /// How often they stand so.
    pub count: u128,
    /// In how many documents.
    pub documents: u64,
    /// How strongly they go together, rounded as in a report; weakly or not at all, too.
    pub strength: Strength,
}

/// Gives every pair that partial files count, however rare or weak, in the order of [`each_count`]: of each field of the kind
/// `pairs`. A report has the strongest of them alone.
///
/// The files are read twice, since each pair's strength depends on all of them. Memory grows with the different words of a
/// section, and not with the pairs.
///
/// # Errors
/// As [`merge`] for files that cannot be read, and those of `each`.
pub fn each_pair(
    files: &[PathBuf],
    mut each: impl FnMut(&PairCount<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut sections = partial::Sections::open(files)?;
    let mut again = partial::Sections::open(files)?;
    while let Some(section) = sections.next()? {
        let (analyzer, group) = (section.analyzer.as_str(), section.group.as_deref());
        let Some(schema) = sections.schema(analyzer).filter(|schema| has_pairs(schema)) else {
            sections.take(analyzer, group)?;
            continue;
        };
        let mut marginals: BTreeMap<Vec<String>, Marginals> = BTreeMap::new();
        let Some(mut entries) = sections.take(analyzer, group)? else { continue };
        while let Some(entry) = entries.next()? {
            let path: Vec<&str> = entry.path().collect();
            let (Some((count, _)), Some((key, field))) = (entry.count(), path.split_last()) else { continue };
            if is_pairs(&schema, field) {
                let field: Vec<String> = field.iter().map(|name| (*name).to_owned()).collect();
                marginals.entry(field).or_default().add(key, count);
            }
        }
        let Some(mut entries) = again.take(analyzer, group)? else { continue };
        while let Some(entry) = entries.next()? {
            let path: Vec<&str> = entry.path().collect();
            let (Some((count, documents)), Some((key, field))) = (entry.count(), path.split_last()) else {
                continue;
            };
            let names: Vec<String> = field.iter().map(|name| (*name).to_owned()).collect();
            let Some(marginals) = marginals.get_mut(&names) else { continue };
            let strength = marginals.strength(key, count).rounded();
            let (first, second) = Marginals::words(key);
            each(&PairCount { analyzer, group, field, first, second, count, documents, strength })?;
        }
    }
    sections.finish()
}

/// Whether a field is of the kind `pairs`, by the names that lead to it: fields of records, keys of maps.
fn is_pairs(schema: &Schema, field: &[&str]) -> bool {
    match (schema, field) {
        (Schema::Pairs { .. }, []) => true,
        (Schema::Record { fields }, [name, rest @ ..]) => {
            fields.get(*name).is_some_and(|schema| is_pairs(schema, rest))
        }
        (Schema::Map { of, .. }, [_, rest @ ..]) => is_pairs(of, rest),
        _ => false,
    }
}

/// Whether any field is.
fn has_pairs(schema: &Schema) -> bool {
    match schema {
        Schema::Pairs { .. } => true,
        Schema::Record { fields } => fields.values().any(has_pairs),
        Schema::Map { of, .. } => has_pairs(of),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Schema, has_pairs, is_pairs};

    #[test]
    fn pairs_are_found_by_the_schema() {
        let schema = Schema::from_json(
            r#"{"kind":"record","fields":{"pairs":{"kind":"pairs","top":1},"words":{"kind":"counts","top":1},
                "by":{"kind":"map","of":{"kind":"pairs","top":1},"top":1}}}"#,
        )
        .expect("it is lawful");
        assert!(has_pairs(&schema) && !has_pairs(&Schema::counts(1)));
        for (field, expected) in [
            (&["pairs"][..], true),
            (&["by", "x"], true),
            (&["words"], false),
            (&["by"], false),
            (&[], false),
        ] {
            assert_eq!(is_pairs(&schema, field), expected, "{field:?}");
        }
    }
}
