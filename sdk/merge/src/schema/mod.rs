//! How each field of an output merges, and the JSON of that: made of the rows of `textmill-kinds`.

mod json;
mod parameter;

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use textmill_kinds::{Given, Kind, MAX_KEPT, Values};

use self::parameter::Parameter;
use crate::error::SchemaError;

/// How deep maps and records may nest: 16.
///
/// Reading and merging recurse once per level, in a guest on a stack of its own choosing, so the depth that a
/// plugin can ask for is bounded. With [`MAX_VALUE_DEPTH`](crate::MAX_VALUE_DEPTH) levels for a sampled value
/// the JSON of a state stays within the 128 levels that most JSON readers allow.
pub const MAX_DEPTH: usize = 16;

/// How many lists and objects of a `sample`d value may lie in one another: 64.
///
/// With [`MAX_DEPTH`] levels of the schema around it, a state's JSON stays within the 128 levels that most JSON
/// readers allow.
pub const MAX_VALUE_DEPTH: usize = 64;

/// The types of parameters, by their names in the rows.
pub(crate) mod values {
    use super::{BTreeMap, Schema};

    pub(crate) type Size = u32;
    pub(crate) type Points = Vec<f64>;
    pub(crate) type Flag = bool;
    pub(crate) type Of = Box<Schema>;
    pub(crate) type Fields = BTreeMap<String, Schema>;
}

/// What a schema takes of a document: its [`Form`](textmill_kinds::Form), with the schemas below it.
///
/// Who reads documents' values by their schema asks for this, and need not know the kinds.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs, reason = "the variants are those of `Form`, which describes each")]
pub enum Takes<'s> {
    Number,
    Amount,
    Numbers,
    Counts,
    Keys,
    Score,
    Json,
    Unkept,
    /// With the schema of all values.
    Map(&'s Schema),
    /// With the schema of each field.
    Record(&'s BTreeMap<String, Schema>),
}

/// What a row's form is with the schemas below it.
macro_rules! takes {
    (Map $of:ident $($parameter:ident)*) => {
        Takes::Map($of)
    };
    (Record $fields:ident) => {
        Takes::Record($fields)
    };
    ($form:ident $($parameter:ident)*) => {
        Takes::$form
    };
}

macro_rules! schema {
    ($(
        $(#[$doc:meta])*
        $kind:ident $name:literal takes $form:ident $({ $(
            $(#[$about:meta])*
            $parameter:ident: $values:ident $(($($bound:expr),*))?, $given:ident $(($text:literal))?;
        )* })?;
    )*) => {
        /// How the values of one output, or of one of its fields, merge.
        ///
        /// A plugin's manifest carries it as JSON ([`to_json`](Self::to_json)): an object whose `kind` is the variant's
        /// name in lower case, beside the variant's fields.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Schema {
            $(
                $(#[$doc])*
                $kind $({ $(
                    $(#[$about])*
                    $parameter: values::$values,
                )* })?,
            )*
        }

        impl Schema {
            /// What it takes of a document.
            #[allow(unused_variables, reason = "only schemas below are a part of what is taken")]
            pub fn takes(&self) -> Takes<'_> {
                match self {
                    $(Self::$kind { $($($parameter),*)? } => takes!($form $($($parameter)*)?),)*
                }
            }

            /// The kind's name, as in JSON.
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$kind { .. } => $name,)*
                }
            }

            /// The same schema with `top` keys shown of every `counts` and `map`, at any depth.
            ///
            /// How many keys are shown is a matter of the report alone, so states that differ in nothing else may be
            /// merged once both have the same; see [`State::with_top`](crate::State::with_top).
            pub fn with_top(&self, top: u32) -> Self {
                match self {
                    $(Self::$kind { $($($parameter),*)? } => {
                        Self::$kind { $($($parameter: $parameter.with_top(stringify!($parameter), top)),*)? }
                    })*
                }
            }

            /// Appends the parameters of the JSON, each after a comma.
            fn write_parameters(&self, out: &mut String) {
                match self {
                    $(Self::$kind { $($($parameter),*)? } => {
                        $($(json::write_parameter(
                            $parameter, stringify!($parameter), Given::$given $(($text))?, out,
                        );)*)?
                    })*
                }
            }

            /// The schema of this kind, with the parameters of the JSON.
            fn read_parameters(
                kind: &str, object: &mut Map<String, Value>, depth: usize,
            ) -> Result<Option<Self>, SchemaError> {
                $(if kind == $name {
                    return Ok(Some(Self::$kind { $($(
                        $parameter: json::read_parameter(
                            stringify!($parameter), Given::$given $(($text))?, object, depth,
                        )?,
                    )*)? }));
                })*
                Ok(None)
            }

            /// Holds the parameters to their ranges.
            fn check_parameters(&self, depth: usize) -> Result<(), SchemaError> {
                match self {
                    $(Self::$kind { $($($parameter),*)? } => {
                        $($($parameter.check(
                            stringify!($parameter), Values::$values $(($($bound),*))?, depth,
                        )?;)*)?
                        Ok(())
                    })*
                }
            }
        }
    };
}

