//! Files of every format, from which a fuzzer begins.

mod columns;
mod elements;
mod marked;
mod office;
mod packed;

pub(super) use columns::parquet;
pub(super) use elements::elements;
pub(super) use marked::{mail, markup};
pub(super) use office::{packages, packed_parts};
pub(super) use packed::{compressed, tars, with_checksums, zips};

use packed::gzip;

/// Each content after two bytes of choice.
fn chosen<C: AsRef<[u8]>>(contents: impl IntoIterator<Item = C>) -> Vec<Vec<u8>> {
    let numbered = (0_u8..).zip(contents);
    let chosen = |(number, content): (u8, C)| {
        [0, number.wrapping_mul(0x25) & 0x7f].map(|choice| behind(choice, content.as_ref()))
    };
    numbered.flat_map(chosen).collect()
}

fn behind(choice: u8, content: &[u8]) -> Vec<u8> {
    [&[choice], content].concat()
}

const SENTENCES: [&str; 4] = [
    "The kettle was cold, and nobody had asked why.\n\nA second paragraph, with 1,204.5 % of it.\n",
    "ذهب الولد إلى السوق، ثم عاد.\nكان الجو حارًّا!\n",
    "Ünïcode: 😀 e\u{301} \u{200f}عربي\u{200e} 中文 \u{feff}\r\nCR\rLF\n",
    "",
];

pub(super) fn texts() -> Vec<Vec<u8>> {
    let mut contents: Vec<Vec<u8>> = SENTENCES.iter().map(|text| text.as_bytes().to_vec()).collect();
    contents.push(SENTENCES[1].encode_utf16().flat_map(u16::to_le_bytes).collect());
    contents.push(
        [&b"\xfe\xff"[..], &SENTENCES[2].encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>()]
            .concat(),
    );
    contents.push(
        b"\xd0\xe5\xc8 \xc7\xe1\xe6\xe1\xcf \xc5\xe1\xec \xc7\xe1\xd3\xe6\xde\xa1 \xcb\xe3 \xda\xc7\xcf."
            .to_vec(),
    );
    contents.push(b"caf\xe9 \x93quoted\x94 na\xefve".to_vec());
    contents.push(b"\x1b$B4A;z\x1b(B and \x83e\x83X\x83g".to_vec());
    contents.push("paragraph after paragraph.\n\n".repeat(800).into_bytes());
    let mut seeds = chosen(&contents);
    seeds.extend((0..=0x1f).map(|choice| behind(choice, &contents[1])));
    seeds.extend(scraped().iter().map(|text| behind(0x81, text.as_bytes())));
    seeds
}

pub(super) fn pages() -> Vec<Vec<u8>> {
    let paragraph = "<p>It rained on the harbour all night, and in the morning the boats lay full of water, as everyone said they would.</p>";
    chosen([
        format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Boats &amp; rain</title>\
             <meta property=\"og:site_name\" content=\"Harbour\"><link rel=canonical href=\"https://example.org/a\">\
             <script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"author\":{{\"name\":\"A. Writer\"}},\"datePublished\":\"2024-05-01\"}}</script>\
             <style>p{{color:red}}</style></head><body><nav><ul><li><a href=/>Home</a><li><a href=/b>News</a></ul></nav>\
             <article><h1>Boats</h1>{}</article><aside>Related</aside><footer>&copy; 2024</footer></body></html>",
            paragraph.repeat(5)
        ),
        format!("<html dir=rtl lang=ar><head><meta http-equiv=Content-Type content='text/html; charset=windows-1256'><title>x</title><body><div class=\"content\">{paragraph}<table><tr><td>1<td>2<tr><th>3</table><pre>a\n b</pre><br><img alt='x'>&#x633;&nbsp;&notanentity;</div>"),
        "<body><template><p>a</template><svg><title>b</title></svg><math><mi>x</math><textarea>c</textarea><select><option>d</select><noscript><p>e</noscript><plaintext>f</p>".to_owned(),
        "<div hidden>a</div><p style=\"display:none\">b</p><p aria-hidden=true>c<!-- d --><![CDATA[e]]><b><i>f</b>g</i></p></p></br>".to_owned(),
        format!("{}x", "<div><b><font>".repeat(300)),
        format!("<table>{}", "<tr><td><table>x".repeat(60)),
    ])
}

pub(super) fn rows() -> Vec<Vec<u8>> {
    let tables = TABLES.iter().flat_map(|table| [0x81, 0xc0].map(|choice| behind(choice, table.as_bytes())));
    [lines(), tables.collect()].concat()
}

fn lines() -> Vec<Vec<u8>> {
    chosen([
        "{\"text\":\"a\",\"id\":1,\"stars\":5}\n\n{\"id\":\"x\",\"text\":\"\\u0633\\ud83d\\ude00\\n\",\"user\":{\"name\":\"b\",\"list\":[1,2.5e3,null,true]}}\r\n",
        "{\"body\":\"a\"}\nnot JSON\n[1]\n{\"text\":null}\n{\"text\":\"a\"} {}\n{\"text\":\"\\ud800\"}\n{\"text\":\"a\",\"x\":1e999}\n{\"text\":\"a\",\"text\":\"b\"}",
        "{\"text\":\"a\",\"n\":123456789012345678901234567890,\"f\":-0.0,\"e\":5e-324}\n{\"text\":\"\u{feff}\",\"id\":\"\"}\n{\"text\":\"\\u0000\"}",
        "{\"text\":\"a\",\"deep\":[[[[[[{\"a\":[{}]}]]]]]]}\n",
        "\u{1e}{\"text\":\"a\"}\n\u{1e}{\"text\":\n\"b\"}\u{1e}{\"te\u{1e}5\n",
    ])
}

