//! What a report shows of each kind, read from its JSON.

use serde_json::{Number, Value};

use super::Misfit;
use super::json::{boolean, field, float, items, number, number_or_null, string, whole};

/// Of the kind `stats`: numbers, summed up.
///
/// ```
/// use textmill::{Merged, Schema};
///
/// let output = serde_json::from_str(r#"{"count": 2, "mean": 3.5, "deviation": 0.5, "min": 3, "max": 4}"#)?;
/// let Merged::Stats(stars) = Merged::read(&Schema::Stats, &output)? else { unreachable!() };
/// assert_eq!(stars.mean.and_then(|mean| mean.as_f64()), Some(3.5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Stats<'a> {
    /// How many numbers there were.
    pub count: &'a Number,
    /// Their mean; nothing without a number, as all that follows.
    pub mean: Option<&'a Number>,
    /// Their deviation, that of the population.
    pub deviation: Option<&'a Number>,
    /// The least.
    pub min: Option<&'a Number>,
    /// The greatest.
    pub max: Option<&'a Number>,
}

impl<'a> Stats<'a> {
    pub(super) fn read(value: &'a Value) -> Result<Self, Misfit> {
        Ok(Self {
            count: field(value, "count", number)?,
            mean: field(value, "mean", number_or_null)?,
            deviation: field(value, "deviation", number_or_null)?,
            min: field(value, "min", number_or_null)?,
            max: field(value, "max", number_or_null)?,
        })
    }
}

/// Of the kind `counts`: how often keys were counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Counts<'a> {
    /// All counts together, also those of keys that are not shown.
    pub total: &'a Number,
    /// How many keys there were, also those that are not shown.
    pub distinct: u64,
    /// The first keys in the order of the report, by default the greatest counts first, as many as the schema asks for.
    pub top: Vec<CountedKey<'a>>,
}

/// A key, and how often it was counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountedKey<'a> {
    /// The key.
    pub key: &'a str,
    /// How often it was counted.
    pub count: &'a Number,
    /// In how many documents.
    pub documents: u64,
    /// How unevenly it is spread over documents, from 0 to 1, where the field asks for that.
    pub dispersion: Option<f64>,
}

/// The keys of [`Counts`] that are not looked at one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherKeys {
    /// How many keys they are.
    pub keys: u64,
    /// Their counts together.
    pub count: Number,
}

impl<'a> Counts<'a> {
    pub(super) fn read(value: &'a Value) -> Result<Self, Misfit> {
        Ok(Self {
            total: field(value, "total", number)?,
            distinct: field(value, "distinct", whole)?,
            top: field(value, "top", |top| items(top, CountedKey::read))?,
        })
    }

    /// A key, where it is among those that are shown.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&CountedKey<'a>> {
        self.top.iter().find(|counted| counted.key == key)
    }

    /// What there is beside the first so many keys, such as for a line "and 12 more".
    ///
    /// ```
    /// use textmill::{Merged, Schema};
    ///
    /// let schema = Schema::from_json(r#"{"kind": "counts", "top": 2}"#)?;
    /// let output = serde_json::from_str(
    ///     r#"{"total": 9, "distinct": 4, "top": [
    ///         {"key": "en", "count": 5, "documents": 5}, {"key": "ar", "count": 2, "documents": 2}
    ///     ]}"#,
    /// )?;
    /// if let Merged::Counts(languages) = Merged::read(&schema, &output)? {
    ///     let others = languages.others(1);
    ///     assert_eq!((others.keys, others.count), (3, 4.into()));
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn others(&self, first: usize) -> OtherKeys {
        let first = &self.top[..first.min(self.top.len())];
        let keys = self.distinct.saturating_sub(first.len() as u64);
        let counts = || [self.total].into_iter().chain(first.iter().map(|counted| counted.count));
        let whole: Option<Vec<u64>> = counts().map(Number::as_u64).collect();
        let count = match whole.as_deref() {
            Some([total, parts @ ..]) => {
                parts.iter().fold(*total, |rest, part| rest.saturating_sub(*part)).into()
            }
            // Floats are of numbers beyond 64 bits, as the report has them.
            _ => {
                let floats: Vec<f64> = counts().filter_map(Number::as_f64).collect();
                let rest = floats
                    .iter()
                    .skip(1)
                    .fold(floats.first().copied().unwrap_or(0.0), |rest, part| rest - part);
                Number::from_f64(rest.max(0.0)).unwrap_or_else(|| 0.into())
            }
        };
        OtherKeys { keys, count }
    }
}

