use std::fs;
use std::path::Path;

use crate::Corpus;

use super::*;

/// A folder with the files given by path and content.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn corpus(folder: &Path) -> Corpus {
    Corpus::new().path(folder).root(folder)
}

/// Documents as `id: text`, with a `~` where bytes were replaced; what is unread as `position! message`.
fn shown(mut paths: Paths) -> Vec<String> {
    let items = std::iter::from_fn(|| paths.next_item());
    let shown = items.map(|item| match item {
        Item::Document(document) => {
            let mark = if document.replaced { "~" } else { "" };
            format!("{}:{mark} {}", document.id, document.text)
        }
        Item::Unread(unread) => format!("{}! {}", unread.position, unread.message),
        Item::Deferred(_) => unreachable!("a line is made into a document where it is read"),
    });
    shown.collect()
}

#[track_caller]
fn check(files: &[(&str, &[u8])], expected: &[&str]) {
    let folder = folder(files);
    let paths = corpus(folder.path()).max_document(40).open().unwrap();
    assert_eq!(shown(paths), expected);
}

#[test]
fn the_name_of_a_file_tells_its_format() {
    let line = b"{\"text\":\"a\"}\n";
    check(
        &[("a.jsonl", line), ("b.NDJSON", line), ("c.txt", line), ("d", line)],
        &["a.jsonl#1: a", "b.NDJSON#1: a", "c.txt: {\"text\":\"a\"}\n", "d#1: a"],
    );
    check(&[("a.txt", b""), ("b.jsonl", b"")], &["a.txt: "]);
}

#[test]
fn byte_order_marks_are_heeded() {
    check(
        &[
            ("a.txt", b"\xef\xbb\xbftext"),
            ("b.txt", b"\xff\xfet\0e\0"),
            ("c.jsonl", b"\xef\xbb\xbf{\"text\":\"a\"}"),
            ("d.jsonl", b"\xff\xfe{\0}\0"),
            ("e.txt", b"caf\xe9"),
        ],
        &[
            "a.txt: text",
            "b.txt: te",
            "c.jsonl#1: a",
            "d.jsonl#1! no field `text`; there is no field at all",
            "e.txt: café",
        ],
    );
}

#[test]
fn what_is_no_text_is_named() {
    check(
        &[
            ("a.jsonl", b"\x1f\x8b\x08"),
            ("b.txt", b"\xff\xfe\0\0"),
            ("c.txt", b"a\0\0\0b"),
            ("d.jsonl", b"\0\n{\"text\":\"a\"}"),
            ("e.gz", b"\x1f\x8b\x08"),
        ],
        &[
            "a.jsonl#1! the gzip data ends too early",
            "b.txt! seems to be UTF-32, which is not read",
            "c.txt! has a NUL byte at offset 1: binary data, or UTF-16 that is damaged",
            "d.jsonl#2: a",
            "e.gz! the gzip data ends too early",
        ],
    );
}

#[test]
fn a_document_over_the_limit_is_named_with_both_sizes() {
    let (most, over, decoded) = ([b'x'; 40], [b'x'; 41], [b"\xff\xfe", &b"\0\x4e".repeat(18)[..]].concat());
    check(
        &[("a.txt", &most), ("b.txt", &over), ("c.txt", &decoded)],
        &[
            &format!("a.txt: {}", "x".repeat(40)),
            "b.txt! 41 bytes, more than the 40 that a document may have",
            "c.txt! 54 bytes, more than the 40 that a document may have once it is decoded to UTF-8",
        ],
    );
}

#[test]
fn a_file_that_is_gone_is_unread_and_listed() {
    let folder = folder(&[("a.txt", b"a"), ("b.txt", b"b"), ("c.txt", b"c")]);
    let mut paths = corpus(folder.path()).open().unwrap();
    fs::remove_file(folder.path().join("b.txt")).unwrap();
    let items: Vec<_> = std::iter::from_fn(|| paths.next_item()).collect();
    let gone = Name { id: "b.txt".into(), position: "b.txt".into() }.unread("no longer there".into());
    assert_eq!(items.len(), 3);
    assert_eq!(items[1], Item::Unread(gone));
    let inputs = paths.take_inputs();
    assert_eq!(inputs.iter().map(|input| input.documents).collect::<Vec<_>>(), [1, 0, 1]);
    assert_eq!(inputs[1].sha256, "");
    assert_eq!(paths.progress(), Progress { read: 3, total: Some(3) });
}

#[track_caller]
fn check_stdin(input: impl Read + Send + 'static, expected: &[&str]) {
    let paths = Corpus::new().path("-").stdin(input).max_document(20_000).open().unwrap();
    assert_eq!(shown(paths), expected);
}

