//! Whether the fields that are asked for are there at all: a name that no document knows is a mistake, and no answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use textmill_corpus::Document;

use super::Fields;
use crate::error::{Error, ErrorKind};

/// The fields that are asked for, and which of them some document had.
#[derive(Debug, Default)]
pub(crate) struct SeenFields {
    fields: Vec<Sought>,
    /// Whether there was a document.
    any: Arc<AtomicBool>,
}

#[derive(Debug)]
struct Sought {
    name: String,
    purpose: Purpose,
    seen: AtomicBool,
}

/// What a field is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Filter,
    Group,
    /// It is given with what is found.
    Kept,
    /// It is read as the id of the document, so it is no longer among the metadata.
    Id,
}

impl SeenFields {
    /// `any` is told of the first document.
    pub(crate) fn new(fields: impl IntoIterator<Item = (String, Purpose)>, any: Arc<AtomicBool>) -> Self {
        let sought = |(name, purpose)| Sought { name, purpose, seen: AtomicBool::new(false) };
        Self { fields: fields.into_iter().map(sought).collect(), any }
    }

    /// Becomes true with the first document.
    pub(crate) fn any_read(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.any)
    }

    /// Takes note of what a document has.
    pub(crate) fn note(&self, document: &Document, fields: &Fields<'_>) {
        if !self.any.load(Ordering::Relaxed) {
            self.any.store(true, Ordering::Relaxed);
        }
        for sought in &self.fields {
            if sought.seen.load(Ordering::Relaxed) {
                continue;
            }
            let is_there = match sought.purpose {
                Purpose::Id => document.id != document.position,
                Purpose::Filter | Purpose::Group | Purpose::Kept => fields.has(&sought.name),
            };
            if is_there {
                sought.seen.store(true, Ordering::Relaxed);
            }
        }
    }

    /// # Errors
    /// [`ErrorKind::Name`] for a field that no document had, where there were documents.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let unseen = self.fields.iter().find(|sought| !sought.seen.load(Ordering::Relaxed));
        let Some(Sought { name, purpose, .. }) = unseen.filter(|_| self.any.load(Ordering::Relaxed)) else {
            return Ok(());
        };
        let what = match purpose {
            Purpose::Filter => "documents are filtered by",
            Purpose::Group => "documents are grouped by",
            Purpose::Kept => "documents are asked for",
            Purpose::Id => "documents are called by",
        };
        Err(Error::new(ErrorKind::Name, format!("{what} the field `{name}`, which none of them has")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_no_document_has_is_named() {
        let asked = || {
            let fields = [
                ("city", Purpose::Group),
                ("stars", Purpose::Filter),
                ("date", Purpose::Kept),
                ("key", Purpose::Id),
            ];
            SeenFields::new(fields.map(|(name, purpose)| (name.to_string(), purpose)), Arc::default())
        };
        let message = |documents: &[Document]| {
            let seen = asked();
            for document in documents {
                let fields =
                    Fields { metadata: &document.metadata, position: &document.position, labels: &[] };
                seen.note(document, &fields);
            }
            seen.check().err().map(|error| error.to_string())
        };
        let document = |id: &str| Document::new(id, "text");
        let mut called = document("a");
        called.position = "a.jsonl#1".into();
        let named = "the field `stars`, which none of them has";
        assert_eq!(message(&[]), None);
        assert_eq!(
            message(&[document("a")]),
            Some("documents are grouped by the field `city`, which none of them has".into())
        );
        assert_eq!(
            message(&[document("a").with_metadata("city", "York")]),
            Some(format!("documents are filtered by {named}"))
        );
        let most = document("a").with_metadata("city", "York").with_metadata("stars", 3);
        assert_eq!(
            message(std::slice::from_ref(&most)),
            Some("documents are asked for the field `date`, which none of them has".into())
        );
        let all = [most.with_metadata("date", "2024")];
        assert_eq!(
            message(&all),
            Some("documents are called by the field `key`, which none of them has".into())
        );
        assert_eq!(message(&[all[0].clone(), called]), None);
    }
}
