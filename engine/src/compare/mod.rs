//! Comparisons: which keys one side has more often than another, from full counts.
//!
//! Partial files have every key with its count, in order. So two sides are gone through beside each other, twice: once to
//! add up what each field counts, and once to weigh each key. What is kept are the greatest of each field.

mod side;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use textmill_merge::dispersion;

use self::side::{Counted, Counts, OpenSide};
use crate::error::{Error, ErrorKind};
use crate::keyness::{
    Frequency, LEAST_COUNT, LEAST_DOCUMENTS, Ranked, compared, log_likelihood, log_ratio, rounded,
};
use crate::report::PluginRecord;

pub use self::side::Side;

/// A comparison of two sides, to be made.
///
/// ```no_run
/// use textmill::{Compare, Side};
///
/// let comparison = Compare::new(Side::files(["2023.part"]), Side::files(["2024.part"])).top(10).run()?;
/// for field in &comparison.fields {
///     for key in &field.more_in_second {
///         println!("{}.{}: {} ({:+.1})", field.analyzer, field.field, key.key, key.log_ratio);
///     }
/// }
/// # Ok::<(), textmill::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Compare {
    first: Side,
    second: Side,
    fields: Vec<String>,
    rank: Rank,
    top: usize,
    least_count: u64,
    least_documents: u64,
}

/// By what keys are ranked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rank {
    /// The log-likelihood G²: how sure it is that there is a difference. It favours frequent keys.
    #[default]
    LogLikelihood,
    /// The log ratio: how great the difference is. It favours rare keys, so a floor of frequency matters.
    LogRatio,
}

/// Which keys each of two sides has more often than the other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// What was compared, in words: the paths of files, or groups.
    pub sides: [String; 2],
    /// By what keys are ranked.
    pub rank: Rank,
    /// How often a key has to be on both sides together to be weighed.
    pub least_count: u64,
    /// In how many documents a key has to be on the side that has it more often.
    pub least_documents: u64,
    /// The analyzers that one side alone was analyzed by, for each side: what they counted is not compared. Where fields are
    /// named, these are those of the fields.
    pub alone: [Vec<String>; 2],
    /// Each field of kind `counts` or `pairs` in which a side has counted something.
    pub fields: Vec<FieldComparison>,
}

/// The keys of one field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldComparison {
    /// The analyzer, by its name in the run.
    pub analyzer: String,
    /// The field of its output; those that lead to it stand before it, with dots between.
    pub field: String,
    /// Documents analyzed, on each side.
    pub documents: [u64; 2],
    /// What all keys come to, on each side: frequencies are shares of it, or of the documents where one of the two is 0.
    pub total: [u128; 2],
    /// Different keys of both sides together.
    pub keys: u64,
    /// The keys that the first side has more often, the most telling first.
    pub more_in_first: Vec<Keyness>,
    /// Those that the second has more often.
    pub more_in_second: Vec<Keyness>,
}

/// A key, and how it differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Keyness {
    /// The key: a term, a name.
    pub key: String,
    /// How often it was counted, on each side.
    pub count: [u128; 2],
    /// In how many documents, on each side: what a single one says all the time tells of that one.
    pub documents: [u64; 2],
    /// How unevenly it is spread over the documents of each side, from 0 to 1, to three decimals; nothing where the side lacks
    /// it, or the field does not ask for that.
    pub dispersion: [Option<f64>; 2],
    /// The log-likelihood G² with one degree of freedom (Rayson and Garside 2000), to three decimals. Chance alone gives
    /// more than 3.84 in 5 of 100 keys, and more than 15.13 in 1 of 10,000.
    pub log_likelihood: f64,
    /// The binary logarithm of the ratio of both frequencies (Hardie 2014), to three decimals: 1 is twice as often in the first,
    /// −1 in the second. A key that a side lacks is taken as half a key.
    pub log_ratio: f64,
}

impl Compare {
    /// Keys of each field and side that are given by default.
    pub const TOP: usize = 20;

    /// How often a key has to be on both sides together, by default.
    pub const LEAST_COUNT: u64 = LEAST_COUNT;

    /// In how many documents a key has to be on the side that has it more often, by default.
    pub const LEAST_DOCUMENTS: u64 = LEAST_DOCUMENTS;

    /// A comparison of two sides, which may be of different corpora: what counts are shares.
    #[must_use]
    pub fn new(first: Side, second: Side) -> Self {
        Self {
            first,
            second,
            fields: Vec::new(),
            rank: Rank::default(),
            top: Self::TOP,
            least_count: Self::LEAST_COUNT,
            least_documents: Self::LEAST_DOCUMENTS,
        }
    }

    /// Compares these fields alone, named as in `keywords.terms`; without any, all that both sides have.
    #[must_use]
    pub fn fields<F: Into<String>>(mut self, fields: impl IntoIterator<Item = F>) -> Self {
        self.fields.extend(fields.into_iter().map(Into::into));
        self
    }

    /// By what keys are ranked.
    #[must_use]
    pub fn rank(mut self, rank: Rank) -> Self {
        self.rank = rank;
        self
    }