#[test]
fn the_first_line_tells_the_format_of_the_standard_input() {
    check_stdin(&b""[..], &["-: "]);
    check_stdin(&b"{\"text\":\"a\"}\n5\n"[..], &["-#1: a", "-#2! a number, not an object"]);
    check_stdin(&b"\xef\xbb\xbf\n {\"text\":\"a\"}"[..], &["-#2: a"]);
    check_stdin(&b"{\n\"text\":\"a\"}"[..], &["-#1: a"]);
    check_stdin(&b"\x1f\x8b\x08"[..], &["-! the gzip data ends too early"]);
    // A first line longer than what is looked at otherwise.
    let long = "x".repeat(10_000);
    let line = format!("{{\"text\":\"{long}\"}}\n");
    check_stdin(io::Cursor::new(line.repeat(2)), &[&format!("-#1: {long}"), &format!("-#2: {long}")]);
    check_stdin(io::repeat(b'a'), &["-! more than the 20000 bytes that a document may have"]);
    check_stdin(io::repeat(b'{'), &["-! more than the 20000 bytes that a document may have"]);
}

#[test]
fn the_standard_input_may_have_a_name() {
    let corpus = Corpus::new().path("-").stdin(&b"text"[..]).stdin_name("mail");
    let mut paths = corpus.open().unwrap();
    let Some(Item::Document(document)) = paths.next_item() else { panic!("a text is a document") };
    assert_eq!((document.id.as_str(), document.position.as_str()), ("mail", "-"));
    assert_eq!(paths.next_item(), None);
    assert_eq!(paths.take_inputs()[0].path, "-");
    assert_eq!(paths.progress(), Progress { read: 4, total: None });
}

/// Gives its bytes, then an error.
struct Breaking(io::Cursor<&'static [u8]>);

impl Read for Breaking {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(io::Error::other("the disk is on fire")),
            read => Ok(read),
        }
    }
}

#[test]
fn an_input_that_breaks_off_keeps_what_was_read() {
    let line = b"{\"text\":\"a\"}\n";
    let content = line.repeat(1_000).leak();
    let mut paths = Corpus::new().path("-").stdin(Breaking(io::Cursor::new(content))).open().unwrap();
    let items: Vec<_> = std::iter::from_fn(|| paths.next_item()).collect();
    let name = Name { id: "-#1001".into(), position: "-#1001".into() };
    assert_eq!(items.len(), 1_001);
    assert_eq!(items[1_000], Item::Unread(name.unread("cannot be read: the disk is on fire".into())));
    let expected = Input { path: "-".into(), bytes: 13_000, documents: 1_000, ..Input::default() };
    assert_eq!(paths.take_inputs(), [expected]);
}

#[test]
fn inputs_are_listed_with_size_and_hash() {
    let folder = folder(&[("b.txt", b"abc"), ("a.jsonl", b"{\"text\":\"a\"}\n{\n{\"text\":\"b\"}")]);
    let at = |name| folder.path().join(name);
    let mut paths = Corpus::new().path(at("b.txt")).path(at("a.jsonl")).root(folder.path()).open().unwrap();
    while paths.next_item().is_some() {}
    let inputs = paths.take_inputs();
    let summary: Vec<_> = inputs.iter().map(|i| (i.path.as_str(), i.bytes, i.documents)).collect();
    assert_eq!(summary, [("b.txt", 3, 1), ("a.jsonl", 27, 2)]);
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(inputs[0].sha256, abc);
}

/// The files of the tests of resuming: two of several lines, two texts, one that is refused.
fn several() -> tempfile::TempDir {
    folder(&[
        ("a.jsonl", b"{\"text\":\"1\"}\n{\n{\"text\":\"3\"}"),
        ("b.txt", b"b"),
        ("c.txt", b"a\0\0\0b"),
        ("d.jsonl", b""),
        ("e.txt", &[b'x'; 41]),
        ("f.jsonl", b"{\"text\":\"1\"}\n{\"text\":\"2\"}"),
    ])
}

#[test]
fn a_run_that_is_gone_on_with_gives_what_the_other_had_not() {
    let folder = several();
    let open = || corpus(folder.path()).max_document(40).open().unwrap();
    let all = shown(open());
    let mut whole = open();
    while whole.next_item().is_some() {}
    let all_inputs = whole.take_inputs();
    for stopped_after in 0..=all.len() {
        let mut stopped = open();
        for _ in 0..stopped_after {
            stopped.next_item();
        }
        let mut inputs = stopped.take_inputs();
        let cursor = stopped.cursor().unwrap();
        let mut resumed = open();
        resumed.resume(cursor);
        assert_eq!(resumed.cursor(), Some(cursor));
        let items = std::iter::from_fn(|| resumed.next_item()).count();
        inputs.extend(resumed.take_inputs());
        assert_eq!((stopped_after + items, &inputs), (all.len(), &all_inputs), "from {cursor:?}");
        assert_eq!((resumed.progress(), resumed.cursor()), (whole.progress(), whole.cursor()));
        let mut resumed = open();
        resumed.resume(cursor);
        assert_eq!(shown(resumed), all[stopped_after..], "from {cursor:?}");
    }
}

