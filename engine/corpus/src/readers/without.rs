//! In place of readers that a build leaves out: what is not read is known all the same, and refused by its name with
//! the cargo feature that reads it.

/// In place of `archive/`.
#[cfg(not(feature = "archives"))]
pub(super) mod archive {
    use std::io;

    use crate::damage::unbuilt;
    use crate::name::Name;
    use crate::reader::{Context, Data, Reader};

    pub(in super::super) fn open_tar(_: Data, _: Name, _: &Context) -> io::Result<Box<dyn Reader>> {
        Err(unbuilt("a tar archive", "archives"))
    }

    pub(in super::super) fn open_zip(_: Data, _: Name, _: &Context) -> io::Result<Box<dyn Reader>> {
        Err(unbuilt("a ZIP archive", "archives"))
    }
}

/// In place of `warc/`.
#[cfg(not(feature = "archives"))]
pub(super) mod warc {
    use std::io;

    use crate::damage::unbuilt;
    use crate::name::Name;
    use crate::reader::{Context, Data, Reader};

    pub(in super::super) fn open(_: Data, _: Name, _: &Context) -> io::Result<Box<dyn Reader>> {
        Err(unbuilt("a web crawl (WARC)", "archives"))
    }

    pub(in super::super) fn open_arc(_: Data, _: Name, _: &Context) -> io::Result<Box<dyn Reader>> {
        Err(unbuilt("a web crawl (ARC)", "archives"))
    }
}

/// In place of `markdown/`.
#[cfg(not(feature = "markdown"))]
pub(super) mod markdown {
    use std::io;

    use super::super::page::Page;
    use crate::damage::unbuilt;
    use crate::name::Name;
    use crate::options::Format;
    use crate::reader::{Context, Data, Reader};

    pub(in super::super) fn open(_: Data, _: Name, _: &Context) -> io::Result<Box<dyn Reader>> {
        Err(unbuilt("Markdown", "markdown"))
    }

    pub(in super::super) fn read(_: Vec<u8>, _: &Format) -> Result<Page, String> {
        Err(unbuilt("Markdown", "markdown").to_string())
    }
}

/// In place of `notebook.rs`.
#[cfg(not(feature = "markdown"))]
pub(super) mod notebook {
    use std::io;

    use super::super::page::Page;
    use crate::damage::unbuilt;
    use crate::name::Name;
    use crate::options::Format;
    use crate::reader::{Context, Data, Reader};

    pub(in super::super) fn open(_: Data, _: Name, _: &Context) -> io::Result<Box<dyn Reader>> {
        Err(unbuilt("a Jupyter notebook", "markdown"))
    }

    pub(in super::super) fn read(_: Vec<u8>, _: &Format) -> Result<Page, String> {
        Err(unbuilt("a Jupyter notebook", "markdown").to_string())
    }

    /// Nobody comes here, since no notebook is opened.
    pub(in super::super) fn count_left_out(_: &[u8], _: &Context) {}
}

/// In place of `mail/`.
#[cfg(not(feature = "mail"))]
pub(super) mod mail {
    use std::io;

    use crate::damage::unbuilt;
    use crate::name::Name;
    use crate::reader::{Context, Data, Reader};

    pub(in super::super) fn open(_: Data, _: Name, _: &Context) -> io::Result<Box<dyn Reader>> {
        Err(unbuilt("mail", "mail"))
    }

    pub(in super::super) fn open_box(_: Data, _: Name, _: &Context) -> io::Result<Box<dyn Reader>> {
        Err(unbuilt("a mail box (mbox)", "mail"))
    }

    pub(in super::super) fn open_saved(_: Data, _: Name, _: &Context) -> io::Result<Box<dyn Reader>> {
        Err(unbuilt("a saved page (MHTML)", "mail"))
    }
}

/// In place of `office/`.
#[cfg(all(feature = "archives", not(feature = "office")))]
pub(super) mod office {
    use std::io;