    /// How many keys of each field and side are given.
    #[must_use]
    pub fn top(mut self, top: usize) -> Self {
        self.top = top;
        self
    }

    /// Weighs only keys that both sides together have so often.
    #[must_use]
    pub fn least_count(mut self, count: u64) -> Self {
        self.least_count = count;
        self
    }

    /// Weighs only keys that so many documents have, of the side that has them more often.
    #[must_use]
    pub fn least_documents(mut self, documents: u64) -> Self {
        self.least_documents = documents;
        self
    }

    /// Compares.
    ///
    /// Memory is that of the keys which are given, however many there are.
    ///
    /// # Errors
    /// [`ErrorKind::Partial`] where a file cannot be read or is damaged; [`ErrorKind::Name`] for a group or a field that there
    /// is not, with those that there are.
    pub fn run(&self) -> Result<Comparison, Error> {
        let mut totals = BTreeMap::new();
        let alone = self.each_analyzer(|analyzer, both| {
            while let Some(pair) = both.next()? {
                let field = totals.entry(pair.field(analyzer)).or_insert_with(FieldTotal::default);
                field.add(&pair);
            }
            Ok(())
        })?;
        self.check_fields(&totals)?;
        let mut ranked: BTreeMap<(String, String), [Ranked<Keyness>; 2]> = BTreeMap::new();
        let mut documents = BTreeMap::new();
        self.each_analyzer(|analyzer, both| {
            documents.insert(analyzer.to_string(), both.documents());
            while let Some(pair) = both.next()? {
                let field = pair.field(analyzer);
                if !self.is_wanted(&field) {
                    continue;
                }
                let Some(total) = totals.get(&field) else { continue };
                let documents = both.documents();
                if let Some((side, weight, keyness)) = self.weigh(pair, total, documents) {
                    let sides =
                        ranked.entry(field).or_insert_with(|| [Ranked::new(self.top), Ranked::new(self.top)]);
                    sides[side].add(weight, keyness.key.clone(), keyness);
                }
            }
            Ok(())
        })?;
        let fields = totals.into_iter().filter(|(field, total)| self.is_wanted(field) && !total.is_empty());
        let fields = fields.map(|(field, total)| {
            let [first, second] = ranked.remove(&field).unwrap_or_else(|| [Ranked::new(0), Ranked::new(0)]);
            FieldComparison {
                documents: documents.get(&field.0).copied().unwrap_or_default(),
                analyzer: field.0,
                field: field.1,
                total: total.sums,
                keys: total.keys,
                more_in_first: first.into_sorted(),
                more_in_second: second.into_sorted(),
            }
        });
        Ok(Comparison {
            sides: [self.first.to_string(), self.second.to_string()],
            rank: self.rank,
            least_count: self.least_count,
            least_documents: self.least_documents,
            alone,
            fields: fields.collect(),
        })
    }

    fn is_wanted(&self, (analyzer, field): &(String, String)) -> bool {
        self.fields.is_empty() || self.fields.iter().any(|wanted| *wanted == format!("{analyzer}.{field}"))
    }

    /// Whether a field of the analyzer is wanted.
    fn is_looked_at(&self, analyzer: &str) -> bool {
        let is_of = |field: &String| field.strip_prefix(analyzer).is_some_and(|rest| rest.starts_with('.'));
        self.fields.is_empty() || self.fields.iter().any(is_of)
    }

    fn check_fields(&self, there: &BTreeMap<(String, String), FieldTotal>) -> Result<(), Error> {
        let names: BTreeSet<String> =
            there.keys().map(|(analyzer, field)| format!("{analyzer}.{field}")).collect();
        let Some(unknown) = self.fields.iter().find(|field| !names.contains(*field)) else { return Ok(()) };
        let names: Vec<String> = names.into_iter().collect();
        Err(Error::new(ErrorKind::Name, format!("no field `{unknown}` was counted on either side"))
            .with_hint(format!("the fields are {}", names.join(", "))))
    }

