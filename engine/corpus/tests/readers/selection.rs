//! Which files are read.

use textmill_corpus::{Corpus, CorpusError, Item, LeftOut};

use crate::harness::{corpus, folder, items, shown};

const FILES: [(&str, &str); 5] =
    [("a.txt", "a"), ("b.log", "b"), (".hidden.txt", "h"), ("sub/c.txt", "c"), (".ignore", "*.log\n")];

#[track_caller]
fn check(configured: impl Fn(Corpus) -> Corpus, expected: &[&str]) {
    let folder = folder(&FILES);
    let mut paths = configured(corpus(folder.path())).open().unwrap();
    assert_eq!(shown(&mut paths), expected);
}

#[test]
fn files_are_chosen_by_settings() {
    check(|corpus| corpus, &["a.txt: a", "sub/c.txt: c"]);
    check(|corpus| corpus.ignore_files(false), &["a.txt: a", "b.log: b", "sub/c.txt: c"]);
    check(|corpus| corpus.hidden(true).glob("*.txt"), &[".hidden.txt: h", "a.txt: a", "sub/c.txt: c"]);
    check(|corpus| corpus.glob("!**/sub/**").ignore_files(false), &["a.txt: a", "b.log: b"]);
}

#[test]
fn what_is_left_out_is_counted() {
    let folder = folder(&FILES);
    let paths = corpus(folder.path()).glob("!c.*").open().unwrap();
    let left_out: Vec<_> = paths.left_out().iter().collect();
    assert_eq!(left_out, [(LeftOut::EXCLUDED, 1), (LeftOut::HIDDEN, 2), (LeftOut::IGNORED, 1)]);
}

#[test]
fn a_glob_that_is_none_is_an_error() {
    let error = Corpus::new().path(".").glob("[a").open().unwrap_err();
    assert_eq!(error.to_string(), "`[a` is no glob: unclosed character class; missing ']'");
    assert!(matches!(Corpus::new().open(), Err(CorpusError::NoPaths)));
}

#[test]
fn paths_may_come_in_a_list() {
    let folder = folder(&FILES);
    let at = |name: &str| folder.path().join(name).display().to_string();
    let list = format!("{}\n{}\r\n\n{}\n", at("sub"), at("gone.txt"), at("b.log"));
    let listed = || Corpus::new().root(folder.path()).files_from_reader(std::io::Cursor::new(list.clone()));
    let expected = ["sub/c.txt: c", "gone.txt! no such file or folder", "b.log: b"];
    assert_eq!(shown(&mut listed().open().unwrap()), expected);
    let zeros = format!("{}\0{}\0", at("a.txt"), at("b.log"));
    let listed = Corpus::new().root(folder.path()).files_from_reader(std::io::Cursor::new(zeros));
    assert_eq!(shown(&mut listed.null_separated(true).open().unwrap()), ["a.txt: a", "b.log: b"]);
}

#[test]
fn boilerplate_is_removed_where_that_is_asked() {
    let article =
        "The council approved the new library on Monday after a long debate about its costs.\n".repeat(6);
    let page = format!(
        "Home | News | Sport | Weather | Business\n{article}Share on Facebook\nShare on Twitter\n\
                        Related articles\nLeave a comment\nYour email address will not be published.\n\
                        Privacy Policy | Terms of Use | Cookie Policy\nCopyright © 2024. All rights reserved.\n"
    );
    let line = format!("{}\n", serde_json::json!({ "text": page }));
    let folder = folder(&[("a.txt", &page), ("b.jsonl", &line)]);
    let read = |remove| items(&mut corpus(folder.path()).remove_boilerplate(remove).open().unwrap());
    for (kept, cleaned) in read(false).into_iter().zip(read(true)) {
        let (Item::Document(kept), Item::Document(cleaned)) = (kept, cleaned) else {
            panic!("two documents")
        };
        assert_eq!((kept.text.as_str(), kept.removed.len()), (page.as_str(), 0));
        assert!(!cleaned.removed.is_empty() && cleaned.text.len() < page.len());
        assert!(cleaned.text.contains("The council approved"));
    }
}
