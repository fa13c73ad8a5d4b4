//! Which lines of a page are boilerplate.

use super::column::columns;
use super::cues::Role;
use super::kind::Kind;
use super::line::{Form, Line};

/// The kind of each line that belongs to the page around the text.
pub(super) type Labels = Vec<Option<Kind>>;

/// Words of prose that must stand before comments: a heading of comments above the text is a link to them.
const BEFORE_COMMENTS: u32 = 40;

/// Links below one heading.
const MAX_LINKS: usize = 15;

/// Lines of one form.
const MAX_FIELDS: usize = 20;

/// Labels the lines of a page. Blank ones stay without.
pub(super) fn labels(lines: &[Line]) -> Labels {
    let mut page = Page { lines, labels: vec![None; lines.len()] };
    page.label_cues();
    page.label_columns();
    page.label_blocks();
    page.label_header();
    page.label_tail();
    page.labels
}

struct Page<'l> {
    lines: &'l [Line],
    labels: Labels,
}

impl Page<'_> {
    /// Lines that are cues wherever they stand.
    fn label_cues(&mut self) {
        for (line, label) in self.lines.iter().zip(&mut self.labels) {
            *label = line.cue();
        }
    }

    fn label_columns(&mut self) {
        for column in columns(self.lines) {
            for at in column.lines() {
                if self.labels[at].is_none() {
                    self.labels[at] = Some(column.kind_of(&self.lines[at]));
                }
            }
        }
    }

    /// Headings with what stands below them.
    fn label_blocks(&mut self) {
        let mut prose = 0;
        for at in 0..self.lines.len() {
            let line = &self.lines[at];
            let kind = self.lines[at].heads().or(self.labels[at]);
            if line.form == Form::Prose && self.labels[at].is_none() {
                prose += line.words;
            }
            match kind {
                // Above the text it would take the headline for a link.
                Some(Kind::Related) if prose > 0 && (line.heads().is_some() || line.words <= 4) => {
                    self.label_links(at);
                }
                Some(Kind::Comments) if self.heads_comments(at) && prose >= BEFORE_COMMENTS => {
                    self.label_comments(at, prose);
                }
                // A link to the comments, with their number.
                Some(Kind::Comments) if self.heads_comments(at) && line.counted => {
                    self.labels[at] = Some(Kind::Comments);
                }
                Some(kind @ (Kind::Comments | Kind::Subscription | Kind::Cookies)) => {
                    self.label_form(at, kind);
                }
                Some(Kind::Tags) if line.words <= 2 => self.label_tags(at),
                _ => {}
            }
        }
    }

    /// A heading and the links below it, up to a blank line that no further link of the same look follows.
    fn label_links(&mut self, head: usize) {
        let mut links: Vec<usize> = Vec::new();
        let mut blank = false;
        for (at, line) in self.lines.iter().enumerate().skip(head + 1) {
            if line.form == Form::Blank {
                blank = true;
                continue;
            }
            let goes_on = links.last().is_none_or(|&last| !blank || line.bullet && self.lines[last].bullet);
            if !goes_on || !line.is_link() || self.is_other(at) || links.len() == MAX_LINKS {
                break;
            }
            links.push(at);
            blank = false;
        }
        if !links.is_empty() {
            self.labels[head] = Some(Kind::Related);
            for link in links {
                self.labels[link] = Some(Kind::Related);
            }
        }
    }

    /// Whether a line begins something else than continues above it.
    fn is_other(&self, at: usize) -> bool {
        self.labels[at].is_some() || self.lines[at].heads().is_some()
    }

    /// Whether a line is the heading of comments, and not of the form for them.
    fn heads_comments(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let form = line.whole.has(Kind::Comments, Role::Line) || line.begun() == Some(Kind::Comments);
        line.heads() == Some(Kind::Comments) && !form
    }

    /// A heading of comments, and all below it up to something else. A heading that does not count them may be one of
    /// the text: then there must be no more below it than the `prose` above.
    fn label_comments(&mut self, head: usize, prose: u32) {
        let below = self.lines.iter().enumerate().skip(head + 1);
        let comments = below.take_while(|(at, line)| {
            line.words <= Kind::MAX_WORDS && !self.is_other(*at) && !self.begins_footer(*at)
        });
        let comments: Vec<_> =
            comments.filter(|(_, line)| line.form != Form::Blank).map(|(at, _)| at).collect();
        let words: u32 = comments.iter().map(|&at| self.lines[at].words).sum();
        self.labels[head] = Some(Kind::Comments);
        if self.lines[head].counted || words <= prose {
            for at in comments {
                self.labels[at] = Some(Kind::Comments);
            }
        }
    }

    /// What a form has below a line: its fields, buttons and notes.
    fn label_form(&mut self, from: usize, kind: Kind) {
        let mut gap = 0;
        for at in (from + 1..self.lines.len()).take(MAX_FIELDS) {
            let line = &self.lines[at];
            if line.form == Form::Blank {
                gap += 1;
            } else if self.is_field(at, kind) {
                self.labels[at] = Some(kind);
                gap = 0;
            } else {
                break;
            }
            if gap > 1 {
                break;
            }
        }
        if self.lines[from].heads() == Some(kind)
            && self.labels.get(from + 1).copied().flatten() == Some(kind)
        {
            self.labels[from] = Some(kind);
        }
    }

    fn is_field(&self, at: usize, kind: Kind) -> bool {
        let line = &self.lines[at];
        let fields = |line: &Line| line.whole.has(kind, Role::Item) || line.widget;
        let menu = line.menu.is_some_and(|menu| menu.kind == kind || menu.kind == Kind::Comments);
        self.labels[at].is_none_or(|label| label == kind)
            && line.words <= 12
            && (fields(line) || menu || line.begun() == Some(kind))
    }

    /// The tags below their heading, up to a blank line.
    fn label_tags(&mut self, head: usize) {
        let below = self.lines.iter().enumerate().skip(head + 1);
        let tags =
            below.take_while(|(at, line)| line.form == Form::Short && line.words <= 4 && !self.is_other(*at));
        let tags: Vec<_> = tags.map(|(at, _)| at).collect();
        if !tags.is_empty() {
            self.labels[head] = Some(Kind::Tags);
        }
        for at in tags {
            self.labels[at] = Some(Kind::Tags);
        }
    }

    /// Above the text: the name of the site over its menu, what stands between two rows of navigation, the section.
    fn label_header(&mut self) {
        let text = self.first_prose();
        let mut last: Option<usize> = None;
        for at in 0..text {
            if self.labels[at].is_none() && self.lines[at].is_entry() && self.is_navigation_entry(at) {
                self.labels[at] = Some(Kind::Navigation);
            }
            // A menu above the text may say what those below it do: who we are, how to reach us.
            if self.labels[at] == Some(Kind::Footer) && self.lines[at].menu.is_some() {
                self.labels[at] = Some(Kind::Navigation);
            }
            if self.labels[at] != Some(Kind::Navigation) {
                continue;
            }
            match last {
                Some(last) if self.joined(last) => self.label_between(last, at, 2, Kind::Navigation),
                None if !self.lines[at].menu.is_some_and(|menu| menu.breadcrumb) => self.label_name(at),
                _ => {}
            }
            last = Some(at);
        }
    }

    fn is_navigation_entry(&self, at: usize) -> bool {
        let whole = self.lines[at].whole;
        whole.has(Kind::Navigation, Role::Item) || whole.has(Kind::Navigation, Role::Head)
    }

    /// Whether a line without a label stands directly below one.
    fn joined(&self, at: usize) -> bool {
        self.lines.get(at + 1).is_some_and(|line| line.form == Form::Short) && self.labels[at + 1].is_none()
    }

    /// The first line of a page, where it is short and stands directly above its menu.
    fn label_name(&mut self, menu: usize) {
        let is_first = |at: usize| self.lines[..at].iter().all(|line| line.form == Form::Blank);
        if let Some(above) = menu.checked_sub(1).filter(|&above| is_first(above)) {
            let line = &self.lines[above];
            if line.form == Form::Short && line.words <= 6 && !line.ends && self.labels[above].is_none() {
                self.labels[above] = Some(Kind::Navigation);
            }
        }
    }

    /// What stands between two labelled lines, where it is at most so many lines and none of them prose.
    fn label_between(&mut self, first: usize, last: usize, most: usize, kind: Kind) {
        let between = first + 1..last;
        let filled = || between.clone().filter(|&at| self.lines[at].form != Form::Blank);
        let fits = filled().all(|at| self.lines[at].form == Form::Short && self.labels[at].is_none());
        let gap: Vec<_> = filled().take(most + 1).collect();
        if fits && gap.len() <= most {
            for at in gap {
                self.labels[at] = Some(kind);
            }
        }
    }

    /// Below the text: what footers begin with, fields of forms, and a line or two between labelled ones.
    fn label_tail(&mut self) {
        let text = self.last_prose();
        let mut last: Option<(usize, Kind)> = None;
        let mut after = false;
        for at in text..self.lines.len() {
            if self.labels[at].is_none() {
                self.labels[at] = self.of_tail(at, after);
            }
            after = self.labels[at].is_some() || after && self.lines[at].form == Form::Blank;
            let Some(kind) = self.labels[at] else { continue };
            if let Some((last, kind)) = last {
                self.label_between(last, at, 2, kind);
            }
            last = Some((at, kind));
        }
    }

    /// What a line without a label is in the tail, `after` another that has one.
    fn of_tail(&self, at: usize, after: bool) -> Option<Kind> {
        let line = &self.lines[at];
        if self.begins_footer(at) {
            return Some(Kind::Footer);
        }
        let form = line.menu.map(|menu| menu.kind).or(line.widget.then_some(Kind::Comments));
        let entry = if line.is_entry() { line.whole.first(&[Role::Item]) } else { None };
        form.or(entry).filter(|_| after)
    }

    fn begins_footer(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let begins = line.signed || line.start.has(Kind::Footer, Role::Start);
        begins && line.words <= Kind::Footer.most_words()
    }

    fn is_text(&self, at: usize) -> bool {
        self.lines[at].form == Form::Prose && self.labels[at].is_none()
    }

    /// The first line of the text: prose that has no label.
    fn first_prose(&self) -> usize {
        (0..self.lines.len()).find(|&at| self.is_text(at)).unwrap_or(self.lines.len())
    }

    /// After the last line of the text.
    fn last_prose(&self) -> usize {
        let last = (0..self.lines.len()).rev().find(|&at| self.is_text(at) && !self.begins_footer(at));
        last.map_or(0, |last| last + 1)
    }
}
