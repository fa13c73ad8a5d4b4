use std::io::{Seek, SeekFrom, Write};

use ::parquet::basic::{BrotliLevel, Compression, ZstdLevel};
use ::parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use ::parquet::file::properties::{WriterProperties, WriterVersion};
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::parser::parse_message_type;
use proptest::prelude::*;
use serde_json::json;

use super::*;

#[test]
fn fields_of_groups_are_called_by_their_path() {
    let bytes = written(WriterProperties::builder().build());
    let read = |text: &str, id: &str| {
        let format =
            Format { text_field: text.to_owned(), id_field: Some(id.to_owned()), ..Format::default() };
        let items = items(&bytes, &format).into_iter();
        items.map(|item| match item {
            Item::Document(document) => format!("{} {}", document.id, document.text),
            Item::Unread(unread) => format!("{}! {}", unread.id, unread.message),
            Item::Deferred(_) => panic!("nothing is deferred here"),
        })
    };
    let names: Vec<String> = read("user.name", "number").take(3).collect();
    assert_eq!(names, ["1 x", "a.parquet#2! the column `user.name` is null", "3 y"]);
    let born: Vec<String> = read("text", "user.born").take(1).collect();
    assert_eq!(born, ["1970-01-02 سلام"]);
    let wrong: Vec<String> = read("user.born", "number").collect();
    assert_eq!(wrong, ["a.parquet! the column `user.born` holds no strings"]);
    let missing: Vec<String> = read("tags.element", "number").collect();
    assert_eq!(
        missing,
        [
            "a.parquet! no column `tags.element`; there is `number`, `text`, `stars`, `at`, `tags` and `user`: `--text-field` names the column of the text"
        ]
    );
}

const SCHEMA: &str = "message m {
    required int64 number;
    optional binary text (UTF8);
    optional double stars;
    required int64 at (TIMESTAMP(MILLIS, true));
    optional group tags (LIST) { repeated group list { required binary element (UTF8); } }
    optional group user { required binary name (UTF8); optional int32 born (DATE); }
}";

/// Writes a column: its values, and for each cell its definition and repetition levels.
fn column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    values: &[T::T],
    levels: Option<&[i16]>,
    repetitions: Option<&[i16]>,
) {
    let mut writer = group.next_column().unwrap().unwrap();
    writer.typed::<T>().write_batch(values, levels, repetitions).unwrap();
    writer.close().unwrap();
}

fn strings(values: &[&str]) -> Vec<ByteArray> {
    values.iter().map(|&value| ByteArray::from(value)).collect()
}

/// Two row groups of three rows each.
fn written(properties: WriterProperties) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).unwrap();
    for begin in [1, 4] {
        let mut group = writer.next_row_group().unwrap();
        column::<Int64Type>(&mut group, &[begin, begin + 1, begin + 2], None, None);
        column::<ByteArrayType>(&mut group, &strings(&["سلام", "text"]), Some(&[1, 0, 1]), None);
        column::<DoubleType>(&mut group, &[4.5, f64::NAN], Some(&[1, 1, 0]), None);
        column::<Int64Type>(&mut group, &[0, 1_000, -1_500], None, None);
        column::<ByteArrayType>(&mut group, &strings(&["a", "b"]), Some(&[2, 2, 1, 0]), Some(&[0, 1, 0, 0]));
        column::<ByteArrayType>(&mut group, &strings(&["x", "y"]), Some(&[1, 0, 1]), None);
        column::<Int32Type>(&mut group, &[1], Some(&[2, 0, 1]), None);
        group.close().unwrap();
    }
    writer.into_inner().unwrap()
}

fn items(bytes: &[u8], format: &Format) -> Vec<Item> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.seek(SeekFrom::Start(0)).unwrap();
    let name = Name { id: "a.parquet".to_owned(), position: "a.parquet".to_owned() };
    let mut parquet = Parquet::new(file, name, &Arc::new(format.clone()));
    let items: Vec<_> = std::iter::from_fn(|| parquet.next_item()).collect();
    let (given, rows) = parquet.progress().unwrap();
    assert_eq!(given, rows);
    items
}

/// Documents as `id: text metadata`; what is unread as `position! message`.
fn shown(item: &Item) -> String {
    match item {
        Item::Document(document) => {
            let metadata = serde_json::to_string(&document.metadata).unwrap();
            format!("{}: {} {metadata}", document.id, document.text)
        }
        Item::Unread(unread) => format!("{}! {}", unread.position, unread.message),
        Item::Deferred(_) => unreachable!("a row is made into a document where it is read"),
    }
}

#[track_caller]
fn check(bytes: &[u8], format: &Format, expected: &[&str]) {
    let items: Vec<_> = items(bytes, format).iter().map(shown).collect();
    assert_eq!(items, expected);
}

