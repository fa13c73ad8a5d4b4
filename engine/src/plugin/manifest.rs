//! What a plugin says of itself, checked.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;
use serde_json::Value;
use textmill_merge::Schema;
use textmill_wit::host::textmill::analyzer::types as wit;

/// What an analyzer is, from its component's `describe`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Manifest {
    /// The analyzer's name: lower-case ASCII letters, digits and `-`.
    pub name: String,
    /// Its semantic version.
    pub version: String,
    /// One line for people.
    pub summary: String,
    /// The layers it reads.
    pub requires: Vec<Requirement>,
    /// The layers it makes.
    pub provides: Vec<Provision>,
    /// The metadata fields it reads.
    pub metadata: Vec<String>,
    /// The resources it looks for.
    pub resources: Vec<String>,
    /// How its outputs merge, as JSON.
    pub output_schema: Value,
    /// The JSON Schema of its settings.
    pub settings_schema: Value,
}

/// A layer that an analyzer reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Requirement {
    /// The layer's name.
    pub layer: String,
    /// Whether the analyzer also runs without it.
    pub optional: bool,
    /// The attributes that it relies on.
    pub attributes: Vec<Attribute>,
}

/// A layer that an analyzer makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Provision {
    /// The layer's name.
    pub layer: String,
    /// What a span is.
    pub summary: String,
    /// The labels that may occur; empty where they are not listed.
    pub labels: Vec<String>,
    /// The attributes that a span may have.
    pub attributes: Vec<Attribute>,
}

/// An attribute of a layer's spans.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub values: ValueType,
}

/// The type of an attribute's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueType {
    /// Finite numbers.
    Number,
    /// Strings.
    Text,
    /// Spans of the same layer and document.
    Reference,
}

/// What every span has beside its attributes, where it is written as JSON.
const SPAN_FIELDS: [&str; 3] = ["start", "end", "label"];

impl fmt::Display for ValueType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Number => "number",
            Self::Text => "text",
            Self::Reference => "reference",
        })
    }
}

/// The greatest length of a name, in bytes.
const NAME_BYTES: usize = 64;

impl Manifest {
    /// Checks what a component says of itself, and reads its output schema.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn check(found: wit::Manifest) -> Result<(Self, Schema), String> {
        check_name("name", &found.name)?;
        if semver::Version::parse(&found.version).is_err() {
            return Err(format!("its version `{}` is not a semantic version", found.version.escape_debug()));
        }
        let schema = Schema::from_json(&found.output_schema)
            .map_err(|error| format!("its output schema is not lawful: {error}"))?;
        if !matches!(schema, Schema::Record { .. }) {
            return Err("its output schema is not a record at its top".into());
        }
        let manifest = Self {
            name: found.name,
            version: found.version,
            summary: found.summary,
            requires: found.requires.into_iter().map(Requirement::from).collect(),
            provides: found.provides.into_iter().map(Provision::from).collect(),
            metadata: found.metadata,
            resources: found.resources,
            output_schema: parse("output schema", &schema.to_json())?,
            settings_schema: parse("settings schema", &found.settings_schema)?,
        };
        manifest.check_layers()?;
        Ok((manifest, schema))
    }

    fn check_layers(&self) -> Result<(), String> {
        let required = self.requires.iter().map(|requirement| &requirement.layer);
        distinct("requires the layer", required)?;
        let provided = self.provides.iter().map(|provision| &provision.layer);
        distinct("provides the layer", provided.clone())?;
        for layer in provided {
            check_name("layer", layer)?;
            if self.requires.iter().any(|requirement| requirement.layer == *layer) {
                return Err(format!("it both requires and provides the layer `{layer}`"));
            }
        }
        for provision in &self.provides {
            let attributes = provision.attributes.iter().map(|attribute| &attribute.name);
            distinct("declares the attribute", attributes.clone())?;
            if let Some(name) = attributes.clone().find(|name| SPAN_FIELDS.contains(&name.as_str())) {
                return Err(format!("its attribute `{name}` has the name of what every span has"));
            }
        }
        distinct("reads the metadata field", &self.metadata)?;
        distinct("wants the resource", &self.resources)
    }
}

