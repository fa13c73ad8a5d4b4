//! XML: feeds, dumps of wikis, editions, and what nobody knows.

use textmill_corpus::{Document, InvalidText, Item};

use crate::harness::{bzip2, check_left_out, corpus, folder, items, shown, tar};

/// Documents of a file, and what is unread as `position! message`.
fn read(name: &str, content: &[u8]) -> (Vec<Document>, Vec<String>) {
    let folder = folder(&[(name, content)]);
    let (mut documents, mut unread) = (Vec::new(), Vec::new());
    for item in items(&mut corpus(folder.path()).open().unwrap()) {
        match item {
            Item::Document(document) => documents.push(document),
            Item::Unread(item) => unread.push(format!("{}! {}", item.position, item.message)),
            Item::Deferred(_) => unreachable!("what is deferred is made"),
        }
    }
    (documents, unread)
}

/// What is read of a file, documents as `position: text`.
#[track_caller]
fn check<C: AsRef<[u8]>>(name: &str, content: C, expected: &[&str]) {
    let folder = folder(&[(name, content)]);
    assert_eq!(shown(&mut corpus(folder.path()).open().unwrap()), expected);
}

#[track_caller]
fn check_metadata(document: &Document, expected: serde_json::Value) {
    assert_eq!(serde_json::Value::Object(document.metadata.clone()), expected);
}

const RSS: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:media="http://search.yahoo.com/mrss/">
 <channel>
  <title>صحيفة الميناء</title><link>https://a.example/</link><language>ar</language>
  <image><title>logo</title></image>
  <item>
   <title>السوق &amp; الميناء</title><link>https://a.example/1</link>
   <description>موجز</description>
   <content:encoded><![CDATA[<p>عاد <b>السوق</b>&nbsp;إلى العمل.</p><p>فقرة ثانية</p><script>x()</script>]]></content:encoded>
   <pubDate>Sat, 07 Sep 2024 10:30:00 +0300</pubDate><dc:creator>ليلى</dc:creator><media:title>x</media:title>
  </item>
  <item><guid>https://a.example/2</guid><description>Line one
line two</description><author>a@b.example (A. Writer)</author><pubDate>yesterday</pubDate></item>
  <item><title>Only a title</title><guid isPermaLink="false">x://y</guid></item>
 </channel>
</rss>"#;

#[test]
fn a_feed_gives_its_entries() {
    let (documents, unread) = read("feed.xml", RSS.as_bytes());
    assert_eq!(unread, [""; 0]);
    let texts: Vec<_> = documents.iter().map(|document| (&*document.id, &*document.text)).collect();
    let expected = [
        ("feed.xml#1", "عاد السوق\u{a0}إلى العمل.\n\nفقرة ثانية"),
        ("feed.xml#2", "Line one\nline two"),
        ("feed.xml#3", "Only a title"),
    ];
    assert_eq!(texts, expected);
    check_metadata(
        &documents[0],
        serde_json::json!({
            "title": "السوق & الميناء", "url": "https://a.example/1", "date": "2024-09-07T10:30:00+03:00",
            "author": "ليلى", "language": "ar", "site": "صحيفة الميناء",
        }),
    );
    check_metadata(
        &documents[1],
        serde_json::json!({
            "url": "https://a.example/2", "author": "A. Writer", "date": "yesterday", "language": "ar",
            "site": "صحيفة الميناء",
        }),
    );
}

#[test]
fn what_is_padded_or_binary_is_told() {
    check("a.xml", b"<?xml version='1.0'?><a>one</a>\n\0\0\0", &["a.xml: one"]);
    check("a.html", b"<p>one</p>\n\0\0\0", &["a.html: one"]);
    let noise: Vec<u8> = (0..600_u32).map(|n| (n * 167 % 255 + 1).to_le_bytes()[0]).collect();
    let content = [b"<p>", &noise[..]].concat();
    let folder = folder(&[("a.html", content)]);
    let read = shown(&mut corpus(folder.path()).open().unwrap());
    assert!(read.len() == 1 && read[0].starts_with("a.html! has control characters all over it"), "{read:?}");
}

