//! Trends: how often keys were counted in each day, month or year, from full counts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::Serialize;

use crate::error::{Error, ErrorKind};
use crate::keyness::{Counted, Frequency, KeyTable, LEAST_COUNT, Ranked, rounded, variation};
use crate::partial::{PartialHead, Sections};
use crate::report::UndatedDocument;
use crate::select::GroupBy;

/// How often keys were counted over time, to be asked of partial files of a run that was grouped by dates.
///
/// ```no_run
/// use textmill::Trends;
///
/// // Of `textmill analyze news --group-by date:month --partial news.part`.
/// let trend = Trends::files(["news.part"]).keys(["election"]).run()?;
/// for (period, point) in trend.periods.iter().zip(&trend.keys[0].points) {
///     println!("{} {} in {} documents", period.name, point.count, point.documents);
/// }
/// # Ok::<(), textmill::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Trends {
    files: Vec<PathBuf>,
    field: Option<String>,
    keys: Vec<String>,
    top: usize,
}

/// How often keys were counted in each period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trend {
    /// By what the documents are grouped, as in `date:month`.
    pub by: String,
    /// The field whose keys these are, as in `keywords.terms`.
    pub field: String,
    /// The periods from the first that has documents to the last, in their order, with those between them that have none; of a
    /// gap of more than a thousand none is here.
    pub periods: Vec<Period>,
    /// Documents that are of no period: without the field, or with one that is no date.
    pub undated: Vec<Period>,
    /// The least hundred by id and position of those that say of their date what is none.
    pub undated_in: Vec<UndatedDocument>,
    /// The keys: those that were asked for, in that order; else those that vary most, the first the most.
    pub keys: Vec<KeyTrend>,
}

/// A day, week, month, quarter, year or decade; or documents that are of none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Period {
    /// As groups are called: `2024`, `2024-05`.
    pub name: String,
    /// Documents that were analyzed.
    pub documents: u64,
    /// Their words, as `tokenize` counts them; nothing where it was no part of the run.
    pub words: Option<u64>,
}

/// A key over time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KeyTrend {
    /// The key: a term, a name.
    pub key: String,
    /// How much its share of the field differs from period to period: the log-likelihood G² of its counts against those that its
    /// share of all periods together makes expected, to three decimals. It has as many degrees of freedom as there are periods,
    /// less one.
    pub log_likelihood: f64,
    /// By period, as [`Trend::periods`] has them.
    pub points: Vec<TrendPoint>,
    /// As [`Trend::undated`] has them.
    pub undated: Vec<TrendPoint>,
}

/// How often a key was counted in a period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TrendPoint {
    /// How often.
    pub count: u64,
    /// How often in 10,000 words, to three decimals; nothing where there are no words or they were not counted.
    pub per_10_000: Option<f64>,
    /// In how many documents.
    pub documents: u64,
    /// The share of the documents that have it, to four decimals; nothing where there are none.
    pub share: Option<Share>,
}

/// A share of documents with its interval of confidence.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// The share.
    pub share: f64,
    /// Where the interval begins: the score interval of 95 % (Wilson 1927, "Probable inference, the law of succession, and
    /// statistical inference"), which takes the documents for a sample. Words of one document depend on each other, so rates of
    /// words have none.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
}

impl Trends {
    /// How many keys are given where none is asked for.
    pub const TOP: usize = 10;

    /// The field that is looked at by default.
    pub const FIELD: &str = "keywords.terms";

    /// The field that says how many words a period has.
    pub const WORDS: &str = "tokenize.tokens.word";

    /// Of partial files, which have to join with each other.
    pub fn files<P: Into<PathBuf>>(files: impl IntoIterator<Item = P>) -> Self {
        Self {
            files: files.into_iter().map(Into::into).collect(),
            field: None,
            keys: Vec::new(),
            top: Self::TOP,
        }
    }