const TABLES: [&str; 7] = [
    "id,text,stars\n1,\"a \"\"quoted\"\" text\nof two lines\",5\n2,plain,\n\n3,سلام,4\n",
    "id;text\n1;a\n2;\"b;c\"\n",
    "id\ttext\n1\ta\n2\t\"b\"\n3\n4\ta\tb\tc\n",
    "text,text\na,b\n",
    "sep=;\r\ntext;x\r\n\"open",
    "\u{feff}\"text\"\r\na\rb\r\n",
    "x,y\n1,2\n",
];

fn record(kind: &str, id: &str, fields: &str, block: &[u8]) -> Vec<u8> {
    let length = block.len();
    let header = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{id}>\r\n{fields}Content-Length: {length}\r\n\r\n"
    );
    [header.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(id: &str, status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let block = [format!("HTTP/1.1 {status}\r\n{headers}\r\n").as_bytes(), body].concat();
    let fields = "WARC-Target-URI: https://example.org/a\r\nWARC-Date: 2024-05-01T10:00:00Z\r\n\
                  Content-Type: application/http; msgtype=response\r\n";
    record("response", id, fields, &block)
}

pub(super) fn crawls() -> Vec<Vec<u8>> {
    let page = b"<html><body><p>A page about boats, and nothing else at all.</p></body></html>";
    let chunked = b"5\r\n<p>a \r\n3;x=y\r\npag\r\n2\r\ne.\r\n0\r\n\r\n";
    let all = [
        record("warcinfo", "0", "Content-Type: application/warc-fields\r\n", b"software: test\r\n"),
        response("2", "200 OK", "Content-Type: text/html; charset=utf-8\r\n", page),
        response("3", "404 Not Found", "Content-Type: text/html\r\n", b"<p>gone"),
        response("4", "200 OK", "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", chunked),
        response("5", "200 OK", "Content-Type: text/plain\r\nContent-Encoding: gzip\r\n", &gzip(b"a text")),
        response(
            "5",
            "200 OK",
            "Content-Type: text/plain\r\nContent-Encoding: br\r\n",
            b"\x0b\x02\x80a text\x03",
        ),
        record(
            "conversion",
            "7",
            "WARC-Target-URI: https://example.org/b\r\nContent-Type: text/plain\r\nWARC-Identified-Content-Language: ara,eng\r\n",
            SENTENCES[1].as_bytes(),
        ),
        record("resource", "8", "Content-Type: text/plain\r\n", b"a resource"),
    ];
    chosen([
        all.concat(),
        all[1].clone(),
        [all[3].clone(), all[4].clone()].concat(),
        all[6].clone(),
        all.map(|record| gzip(&record)).concat(),
        ARC.as_bytes().to_vec(),
    ])
}

/// A crawl in ARC.
const ARC: &str = "filedesc://a.arc 0.0.0.0 20080430204825 text/plain 14\n1 1 Archive\nURL\n\n\
    dns:a.example 1.2.3.4 20080430204825 text/dns 3\nIN\n\n\
    http://a.example/ 1.2.3.4 20080430204825 text/plain 51\nHTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\na text\n\
    http://a.example/2 1.2.3.4 20080430204825 text/html 200 x - 9 a.arc 4\n<p>b\n";

fn scraped() -> [String; 4] {
    let prose = "It rained on the harbour all night, and in the morning the boats lay full of water, as everyone said they would.";
    let arabic =
        "هطل المطر على الميناء طوال الليل، وفي الصباح كانت القوارب ممتلئة بالماء كما قال الجميع من قبل.";
    [
        format!(
            "Home\nNews\nSport\nSign in\nSubscribe\n\nBoats\nBy A. Writer\n1 May 2024\nShare on Facebook\nTweet\n\n{prose}\n\n{prose}\n\nRelated articles\nA storm\nA calm\n\nLeave a comment\nYour email address will not be published.\nName *\nEmail *\n\nWe use cookies.\nAccept all\n\n© 2024 Harbour. All rights reserved.\nPrivacy policy\nTerms of use\n"
        ),
        format!(
            "الرئيسية\nأخبار\nرياضة\nتسجيل الدخول\n\nالقوارب\nمشاركة\nفيسبوك\nتويتر\n\n{arabic}\n\n{arabic}\n\nمواضيع ذات صلة\nعاصفة\n\nاترك تعليقا\nلن يتم نشر عنوان بريدك الإلكتروني\n\nجميع الحقوق محفوظة © 2024\nسياسة الخصوصية\n"
        ),
        format!("{prose}\n{prose}"),
        "Home | News | Sport | Log in\r\n* a\r\n* b\r\nRead more »\r\n".repeat(6),
    ]
}
