//! Documents that are packed in a ZIP archive.

use textmill_corpus::{Document, Item};

use crate::harness::{check_left_out, corpus, folder, gzip, items, shown, tar, zip};

fn documents(name: &str, content: &[u8]) -> Vec<Document> {
    let folder = folder(&[(name, content)]);
    let items = items(&mut corpus(folder.path()).open().unwrap());
    let documents = items.into_iter().map(|item| match item {
        Item::Document(document) => document,
        item => panic!("{item:?}"),
    });
    documents.collect()
}

#[track_caller]
fn check(name: &str, content: &[u8], expected: &[&str]) {
    let folder = folder(&[(name, content)]);
    assert_eq!(shown(&mut corpus(folder.path()).open().unwrap()), expected);
}

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const TYPES: &str = "<Types><Override PartName='/word/document.xml' ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>";
const CORE: &str = "<cp:coreProperties xmlns:cp='x' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:dcterms='http://purl.org/dc/terms/'><dc:title>تقرير</dc:title><dc:creator>Layla</dc:creator><dcterms:created>2024-01-02T03:04:05Z</dcterms:created></cp:coreProperties>";
const RELATIONS: &str = "<Relationships><Relationship Type='http://x/footnotes' Target='footnotes.xml'/><Relationship Type='http://x/image' Target='media/a.png'/><Relationship Type='http://x/header' Target='header1.xml'/><Relationship Type='http://x/hyperlink' Target='http://y' TargetMode='External'/></Relationships>";

fn word(body: &str) -> String {
    format!("<w:document xmlns:w='{WORD}'><w:body>{body}</w:body></w:document>")
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn docx(body: &str) -> Vec<u8> {
    let notes = format!(
        "<w:footnotes xmlns:w='{WORD}'><w:footnote w:type='separator'>{}</w:footnote><w:footnote>{}</w:footnote></w:footnotes>",
        paragraph("-"),
        paragraph(" a note")
    );
    zip(&[
        ("[Content_Types].xml", TYPES),
        ("word/document.xml", &word(body)),
        ("word/_rels/document.xml.rels", RELATIONS),
        ("word/footnotes.xml", &notes),
        ("word/media/a.png", "png"),
        ("word/header1.xml", &paragraph("header")),
        ("docProps/core.xml", CORE),
    ])
}

#[test]
fn docx_is_one_document() {
    let content = docx(&[paragraph("الفقرة الأولى"), paragraph("two")].concat());
    let read = documents("a.docx", &content);
    assert_eq!((read.len(), &*read[0].id, &*read[0].text), (1, "a.docx", "الفقرة الأولى\ntwo\n\na note"));
    let expected = serde_json::json!({"title": "تقرير", "author": "Layla", "date": "2024-01-02T03:04:05Z"});
    assert_eq!(serde_json::Value::Object(read[0].metadata.clone()), expected);
    check_left_out("a", &content, &[("headers and footers", 1), ("images", 1)]);
    let packed = gzip(&tar(&[("b.docx", &content)]));
    assert_eq!(documents("a.tgz", &packed)[0].position, "a.tgz!b.docx");
}

#[test]
fn docx_without_its_lists_is_read() {
    let body = word(&paragraph("a"));
    check(
        "a.docx",
        &zip(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", &*body)]),
        &["a.docx: a"],
    );
    let backslashes =
        [("[Content_Types].xml", "<Types/>"), ("word\\document.xml", &*body), ("docProps\\core.xml", CORE)];
    check("a.docx", &zip(&backslashes), &["a.docx: a"]);
    assert_eq!(documents("a.docx", &zip(&backslashes))[0].metadata["title"], "تقرير");
    let strict = body
        .replace(WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main")
        .replace("w:", "ns0:")
        .replace("xmlns:w", "xmlns:ns0");
    check("b.docx", &zip(&[("[Content_Types].xml", TYPES), ("word/document.xml", &strict)]), &["b.docx: a"]);
}

const MANIFEST: &str = "<manifest:manifest xmlns:manifest='x'/>";

fn odt(text: &str) -> Vec<u8> {
    let names = ["office", "text", "meta"]
        .map(|name| format!("xmlns:{name}='urn:oasis:names:tc:opendocument:xmlns:{name}:1.0'"));
    let names = names.join(" ");
    let content = format!(
        "<office:document-content {names}><office:body><office:text>{text}</office:text></office:body></office:document-content>"
    );
    let meta = format!(
        "<office:document-meta {names} xmlns:dc='http://purl.org/dc/elements/1.1/'><office:meta><dc:title>عنوان</dc:title><meta:initial-creator>A</meta:initial-creator><dc:creator>B</dc:creator><meta:creation-date>2024-01-02</meta:creation-date><dc:language>ar</dc:language></office:meta></office:document-meta>"
    );
    zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", MANIFEST),
        ("content.xml", &content),
        ("meta.xml", &meta),
        ("Pictures/a.png", "png"),
        ("Object 1/content.xml", "<a/>"),
    ])
}

#[test]
fn odt_is_one_document() {
    let content = odt("<text:p>سلام</text:p><text:p>b</text:p>");
    let read = documents("a.odt", &content);
    assert_eq!((&*read[0].id, &*read[0].text), ("a.odt", "سلام\nb"));
    let expected =
        serde_json::json!({"title": "عنوان", "author": "A", "date": "2024-01-02", "language": "ar"});
    assert_eq!(serde_json::Value::Object(read[0].metadata.clone()), expected);
    check_left_out("a", &content, &[("embedded objects", 1), ("images", 1)]);
}

const CONTAINER: &str = "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles><rootfile full-path='OPS/book.opf' media-type='x'/></rootfiles></container>";
const OPF: &str = "<package xmlns='http://www.idpf.org/2007/opf' xmlns:dc='http://purl.org/dc/elements/1.1/'><metadata><dc:title>كتاب</dc:title><dc:creator>A</dc:creator><dc:creator>B</dc:creator><dc:language>ar</dc:language><dc:date>2024</dc:date></metadata><manifest><item id='nav' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/><item id='cover' href='cover.xhtml' media-type='application/xhtml+xml'/><item id='c1' href='text/one%201.xhtml' media-type='application/xhtml+xml'/><item id='c2' href='text/two.xhtml' media-type='application/xhtml+xml'/><item id='i' href='a.png' media-type='image/png'/></manifest><spine><itemref idref='cover'/><itemref idref='nav'/><itemref idref='c1'/><itemref idref='c2' linear='no'/></spine></package>";
const NAV: &str = "<html xmlns='http://www.w3.org/1999/xhtml'><body><nav><ol><li><a href='text/one%201.xhtml#a'>الفصل الأول</a></li></ol></nav></body></html>";
const COVER: &str = "<html><head><title>Cover</title></head><body><img src='a.png'/></body></html>";
const ONE: &str = "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title/><script src='x'/></head><body><nav>menu</nav><h1>Chapter</h1><p>نص <b>أول</b>.</p></body></html>";
const TWO: &str = "<html lang='en'><head><title>Two</title></head><body><p>Short.</p></body></html>";

fn epub<'a>(more: &[(&'a str, &'a str)]) -> Vec<u8> {
    let members = [
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("OPS/book.opf", OPF),
        ("OPS/nav.xhtml", NAV),
        ("OPS/cover.xhtml", COVER),
        ("OPS/text/one 1.xhtml", ONE),
        ("OPS/text/two.xhtml", TWO),
        ("OPS/a.png", "png"),
    ];
    zip(&[&members, more].concat())
}