    /// Looks at this field of kind `counts`, named as in `keywords.terms`, which is the default.
    #[must_use]
    pub fn field(self, field: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..self }
    }

    /// Gives these keys. Without any, those that vary most are given.
    #[must_use]
    pub fn keys<K: Into<String>>(mut self, keys: impl IntoIterator<Item = K>) -> Self {
        self.keys.extend(keys.into_iter().map(Into::into));
        self
    }

    /// How many keys are given where none is asked for.
    #[must_use]
    pub fn top(self, top: usize) -> Self {
        Self { top, ..self }
    }

    /// Reads the files. Memory does not grow with them, but with the periods.
    ///
    /// # Errors
    /// [`ErrorKind::Partial`] where a file cannot be read; [`ErrorKind::Name`] where it is of a run that was not grouped by
    /// dates, or has no such field or key, with those that there are.
    pub fn run(&self) -> Result<Trend, Error> {
        let mut sections = Sections::open(&self.files)?;
        let by = by_dates(sections.head())?;
        let wanted = self.wanted(sections.head())?;
        let mut found = Found::new(&self.keys);
        while let Some(section) = sections.next()? {
            let group = section.group.as_deref();
            let Some(mut entries) = sections.take(&section.analyzer, group)? else { continue };
            if let Some(group) = group {
                found.period(group, entries.documents);
            }
            let counts_words = wanted.words.as_ref() == Some(&section.analyzer);
            let is_wanted = wanted.analyzer == section.analyzer;
            if let (Some(group), true) = (group, is_wanted) {
                found.documents.insert(group.to_owned(), entries.documents);
            }
            while let Some(entry) = entries.next()?.filter(|_| counts_words || is_wanted) {
                if counts_words && entry.path().eq(Self::WORDS.split('.').skip(1)) {
                    found.words.insert(group.map(str::to_owned), entry.count().unwrap_or_default().0);
                }
                if is_wanted && entry.is_key_of(&wanted.field) {
                    let (count, _) = entry.count().unwrap_or_default();
                    let key = entry.path().last().unwrap_or_default();
                    if found.takes(group, key, count) {
                        found.table.add(group, entry)?;
                    }
                }
            }
        }
        let undated = sections.head().corpus.undated_in.iter().cloned().collect();
        sections.finish()?;
        Ok(Trend { undated_in: undated, ..self.trend(by, wanted, found)? })
    }

    fn trend(&self, by: String, wanted: Wanted, mut found: Found<'_>) -> Result<Trend, Error> {
        let table = std::mem::replace(&mut found.table, KeyTable::new());
        let (dated, undated): (Vec<String>, Vec<String>) =
            found.periods.keys().cloned().partition(|name| GroupBy::is_of_value(name));
        let dated = with_gaps(&by, dated);
        let period = |name: &String| Period {
            name: name.clone(),
            documents: found.periods.get(name).copied().unwrap_or_default(),
            words: wanted.words.as_ref().map(|_| found.words_of(name)),
        };
        let mut ranked = Ranked::new(if self.keys.is_empty() { self.top } else { self.keys.len() });
        let mut asked: BTreeMap<String, KeyTrend> = BTreeMap::new();
        table.each_key(|table_key| {
            if self.keys.is_empty() && table_key.whole.counted.count < LEAST_COUNT {
                return Ok(());
            }
            let by_group: BTreeMap<&str, Counted> =
                table_key.groups.iter().map(|(group, found)| (*group, found.counted)).collect();
            let counted = |name: &str| by_group.get(name).copied().unwrap_or_default();
            let frequency = |name: &String| Frequency {
                count: counted(name).count.into(),
                of: found.totals.get(name).copied().unwrap_or_default(),
            };
            let weight = variation(dated.iter().map(frequency));
            if self.keys.is_empty() && !ranked.has_room(weight, table_key.key) {
                return Ok(());
            }
            let point = |name: &String| {
                let words = wanted.words.as_ref().map(|_| found.words_of(name));
                let documents = found.documents.get(name).copied().unwrap_or_default();
                TrendPoint::new(counted(name), words, documents)
            };
            let trend = KeyTrend {
                key: table_key.key.to_owned(),
                log_likelihood: rounded(weight),
                points: dated.iter().map(point).collect(),
                undated: undated.iter().map(point).collect(),
            };
            match self.keys.is_empty() {
                true => ranked.add(weight, table_key.key.to_owned(), trend),
                false => drop(asked.insert(table_key.key.to_owned(), trend)),
            }
            Ok(())
        })?;
        let keys = match self.keys.as_slice() {
            [] => ranked.into_sorted(),
            keys => {
                let trend = |key: &String| asked.get(key).cloned().ok_or_else(|| found.unknown(key, &wanted));
                keys.iter().map(trend).collect::<Result<_, _>>()?
            }
        };
        Ok(Trend {
            by,
            field: wanted.name(),
            periods: dated.iter().map(period).collect(),
            undated: undated.iter().map(period).collect(),
            undated_in: Vec::new(),
            keys,
        })
    }

    /// What is looked at.
    fn wanted(&self, head: &PartialHead) -> Result<Wanted, Error> {
        let plugins = &head.provenance.plugins;
        let of_plugin = |plugin: &str| {
            let mut reported = plugins.iter().filter(|(_, record)| record.reported);
            reported.find(|(_, record)| record.name == plugin).map(|(name, _)| name.clone())
        };
        let words = Self::WORDS.split('.').next().and_then(of_plugin);
        let mut there: Vec<(String, Vec<String>)> = Vec::new();
        for (analyzer, schema) in head.read_schemas()? {
            there.extend(schema.counted_fields().into_iter().map(|field| (analyzer.clone(), field)));
        }
        let wanted = match &self.field {
            Some(field) => field.clone(),
            None => {
                let (plugin, field) = Self::FIELD.split_once('.').unwrap_or_default();
                format!("{}.{field}", of_plugin(plugin).unwrap_or_else(|| plugin.to_owned()))
            }
        };
        let known =
            there.iter().find(|(analyzer, field)| format!("{analyzer}.{}", field.join(".")) == wanted);
        if let Some((analyzer, field)) = known.cloned() {
            return Ok(Wanted { analyzer, field, words });
        }
        let names: Vec<String> =
            there.iter().map(|(analyzer, field)| format!("{analyzer}.{}", field.join("."))).collect();
        Err(Error::new(ErrorKind::Name, format!("no field `{wanted}` is counted"))
            .with_hint(format!("the fields are {}", names.join(", "))))
    }
}