#[test]
fn atom_says_how_a_text_is_written() {
    let feed = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Site</title><id>urn:x</id>
      <author><name>Site's author</name></author>
      <entry><title>One</title><link rel="self" href="https://a.example/self"/><link href="https://a.example/1"/>
        <updated>2024-05-02T00:00:00Z</updated><published>2024-05-01T00:00:00Z</published>
        <author><name>A. Writer</name><email>x</email></author>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a &lt; b</p><p>c<br/>d</p></div></content></entry>
      <entry xml:lang="ar"><title type="html">T&amp;lt;</title><summary>2 &lt; 3</summary></entry>
      <entry><content type="html">&lt;p&gt;a&lt;/p&gt;b</content></entry>
      <entry><content type="image/png">iVBOR</content><summary>s</summary></entry></feed>"#;
    let (documents, _) = read("a", feed.as_bytes());
    let texts: Vec<_> = documents.iter().map(|document| &*document.text).collect();
    assert_eq!(texts, ["a < b\n\nc\nd", "2 < 3", "a\n\nb", "s"]);
    check_metadata(
        &documents[0],
        serde_json::json!({
            "title": "One", "url": "https://a.example/1", "date": "2024-05-01T00:00:00Z", "author": "A. Writer",
            "language": "en", "site": "Site",
        }),
    );
    assert_eq!(documents[1].metadata["language"], "ar");
    assert_eq!(documents[1].metadata["title"], "T<");
}

#[test]
fn what_modules_say_is_read_where_the_feed_says_nothing() {
    let names = "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:media='http://search.yahoo.com/mrss/' \
                 xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' xmlns:h='http://www.w3.org/1999/xhtml'";
    let items = "<item><dc:title>عنوان</dc:title><dc:description>one</dc:description></item>\
                 <item><itunes:summary>two</itunes:summary><media:title>x</media:title></item>\
                 <item><description>short</description><h:body><h:p>three</h:p><h:p>four</h:p></h:body></item>\
                 <item><guid>x</guid></item><item><media:title>last</media:title></item>\
                 <item><title>t</title><media:group><media:description>five</media:description></media:group></item>";
    let feed = format!("<rss {names}><channel>{items}</channel></rss>");
    let expected =
        ["a.xml#1: one", "a.xml#2: two", "a.xml#3: three\n\nfour", "a.xml#5: last", "a.xml#6: five"];
    check("a.xml", &feed, &expected);
    check_left_out("a.xml", &feed, &[("entries without a text", 1)]);
    let (documents, _) = read("a.xml", feed.as_bytes());
    assert_eq!(documents[0].metadata["title"], "عنوان");
}

#[test]
fn a_site_that_was_exported_has_posts_and_settings() {
    let item = |kind: &str, text: &str| {
        format!(
            "<item><title>t</title><content:encoded><![CDATA[{text}]]></content:encoded><wp:post_type>{kind}</wp:post_type></item>"
        )
    };
    let items = [
        item("post", "<p>one [gallery ids=\"1\"]</p>\n\ntwo\n\n[caption id=\"a\"]three[/caption]"),
        item("attachment", ""),
        item("page", "plain [audio]\n\ntext [sic]"),
        item("nav_menu_item", ""),
    ];
    let names = "xmlns:wp='http://wordpress.org/export/1.2/' xmlns:content='http://purl.org/rss/1.0/modules/content/'";
    let feed = format!("<rss {names}><channel>{}</channel></rss>", items.concat());
    check("a.xml", &feed, &["a.xml#1: one\n\ntwo\n\nthree", "a.xml#3: plain \n\ntext [sic]"]);
    check_left_out("a.xml", &feed, &[("settings and files of a site", 2)]);
    let entry = |kind: &str| {
        format!(
            "<entry><category term='http://schemas.google.com/blogger/2008/kind#{kind}'/><title>t</title><content>{kind}</content></entry>"
        )
    };
    let entries = ["template", "settings", "post"].map(entry).concat();
    let feed = format!("<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>");
    check("a.xml", &feed, &["a.xml#3: post"]);
}

#[test]
fn an_encoding_that_is_not_read_is_named() {
    let feed = |label: &str, title: &str| {
        format!(
            "<?xml version='1.0' encoding='{label}'?><rss><channel><item><title>{title}</title></item></channel></rss>"
        )
    };
    let message = "in HZ, an encoding that is not read: `iconv -f HZ -t UTF-8` makes UTF-8 of it";
    check("a.xml", feed("hz-gb-2312", "~{8[?Z~}"), &[&format!("a.xml! {message}")]);
    check("a.xml", feed("hz-gb-2312", "plain"), &["a.xml#1: plain"]);
    check("a.xml", feed("ibm1047", "سلام"), &["a.xml#1: سلام"]);
}