impl<'a> CountedKey<'a> {
    fn read(value: &'a Value) -> Result<Self, Misfit> {
        Ok(Self {
            key: field(value, "key", string)?,
            count: field(value, "count", number)?,
            documents: field(value, "documents", whole)?,
            dispersion: match value.get("dispersion") {
                Some(_) => Some(field(value, "dispersion", float)?),
                None => None,
            },
        })
    }
}

/// Of the kind `pairs`: which words stand together more often than by chance.
///
/// ```
/// use textmill::{Merged, Schema};
///
/// let schema = Schema::from_json(r#"{"kind": "pairs", "top": 1}"#)?;
/// let pair = serde_json::json!({
///     "first": "strong", "second": "tea", "count": 5, "documents": 2,
///     "expected": 3.333, "g2": 6.959, "pmi3": 5.229, "log_dice": 13.862
/// });
/// let output = serde_json::json!({
///     "total": 9, "distinct": 4, "by_g2": [pair], "by_log_dice": [pair], "by_pmi3": [pair]
/// });
/// let Merged::Pairs(pairs) = Merged::read(&schema, &output)? else { unreachable!() };
/// assert_eq!((pairs.by_g2[0].second, pairs.by_g2[0].count), ("tea", 5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Pairs<'a> {
    /// How often all pairs were counted, also those that are not shown.
    pub total: &'a Number,
    /// How many pairs there were, also those that are not shown.
    pub distinct: u64,
    /// Those of the greatest log-likelihood ratio, the greatest first.
    pub by_g2: Vec<Pair<'a>>,
    /// Those of the greatest logDice.
    pub by_log_dice: Vec<Pair<'a>>,
    /// Those of the greatest cubed mutual information.
    pub by_pmi3: Vec<Pair<'a>>,
}

/// Two words, and how strongly they go together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair<'a> {
    /// The word that stands first.
    pub first: &'a str,
    /// The word that stands second.
    pub second: &'a str,
    /// How often they stand so.
    pub count: u64,
    /// In how many documents.
    pub documents: u64,
    /// How often they would by chance.
    pub expected: &'a Number,
    /// The log-likelihood ratio.
    pub g2: &'a Number,
    /// The cubed mutual information.
    pub pmi3: &'a Number,
    /// The share of the pair in what its words are counted, at most 14.
    pub log_dice: &'a Number,
}

impl<'a> Pairs<'a> {
    pub(super) fn read(value: &'a Value) -> Result<Self, Misfit> {
        let list = |name| field(value, name, |pairs| items(pairs, Pair::read));
        Ok(Self {
            total: field(value, "total", number)?,
            distinct: field(value, "distinct", whole)?,
            by_g2: list("by_g2")?,
            by_log_dice: list("by_log_dice")?,
            by_pmi3: list("by_pmi3")?,
        })
    }

    /// All pairs that are shown by any measure, each once, those of the greatest log-likelihood ratio first.
    #[must_use]
    pub fn all(&self) -> Vec<Pair<'a>> {
        let mut all: Vec<Pair<'a>> =
            [&self.by_g2, &self.by_log_dice, &self.by_pmi3].into_iter().flatten().copied().collect();
        let rank = |pair: &Pair<'_>| pair.g2.as_f64().unwrap_or(0.0);
        all.sort_by(|one, other| {
            let words = (one.first, one.second).cmp(&(other.first, other.second));
            rank(other).total_cmp(&rank(one)).then(words)
        });
        all.dedup_by(|one, other| (one.first, one.second) == (other.first, other.second));
        all
    }
}

