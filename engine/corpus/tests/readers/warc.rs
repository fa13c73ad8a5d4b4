//! Web crawls.

use textmill_corpus::{Document, Item, Source as _};

use crate::harness::{check, check_left_out, corpus, folder, gzip, items, shown, zip};

/// A record of a crawl.
fn record(kind: &str, id: &str, fields: &str, block: &[u8]) -> Vec<u8> {
    let header = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{id}>\r\n{fields}Content-Length: {}\r\n\r\n",
        block.len()
    );
    [header.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(id: &str, status: &str, content_type: &str, body: &str) -> Vec<u8> {
    let block = format!("HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n\r\n{body}");
    let fields = "WARC-Target-URI: https://example.org/a\r\nWARC-Date: 2024-05-01T10:00:00Z\r\n\
                  Content-Type: application/http; msgtype=response\r\n";
    record("response", id, fields, block.as_bytes())
}

fn crawl() -> Vec<u8> {
    [
        record("warcinfo", "0", "Content-Type: application/warc-fields\r\n", b"software: test\r\n"),
        record("request", "1", "Content-Type: application/http\r\n", b"GET / HTTP/1.1\r\n\r\n"),
        response("2", "200 OK", "text/html; charset=utf-8", "<html><body><p>A page.</p></body></html>"),
        response("3", "404 Not Found", "text/html", "<p>gone"),
        response("4", "200 OK", "image/png", "png"),
        response("5", "200 OK", "text/plain", "a text"),
        response("5", "200 OK", "text/plain", "the same id"),
        record("metadata", "6", "", b""),
        record("revisit", "7", "Content-Type: application/http\r\n", b""),
        record("resource", "8", "Content-Type: text/plain\r\n", b"a resource"),
    ]
    .concat()
}

#[test]
fn a_web_archive_gives_the_pages_of_its_crawls_alone() {
    let crawl = gzip(&response("1", "200 OK", "text/plain", "a text"));
    let pages = b"{\"format\":\"json-pages-1.0\"}\n{\"url\":\"https://example.org/a\",\"text\":\"a text\"}\n";
    let index = b"org,example)/a 20240501100000 {\"offset\":\"0\"}\n";
    let members = [
        ("pages/pages.jsonl", &pages[..]),
        ("archive/data.warc.gz", &crawl),
        ("indexes/index.cdx", index),
        ("datapackage.json", b"{\"profile\":\"data-package\"}"),
    ];
    let expected = ["a.wacz!archive/data.warc.gz!<urn:uuid:1>: a text"];
    check(&[("a.wacz", zip(&members))], &expected);
    check_left_out("a.wacz", zip(&members), &[("indexes and lists of a WACZ", 3)]);
    // What has no crawls in it is an archive like any other.
    check(
        &[("b.zip", zip(&[("datapackage.json", "a"), ("archive/a.txt", "b")]))],
        &[
            "b.zip!datapackage.json#1! no list of records, and no object, at byte 1 of line 1",
            "b.zip!archive/a.txt: b",
        ],
    );
}

#[test]
fn documents_of_a_crawl_are_read_and_the_rest_counted() {
    let folder = folder(&[("a.warc", crawl())]);
    let mut paths = corpus(folder.path()).open().unwrap();
    assert_eq!(
        shown(&mut paths),
        [
            "a.warc!<urn:uuid:2>: A page.",
            "a.warc!<urn:uuid:5>: a text",
            "a.warc!<urn:uuid:5>%2B2: the same id",
            "a.warc!<urn:uuid:8>: a resource",
        ]
    );
    let input = &paths.take_inputs()[0];
    let left_out: Vec<_> = input.left_out.iter().collect();
    let expected = [
        ("HTTP status 404", 1),
        ("WARC metadata", 1),
        ("WARC request", 1),
        ("WARC revisit", 1),
        ("WARC warcinfo", 1),
        ("content type image", 1),
    ];
    assert_eq!((input.documents, left_out), (4, expected.to_vec()));
}

#[test]
fn a_record_says_where_its_document_is_from() {
    let wet = record(
        "conversion",
        "1",
        "WARC-Target-URI: https://example.org/\r\nWARC-Date: 2024-05-01T10:00:00Z\r\n\
         WARC-Identified-Content-Language: ara,eng\r\nContent-Type: text/plain\r\n",
        "نص عربي".as_bytes(),
    );
    let folder = folder(&[("a.warc.wet.gz", gzip(&wet))]);
    let items = items(&mut corpus(folder.path()).open().unwrap());
    let [Item::Document(Document { id, text, metadata, encoding, .. })] = &items[..] else {
        panic!("{items:?}")
    };
    assert_eq!(
        (id.as_str(), text.as_str(), *encoding),
        ("a.warc.wet.gz!<urn:uuid:1>", "نص عربي", Some("UTF-8"))
    );
    let expected = serde_json::json!({
        "url": "https://example.org/",
        "date": "2024-05-01T10:00:00Z",
        "content_type": "text/plain",
        "language": "ar",
    });
    assert_eq!(serde_json::Value::Object(metadata.clone()), expected);
}

#[test]
fn records_compressed_one_by_one_are_one_crawl() {
    let members = [
        gzip(&response("1", "200 OK", "text/plain", "a")),
        gzip(&response("2", "200 OK", "text/plain", "b")),
    ];
    check(&[("a.warc.gz", members.concat())], &["a.warc.gz!<urn:uuid:1>: a", "a.warc.gz!<urn:uuid:2>: b"]);
}

#[test]
fn a_part_of_a_record_is_named() {
    let part = record(
        "response",
        "1",
        "Content-Type: application/http\r\nWARC-Segment-Number: 1\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nthe begin",
    );
    let message = "a part of a record that is in several segments, which are not joined";
    check(&[("a.warc", part)], &[&format!("a.warc!<urn:uuid:1>! {message}")]);
}

/// A crawl of four records, in whose third the length is wrong.
fn with_length(length: impl FnOnce(usize) -> usize) -> Vec<u8> {
    let third = response("3", "200 OK", "text/plain", "c text");
    let block = third.len() - 4 - third.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap() - 4;
    let told = String::from_utf8(third).unwrap();
    let told =
        told.replace(&format!("Content-Length: {block}"), &format!("Content-Length: {}", length(block)));
    let before = ["1", "2"].map(|id| response(id, "200 OK", "text/plain", "a"));
    let after = ["4", "5"].map(|id| response(id, "200 OK", "text/plain", "d"));
    [before.concat(), told.into_bytes(), after.concat()].concat()
}

#[test]
fn a_length_that_is_too_large_costs_no_other_record() {
    let texts = |third: &str| {
        let [before, after] =
            [["1", "2"].map(|id| format!("{id}>: a")), ["4", "5"].map(|id| format!("{id}>: d"))];
        let all = before.into_iter().chain([format!("3>{third}")]).chain(after);
        all.map(|item| format!("a.warc!<urn:uuid:{item}")).collect::<Vec<_>>()
    };
    // What separates records may be taken for a part of one.
    for more in 1..=4 {
        let all = shown_of("a.warc", &with_length(|length| length + more));
        assert_eq!(all.len(), 5, "of {more} more");
        assert_eq!(all[3..], texts("")[3..], "of {more} more");
    }
    for more in [5, 9, 15, 40, 100, 400, 5000, 1 << 40, usize::MAX >> 1] {
        let mut at = 0;
        let crawl = with_length(|length| {
            at = length + 4;
            length + more
        });
        let whole = at - 4 + more;
        let third = format!("! ends too early, after {at} of {whole} bytes, where another record begins");
        let expected = texts(&third);
        assert_eq!(shown_of("a.warc", &crawl), expected, "of {more} more");
    }
}

#[test]
fn a_record_within_a_record_is_none() {
    let inner = response("9", "200 OK", "text/plain", "not read");
    let fields = "Content-Type: text/plain\r\n";
    let crawl = [
        record("resource", "1", fields, &[b"quoted:\n", &inner[..]].concat()),
        record("metadata", "2", fields, &inner),
        response("3", "200 OK", "text/plain", "a"),
    ];
    let all = shown_of("a.warc", &crawl.concat());
    assert_eq!(all.len(), 2, "{all:?}");
    assert!(all[0].starts_with("a.warc!<urn:uuid:1>: quoted:\nWARC/1.0"), "{all:?}");
    assert_eq!(all[1], "a.warc!<urn:uuid:3>: a");
}

/// What is read of a file.
fn shown_of(name: &str, content: &[u8]) -> Vec<String> {
    let folder = folder(&[(name, content)]);
    shown(&mut corpus(folder.path()).open().unwrap())
}

#[test]
fn a_crawl_that_was_cut_names_the_record_and_its_place() {
    let (first, second) =
        (response("1", "200 OK", "text/plain", "a"), response("2", "200 OK", "text/plain", "b text"));
    let (start, whole) = (first.len(), [first, second].concat());
    let block = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nb text".len();
    // The record before it ends in four bytes that belong to no record.
    let at = start - 4;
    check(
        &[
            ("a.warc", &whole[..whole.len() - 7]),
            ("b.warc", &whole[..start + 20]),
            ("c.warc", &whole[..start]),
        ],
        &[
            "a.warc!<urn:uuid:1>: a",
            &format!(
                "a.warc!<urn:uuid:2>! ends too early, after {} of {block} bytes, in the record at byte {at}",
                block - 3
            ),
            "b.warc!<urn:uuid:1>: a",
            &format!("b.warc! the header ends too early, in the record at byte {at}"),
            "c.warc!<urn:uuid:1>: a",
        ],
    );
}

#[test]
fn a_document_over_the_limit_is_named() {
    let large = "x".repeat(70);
    check(
        &[(
            "a.warc",
            [response("1", "200 OK", "text/plain", &large), response("2", "200 OK", "text/plain", "b")]
                .concat(),
        )],
        &["a.warc!<urn:uuid:1>! more than the 64 bytes that a document may have", "a.warc!<urn:uuid:2>: b"],
    );
}

#[test]
fn a_crawl_goes_on_at_the_next_record() {
    let records = ["1", "2", "3"].map(|id| response(id, "200 OK", "text/plain", "a text"));
    let [first, second, third] = &records;
    let shorter = |record: &[u8], by: usize| {
        let text = String::from_utf8(record.to_vec()).unwrap();
        let length = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\na text".len();
        text.replace(&format!("Content-Length: {length}"), &format!("Content-Length: {}", length - by))
            .into_bytes()
    };
    let at = first.len() + second.len() - 5;
    check(
        &[
            ("a.warc", [first, &shorter(second, 1)[..], third].concat()),
            ("b.warc", [first, &[0; 700][..], second, b"\r\n \r\n", third, &[0; 9]].concat()),
        ],
        &[
            "a.warc!<urn:uuid:1>: a text",
            "a.warc!<urn:uuid:2>: a tex",
            &format!("a.warc!{at}! no WARC record begins here, at byte {at}: 15 bytes are stepped over"),
            "a.warc!<urn:uuid:3>: a text",
            "b.warc!<urn:uuid:1>: a text",
            "b.warc!<urn:uuid:2>: a text",
            "b.warc!<urn:uuid:3>: a text",
        ],
    );
}

#[test]
fn a_record_whose_member_is_damaged_is_none() {
    let text = "one two three four five six seven eight nine ten ";
    let records = ["1", "2", "3"].map(|id| gzip(&response(id, "200 OK", "text/plain", text)));
    let [first, second, third] = &records;
    for cut in [second.len() - 30, second.len() - 6] {
        let content = [first, &second[..cut], third].concat();
        let folder = folder(&[("a.warc.gz", content)]);
        let items = shown(&mut corpus(folder.path()).open().unwrap());
        let (first, last) =
            (format!("a.warc.gz!<urn:uuid:1>: {text}"), format!("a.warc.gz!<urn:uuid:3>: {text}"));
        assert_eq!((items.first(), items.last()), (Some(&first), Some(&last)), "cut to {cut}");
        assert_eq!(items.len(), 3, "cut to {cut}: {items:?}");
        // Of the first, nothing can be read, its name neither.
        assert!(
            items[1].starts_with("a.warc.gz!") && items[1].contains("! the gzip data is damaged: "),
            "{items:?}"
        );
    }
}

#[test]
fn responses_of_other_versions_of_http_are_read() {
    let block = |line: &str| format!("{line}\r\nContent-Type: text/plain\r\n\r\na text");
    let record =
        |line: &&str| record("response", line, "Content-Type: application/http\r\n", block(line).as_bytes());
    let lines = ["HTTP/2 200", "HTTP/2.0 200", "http/1.1 200 OK", "HTTP/1.0  200"];
    let folder = folder(&[("a.warc", lines.iter().map(record).collect::<Vec<_>>().concat())]);
    let items = shown(&mut corpus(folder.path()).open().unwrap());
    assert!(items.len() == 4 && items.iter().all(|item| item.ends_with(": a text")), "{items:?}");
}

/// A record of a crawl in ARC.
fn arc(url: &str, content_type: &str, block: &str) -> Vec<u8> {
    format!("{url} 1.2.3.4 20080430204825 {content_type} {}\n{block}\n", block.len()).into_bytes()
}

fn arc_version() -> Vec<u8> {
    arc(
        "filedesc://a.arc",
        "text/plain",
        "1 1 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n",
    )
}

fn arc_page(url: &str, body: &str) -> Vec<u8> {
    arc(url, "text/html", &format!("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n{body}"))
}

#[test]
fn a_crawl_in_arc_is_read() {
    let records = [
        arc_version(),
        arc("dns:a.example", "text/dns", "20080430 a.example. IN A 1.2.3.4\n"),
        arc_page("http://a.example/a b", "one"),
        arc(
            "http://a.example/2",
            "text/html",
            "HTTP/1.0 404 Not Found\r\nContent-Type: text/html\r\n\r\ngone",
        ),
        arc("http://a.example/3", "image/gif", "HTTP/1.0 200 OK\r\nContent-Type: image/gif\r\n\r\nGIF"),
        arc("http://a.example/4", "text/html", "<html><body><p>An old page.</p></body></html>"),
        b"http://a.example/5 1.2.3.4 20080430204825 text/plain 200 abc - 340 a.arc 4\nfour\n".to_vec(),
    ];
    let members: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    let folder = folder(&[("a.arc", records.concat()), ("b.arc.gz", members)]);
    let mut paths = corpus(folder.path()).open().unwrap();
    assert_eq!(
        shown(&mut paths),
        [
            "a.arc!http://a.example/a b: one",
            "a.arc!http://a.example/4: An old page.",
            "a.arc!http://a.example/5: four",
            "b.arc.gz!http://a.example/a b: one",
            "b.arc.gz!http://a.example/4: An old page.",
            "b.arc.gz!http://a.example/5: four",
        ]
    );
    for input in paths.take_inputs() {
        let left_out: Vec<_> = input.left_out.iter().collect();
        let expected =
            [("ARC dns", 1), ("ARC filedesc", 1), ("HTTP status 404", 1), ("content type image", 1)];
        assert_eq!(left_out, expected);
    }
    let item = items(&mut corpus(folder.path()).open().unwrap()).remove(0);
    let Item::Document(Document { metadata, .. }) = item else { panic!("{item:?}") };
    let expected = serde_json::json!({
        "url": "http://a.example/a b", "date": "2008-04-30T20:48:25Z", "content_type": "text/plain",
    });
    assert_eq!(serde_json::Value::Object(metadata), expected);
}

#[test]
fn a_length_of_arc_that_is_too_large_costs_no_other_record() {
    let [first, second, third] =
        ["1", "2", "3"].map(|number| arc_page(&format!("http://a.example/{number}"), "a text"));
    let whole = String::from_utf8(second).unwrap();
    // The block and the line that separates it from the next record.
    let block = 51 + 1;
    for more in [2, 3, 20, 70, 500] {
        let wrong = whole.replace("text/html 51", &format!("text/html {}", 51 + more));
        let crawl = [arc_version(), first.clone(), wrong.into_bytes(), third.clone()].concat();
        let expected = [
            "a.arc!http://a.example/1: a text".to_owned(),
            format!(
                "a.arc!http://a.example/2! ends too early, after {block} of {} bytes, where another record begins",
                51 + more
            ),
            "a.arc!http://a.example/3: a text".to_owned(),
        ];
        assert_eq!(shown_of("a.arc", &crawl), expected, "of {more} more");
    }
}

#[test]
fn a_crawl_in_arc_goes_on_at_the_next_record() {
    let [first, second, third] =
        ["1", "2", "3"].map(|number| arc_page(&format!("http://a.example/{number}"), "a text"));
    let wrong =
        String::from_utf8(second.clone()).unwrap().replace("text/html 51", "text/html 45").into_bytes();
    let at = arc_version().len() + first.len() + second.len() - 7;
    let members = [gzip(&arc_version()), gzip(&first), gzip(&second)[..30].to_vec(), gzip(&third)].concat();
    let folder = folder(&[
        ("a.arc", [arc_version(), first.clone(), wrong, third].concat()),
        ("b.arc.gz", members),
        ("c.arc", [arc_version(), first[..first.len() - 3].to_vec()].concat()),
    ]);
    let found = shown(&mut corpus(folder.path()).open().unwrap());
    assert_eq!(found[0], "a.arc!http://a.example/1: a text");
    assert_eq!(found[1], "a.arc!http://a.example/2: ");
    assert_eq!(
        found[2],
        format!("a.arc!{at}! no ARC record begins here, at byte {at}: 7 bytes are stepped over")
    );
    assert_eq!(found[3], "a.arc!http://a.example/3: a text");
    assert_eq!(found[4], "b.arc.gz!http://a.example/1: a text");
    assert!(found[5].contains("! the gzip data"), "{found:?}");
    assert_eq!(found[6], "b.arc.gz!http://a.example/3: a text");
    assert!(found[7].starts_with("c.arc!http://a.example/1! ends too early, after"), "{found:?}");
    assert_eq!(found.len(), 8);
}
