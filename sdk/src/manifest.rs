//! What an analyzer says of itself before the first document.

use schemars::JsonSchema;
use textmill_merge::Schema;
use textmill_wit::guest::textmill::analyzer::types as wit;

use crate::forms::FORM;

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
        self.relied_on(attribute_type(attribute, wit::ValueType::Number))
    }

    /// Relies on an integer attribute of the layer named last.
    #[must_use]
    pub fn with_integer(self, attribute: impl Into<String>) -> Self {
        self.relied_on(attribute_type(attribute, wit::ValueType::Integer))
    }

    /// Relies on a boolean attribute of the layer named last.
    #[must_use]
    pub fn with_boolean(self, attribute: impl Into<String>) -> Self {
        self.relied_on(attribute_type(attribute, wit::ValueType::Boolean))
    }

    /// Relies on a text attribute of the layer named last.
    #[must_use]
    pub fn with_text(self, attribute: impl Into<String>) -> Self {
        self.relied_on(attribute_type(attribute, wit::ValueType::Text))
    }

    /// Relies on a reference attribute of the layer named last, to other spans of that layer.
    #[must_use]
    pub fn with_reference(self, attribute: impl Into<String>) -> Self {
        self.with_reference_to(attribute, "")
    }

    /// Relies on a reference attribute of the layer named last, to spans of the layer `target`.
    #[must_use]
    pub fn with_reference_to(self, attribute: impl Into<String>, target: impl Into<String>) -> Self {
        let attribute = attribute_type(attribute, wit::ValueType::Reference);
        self.relied_on(wit::AttributeType { target: target.into(), ..attribute })
    }

    /// Relies on a vector attribute of the layer named last.
    #[must_use]
    pub fn with_vector(self, attribute: impl Into<String>) -> Self {
        self.relied_on(attribute_type(attribute, wit::ValueType::Vector))
    }

    /// Reads the forms of the layer named last, [`Span::form`](crate::Span::form): a code for each different text of its
    /// spans. Every layer of spans has them.
    #[must_use]
    pub fn with_form(self) -> Self {
        self.with_text(FORM)
    }

    /// Reads the attribute named last where somebody provides it, and does without it where nobody does.
    #[must_use]
    pub fn if_provided(mut self) -> Self {
        let last = self.requires.last_mut().and_then(|requirement| requirement.attributes.last_mut());
        if let Some(attribute) = last {
            attribute.optional = true;
        }
        self
    }

    /// Relies on labels of the layer named last: a provider that lists its labels has to have these.
    #[must_use]
    pub fn with_labels<L: Into<String>>(mut self, labels: impl IntoIterator<Item = L>) -> Self {
        if let Some(requirement) = self.requires.last_mut() {
            requirement.labels.extend(labels.into_iter().map(Into::into));
        }
        self
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
        let (attributes, labels, extensions) = (Vec::new(), Vec::new(), Vec::new());
        self.requires.push(wit::Requirement { layer, optional, attributes, labels, extensions });
        self
    }

    /// Without a layer named before there is nothing to rely on, and nothing is noted.
    fn relied_on(mut self, attribute: wit::AttributeType) -> Self {
        if let Some(requirement) = self.requires.last_mut() {
            requirement.attributes.push(wit::AttributeRequirement { attribute, optional: false });
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

    /// The names of the attributes that are read of a layer.
    pub(crate) fn attributes_read_of<'m>(&'m self, layer: &'m str) -> impl Iterator<Item = &'m str> {
        let read = self.requires.iter().filter(move |requirement| requirement.layer == layer);
        read.flat_map(|requirement| &requirement.attributes).map(|read| read.attribute.name.as_str())
    }

    /// The names of the resources that are looked for.
    pub(crate) fn resource_names(&self) -> &[String] {
        &self.resources
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
            extensions: Vec::new(),
        }
    }
}

/// A layer that an analyzer makes.
#[derive(Clone, Debug)]
pub struct Provision {
    pub(crate) layer: String,
    pub(crate) scope: wit::Scope,
    summary: String,
    pub(crate) labels: Vec<String>,
    pub(crate) attributes: Vec<wit::AttributeType>,
}

