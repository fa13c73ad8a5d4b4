//! What an analyzer says of one document, read by its schema.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Number;
use serde_json::value::RawValue;
use textmill_merge::{Schema, Takes};

use super::document::unknown;
use super::line::Name;
use crate::error::{Error, ErrorKind};

/// What an analyzer says of one document.
///
/// ```no_run
/// use serde::Deserialize;
///
/// /// As much of it as is asked for.
/// #[derive(Deserialize)]
/// struct Sentiment {
///     score: f64,
/// }
///
/// # let engine = textmill::Engine::builder().builtins().build()?;
/// let result = engine.analyze_text("The rooms are lovely.")?;
/// if let Some(output) = result.output("sentiment")? {
///     let sentiment: Sentiment = output.read()?;
///     println!("{} {:?}", sentiment.score, output.field("label")?);
/// }
/// # Ok::<(), textmill::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Output<'a> {
    json: &'a str,
    analyzer: &'a str,
    schema: &'a Schema,
}

/// A value of an output, as its schema says that it merges.
///
/// ```no_run
/// use textmill::OutputValue;
///
/// # let engine = textmill::Engine::builder().builtins().build()?;
/// let result = engine.analyze_text("A river, a boat, and a river.")?;
/// if let Some(keywords) = result.output("keywords")?
///     && let OutputValue::Counts(terms) = keywords.field("terms")?
/// {
///     for (term, count) in terms {
///         println!("{count} {term}");
///     }
/// }
/// # Ok::<(), textmill::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum OutputValue<'a> {
    /// The analyzer gives nothing here.
    Nothing,
    /// Of the kinds `sum`, `min`, `max` and `top`.
    Number(Number),
    /// Of the kinds `stats`, `histogram` and `quantiles`: numbers, and how often each counts.
    Numbers(Vec<(Number, u64)>),
    /// Of the kind `counts`: keys, and how often each counts. A key that is given again stands there again.
    Counts(Vec<(Cow<'a, str>, u64)>),
    /// Of the kinds `distinct` and `set`.
    Keys(Vec<Cow<'a, str>>),
    /// Of the kind `map`: by keys that are not known beforehand, in their order.
    Map(Vec<(Cow<'a, str>, OutputValue<'a>)>),
    /// Of the kind `record`: by the names of its fields, in their order, all that there are.
    Record(Vec<(&'a str, OutputValue<'a>)>),
    /// Of the kinds `sample` and `each`, and of a `top` where the score comes with a payload: JSON of any form.
    Json(&'a str),
}

/// What `stats` and its like take.
#[derive(Deserialize)]
#[serde(untagged)]
enum Numbers {
    One(Number),
    Many(Vec<Counted>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Counted {
    Once(Number),
    Times(Number, u64),
}

impl<'a> Output<'a> {
    pub(super) fn new(json: &'a str, analyzer: &'a str, schema: &'a Schema) -> Self {
        Self { json, analyzer, schema }
    }

    /// The output as the analyzer gave it, on one line.
    #[must_use]
    pub fn json(&self) -> &'a str {
        self.json
    }

    /// The output as a type of the caller's, which may borrow from it.
    ///
    /// # Errors
    /// [`ErrorKind::Settings`] where it is no such type's.
    pub fn read<T: Deserialize<'a>>(&self) -> Result<T, Error> {
        serde_json::from_str(self.json).map_err(|error| {
            let message =
                format!("the output of `{}` is not of the type that was asked for: {error}", self.analyzer);
            Error::new(ErrorKind::Settings, message)
        })
    }

    /// The output, read by its schema.
    ///
    /// # Errors
    /// [`ErrorKind::Plugin`] where it does not fit: the analyzer folds by itself, and what it says is not what it folds.
    pub fn value(&self) -> Result<OutputValue<'a>, Error> {
        self.typed(self.schema, self.json)
    }

    /// A field of the output, by its name. A dot in it is part of the name: for a field of a record within, see
    /// [`field_at`](Self::field_at).
    ///
    /// # Errors
    /// [`ErrorKind::Name`] where there is no such field, with those that there are; [`ErrorKind::Plugin`] as
    /// [`value`](Self::value).
    pub fn field(&self, name: &str) -> Result<OutputValue<'a>, Error> {
        self.field_at(&[name])
    }

    /// A field of a record that lies in others: by the names from the outermost field to the one that is asked for. No name
    /// at all is the whole output.
    ///
    /// ```no_run
    /// # fn example(output: textmill::Output<'_>) -> Result<(), textmill::Error> {
    /// // The field `v1.0` of the record `versions`.
    /// let version = output.field_at(&["versions", "v1.0"])?;
    /// # drop(version);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`field`](Self::field).
    pub fn field_at(&self, names: &[&str]) -> Result<OutputValue<'a>, Error> {
        let (mut schema, mut json) = (self.schema, Some(self.json));
        for (depth, name) in names.iter().enumerate() {
            let fields = match schema {
                Schema::Record { fields } => Some(fields),
                _ => None,
            };
            let Some(field) = fields.and_then(|fields| fields.get(*name)) else {
                let known = fields.into_iter().flat_map(|fields| fields.keys().map(String::as_str));
                // Each name between marks of its own: it may hold any sign.
                return Err(unknown("field", &names[..=depth].join("`/`"), known));
            };
            schema = field;
            json = json.map(|json| self.member(json, name)).transpose()?.flatten();
        }
        json.map_or(Ok(OutputValue::Nothing), |json| self.typed(schema, json))
    }

    /// The value of a member of an object; nothing where it has none, or null.
    fn member(&self, object: &'a str, name: &str) -> Result<Option<&'a str>, Error> {
        let values: BTreeMap<Name<'a>, &'a RawValue> = self.parsed(object)?;
        let value = values.get(&Name(Cow::Borrowed(name))).map(|value| value.get());
        Ok(value.filter(|json| *json != "null"))
    }

    fn typed(&self, schema: &'a Schema, json: &'a str) -> Result<OutputValue<'a>, Error> {
        let takes = schema.takes();
        if json == "null" && !matches!(takes, Takes::Json | Takes::Unkept) {
            return Ok(OutputValue::Nothing);
        }
        Ok(match takes {
            Takes::Amount if json == "true" => OutputValue::Number(1.into()),
            Takes::Amount if json == "false" => OutputValue::Number(0.into()),
            Takes::Score if json.starts_with('[') => OutputValue::Json(json),
            Takes::Number | Takes::Amount | Takes::Score => OutputValue::Number(self.parsed(json)?),
            Takes::Numbers => OutputValue::Numbers(match self.parsed(json)? {
                Numbers::One(number) => vec![(number, 1)],
                Numbers::Many(numbers) => numbers.into_iter().map(Counted::pair).collect(),
            }),
            Takes::Counts => OutputValue::Counts(match json.starts_with('{') {
                true => {
                    let counts: BTreeMap<Name<'a>, u64> = self.parsed(json)?;
                    counts.into_iter().map(|(Name(key), count)| (key, count)).collect()
                }
                false => self.keys(json)?.into_iter().map(|key| (key, 1)).collect(),
            }),
            Takes::Keys => OutputValue::Keys(self.keys(json)?),
            Takes::Json | Takes::Unkept => OutputValue::Json(json),
            Takes::Map(of) => {
                let values: BTreeMap<Name<'a>, &'a RawValue> = self.parsed(json)?;
                let values =
                    values.into_iter().map(|(Name(key), value)| Ok((key, self.typed(of, value.get())?)));
                OutputValue::Map(values.collect::<Result<_, Error>>()?)
            }
            Takes::Record(fields) => {
                let values: BTreeMap<Name<'a>, &'a RawValue> = self.parsed(json)?;
                let values = fields.iter().map(|(name, schema)| {
                    let value = values.get(&Name(Cow::Borrowed(name)));
                    let value = value.map(|value| self.typed(schema, value.get())).transpose()?;
                    Ok((name.as_str(), value.unwrap_or(OutputValue::Nothing)))
                });
                OutputValue::Record(values.collect::<Result<_, Error>>()?)
            }
        })
    }

    /// A key, or a list of keys.
    fn keys(&self, json: &'a str) -> Result<Vec<Cow<'a, str>>, Error> {
        if json.starts_with('[') {
            let keys: Vec<Name<'a>> = self.parsed(json)?;
            return Ok(keys.into_iter().map(|Name(key)| key).collect());
        }
        self.parsed(json).map(|Name(key)| vec![key])
    }

    fn parsed<T: Deserialize<'a>>(&self, json: &'a str) -> Result<T, Error> {
        serde_json::from_str(json).map_err(|error| {
            let message = format!("the output of `{}` does not fit its schema: {error}", self.analyzer);
            Error::new(ErrorKind::Plugin, message)
        })
    }
}

