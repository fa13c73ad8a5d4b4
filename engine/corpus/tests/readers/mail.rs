//! Mail, boxes of it, and pages that were saved as mail.

use proptest::prelude::*;
use textmill_corpus::{Corpus, Document, Item, Source as _};

use crate::harness::{corpus, folder, gzip, items, shown, tar};

/// Checks what is read of files, and what is counted as left out of all of them.
#[track_caller]
fn check<C: AsRef<[u8]>>(files: &[(&str, C)], expected: &[&str], left_out: u64) {
    let folder = folder(files);
    let mut paths = corpus(folder.path()).open().unwrap();
    assert_eq!(shown(&mut paths), expected);
    let counted: u64 = paths.take_inputs().iter().map(|input| input.left_out.get("attachments")).sum();
    assert_eq!(counted, left_out);
}

const MULTIPART: &str = "From: Leila <leila@a.example>\r\nSubject: =?utf-8?B?2LPZhNin2YU=?=\r\n\
    Date: Tue, 05 Mar 2024 09:10:11 +0300\r\nMessage-ID: <1@a.example>\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/mixed; boundary=\"outer\"\r\n\r\nNo MIME here.\r\n--outer\r\n\
    Content-Type: multipart/alternative; boundary=inner\r\n\r\n--inner\r\n\
    Content-Type: text/plain; charset=windows-1256\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
    =E5=D0=C7 =E4=D5=20=\r\n=DA=D1=C8=ED\r\n--inner\r\nContent-Type: text/html\r\n\r\n<p>page\r\n--inner--\r\n\
    --outer\r\nContent-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n\
    --outer\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=b.txt\r\n\r\nan attached text\r\n\
    --outer--\r\n";

#[test]
fn a_message_is_a_document() {
    let page =
        "From: a\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<nav>menu</nav><p>one<p>two";
    check(
        &[
            ("a.eml", MULTIPART.as_bytes().to_vec()),
            ("b", page.as_bytes().to_vec()),
            ("c.eml.gz", gzip(b"Subject: a\r\n\r\na text\r\n")),
            ("d.tar", tar(&[("x.eml", "Subject: a\n\nin a tar")])),
            (
                "e.eml",
                b"From a@b Mon Jan  1 00:00:00 2024\nSubject: a\n\n\xe5\xd0\xc7 \xe4\xd5 \xda\xd1\xc8\xed"
                    .to_vec(),
            ),
            ("f.eml", b"Subject: nothing but that\n\n".to_vec()),
            ("g.eml", b"whatever this is".to_vec()),
        ],
        &[
            "a.eml: هذا نص عربي",
            "b: menu\n\none\n\ntwo",
            "c.eml.gz: a text",
            "d.tar!x.eml: in a tar",
            "e.eml: هذا نص عربي",
            "f.eml: ",
            "g.eml! no header of a message is at its beginning",
        ],
        2,
    );
}

#[test]
fn news_are_read_as_mail_is() {
    let news = "From: ann@a.example (Ann)\nSubject: The harbour\nOrganization: A\nLines: 1\n\nThe harbour reopened.\n";
    let numbered = |number: &str| format!("From {number}\nX-Google-Language: ENGLISH\n{news}\n");
    check(
        &[
            ("a", news.to_owned()),
            ("b.mbox", numbered("-1234567890123456789") + &numbered("42")),
            ("c", numbered("-5") + "From 5 to 7\nwe work: always\n"),
        ],
        &[
            "a: The harbour reopened.",
            "b.mbox#1: The harbour reopened.",
            "b.mbox#2: The harbour reopened.",
            "c#1: The harbour reopened.\n\nFrom 5 to 7\nwe work: always",
        ],
        0,
    );
}

#[test]
fn a_message_is_read_however_it_was_saved() {
    let message = "From: a\nMIME-Version: 1.0\nSubject: b\n\none\ntwo";
    let boxed = format!("From a@b.example Tue Mar  5 09:10:11 2024\n{message}\n\n").repeat(2);
    let utf16 = |text: &str| {
        let units = format!("\u{feff}{text}");
        units.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()
    };
    check(
        &[
            ("a.eml", message.replace('\n', "\r").into_bytes()),
            ("b", format!("\u{feff}{message}").into_bytes()),
            ("c.eml", utf16(message)),
            ("d.mbox", boxed.replace('\n', "\r").into_bytes()),
            ("e", format!("\u{feff}{boxed}").into_bytes()),
            ("f", utf16(&boxed)),
        ],
        &[
            "a.eml: one\ntwo",
            "b: one\ntwo",
            "c.eml: one\ntwo",
            "d.mbox#1: one\ntwo",
            "d.mbox#2: one\ntwo",
            "e#1: one\ntwo",
            "e#2: one\ntwo",
            "f#1: one\ntwo",
            "f#2: one\ntwo",
        ],
        0,
    );
}