textmill_kinds::kinds!(schema);

impl Schema {
    /// Reads a schema and [checks](Self::check) it.
    ///
    /// # Errors
    /// [`SchemaError`] with the field at fault, for what is not JSON, a kind or parameter that is not known, one
    /// that is missing, and whatever `check` refuses.
    pub fn from_json(json: &str) -> Result<Self, SchemaError> {
        let value: Value =
            serde_json::from_str(json).map_err(|error| SchemaError::new(format!("invalid JSON: {error}")))?;
        let schema = Self::read(value, MAX_DEPTH)?;
        schema.check()?;
        Ok(schema)
    }

    /// The canonical JSON, equal for equal schemas: `kind` first, then the parameters as this type lists them, the
    /// fields of a record in the order of their bytes, no blanks, and numbers spelled as in a state. A parameter that
    /// need not be given is left out where it is 0 or false.
    pub fn to_json(&self) -> String {
        let mut json = String::new();
        self.write(&mut json);
        json
    }

    /// Holds the parameters to their ranges: a schema that was built by hand may ask for anything.
    ///
    /// # Errors
    /// [`SchemaError`] with the field at fault: edges or quantiles that are not strictly increasing, out of
    /// range, none or more than [`MAX_POINTS`](crate::MAX_POINTS); an `n` of 0 or above [`MAX_KEPT`](crate::MAX_KEPT);
    /// nesting above [`MAX_DEPTH`].
    pub fn check(&self) -> Result<(), SchemaError> {
        self.check_within(MAX_DEPTH)
    }

    /// Where it may nest so many levels deep.
    fn check_within(&self, depth: usize) -> Result<(), SchemaError> {
        if depth == 0 { Err(too_deep()) } else { self.check_parameters(depth) }
    }

    /// The fields of kind `counts` by the names that lead to each, in their order; but for those below a `map`, whose names are
    /// not known beforehand.
    pub fn counted_fields(&self) -> Vec<Vec<String>> {
        let mut found = Vec::new();
        self.add_counted_fields(&mut Vec::new(), &mut found);
        found
    }

    fn add_counted_fields(&self, path: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
        match self {
            Self::Counts { .. } => found.push(path.clone()),
            Self::Record { fields } => {
                for (name, field) in fields {
                    path.push(name.clone());
                    field.add_counted_fields(path, found);
                    path.pop();
                }
            }
            _ => {}
        }
    }

    /// A document's counts are looked at once more when all of them are known, which would go over all keys of a map.
    fn check_below_map(&self) -> Result<(), SchemaError> {
        match self {
            Self::Counts { dispersion: true, .. } => {
                Err(SchemaError::new("`counts` below a `map` have no `dispersion`"))
            }
            Self::Record { fields } => fields
                .iter()
                .try_for_each(|(name, field)| field.check_below_map().map_err(|error| error.under(name))),
            _ => Ok(()),
        }
    }

    /// Whether a state of it is spread over entries, and not one entry.
    pub(crate) fn is_spread(&self) -> bool {
        match self.takes() {
            Takes::Counts | Takes::Map(_) | Takes::Record(_) => true,
            Takes::Number
            | Takes::Amount
            | Takes::Numbers
            | Takes::Keys
            | Takes::Score
            | Takes::Json
            | Takes::Unkept => false,
        }
    }

    /// Whether a report has anything to show of it: `each`, and a map of it, are left out.
    pub fn is_reported(&self) -> bool {
        match self.takes() {
            Takes::Unkept => false,
            Takes::Map(of) => of.is_reported(),
            Takes::Number | Takes::Amount | Takes::Numbers | Takes::Counts | Takes::Keys => true,
            Takes::Score | Takes::Json | Takes::Record(_) => true,
        }
    }

    fn write(&self, out: &mut String) {
        out.push_str("{\"kind\":\"");
        out.push_str(self.kind());
        out.push('"');
        self.write_parameters(out);
        out.push('}');
    }

    /// Reads what may nest so many levels deep.
    fn read(value: Value, depth: usize) -> Result<Self, SchemaError> {
        if depth == 0 {
            return Err(too_deep());
        }
        let Value::Object(mut object) = value else {
            return Err(SchemaError::new("expected an object with a `kind`"));
        };
        let Some(Value::String(name)) = object.remove("kind") else {
            return Err(SchemaError::new("expected a `kind` that is a string"));
        };
        let unknown =
            || SchemaError::new(format!("unknown kind `{name}`, expected one of {}", Kind::names()));
        let kind = Kind::of(&name).ok_or_else(unknown)?;
        if let Some(key) = object.keys().find(|key| kind.parameter(key).is_none()) {
            return Err(SchemaError::new(format!("the kind `{name}` has no parameter `{key}`")));
        }
        Self::read_parameters(kind.name, &mut object, depth)?.ok_or_else(unknown)
    }
}

fn too_deep() -> SchemaError {
    SchemaError::new(format!("maps and records nest deeper than {MAX_DEPTH} levels"))
}

#[cfg(test)]
mod tests {
    use super::{Kind, MAX_DEPTH, Schema};

