//! Dumps of MediaWiki (<https://www.mediawiki.org/wiki/Help:Export>), page by page.

use std::io;
use std::sync::Arc;

use super::pull::Node;
use super::records::{Found, Record, Records, Stream, Written, fields};
use super::wikitext::Namespaces;
use crate::reader::Context;

/// How far a dump is read.
#[derive(Debug, Default)]
pub(super) struct Dump {
    site: Option<String>,
    language: Option<String>,
    namespaces: Arc<Namespaces>,
}

/// A page, as far as it is read.
#[derive(Debug, Default)]
struct Page {
    title: Option<String>,
    id: Option<String>,
    /// The number of its namespace: 0 for what a wiki is about.
    namespace: Option<String>,
    redirect: bool,
    revision: Revision,
    /// Revisions before that.
    older: u64,
}

/// A revision of a page.
#[derive(Debug, Default)]
struct Revision {
    date: Option<String>,
    author: Option<String>,
    model: Option<String>,
    text: Text,
}

#[derive(Debug, Default)]
enum Text {
    /// It has none: it was deleted, or the dump is one of metadata.
    #[default]
    None,
    Some(String),
    TooLong,
}

impl Records for Dump {
    const TAGS: &'static [&'static str] = &["page"];

    fn next_record(
        &mut self,
        document: &mut Stream,
        began: &mut dyn FnMut(),
        context: &Context,
    ) -> io::Result<Option<Found>> {
        loop {
            match document.next()? {
                Node::Done => return Ok(None),
                Node::End | Node::Text => {}
                Node::Start => match document.name().1 {
                    "mediawiki" => {
                        self.language = document.attribute("xml:lang").map(|language| language.into_owned());
                    }
                    "siteinfo" => self.read_site(document)?,
                    "page" => {
                        began();
                        let page = Page::read(document, context.format.max_document)?;
                        let older = page.older;
                        let found = self.found(page);
                        // Those of a page that is left out are left out with it.
                        if !matches!(found, Found::LeftOut(_)) {
                            context.leave_out_several("older revisions", older);
                        }
                        return Ok(Some(found));
                    }
                    _ => document.skip()?,
                },
            }
        }
    }
}

impl Dump {
    fn read_site(&mut self, document: &mut Stream) -> io::Result<()> {
        let depth = document.depth();
        let mut namespaces = Namespaces::default();
        loop {
            match document.next()? {
                Node::End if document.depth() == depth => break,
                Node::Start if document.name().1 == "sitename" => self.site = document.value()?,
                Node::Start if document.name().1 == "namespace" => {
                    let number = document.attribute("key").map(|key| key.into_owned());
                    if let (Some(number), Some(name)) = (number, document.value()?) {
                        namespaces.add(&number, &name);
                    }
                }
                _ => {}
            }
        }
        self.namespaces = Arc::new(namespaces);
        Ok(())
    }

    fn found(&self, page: Page) -> Found {
        let Page { title, id, namespace, redirect, revision, older: _ } = page;
        let Revision { date, author, model, text } = revision;
        if namespace.is_some_and(|namespace| namespace != "0") {
            return Found::LeftOut("pages outside of the main namespace");
        }
        if redirect {
            return Found::LeftOut("redirects");
        }
        if model.is_some_and(|model| model != "wikitext") {
            return Found::LeftOut("pages that are not wikitext");
        }
        let text = match text {
            Text::None => return Found::LeftOut("pages without a text"),
            Text::TooLong => return Found::TooLong,
            Text::Some(text) => text,
        };
        // Dumps of old wikis have no element for it.
        if is_redirect(&text) {
            return Found::LeftOut("redirects");
        }
        let metadata = fields([
            ("title", title),
            ("page", id),
            ("date", date),
            ("author", author),
            ("language", self.language.clone()),
            ("site", self.site.clone()),
        ]);
        Found::Record(Record { text, written: Written::Wikitext(Arc::clone(&self.namespaces)), metadata })
    }
}

impl Page {
    fn read(document: &mut Stream, limit: u64) -> io::Result<Self> {
        let depth = document.depth();
        let mut page = Self::default();
        let mut revisions: u64 = 0;
        loop {
            match document.next()? {
                Node::End if document.depth() == depth => {
                    page.older = revisions.saturating_sub(1);
                    return Ok(page);
                }
                Node::Start => match document.name().1 {
                    "title" => page.title = document.value()?,
                    "ns" => page.namespace = document.value()?,
                    "id" => page.id = document.value()?,
                    "redirect" => {
                        page.redirect = true;
                        document.skip()?;
                    }
                    // Of a page's history the last counts.
                    "revision" => {
                        revisions += 1;
                        page.revision = Revision::read(document, limit)?;
                    }
                    _ => document.skip()?,
                },
                _ => {}
            }
        }
    }
}

impl Revision {
    fn read(document: &mut Stream, limit: u64) -> io::Result<Self> {
        let depth = document.depth();
        let mut revision = Self::default();
        loop {
            match document.next()? {
                Node::End if document.depth() == depth => return Ok(revision),
                Node::Start => match document.name().1 {
                    "timestamp" => revision.date = document.value()?,
                    "model" => revision.model = document.value()?,
                    // Its element is gone through.
                    "contributor" => {}
                    "username" | "ip" => revision.author = document.value()?,
                    "text" => {
                        revision.text = match document.content(limit)? {
                            None => Text::TooLong,
                            Some(text) if text.is_empty() => Text::None,
                            Some(text) => Text::Some(text),
                        };
                    }
                    _ => document.skip()?,
                },
                _ => {}
            }
        }
    }
}

/// Whether a page says nothing but where its text is: a word of the wiki's language after `#`, and a link alone on the line, with
/// categories and templates below at most.
fn is_redirect(text: &str) -> bool {
    let text = text.trim_start();
    if text.get(..9).is_some_and(|begin| begin.eq_ignore_ascii_case("#redirect")) {
        return true;
    }
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default().trim_end();
    let Some((word, link)) = first.strip_prefix('#').and_then(|rest| rest.split_once("[[")) else {
        return false;
    };
    let word = word.trim_end().trim_end_matches(':').trim_end();
    let is_link = link.strip_suffix("]]").is_some_and(|target| !target.contains("]]"));
    let is_beside = |line: &str| line.is_empty() || line.starts_with("[[") || line.starts_with("{{");
    is_link
        && !word.is_empty()
        && word.chars().all(char::is_alphabetic)
        && lines.all(|line| is_beside(line.trim()))
}

#[cfg(test)]
mod tests {
    use super::is_redirect;

    #[test]
    fn a_redirect_is_a_link_and_nothing_else() {
        for (text, expected) in [
            ("#REDIRECT [[x]] and more", true),
            ("#تحويل [[بيروت]]", true),
            ("#WEITERLEITUNG: [[x#y|z]]\n\n[[Kategorie:A]]\n{{a}}\n", true),
            ("#one [[x]] and [[y]]", false),
            ("#one [[x]]\n#two [[y]]", false),
            ("# [[x]]", false),
            ("#one", false),
            ("", false),
        ] {
            assert_eq!(is_redirect(text), expected, "of {text}");
        }
    }
}