#[test]
fn a_feed_may_have_a_prefix_everywhere() {
    let feed = |name: &str, root: &str, channel: &str| {
        format!(
            "<{root} xmlns:r='{name}' xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>{channel}</{root}>"
        )
    };
    let item = "<r:item><r:title>t</r:title><r:description>text</r:description></r:item>";
    let rdf = feed("http://purl.org/rss/1.0/", "rdf:RDF", &format!("<r:channel/>{item}"));
    let rss = feed("http://backend.userland.com/rss2", "r:rss", &format!("<r:channel>{item}</r:channel>"));
    check("a.xml", rdf, &["a.xml#1: text"]);
    check("b.xml", rss, &["b.xml#1: text"]);
}

#[test]
fn what_atom_has_in_letters_is_no_text() {
    let feed = "<feed xmlns='http://purl.org/atom/ns#'><entry><title>a</title><content mode='base64'>RXhh</content></entry>\
                <entry><title type='application/octet-stream'>RXhh</title><summary>b</summary></entry></feed>";
    check("a.xml", feed, &["a.xml#1: a", "a.xml#2: b"]);
}

#[test]
fn rss_of_rdf_is_read() {
    let feed = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Site</title><items/></channel>
      <item><title>a</title><description>text</description><dc:date>2024-01-02</dc:date></item></rdf:RDF>"#;
    let (documents, _) = read("a.rdf", feed.as_bytes());
    assert_eq!((&*documents[0].text, &documents[0].metadata["date"]), ("text", &"2024-01-02".into()));
}

const DUMP: &str = r#"<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="ar">
 <siteinfo><sitename>ويكيبيديا</sitename><namespaces><namespace key="6">Datei</namespace><namespace key="14">تصنيف</namespace>
 </namespaces></siteinfo>
 <page><title>بيروت</title><ns>0</ns><id>7</id>
  <revision><id>1</id><timestamp>2023-01-01T00:00:00Z</timestamp><text>old</text></revision>
  <revision><id>2</id><timestamp>2024-01-02T03:04:05Z</timestamp><contributor><username>Layla</username><id>9</id></contributor>
   <model>wikitext</model><text bytes="9" xml:space="preserve">'''بيروت''' [[عاصمة|العاصمة]].&lt;ref&gt;x&lt;/ref&gt;{{قالب}}
[[Datei:a.jpg|alt]][[تصنيف:مدن]]</text></revision></page>
 <page><title>R</title><ns>0</ns><redirect title="بيروت"/><revision><text>#REDIRECT [[x]]</text></revision></page>
 <page><title>Talk:R</title><ns>1</ns><revision><text>talk</text></revision></page>
 <page><title>Old</title><revision><text>#redirect [[x]]</text></revision></page>
 <page><title>Older</title><revision><text>#تحويل [[بيروت]]

[[تصنيف:مدن]]</text></revision></page>
 <page><title>M</title><ns>0</ns><revision><model>json</model><text>{}</text></revision></page>
 <page><title>S</title><ns>0</ns><revision><text bytes="7"/></revision></page>
 <page><title>Two</title><ns>0</ns><revision><text>== Two ==
A text.</text></revision></page>
</mediawiki>"#;

#[test]
fn a_dump_gives_its_articles() {
    for (name, content) in [("dump.xml", DUMP.as_bytes().to_vec()), ("dump.xml.bz2", bzip2(DUMP.as_bytes()))]
    {
        let (documents, unread) = read(name, &content);
        assert_eq!(unread, [""; 0]);
        let texts: Vec<_> = documents.iter().map(|document| &*document.text).collect();
        assert_eq!(texts, ["بيروت العاصمة.", "Two\n\nA text."]);
        assert_eq!(documents[1].id, format!("{name}#8"));
        check_metadata(
            &documents[0],
            serde_json::json!({
                "title": "بيروت", "page": "7", "date": "2024-01-02T03:04:05Z", "author": "Layla", "language": "ar",
                "site": "ويكيبيديا",
            }),
        );
    }
    let expected = [
        ("older revisions", 1),
        ("pages outside of the main namespace", 1),
        ("pages that are not wikitext", 1),
        ("pages without a text", 1),
        ("redirects", 3),
    ];
    check_left_out("dump.xml", DUMP, &expected);
}

