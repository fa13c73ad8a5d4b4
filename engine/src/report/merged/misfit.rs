//! Why a value of a report cannot be read.

use std::fmt;

use serde_json::Value;

use super::path::write_name;

/// A value that is not of the form that its schema says, with its path.
///
/// ```
/// use serde_json::json;
/// use textmill::{Merged, Schema};
///
/// let schema = Schema::from_json(r#"{"kind": "record", "fields": {"least": {"kind": "min"}}}"#)?;
/// let misfit = Merged::read(&schema, &json!({"least": "none"})).unwrap_err();
/// assert_eq!(misfit.path(), "least");
/// assert_eq!(misfit.to_string(), "`least`: expected a number or null, found a string");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The innermost first.
    steps: Vec<Step>,
    message: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Name(String),
    Index(usize),
}

impl Misfit {
    pub(super) fn new(expected: &str, found: &Value) -> Self {
        Self::because(format!("expected {expected}, found {}", described(found)))
    }

    pub(super) fn because(message: String) -> Self {
        Self { steps: Vec::new(), message }
    }

    pub(super) fn absent() -> Self {
        Self::because("is missing".to_owned())
    }

    pub(super) fn stray() -> Self {
        Self::because("is not a reported field of the schema".to_owned())
    }

    /// The same, of a value in a field.
    #[must_use]
    pub(crate) fn under(mut self, name: &str) -> Self {
        self.steps.push(Step::Name(name.to_owned()));
        self
    }

    /// The same, of a value in a list.
    #[must_use]
    pub(super) fn at(mut self, index: usize) -> Self {
        self.steps.push(Step::Index(index));
        self
    }

    /// Where the value is: names of fields and keys as [`FieldPath`](super::FieldPath) writes them, and indices of lists in
    /// brackets. Empty for the outermost value.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for step in self.steps.iter().rev() {
            // A string takes all that is written.
            let _ = match step {
                Step::Name(name) => write_name(&mut path, name),
                Step::Index(index) => fmt::Write::write_fmt(&mut path, format_args!("[{index}]")),
            };
        }
        path
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.steps.is_empty() {
            write!(formatter, "`{}`: ", self.path())?;
        }
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Misfit {}

/// What a value is, without what is in it where that may be long.
fn described(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(_) => "a string".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// Why what an analyzer found cannot be read from a report.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MergedError {
    /// The report has no such analyzer, or the group has nothing of it.
    Analyzer(String),
    /// The report has no such group.
    Group(String),
    /// The report has no schema of the analyzer's output: a version of Textmill wrote it that did not say it yet. The
    /// output is there as JSON ([`Section::output`](super::super::Section::output)); a run, `textmill merge` and
    /// `textmill retry` write reports with schemas.
    Schema(String),
    /// The output is not of its schema: the report was changed after it was written.
    Misfit(Misfit),
}

impl fmt::Display for MergedError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Analyzer(name) => write!(formatter, "the report has no analyzer `{name}`"),
            Self::Group(name) => write!(formatter, "the report has no group `{name}`"),
            Self::Schema(name) => {
                write!(
                    formatter,
                    "the report has no schema of what `{name}` found: an earlier version wrote it"
                )
            }
            Self::Misfit(misfit) => write!(formatter, "the report does not fit its schemas: {misfit}"),
        }
    }
}

impl std::error::Error for MergedError {}

impl From<Misfit> for MergedError {
    fn from(misfit: Misfit) -> Self {
        Self::Misfit(misfit)
    }
}
