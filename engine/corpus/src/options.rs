//! How documents are read: what a user can ask of readers.

use std::collections::BTreeSet;

use super::encoding::{Decoded, Encoding, not_valid};

/// The greatest size of a document by default.
pub(super) const MAX_DOCUMENT: u64 = 64 * 1024 * 1024;

/// How many times as large an input may become when it is decompressed by default.
pub(super) const MAX_EXPANSION: u64 = 1_000;

/// How many bytes of what it gave a decoder may keep to look back at by default.
pub(super) const DECOMPRESSION_MEMORY: u64 = 256 * 1024 * 1024;

/// What becomes of a text with bytes that are not valid in its encoding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InvalidText {
    /// They are replaced by U+FFFD, and the document says so ([`Document::replaced`](crate::Document::replaced)).
    #[default]
    Replace,
    /// It is an [`Unread`](crate::Unread) that names the first such byte.
    Fault,
}

impl InvalidText {
    /// Holds a text to it.
    ///
    /// # Errors
    /// The message of what is unread because it is not valid and the user does not want it replaced.
    pub(super) fn accept(self, decoded: &Decoded) -> Result<(), String> {
        match decoded.first_invalid {
            Some(byte) if self == Self::Fault => Err(not_valid(byte, decoded.encoding)),
            _ => Ok(()),
        }
    }
}

/// Which text of an HTML page is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HtmlText {
    /// The main text: without navigation, related links, comment forms and other parts that belong to the site. A page
    /// in which none can be found gives all of its text.
    #[default]
    Main,
    /// All text that a browser would show.
    All,
}

/// What becomes of code in texts that have it beside prose: the blocks of Markdown, the cells of notebooks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Code {
    /// It is taken out, and counted ([`Document::removed`](crate::Document::removed)).
    #[default]
    LeaveOut,
    /// It is text as the rest is.
    Read,
}

/// What readers are told.
#[derive(Clone, Debug)]
pub(super) struct Format {
    pub(super) text_field: String,
    pub(super) id_field: Option<String>,
    /// Metadata fields to keep: all where there is no set.
    pub(super) metadata_fields: Option<BTreeSet<String>>,
    pub(super) max_document: u64,
    pub(super) split_long: bool,
    /// Bytes that may come of one byte that is compressed.
    pub(super) max_expansion: u64,
    /// Bytes that a decoder may keep to look back at.
    pub(super) decompression_memory: u64,
    /// The encoding of all that has no byte-order mark; found out where there is none.
    pub(super) encoding: Option<Encoding>,
    pub(super) invalid_text: InvalidText,
    pub(super) html_text: HtmlText,
    pub(super) code: Code,
    /// The boilerplate of pages is removed from texts that were scraped from them.
    pub(super) remove_boilerplate: bool,
    /// Hidden members of archives are read.
    pub(super) hidden: bool,
    pub(super) standard_input_name: String,
}

impl Format {
    /// What decides on the documents of the same inputs, for people and for comparison. Metadata are not among it: who
    /// asks for which is known elsewhere.
    pub(super) fn settings(&self) -> serde_json::Value {
        serde_json::json!({
            "text_field": self.text_field,
            "id_field": self.id_field,
            "hidden": self.hidden,
            "max_document": self.max_document,
            "split_long": self.split_long,
            "max_expansion": self.max_expansion,
            "decompression_memory": self.decompression_memory,
            "encoding": self.encoding.map(Encoding::name),
            "invalid_text": format!("{:?}", self.invalid_text).to_lowercase(),
            "html_text": format!("{:?}", self.html_text).to_lowercase(),
            "code": self.code == Code::Read,
            "remove_boilerplate": self.remove_boilerplate,
            "standard_input": self.standard_input_name,
        })
    }
}

impl Default for Format {
    fn default() -> Self {
        Self {
            text_field: "text".to_owned(),
            id_field: None,
            metadata_fields: None,
            max_document: MAX_DOCUMENT,
            split_long: false,
            max_expansion: MAX_EXPANSION,
            decompression_memory: DECOMPRESSION_MEMORY,
            encoding: None,
            invalid_text: InvalidText::default(),
            html_text: HtmlText::default(),
            code: Code::default(),
            remove_boilerplate: false,
            hidden: false,
            standard_input_name: "-".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::decode;

    #[test]
    fn a_fault_names_the_byte() {
        let decoded = decode(b"ab\xff".to_vec(), Some(Encoding::parse("utf-8").unwrap()), &[]);
        assert_eq!(InvalidText::Replace.accept(&decoded), Ok(()));
        assert_eq!(InvalidText::Fault.accept(&decoded), Err("not valid UTF-8, first at byte 2".to_owned()));
        assert_eq!(InvalidText::Fault.accept(&decode(b"ab".to_vec(), None, &[])), Ok(()));
    }
}
