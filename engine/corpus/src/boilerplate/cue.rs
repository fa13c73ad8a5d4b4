//! What a line of a page says by its words, for those who have more of the page than its text.

use std::cell::RefCell;

use super::cues::{Cues, Role};
use super::key::Key;
use super::kind::Kind;

/// What a line says of what it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cue {
    /// The heading of links to other pages or of tags, and no more: `Related articles`.
    LinksHead,
    /// The beginning of such links: `Read also: …`.
    LinksStart,
    /// A notice about cookies, what asks for a subscription, or what the form for a comment says.
    Notice,
    Sharing,
    Comments,
    /// The words that mark an advertisement, and no more.
    Advertisement,
}

thread_local! {
    static KEY: RefCell<Key> = RefCell::default();
}

/// What a line says, in Arabic or English.
pub(crate) fn cue(line: &str) -> Option<Cue> {
    KEY.with_borrow_mut(|key| {
        key.read(line);
        of_key(key)
    })
}

fn of_key(key: &Key) -> Option<Cue> {
    let cues = Cues::get();
    if cues.reach(key, 0) == 0 {
        return None;
    }
    let (whole, start) = (cues.whole(key), cues.start(key, Role::Start));
    let is = |kind, roles: &[Role]| roles.iter().any(|&role| whole.has(kind, role));
    let starts = |kind| start.has(kind, Role::Start);
    if cues.start(key, Role::Certain).has(Kind::Comments, Role::Certain) {
        Some(Cue::Notice)
    } else if is(Kind::Advertisement, &[Role::Line]) {
        Some(Cue::Advertisement)
    } else if is(Kind::Related, &[Role::Head]) || is(Kind::Tags, &[Role::Head]) {
        Some(Cue::LinksHead)
    } else if starts(Kind::Related) || starts(Kind::Tags) {
        Some(Cue::LinksStart)
    } else if starts(Kind::Cookies)
        || starts(Kind::Subscription)
        || is(Kind::Cookies, &[Role::Line])
        || is(Kind::Subscription, &[Role::Line, Role::Head])
    {
        Some(Cue::Notice)
    } else if starts(Kind::Comments) || is(Kind::Comments, &[Role::Line, Role::Head]) {
        Some(Cue::Comments)
    } else if starts(Kind::Sharing) || is(Kind::Sharing, &[Role::Line]) {
        Some(Cue::Sharing)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_say_what_they_stand_in() {
        for (line, expected) in [
            ("Related articles", Some(Cue::LinksHead)),
            ("مقالات ذات صلة:", Some(Cue::LinksHead)),
            ("اقرأ أيضًا: أسعار السمك تتراجع", Some(Cue::LinksStart)),
            ("Tags: harbour, ferry", Some(Cue::LinksStart)),
            ("نستخدم ملفات تعريف الارتباط لتحسين تجربتك", Some(Cue::Notice)),
            ("النشرة البريدية", Some(Cue::Notice)),
            ("شارك المقال", Some(Cue::Sharing)),
            ("Leave a comment", Some(Cue::Comments)),
            ("Log in or register to post comments", Some(Cue::Notice)),
            ("إعلان", Some(Cue::Advertisement)),
            ("إعلان الاستقلال", None),
            ("Related work in this field goes back to 1904", None),
            ("", None),
        ] {
            assert_eq!(cue(line), expected, "of {line}");
        }
    }
}