impl Counted {
    fn pair(self) -> (Number, u64) {
        match self {
            Self::Once(number) => (number, 1),
            Self::Times(number, times) => (number, times),
        }
    }
}

impl OutputValue<'_> {
    /// The number, where the value is a single one.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Number(number) => number.as_f64(),
            Self::Numbers(numbers) => match numbers.as_slice() {
                [(number, 1)] => number.as_f64(),
                _ => None,
            },
            _ => None,
        }
    }

    /// How often a key counts, where the value has counts.
    #[must_use]
    pub fn count_of(&self, key: &str) -> Option<u64> {
        match self {
            Self::Counts(counts) => {
                Some(counts.iter().filter(|(found, _)| found == key).map(|(_, count)| count).sum())
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: &str = r#"{"kind": "record", "fields": {
        "score": {"kind": "sum"}, "lengths": {"kind": "stats"}, "words": {"kind": "counts", "top": 3},
        "kinds": {"kind": "distinct"}, "by": {"kind": "map", "of": {"kind": "max"}, "top": 3}, "note": {"kind": "each"},
        "in": {"kind": "record", "fields": {"a.b": {"kind": "min"}, "deep": {"kind": "top", "n": 1}}}
    }}"#;

    #[track_caller]
    fn check(json: &str, names: &[&str], expected: Result<OutputValue<'_>, &str>) {
        let schema = Schema::from_json(SCHEMA).expect("a schema");
        let found = Output::new(json, "one", &schema).field_at(names);
        assert_eq!(
            found.map_err(|error| error.to_string()),
            expected.map_err(str::to_owned),
            "{json}: {names:?}"
        );
    }

    #[test]
    fn fields_are_of_their_kinds() {
        let number = |number: u64| OutputValue::Number(number.into());
        check(r#"{"score": 3}"#, &["score"], Ok(number(3)));
        check(r#"{"score": null}"#, &["score"], Ok(OutputValue::Nothing));
        check("{}", &["score"], Ok(OutputValue::Nothing));
        check(
            "null",
            &["score"],
            Err(
                "the output of `one` does not fit its schema: invalid type: null, expected a map at line 1 column 4",
            ),
        );
        check(r#"{"lengths": 4}"#, &["lengths"], Ok(OutputValue::Numbers(vec![(4.into(), 1)])));
        check(
            r#"{"lengths": [1, [2, 3]]}"#,
            &["lengths"],
            Ok(OutputValue::Numbers(vec![(1.into(), 1), (2.into(), 3)])),
        );
        check(r#"{"words": {"a": 2}}"#, &["words"], Ok(OutputValue::Counts(vec![("a".into(), 2)])));
        check(
            r#"{"words": ["b", "a", "b"]}"#,
            &["words"],
            Ok(OutputValue::Counts(vec![("b".into(), 1), ("a".into(), 1), ("b".into(), 1)])),
        );
        check(r#"{"words": "\u0041"}"#, &["words"], Ok(OutputValue::Counts(vec![("A".into(), 1)])));
        check(r#"{"kinds": ["x"]}"#, &["kinds"], Ok(OutputValue::Keys(vec!["x".into()])));
        check(r#"{"by": {"k": 1}}"#, &["by"], Ok(OutputValue::Map(vec![("k".into(), number(1))])));
        check(r#"{"note": {"any": [1]}}"#, &["note"], Ok(OutputValue::Json(r#"{"any": [1]}"#)));
        check(r#"{"in": {"deep": 5}}"#, &["in", "deep"], Ok(number(5)));
        check(
            r#"{"in": {"a.b": 5}}"#,
            &["in"],
            Ok(OutputValue::Record(vec![("a.b", number(5)), ("deep", OutputValue::Nothing)])),
        );
        check(
            "{}",
            &["scores"],
            Err(
                "there is no field `scores`: there are `by`, `in`, `kinds`, `lengths`, `note`, `score`, `words`",
            ),
        );
        check(r#"{"in": {}}"#, &["in", "x"], Err("there is no field `in`/`x`: there are `a.b`, `deep`"));
        check(r#"{"score": 1}"#, &["score", "x"], Err("there is no field `score`/`x`: there is none"));
    }

    #[test]
    fn names_are_taken_as_they_are() {
        let schema = Schema::from_json(
            r#"{"kind": "record", "fields": {
                "": {"kind": "sum"}, "a.b": {"kind": "sum"}, "a/b": {"kind": "sum"}, "~0": {"kind": "sum"},
                "a": {"kind": "record", "fields": {"b": {"kind": "sum"}, ".": {"kind": "sum"}, "قهوة": {"kind": "sum"}}}
            }}"#,
        )
        .expect("a schema");
        let json = r#"{"": 1, "a.b": 2, "a/b": 3, "~0": 4, "a": {"b": 5, ".": 6, "\u0642هوة": 7}}"#;
        let output = Output::new(json, "one", &schema);
        let cases: [(&[&str], u64); 7] = [
            (&[""], 1),
            (&["a.b"], 2),
            (&["a/b"], 3),
            (&["~0"], 4),
            (&["a", "b"], 5),
            (&["a", "."], 6),
            (&["a", "قهوة"], 7),
        ];
        for (names, expected) in cases {
            let found = output.field_at(names).ok();
            assert_eq!(found, Some(OutputValue::Number(expected.into())), "{names:?}");
        }
        assert_eq!(output.field("a.b").ok(), Some(OutputValue::Number(2.into())));
        assert_eq!(output.field_at(&[]).ok(), output.value().ok());
        let unknown: [&[&str]; 4] = [&["a", ""], &["a.", "b"], &["a.b", "c"], &["", ""]];
        for names in unknown {
            assert_eq!(
                output.field_at(names).map_err(|error| error.kind()),
                Err(ErrorKind::Name),
                "{names:?}"
            );
        }
    }

    #[test]
    fn a_field_that_is_not_there_is_named_where_its_record_is_not_there_either() {
        check("{}", &["in", "deep"], Ok(OutputValue::Nothing));
        check("{}", &["in", "x"], Err("there is no field `in`/`x`: there are `a.b`, `deep`"));
    }

    #[test]
    fn strings_are_borrowed_where_they_can_be() {
        let schema = Schema::from_json(SCHEMA).expect("a schema");
        let json = r#"{"words": ["word"]}"#;
        let OutputValue::Counts(counts) =
            Output::new(json, "one", &schema).field("words").expect("it is there")
        else {
            panic!("words are counts")
        };
        assert!(matches!(counts[0].0, Cow::Borrowed(_)));
    }
}