    #[track_caller]
    fn check(json: &str) {
        assert_eq!(Schema::from_json(json).map(|schema| schema.to_json()).as_deref(), Ok(json));
    }

    #[track_caller]
    fn refuse(json: &str, expected: &str) {
        assert_eq!(Schema::from_json(json).unwrap_err().to_string(), expected, "of {json}");
    }

    #[test]
    fn every_kind_has_its_json() {
        for kind in ["sum", "min", "max", "stats", "distinct", "each"] {
            check(&format!(r#"{{"kind":"{kind}"}}"#));
        }
        check(r#"{"kind":"counts","top":50}"#);
        check(r#"{"kind":"counts","top":50,"at_least":2}"#);
        check(r#"{"kind":"histogram","edges":[-1.5,0,1e+300]}"#);
        check(r#"{"kind":"quantiles","at":[0,0.5,1]}"#);
        check(r#"{"kind":"sample","n":10000}"#);
        check(r#"{"kind":"sample","n":1,"items":true}"#);
        check(r#"{"kind":"top","n":1}"#);
        check(r#"{"kind":"top","n":1,"payload":true}"#);
        check(r#"{"kind":"map","of":{"kind":"map","of":{"kind":"min"},"top":0},"top":4294967295}"#);
        check(r#"{"kind":"record","fields":{"":{"kind":"sum"},"\"a\"":{"kind":"record","fields":{}}}}"#);
    }

    #[test]
    fn blanks_order_and_signs_of_zero_do_not_matter() {
        let schema = Schema::from_json(r#"{ "edges": [-0.0, 3], "kind": "histogram" }"#).unwrap();
        assert_eq!(schema.to_json(), r#"{"kind":"histogram","edges":[0,3]}"#);
        assert_eq!(schema, Schema::Histogram { edges: vec![0.0, 3.0] });
    }

    #[test]
    fn bad_schemas_are_refused_with_their_place() {
        refuse("[", "invalid JSON: EOF while parsing a list at line 1 column 1");
        refuse("[]", "expected an object with a `kind`");
        refuse("{}", "expected a `kind` that is a string");
        let kinds = Kind::names();
        assert!(kinds.starts_with("sum, min, max, stats, counts, "), "{kinds}");
        refuse(r#"{"kind":"median"}"#, &format!("unknown kind `median`, expected one of {kinds}"));
        refuse(r#"{"kind":"sum","top":1}"#, "the kind `sum` has no parameter `top`");
        refuse(r#"{"kind":"counts"}"#, "expected `top`, a whole number from 0 to 4294967295");
        refuse(r#"{"kind":"counts","top":-1}"#, "expected `top`, a whole number from 0 to 4294967295");
        refuse(r#"{"kind":"sample","n":1,"items":1}"#, "expected `items`, true or false");
        refuse(r#"{"kind":"sample","n":0}"#, "`n` is 0, expected 1 to 10000");
        refuse(r#"{"kind":"top","n":10001}"#, "`n` is 10001, expected 1 to 10000");
        refuse(r#"{"kind":"histogram","edges":[]}"#, "`edges` has 0 numbers, expected 1 to 4096");
        refuse(
            r#"{"kind":"histogram","edges":[1,1.0]}"#,
            "`edges` has 1 after 1, expected increasing numbers",
        );
        refuse(r#"{"kind":"histogram","edges":["a"]}"#, "expected `edges`, a list of numbers");
        refuse(r#"{"kind":"quantiles","at":[0.5,50]}"#, "`at` has 50, expected a number from 0 to 1");
        refuse(r#"{"kind":"map","top":1}"#, "expected `of`, the schema of the values");
        refuse(r#"{"kind":"record","fields":[]}"#, "expected `fields`, an object of schemas");
        refuse(
            r#"{"kind":"record","fields":{"words":{"kind":"map","of":{"kind":"stat"},"top":1}}}"#,
            &format!("`words.*`: unknown kind `stat`, expected one of {kinds}"),
        );
        refuse(
            r#"{"kind":"record","fields":{"a":{"kind":"record","fields":{"b":{"kind":"top","n":0}}}}}"#,
            "`a.b`: `n` is 0, expected 1 to 10000",
        );
    }

    #[test]
    fn nesting_is_bounded() {
        let nested = |levels: usize| {
            let open = r#"{"kind":"map","top":1,"of":"#.repeat(levels - 1);
            format!(r#"{open}{{"kind":"sum"}}{}"#, "}".repeat(levels - 1))
        };
        assert!(Schema::from_json(&nested(MAX_DEPTH)).is_ok());
        let error = Schema::from_json(&nested(MAX_DEPTH + 1)).unwrap_err();
        assert!(error.to_string().ends_with("`: maps and records nest deeper than 16 levels"), "{error}");
        assert!(Schema::from_json(&nested(10_000)).is_err());
    }

    #[test]
    fn numbers_that_json_has_not_are_refused_too() {
        for edges in [vec![f64::NAN], vec![0.0, f64::INFINITY], vec![f64::NEG_INFINITY]] {
            assert!(Schema::Histogram { edges }.check().is_err());
        }
    }
}