#[test]
fn a_row_is_a_document_in_any_compression() {
    for (compression, version) in [
        (Compression::UNCOMPRESSED, WriterVersion::PARQUET_1_0),
        (Compression::SNAPPY, WriterVersion::PARQUET_1_0),
        (Compression::SNAPPY, WriterVersion::PARQUET_2_0),
        (Compression::GZIP(Default::default()), WriterVersion::PARQUET_1_0),
        (Compression::BROTLI(BrotliLevel::default()), WriterVersion::PARQUET_1_0),
        (Compression::LZ4, WriterVersion::PARQUET_1_0),
        (Compression::LZ4_RAW, WriterVersion::PARQUET_1_0),
        (Compression::ZSTD(ZstdLevel::default()), WriterVersion::PARQUET_2_0),
    ] {
        let properties = WriterProperties::builder().set_compression(compression).set_writer_version(version);
        check(
            &written(properties.build()),
            &Format::default(),
            &[
                "a.parquet#1: سلام {\"at\":\"1970-01-01T00:00:00Z\",\"number\":1,\"stars\":4.5,\"tags\":[\"a\",\"b\"],\
             \"user\":{\"born\":\"1970-01-02\",\"name\":\"x\"}}",
                "a.parquet#2! the column `text` is null",
                "a.parquet#3: text {\"at\":\"1969-12-31T23:59:58.5Z\",\"number\":3,\"user\":{\"born\":null,\"name\":\"y\"}}",
                "a.parquet#4: سلام {\"at\":\"1970-01-01T00:00:00Z\",\"number\":4,\"stars\":4.5,\"tags\":[\"a\",\"b\"],\
             \"user\":{\"born\":\"1970-01-02\",\"name\":\"x\"}}",
                "a.parquet#5! the column `text` is null",
                "a.parquet#6: text {\"at\":\"1969-12-31T23:59:58.5Z\",\"number\":6,\"user\":{\"born\":null,\"name\":\"y\"}}",
            ],
        );
    }
}

#[test]
fn columns_are_named() {
    let file = written(WriterProperties::default());
    let wanted = Some(["stars".to_owned()].into());
    let format = Format { id_field: Some("number".to_owned()), metadata_fields: wanted, ..Format::default() };
    let first = items(&file, &format).remove(0);
    let Item::Document(document) = first else { panic!("{first:?}") };
    let expected = Document::new("a.parquet#1", "سلام").with_metadata("stars", json!(4.5));
    assert_eq!(document, Document { id: "1".to_owned(), ..expected });
}

#[test]
fn a_file_without_the_column_is_named_once() {
    let file = written(WriterProperties::default());
    let with = |field: &str| Format { text_field: field.to_owned(), ..Format::default() };
    check(
        &file,
        &with("body"),
        &[
            "a.parquet! no column `body`; there is `number`, `text`, `stars`, `at`, `tags` and `user`: `--text-field` names the column of the text",
        ],
    );
    check(&file, &with("number"), &["a.parquet! the column `number` holds no strings"]);
    check(&file, &with("tags"), &["a.parquet! the column `tags` holds no strings"]);
}

#[test]
fn a_text_may_be_too_long_or_not_valid() {
    let schema = Arc::new(parse_message_type("message m { required binary text; }").unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let values: Vec<ByteArray> =
        [&b"caf\xe9"[..], &[b'a'; 9]].into_iter().map(|bytes| bytes.to_vec().into()).collect();
    column::<ByteArrayType>(&mut group, &values, None, None);
    group.close().unwrap();
    let file = writer.into_inner().unwrap();
    let format = Format { max_document: 8, ..Format::default() };
    let long = "a.parquet#2! 9 bytes, more than the 8 that a document may have";
    check(&file, &format, &["a.parquet#1: caf\u{fffd} {}", long]);
    let format = Format { invalid_text: InvalidText::Fault, ..format };
    check(&file, &format, &["a.parquet#1! not valid UTF-8, first at byte 3", long]);
}

#[test]
fn a_damaged_file_is_named() {
    let file = written(WriterProperties::default());
    for bytes in [&b""[..], b"PAR1", &file[..file.len() / 2], &file[..file.len() - 1]] {
        let items = items(bytes, &Format::default());
        assert!(matches!(&items[..], [Item::Unread(_)]), "{items:?}");
    }
    // The first page of the texts, in the middle of the first group: its rows are lost, those of the second are not.
    let mut broken = file.clone();
    let text = file.windows(8).position(|window| window == "سلام".as_bytes()).unwrap();
    broken[text - 12..text].fill(0xff);
    let items = items(&broken, &Format::default());
    assert!(shown(&items[0]).ends_with("(3 rows from here on are lost)"), "{items:?}");
    assert_eq!(items.len(), 4, "{items:?}");
}

proptest! {
    #[test]
    fn no_byte_of_a_file_can_end_a_run(
        flips in proptest::collection::vec((any::<prop::sample::Index>(), 1..=255_u8), 1..4),
        dictionary in any::<bool>(),
        version in prop::sample::select(vec![WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0]),
    ) {
        let properties = WriterProperties::builder().set_dictionary_enabled(dictionary).set_writer_version(version);
        let mut file = written(properties.build());
        let length = file.len();
        for (place, mask) in flips {
            file[place.index(length)] ^= mask;
        }
        let items = items(&file, &Format::default());
        prop_assert!(!items.is_empty());
    }
}
