//! Files of every format, from which a fuzzer begins.

use std::io::{Cursor, Write as _};
use std::sync::Arc;

use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use ::parquet::file::properties::{WriterProperties, WriterVersion};
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::parser::parse_message_type;

/// Each content behind a byte of choice; those with every eighth choice too, where there are few.
fn chosen<C: AsRef<[u8]>>(contents: impl IntoIterator<Item = C>) -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for (number, content) in (0_u8..).zip(contents) {
        for choice in [0, number.wrapping_mul(0x25)] {
            seeds.push([&[choice], content.as_ref()].concat());
        }
    }
    seeds
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
    seeds.extend((0..=0x1f).map(|choice| [&[choice], contents[1].as_slice()].concat()));
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

pub(super) fn json_lines() -> Vec<Vec<u8>> {
    chosen([
        "{\"text\":\"a\",\"id\":1,\"stars\":5}\n\n{\"id\":\"x\",\"text\":\"\\u0633\\ud83d\\ude00\\n\",\"user\":{\"name\":\"b\",\"list\":[1,2.5e3,null,true]}}\r\n",
        "{\"body\":\"a\"}\nnot JSON\n[1]\n{\"text\":null}\n{\"text\":\"a\"} {}\n{\"text\":\"\\ud800\"}\n{\"text\":\"a\",\"x\":1e999}\n{\"text\":\"a\",\"text\":\"b\"}",
        "{\"text\":\"a\",\"n\":123456789012345678901234567890,\"f\":-0.0,\"e\":5e-324}\n{\"text\":\"\u{feff}\",\"id\":\"\"}\n{\"text\":\"\\u0000\"}",
        "{\"text\":\"a\",\"deep\":[[[[[[{\"a\":[{}]}]]]]]]}\n",
    ])
}

pub(super) fn tables() -> Vec<Vec<u8>> {
    chosen([
        "id,text,stars\n1,\"a \"\"quoted\"\" text\nof two lines\",5\n2,plain,\n\n3,سلام,4\n",
        "id;text\n1;a\n2;\"b;c\"\n",
        "id\ttext\n1\ta\n2\t\"b\"\n3\n4\ta\tb\tc\n",
        "text,text\na,b\n",
        "sep=;\r\ntext;x\r\n\"open",
        "\u{feff}\"text\"\r\na\rb\r\n",
        "x,y\n1,2\n",
    ])
}

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
    ])
}

fn tar_of(members: &[(&str, &[u8], ::tar::EntryType)]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (path, content, kind) in members {
        let mut header = ::tar::Header::new_gnu();
        header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_size(content.len() as u64);
        header.set_entry_type(*kind);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append(&header, *content).expect("a buffer takes all");
    }
    builder.into_inner().expect("a buffer takes all")
}

pub(super) fn tars() -> Vec<Vec<u8>> {
    use ::tar::EntryType;
    let lines = b"{\"text\":\"a\"}\n{\"text\":\"b\"}\n";
    let plain = tar_of(&[
        ("a.txt", SENTENCES[0].as_bytes(), EntryType::Regular),
        ("d/", b"", EntryType::Directory),
        ("d/b.jsonl", lines, EntryType::Regular),
        ("l", b"", EntryType::Symlink),
        (".hidden", b"x", EntryType::Regular),
    ]);
    let extended = tar_of(&[
        ("long", b"a/very/long/name.txt\0", EntryType::GNULongName),
        ("a", b"text", EntryType::Regular),
        ("pax", b"22 path=b/\xd8\xa3/c.html\n12 size=0005\n", EntryType::XHeader),
        ("b", b"<p>b", EntryType::Regular),
        ("b", b"again", EntryType::Regular),
        ("g", b"9 x=yyyy\n", EntryType::XGlobalHeader),
        ("s", b"", EntryType::GNUSparse),
    ]);
    let nested = tar_of(&[
        ("1.tar", &plain, EntryType::Regular),
        ("2.zip", &zip_of(&[("a.txt", b"a")], ::zip::CompressionMethod::STORE), EntryType::Regular),
    ]);
    chosen([plain.clone(), extended, nested, gzip(&plain)])
}

