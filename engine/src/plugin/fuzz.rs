//! The oracle of manifests, which has to see what only this folder sees. For fuzz targets alone.

use serde_json::Value;
use textmill_wit::host::textmill::analyzer::types as wit;

use super::manifest::Manifest;

/// A manifest, a line of text for each thing that it says: the first character of a line tells which.
///
/// # Panics
/// Where one that is taken has names that could surprise, or cannot be written as JSON.
pub fn manifest(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    let Ok((manifest, schema)) = Manifest::check(said(text)) else { return };
    let layers = manifest.provides.iter().map(|provision| &provision.layer);
    for name in layers.chain([&manifest.name]) {
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
    }
    let json = serde_json::to_string(&manifest).expect("a manifest has string keys and finite numbers");
    assert!(serde_json::from_str::<Value>(&json).is_ok(), "a manifest is shown as JSON");
    assert_eq!(schema.check(), Ok(()), "its schema is lawful");
    assert_eq!(manifest.output_schema.to_string().len(), schema.to_json().len(), "and shown as it is");
}

fn said(text: &str) -> wit::Manifest {
    let mut manifest = wit::Manifest {
        name: String::new(),
        version: String::new(),
        summary: String::new(),
        requires: Vec::new(),
        provides: Vec::new(),
        metadata: Vec::new(),
        resources: Vec::new(),
        output_schema: String::new(),
        settings_schema: String::new(),
        extensions: Vec::new(),
    };
    for line in text.lines() {
        let mut characters = line.chars();
        let (said, rest) = (characters.next(), characters.as_str().to_string());
        match said {
            Some('n') => manifest.name = rest,
            Some('v') => manifest.version = rest,
            Some('s') => manifest.summary = rest,
            Some('o') => manifest.output_schema = rest,
            Some('j') => manifest.settings_schema = rest,
            Some('m') => manifest.metadata.push(rest),
            Some('f') => manifest.resources.push(rest),
            Some('r') => manifest.requires.push(wit::Requirement {
                layer: rest,
                optional: line.len().is_multiple_of(2),
                attributes: Vec::new(),
                labels: Vec::new(),
                extensions: Vec::new(),
            }),
            Some('e') => {
                let critical = line.len().is_multiple_of(2);
                manifest.extensions.push(wit::ExtensionResult { name: rest, critical, value: String::new() });
            }
            Some('p') => manifest.provides.push(wit::Provision {
                scope: match line.len() % 3 {
                    0 => wit::Scope::Documents,
                    1 => wit::Scope::Enrichment,
                    _ => wit::Scope::Spans,
                },
                layer: rest,
                summary: String::new(),
                labels: Vec::new(),
                attributes: Vec::new(),
                extensions: Vec::new(),
            }),
            Some('l') => {
                for provision in &mut manifest.provides {
                    provision.labels.push(rest.clone());
                }
            }
            Some('a') => {
                for provision in &mut manifest.provides {
                    let (name, target) = (rest.clone(), String::new());
                    let attribute = wit::AttributeType { name, values: wit::ValueType::Text, target };
                    provision.attributes.push(attribute);
                }
            }
            _ => {}
        }
    }
    manifest
}
