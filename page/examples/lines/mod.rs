//! Lines of documents from a file, read without the engine: for the example beside it and the tests in a browser.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::PathBuf;

use serde_json::Value;
use textmill_page::{Documents, PageDocument, PageFault, PageSpan};

/// A file of lines.
pub(crate) struct Lines(PathBuf);

impl Lines {
    pub(crate) fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn span(value: &Value) -> PageSpan<'static> {
    let mut attributes = value.as_object().cloned().unwrap_or_default();
    let bound = |name| value[name].as_u64().and_then(|bound| u32::try_from(bound).ok());
    for name in ["start", "end", "label"] {
        attributes.remove(name);
    }
    PageSpan {
        bounds: bound("start").zip(bound("end")),
        label: text(&value["label"]).map(Into::into),
        attributes,
    }
}

fn fault(value: &Value) -> PageFault<'static> {
    let field = |name: &str| text(&value[name]).unwrap_or_default().into();
    PageFault {
        analyzer: text(&value["analyzer"]).map(Into::into),
        kind: field("kind"),
        code: field("code"),
        message: field("message"),
    }
}

fn document(line: &Value) -> PageDocument<'static> {
    let id = text(&line["id"]).unwrap_or_default();
    let layers = line["layers"].as_object().into_iter().flatten();
    let analyzers = line["analyzers"].as_object().into_iter().flatten();
    PageDocument {
        position: text(&line["source"]).unwrap_or_else(|| id.clone()).into(),
        id: id.into(),
        group: text(&line["group"]).map(Into::into),
        metadata: line["metadata"].as_object().cloned().unwrap_or_default(),
        text: text(&line["text"]).map(Into::into),
        analyzers: analyzers.map(|(name, output)| (name.clone().into(), output.clone())).collect(),
        layers: layers.map(|(name, spans)| (name.clone().into(), list(spans).map(span).collect())).collect(),
        removed: Vec::new(),
        faults: list(&line["faults"]).map(fault).collect(),
    }
}

impl Documents for Lines {
    fn each(&mut self, take: &mut dyn FnMut(PageDocument<'_>) -> io::Result<()>) -> io::Result<()> {
        for line in BufReader::new(File::open(&self.0)?).lines() {
            take(document(&serde_json::from_str(&line?)?))?;
        }
        Ok(())
    }
}