#[test]
fn a_book_gives_its_chapters() {
    let content = epub(&[]);
    let read = documents("a.epub", &content);
    let texts: Vec<_> = read.iter().map(|document| (&*document.id, &*document.text)).collect();
    assert_eq!(texts, [("a.epub#3", "menu\n\nChapter\n\nنص أول."), ("a.epub#4", "Short.")]);
    let expected = serde_json::json!({"title": "كتاب", "author": "A; B", "language": "ar", "date": "2024", "chapter": "الفصل الأول"});
    assert_eq!(serde_json::Value::Object(read[0].metadata.clone()), expected);
    assert_eq!((&read[1].metadata["chapter"], &read[1].metadata["language"]), (&"Two".into(), &"en".into()));
    let expected = [("images", 1), ("pages without a text", 1), ("tables of contents", 1)];
    check_left_out("a", &content, &expected);
}

#[test]
fn what_is_encrypted_is_unread() {
    let encryption = "<encryption><EncryptedData><CipherData><CipherReference URI='OPS/text/two.xhtml'/></CipherData></EncryptedData></encryption>";
    check(
        "a.epub",
        &epub(&[("META-INF/encryption.xml", encryption)]),
        &["a.epub#3: menu\n\nChapter\n\nنص أول.", "a.epub#4! encrypted: it is not read"],
    );
    let manifest = "<manifest><file-entry full-path='content.xml'><encryption-data/></file-entry></manifest>";
    let content = zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", "\u{1}"),
    ]);
    check("a.odt", &content, &["a.odt! encrypted: it is not read"]);
}

#[test]
fn other_documents_are_refused_by_name() {
    let types = |kind: &str| {
        format!(
            "<Types><Override PartName='/x' ContentType='application/vnd.openxmlformats-officedocument.{kind}.main+xml'/></Types>"
        )
    };
    for (member, content, expected) in [
        ("[Content_Types].xml", &*types("spreadsheetml.sheet"), "a spreadsheet (XLSX)"),
        ("[Content_Types].xml", &*types("presentationml.presentation"), "a presentation (PPTX)"),
        ("[Content_Types].xml", "<Types/>", "an Office document other than DOCX"),
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "a spreadsheet (ODS)"),
        ("mimetype", "application/x-other", "a document packed in a ZIP archive"),
        ("META-INF/MANIFEST.MF", "", "a Java archive"),
    ] {
        check("a", &zip(&[(member, content)]), &[&format!("a! seems to be {expected}, which is not read")]);
    }
    check("a.zip", &zip(&[("mimetype", "a text of that name")]), &["a.zip!mimetype: a text of that name"]);
}