#[test]
fn a_message_without_a_text_is_unread() {
    let of = |kind: &str| format!("Subject: a\nContent-Type: {kind}\n\nMIAG");
    let pgp = "Subject: a\n\n-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n";
    check(
        &[
            ("a.eml", of("application/pkcs7-mime; name=smime.p7m")),
            ("b.eml", of("application/x-pkcs7-mime; smime-type=signed-data")),
            (
                "c.eml",
                of("multipart/encrypted; boundary=x")
                    + "\n--x\nContent-Type: application/pgp-encrypted\n\nx\n--x--\n",
            ),
            ("d.eml", pgp.to_owned()),
            ("e.eml", of("image/png")),
        ],
        &[
            "a.eml! encrypted (S/MIME), which is not read",
            "b.eml! signed, and packed with its signature (S/MIME), which is not read",
            "c.eml! encrypted, which is not read",
            "d.eml! encrypted (PGP), which is not read",
            "e.eml! no text in the message: all of it are attachments",
        ],
        0,
    );
}

#[test]
fn a_message_says_what_it_is() {
    let folder = folder(&[("a.eml", MULTIPART)]);
    let items = items(&mut corpus(folder.path()).open().unwrap());
    let [Item::Document(Document { metadata, encoding, .. })] = &items[..] else { panic!("{items:?}") };
    let expected = serde_json::json!({
        "title": "سلام", "author": "Leila <leila@a.example>", "date": "2024-03-05T09:10:11+03:00",
        "message_id": "<1@a.example>",
    });
    assert_eq!((serde_json::Value::Object(metadata.clone()), *encoding), (expected, Some("windows-1256")));
}

#[test]
fn attached_messages_are_documents_of_their_own() {
    let attach = |message: &str| {
        format!(
            "Subject: b\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nbefore\n--x\nContent-Type: message/rfc822\n\n{message}\n--x--\n"
        )
    };
    let nested = (0..9).fold("Subject: c\n\ninnermost".to_owned(), |message, _| {
        format!("Subject: d\nContent-Type: message/rfc822\n\n{message}")
    });
    check(
        &[("a.eml", attach("Subject: c\n\nattached")), ("b.eml", nested)],
        &[
            "a.eml: before",
            "a.eml!1: attached",
            "b.eml: ",
            "b.eml!1: ",
            "b.eml!1!1: ",
            "b.eml!1!1!1: ",
            "b.eml!1!1!1!1: ",
            "b.eml!1!1!1!1!1! messages in each other deeper than 4",
        ],
        0,
    );
}

#[test]
fn a_box_gives_its_messages() {
    let messages = "From a@b.example Tue Mar  5 09:10:11 2024\nSubject: one\n\nFrom here on it is text.\n>From quoted\n\n\
                    From there, at 10:15, they left\nNote that this is text.\n\nFrom c@d.example Tue Mar  5 09:10:11 2024\n\
                    Subject: two\n\ntwo\nFrom - Wed Mar  6 10:00:00 2024\nSubject: three\n\nthree\n";
    let expected = |name: &str| {
        [
            format!(
                "{name}#1: From here on it is text.\nFrom quoted\n\nFrom there, at 10:15, they left\nNote that this is text."
            ),
            format!("{name}#2: two"),
            format!("{name}#3: three"),
        ]
    };
    let crlf = messages.replace('\n', "\r\n");
    let expected = ["a.mbox", "b.mbox.gz", "c.mbox"].map(expected).concat();
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    check(
        &[
            ("a.mbox", messages.as_bytes().to_vec()),
            ("b.mbox.gz", gzip(messages.as_bytes())),
            ("c.mbox", crlf.into_bytes()),
        ],
        &expected,
        0,
    );
}

