//! What a plugin says of itself, checked.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;
use textmill_merge::Schema;
use textmill_wit::host::textmill::analyzer::types as wit;

use crate::layer::{Attribute, FORM, Provision, Scope, ValueType};

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
    /// The attributes that it reads.
    pub attributes: Vec<AttributeRequirement>,
    /// The labels that it relies on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
}

/// An attribute that an analyzer reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AttributeRequirement {
    /// Its name and type.
    #[serde(flatten)]
    pub attribute: Attribute,
    /// Whether the analyzer also runs without it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

/// What every span has beside its attributes, where it is written as JSON.
const SPAN_FIELDS: [&str; 3] = ["start", "end", "label"];

/// The greatest length of a name, in bytes.
const NAME_BYTES: usize = 64;

impl Manifest {
    /// Checks what a component says of itself, and reads its output schema.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn check(found: wit::Manifest) -> Result<(Self, Schema), String> {
        check_name("name", &found.name)?;
        check_extensions(&found.extensions)?;
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
            requires: found.requires.into_iter().map(Requirement::read).collect::<Result<_, _>>()?,
            provides: found.provides.into_iter().map(Provision::read).collect::<Result<_, _>>()?,
            metadata: found.metadata,
            resources: found.resources,
            output_schema: parse("output schema", &schema.to_json())?,
            settings_schema: parse("settings schema", &found.settings_schema)?,
        };
        manifest.check_layers()?;
        Ok((manifest, schema))
    }

    /// Whether it reads an attribute of a layer.
    pub(crate) fn reads(&self, layer: &str, attribute: &str) -> bool {
        let mut requires = self.requires.iter();
        requires.find(|requirement| requirement.layer == layer).is_some_and(|requirement| {
            requirement.attributes.iter().any(|read| read.attribute.name == attribute)
        })
    }

    /// The names of the attributes that it reads of a layer.
    pub(crate) fn attributes_read_of(&self, layer: &str) -> Vec<String> {
        let read = self.requires.iter().filter(|requirement| requirement.layer == layer);
        read.flat_map(|requirement| &requirement.attributes).map(|read| read.attribute.name.clone()).collect()
    }

    fn check_layers(&self) -> Result<(), String> {
        let required = self.requires.iter().map(|requirement| &requirement.layer);
        distinct("requires the layer", required)?;
        let provided = self.provides.iter().map(|provision| &provision.layer);
        distinct("provides the layer", provided.clone())?;
        for layer in provided {
            check_name("layer", layer)?;
        }
        self.provides.iter().try_for_each(|provision| self.check_provision(provision))?;
        for requirement in &self.requires {
            let attributes = requirement.attributes.iter().map(|read| &read.attribute);
            check_attributes(attributes)?;
        }
        distinct("reads the metadata field", &self.metadata)?;
        distinct("wants the resource", &self.resources)
    }

    fn check_provision(&self, provision: &Provision) -> Result<(), String> {
        let layer = &provision.layer;
        let requires = |name: &str| self.requires.iter().any(|requirement| requirement.layer == name);
        match (provision.scope, requires(layer)) {
            (Scope::Enrichment, false) => {
                return Err(format!("it enriches the layer `{layer}` and does not require it"));
            }
            (Scope::Spans | Scope::Documents, true) => {
                return Err(format!("it both requires and provides the layer `{layer}`"));
            }
            _ => {}
        }
        if provision.scope == Scope::Enrichment && !provision.labels.is_empty() {
            return Err(format!("it enriches the layer `{layer}`, whose labels are its provider's alone"));
        }
        check_attributes(provision.attributes.iter())?;
        for Attribute { name, target, values } in &provision.attributes {
            let of_spans = |other: &Provision| other.layer == *target && other.scope == Scope::Spans;
            if !target.is_empty() && !requires(target) && !self.provides.iter().any(of_spans) {
                return Err(format!(
                    "its attribute `{name}` points into `{}`, a layer of spans that it neither requires nor provides",
                    target.escape_debug()
                ));
            }
            if name == FORM && provision.scope == Scope::Enrichment {
                return Err(format!("it enriches the layer `{layer}` with `{FORM}`, which its spans have"));
            }
            let no_spans = provision.scope == Scope::Documents;
            if no_spans && (name == FORM || (*values == ValueType::Reference && target.is_empty())) {
                return Err(format!("its attribute `{name}` is one of spans, and `{layer}` has none"));
            }
        }
        Ok(())
    }
}

fn check_attributes<'a>(attributes: impl Iterator<Item = &'a Attribute> + Clone) -> Result<(), String> {
    distinct("declares the attribute", attributes.clone().map(|attribute| &attribute.name))?;
    for Attribute { name, values, target } in attributes {
        if SPAN_FIELDS.contains(&name.as_str()) {
            return Err(format!("its attribute `{name}` has the name of what every span has"));
        }
        if name == FORM && *values != ValueType::Text {
            return Err(format!("its attribute `{name}`, whose name is reserved, is not text"));
        }
        if !target.is_empty() && *values != ValueType::Reference {
            return Err(format!("its attribute `{}` has a target and no references", name.escape_debug()));
        }
    }
    Ok(())
}

