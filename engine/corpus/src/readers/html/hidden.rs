//! Elements that a browser does not show, and where they end.

use html5ever::tokenizer::Tag;

use super::tokens::ends_foreign;

/// An element that is not shown, with all that is in it.
#[derive(Debug)]
pub(super) struct Hidden {
    name: String,
    /// Elements of its name that are open, itself among them.
    open: usize,
    /// Lists and tables that are open in it.
    containers: usize,
}

impl Hidden {
    /// The element that begins with `tag`, if it is not shown.
    pub(super) fn begins_with(tag: &Tag) -> Option<Self> {
        let name = &*tag.name;
        let ended = tag.self_closing && matches!(name, "svg");
        let hidden = is_hidden(name, |attribute| super::attribute(tag, attribute)) && !ended;
        hidden.then(|| Self { name: name.to_owned(), open: 1, containers: 0 })
    }

    /// Whether it is the element that `</name>` ends.
    pub(super) fn is_of(&self, name: &str) -> bool {
        self.name == name
    }

    /// Whether the element is still open after a start tag in it.
    pub(super) fn lasts_after_start(&mut self, name: &str, self_closing: bool) -> bool {
        let outside = match &*self.name {
            "p" => self.containers == 0 && ends_paragraph(name),
            "svg" => ends_foreign(name),
            own => self.containers == 0 && own == name && ends_by_itself(name),
        };
        if outside {
            return false;
        }
        self.open += usize::from(self.name == name && !self_closing);
        self.containers += usize::from(is_container(name));
        true
    }

    /// Whether the element is still open after an end tag in it.
    pub(super) fn lasts_after_end(&mut self, name: &str) -> bool {
        if self.name == name {
            self.open -= 1;
            return self.open > 0;
        }
        if is_container(name) {
            if self.containers == 0 && ends_by_itself(&self.name) {
                return false;
            }
            self.containers = self.containers.saturating_sub(1);
        }
        true
    }
}

/// Elements that are not shown, whatever they say. Of forms it is what a reader would fill in, and of pictures what
/// only those hear who do not see them.
fn never_shown(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "template"
            | "noscript"
            | "title"
            | "svg"
            | "iframe"
            | "noembed"
            | "noframes"
            | "object"
            | "audio"
            | "video"
            | "canvas"
            | "select"
            | "datalist"
            | "textarea"
            | "rp"
    )
}

/// Whether a browser does not show an element of this name, with these attributes.
pub(super) fn is_hidden<'tag>(name: &str, attribute: impl Fn(&str) -> Option<&'tag str>) -> bool {
    never_shown(name)
        || (!is_void(name) && !matches!(name, "html" | "body") && is_said_to_be(name, attribute))
}

/// Whether an element is said to be hidden: by the attribute, by its own style, or as a dialog that is closed.
fn is_said_to_be<'tag>(name: &str, attribute: impl Fn(&str) -> Option<&'tag str>) -> bool {
    let hidden = attribute("hidden").is_some_and(|value| !value.eq_ignore_ascii_case("until-found"));
    let closed = name == "dialog" && attribute("open").is_none();
    hidden || closed || attribute("style").is_some_and(hides)
}

fn hides(style: &str) -> bool {
    style.split(';').filter_map(|declaration| declaration.split_once(':')).any(|(property, value)| {
        let value = value.trim().trim_end_matches("!important").trim_end();
        let (property, value) = (property.trim().to_ascii_lowercase(), value.to_ascii_lowercase());
        matches!((&*property, &*value), ("display", "none") | ("visibility", "hidden" | "collapse"))
    })
}

/// Elements without an end tag.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements whose end tag may be left out, since the next one of their kind ends them.
pub(super) fn ends_by_itself(name: &str) -> bool {
    matches!(
        name,
        "p" | "li"
            | "dt"
            | "dd"
            | "tr"
            | "td"
            | "th"
            | "tbody"
            | "thead"
            | "tfoot"
            | "option"
            | "optgroup"
            | "rt"
            | "rp"
    )
}

fn is_container(name: &str) -> bool {
    matches!(name, "ul" | "ol" | "dl" | "table" | "menu" | "select")
}

/// Whether a start tag ends a paragraph that is open (HTML Standard, section 13.1.2.4).
fn ends_paragraph(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "details"
            | "div"
            | "dl"
            | "fieldset"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "table"
            | "ul"
    )
}
