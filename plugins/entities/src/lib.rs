//! Names, dates and values in Arabic and English text: the analyzer `entities`.
//!
//! Lists and rules, no model: what is found can be read off `lexicon/` and the rules in `values` and `names`. A form is
//! looked up once in the life of an instance, without its case, its Arabic vowel signs and its attached و ب ل; every rule
//! then asks what class the lexicon gives it, and begins only at words that it can begin with.

mod desk;
mod forms;
mod hash;
mod keys;
mod kind;
mod lexicon;
mod names;
mod page;
mod tally;
#[cfg(test)]
mod tests;
mod text;
mod values;

use std::cell::RefCell;

use textmill_sdk::prelude::*;

use desk::{Desk, write};
pub use kind::Kind;

/// The analyzer.
#[derive(Debug)]
pub struct Entities {
    settings: Settings,
    desk: RefCell<Desk>,
}

/// What the analyzer can be told.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The types of entities to find.
    pub types: Vec<Kind>,
    /// Whether to take words for names that no list knows and nothing proves, by their shape and neighbours alone. Off,
    /// fewer names are found and fewer are wrong.
    pub guess_names: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { types: Kind::ALL.to_vec(), guess_names: true }
    }
}

/// What is named in one document: how often, under each canonical name or value.
#[derive(Debug, Default, Serialize, Output)]
pub struct Found {
    /// Entities by type.
    #[merge(counts, top = 10)]
    pub types: Counts,
    /// Persons.
    #[merge(counts, top = 20, widespread = true)]
    pub persons: Counts,
    /// Organizations.
    #[merge(counts, top = 20, widespread = true)]
    pub organizations: Counts,
    /// Places.
    #[merge(counts, top = 20, widespread = true)]
    pub locations: Counts,
    /// Dates, as ISO 8601 where the text tells the day, month or year, otherwise as the phrase.
    #[merge(counts, top = 20)]
    pub dates: Counts,
    /// Times of the day, as ISO 8601.
    #[merge(counts, top = 20)]
    pub times: Counts,
    /// Amounts of money: currency by its ISO 4217 code, and the amount.
    #[merge(counts, top = 20)]
    pub money: Counts,
    /// Percentages.
    #[merge(counts, top = 20)]
    pub percents: Counts,
    /// Numbers with a unit of measure, by its symbol.
    #[merge(counts, top = 20)]
    pub quantities: Counts,
    /// E-mail addresses.
    #[merge(counts, top = 20)]
    pub emails: Counts,
    /// Addresses of pages.
    #[merge(counts, top = 20)]
    pub urls: Counts,
}

impl Found {
    fn count(&mut self, kind: Kind, name: &str) {
        let counts = match kind {
            Kind::Person => &mut self.persons,
            Kind::Organization => &mut self.organizations,
            Kind::Location => &mut self.locations,
            Kind::Date => &mut self.dates,
            Kind::Time => &mut self.times,
            Kind::Money => &mut self.money,
            Kind::Percent => &mut self.percents,
            Kind::Quantity => &mut self.quantities,
            Kind::Email => &mut self.emails,
            Kind::Url => &mut self.urls,
        };
        counts.add(name, 1);
        self.types.add(kind.label(), 1);
    }
}

impl Analyzer for Entities {
    type Settings = Settings;
    type Output = Found;

    fn manifest() -> Manifest {
        let layer = Provision::new("entities", "Names, dates, values and addresses")
            .labels(Kind::ALL.map(Kind::label))
            .text("canonical");
        Manifest::new(
            "entities",
            env!("CARGO_PKG_VERSION"),
            "Persons, organizations, places, dates and values",
        )
        .requires("tokens")
        .with_form()
        .requires("sentences")
        .optional("language")
        .provides(layer)
    }

    fn new(settings: Settings, _: &Resources) -> Result<Self, String> {
        Ok(Self { settings, desk: RefCell::default() })
    }

    fn analyze(&self, document: &Document<'_>, layers: &mut Layers) -> Result<Found, Fault> {
        let mut desk = self.desk.borrow_mut();
        let read = desk.read(document, &self.settings);
        if layers.wants("entities") {
            write(read, layers);
        }
        let mut found = Found::default();
        for entity in &read.found {
            found.count(entity.kind, read.names.get(entity.name));
        }
        Ok(found)
    }

    fn fold(&self, batch: Batch<'_>, layers: &mut Layers, into: Option<&mut State>) -> Result<(), Fault> {
        self.desk.borrow_mut().fold(batch, &self.settings, layers, into)
    }
}

textmill_sdk::export!(Entities);
