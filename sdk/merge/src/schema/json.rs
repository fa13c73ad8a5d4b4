//! Parameters as a schema's JSON has them.

use serde_json::{Map, Value};
use textmill_kinds::Given;

use super::parameter::Parameter;
use crate::error::SchemaError;

/// Appends a parameter after a comma; nothing where it need not be given and is what it is then.
pub(super) fn write_parameter<P: Parameter>(value: &P, name: &str, given: Given, out: &mut String) {
    if given == Given::Optional && P::ABSENT.as_ref() == Some(value) {
        return;
    }
    out.push_str(",\"");
    out.push_str(name);
    out.push_str("\":");
    value.write(out);
}

/// Takes a parameter out of the object of a schema that may nest so many levels deep.
pub(super) fn read_parameter<P: Parameter>(
    name: &str,
    given: Given,
    object: &mut Map<String, Value>,
    depth: usize,
) -> Result<P, SchemaError> {
    match (object.remove(name), P::ABSENT) {
        (None, Some(absent)) if given == Given::Optional => Ok(absent),
        (value, _) => P::read(name, value, depth),
    }
}