#[test]
fn an_input_with_less_than_was_told_is_named() {
    let folder = several();
    let mut paths = corpus(folder.path()).open().unwrap();
    paths.resume(Cursor { inputs: 5, items: 3 });
    let expected = ["f.jsonl! has 2 items, and had 3 when the run was stopped: it was changed"];
    assert_eq!(shown(paths), expected);
    let mut paths = corpus(folder.path()).open().unwrap();
    paths.resume(Cursor { inputs: 7, items: 3 });
    assert_eq!(paths.next_item(), None);
}

#[test]
fn inputs_are_listed_before_they_are_read() {
    let folder = folder(&[("a.txt", b"abc"), ("b.jsonl", b"")]);
    let paths = corpus(folder.path()).path("-").open().unwrap();
    let listing: Vec<_> = paths.listing().collect();
    let summary: Vec<_> = listing.iter().map(|listed| (listed.position.as_str(), listed.bytes)).collect();
    assert_eq!(summary, [("a.txt", Some(3)), ("b.jsonl", Some(0)), ("-", None)]);
    assert!(listing[..2].iter().all(|listed| listed.modified > Some(0)));
    assert_eq!(listing[2].modified, None);
}

#[test]
fn metadata_is_kept_as_asked_for() {
    let kept = |corpus: Corpus, wanted: Option<&[&str]>| {
        let mut paths = corpus.path("-").stdin(&br#"{"text":"","a":1,"b":2,"c":3}"#[..]).open().unwrap();
        if let Some(wanted) = wanted {
            paths.keep_metadata(&wanted.iter().map(|field| (*field).to_owned()).collect());
        }
        let Some(Item::Document(document)) = paths.next_item() else { panic!("a line is a document") };
        document.metadata.keys().cloned().collect::<String>()
    };
    assert_eq!(kept(Corpus::new(), None), "abc");
    assert_eq!(kept(Corpus::new(), Some(&["b", "z"])), "b");
    assert_eq!(kept(Corpus::new().metadata_fields(["a", "b"]), None), "ab");
    assert_eq!(kept(Corpus::new().metadata_fields(["a", "b"]), Some(&["b", "c"])), "b");
}

/// Gives what it is sent, as it comes.
struct Sent(std::sync::mpsc::Receiver<String>);

impl Read for Sent {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Ok(sent) = self.0.recv() else { return Ok(0) };
        buffer[..sent.len()].copy_from_slice(sent.as_bytes());
        Ok(sent.len())
    }
}

#[test]
fn a_line_of_the_standard_input_is_read_before_the_next_comes() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let mut paths = Corpus::new().path("-").stdin(Sent(receiver)).open().unwrap();
    for text in ["one", "اثنان", "drei", "четыре"] {
        sender.send(format!("{{\"text\":\"{text}\"}}\n")).unwrap();
        // It would wait for ever for more.
        let Some(Item::Document(document)) = paths.next_item() else { panic!("{text} is a document") };
        assert_eq!(document.text, text);
    }
    drop(sender);
    assert_eq!(paths.next_item(), None);
}

#[test]
fn a_standard_input_that_waits_ends_when_it_is_stopped() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let stop = StopHandle::new();
    let mut paths = Corpus::new().path("-").stdin(Sent(receiver)).open().unwrap();
    paths.stop_by(&stop);
    sender.send("{\"text\":\"one\"}\n{\"text\":\"tw".to_owned()).unwrap();
    assert!(matches!(paths.next_item(), Some(Item::Document(_))));
    stop.stop();
    // Half a line is no document, and no fault.
    assert_eq!(paths.next_item(), None);
    assert!(paths.take_inputs().is_empty());
}

#[cfg(unix)]
#[test]
fn what_has_taken_the_place_of_a_file_is_named() {
    let folder = folder(&[("a.txt", b"one"), ("b.txt", b"two"), ("c.txt", b"three"), ("d.txt", b"four")]);
    let paths = corpus(folder.path()).open().unwrap();
    let of = |name: &str| folder.path().join(name);
    fs::remove_file(of("b.txt")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(of("b.txt")).status().unwrap().success());
    fs::remove_file(of("c.txt")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", of("c.txt")).unwrap();
    let none = "it was a file when it was listed, and is none any more";
    let link = "it was a file when it was listed, and it, or a folder above it, is a symbolic link now";
    assert_eq!(
        shown(paths),
        ["a.txt: one", &format!("b.txt! {none}"), &format!("c.txt! {link}"), "d.txt: four"]
    );
}
