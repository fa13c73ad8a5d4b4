//! Names, dates and values in Arabic and English text: the analyzer `entities`.
//!
//! Lists and rules, no model: what is found can be read off `lexicon/` and the rules in `values` and `names`. A word
//! is looked up once, without its case, its Arabic vowel signs and its attached و ب ل; every rule then asks what class
//! the lexicon gives it.

mod class;
mod decimal;
mod hash;
mod kind;
mod lexicon;
mod likeness;
mod names;
mod normal;
mod page;
mod piece;
mod proclitic;
mod tables;
#[cfg(test)]
mod tests;
mod values;

use textmill_sdk::prelude::*;

pub use kind::Kind;
use lexicon::Lexicon;
use names::Reach;
use page::{Entity, Page, Token, TokenKind};

/// The analyzer.
#[derive(Debug)]
pub struct Entities {
    settings: Settings,
    lexicon: Lexicon,
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
    #[merge(counts, top = 20)]
    pub persons: Counts,
    /// Organizations.
    #[merge(counts, top = 20)]
    pub organizations: Counts,
    /// Places.
    #[merge(counts, top = 20)]
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
    fn count(&mut self, entity: &Entity) {
        let counts = match entity.kind {
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
        counts.add(&entity.canonical, 1);
        self.types.add(entity.kind.label(), 1);
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
        .requires("sentences")
        .optional("language")
        .provides(layer)
    }

    fn new(settings: Settings, _: &Resources) -> Result<Self, String> {
        Ok(Self { settings, lexicon: Lexicon::new() })
    }

    fn analyze(&self, document: &Document<'_>, layers: &mut Layers) -> Result<Found, Fault> {
        let tokens =
            document.tokens().map(|token| Token { range: token.range(), kind: token_kind(token.label()) });
        let sentences = document.sentences().map(|sentence| sentence.start());
        let mut page = Page::new(document.text(), &self.lexicon, tokens, sentences);
        let reach = Reach::of(document.language(), document.text().len(), self.settings.guess_names);
        values::find(&mut page);
        names::find(&mut page, reach);
        let mut entities = page.found;
        entities.retain(|entity| self.settings.types.contains(&entity.kind));
        entities.sort_by_key(|entity| entity.range.start);
        write(&entities, layers);
        let mut found = Found::default();
        for entity in &entities {
            found.count(entity);
        }
        Ok(found)
    }
}

fn token_kind(label: &str) -> TokenKind {
    match label {
        "email" => TokenKind::Email,
        "url" => TokenKind::Url,
        "hashtag" | "mention" | "emoji" => TokenKind::Opaque,
        _ => TokenKind::Text,
    }
}

fn write(entities: &[Entity], layers: &mut Layers) {
    if !layers.wants("entities") {
        return;
    }
    let layer = layers.layer("entities");
    let labels = Kind::ALL.map(|kind| layer.label(kind.label()));
    for entity in entities {
        layer
            .push(entity.range.clone(), labels[entity.kind as usize])
            .string("canonical", entity.canonical.as_str());
    }
}

textmill_sdk::export!(Entities);
