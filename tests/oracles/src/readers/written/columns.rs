//! Parquet.

use std::sync::Arc;

use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use ::parquet::file::properties::{WriterProperties, WriterVersion};
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::parser::parse_message_type;

use super::chosen;

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

pub(in crate::readers) fn parquet() -> Vec<Vec<u8>> {
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