fn parse(what: &str, json: &str) -> Result<Value, String> {
    serde_json::from_str(json).map_err(|error| format!("its {what} is not JSON: {error}"))
}

/// Names go into files, messages and reports, so they hold no surprise.
pub(super) fn check_name(what: &str, name: &str) -> Result<(), String> {
    let lawful = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.len() <= NAME_BYTES
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if lawful {
        return Ok(());
    }
    let shown: String = name.chars().take(NAME_BYTES).collect();
    Err(format!(
        "its {what} `{}` is not lower-case letters, digits and `-`, first a letter, at most {NAME_BYTES}",
        shown.escape_debug()
    ))
}

fn distinct<'a>(what: &str, names: impl IntoIterator<Item = &'a String>) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    match names.into_iter().find(|name| !seen.insert(name.as_str())) {
        Some(twice) => Err(format!("it {what} `{}` twice", twice.escape_debug())),
        None => Ok(()),
    }
}

impl From<wit::Requirement> for Requirement {
    fn from(found: wit::Requirement) -> Self {
        Self {
            layer: found.layer,
            optional: found.optional,
            attributes: found.attributes.into_iter().map(Attribute::from).collect(),
        }
    }
}

impl From<wit::Provision> for Provision {
    fn from(found: wit::Provision) -> Self {
        Self {
            layer: found.layer,
            summary: found.summary,
            labels: found.labels,
            attributes: found.attributes.into_iter().map(Attribute::from).collect(),
        }
    }
}

impl From<wit::AttributeType> for Attribute {
    fn from(found: wit::AttributeType) -> Self {
        let values = match found.values {
            wit::ValueType::Number => ValueType::Number,
            wit::ValueType::Text => ValueType::Text,
            wit::ValueType::Reference => ValueType::Reference,
        };
        Self { name: found.name, values }
    }
}

#[cfg(test)]
mod tests {
    use super::{Manifest, wit};

    fn manifest() -> wit::Manifest {
        wit::Manifest {
            name: "shouting".into(),
            version: "0.1.0".into(),
            summary: "Words in capitals".into(),
            requires: vec![requirement("tokens")],
            provides: vec![provision("shouts")],
            metadata: vec!["language".into()],
            resources: Vec::new(),
            output_schema: r#"{"kind":"record","fields":{"words":{"kind":"counts","top":5}}}"#.into(),
            settings_schema: "{}".into(),
        }
    }

    fn requirement(layer: &str) -> wit::Requirement {
        wit::Requirement { layer: layer.into(), optional: false, attributes: Vec::new() }
    }

    fn provision(layer: &str) -> wit::Provision {
        wit::Provision {
            layer: layer.into(),
            summary: String::new(),
            labels: Vec::new(),
            attributes: Vec::new(),
        }
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut wit::Manifest), message: &str) {
        let mut manifest = manifest();
        change(&mut manifest);
        assert_eq!(Manifest::check(manifest).expect_err("this manifest is not lawful"), message);
    }

    #[test]
    fn a_lawful_manifest_is_taken() {
        let (manifest, _) = Manifest::check(manifest()).expect("nothing is wrong");
        assert_eq!(manifest.provides[0].layer, "shouts");
    }

    #[test]
    fn what_is_wrong_is_named() {
        check(
            |manifest| manifest.name = "Über\n".into(),
            r"its name `Über\n` is not lower-case letters, digits and `-`, first a letter, at most 64",
        );
        check(|manifest| manifest.version = "1".into(), "its version `1` is not a semantic version");
        check(
            |manifest| manifest.output_schema = r#"{"kind":"sum"}"#.into(),
            "its output schema is not a record at its top",
        );
        check(
            |manifest| manifest.settings_schema = "{".into(),
            "its settings schema is not JSON: EOF while parsing an object at line 1 column 1",
        );
        check(
            |manifest| manifest.requires.push(requirement("tokens")),
            "it requires the layer `tokens` twice",
        );
        check(
            |manifest| {
                manifest.provides[0]
                    .attributes
                    .push(wit::AttributeType { name: "end".into(), values: wit::ValueType::Text });
            },
            "its attribute `end` has the name of what every span has",
        );
        check(
            |manifest| manifest.provides.push(provision("tokens")),
            "it both requires and provides the layer `tokens`",
        );
    }
}