#[test]
fn broken_documents_are_unread_by_name() {
    let whole = docx(&paragraph("a"));
    check(
        "a.docx",
        &whole[..whole.len() / 2],
        &["a.docx! the ZIP archive is damaged or cut short: invalid Zip archive: Could not find EOCD"],
    );
    let types = [("[Content_Types].xml", TYPES)];
    check(
        "b.docx",
        &zip(&types),
        &["b.docx! seems to be an Office document other than DOCX, which is not read"],
    );
    let parts = |document: &str| zip(&[types[0], ("word/document.xml", document)]);
    check(
        "c.docx",
        &parts("<a><b></a>"),
        &["c.docx! not well-formed XML near byte 6: `</a>` where `</b>` is expected"],
    );
    check(
        "d.docx",
        &parts(&word(&"<w:p>".repeat(2_000))),
        &["d.docx! elements in each other deeper than 1000"],
    );
    let laughs = format!("<!DOCTYPE d [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]>{}", word(&paragraph("&b;")));
    check(
        "e.docx",
        &parts(&laughs),
        &[
            "e.docx! its entity `b` is made of markup or of other entities, or is long, which is not put in its place",
        ],
    );
    check(
        "f.epub",
        &zip(&[("mimetype", "application/epub+zip")]),
        &["f.epub! the book has no list of its chapters"],
    );
    let missing = OPF.replace("text/two", "text/three").replace("<spine>", "<spine><itemref idref='c0'/>");
    let content = zip(&[
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("OPS/book.opf", &missing),
    ]);
    check(
        "g.epub",
        &content,
        &[
            "g.epub#1! the chapter `c0` is not among the parts that the book lists",
            "g.epub#2! the chapter `OPS/cover.xhtml` is not in the book",
            "g.epub#4! the chapter `OPS/text/one 1.xhtml` is not in the book",
            "g.epub#5! the chapter `OPS/text/three.xhtml` is not in the book",
        ],
    );
    let without_spine = OPF.replace("itemref", "other");
    let content = zip(&[("mimetype", "application/epub+zip"), ("book.opf", &without_spine)]);
    check(
        "i.epub",
        &content,
        &["i.epub! the book does not say which chapters it has: its `spine` is empty or missing"],
    );
    check(
        "h.odt",
        &zip(&[("mimetype", "application/vnd.oasis.opendocument.text")]),
        &["h.odt! the document has no text"],
    );
}

#[test]
fn what_was_remarked_on_a_document_is_counted() {
    let remark = "<office:annotation><text:p>x</text:p></office:annotation>";
    let content = odt(&format!("<text:p>a{remark}b{remark}<office:annotation-end/>c</text:p>"));
    check("a.odt", &content, &["a.odt: abc"]);
    check_left_out("a.odt", &content, &[("comments", 2), ("embedded objects", 1), ("images", 1)]);
    let relations =
        "<Relationships><Relationship Type='http://x/comments' Target='comments.xml'/></Relationships>";
    let comment = format!("<w:comment>{}</w:comment>", paragraph("x")).repeat(3);
    let comments = format!("<w:comments xmlns:w='{WORD}'>{comment}</w:comments>");
    let body = word(&paragraph("a"));
    let docx = |comments: &str| {
        zip(&[
            ("[Content_Types].xml", TYPES),
            ("word/document.xml", &*body),
            ("word/_rels/document.xml.rels", relations),
            ("word/comments.xml", comments),
        ])
    };
    check_left_out("a.docx", docx(&comments), &[("comments", 3)]);
    check_left_out("a.docx", docx("<"), &[("comments", 1)]);
}

#[test]
fn bombs_and_crowds_are_bounded() {
    let bomb = word(&paragraph(&" ".repeat(4 << 20)));
    let content = zip(&[("[Content_Types].xml", TYPES), ("word/document.xml", &bomb)]);
    let folder = folder(&[("a.docx", content)]);
    let mut paths = corpus(folder.path()).max_document(1 << 20).open().unwrap();
    let size = bomb.len();
    let expected = format!(
        "a.docx! `word/document.xml` in it has {size} bytes, more than the 1048576 that a document may have"
    );
    assert_eq!(shown(&mut paths), [expected]);
    let items: String = (0..10_000)
        .map(|number| format!("<item id='{number}' href='c' media-type='application/xhtml+xml'/>"))
        .collect();
    let chapters: String = (0..10_000).map(|number| format!("<itemref idref='{number}'/>")).collect();
    let crowd = format!("<package><manifest>{items}</manifest><spine>{chapters}</spine></package>");
    let content = zip(&[
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("OPS/book.opf", &crowd),
        ("OPS/c", "<p>once</p>"),
    ]);
    check("b.epub", &content, &["b.epub#1: once"]);
    check_left_out("a", &content, &[("chapters that were read before", 9_999)]);
}
