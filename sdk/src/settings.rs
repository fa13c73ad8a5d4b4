//! Settings, from JSON to an author's type.

use serde::de::DeserializeOwned;

/// Reads settings, naming the key that is wrong.
pub(crate) fn parse<Settings: DeserializeOwned>(json: &str) -> Result<Settings, String> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        let message = without_position(&error.into_inner().to_string());
        if path == "." { message } else { format!("`{path}`: {message}") }
    })
}

/// The user wrote a configuration file or a flag, not this line of JSON: where in it the error lies is noise.
fn without_position(message: &str) -> String {
    match message.rfind(" at line ") {
        Some(end) => message[..end].to_string(),
        None => message.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::parse;

    #[derive(Debug, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    #[derive(Default)]
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
    fn an_empty_object_gives_the_defaults() {
        let settings = parse::<Settings>("{}").expect("all fields have defaults");
        assert_eq!((settings.min_length, settings.inner.deep), (0, false));
    }
}
