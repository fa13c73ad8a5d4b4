//! The types of parameters: how each is read, written and held to its range.

use std::collections::BTreeMap;

use serde_json::Value;
use textmill_kinds::{MAX_POINTS, Values};

use super::Schema;
use crate::error::SchemaError;
use crate::json::{comma, write_count, write_plain_number, write_string};
use crate::number::Number;

/// The parameter whose name says how many keys a report shows.
const TOP: &str = "top";

/// What may stand in a parameter.
pub(super) trait Parameter: Sized + PartialEq {
    /// What it is where it need not be given, and is not.
    const ABSENT: Option<Self>;

    /// `depth` is how many levels the schema may nest that has the parameter; so for all methods.
    fn read(name: &str, value: Option<Value>, depth: usize) -> Result<Self, SchemaError>;

    fn write(&self, out: &mut String);

    fn check(&self, name: &str, values: Values, depth: usize) -> Result<(), SchemaError>;

    /// The same for a report that shows `top` keys.
    fn with_top(&self, name: &str, top: u32) -> Self;
}

impl Parameter for u32 {
    const ABSENT: Option<Self> = Some(0);

    fn read(name: &str, value: Option<Value>, _: usize) -> Result<Self, SchemaError> {
        let size = value.as_ref().and_then(Value::as_u64).and_then(|size| Self::try_from(size).ok());
        let misfit =
            || SchemaError::new(format!("expected `{name}`, a whole number from 0 to {}", Self::MAX));
        size.ok_or_else(misfit)
    }

    fn write(&self, out: &mut String) {
        write_count(out, (*self).into());
    }

    fn check(&self, name: &str, values: Values, _: usize) -> Result<(), SchemaError> {
        match values {
            Values::Size(least, greatest) if !(least..=greatest).contains(self) => {
                Err(SchemaError::new(format!("`{name}` is {self}, expected {least} to {greatest}")))
            }
            _ => Ok(()),
        }
    }

    fn with_top(&self, name: &str, top: u32) -> Self {
        if name == TOP { top } else { *self }
    }
}

impl Parameter for bool {
    const ABSENT: Option<Self> = Some(false);

    fn read(name: &str, value: Option<Value>, _: usize) -> Result<Self, SchemaError> {
        let flag = value.as_ref().and_then(Value::as_bool);
        flag.ok_or_else(|| SchemaError::new(format!("expected `{name}`, true or false")))
    }

    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }

    fn check(&self, _: &str, _: Values, _: usize) -> Result<(), SchemaError> {
        Ok(())
    }

    fn with_top(&self, _: &str, _: u32) -> Self {
        *self
    }
}

impl Parameter for Vec<f64> {
    const ABSENT: Option<Self> = None;

    fn read(name: &str, value: Option<Value>, _: usize) -> Result<Self, SchemaError> {
        let misfit = || SchemaError::new(format!("expected `{name}`, a list of numbers"));
        let list = value.as_ref().and_then(Value::as_array).ok_or_else(misfit)?;
        // Adding 0 turns -0 into 0, so that equal schemas have equal JSON.
        list.iter().map(|point| point.as_f64().map(|point| point + 0.0).ok_or_else(misfit)).collect()
    }

    fn write(&self, out: &mut String) {
        out.push('[');
        let mut first = true;
        for point in self {
            comma(out, &mut first);
            write_plain_number(out, Number::from_f64(*point));
        }
        out.push(']');
    }

    fn check(&self, name: &str, values: Values, _: usize) -> Result<(), SchemaError> {
        let Values::Points(least, greatest) = values else { return Ok(()) };
        if self.is_empty() || self.len() > MAX_POINTS {
            let found = self.len();
            return Err(SchemaError::new(format!(
                "`{name}` has {found} numbers, expected 1 to {MAX_POINTS}"
            )));
        }
        if let Some(point) = self.iter().find(|point| !(least..=greatest).contains(*point)) {
            let range = if greatest == 1.0 { "from 0 to 1" } else { "that is finite" };
            return Err(SchemaError::new(format!("`{name}` has {point}, expected a number {range}")));
        }
        match self.windows(2).find(|pair| pair[0] >= pair[1]) {
            Some(pair) => {
                let [before, after] = [pair[0], pair[1]];
                Err(SchemaError::new(format!(
                    "`{name}` has {after} after {before}, expected increasing numbers"
                )))
            }
            None => Ok(()),
        }
    }

    fn with_top(&self, _: &str, _: u32) -> Self {
        self.clone()
    }
}

/// The schema of the values of a map.
impl Parameter for Box<Schema> {
    const ABSENT: Option<Self> = None;

    fn read(name: &str, value: Option<Value>, depth: usize) -> Result<Self, SchemaError> {
        let value =
            value.ok_or_else(|| SchemaError::new(format!("expected `{name}`, the schema of the values")))?;
        Schema::read(value, depth - 1).map(Self::new).map_err(|error| error.under("*"))
    }

    fn write(&self, out: &mut String) {
        Schema::write(self, out);
    }

    fn check(&self, _: &str, _: Values, depth: usize) -> Result<(), SchemaError> {
        self.check_within(depth - 1).and_then(|()| self.check_below_map()).map_err(|error| error.under("*"))
    }

    fn with_top(&self, _: &str, top: u32) -> Self {
        Self::new(Schema::with_top(self, top))
    }
}

impl Parameter for BTreeMap<String, Schema> {
    const ABSENT: Option<Self> = None;

    fn read(name: &str, value: Option<Value>, depth: usize) -> Result<Self, SchemaError> {
        let Some(Value::Object(fields)) = value else {
            return Err(SchemaError::new(format!("expected `{name}`, an object of schemas")));
        };
        let read_field = |(name, field): (String, Value)| match Schema::read(field, depth - 1) {
            Ok(schema) => Ok((name, schema)),
            Err(error) => Err(error.under(&name)),
        };
        fields.into_iter().map(read_field).collect()
    }

    fn write(&self, out: &mut String) {
        out.push('{');
        let mut first = true;
        for (name, field) in self {
            comma(out, &mut first);
            write_string(out, name);
            out.push(':');
            field.write(out);
        }
        out.push('}');
    }

    fn check(&self, _: &str, _: Values, depth: usize) -> Result<(), SchemaError> {
        self.iter()
            .try_for_each(|(name, field)| field.check_within(depth - 1).map_err(|error| error.under(name)))
    }

    fn with_top(&self, _: &str, top: u32) -> Self {
        self.iter().map(|(name, field)| (name.clone(), field.with_top(top))).collect()
    }
}
