//! Values of JSON, as types.

use serde_json::{Map, Number, Value};

use super::Misfit;

pub(super) fn object(value: &Value) -> Result<&Map<String, Value>, Misfit> {
    value.as_object().ok_or_else(|| Misfit::new("an object", value))
}

/// A field of an object with its own name, which lives as long as the object.
pub(super) fn member<'a>(object: &'a Map<String, Value>, name: &str) -> Result<(&'a str, &'a Value), Misfit> {
    let found = object.get_key_value(name).map(|(name, value)| (name.as_str(), value));
    found.ok_or_else(|| Misfit::absent().under(name))
}

/// A field of an object, read by `read`.
pub(super) fn field<'a, T>(
    value: &'a Value,
    name: &str,
    read: impl FnOnce(&'a Value) -> Result<T, Misfit>,
) -> Result<T, Misfit> {
    let (_, value) = member(object(value)?, name)?;
    read(value).map_err(|misfit| misfit.under(name))
}

/// The items of a list, each read by `read`.
pub(super) fn items<'a, T>(
    value: &'a Value,
    read: impl Fn(&'a Value) -> Result<T, Misfit>,
) -> Result<Vec<T>, Misfit> {
    let items = value.as_array().ok_or_else(|| Misfit::new("a list", value))?;
    let read = |(index, item)| read(item).map_err(|misfit| misfit.at(index));
    items.iter().enumerate().map(read).collect()
}

pub(super) fn number(value: &Value) -> Result<&Number, Misfit> {
    match value {
        Value::Number(number) => Ok(number),
        other => Err(Misfit::new("a number", other)),
    }
}

pub(super) fn float(value: &Value) -> Result<f64, Misfit> {
    value.as_f64().ok_or_else(|| Misfit::new("a number", value))
}

pub(super) fn number_or_null(value: &Value) -> Result<Option<&Number>, Misfit> {
    match value {
        Value::Null => Ok(None),
        Value::Number(number) => Ok(Some(number)),
        other => Err(Misfit::new("a number or null", other)),
    }
}

/// What cannot be more than 64 bits: a number of documents, or of keys.
pub(super) fn whole(value: &Value) -> Result<u64, Misfit> {
    value.as_u64().ok_or_else(|| Misfit::new("a whole number from 0 on", value))
}

pub(super) fn boolean(value: &Value) -> Result<bool, Misfit> {
    value.as_bool().ok_or_else(|| Misfit::new("true or false", value))
}

pub(super) fn string(value: &Value) -> Result<&str, Misfit> {
    value.as_str().ok_or_else(|| Misfit::new("a string", value))
}
