//! Settings, from JSON to an author's type.

use serde::de::DeserializeOwned;

/// Reads a settings object.
///
/// # Errors
/// A message for the user that names the key that is wrong.
pub(crate) fn parse<Settings: DeserializeOwned>(json: &str) -> Result<Settings, String> {
    // serde takes the fields of a struct from a list too, one after the other.
    if !json.trim_start().starts_with('{') {
        return Err("settings are a JSON object, such as {}".to_string());
    }
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let settings = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        let error = error.into_inner();
        let message = without_position(&error.to_string());
        // Where it is no JSON, the path says only how far it was read.
        if path == "." || !error.is_data() { message } else { format!("`{path}`: {message}") }
    })?;
    deserializer.end().map_err(|error| without_position(&error.to_string()))?;
    Ok(settings)
}

/// The user wrote a configuration file or a flag, not this line of JSON: where in it the error lies is noise.
fn without_position(message: &str) -> String {
    match message.rsplit_once(" at line ") {
        Some((before, _)) => before.to_string(),
        None => message.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::parse;

    #[derive(Debug, Default, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Settings {
        min_length: usize,
        inner: Inner,
    }

    #[derive(Debug, Default, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Inner {
        deep: bool,
    }

    #[track_caller]
    fn check(json: &str, message: &str) {
        let error = parse::<Settings>(json).expect_err("these settings are wrong");
        assert_eq!(error, message);
    }

    #[test]
    fn the_message_names_the_key() {
        check(r#"{"min_length": "x"}"#, "`min_length`: invalid type: string \"x\", expected usize");
        check(r#"{"inner": {"deep": 3}}"#, "`inner.deep`: invalid type: integer `3`, expected a boolean");
        check(
            r#"{"min_lenght": 1}"#,
            "`min_lenght`: unknown field `min_lenght`, expected `min_length` or `inner`",
        );
    }

    #[test]
    fn what_is_no_object_is_refused() {
        check("[7]", "settings are a JSON object, such as {}");
        check("", "settings are a JSON object, such as {}");
        check("{", "EOF while parsing an object");
        check("{} {}", "trailing characters");
    }

    #[test]
    fn an_empty_object_gives_the_defaults() {
        let settings = parse::<Settings>("{}").expect("all fields have defaults");
        assert_eq!((settings.min_length, settings.inner.deep), (0, false));
    }
}
