//! Archives, whole and hostile.

use textmill_corpus::{Corpus, LeftOut, Source as _};

use crate::harness::{check, corpus, folder, gzip, items, lines, shown, tar, tar_header, xz, zip};

#[test]
fn members_are_read_as_files_are() {
    let members = [
        ("a.txt", b"a text".to_vec()),
        ("./b/c.jsonl", lines(2)),
        ("d.jsonl.gz", gzip(&lines(1))),
        ("e.bin", b"\0\x01".to_vec()),
        ("f.csv", b"text,x\nin a table,1\n".to_vec()),
    ];
    let expected = |archive: &str| {
        let expected = [
            "a.txt: a text",
            "b/c.jsonl#1: 1",
            "b/c.jsonl#2: 2",
            "d.jsonl.gz#1: 1",
            "e.bin! has a NUL byte at offset 0: binary data, or UTF-16 that is damaged",
            "f.csv#2: in a table",
        ];
        expected.map(|item| format!("{archive}!{item}"))
    };
    for (name, content) in [
        ("a.tar", tar(&members)),
        ("a.tgz", gzip(&tar(&members))),
        ("a.tar.xz", xz(&tar(&members))),
        ("a.zip", zip(&members)),
        ("a.zip.gz", gzip(&zip(&members))),
        ("a", zip(&members)),
    ] {
        check(&[(name, content)], &expected(name).each_ref().map(String::as_str));
    }
}

#[test]
fn names_that_lead_elsewhere_are_names() {
    let members =
        [("../../etc/passwd", "a"), ("/etc/passwd", "b"), ("a!b.txt", "c"), ("a.txt", "d"), ("a.txt", "e")];
    check(
        &[("a!.tar", tar(&members))],
        &[
            "a%21.tar!../../etc/passwd: a",
            "a%21.tar!/etc/passwd: b",
            "a%21.tar!a%21b.txt: c",
            "a%21.tar!a.txt: d",
            "a%21.tar!a.txt%2B2: e",
        ],
    );
    check(
        &[("a.zip", zip(&[("../a.txt", "a"), ("/b.txt", "b")]))],
        &["a.zip!../a.txt: a", "a.zip!/b.txt: b"],
    );
}

#[test]
fn long_names_are_whole() {
    let long = format!("{}/a.txt", "أخبار/".repeat(40));
    for pax in [false, true] {
        let mut builder = tar::Builder::new(Vec::new());
        let mut header = tar_header("short", 4, tar::EntryType::Regular);
        if pax {
            builder.append_pax_extensions([("path", long.as_bytes())]).unwrap();
            builder.append(&header, &b"text"[..]).unwrap();
        } else {
            builder.append_data(&mut header, &long, &b"text"[..]).unwrap();
        }
        let folder = folder(&[("a.tar", builder.into_inner().unwrap())]);
        let [item] = &shown(&mut corpus(folder.path()).open().unwrap())[..] else { panic!("one document") };
        assert!(item.starts_with("a.tar!أخبار/أخبار/") && item.ends_with("/a.txt: text"), "{item}");
    }
}

#[test]
fn what_is_no_file_is_left_out_and_counted() {
    use tar::EntryType::{Directory, Fifo, Link, Regular, Symlink};
    let mut builder = tar::Builder::new(Vec::new());
    for (path, kind) in [
        ("d/", Directory),
        ("l", Symlink),
        ("h", Link),
        ("p", Fifo),
        (".hidden", Regular),
        ("d/a.txt", Regular),
    ] {
        builder.append(&tar_header(path, 0, kind), &b""[..]).unwrap();
    }
    let content = builder.into_inner().unwrap();
    let folder = folder(&[("a.tar", content), ("b.zip", zip(&[("__MACOSX/a.txt", ""), ("b.txt", "")]))]);
    let mut paths = corpus(folder.path()).open().unwrap();
    assert_eq!(shown(&mut paths), ["a.tar!d/a.txt: ", "b.zip!b.txt: "]);
    let inputs = paths.take_inputs();
    let left_out: Vec<_> = inputs[0].left_out.iter().collect();
    assert_eq!(left_out, [(LeftOut::HIDDEN, 1), (LeftOut::LINKS, 2), (LeftOut::NOT_REGULAR, 1)]);
    assert_eq!(inputs[1].left_out.get(LeftOut::HIDDEN), 1);
    assert_eq!((inputs[0].documents, inputs[1].documents), (1, 1));
    assert_eq!(inputs[0].sha256.len(), 64);
    let mut paths = corpus(folder.path()).hidden(true).open().unwrap();
    assert_eq!(items(&mut paths).len(), 4);
}