impl Provision {
    /// A layer of spans, with one line that says what they are.
    pub fn new(layer: impl Into<String>, summary: impl Into<String>) -> Self {
        Self::of_scope(layer.into(), summary.into(), wit::Scope::Spans)
    }

    /// A layer that says something of each document, the empty one too, with one line that says what. It is written by
    /// [`LayerWriter::document`](crate::LayerWriter::document).
    pub fn of_documents(layer: impl Into<String>, summary: impl Into<String>) -> Self {
        Self::of_scope(layer.into(), summary.into(), wit::Scope::Documents)
    }

    /// Attributes for the spans of another analyzer's layer, which the manifest requires, with one line that says what they
    /// are. They are written by [`LayerWriter::enrich`](crate::LayerWriter::enrich).
    pub fn enriching(layer: impl Into<String>, summary: impl Into<String>) -> Self {
        Self::of_scope(layer.into(), summary.into(), wit::Scope::Enrichment)
    }

    fn of_scope(layer: String, summary: String, scope: wit::Scope) -> Self {
        Self { layer, scope, summary, labels: Vec::new(), attributes: Vec::new() }
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
        self.attribute(attribute_type(attribute, wit::ValueType::Number))
    }

    /// An attribute whose values are integers.
    #[must_use]
    pub fn integer(self, attribute: impl Into<String>) -> Self {
        self.attribute(attribute_type(attribute, wit::ValueType::Integer))
    }

    /// An attribute whose values are true or false.
    #[must_use]
    pub fn boolean(self, attribute: impl Into<String>) -> Self {
        self.attribute(attribute_type(attribute, wit::ValueType::Boolean))
    }

    /// An attribute whose values are strings.
    #[must_use]
    pub fn text(self, attribute: impl Into<String>) -> Self {
        self.attribute(attribute_type(attribute, wit::ValueType::Text))
    }

    /// The forms of the spans ([`Span::form`](crate::Span::form)), made in the pass that finds the spans. Where a provider
    /// does not have them, the host makes them.
    #[must_use]
    pub fn form(self) -> Self {
        self.text(FORM)
    }

    /// An attribute whose values are other spans of the layer, by their index within the document.
    #[must_use]
    pub fn reference(self, attribute: impl Into<String>) -> Self {
        self.reference_to(attribute, "")
    }

    /// An attribute whose values are spans of the layer `target`, which the analyzer requires or makes too, by their index
    /// within the document.
    #[must_use]
    pub fn reference_to(self, attribute: impl Into<String>, target: impl Into<String>) -> Self {
        let attribute = attribute_type(attribute, wit::ValueType::Reference);
        self.attribute(wit::AttributeType { target: target.into(), ..attribute })
    }

    /// An attribute whose values are vectors of one width, such as embeddings.
    #[must_use]
    pub fn vector(self, attribute: impl Into<String>) -> Self {
        self.attribute(attribute_type(attribute, wit::ValueType::Vector))
    }

    fn attribute(mut self, attribute: wit::AttributeType) -> Self {
        self.attributes.push(attribute);
        self
    }

    /// Whether the forms of its spans are made with them.
    pub(crate) fn has_forms(&self) -> bool {
        self.scope == wit::Scope::Spans && self.attributes.iter().any(|attribute| attribute.name == FORM)
    }

    fn into_wit(self) -> wit::Provision {
        wit::Provision {
            layer: self.layer,
            scope: self.scope,
            summary: self.summary,
            labels: self.labels,
            attributes: self.attributes,
            extensions: Vec::new(),
        }
    }
}

fn attribute_type(name: impl Into<String>, values: wit::ValueType) -> wit::AttributeType {
    wit::AttributeType { name: name.into(), values, target: String::new() }
}

fn settings_schema<Settings: JsonSchema>() -> String {
    schemars::schema_for!(Settings).to_value().to_string()
}