/// The field that is looked at.
struct Wanted {
    analyzer: String,
    field: Vec<String>,
    /// The analyzer that counts words.
    words: Option<String>,
}

impl Wanted {
    fn name(&self) -> String {
        format!("{}.{}", self.analyzer, self.field.join("."))
    }
}

/// What files have of it.
struct Found<'k> {
    /// The keys that are asked for; all, where there are none.
    keys: BTreeSet<&'k str>,
    table: KeyTable,
    /// By group, the documents of the analyzer that lost the fewest.
    periods: BTreeMap<String, u64>,
    /// By group, those of the analyzer that is looked at.
    documents: BTreeMap<String, u64>,
    words: BTreeMap<Option<String>, u128>,
    /// By group, what all keys of the field come to.
    totals: BTreeMap<String, u128>,
    /// Keys that are like those that are asked for, with their counts.
    like: BTreeMap<String, u128>,
}

impl<'k> Found<'k> {
    fn new(keys: &'k [String]) -> Self {
        Self {
            keys: keys.iter().map(String::as_str).collect(),
            table: KeyTable::new(),
            periods: BTreeMap::new(),
            documents: BTreeMap::new(),
            words: BTreeMap::new(),
            totals: BTreeMap::new(),
            like: BTreeMap::new(),
        }
    }

    fn period(&mut self, group: &str, documents: u64) {
        let most = self.periods.entry(group.to_owned()).or_default();
        *most = documents.max(*most);
    }

    fn words_of(&self, group: &str) -> u64 {
        let words = self.words.get(&Some(group.to_owned())).copied().unwrap_or_default();
        u64::try_from(words).unwrap_or(u64::MAX)
    }

    /// Takes note of a count, and says whether it is wanted.
    fn takes(&mut self, group: Option<&str>, key: &str, count: u128) -> bool {
        match group {
            Some(group) => match self.totals.get_mut(group) {
                Some(total) => *total = total.saturating_add(count),
                None => drop(self.totals.insert(group.to_owned(), count)),
            },
            None => {
                if self.keys.iter().any(|asked| is_like(key, asked)) {
                    self.like.insert(key.to_owned(), count);
                }
            }
        }
        self.keys.is_empty() || self.keys.contains(key)
    }