#[test]
fn files_with_holes_are_read() {
    // What `tar --sparse` makes of a file whose end was set aside and never written.
    let text = "The harbour reopened.\n";
    let size = (text.len() + 100_000).to_string();
    let length = text.len().to_string();
    let member = |path: &str, content: &[u8]| {
        let mut builder = tar::Builder::new(Vec::new());
        builder.append(&tar_header(path, content.len(), tar::EntryType::Regular), content).unwrap();
        let mut member = builder.into_inner().unwrap();
        member.truncate(512 + content.len().next_multiple_of(512));
        member
    };
    let records = |records: &[(&str, &str)]| {
        let mut builder = tar::Builder::new(Vec::new());
        builder.append_pax_extensions(records.iter().map(|(key, value)| (*key, value.as_bytes()))).unwrap();
        let mut records = builder.into_inner().unwrap();
        records.truncate(1024);
        records
    };
    let mut before = format!("2\n0\n{length}\n{size}\n0\n").into_bytes();
    before.resize(512, 0);
    let newest = [("GNU.sparse.major", "1"), ("GNU.sparse.name", "a.txt"), ("GNU.sparse.realsize", &*size)];
    let map = format!("0,{length},{size},0");
    let older = [("GNU.sparse.size", &*size), ("GNU.sparse.map", &*map), ("GNU.sparse.name", "b.txt")];
    let mut oldest = tar_header("c.txt", text.len(), tar::EntryType::GNUSparse);
    let gnu = oldest.as_gnu_mut().unwrap();
    let octal = format!("{:o}", text.len() + 100_000);
    gnu.realsize[..octal.len()].copy_from_slice(octal.as_bytes());
    gnu.sparse[0].offset[0] = b'0';
    gnu.sparse[0].numbytes[..2].copy_from_slice(format!("{:o}", text.len()).as_bytes());
    gnu.isextended = [1];
    oldest.set_cksum();
    let archive = [
        records(&newest),
        member("GNUSparseFile.1/a.txt", &[&before, text.as_bytes()].concat()),
        records(&older),
        member("GNUSparseFile.1/b.txt", text.as_bytes()),
        oldest.as_bytes().to_vec(),
        vec![0; 512],
        member("", text.as_bytes())[512..].to_vec(),
        records(&[("GNU.sparse.major", "2")]),
        member("d.txt", b"in a form of the future"),
        member("e.txt", b"what follows"),
    ];
    let folder = folder(&[("a.tar", archive.concat())]);
    let mut paths = corpus(folder.path()).open().unwrap();
    assert_eq!(
        shown(&mut paths),
        [
            "a.tar!a.txt: The harbour reopened.\n",
            "a.tar!b.txt: The harbour reopened.\n",
            "a.tar!c.txt: The harbour reopened.\n",
            "a.tar!d.txt! a file with holes, whose map is damaged or not known: it is not read",
            "a.tar!e.txt: what follows",
        ]
    );
}

#[test]
fn a_hole_may_be_of_any_size() {
    let mut header = tar_header("a.jsonl", 0, tar::EntryType::GNUSparse);
    header.as_gnu_mut().unwrap().realsize = *b"777777777777";
    header.set_cksum();
    let lines = "a.tar!a.jsonl#1! becomes more than 1000 times as large when it is decompressed, as a decompression \
                 bomb does: a greater `--max-expansion` allows it";
    let content = [header.as_bytes().to_vec(), tar(&[("b.txt", "after it")])].concat();
    check(&[("a.tar", content)], &[lines, "a.tar!b.txt: after it"]);
}