/// The same bytes, with the checksum of each header in them put right, as far as blocks follow each other.
pub(super) fn with_checksums(content: &[u8]) -> Vec<u8> {
    const BLOCK: usize = 512;
    let mut mended = content.to_vec();
    let mut at = 0;
    while let Some(block) = mended.get_mut(at..at + BLOCK) {
        let sum: u32 = block
            .iter()
            .enumerate()
            .map(|(at, &byte)| if (148..156).contains(&at) { 32 } else { u32::from(byte) })
            .sum();
        block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        let digits = str::from_utf8(&block[124..135])
            .ok()
            .and_then(|digits| usize::from_str_radix(digits.trim(), 8).ok());
        let Some(size) = digits.filter(|&size| size <= content.len()) else { break };
        at += BLOCK + size.next_multiple_of(BLOCK);
    }
    mended
}

fn zip_of(members: &[(&str, &[u8])], method: ::zip::CompressionMethod) -> Vec<u8> {
    let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in members {
        let options = ::zip::write::SimpleFileOptions::default().compression_method(method);
        writer.start_file(*path, options).expect("a buffer takes all");
        writer.write_all(content).expect("a buffer takes all");
    }
    writer.finish().expect("a buffer takes all").into_inner()
}

pub(super) fn zips() -> Vec<Vec<u8>> {
    use ::zip::CompressionMethod;
    let lines = b"{\"text\":\"a\"}\n{\"text\":\"b\"}\n";
    let members: &[(&str, &[u8])] = &[
        ("a.txt", SENTENCES[0].as_bytes()),
        ("d/b.jsonl", lines),
        ("\u{623}.html", b"<p>c"),
        ("__MACOSX/x", b""),
        ("e/", b""),
    ];
    let stored = zip_of(members, CompressionMethod::STORE);
    let nested = zip_of(&[("1.zip", &stored), ("2.txt.gz", &gzip(b"text"))], CompressionMethod::STORE);
    let document = zip_of(&[("mimetype", b"application/epub+zip")], CompressionMethod::STORE);
    chosen([
        stored,
        zip_of(members, CompressionMethod::DEFLATE),
        nested,
        document,
        zip_of(&[], CompressionMethod::STORE),
    ])
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).expect("a buffer takes all");
    encoder.finish().expect("a buffer takes all")
}

fn zstandard(content: &[u8]) -> Vec<u8> {
    zstd::encode_all(content, 1).expect("a buffer takes all")
}

fn bzip2(content: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(content).expect("a buffer takes all");
    encoder.finish().expect("a buffer takes all")
}

fn xz(content: &[u8]) -> Vec<u8> {
    let options = lzma_rust2::XzOptions::with_preset(0);
    let mut writer = lzma_rust2::XzWriter::new(Vec::new(), options).expect("a buffer takes all");
    writer.write_all(content).expect("a buffer takes all");
    writer.finish().expect("a buffer takes all")
}

pub(super) fn compressed() -> Vec<Vec<u8>> {
    let lines = "{\"text\":\"some text, some text and some text more\"}\n".repeat(20);
    let lines = lines.as_bytes();
    chosen([
        gzip(lines),
        zstandard(lines),
        bzip2(lines),
        xz(lines),
        [gzip(lines), gzip(b"")].concat(),
        [b"\x50\x2a\x4d\x18\x02\0\0\0xx", &zstandard(lines)[..]].concat(),
        gzip(&zstandard(&bzip2(&xz(lines)))),
        gzip(&gzip(&gzip(&gzip(&gzip(lines))))),
        xz(&vec![b'a'; 100_000]),
    ])
}