/// Refuses what has to be known and is not.
fn check_extensions(extensions: &[wit::ExtensionResult]) -> Result<(), String> {
    match extensions.iter().find(|extension| extension.critical) {
        Some(extension) => Err(format!(
            "it depends on `{}`, which this engine does not know",
            extension.name.chars().take(NAME_BYTES).collect::<String>().escape_debug()
        )),
        None => Ok(()),
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

impl Requirement {
    fn read(found: wit::Requirement) -> Result<Self, String> {
        check_extensions(&found.extensions)?;
        let attributes = found.attributes.into_iter().map(|read| AttributeRequirement {
            attribute: Attribute::from(read.attribute),
            optional: read.optional,
        });
        Ok(Self {
            layer: found.layer,
            optional: found.optional,
            attributes: attributes.collect(),
            labels: found.labels,
        })
    }
}

impl Provision {
    fn read(found: wit::Provision) -> Result<Self, String> {
        check_extensions(&found.extensions)?;
        Ok(Self {
            layer: found.layer,
            scope: found.scope.into(),
            summary: found.summary,
            labels: found.labels,
            attributes: found.attributes.into_iter().map(Attribute::from).collect(),
        })
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
            extensions: Vec::new(),
        }
    }

    fn requirement(layer: &str) -> wit::Requirement {
        wit::Requirement {
            layer: layer.into(),
            optional: false,
            attributes: Vec::new(),
            labels: Vec::new(),
            extensions: Vec::new(),
        }
    }

    fn provision(layer: &str) -> wit::Provision {
        wit::Provision {
            layer: layer.into(),
            scope: wit::Scope::Spans,
            summary: String::new(),
            labels: Vec::new(),
            attributes: Vec::new(),
            extensions: Vec::new(),
        }
    }

    fn attribute(name: &str, values: wit::ValueType, target: &str) -> wit::AttributeType {
        wit::AttributeType { name: name.into(), values, target: target.into() }
    }

    fn extension(critical: bool) -> wit::ExtensionResult {
        wit::ExtensionResult { name: "streams".into(), critical, value: "true".into() }
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
                manifest.provides[0].attributes.push(attribute("end", wit::ValueType::Text, ""));
            },
            "its attribute `end` has the name of what every span has",
        );
        check(
            |manifest| manifest.provides.push(provision("tokens")),
            "it both requires and provides the layer `tokens`",
        );
    }

    #[test]
    fn what_is_not_known_is_ignored_unless_it_is_critical() {
        let mut lawful = manifest();
        lawful.extensions.push(extension(false));
        lawful.requires[0].extensions.push(extension(false));
        assert!(Manifest::check(lawful).is_ok());
        let message = "it depends on `streams`, which this engine does not know";
        check(|manifest| manifest.extensions.push(extension(true)), message);
        check(|manifest| manifest.requires[0].extensions.push(extension(true)), message);
        check(|manifest| manifest.provides[0].extensions.push(extension(true)), message);
    }

    #[test]
    fn scopes_and_targets_fit_what_is_required() {
        let enrichment = |layer: &str| wit::Provision { scope: wit::Scope::Enrichment, ..provision(layer) };
        let mut lawful = manifest();
        lawful.provides.push(enrichment("tokens"));
        lawful.provides[0].attributes.push(attribute("head", wit::ValueType::Reference, "tokens"));
        assert!(Manifest::check(lawful).is_ok());
        check(
            |manifest| manifest.provides.push(enrichment("lemmas")),
            "it enriches the layer `lemmas` and does not require it",
        );
        let given = |change: fn(&mut wit::Provision)| {
            move |manifest: &mut wit::Manifest| change(&mut manifest.provides[0])
        };
        check(
            given(|layer| layer.attributes.push(attribute("head", wit::ValueType::Reference, "trees"))),
            "its attribute `head` points into `trees`, a layer of spans that it neither requires nor provides",
        );
        check(
            given(|layer| layer.attributes.push(attribute("head", wit::ValueType::Text, "tokens"))),
            "its attribute `head` has a target and no references",
        );
        check(
            given(|layer| layer.attributes.push(attribute("form", wit::ValueType::Number, ""))),
            "its attribute `form`, whose name is reserved, is not text",
        );
        check(
            given(|layer| {
                layer.scope = wit::Scope::Documents;
                layer.attributes.push(attribute("next", wit::ValueType::Reference, ""));
            }),
            "its attribute `next` is one of spans, and `shouts` has none",
        );
    }
}