impl<'a> Pair<'a> {
    fn read(value: &'a Value) -> Result<Self, Misfit> {
        Ok(Self {
            first: field(value, "first", string)?,
            second: field(value, "second", string)?,
            count: field(value, "count", whole)?,
            documents: field(value, "documents", whole)?,
            expected: field(value, "expected", number)?,
            g2: field(value, "g2", number)?,
            pmi3: field(value, "pmi3", number)?,
            log_dice: field(value, "log_dice", number)?,
        })
    }
}

/// Of the kind `histogram`: how many numbers fell between edges.
///
/// ```
/// use textmill::{Merged, Schema};
///
/// let schema = Schema::from_json(r#"{"kind": "histogram", "edges": [10]}"#)?;
/// let output = serde_json::from_str(
///     r#"{"count": 7, "bins": [{"from": null, "to": 10, "count": 5}, {"from": 10, "to": null, "count": 2}]}"#,
/// )?;
/// let Merged::Histogram(lengths) = Merged::read(&schema, &output)? else { unreachable!() };
/// let counts: Vec<_> = lengths.bins.iter().map(|bin| bin.count.as_u64()).collect();
/// assert_eq!(counts, [Some(5), Some(2)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram<'a> {
    /// How many numbers there were.
    pub count: &'a Number,
    /// The bins in the order of their edges: one more than the schema has edges.
    pub bins: Vec<Bin<'a>>,
}

/// A bin of a histogram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bin<'a> {
    /// The least number of the bin; nothing at the first.
    pub from: Option<&'a Number>,
    /// The number at which the next bin begins; nothing at the last.
    pub to: Option<&'a Number>,
    /// How many numbers fell into it.
    pub count: &'a Number,
}

impl<'a> Histogram<'a> {
    pub(super) fn read(value: &'a Value, edges: &[f64]) -> Result<Self, Misfit> {
        let bin = |value: &'a Value| {
            Ok(Bin {
                from: field(value, "from", number_or_null)?,
                to: field(value, "to", number_or_null)?,
                count: field(value, "count", number)?,
            })
        };
        let bins = |value: &'a Value| as_many(items(value, bin)?, edges.len() + 1, "bins");
        Ok(Self { count: field(value, "count", number)?, bins: field(value, "bins", bins)? })
    }
}

/// Of the kind `quantiles`: the numbers below which given shares of all lie.
///
/// ```
/// use textmill::{Merged, Schema};
///
/// let schema = Schema::from_json(r#"{"kind": "quantiles", "at": [0.5, 0.9]}"#)?;
/// let output = serde_json::from_str(
///     r#"{"count": 9, "error": 0.0078125, "min": 1, "max": 80, "quantiles": [
///         {"at": 0.5, "value": 12}, {"at": 0.9, "value": 64}
///     ]}"#,
/// )?;
/// let Merged::Quantiles(lengths) = Merged::read(&schema, &output)? else { unreachable!() };
/// assert_eq!(lengths.quantiles[0].value.and_then(|median| median.as_u64()), Some(12));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Quantiles<'a> {
    /// How many numbers there were.
    pub count: &'a Number,
    /// The relative error of each quantile at most.
    pub error: &'a Number,
    /// The least number; nothing without one.
    pub min: Option<&'a Number>,
    /// The greatest number; nothing without one.
    pub max: Option<&'a Number>,
    /// The quantiles that the schema asks for, in its order.
    pub quantiles: Vec<Quantile<'a>>,
}

/// A quantile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantile<'a> {
    /// Its share, from 0 (the least number) to 1 (the greatest).
    pub at: &'a Number,
    /// The number above which no more than the rest is; nothing without a number.
    pub value: Option<&'a Number>,
}

impl<'a> Quantiles<'a> {
    pub(super) fn read(value: &'a Value, at: &[f64]) -> Result<Self, Misfit> {
        let quantile = |value: &'a Value| {
            Ok(Quantile { at: field(value, "at", number)?, value: field(value, "value", number_or_null)? })
        };
        let quantiles = |value: &'a Value| as_many(items(value, quantile)?, at.len(), "quantiles");
        Ok(Self {
            count: field(value, "count", number)?,
            error: field(value, "error", number)?,
            min: field(value, "min", number_or_null)?,
            max: field(value, "max", number_or_null)?,
            quantiles: field(value, "quantiles", quantiles)?,
        })
    }
}