pub(super) fn scraped() -> Vec<Vec<u8>> {
    let prose = "It rained on the harbour all night, and in the morning the boats lay full of water, as everyone said they would.";
    let arabic =
        "هطل المطر على الميناء طوال الليل، وفي الصباح كانت القوارب ممتلئة بالماء كما قال الجميع من قبل.";
    chosen([
        format!(
            "Home\nNews\nSport\nSign in\nSubscribe\n\nBoats\nBy A. Writer\n1 May 2024\nShare on Facebook\nTweet\n\n{prose}\n\n{prose}\n\nRelated articles\nA storm\nA calm\n\nLeave a comment\nYour email address will not be published.\nName *\nEmail *\n\nWe use cookies.\nAccept all\n\n© 2024 Harbour. All rights reserved.\nPrivacy policy\nTerms of use\n"
        ),
        format!(
            "الرئيسية\nأخبار\nرياضة\nتسجيل الدخول\n\nالقوارب\nمشاركة\nفيسبوك\nتويتر\n\n{arabic}\n\n{arabic}\n\nمواضيع ذات صلة\nعاصفة\n\nاترك تعليقا\nلن يتم نشر عنوان بريدك الإلكتروني\n\nجميع الحقوق محفوظة © 2024\nسياسة الخصوصية\n"
        ),
        format!("{prose}\n{prose}"),
        "Home | News | Sport | Log in\r\n* a\r\n* b\r\nRead more »\r\n".repeat(6),
    ])
}

/// Writes a column: its values, and for each cell its definition and repetition levels.
fn column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    values: &[T::T],
    levels: Option<&[i16]>,
    repetitions: Option<&[i16]>,
) {
    let mut writer = group.next_column().expect("a buffer takes all").expect("the schema has the column");
    writer.typed::<T>().write_batch(values, levels, repetitions).expect("the values fit the schema");
    writer.close().expect("a buffer takes all");
}

fn strings(values: &[&str]) -> Vec<ByteArray> {
    values.iter().map(|&value| ByteArray::from(value)).collect()
}

const SCHEMA: &str = "message m {
    required int64 number;
    optional binary text (UTF8);
    optional double stars;
    required int64 at (TIMESTAMP(MILLIS, true));
    optional group tags (LIST) { repeated group list { required binary element (UTF8); } }
    optional group user { required binary name (UTF8); optional int32 born (DATE); }
}";

fn table(properties: WriterProperties) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(SCHEMA).expect("the schema is lawful"));
    let mut writer =
        SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).expect("a buffer takes all");
    for begin in [1, 4] {
        let mut group = writer.next_row_group().expect("a buffer takes all");
        column::<Int64Type>(&mut group, &[begin, begin + 1, begin + 2], None, None);
        column::<ByteArrayType>(&mut group, &strings(&["سلام", "text"]), Some(&[1, 0, 1]), None);
        column::<DoubleType>(&mut group, &[4.5, f64::NAN], Some(&[1, 1, 0]), None);
        column::<Int64Type>(&mut group, &[0, 1_000, -1_500], None, None);
        column::<ByteArrayType>(&mut group, &strings(&["a", "b"]), Some(&[2, 2, 1, 0]), Some(&[0, 1, 0, 0]));
        column::<ByteArrayType>(&mut group, &strings(&["x", "y"]), Some(&[1, 0, 1]), None);
        column::<Int32Type>(&mut group, &[1], Some(&[2, 0, 1]), None);
        group.close().expect("a buffer takes all");
    }
    writer.into_inner().expect("a buffer takes all")
}

pub(super) fn parquet() -> Vec<Vec<u8>> {
    let of = |compression, dictionary, version| {
        let properties =
            WriterProperties::builder().set_compression(compression).set_dictionary_enabled(dictionary);
        table(properties.set_writer_version(version).build())
    };
    chosen([
        of(Compression::UNCOMPRESSED, true, WriterVersion::PARQUET_1_0),
        of(Compression::UNCOMPRESSED, false, WriterVersion::PARQUET_2_0),
        of(Compression::SNAPPY, true, WriterVersion::PARQUET_2_0),
        of(Compression::ZSTD(ZstdLevel::default()), false, WriterVersion::PARQUET_1_0),
        of(Compression::LZ4_RAW, true, WriterVersion::PARQUET_1_0),
    ])
}
