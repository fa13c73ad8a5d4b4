//! The page of `plugin inspect`.

use serde_json::{Value, json};
use textmill::{PluginInfo, Provision, Requirement, Scope};

use super::schema;
use crate::error::Error;
use crate::terminal::number;
use crate::terminal::text::{columns, escaped, left, wrapped};
use crate::terminal::{Style, Terminal};

/// All that is known of a plugin, as JSON.
///
/// # Errors
/// None that can be reached: a manifest has string keys and finite numbers.
pub(super) fn json(plugin: &PluginInfo) -> Result<String, Error> {
    let manifest = serde_json::to_value(&plugin.manifest);
    let mut value = manifest.map_err(|error| Error::new(format!("plugin {}: {error}", plugin.origin)))?;
    if let Value::Object(fields) = &mut value {
        fields.insert("origin".to_owned(), json!(plugin.origin));
        fields.insert("bytes".to_owned(), json!(plugin.bytes));
        fields.insert("sha256".to_owned(), json!(plugin.sha256));
    }
    Ok(format!("{value:#}\n"))
}

/// All that is known of a plugin, for people.
pub(super) fn page(plugin: &PluginInfo, terminal: Terminal) -> String {
    let manifest = &plugin.manifest;
    let mut page = Page { terminal, text: String::new() };
    let title = format!("{} {}", manifest.name, manifest.version);
    page.text.push_str(&format!("{}\n", terminal.paint.style(Style::Heading, &title)));
    page.paragraph(2, &manifest.summary);
    page.line(&format!("{}, {}", escaped(&plugin.origin), number::bytes(plugin.bytes as u64)));
    page.line(&format!("SHA-256 {}", plugin.sha256));
    page.section("Requires", "nothing: it reads text alone", &manifest.requires, requirement);
    page.section("Provides", "no layer", &manifest.provides, provision);
    page.section("Reads metadata", "none", &manifest.metadata, |name| Item::new(name, ""));
    page.section("Looks for resources", "none", &manifest.resources, |name| Item::new(name, ""));
    page.section("Output", "nothing", &schema::fields(&manifest.output_schema), |field| {
        Item::new(&field.name, &field.kind)
    });
    page.section("Settings", "none", &schema::settings(&manifest.settings_schema), setting);
    page.text
}

fn requirement(requirement: &Requirement) -> Item {
    let attributes = attributes(&json!(requirement.attributes));
    let optional = if requirement.optional { "optional" } else { "" };
    let relies = if attributes.is_empty() { String::new() } else { format!("relies on {attributes}") };
    let labels = match requirement.labels.as_slice() {
        [] => String::new(),
        labels => format!("labels {}", labels.join(", ")),
    };
    let parts = [optional, &relies, &labels];
    Item::new(
        &requirement.layer,
        &parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
    )
}

fn provision(provision: &Provision) -> Item {
    let scope = match provision.scope {
        Scope::Spans => "",
        Scope::Documents => "of documents: ",
        Scope::Enrichment => "added to it: ",
    };
    let mut item = Item::new(&provision.layer, &format!("{scope}{}", provision.summary));
    if !provision.labels.is_empty() {
        item.below.push(format!("labels: {}", provision.labels.join(", ")));
    }
    let attributes = attributes(&json!(provision.attributes));
    if !attributes.is_empty() {
        item.below.push(format!("attributes: {attributes}"));
    }
    item
}

/// Attributes with their types, as `score (number), lemma (text, optional)`.
fn attributes(list: &Value) -> String {
    let attribute = |attribute: &Value| {
        let name = attribute["name"].as_str().unwrap_or_default();
        let kind = attribute["type"].as_str().unwrap_or_default();
        let target = attribute["target"].as_str().map_or(String::new(), |target| format!(" to {target}"));
        let optional = if attribute["optional"] == true { ", optional" } else { "" };
        format!("{name} ({kind}{target}{optional})")
    };
    list.as_array().into_iter().flatten().map(attribute).collect::<Vec<_>>().join(", ")
}

