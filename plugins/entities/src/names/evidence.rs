//! What the doubtful names of a document say of each other: a name that is guessed to be of one kind in one place is so in
//! all.

use super::english::has_article_of_thing;
use super::{Doubt, with_key};
use crate::keys::Keys;
use crate::kind::Kind;
use crate::page::Page;

/// The guesses of a document, by the keys of names.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    keys: Keys,
    votes: Vec<Votes>,
}

/// How often a name was guessed to be of each kind.
#[derive(Clone, Copy, Debug, Default)]
struct Votes {
    persons: u32,
    organizations: u32,
    locations: u32,
    things: u32,
}

impl Votes {
    fn add(&mut self, kind: Kind) {
        match kind {
            Kind::Person => self.persons += 1,
            Kind::Organization => self.organizations += 1,
            _ => self.locations += 1,
        }
    }

    /// The kind that was guessed most often; nothing of a person that is a thing as often.
    fn most(self) -> Option<Kind> {
        let kinds = [
            (self.persons, Kind::Person),
            (self.organizations, Kind::Organization),
            (self.locations, Kind::Location),
        ];
        let most = kinds.iter().map(|&(votes, _)| votes).max().filter(|&most| most > 0)?;
        if most == self.persons && self.things >= most {
            return None;
        }
        kinds.iter().find(|&&(votes, _)| votes == most).map(|&(_, kind)| kind)
    }
}

impl Evidence {
    /// Reads the guesses of a document.
    pub(super) fn read(&mut self, page: &Page<'_>, doubts: &[Doubt]) {
        for doubt in doubts {
            match doubt.guess {
                Some(kind) => self.votes_of(page, doubt).add(kind),
                None if has_article_of_thing(page, &doubt.words) => self.votes_of(page, doubt).things += 1,
                None => {}
            }
        }
    }

    /// Forgets all guesses.
    pub(super) fn clear(&mut self) {
        self.keys.clear();
        self.votes.clear();
    }

    fn votes_of(&mut self, page: &Page<'_>, doubt: &Doubt) -> &mut Votes {
        let place = with_key(page, doubt.words.clone(), |hash, key| {
            self.keys.find(hash, key).unwrap_or_else(|| {
                self.keys.insert(hash, key);
                self.votes.push(Votes::default());
                self.votes.len() - 1
            })
        });
        &mut self.votes[place]
    }

    /// The kind of a doubtful name by all that was guessed of it.
    pub(super) fn kind(&self, page: &Page<'_>, doubt: &Doubt) -> Option<Kind> {
        self.votes.get(with_key(page, doubt.words.clone(), |hash, key| self.keys.find(hash, key))?)?.most()
    }
}