#[test]
fn pictures_and_remarks_in_a_document_of_one_file_are_counted() {
    let picture = "<binary id='a.jpg' content-type='image/jpeg'>AAAA</binary>";
    let book = format!("<FictionBook><body><p>a</p></body>{picture}{picture}</FictionBook>");
    check_left_out("a.fb2", book, &[("images", 2)]);
    let names = ["office", "text"]
        .map(|name| format!("xmlns:{name}='urn:oasis:names:tc:opendocument:xmlns:{name}:1.0'"))
        .join(" ");
    let document = format!(
        "<office:document {names}><office:body><office:text><text:p>a<office:annotation/></text:p></office:text>\
         </office:body></office:document>"
    );
    check_left_out("a.fodt", document, &[("comments", 1)]);
}

#[test]
fn a_corpus_of_editions_gives_its_texts() {
    let text = |title: &str, body: &str| {
        format!(
            "<TEI><teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt></fileDesc></teiHeader><text xml:lang='ar'><body><p>{body}</p></body></text></TEI>"
        )
    };
    let header = "<teiHeader><fileDesc><titleStmt><title>All</title></titleStmt></fileDesc></teiHeader>";
    let corpus = format!(
        "<teiCorpus xmlns='http://www.tei-c.org/ns/1.0'>{header}{}{}</teiCorpus>",
        text("a", "واحد"),
        text("b", "two<note>n</note>")
    );
    let (documents, _) = read("a.xml", corpus.as_bytes());
    let texts: Vec<_> = documents
        .iter()
        .map(|document| (&*document.text, document.metadata["title"].as_str().unwrap()))
        .collect();
    assert_eq!(texts, [("واحد", "a"), ("two\n\nn", "b")]);
    let (documents, _) = read("b.xml", text("a", "x").as_bytes());
    assert_eq!((&*documents[0].text, &*documents[0].id), ("x", "b.xml"));
}

#[test]
fn other_xml_gives_all_of_its_text() {
    check("a.xml", "<records><r><a>one</a><b>two</b></r></records>", &["a.xml: one\ntwo"]);
    check("b.tar", tar(&[("b", "<?xml version='1.0'?><r>سلام</r>")]), &["b.tar!b: سلام"]);
    check(
        "c.xml",
        "<?xml version='1.0'?><!DOCTYPE html><html><body><p>a page</p></body></html>",
        &["c.xml: a page"],
    );
    check(
        "d.xml",
        "<svg xmlns='http://www.w3.org/2000/svg'><text>a</text></svg>",
        &["d.xml! seems to be an SVG image, which is not read"],
    );
    check("e.xml", "<a b='c'/>", &["e.xml! XML without a text: all it has are tags and their attributes"]);
    check("f.xml", "just words", &["f.xml! no XML: there is no element in it"]);
    check(
        "g.fb2",
        "<FictionBook><description><title-info><book-title>T</book-title></title-info></description><body><section><title><p>One</p></title><p>a</p></section></body><binary>AAAA</binary></FictionBook>",
        &["g.fb2: One\n\na"],
    );
    check("h.wiki", "''a'' [[b|c]]", &["h.wiki: a c"]);
    check("i.xml", "", &["i.xml! no XML: there is no element in it"]);
}