    use super::super::archive::Package;
    use crate::damage::unbuilt;
    use crate::name::Name;
    use crate::reader::{Context, Reader};

    /// A document that is packed in a ZIP archive, of which none is read.
    pub(in super::super) enum Kind {}

    /// Refuses documents.
    pub(in super::super) fn told(package: &mut Package) -> io::Result<Option<Kind>> {
        for (part, format) in [
            ("[Content_Types].xml", "an Office document (such as DOCX)"),
            ("mimetype", "a document packed in a ZIP archive (such as EPUB or ODT)"),
            ("META-INF/container.xml", "a document packed in a ZIP archive (such as EPUB or ODT)"),
        ] {
            if package.has(part) {
                return Err(unbuilt(format, "office"));
            }
        }
        Ok(None)
    }

    pub(in super::super) fn open(
        kind: Kind,
        _: Package,
        _: Name,
        _: &Context,
    ) -> io::Result<Box<dyn Reader>> {
        match kind {}
    }
}

/// In place of `parquet/`.
#[cfg(not(feature = "parquet"))]
pub(super) mod parquet {
    use std::io;

    use crate::damage::unbuilt;
    use crate::name::Name;
    use crate::reader::{Context, Data, Reader};

    pub(in super::super) fn open(_: Data, _: Name, _: &Context) -> io::Result<Box<dyn Reader>> {
        Err(unbuilt("Parquet", "parquet"))
    }
}

/// In place of `html/`. Pages of crawls are not read either, nor as if they were plain text.
#[cfg(not(feature = "html"))]
pub(super) mod html {
    use std::io;

    use super::super::page::Page;
    use crate::damage::unbuilt;
    use crate::error::CorpusError;
    use crate::name::Name;
    use crate::options::Format;
    use crate::reader::{Context, Data, Reader};

    pub(in super::super) fn open(_: Data, _: Name, _: &Context) -> io::Result<Box<dyn Reader>> {
        Err(unbuilt("an HTML page", "html"))
    }

    pub(in super::super) fn read(_: Vec<u8>, _: Option<&str>, _: &Format) -> Result<Page, String> {
        Err(unbuilt("an HTML page", "html").to_string())
    }

    #[cfg(feature = "mail")]
    pub(in super::super) fn read_piece(_: Vec<u8>, _: Option<&str>, _: &Format) -> Result<Page, String> {
        Err(unbuilt("an HTML page", "html").to_string())
    }

    /// Refuses settings of pages.
    pub(crate) fn accept_settings() -> Result<(), CorpusError> {
        Err(CorpusError::Unbuilt { format: "HTML", feature: "html" })
    }
}

/// In place of `xml/`.
#[cfg(not(feature = "xml"))]
pub(super) mod xml {
    use std::io;

    use super::super::page::Page;
    use crate::damage::unbuilt;
    use crate::name::Name;
    use crate::options::Format;
    use crate::reader::{Context, Data, Reader};

    /// What a document is written in, of which none is read.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(in super::super) enum Kind {}

    pub(in super::super) fn open(_: Data, _: Name, _: &Context) -> io::Result<Box<dyn Reader>> {
        Err(unbuilt("XML", "xml"))
    }

    pub(in super::super) fn open_wikitext(_: Data, _: Name, _: &Context) -> io::Result<Box<dyn Reader>> {
        Err(unbuilt("wikitext", "xml"))
    }

    pub(in super::super) fn read(_: Vec<u8>, kind: Kind, _: &Format) -> Result<Page, String> {
        match kind {}
    }

    pub(in super::super) fn count_left_out(_: &[u8], kind: Kind, _: &Context) {
        match kind {}
    }

    /// Nobody comes here, since no wikitext is opened.
    pub(in super::super) fn plain_wikitext(wikitext: &str) -> String {
        wikitext.to_owned()
    }
}