#[test]
fn archives_in_archives_are_read_to_a_depth() {
    let innermost = zip(&[("a.txt", "text")]);
    let four = tar(&[("3.zip", zip(&[("2.tar.gz", gzip(&tar(&[("1.zip", innermost)])))]))]);
    check(
        &[("a.tar", four.clone()), ("b.zip", zip(&[("4.tar", four)]))],
        &[
            "a.tar!3.zip!2.tar.gz!1.zip!a.txt: text",
            "b.zip!4.tar!3.zip!2.tar.gz!1.zip! archives in each other deeper than 4",
        ],
    );
}

#[test]
fn an_archive_that_was_cut_keeps_what_came_before() {
    let whole = tar(&[("a.txt", &b"a text"[..]), ("b.jsonl", &lines(200)), ("c.txt", &b"lost"[..])]);
    let cut = &whole[..3 * 512 + 100];
    let folder = folder(&[("a.tar", cut), ("b.tar.gz", &gzip(&whole)[..200])]);
    let mut paths = corpus(folder.path()).open().unwrap();
    let all = shown(&mut paths);
    assert_eq!(all[0], "a.tar!a.txt: a text");
    let end = all.iter().position(|item| item.starts_with("b.tar.gz")).unwrap();
    assert!(
        all[end - 2].starts_with("a.tar!b.jsonl#") && all[end - 2].ends_with("! the archive ends too early")
    );
    assert_eq!(all[end - 1], "a.tar! the archive cannot be read on: breaks off after 2 members");
    assert!(all.last().unwrap().starts_with("b.tar.gz! the "), "{all:?}");
    let inputs = paths.take_inputs();
    assert_eq!(inputs[0].bytes, cut.len() as u64);
    assert_eq!(inputs[0].documents as usize, end - 2);
}

#[test]
fn a_member_may_tell_any_size() {
    let header = tar_header("a.txt", usize::MAX, tar::EntryType::Regular);
    check(
        &[("a.tar", [header.as_bytes(), &b"text"[..]].concat())],
        &[
            "a.tar!a.txt! 18446744073709551615 bytes, more than the 64 that a document may have",
            "a.tar! the archive cannot be read on: breaks off after 1 members",
        ],
    );
}

#[test]
fn a_damaged_archive_says_so() {
    let mut tar = tar(&[("a.txt", "a"), ("b.txt", "b")]);
    tar[1024 + 4] ^= 1;
    let whole = zip(&[("a.txt", "some text ".repeat(6)), ("b.txt", "another ".repeat(6))]);
    let mut data = whole.clone();
    data[40] ^= 0x55;
    check(
        &[("a.tar", &tar[..]), ("b.zip", &whole[..whole.len() - 30]), ("c.zip", &[])],
        &[
            "a.tar!a.txt: a",
            "a.tar! the header, perhaps of `b.txu`, at byte 1024 is damaged, its checksum is wrong: 1024 bytes are stepped over",
            &format!("b.zip!a.txt: {}", "some text ".repeat(6)),
            &format!("b.zip!b.txt: {}", "another ".repeat(6)),
            "b.zip! the ZIP archive is damaged or cut short: invalid Zip archive: Could not find EOCD: without the directory at \
             its end, 2 members are found in it",
            "c.zip: ",
        ],
    );
    let folder = folder(&[("d.zip", data)]);
    let all = shown(&mut corpus(folder.path()).open().unwrap());
    assert_eq!(all.len(), 2);
    assert!(all[0].starts_with("d.zip!a.txt! the "), "{all:?}");
    assert!(all[1].starts_with("d.zip!b.txt: another"), "{all:?}");
}