#[test]
fn a_message_that_is_too_long_costs_no_other() {
    let message = |text: &str| format!("From a@b Tue Mar  5 09:10:11 2024\nSubject: a\n\n{text}\n\n");
    let content = [message("one"), message(&"x".repeat(300_000)), message("three")].concat();
    let folder = folder(&[("a.mbox", content)]);
    let mut paths = corpus(folder.path()).max_document(1000).open().unwrap();
    let expected = [
        "a.mbox#1: one",
        "a.mbox#2! 300014 bytes, more than the 1000 that a document may have",
        "a.mbox#3: three",
    ];
    assert_eq!(shown(&mut paths), expected);
}

#[test]
fn a_saved_page_is_read_as_a_page() {
    let saved = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/1\r\nSubject: =?utf-8?Q?=D8=B9=D9=86=D9=88=D8=A7=D9=86?=\r\n\
                 Date: Tue, 5 Mar 2024 09:10:11 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n\
                 --b\r\nContent-Type: text/html\r\nContent-ID: <f@m>\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
                 <html lang=3D\"en\"><p>A page about boats.\r\n--b\r\nContent-Type: image/png\r\n\r\nPNG\r\n--b\r\nContent-Type: text/css\r\n\r\np{}\r\n--b--\r\n";
    let none = "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: image/png\n\nPNG\n--b--\n";
    check(
        &[("a.mhtml", saved), ("b", saved), ("c.mht", none)],
        &["a.mhtml: A page about boats.", "b: A page about boats.", "c.mht! no page is found in it"],
        4 + 1,
    );
    let folder = folder(&[("a.mhtml", saved)]);
    let items = items(&mut corpus(folder.path()).open().unwrap());
    let [Item::Document(Document { metadata, .. })] = &items[..] else { panic!("{items:?}") };
    let expected = serde_json::json!({
        "title": "عنوان", "date": "2024-03-05T09:10:11Z", "url": "https://a.example/1", "language": "en",
    });
    assert_eq!(serde_json::Value::Object(metadata.clone()), expected);
}

#[test]
fn what_nobody_wrote_is_named() {
    let attachments = "--x\nContent-Type: image/png\n\nPNG\n".repeat(10_000);
    let many =
        format!("Subject: a\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\ntext\n{attachments}--x--\n");
    check(&[("a.eml", &many)], &["a.eml: text"], 10_000);
    let deep: String =
        (0..5000).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}x\n\n--b{n}x\n")).collect();
    check(&[("a.eml", &deep)], &["a.eml! parts in each other deeper than 32"], 0);
    let long = format!("Subject: {}\n\ntext", "x".repeat(300_000));
    check(&[("a.eml", &long)], &["a.eml! a header of more than 262144 bytes"], 0);
    check(
        &[("a.eml", "Subject: a\nContent-Type: text/plain; charset=utf-7\n\n+BjM-")],
        &["a.eml! in UTF-7, an encoding that is not read: `iconv -f UTF-7 -t UTF-8` makes UTF-8 of it"],
        0,
    );
}

fn read(name: &str, content: &[u8]) -> Vec<String> {
    let folder = folder(&[(name, content)]);
    shown(&mut Corpus::new().path(folder.path()).root(folder.path()).open().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn messages_of_a_box_come_back(texts in proptest::collection::vec("[a-zس .\n>]{0,40}|(From |>From )[a-z]{1,5}", 1..6)) {
        let message = |text: &String| {
            let quoted: String = text.split_inclusive('\n').map(|line| {
                let is_quoted = line.trim_start_matches('>').starts_with("From ");
                format!("{}{line}", if is_quoted { ">" } else { "" })
            }).collect();
            format!("From a@b.example Tue Mar  5 09:10:11 2024\nSubject: a\n\n{quoted}\n\n")
        };
        let expected: Vec<String> = texts.iter().zip(1..).map(|(text, number)| format!("a.mbox#{number}: {}", text.trim_matches('\n'))).collect();
        prop_assert_eq!(read("a.mbox", texts.iter().map(message).collect::<String>().as_bytes()), expected);
    }

    #[test]
    fn no_mail_makes_a_reader_panic(at: prop::sample::Index, change in 1..=255_u8, cut: prop::sample::Index, name in prop::sample::select(vec!["a.eml", "a.mbox", "a.mht"])) {
        let mut content = [b"From a Tue Mar  5 09:10:11 2024\r\n", MULTIPART.as_bytes()].concat();
        let place = at.index(content.len());
        content[place] ^= change;
        if change % 2 == 0 {
            content.truncate(cut.index(content.len()));
        }
        read(name, &content);
    }
}
