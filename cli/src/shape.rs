//! The values of a report as what they are: each kind of merging has a form of its own (`docs/merge.md`).

use serde_json::{Map, Value};

/// A value of a report.
#[derive(Debug, PartialEq)]
pub(crate) enum Shape<'a> {
    /// Of `sum`, `min` and `max`.
    Number(f64),
    Counts(Counts<'a>),
    Stats(Stats),
    Histogram(Histogram),
    Quantiles(Quantiles),
    Distinct {
        estimate: f64,
        exact: bool,
    },
    /// Of `top` and `sample`: what is said of each document.
    Documents(Vec<(&'a str, &'a Value)>),
    /// Of `map` and `record`.
    Object(&'a Map<String, Value>),
    /// Of what no document had.
    Nothing,
    /// What this version does not know.
    Unknown(&'a Value),
}

#[derive(Debug, PartialEq)]
pub(crate) struct Counts<'a> {
    pub(crate) total: u64,
    pub(crate) distinct: u64,
    /// The greatest.
    pub(crate) top: Vec<Entry<'a>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry<'a> {
    pub(crate) key: &'a str,
    pub(crate) count: u64,
    pub(crate) documents: u64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stats {
    pub(crate) count: u64,
    pub(crate) mean: f64,
    pub(crate) deviation: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Histogram {
    pub(crate) bins: Vec<Bin>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bin {
    /// Nothing at the first.
    pub(crate) from: Option<f64>,
    /// Nothing at the last.
    pub(crate) to: Option<f64>,
    pub(crate) count: u64,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Quantiles {
    pub(crate) count: u64,
    pub(crate) min: f64,
    pub(crate) max: f64,
    /// Share of the values, and the value that is not above it.
    pub(crate) quantiles: Vec<(f64, f64)>,
}

impl<'a> Shape<'a> {
    pub(crate) fn of(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Nothing,
            Value::Number(number) => number.as_f64().map_or(Self::Unknown(value), Self::Number),
            Value::Array(items) => documents(items).map_or(Self::Unknown(value), Self::Documents),
            Value::Object(fields) => Self::of_object(value, fields),
            Value::Bool(_) | Value::String(_) => Self::Unknown(value),
        }
    }

    fn of_object(value: &'a Value, fields: &'a Map<String, Value>) -> Self {
        if let Some(counts) = Counts::of(value) {
            return Self::Counts(counts);
        }
        if let Some(histogram) = Histogram::of(value) {
            return Self::Histogram(histogram);
        }
        if fields.contains_key("mean") && fields.contains_key("deviation") {
            return Stats::of(value).map_or(Self::Nothing, Self::Stats);
        }
        if let Some(quantiles) = value["quantiles"].as_array() {
            return Quantiles::of(value, quantiles).map_or(Self::Nothing, Self::Quantiles);
        }
        match (value["estimate"].as_f64(), value["exact"].as_bool()) {
            (Some(estimate), Some(exact)) => Self::Distinct { estimate, exact },
            _ => Self::Object(fields),
        }
    }
}

impl<'a> Counts<'a> {
    pub(crate) fn of(value: &'a Value) -> Option<Self> {
        let top = value["top"].as_array()?.iter().map(Entry::of);
        Some(Self {
            total: whole(&value["total"])?,
            distinct: whole(&value["distinct"])?,
            top: top.collect::<Option<_>>()?,
        })
    }

    /// How often a key that is among the greatest was counted.
    pub(crate) fn get(&self, key: &str) -> Option<u64> {
        self.top.iter().find(|entry| entry.key == key).map(|entry| entry.count)
    }
}

impl<'a> Entry<'a> {
    fn of(value: &'a Value) -> Option<Self> {
        Some(Self {
            key: value["key"].as_str()?,
            count: whole(&value["count"])?,
            documents: whole(&value["documents"])?,
        })
    }
}

impl Stats {
    /// Nothing also where there was no number.
    pub(crate) fn of(value: &Value) -> Option<Self> {
        Some(Self {
            count: whole(&value["count"])?,
            mean: value["mean"].as_f64()?,
            deviation: value["deviation"].as_f64()?,
            min: value["min"].as_f64()?,
            max: value["max"].as_f64()?,
        })
    }
}

impl Histogram {
    pub(crate) fn of(value: &Value) -> Option<Self> {
        let bin = |value: &Value| {
            Some(Bin {
                from: value["from"].as_f64(),
                to: value["to"].as_f64(),
                count: whole(&value["count"])?,
            })
        };
        Some(Self { bins: value["bins"].as_array()?.iter().map(bin).collect::<Option<_>>()? })
    }
}

impl Quantiles {
    fn of(value: &Value, quantiles: &[Value]) -> Option<Self> {
        let quantile = |value: &Value| Some((value["at"].as_f64()?, value["value"].as_f64()?));
        Some(Self {
            count: whole(&value["count"])?,
            min: value["min"].as_f64()?,
            max: value["max"].as_f64()?,
            quantiles: quantiles.iter().map(quantile).collect::<Option<_>>()?,
        })
    }
}

/// What a `top` or a `sample` says of documents.
pub(crate) fn documents(items: &[Value]) -> Option<Vec<(&str, &Value)>> {
    items
        .iter()
        .map(|item| Some((item["document"].as_str()?, item.get("score").or_else(|| item.get("value"))?)))
        .collect()
}

/// A count, which is a float where 64 bits do not hold it.
fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_f64().map(|number| number as u64))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(value: Value, expected: Shape<'_>) {
        assert_eq!(Shape::of(&value), expected, "{value}");
    }

    #[test]
    fn every_kind_is_known_by_its_form() {
        check(json!(7), Shape::Number(7.0));
        check(json!(null), Shape::Nothing);
        check(
            json!({"total": 3, "distinct": 2, "top": [{"key": "a", "count": 2, "documents": 1}]}),
            Shape::Counts(Counts {
                total: 3,
                distinct: 2,
                top: vec![Entry { key: "a", count: 2, documents: 1 }],
            }),
        );
        check(
            json!({"count": 2, "mean": 1.5, "deviation": 0.5, "min": 1, "max": 2}),
            Shape::Stats(Stats { count: 2, mean: 1.5, deviation: 0.5, min: 1.0, max: 2.0 }),
        );
        check(json!({"count": 0, "mean": null, "deviation": null, "min": null, "max": null}), Shape::Nothing);
        check(
            json!({"count": 1, "bins": [{"from": null, "to": 0, "count": 0}, {"from": 0, "to": null, "count": 1}]}),
            Shape::Histogram(Histogram {
                bins: vec![
                    Bin { from: None, to: Some(0.0), count: 0 },
                    Bin { from: Some(0.0), to: None, count: 1 },
                ],
            }),
        );
        check(
            json!({"count": 1, "error": 0.004, "min": 1, "max": 1, "quantiles": [{"at": 0.5, "value": 1}]}),
            Shape::Quantiles(Quantiles { count: 1, min: 1.0, max: 1.0, quantiles: vec![(0.5, 1.0)] }),
        );
        check(
            json!({"estimate": 12, "error": 0, "exact": true}),
            Shape::Distinct { estimate: 12.0, exact: true },
        );
        check(json!([{"document": "a", "score": 1}]), Shape::Documents(vec![("a", &json!(1))]));
        check(json!([{"document": "a", "value": [1]}]), Shape::Documents(vec![("a", &json!([1]))]));
        check(json!("what?"), Shape::Unknown(&json!("what?")));
        let object = json!({"a": 1});
        check(object.clone(), Shape::Object(object.as_object().expect("it is an object")));
    }

    #[test]
    fn counts_above_64_bits_are_near_enough() {
        check(
            json!({"total": 1e30, "distinct": 0, "top": []}),
            Shape::Counts(Counts { total: u64::MAX, distinct: 0, top: Vec::new() }),
        );
    }
}