/// Of the kind `distinct`: how many different keys there were.
///
/// ```
/// use textmill::{Merged, Schema};
///
/// let output = serde_json::from_str(r#"{"estimate": 812, "error": 0, "exact": true}"#)?;
/// let Merged::Distinct(words) = Merged::read(&Schema::Distinct, &output)? else { unreachable!() };
/// assert_eq!((words.estimate, words.exact), (812, true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Distinct<'a> {
    /// How many, exactly or about.
    pub estimate: u64,
    /// The relative standard error of the estimate; 0 where it is exact.
    pub error: &'a Number,
    /// Whether it is exact.
    pub exact: bool,
}

impl<'a> Distinct<'a> {
    pub(super) fn read(value: &'a Value) -> Result<Self, Misfit> {
        Ok(Self {
            estimate: field(value, "estimate", whole)?,
            error: field(value, "error", number)?,
            exact: field(value, "exact", boolean)?,
        })
    }
}

/// Of the kind `set`: all different keys, where they were few enough.
///
/// ```
/// use textmill::{Merged, Schema};
///
/// let schema = Schema::from_json(r#"{"kind": "set", "max": 3}"#)?;
/// let output = serde_json::from_str(r#"{"max": 3, "keys": ["ar", "en"]}"#)?;
/// let Merged::Set(languages) = Merged::read(&schema, &output)? else { unreachable!() };
/// assert_eq!(languages.keys, Some(vec!["ar", "en"]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySet<'a> {
    /// How many keys there may be.
    pub max: u64,
    /// The keys in their order; nothing where there were more than `max`.
    pub keys: Option<Vec<&'a str>>,
}

impl<'a> KeySet<'a> {
    pub(super) fn read(value: &'a Value) -> Result<Self, Misfit> {
        let keys = |value: &'a Value| match value {
            Value::Null => Ok(None),
            keys => items(keys, string).map(Some),
        };
        Ok(Self { max: field(value, "max", whole)?, keys: field(value, "keys", keys)? })
    }
}

/// Of the kind `sample`: a value of a document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampledValue<'a> {
    /// The document's id.
    pub document: &'a str,
    /// The value, any JSON.
    pub value: &'a Value,
}

impl<'a> SampledValue<'a> {
    pub(super) fn read(value: &'a Value) -> Result<Self, Misfit> {
        Ok(Self { document: field(value, "document", string)?, value: field(value, "value", Ok)? })
    }
}

/// Of the kind `top`: a document, and its score.
///
/// ```
/// use textmill::{Merged, Schema};
///
/// let schema = Schema::from_json(r#"{"kind": "top", "n": 1}"#)?;
/// let output = serde_json::from_str(r#"[{"document": "cafe.txt", "score": 0.91}]"#)?;
/// let Merged::Top(best) = Merged::read(&schema, &output)? else { unreachable!() };
/// assert_eq!((best[0].document, best[0].score.as_f64()), ("cafe.txt", Some(0.91)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScoredDocument<'a> {
    /// The document's id.
    pub document: &'a str,
    /// Its score.
    pub score: &'a Number,
    /// What was given beside the score, any JSON; nothing where nothing was, or where scores have no payloads.
    pub payload: Option<&'a Value>,
}

impl<'a> ScoredDocument<'a> {
    pub(super) fn read(value: &'a Value, has_payload: bool) -> Result<Self, Misfit> {
        let payload = if has_payload { Some(field(value, "payload", Ok)?) } else { None };
        Ok(Self {
            document: field(value, "document", string)?,
            score: field(value, "score", number)?,
            payload: payload.filter(|payload| !payload.is_null()),
        })
    }
}

/// The schema says how many there are.
fn as_many<T>(found: Vec<T>, expected: usize, what: &str) -> Result<Vec<T>, Misfit> {
    if found.len() == expected {
        return Ok(found);
    }
    Err(Misfit::because(format!("expected {expected} {what}, found {}", found.len())))
}
