//! The merge kinds: a row for each, and nothing else.
//!
//! `textmill-merge` makes its `Schema` of the rows, its JSON and the states; `textmill-derive` makes the grammar of
//! `#[merge(…)]`. The two share this list and no code: a procedural macro is compiled for the machine that compiles, and
//! should not bring all that merging needs along.
//!
//! A row is
//!
//! ```text
//! /// What a document's value is; what the report shows.
//! Variant "name" takes Form {
//!     /// What the parameter is.
//!     parameter: Values(least, greatest), Given("text");
//! };
//! ```
//!
//! with a [`Form`], and for each parameter its [`Values`] and how it is [`Given`]. Parameters stand in a schema's JSON in
//! the order of the row; a kind without any has no braces.

#![deny(missing_docs)]

mod rows;

/// The most edges of a histogram, and the most quantiles asked of one field: 4,096.
pub const MAX_POINTS: usize = 4_096;

/// The most documents that `sample` and `top` keep, and the most keys of `set`: 10,000.
pub const MAX_KEPT: u32 = 10_000;

/// A row of the list.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// As it stands in a schema's JSON and in `#[merge(…)]`.
    pub name: &'static str,
    /// The variant of `Schema`.
    pub variant: &'static str,
    /// What it takes of a document.
    pub takes: Form,
    /// Its parameters, in the order in which a schema's JSON has them.
    pub parameters: &'static [Parameter],
}

/// The form of a document's value.
///
/// Kinds of one form are folded, added to and read by the same code: a new kind of a form that is here is its file and
/// its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One number.
    Number,
    /// One number, or whether something is so: true counts as 1, and false as 0.
    Amount,
    /// A number, or a list of numbers and of pairs of a number and how often it is there.
    Numbers,
    /// A key, a list of keys, or an object of counts.
    Counts,
    /// A key or a list of keys.
    Keys,
    /// One number, by which documents are compared; where the kind says so, also a pair of that and any JSON.
    Score,
    /// Any JSON, which a state may keep.
    Json,
    /// Any JSON, of which no state keeps anything.
    Unkept,
    /// An object of keys that are not known beforehand.
    Map,
    /// An object of known fields.
    Record,
}

/// A parameter of a kind.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// As it stands in a schema's JSON and in `#[merge(…)]`.
    pub name: &'static str,
    /// What may stand there.
    pub values: Values,
    /// Whether it has to be given.
    pub given: Given,
}

/// What may stand in a parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Values {
    /// A whole number, from the first to the second: `u32` in a schema.
    Size(u32, u32),
    /// 1 to [`MAX_POINTS`] numbers from the first to the second, strictly increasing: `Vec<f64>` in a schema.
    Points(f64, f64),
    /// Yes or no: `bool` in a schema.
    Flag,
    /// The schema of the values below: another kind in the brackets of `#[merge(…)]`.
    Of,
    /// The schemas of the fields, which a field's type tells.
    Fields,
}

/// Whether a parameter has to be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// Everywhere. The text is an example.
    Required(&'static str),
    /// In a schema's JSON; in `#[merge(…)]` it is this by default.
    Default(&'static str),
    /// Nowhere. Where it is not, it is 0 or false, and a schema's JSON then leaves it out.
    Optional,
}

macro_rules! table {
    ($(
        $(#[$doc:meta])*
        $kind:ident $name:literal takes $form:ident $({ $(
            $(#[$about:meta])*
            $parameter:ident: $values:ident $(($($bound:expr),*))?, $given:ident $(($text:literal))?;
        )* })?;
    )*) => {
        /// All kinds, in the order in which messages and pages name them.
        pub const KINDS: &[Kind] = &[$(
            Kind {
                name: $name,
                variant: stringify!($kind),
                takes: Form::$form,
                parameters: &[$($(
                    Parameter {
                        name: stringify!($parameter),
                        values: Values::$values $(($($bound),*))?,
                        given: Given::$given $(($text))?,
                    },
                )*)?],
            },
        )*];
    };
}

kinds!(table);

impl Kind {
    /// The kind of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// The names of all kinds, as messages list them.
    #[must_use]
    pub fn names() -> String {
        let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
        names.join(", ")
    }

    /// The parameter of this name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Given, KINDS, Kind, Values};

    #[test]
    fn names_are_told_apart() {
        for kind in KINDS {
            assert_eq!(Kind::of(kind.name).map(|found| found.variant), Some(kind.variant));
            for parameter in kind.parameters {
                assert_ne!(parameter.name, "kind", "a schema's JSON has the kind's name there");
                let found = kind.parameter(parameter.name).map(|found| found.values);
                assert_eq!(found, Some(parameter.values), "{} of {}", parameter.name, kind.name);
            }
        }
        assert!(Kind::of("median").is_none());
    }

    #[test]
    fn what_is_optional_may_be_nothing() {
        for parameter in KINDS.iter().flat_map(|kind| kind.parameters) {
            if parameter.given == Given::Optional {
                assert!(matches!(parameter.values, Values::Flag | Values::Size(0, _)), "{}", parameter.name);
            }
        }
    }
}
