//! A report of Textmill as one page: a file that opens from disk in any browser, with everything inside and nothing fetched.
//!
//! [`Page::write`] takes a report, and where there are any what was found in each document, and fills the template that
//! `page/web` is built to. The page is no larger than it may be: what the report says is of all documents and always there,
//! then come facts by document (`facts`), from which the page counts what a reader selects, then texts (`texts`), of as many
//! documents as there is room for. Which these are is told by their content (`mark`), so the same report and lines give the
//! same bytes.
//!
//! It knows nothing of how documents are analyzed, and reads lines through [`Documents`]. What a line holds is the engine's
//! to say.

mod document;
mod embed;
mod facts;
mod mark;
mod metadata;
mod report;
mod schema;
mod template;
#[cfg(test)]
mod tests;
mod texts;

use std::fmt;
use std::io::{self, Write};

use serde_json::Value;

pub use self::document::{Documents, PageDocument, PageFault, PageSpan};
use self::facts::Facts;
use self::report::Fitted;
pub use self::texts::TextDetail;
use self::texts::Texts;

/// What a page is made of.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The report, as JSON.
    pub report: &'a Value,
    /// A report that it is compared with.
    pub against: Option<&'a Value>,
    /// Bytes that the page takes at most.
    pub bytes: u64,
    /// How much of texts is in it.
    pub texts: TextDetail,
}

/// What became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageRecord {
    /// Bytes that were written.
    pub bytes: u64,
    /// Documents that the lines tell of.
    pub documents: u64,
    /// Those of them whose facts are in the page.
    pub facts: u64,
    /// Those of them whose texts are in the page, whole or in part.
    pub texts: u64,
}

/// Why there is no page.
#[derive(Debug)]
pub enum PageError {
    /// The least page of the report is larger than a page may be.
    TooSmall {
        /// Bytes that are needed.
        needed: u64,
        /// Bytes that there may be.
        bytes: u64,
    },
    /// Documents that could not be read, or a page that could not be written.
    Io(io::Error),
}

impl fmt::Display for PageError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooSmall { needed, bytes } => {
                write!(formatter, "the page takes {needed} bytes without documents, and may take {bytes}")
            }
            Self::Io(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for PageError {}

impl From<io::Error> for PageError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Page<'_> {
    /// Writes the page. Documents are gone through twice.
    ///
    /// # Errors
    /// [`PageError::TooSmall`] where not even the report has room, and what reading and writing say.
    pub fn write(
        &self,
        documents: Option<&mut dyn Documents>,
        out: &mut dyn Write,
    ) -> Result<PageRecord, PageError> {
        let parts = template::parts();
        let fixed = parts.bytes();
        let Fitted { report, against, bytes } = report::fit(self.report, self.against, self.bytes, fixed)?;
        let mut record = PageRecord::default();
        let (mut facts, mut texts) = (String::new(), Vec::new());
        if let Some(documents) = documents {
            let room = self.bytes - bytes;
            let chosen = mark::choose(documents, facts::MOST_DOCUMENTS)?;
            let mut gathered = Facts::new(self.report, &chosen);
            let mut kept = Texts::new(self.texts, self.report, room);
            gathered.gather(documents, &mut kept)?;
            let packed = gathered.pack(facts_share(room, self.texts));
            let room = room.saturating_sub(packed.text.len() as u64);
            texts = kept.pack(room, &packed.places);
            record.documents = chosen.documents;
            record.facts = packed.places.len() as u64;
            record.texts = texts.iter().map(|chunk| chunk.documents.len() as u64).sum();
            facts = packed.text;
        }
        record.bytes = parts.write(&report, &against, &facts, &texts, out)?;
        Ok(record)
    }
}

/// How much of the room facts may take: texts come out of what they leave.
fn facts_share(room: u64, texts: TextDetail) -> u64 {
    match texts {
        TextDetail::None => room,
        TextDetail::Snippets | TextDetail::Full => room / 5 * 3,
    }
}