    fn unknown(&self, key: &str, wanted: &Wanted) -> Error {
        /// As many are named.
        const NAMED: usize = 8;
        let mut like: Vec<(&String, &u128)> =
            self.like.iter().filter(|(like, _)| is_like(like, key)).collect();
        like.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let error = Error::new(ErrorKind::Name, format!("`{key}` was not counted in {}", wanted.name()));
        match like.is_empty() {
            true => {
                error.with_hint("keys are written as a report shows them; `--tables DIR --full` lists all")
            }
            false => {
                let like: Vec<&str> = like.iter().take(NAMED).map(|(key, _)| key.as_str()).collect();
                error.with_hint(format!("keys like it are {}", like.join(", ")))
            }
        }
    }
}

/// Whether one begins as the other does, whatever their capitals.
fn is_like(key: &str, asked: &str) -> bool {
    let (key, asked) = (key.to_lowercase(), asked.to_lowercase());
    let beginning: String = asked.chars().take(4).collect();
    key.starts_with(&beginning) || asked.contains(&key) && key.chars().count() > 2
}

/// Periods with those between them.
fn with_gaps(by: &str, dated: Vec<String>) -> Vec<String> {
    /// Longer gaps come of a date that is far off.
    const GAP: usize = 1_000;
    let Ok(by) = by.parse::<GroupBy>() else { return dated };
    let mut periods: Vec<String> = Vec::new();
    for name in dated {
        if let Some(last) = periods.last() {
            periods.extend(by.between(last, &name, GAP));
        }
        periods.push(name);
    }
    periods
}

fn by_dates(head: &PartialHead) -> Result<String, Error> {
    const HINT: &str = "analyze again with `--group-by date:month`, or with another field and unit";
    let Some(by) = &head.provenance.selection.group_by else {
        return Err(Error::new(ErrorKind::Name, "the documents are not grouped by dates").with_hint(HINT));
    };
    match by.parse::<GroupBy>() {
        Ok(group) if group.is_by_date() => Ok(by.clone()),
        _ => {
            let message = format!("the documents are grouped by `{by}`, which is no part of a date");
            Err(Error::new(ErrorKind::Name, message).with_hint(HINT))
        }
    }
}

impl TrendPoint {
    fn new(Counted { count, documents }: Counted, words: Option<u64>, of: u64) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "the figure is rounded to three decimals")]
        let rate = |words: u64| rounded(count as f64 * 10_000.0 / words as f64);
        Self {
            count,
            per_10_000: words.filter(|words| *words > 0).map(rate),
            documents,
            share: Share::of(documents, of),
        }
    }
}

impl Share {
    fn of(documents: u64, of: u64) -> Option<Self> {
        /// Of the normal distribution, 97.5 % lie below.
        const Z: f64 = 1.959_964;
        if of == 0 {
            return None;
        }
        #[expect(clippy::cast_precision_loss, reason = "the figures are rounded to four decimals")]
        let (share, of) = (documents.min(of) as f64 / of as f64, of as f64);
        let scale = 1.0 + Z * Z / of;
        let middle = (share + Z * Z / (2.0 * of)) / scale;
        let half = Z / scale * (share * (1.0 - share) / of + Z * Z / (4.0 * of * of)).sqrt();
        let four = |figure: f64| (figure.clamp(0.0, 1.0) * 10_000.0).round() / 10_000.0;
        Some(Self { share: four(share), low: four(middle - half), high: four(middle + half) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Those of Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
    #[test]
    fn intervals_are_those_of_the_literature() {
        for (documents, of, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let share = Share::of(documents, of).unwrap();
            assert_eq!((share.low, share.high), (low, high), "{documents} of {of}");
        }
        assert_eq!(Share::of(0, 0), None);
    }

    #[test]
    fn keys_are_like_what_begins_alike() {
        for (key, asked, expected) in [
            ("school", "School", true),
            ("schools", "school", true),
            ("election", "elections", true),
            ("hill", "school", false),
            ("مدرسة", "مدرس", true),
        ] {
            assert_eq!(is_like(key, asked), expected, "{key} {asked}");
        }
    }
}