#[test]
fn what_follows_a_header_that_is_damaged_is_read() {
    let whole = tar(&[("a.txt", "a"), ("b.txt", "b"), ("c.txt", "c")]);
    let ended = |after: &[u8]| [&tar(&[("a.txt", "a")])[..], after].concat();
    let with = |change: &dyn Fn(&mut [u8])| {
        let mut changed = whole.clone();
        change(&mut changed[1024..1536]);
        changed
    };
    let told = |header: &mut [u8], size: &[u8; 12], kind: u8| {
        let mut changed = tar::Header::from_byte_slice(header).clone();
        changed.as_mut_bytes()[124..136].copy_from_slice(size);
        changed.as_mut_bytes()[156] = kind;
        changed.set_cksum();
        header.copy_from_slice(changed.as_bytes());
    };
    let lost = |message: &str| vec!["a.txt: a".to_owned(), format!("! {message}"), "c.txt: c".to_owned()];
    let both = || vec!["a.txt: a".to_owned(), "c.txt: c".to_owned()];
    for (archive, expected) in [
        (
            with(&|header| header[20] = b'x'),
            lost(
                "the header, perhaps of `b.txt`, at byte 1024 is damaged, its checksum is wrong: 1024 bytes are stepped over",
            ),
        ),
        (
            with(&|header| header.fill(0)),
            lost("no header of a member stands at byte 1536: 512 bytes are stepped over"),
        ),
        (
            with(&|header| header.fill(b'x')),
            lost("the header at byte 1024 is damaged, its checksum is wrong: 1024 bytes are stepped over"),
        ),
        (
            with(&|header| told(header, b"x0000000001\0", b'0')),
            lost(
                "the header, perhaps of `b.txt`, at byte 1024 is damaged, numeric field was not a number: x0000000001 when \
                 getting size for b.txt: 1024 bytes are stepped over",
            ),
        ),
        (
            with(&|header| told(header, b"77777777777\0", b'L')),
            lost(
                "the header, perhaps of `b.txt`, at byte 1024 is damaged, it tells a name of 8589934591 bytes: 1024 bytes \
                 are stepped over",
            ),
        ),
        (ended(&tar(&[("c.txt", "c")])), both()),
        (ended(&[&[0; 5120][..], &tar(&[("c.txt", "c")])].concat()), both()),
        (ended(&[0; 700]), both()[..1].to_vec()),
        (
            ended(b"junk"),
            vec![
                "a.txt: a".to_owned(),
                "! no header of a member stands at byte 2048: 4 bytes are stepped over".to_owned(),
            ],
        ),
    ] {
        let expected: Vec<_> = expected
            .iter()
            .map(|item| if item.starts_with('!') { format!("a.tar{item}") } else { format!("a.tar!{item}") })
            .collect();
        check(&[("a.tar", archive)], &expected.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

#[test]
fn members_that_no_directory_names_are_read() {
    let one = zip(&[("a.txt", "one"), ("b/c.txt", "two"), ("d.txt", "three")]);
    let directory = one.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    let third = one.windows(4).enumerate().filter(|(_, bytes)| *bytes == b"PK\x03\x04").nth(2).unwrap().0;
    let flaw = |members: usize| {
        format!(
            "a.zip! the ZIP archive is damaged or cut short: invalid Zip archive: Could not find EOCD: without the directory at \
             its end, {members} members are found in it"
        )
    };
    for cut in [directory, directory + 20, one.len() - 22] {
        check(
            &[("a.zip", &one[..cut])],
            &["a.zip!a.txt: one", "a.zip!b/c.txt: two", "a.zip!d.txt: three", &flaw(3)],
        );
    }
    let within_third = shown_of("a.zip", &one[..third + 36]);
    assert_eq!(within_third[..2], ["a.zip!a.txt: one", "a.zip!b/c.txt: two"]);
    assert!(within_third[2].starts_with("a.zip!d.txt! the "), "{within_third:?}");
    assert_eq!(within_third[3..], [flaw(3)]);
    check(&[("a.zip", &one[..third + 10])], &["a.zip!a.txt: one", "a.zip!b/c.txt: two", &flaw(2)]);
    // Of another archive before it.
    check(
        &[("a.zip", [one, zip(&[("e.txt", "four"), ("a.txt", "five")])].concat())],
        &[
            "a.zip!a.txt: one",
            "a.zip!b/c.txt: two",
            "a.zip!d.txt: three",
            "a.zip!e.txt: four",
            "a.zip!a.txt%2B2: five",
        ],
    );
    // Of the name of another.
    let mut doubled = zip(&[("a.txt", "one"), ("b.txt", "two"), ("c.txt", "three")]);
    let names: Vec<_> = (0..doubled.len()).filter(|&at| doubled[at..].starts_with(b"b.txt")).collect();
    names.into_iter().for_each(|at| doubled[at] = b'a');
    check(&[("a.zip", doubled)], &["a.zip!a.txt: one", "a.zip!a.txt%2B2: two", "a.zip!c.txt: three"]);
}

#[test]
fn members_whose_sizes_stand_behind_them_are_found() {
    // As a program writes it that streams.
    let member = |name: &str, text: &str, mark: &[u8], long: bool| {
        let mut crc = flate2::Crc::new();
        crc.update(text.as_bytes());
        let size = u64::try_from(text.len()).unwrap().to_le_bytes();
        let size = if long { &size[..] } else { &size[..4] };
        let name_length = u16::try_from(name.len()).unwrap().to_le_bytes();
        let header =
            [b"PK\x03\x04\x14\0\x08\0\0\0", &[0; 16][..], &name_length, &[0; 2], name.as_bytes()].concat();
        [&header, text.as_bytes(), mark, &crc.sum().to_le_bytes(), size, size].concat()
    };
    let members = [
        member("a.txt", "one PK\u{3}\u{4} one", b"PK\x07\x08", false),
        member("b.txt", "two", b"", false),
        member("c.txt", "", b"PK\x07\x08", false),
        member("d.txt", "three", b"PK\x07\x08", true),
        member("e.txt", "four", b"", true),
        member("f.txt", "five", b"PK\x07\x08", false),
        b"PK\x01\x02".to_vec(),
    ];
    let all = shown_of("a.zip", &members.concat());
    let expected = [
        "a.txt: one PK\u{3}\u{4} one",
        "b.txt: two",
        "c.txt: ",
        "d.txt: three",
        "e.txt: four",
        "f.txt: five",
    ];
    assert_eq!(all[..6], expected.map(|item| format!("a.zip!{item}")));
    assert!(all[6].ends_with("6 members are found in it"), "{all:?}");
}

/// What is read of a file.
fn shown_of(name: &str, content: &[u8]) -> Vec<String> {
    let folder = folder(&[(name, content)]);
    shown(&mut corpus(folder.path()).open().unwrap())
}

#[test]
fn the_standard_input_may_be_an_archive() {
    for archive in [tar(&[("a.txt", "text")]), zip(&[("a.txt", "text")])] {
        let mut paths = Corpus::new().path("-").stdin(std::io::Cursor::new(archive)).open().unwrap();
        assert_eq!(shown(&mut paths), ["-!a.txt: text"]);
    }
}

#[test]
fn a_run_over_archives_can_be_gone_on_with() {
    let members =
        [("a.txt", b"a".to_vec()), ("b.jsonl", lines(3)), ("c.bin", vec![0]), ("d.zip", zip(&[("e", "f")]))];
    let folder = folder(&[("a.tar.gz", gzip(&tar(&members))), ("b.zip", zip(&members))]);
    let open = || corpus(folder.path()).open().unwrap();
    let all = shown(&mut open());
    assert_eq!(all.len(), 12);
    for stopped_after in 0..=all.len() {
        let mut stopped = open();
        for _ in 0..stopped_after {
            stopped.next_item();
        }
        let mut resumed = open();
        resumed.resume(stopped.cursor().unwrap());
        assert_eq!(shown(&mut resumed), all[stopped_after..]);
    }
}