#[test]
fn the_encoding_is_found_or_declared() {
    let arabic = b"<?xml version='1.0' encoding='windows-1256'?><r><x>\xd3\xe1\xc7\xe3</x></r>";
    let feed = b"<?xml version='1.0' encoding='windows-1256'?><rss><channel><item><title>\xd3\xe1\xc7\xe3</title></item></channel></rss>";
    check("a.xml", arabic, &["a.xml: سلام"]);
    check("b.xml", feed, &["b.xml#1: سلام"]);
    // UTF-8 is UTF-8, whatever is declared.
    let declared = "<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><item><title>أسواق</title></item></channel></rss>";
    check("c.xml", declared, &["c.xml#1: أسواق"]);
    let utf16: Vec<u8> = "\u{feff}<?xml version='1.0' encoding='utf-16'?><r>سلام</r>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    check("d.xml", &utf16, &["d.xml: سلام"]);
    check("e", &utf16, &["e: سلام"]);
    let utf16: Vec<u8> = declared.encode_utf16().flat_map(u16::to_be_bytes).collect();
    check("f.xml", &utf16, &["f.xml#1: أسواق"]);
    check(
        "g.xml",
        b"<rss><channel><item><title>\xd8\xb3\xff \xd8\xb3\xd8\xb3\xd8\xb3</title></item></channel></rss>",
        &["g.xml#1:~ س\u{fffd} سسس"],
    );
    let folder = folder(&[(
        "a.xml",
        b"<rss><channel><item><title>\xd8\xb3\xff\xd8\xb3\xd8\xb3</title></item></channel></rss>",
    )]);
    let mut paths = corpus(folder.path()).invalid_text(InvalidText::Fault).open().unwrap();
    assert_eq!(shown(&mut paths), ["a.xml#1! not valid in its encoding"]);
}

#[test]
fn a_broken_record_costs_no_other() {
    let feed = "<rss><channel><title>s</title><item><title>a</title></item><item><title>b</x></item><item><title>c</title></item></channel></rss>";
    check(
        "a.xml",
        feed,
        &[
            "a.xml#1: a",
            "a.xml#2! not well-formed XML near byte 73: `</x>` where `</title>` is expected",
            "a.xml#3: c",
        ],
    );
    check(
        "b.xml",
        &feed[..98],
        &[
            "b.xml#1: a",
            "b.xml#2! not well-formed XML near byte 73: `</x>` where `</title>` is expected",
            "b.xml#3! the XML ends too early",
        ],
    );
    check(
        "c.xml",
        "<mediawiki><page><ns>0</ns><revision><text>a</text></revision></page><page",
        &[
            "c.xml#1: a",
            "c.xml#2! not well-formed XML near byte 69: syntax error: tag not closed: `>` not found before end of input",
        ],
    );
}

#[test]
fn hostile_xml_is_unread_by_name() {
    let laughs = "<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><l>&b;</l>";
    check(
        "a.xml",
        laughs,
        &[
            "a.xml! its entity `b` is made of markup or of other entities, or is long, which is not put in its place",
        ],
    );
    let outside = "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r>&x;</r>";
    check(
        "b.xml",
        outside,
        &["b.xml! its entity `x` stands for another file, which is not put in its place"],
    );
    check("c.xml", "<a>".repeat(5_000), &["c.xml! elements in each other deeper than 1000"]);
    let deeper = [1, 2, 3].map(|number| format!("d.xml#{number}! elements in each other deeper than 1000"));
    let deeper = deeper.each_ref().map(String::as_str);
    check("d.xml", format!("<rss>{}", "<item>".repeat(3_000)), &deeper);
    let many: String = (0..1_000).map(|index| format!(" xmlns:a{index}='x'")).collect();
    check("e.xml", format!("<a{many}/>"), &["e.xml! declares more than 256 namespaces"]);
}

#[test]
fn a_record_has_the_limit_of_a_document() {
    let page = |text: &str| format!("<page><ns>0</ns><revision><text>{text}</text></revision></page>");
    let dump = format!("<mediawiki>{}{}</mediawiki>", page(&"x".repeat(100)), page("y"));
    let folder = folder(&[("a.xml", dump), ("b.xml", format!("<r>{}</r>", "z".repeat(90)))]);
    let mut paths = corpus(folder.path()).max_document(64).open().unwrap();
    let expected = [
        "a.xml#1! more than the 64 bytes that a document may have",
        "a.xml#2: y",
        "b.xml! 97 bytes, more than the 64 that a document may have",
    ];
    assert_eq!(shown(&mut paths), expected);
}

#[test]
fn a_huge_dump_is_read_page_by_page() {
    let mut dump = String::from("<mediawiki>");
    for number in 0..20_000 {
        dump.push_str(&format!(
            "<page><title>{number}</title><ns>0</ns><revision><text>page {number}</text></revision></page>"
        ));
    }
    dump.push_str("</mediawiki>");
    let (documents, _) = read("a.xml", dump.as_bytes());
    assert_eq!((documents.len(), &*documents[19_999].text), (20_000, "page 19999"));
}
