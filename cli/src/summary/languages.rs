//! In which languages the documents are: `tokenize`.

use super::Part;
use super::bars::Row;
use super::figures::{counted, share};
use super::page::Page;
use crate::terminal::Style;
use crate::terminal::number;

/// How many languages are shown.
const SHOWN: usize = 6;

/// The documents by language.
pub(super) fn block(page: &mut Page, part: &Part<'_>) -> bool {
    let Some(languages) = part.counts("languages") else { return false };
    if languages.top.is_empty() {
        return true;
    }
    page.heading(&part.heading("Languages"), &[]);
    let entries = &languages.top[..languages.top.len().min(SHOWN)];
    let labels: Vec<String> = entries.iter().map(|entry| name(entry.key)).collect();
    let rows: Vec<Row<'_>> = entries
        .iter()
        .zip(&labels)
        .map(|(entry, label)| Row {
            count: entry.count.clone(),
            beside: share(entry.count, languages.total),
            label,
            style: Style::Bar,
        })
        .collect();
    page.bars(&rows);
    let others = languages.others(SHOWN);
    if others.keys > 0 {
        let documents = counted(&others.count, "document");
        page.faint(&format!("and {documents} in {}", number::counted(others.keys, "more language")));
    }
    true
}

/// A language's name in English by its tag (the primary subtags of ISO 639-1); the tag itself where it is not known.
fn name(tag: &str) -> String {
    let primary = tag.split('-').next().unwrap_or_default();
    match NAMES.binary_search_by_key(&primary, |(tag, _)| tag) {
        Ok(place) if primary == tag => NAMES[place].1.to_owned(),
        Ok(place) => format!("{} ({tag})", NAMES[place].1),
        Err(_) => tag.to_owned(),
    }
}

/// Sorted by tag.
const NAMES: [(&str, &str); 63] = [
    ("af", "Afrikaans"),
    ("am", "Amharic"),
    ("ar", "Arabic"),
    ("az", "Azerbaijani"),
    ("be", "Belarusian"),
    ("bg", "Bulgarian"),
    ("bn", "Bengali"),
    ("ca", "Catalan"),
    ("ckb", "Central Kurdish"),
    ("cs", "Czech"),
    ("da", "Danish"),
    ("de", "German"),
    ("el", "Greek"),
    ("en", "English"),
    ("es", "Spanish"),
    ("et", "Estonian"),
    ("fa", "Persian"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("gu", "Gujarati"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hr", "Croatian"),
    ("hu", "Hungarian"),
    ("hy", "Armenian"),
    ("id", "Indonesian"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ka", "Georgian"),
    ("kk", "Kazakh"),
    ("km", "Khmer"),
    ("kn", "Kannada"),
    ("ko", "Korean"),
    ("ku", "Kurdish"),
    ("lt", "Lithuanian"),
    ("lv", "Latvian"),
    ("ml", "Malayalam"),
    ("mr", "Marathi"),
    ("ms", "Malay"),
    ("my", "Burmese"),
    ("nb", "Norwegian Bokmål"),
    ("nl", "Dutch"),
    ("no", "Norwegian"),
    ("pa", "Punjabi"),
    ("pl", "Polish"),
    ("ps", "Pashto"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("sk", "Slovak"),
    ("sl", "Slovenian"),
    ("sr", "Serbian"),
    ("sv", "Swedish"),
    ("sw", "Swahili"),
    ("ta", "Tamil"),
    ("te", "Telugu"),
    ("th", "Thai"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("und", "undetermined"),
    ("ur", "Urdu"),
    ("vi", "Vietnamese"),
    ("zh", "Chinese"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_tag() {
        assert!(NAMES.is_sorted());
        for (tag, expected) in
            [("ar", "Arabic"), ("ar-EG", "Arabic (ar-EG)"), ("und", "undetermined"), ("xx", "xx"), ("", "")]
        {
            assert_eq!(name(tag), expected);
        }
    }
}
