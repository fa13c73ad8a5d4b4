//! What an analyzer says of itself before the first document.

use schemars::JsonSchema;
use textmill_merge::Schema;
use textmill_wit::guest::textmill::analyzer::types as wit;

/// An analyzer's name, version and summary, with the layers it reads and makes.
///
/// The output's schema and the settings' schema are added by the SDK from the analyzer's types.
#[derive(Clone, Debug)]
pub struct Manifest {
    name: String,
    version: String,
    summary: String,
    requires: Vec<wit::Requirement>,
    provides: Vec<Provision>,
    metadata: Vec<String>,
    resources: Vec<String>,
}

impl Manifest {
    /// An analyzer that reads text alone.
    ///
    /// `name` has lower-case ASCII letters, digits and `-`; `version` is a semantic version, for which
    /// `env!("CARGO_PKG_VERSION")` serves; `summary` is one line for people.
    pub fn new(name: impl Into<String>, version: impl Into<String>, summary: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            version: version.into(),
            summary: summary.into(),
            requires: Vec::new(),
            provides: Vec::new(),
            metadata: Vec::new(),
            resources: Vec::new(),
        }
    }

    /// Reads a layer, without which the analyzer does not run.
    #[must_use]
    pub fn requires(self, layer: impl Into<String>) -> Self {
        self.requirement(layer.into(), false)
    }

    /// Reads a layer where another analyzer of the run provides it.
    #[must_use]
    pub fn optional(self, layer: impl Into<String>) -> Self {
        self.requirement(layer.into(), true)
    }

    /// Relies on a number attribute of the layer named last by [`Manifest::requires`] or [`Manifest::optional`].
    #[must_use]
    pub fn with_number(self, attribute: impl Into<String>) -> Self {
        self.relied_on(attribute.into(), wit::ValueType::Number)
    }

    /// Relies on a text attribute of the layer named last by [`Manifest::requires`] or [`Manifest::optional`].
    #[must_use]
    pub fn with_text(self, attribute: impl Into<String>) -> Self {
        self.relied_on(attribute.into(), wit::ValueType::Text)
    }

    /// Relies on a reference attribute of the layer named last by [`Manifest::requires`] or
    /// [`Manifest::optional`].
    #[must_use]
    pub fn with_reference(self, attribute: impl Into<String>) -> Self {
        self.relied_on(attribute.into(), wit::ValueType::Reference)
    }

    /// Makes a layer.
    #[must_use]
    pub fn provides(mut self, provision: Provision) -> Self {
        self.provides.push(provision);
        self
    }

    /// Reads a metadata field of the documents.
    #[must_use]
    pub fn metadata(mut self, field: impl Into<String>) -> Self {
        self.metadata.push(field.into());
        self
    }

    /// Looks for a resource under this name; the user says which file it is.
    #[must_use]
    pub fn resource(mut self, name: impl Into<String>) -> Self {
        self.resources.push(name.into());
        self
    }

    fn requirement(mut self, layer: String, optional: bool) -> Self {
        self.requires.push(wit::Requirement { layer, optional, attributes: Vec::new() });
        self
    }

    /// Without a layer named before there is nothing to rely on, and nothing is noted.
    fn relied_on(mut self, name: String, values: wit::ValueType) -> Self {
        if let Some(requirement) = self.requires.last_mut() {
            requirement.attributes.push(wit::AttributeType { name, values });
        }
        self
    }

    pub(crate) fn provisions(&self) -> &[Provision] {
        &self.provides
    }

    /// The layers that are read, optional ones among them.
    pub(crate) fn required_layers(&self) -> impl Iterator<Item = &str> {
        self.requires.iter().map(|requirement| requirement.layer.as_str())
    }

    pub(crate) fn metadata_fields(&self) -> &[String] {
        &self.metadata
    }

    /// The manifest as the contract carries it, complete with the schemas of an analyzer's output and settings.
    pub(crate) fn into_wit<Settings: JsonSchema>(self, output: &Schema) -> wit::Manifest {
        wit::Manifest {
            name: self.name,
            version: self.version,
            summary: self.summary,
            requires: self.requires,
            provides: self.provides.into_iter().map(Provision::into_wit).collect(),
            metadata: self.metadata,
            resources: self.resources,
            output_schema: output.to_json(),
            settings_schema: settings_schema::<Settings>(),
        }
    }
}

/// A layer that an analyzer makes.
#[derive(Clone, Debug)]
pub struct Provision {
    pub(crate) layer: String,
    summary: String,
    pub(crate) labels: Vec<String>,
    pub(crate) attributes: Vec<wit::AttributeType>,
}

impl Provision {
    /// A layer, with one line that says what its spans are.
    pub fn new(layer: impl Into<String>, summary: impl Into<String>) -> Self {
        Self { layer: layer.into(), summary: summary.into(), labels: Vec::new(), attributes: Vec::new() }
    }

    /// The labels that may occur. Not called, where they cannot be listed: any label may then occur.
    #[must_use]
    pub fn labels<L: Into<String>>(mut self, labels: impl IntoIterator<Item = L>) -> Self {
        self.labels.extend(labels.into_iter().map(Into::into));
        self
    }

    /// An attribute whose values are numbers.
    #[must_use]
    pub fn number(self, attribute: impl Into<String>) -> Self {
        self.attribute(attribute.into(), wit::ValueType::Number)
    }

    /// An attribute whose values are strings.
    #[must_use]
    pub fn text(self, attribute: impl Into<String>) -> Self {
        self.attribute(attribute.into(), wit::ValueType::Text)
    }

    /// An attribute whose values are other spans of the layer, by their index within the document.
    #[must_use]
    pub fn reference(self, attribute: impl Into<String>) -> Self {
        self.attribute(attribute.into(), wit::ValueType::Reference)
    }

    fn attribute(mut self, name: String, values: wit::ValueType) -> Self {
        self.attributes.push(wit::AttributeType { name, values });
        self
    }

    fn into_wit(self) -> wit::Provision {
        wit::Provision {
            layer: self.layer,
            summary: self.summary,
            labels: self.labels,
            attributes: self.attributes,
        }
    }
}

fn settings_schema<Settings: JsonSchema>() -> String {
    schemars::schema_for!(Settings).to_value().to_string()
}