fn setting(setting: &schema::Setting) -> Item {
    let default = setting.default.as_ref().map_or(String::new(), |default| format!(", default {default}"));
    let mut item = Item::new(&setting.name, &format!("{}{default}", setting.values));
    // Paragraphs of a doc comment are parted by an empty line; its other line breaks say nothing.
    item.below.extend(setting.description.split("\n\n").map(str::to_owned));
    item
}

/// A name, what is shown beside it, and what is shown below.
struct Item {
    name: String,
    beside: String,
    below: Vec<String>,
}

impl Item {
    fn new(name: &str, beside: &str) -> Self {
        Self { name: escaped(name).into_owned(), beside: escaped(beside).into_owned(), below: Vec::new() }
    }
}

struct Page {
    terminal: Terminal,
    text: String,
}

impl Page {
    /// A heading with its items, or in one line that there are none.
    fn section<T>(&mut self, heading: &str, none: &str, things: &[T], item: impl Fn(&T) -> Item) {
        self.text.push_str(&format!("\n{}\n", self.terminal.paint.style(Style::Heading, heading)));
        let items: Vec<Item> = things.iter().map(item).collect();
        let width = items.iter().map(|item| columns(&item.name)).max().unwrap_or_default();
        if items.is_empty() {
            self.line(&self.terminal.paint.style(Style::Faint, none));
        }
        for item in items {
            self.item(&item, width);
        }
    }

    fn item(&mut self, item: &Item, width: usize) {
        let indent = 2 + width + 2;
        let room = self.terminal.columns.saturating_sub(indent).max(20);
        let mut name = item.name.as_str();
        // What stands beside continues below itself, where it is long.
        for beside in wrapped(&item.beside, room) {
            self.line(&format!("{}  {beside}", left(name, width)));
            name = "";
        }
        if !name.is_empty() {
            self.line(name);
        }
        for below in &item.below {
            self.paragraph(6, below);
        }
    }

    fn paragraph(&mut self, indent: usize, text: &str) {
        let room = self.terminal.columns.saturating_sub(indent).max(20);
        for line in wrapped(text, room) {
            self.text.push_str(&format!("{}{}\n", " ".repeat(indent), escaped(&line)));
        }
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(&format!("  {text}\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;
    use crate::terminal::Paint;

    #[test]
    fn a_page_tells_all_that_a_user_needs() {
        let terminal = Terminal { is_terminal: false, columns: 72, paint: Paint::default() };
        insta::assert_snapshot!(page(&example::plugin(), terminal), @r#"
        shouting 0.1.0
          Words in capitals, how long they are, and who shouts them
          ./shouting.wasm, 401 kB
          SHA-256 5d41402abc4b2a76b9719d911017c592ae5d41402abc4b2a76b9719d911017c5

        Requires
          tokens
          language  optional

        Provides
          shouts  A word of capitals
              labels: word, number

        Reads metadata
          language

        Looks for resources
          none

        Output
          by_language  map of quantiles at 0.5 0.95, 20 keys shown
          first        each: with its document alone
          length       stats
          score        histogram at −0.5 0 0.5
          words        counts, the 50 greatest shown

        Settings
          case        "upper" or "lower", default "upper"
              Which case shouts.
          languages   list of string or null, default null
          min_length  integer, default 2
              The shortest word that counts, in characters.
              A word of one letter is seldom a shout, and a short one is as
              often an abbreviation.
          weights     object of number, default {}
              Weights of words.
        "#);
    }

    #[test]
    fn the_json_is_the_manifest_with_what_the_file_is() {
        let json: Value = serde_json::from_str(&json(&example::plugin()).unwrap()).unwrap();
        assert_eq!(json["bytes"], 401_204);
        assert_eq!(json["provides"][0]["labels"], json!(["word", "number"]));
        assert_eq!(json["output_schema"]["kind"], "record");
        assert_eq!(json["settings_schema"]["properties"]["min_length"]["default"], 2);
    }
}