    /// Opens both sides, and gives the counts of each analyzer that both have; then the names of those that one has alone.
    fn each_analyzer(
        &self,
        mut each: impl FnMut(&str, &mut Both<'_>) -> Result<(), Error>,
    ) -> Result<[Vec<String>; 2], Error> {
        let mut sides = [self.first.open()?, self.second.open()?];
        check_alike(&sides)?;
        let [ours, theirs] = sides
            .each_ref()
            .map(|side| side.sections.head().schemas.keys().cloned().collect::<BTreeSet<String>>());
        for analyzer in ours.intersection(&theirs) {
            let [first, second] = &mut sides;
            if let (Some(first), Some(second)) = (first.counts(analyzer)?, second.counts(analyzer)?) {
                each(analyzer, &mut Both::open(first, second)?)?;
            }
        }
        let [first, second] = sides;
        self.first.finish(first)?;
        self.second.finish(second)?;
        let alone = |ours: &BTreeSet<String>, theirs| {
            let alone = ours.difference(theirs).filter(|analyzer| self.is_looked_at(analyzer));
            alone.cloned().collect()
        };
        Ok([alone(&ours, &theirs), alone(&theirs, &ours)])
    }

    /// The side that has a key more often, and how it differs; nothing where it is too rare, or as frequent on both.
    fn weigh(&self, pair: Pair, total: &FieldTotal, documents: [u64; 2]) -> Option<(usize, f64, Keyness)> {
        let sizes = total.sizes(documents);
        let [first, second] = [0, 1].map(|side| Frequency { count: pair.count[side], of: sizes[side] });
        let side = match compared(first, second) {
            Ordering::Greater => 0,
            Ordering::Less => 1,
            Ordering::Equal => return None,
        };
        let is_frequent = pair.count[0].saturating_add(pair.count[1]) >= self.least_count.into();
        if !is_frequent || pair.documents[side] < self.least_documents {
            return None;
        }
        let (likelihood, ratio) = (log_likelihood(first, second), log_ratio(first, second));
        let weight = match self.rank {
            Rank::LogLikelihood => likelihood,
            Rank::LogRatio => ratio.abs(),
        };
        let keyness = Keyness {
            key: pair.key,
            count: pair.count,
            documents: pair.documents,
            dispersion: [0, 1].map(|side| {
                let bits = pair.bits[side]?;
                Some(dispersion(pair.count[side], bits, total.sums[side]))
            }),
            log_likelihood: rounded(likelihood),
            log_ratio: rounded(ratio),
        };
        Some((side, weight, keyness))
    }
}

/// Counts of one analyzer compare only where it was the same, set in the same way.
fn check_alike([first, second]: &[OpenSide; 2]) -> Result<(), Error> {
    let [ours, theirs] = [first, second].map(|side| &side.sections.head().provenance.plugins);
    for (name, record) in ours {
        // What it could use changes which documents are lost, and no count of the others; whether it was reported, none at all.
        let alike = |other: &PluginRecord| {
            let (limits, reported) = (record.limits.clone(), record.reported);
            PluginRecord { limits, reported, ..other.clone() } == *record
        };
        if theirs.get(name).is_some_and(|other| !alike(other)) {
            let message =
                format!("the two sides were analyzed by different plugins or settings: `{name}` differs");
            return Err(Error::new(ErrorKind::Partial, message).with_hint("analyze one of them again"));
        }
    }
    Ok(())
}

/// What a field counts.
#[derive(Clone, Copy, Debug, Default)]
struct FieldTotal {
    sums: [u128; 2],
    keys: u64,
}

impl FieldTotal {
    fn add(&mut self, pair: &Pair) {
        for (sum, count) in self.sums.iter_mut().zip(pair.count) {
            *sum = sum.saturating_add(count);
        }
        self.keys = self.keys.saturating_add(1);
    }

    /// Of what frequencies are shares on each side: of all that is counted, or where a side counts nothing, of the documents,
    /// as nothing has no shares.
    fn sizes(&self, documents: [u64; 2]) -> [u128; 2] {
        if self.sums.contains(&0) { documents.map(u128::from) } else { self.sums }
    }

    fn is_empty(&self) -> bool {
        self.sums == [0, 0]
    }
}

/// A key with its counts on both sides.
struct Pair {
    field: Vec<String>,
    key: String,
    count: [u128; 2],
    documents: [u64; 2],
    bits: [Option<u64>; 2],
}

impl Pair {
    fn field(&self, analyzer: &str) -> (String, String) {
        (analyzer.to_string(), self.field.join("."))
    }
}

/// The counts of both sides, key by key.
struct Both<'a> {
    sides: [Counts<'a>; 2],
    heads: [Option<Counted>; 2],
}

impl<'a> Both<'a> {
    fn open(mut first: Counts<'a>, mut second: Counts<'a>) -> Result<Self, Error> {
        let heads = [first.next()?, second.next()?];
        Ok(Self { sides: [first, second], heads })
    }

    fn documents(&self) -> [u64; 2] {
        [self.sides[0].documents, self.sides[1].documents]
    }

    fn next(&mut self) -> Result<Option<Pair>, Error> {
        let order = match &self.heads {
            [Some(first), Some(second)] => first.path.cmp(&second.path),
            [Some(_), None] => Ordering::Less,
            [None, Some(_)] => Ordering::Greater,
            [None, None] => return Ok(None),
        };
        let first = if order.is_le() { self.take(0)? } else { None };
        let second = if order.is_ge() { self.take(1)? } else { None };
        let count = [&first, &second].map(|side| side.as_ref().map_or(0, |counted| counted.count));
        let documents = [&first, &second].map(|side| side.as_ref().map_or(0, |counted| counted.documents));
        let bits = [&first, &second].map(|side| side.as_ref().and_then(|counted| counted.bits));
        let mut field = first.or(second).map(|counted| counted.path).unwrap_or_default();
        let key = field.pop().unwrap_or_default();
        Ok(Some(Pair { field, key, count, documents, bits }))
    }

    fn take(&mut self, side: usize) -> Result<Option<Counted>, Error> {
        let next = self.sides[side].next()?;
        Ok(std::mem::replace(&mut self.heads[side], next))
    }
}
