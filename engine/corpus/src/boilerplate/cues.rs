//! The phrases by which boilerplate is known: `cues/`, a file for each kind.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::key::Key;
use super::kind::Kind;

/// How a phrase is a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Part of a row or column of such phrases; says nothing alone, as every word of a menu is a word of the language.
    Item,
    /// A line of its own.
    Line,
    /// The beginning of a line.
    Start,
    /// The heading of a block. In navigation, the entry that a menu begins with.
    Head,
    /// The beginning of a line that site systems write and no author does: it tells alone that a text is of a page.
    Certain,
}

impl Role {
    const ALL: [Self; 5] = [Self::Item, Self::Line, Self::Start, Self::Head, Self::Certain];

    /// The heading of its section in a file of cues.
    fn section(self) -> &'static str {
        match self {
            Self::Item => "[items]",
            Self::Line => "[lines]",
            Self::Start => "[starts]",
            Self::Head => "[heads]",
            Self::Certain => "[certain]",
        }
    }
}

/// Of which kinds a phrase is a cue, and how: a bit for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Roles(u64);

impl Roles {
    fn one(kind: Kind, role: Role) -> Self {
        Self(1 << (kind as u32 * Role::ALL.len() as u32 + role as u32))
    }

    pub(super) fn is_empty(self) -> bool {
        self == Self::default()
    }

    pub(super) fn has(self, kind: Kind, role: Role) -> bool {
        self.0 & Self::one(kind, role).0 != 0
    }

    /// The kinds of which it is a cue in this role, in their order.
    pub(super) fn kinds(self, role: Role) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |&kind| self.has(kind, role))
    }

    /// The first kind of which it is a cue in one of these roles.
    pub(super) fn first(self, roles: &[Role]) -> Option<Kind> {
        Kind::ALL.into_iter().find(|&kind| roles.iter().any(|&role| self.has(kind, role)))
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// All cues.
#[derive(Debug)]
pub(super) struct Cues {
    phrases: HashMap<Box<str>, Roles>,
    /// How many words the longest phrase that begins with this one has.
    longest: HashMap<Box<str>, usize>,
}

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    let mut cues = Cues { phrases: HashMap::new(), longest: HashMap::new() };
    for (kind, file) in FILES {
        read(file, |role, phrase| {
            let roles = Roles::one(kind, role);
            let is_certain = role == Role::Certain;
            cues.insert(phrase, if is_certain { roles.or(Roles::one(kind, Role::Start)) } else { roles });
        });
    }
    cues
});

const FILES: [(Kind, &str); 10] = [
    (Kind::Navigation, include_str!("cues/navigation.txt")),
    (Kind::Sharing, include_str!("cues/sharing.txt")),
    (Kind::Related, include_str!("cues/related.txt")),
    (Kind::Tags, include_str!("cues/tags.txt")),
    (Kind::Comments, include_str!("cues/comments.txt")),
    (Kind::Cookies, include_str!("cues/cookies.txt")),
    (Kind::Subscription, include_str!("cues/subscription.txt")),
    (Kind::Footer, include_str!("cues/footer.txt")),
    (Kind::Advertisement, include_str!("cues/advertisement.txt")),
    (Kind::Metadata, include_str!("cues/metadata.txt")),
];

/// Gives each phrase of a file with the role that its section names.
fn read(file: &'static str, mut each: impl FnMut(Role, &'static str)) {
    let mut role = Role::Line;
    for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match Role::ALL.into_iter().find(|role| role.section() == line) {
            Some(section) => role = section,
            None => each(role, line),
        }
    }
}

impl Cues {
    pub(super) fn get() -> &'static Self {
        &CUES
    }

    fn insert(&mut self, phrase: &str, roles: Roles) {
        let mut key = Key::default();
        key.read(phrase);
        let all = self.phrases.entry(key.slice(0, key.words()).into()).or_default();
        *all = all.or(roles);
        let longest = self.longest.entry(key.slice(0, 1).into()).or_default();
        *longest = key.words().max(*longest);
    }

    /// What the words from one to before another are.
    pub(super) fn phrase(&self, key: &Key, from: usize, to: usize) -> Roles {
        self.phrases.get(key.slice(from, to)).copied().unwrap_or_default()
    }

    /// What the whole of a text is.
    pub(super) fn whole(&self, key: &Key) -> Roles {
        if !key.is_whole() || self.reach(key, 0) < key.words() {
            return Roles::default();
        }
        self.phrase(key, 0, key.words())
    }

    /// What the phrases are that a text begins with, together.
    pub(super) fn start(&self, key: &Key, role: Role) -> Roles {
        self.from(key, 0, role)
    }

    /// What the phrases are that begin with this word of the text, together.
    pub(super) fn from(&self, key: &Key, word: usize, role: Role) -> Roles {
        let roles =
            Kind::ALL.into_iter().map(|kind| Roles::one(kind, role)).fold(Roles::default(), Roles::or);
        let found = (word + 1..=word + self.reach(key, word)).map(|end| self.phrase(key, word, end));
        found.fold(Roles::default(), Roles::or).and(roles)
    }

    /// How many words a phrase may have that begins with this one of the text.
    pub(super) fn reach(&self, key: &Key, from: usize) -> usize {
        if from == key.words() {
            return 0;
        }
        let longest = self.longest.get(key.slice(from, from + 1)).copied().unwrap_or(0);
        longest.min(key.words() - from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boilerplate::key::MAX_WORDS;

    #[track_caller]
    fn roles(text: &str) -> (Roles, Roles) {
        let mut key = Key::default();
        key.read(text);
        (Cues::get().whole(&key), Cues::get().start(&key, Role::Start))
    }

    #[test]
    fn phrases_are_found_whole_or_at_the_beginning() {
        assert!(roles("Home").0.has(Kind::Navigation, Role::Head));
        assert!(roles("أضف تعليقك").0.has(Kind::Comments, Role::Start));
        assert!(roles("جَميع الحقوق محفوظة © 2025").1.has(Kind::Footer, Role::Start));
        assert!(roles("Home is where the heart is").0.is_empty());
        assert!(roles("Nothing of this").1.is_empty());
    }

    #[test]
    fn files_are_sorted_and_name_their_source() {
        for (kind, file) in FILES {
            let header = "Written for Textmill. Licence: MIT OR Apache-2.0.";
            assert!(file.lines().next().unwrap().ends_with(header), "{kind:?}");
            let mut before: Option<(Role, &str)> = None;
            read(file, |role, phrase| {
                if let Some((section, last)) = before.filter(|(section, _)| *section == role) {
                    assert!(last < phrase, "{kind:?} {section:?}: {phrase}");
                }
                before = Some((role, phrase));
            });
        }
    }

    #[test]
    fn phrases_are_told_apart_by_their_keys() {
        for (kind, file) in FILES {
            let mut seen = std::collections::BTreeSet::new();
            read(file, |role, phrase| {
                let mut key = Key::default();
                key.read(phrase);
                assert!(key.words() > 0 && key.words() < MAX_WORDS && key.is_whole(), "{phrase}");
                let text = key.slice(0, key.words()).to_owned();
                assert!(seen.insert((role as u8, text)), "twice in {kind:?}: {phrase}");
            });
        }
    }
}
