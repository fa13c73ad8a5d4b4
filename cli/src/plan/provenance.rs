//! The command for a report that has none: merged from parts, or made by a program.

use serde_json::Value;
use textmill::{KeyOrder, SelectionRecord};

/// Options of reading that take a value, by what a report calls them.
const VALUES: [(&str, &str); 9] = [
    ("text_field", "--text-field"),
    ("id_field", "--id-field"),
    ("max_document", "--max-document"),
    ("max_expansion", "--max-expansion"),
    ("decompression_memory", "--decompression-memory"),
    ("encoding", "--encoding"),
    ("invalid_text", "--invalid-text"),
    ("html_text", "--html-text"),
    ("standard_input", "--stdin-name"),
];

/// Options of reading that are there or not.
const SWITCHES: [(&str, &str); 4] = [
    ("code", "--code"),
    ("hidden", "--hidden"),
    ("split_long", "--split-long"),
    ("remove_boilerplate", "--remove-boilerplate"),
];

/// The arguments by which documents are read, chosen and grouped as a report says of its own.
pub(super) fn arguments(selection: &SelectionRecord) -> Vec<String> {
    let reading = |key: &str| selection.reading.get(key).unwrap_or(&Value::Null);
    let values = VALUES.iter().filter_map(|(key, option)| Some(format!("{option}={}", text(reading(key))?)));
    let switches = SWITCHES.iter().filter(|(key, _)| *reading(key) == Value::Bool(true));
    let pre = &reading("pre")["command"];
    let pre = text(pre).into_iter().map(|command| format!("--pre={command}"));
    let globs = reading("pre")["globs"].as_array().into_iter().flatten().filter_map(text);
    let globs = globs.map(|glob| format!("--pre-glob={glob}"));
    let filters = selection.filter.iter().map(|filter| format!("--filter={filter}"));
    let sample = selection.sample.iter().map(|size| format!("--sample={size}"));
    let unique = selection.unique.iter().map(|how| format!("--unique={how}"));
    let lines = selection.without_repeated_lines.then(|| "--remove-repeated-lines".to_owned());
    let groups = selection.group_by.iter().map(|field| format!("--group-by={field}"));
    let rank = match selection.rank {
        KeyOrder::Own => None,
        KeyOrder::Count => Some("--rank=count".to_owned()),
        KeyOrder::Widespread => Some("--rank=widespread".to_owned()),
        KeyOrder::Documents => Some("--rank=documents".to_owned()),
        KeyOrder::Usage => Some("--rank=usage".to_owned()),
    };
    values
        .chain(switches.map(|(_, option)| (*option).to_owned()))
        .chain(pre)
        .chain(globs)
        .chain(filters)
        .chain(sample)
        .chain(unique)
        .chain(lines)
        .chain(groups)
        .chain(rank)
        .collect()
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn all_that_decides_on_documents_is_an_argument() {
        let selection = SelectionRecord {
            reading: json!({
                "text_field": "--body", "id_field": null, "max_document": 5000, "max_expansion": 9, "decompression_memory": 1024,
                "encoding": "windows-1256", "invalid_text": "fault", "html_text": "all", "code": true, "hidden": true,
                "split_long": false, "remove_boilerplate": true, "standard_input": "-",
                "pre": {"command": "to-text", "globs": ["*.pdf", "!b.pdf"]},
            }),
            filter: vec!["stars>3".into(), "!spam".into()],
            sample: Some(7),
            unique: Some("near=0.75".to_owned()),
            without_repeated_lines: true,
            group_by: Some("date:year".into()),
            rank: KeyOrder::Usage,
        };
        assert_eq!(
            arguments(&selection).join(" "),
            "--text-field=--body --max-document=5000 --max-expansion=9 --decompression-memory=1024 --encoding=windows-1256 --invalid-text=fault \
             --html-text=all --stdin-name=- --code --hidden --remove-boilerplate --pre=to-text --pre-glob=*.pdf --pre-glob=!b.pdf --filter=stars>3 --filter=!spam --sample=7 \
             --unique=near=0.75 --remove-repeated-lines --group-by=date:year --rank=usage"
        );
        assert_eq!(arguments(&SelectionRecord::default()), [""; 0]);
    }

    #[test]
    fn every_option_of_reading_is_among_them() {
        let source = textmill::Corpus::new().path(".").open().expect("there are files here");
        let settings = textmill::Source::settings(&source);
        let mut known: Vec<&str> = VALUES.iter().chain(&SWITCHES).map(|(key, _)| *key).collect();
        known.sort_unstable();
        let settings: Vec<&String> = settings.as_object().expect("settings have names").keys().collect();
        assert_eq!(settings, known);
    }
}
