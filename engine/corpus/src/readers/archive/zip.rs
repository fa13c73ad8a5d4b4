//! ZIP archives, member by member; or the document that one is, since many are packed in a ZIP archive.

use std::io;

use super::super::office;
use super::package::{Kind, Package};
use super::{Fate, path_of};
use crate::compression::Ahead;
use crate::damage::{damage, reason};
use crate::left_out::LeftOut;
use crate::name::Name;
use crate::reader::{Context, Data, Names, Opening, Reader};
use crate::source::Item;

/// Begins with an archive, or with the document that it is.
///
/// # Errors
/// A damaged directory, and a document that is not read.
pub(crate) fn open(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    let mut package = Package::open(data, context)?;
    match office::told(&mut package)? {
        // Of a document that was cut, nobody knows which parts are missing.
        Some(_) if !package.is_whole() => Err(damage(package.flaw().unwrap_or_default())),
        Some(kind) => office::open(kind, package, name, context),
        None => Ok(Box::new(Zip::new(package, name, context.within()))),
    }
}

/// A ZIP archive that is being read.
struct Zip {
    package: Package,
    name: Name,
    names: Names,
    context: Context,
    next: usize,
    asked: bool,
    member: Option<Box<dyn Reader>>,
    holds: Holds,
}

/// What an archive holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Files,
    /// The crawls of a web archive (WACZ 1.1.1), with indexes and lists of their pages.
    Crawls,
}

impl Holds {
    fn of(package: &Package) -> Self {
        let is_crawl = |name: &str| {
            let name = name.strip_prefix(CRAWLS).unwrap_or_default();
            name.ends_with(".warc") || name.ends_with(".warc.gz")
        };
        let are_crawls = package.has("datapackage.json") && package.names().any(is_crawl);
        if are_crawls { Self::Crawls } else { Self::Files }
    }
}

/// The folder of a WACZ in which crawls are.
const CRAWLS: &str = "archive/";

impl Zip {
    fn new(package: Package, name: Name, context: Context) -> Self {
        let names = Names::new(name.clone());
        let holds = Holds::of(&package);
        Self { package, name, names, context, next: 0, asked: false, member: None, holds }
    }

    /// What is to be said of the archive as a whole.
    fn flaw(&self) -> Option<Item> {
        let flaw = self.package.flaw()?;
        let message = match self.package.is_whole() {
            true => flaw.to_owned(),
            false => {
                let members = self.package.len();
                format!("{flaw}: without the directory at its end, {members} members are found in it")
            }
        };
        Some(Item::Unread(self.name.clone().unread(message)))
    }

    fn begin(&mut self, index: usize) -> Option<Item> {
        let member = match self.package.member(index) {
            Ok(member) => member,
            Err(error) => {
                let message = format!("member {} of the ZIP archive is damaged: {error}", index + 1);
                return Some(Item::Unread(self.name.clone().unread(message)));
            }
        };
        match fate(&member.path, member.kind, self.context.format.hidden) {
            // They say again what the crawls say.
            Fate::Read if self.holds == Holds::Crawls && !member.path.starts_with(CRAWLS.as_bytes()) => {
                self.context.leave_out("indexes and lists of a WACZ");
                return None;
            }
            Fate::Folder => return None,
            Fate::LeftOut(reason) => {
                self.context.leave_out(reason);
                return None;
            }
            Fate::Unread(message) => {
                return Some(Item::Unread(self.names.member(&member.path).unread(message.to_owned())));
            }
            Fate::Read => {}
        }
        let name = self.names.member(&member.path);
        match self.package.reader(&member) {
            Ok(reader) => {
                let (path, reader) = (Some(path_of(&member.path)), Box::new(Ahead::new(reader)));
                let opening = Opening { name, path, reader, size: Some(member.size), file: None };
                self.member = Some(self.context.open(opening));
                None
            }
            Err(error) => Some(Item::Unread(name.unread(reason(&error)))),
        }
    }
}

/// What becomes of a member.
fn fate(path: &[u8], kind: Kind, hidden: bool) -> Fate {
    match kind {
        Kind::Folder => Fate::Folder,
        Kind::Link => Fate::LeftOut(LeftOut::LINKS),
        Kind::File => Fate::of_file(path, hidden),
        Kind::Encrypted => match Fate::of_file(path, hidden) {
            Fate::Read => Fate::Unread("encrypted: it is not read"),
            fate => fate,
        },
    }
}

impl Reader for Zip {
    fn next_item(&mut self) -> Option<Item> {
        self.asked = true;
        loop {
            if let Some(item) = self.member.as_mut().and_then(|member| member.next_item()) {
                return Some(item);
            }
            self.member = None;
            let index = self.next;
            if index > self.package.len() {
                return None;
            }
            self.next += 1;
            if index == self.package.len() {
                return self.flaw();
            }
            if let Some(item) = self.begin(index) {
                return Some(item);
            }
        }
    }

    fn whole(&self) -> bool {
        self.asked
    }

    /// Members that are done, and all.
    fn progress(&self) -> Option<(u64, u64)> {
        let members = self.package.len() as u64;
        Some(((self.next as u64).saturating_sub(1).min(members), members))
    }
}
