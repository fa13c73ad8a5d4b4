//! What reviews speak of, and how they rate it.

use std::collections::{BTreeMap, HashMap};

use textmill_sdk::prelude::*;

/// What one review says.
#[derive(Debug, Serialize, Output)]
pub struct Said {
    /// What it speaks of, and how often.
    #[merge(counts, top = 20)]
    aspects: Counts,
    /// Its rating, under each aspect that it speaks of.
    #[merge(map(stats), top = 20)]
    ratings: BTreeMap<String, f64>,
    /// 1 where it speaks of nothing that the list knows.
    #[merge(sum)]
    silent: u64,
}

/// What a user can set.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How often one review counts for one aspect, at most: a long complaint is one complaint.
    at_most: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { at_most: 3 }
    }
}

/// The analyzer, made once and asked for many documents.
#[derive(Debug)]
pub struct Aspects {
    settings: Settings,
    /// The aspect of each word.
    words: HashMap<String, String>,
}

impl Analyzer for Aspects {
    type Settings = Settings;
    type Output = Said;

    fn manifest() -> Manifest {
        let layer = Provision::new("aspects", "a word that speaks of an aspect; the label names it");
        Manifest::new("aspects", env!("CARGO_PKG_VERSION"), "What reviews speak of, and how they rate it")
            .requires("tokens")
            .metadata("rating")
            .resource("aspects")
            .provides(layer.number("rating"))
    }

    fn new(settings: Settings, resources: &Resources) -> Result<Self, String> {
        if settings.at_most == 0 {
            return Err("`at_most`: with 0 nothing would be counted".into());
        }
        let words = read(resources.text("aspects")?.unwrap_or(WORDS))?;
        Ok(Self { settings, words })
    }

    fn analyze(&self, document: &Document<'_>, layers: &mut Layers) -> Result<Said, Fault> {
        let rating = rating(document)?;
        let mut aspects = Counts::new();
        let layer = layers.layer("aspects");
        for token in document.tokens().filter(|token| token.label() == "word") {
            let Some(aspect) = self.aspect(token.text()) else { continue };
            let label = layer.label(aspect);
            let span = layer.push(token.range(), label);
            if let Some(rating) = rating {
                span.number("rating", rating);
            }
            if aspects.get(aspect) < self.settings.at_most {
                aspects.add(aspect, 1);
            }
        }
        let ratings = aspects.iter().filter_map(|(aspect, _)| Some((aspect.to_owned(), rating?))).collect();
        Ok(Said { ratings, silent: u64::from(aspects.is_empty()), aspects })
    }
}

textmill_sdk::export!(Aspects);

/// The list of words that is used where the user gives none.
const WORDS: &str = "\
# word, tab, aspect
bed\troom
room\troom
غرفة\troom
الغرفة\troom
breakfast\tfood
soup\tfood
الطعام\tfood
الفطور\tfood
staff\tstaff
waiter\tstaff
الموظفون\tstaff
service\tservice
الخدمة\tservice
السعر\tprice
الأسعار\tprice
";

fn read(list: &str) -> Result<HashMap<String, String>, String> {
    let mut words = HashMap::new();
    for (number, line) in (1..).zip(list.lines()) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((word, aspect)) = line.split_once('\t') else {
            return Err(format!("resource `aspects`, line {number}: no tab between word and aspect"));
        };
        words.insert(word.to_lowercase(), aspect.to_owned());
    }
    Ok(words)
}

impl Aspects {
    /// The aspect that a word speaks of. The Arabic و, "and", is written together with its word.
    fn aspect(&self, word: &str) -> Option<&str> {
        let word = word.to_lowercase();
        let found = self.words.get(&word).or_else(|| self.words.get(word.strip_prefix('و')?));
        found.map(String::as_str)
    }
}

fn rating(document: &Document<'_>) -> Result<Option<f64>, Fault> {
    let Some(value) = document.metadata("rating") else { return Ok(None) };
    match value.as_f64() {
        Some(rating) if (1.0..=5.0).contains(&rating) => Ok(Some(rating)),
        _ => Err(Fault::new(format!("the rating {value} is no number from 1 to 5"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use textmill_tokenize::Tokenize;

    fn analyze(text: &str, rating: serde_json::Value) -> Result<Analyzed<Said>, String> {
        let tokenize = Harness::<Tokenize>::new(json!({}))?;
        let aspects = Harness::<Aspects>::new(json!({"at_most": 1}))?;
        aspects.analyze(&Sample::new(text).metadata("rating", rating).analyzed_by(&tokenize)?)
    }

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let analyzed = analyze(text, json!(2)).unwrap();
        let spans = analyzed.spans("aspects").into_iter();
        let found: Vec<(&str, &str)> = spans.map(|(range, label)| (&text[range], label)).collect();
        assert_eq!(found, expected, "in {text:?}");
    }

    #[test]
    fn words_speak_of_aspects() {
        check("", &[]);
        check("Room 12: cold soup, rude WAITER.", &[("Room", "room"), ("soup", "food"), ("WAITER", "staff")]);
        check("الغرفة صغيرة والخدمة بطيئة", &[("الغرفة", "room"), ("والخدمة", "service")]);
    }

    #[test]
    fn a_review_counts_once_for_an_aspect() {
        let said = analyze("A room. What a room!", json!(5)).unwrap().output;
        assert_eq!((said.aspects.get("room"), said.ratings["room"], said.silent), (1, 5.0, 0));
    }

    #[test]
    fn a_rating_is_from_1_to_5() {
        let fault = analyze("A room.", json!("good")).unwrap_err();
        assert_eq!(fault, "the rating \"good\" is no number from 1 to 5");
    }

    #[test]
    fn a_list_names_its_wrong_line() {
        let resources = Resources::from_iter([("aspects", "room\troom\nbed room\n")]);
        let error = Harness::<Aspects>::with_resources(json!({}), &resources).unwrap_err();
        assert_eq!(error, "resource `aspects`, line 2: no tab between word and aspect");
    }
}
