//! The way to a value: names of fields and keys of maps, which may be any text.

use std::fmt;

/// The names that lead to a value through records and maps, from the outside in.
///
/// Written, they are joined by dots. A name that would not be told from others then, since it is empty or has a dot, a
/// bracket, a quote or a control character, stands in brackets as a string of JSON: `cities["St. Ives"].count`. So no two
/// paths are written alike.
///
/// ```
/// use textmill::FieldPath;
///
/// let path = FieldPath::default().with("cities").with("St. Ives").with("count");
/// assert_eq!(path.to_string(), r#"cities["St. Ives"].count"#);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldPath<'a>(Vec<&'a str>);

impl<'a> FieldPath<'a> {
    /// The names, the outermost first; none for the outermost value.
    #[must_use]
    pub fn names(&self) -> &[&'a str] {
        &self.0
    }

    /// The path of what has this name in the value.
    #[must_use]
    pub fn with(&self, name: &'a str) -> Self {
        Self(self.0.iter().copied().chain([name]).collect())
    }
}

impl fmt::Display for FieldPath<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut path = String::new();
        self.0.iter().try_for_each(|name| write_name(&mut path, name))?;
        formatter.write_str(&path)
    }
}

/// Adds a name to a path.
pub(super) fn write_name(path: &mut String, name: &str) -> fmt::Result {
    if is_plain(name) {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
        return Ok(());
    }
    let name = serde_json::to_string(name).map_err(|_| fmt::Error)?;
    path.push('[');
    path.push_str(&name);
    path.push(']');
    Ok(())
}

fn is_plain(name: &str) -> bool {
    let is_special = |character: char| character.is_control() || matches!(character, '.' | '[' | ']' | '"');
    !name.is_empty() && !name.contains(is_special)
}
