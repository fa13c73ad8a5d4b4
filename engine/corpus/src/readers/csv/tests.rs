use std::io::{BufReader, Read};

use proptest::prelude::*;

use super::*;
use crate::encoding::{Encoding, Unit};

/// A stream of UTF-8.
fn stream<R: BufRead>(input: R) -> Transcoding<R> {
    Transcoding::new(input, b"", Some(Encoding::parse("utf-8").unwrap()), Unit::Line)
}

fn items(input: &[u8], piece: usize, delimiter: Option<u8>, format: &Format) -> Vec<Item> {
    let name = Name { id: "a.csv".to_owned(), position: "a.csv".to_owned() };
    let mut input = stream(BufReader::with_capacity(piece, input));
    let mut csv = Csv::new(delimiter);
    std::iter::from_fn(|| csv.next_item(&mut input, &name, format).unwrap()).collect()
}

/// Documents as `id: text {metadata}`, with a `~` where bytes were replaced; what is unread as `position! message`.
fn shown(item: &Item) -> String {
    match item {
        Item::Document(document) => {
            let mark = if document.replaced { "~" } else { "" };
            let metadata = if document.metadata.is_empty() {
                String::new()
            } else {
                format!(" {}", serde_json::to_string(&document.metadata).unwrap())
            };
            format!("{}:{mark} {}{metadata}", document.id, document.text)
        }
        Item::Unread(unread) => format!("{}! {}", unread.position, unread.message),
        Item::Deferred(_) => unreachable!("a row is made into a document where it is read"),
    }
}

#[track_caller]
fn check_with(input: &[u8], format: &Format, expected: &[&str]) {
    for piece in [1, 5, 8192] {
        let items: Vec<_> = items(input, piece, None, format).iter().map(shown).collect();
        assert_eq!(items, expected, "in {:?}, in pieces of {piece}", input.escape_ascii().to_string());
    }
}

#[track_caller]
fn check(input: &str, expected: &[&str]) {
    let format = Format { max_document: 64, id_field: Some("id".to_owned()), ..Format::default() };
    check_with(input.as_bytes(), &format, expected);
}

#[test]
fn a_row_is_a_document() {
    check("", &[]);
    check("\n\r\n", &[]);
    check("text\n", &[]);
    check("text\na\nb", &["a.csv#2: a", "a.csv#3: b"]);
    check("text,id,x\r\na,1,\r\n\r\nb,,2\r\n", &["1: a", "a.csv#4: b {\"x\":\"2\"}"]);
    check("\u{feff}text,x\n\"\",y", &["a.csv#2:  {\"x\":\"y\"}"]);
    check(" x ; text \n1,5;a\n", &["a.csv#2: a {\"x\":\"1,5\"}"]);
    check("text,text,x,x\na,b,c,d", &["a.csv#2: a {\"x\":\"c\"}"]);
}

#[test]
fn a_quote_in_a_table_with_tabs_may_be_a_character() {
    let row = |line: u64, text: &str| format!("a.csv#{line}: {text} {{\"x\":\"{line}\"}}");
    let (two, three, four) = (row(2, "\"a"), row(3, "b \"c\""), row(4, "d e\""));
    check("x\ttext\n2\t\"a\n3\tb \"c\"\n4\t\"d\" e\"\n5\tf\n", &[&two, &three, &four, &row(5, "f")]);
    check("x\ttext\n2\t\"a\n3\tb\"\n", &[&two, &row(3, "b\"")]);
    check("x\ttext\n2\t\"\n", &[&row(2, "\"")]);
    check("text\tx\r\n\"a\t2\r\n", &[&two]);
    // What has a tab or an end of a line in it is quoted.
    check("x\ttext\n2\t\"a\tb\"\n3\t\"c\nd\"\n", &[&row(2, "a\tb"), &row(3, "c\nd")]);
    check("x\ttext\n2\t\"a \"\"b\"\"\"\n", &[&row(2, "a \"b\"")]);
}

#[test]
fn what_databases_write_for_null_is_no_value() {
    check(
        "text,x\na,\\N\n\\N,b\n\\Na,c",
        &["a.csv#2: a", "a.csv#3! the text is null", "a.csv#4: \\Na {\"x\":\"c\"}"],
    );
}

#[test]
fn rows_may_have_names_and_empty_fields_for_which_there_is_no_column() {
    let (one, two) = ("a.csv#2: a {\"x\":\"5\"}", "a.csv#3: b {\"x\":\"6\"}");
    check("\"x\",\"text\"\n\"1\",5,\"a\"\n\"2\",6,\"b\"\n", &[one, two]);
    check("\"x\";\"text\"\n\"Ann\";5;\"a\"\n\"Bob\";6;\"b\"\n", &[one, two]);
    check("x\ttext\n1\t5\ta\n2\t6\tb\n", &[one, two]);
    check("x,text\n5,a,\n6,b,,\n", &[one, two]);
    let row =
        |line: u64, fields: &str| format!("a.csv#{line}! a row of {fields}, under a header of 2 columns");
    let more = row(2, "3 fields");
    check("x,text\n1,a, b\n6,b\n", &[&more, two]);
    check("x\ttext\n2\ta\tc\n6\tb\n", &[&more, two]);
    check("\"x\",\"text\"\n\"1\",5,\"a\"\n6,\"b\"\n", &[one, &row(3, "2 fields")]);
}

#[test]
fn blanks_behind_delimiters_are_as_the_header_has_them() {
    check(
        "x, text\n1, \"a, b\"\n\"2\",   \"c\nd\"\n3, e \"f\"\n",
        &["a.csv#2: a, b {\"x\":\"1\"}", "a.csv#3: c\nd {\"x\":\"2\"}", "a.csv#5:  e \"f\" {\"x\":\"3\"}"],
    );
    check("x,text\n1, \"a\"\n", &["a.csv#2:  \"a\" {\"x\":\"1\"}"]);
}

#[test]
fn quotes_hold_delimiters_and_lines() {
    check(
        "\"text\",x\n\"a, \"\"b\"\"\r\nc\",d\ne,5\" f",
        &["a.csv#2: a, \"b\"\r\nc {\"x\":\"d\"}", "a.csv#4: e {\"x\":\"5\\\" f\"}"],
    );
    check("x,text\n\"\n\n\",\"\n\"\n1,b", &["a.csv#2: \n {\"x\":\"\\n\\n\"}", "a.csv#6: b {\"x\":\"1\"}"]);
    check("\"text\nand more\",text\na,b", &["a.csv#3: b {\"text\\nand more\":\"a\"}"]);
}

#[test]
fn a_broken_quote_spoils_its_row_alone() {
    let never = "a.csv#3! the quote that is opened at byte 3 of line 3 is never closed";
    check(
        "x,text\n1,a\n2,\"b\n3,c\n4,d\n",
        &["a.csv#2: a {\"x\":\"1\"}", never, "a.csv#4: c {\"x\":\"3\"}", "a.csv#5: d {\"x\":\"4\"}"],
    );
    let middle = "a.csv#2! the quote that is opened at byte 3 of line 2 is closed in the middle of a field";
    check("x,text\n1,\"a\n2,\"b\"\n3,c\n", &[middle, "a.csv#3: b {\"x\":\"2\"}", "a.csv#4: c {\"x\":\"3\"}"]);
    let limit = "a.csv#2! the quote that is opened at byte 3 of line 2 is not closed within the 64 bytes that a document may have";
    let rows: Vec<_> = (3..40).map(|line| format!("{line},some text")).collect();
    let documents: Vec<_> =
        (3..40).map(|line| format!("a.csv#{line}: some text {{\"x\":\"{line}\"}}")).collect();
    let expected: Vec<_> =
        std::iter::once(limit).chain(documents.iter().map(|document| &**document)).collect();
    check(&format!("x,text\n1,\"a\n{}", rows.join("\n")), &expected);
    check(
        "x,text\n\"a\nb\",\"c\nd\n1,e",
        &[
            "a.csv#2! the quote that is opened at byte 4 of line 3 is never closed",
            "a.csv#4! a row of 1 field, under a header of 2 columns",
            "a.csv#5: e {\"x\":\"1\"}",
        ],
    );
}

#[test]
fn a_line_ends_with_a_carriage_return_too() {
    check(
        "n,text\r1,The harbour reopened.\r2,Prices rose.\r",
        &["a.csv#2: The harbour reopened. {\"n\":\"1\"}", "a.csv#3: Prices rose. {\"n\":\"2\"}"],
    );
    check(
        "text,x\r\na,1\rb,2\n\r\nc,\"3\r4\"\r\rd,5",
        &[
            "a.csv#2: a {\"x\":\"1\"}",
            "a.csv#3: b {\"x\":\"2\"}",
            "a.csv#5: c {\"x\":\"3\\r4\"}",
            "a.csv#7: d {\"x\":\"5\"}",
        ],
    );
}

#[test]
fn a_field_may_begin_with_a_word_between_quotes() {
    check(
        "ns,text\n0,\"Fatty\" Arbuckle\n\"1\" 2,plain\n",
        &["a.csv#2: Fatty Arbuckle {\"ns\":\"0\"}", "a.csv#3: plain {\"ns\":\"1 2\"}"],
    );
    check(
        "x,text\n1,\"a, b\" c \"d\"\n2,c\n",
        &["a.csv#2: a, b c \"d\" {\"x\":\"1\"}", "a.csv#3: c {\"x\":\"2\"}"],
    );
}

#[test]
fn a_quote_behind_a_backslash_ends_nothing() {
    check(
        "n,text\n1,\"He said \\\"come in\\\" twice.\"\n2,b\n",
        &["a.csv#2: He said \"come in\" twice. {\"n\":\"1\"}", "a.csv#3: b {\"n\":\"2\"}"],
    );
    check("n,text\n1,\"a \\\"b\\\", c\"\n", &["a.csv#2: a \"b\", c {\"n\":\"1\"}"]);
    check("text,x\n\"C:\\\",1\n", &["a.csv#2: C:\\ {\"x\":\"1\"}"]);
    // Where its quotes do not close otherwise, one behind a backslash may stand at the end of a field.
    check(
        "n,text,x\n1,\"pipe 6\\\"\",a\n2,\"b\",c\n3,\"size 5\\\"\",\"7\\\"\"\n",
        &[
            "a.csv#2: pipe 6\" {\"n\":\"1\",\"x\":\"a\"}",
            "a.csv#3: b {\"n\":\"2\",\"x\":\"c\"}",
            "a.csv#4: size 5\" {\"n\":\"3\",\"x\":\"7\\\"\"}",
        ],
    );
    check(
        "n,text\n1,\"a\nsize 5\\\"\"\n2,b",
        &["a.csv#2: a\nsize 5\" {\"n\":\"1\"}", "a.csv#4: b {\"n\":\"2\"}"],
    );
    check("n,text\n1,\"a \\\"\", b\"\n", &["a.csv#2: a \\\", b {\"n\":\"1\"}"]);
    // What is given back is as it was.
    check(
        "x,text\n1,\"a\n2,b\\\"c\n",
        &[
            "a.csv#2! the quote that is opened at byte 3 of line 2 is never closed",
            "a.csv#3: b\\\"c {\"x\":\"2\"}",
        ],
    );
}

#[test]
fn what_stands_before_a_header_is_stepped_over() {
    check("sep=;\nn;text\n1;The harbour, reopened.\n", &["a.csv#3: The harbour, reopened. {\"n\":\"1\"}"]);
    check("# made by a tool, today\nn,text\n1,a\n", &["a.csv#3: a {\"n\":\"1\"}"]);
    check("A title\n,,\nn,text,x\n1,a,2\n", &["a.csv#4: a {\"n\":\"1\",\"x\":\"2\"}"]);
    check("# one\ntext\na\n", &["a.csv#3: a"]);
    check(&format!("{}n,text\n1,a\n", "# a comment, of many\n".repeat(40)), &["a.csv#42: a {\"n\":\"1\"}"]);
    check("Export of posts, 2024\nn,text\n1,a\n", &["a.csv#3: a {\"n\":\"1\"}"]);
    check("Berlin, Paris, 2024-01-02\n\nn;text\n1;a\n", &["a.csv#4: a {\"n\":\"1\"}"]);
    let no_column = |columns: &str| {
        format!("a.csv! no column `text`; there is {columns}: `--text-field` names the column of the text")
    };
    check("n,body\n1,text\n2,b\n", &[&no_column("`n` and `body`")]);
    check("n, body\n1, text\nx, text\n", &[&no_column("`n` and `body`")]);
    check(
        "body\na\ntext\nb\n",
        &["a.csv! no column `text`; there is `body`: `--text-field` names the column of the text"],
    );
    check(
        "body\na\n",
        &["a.csv! no column `text`; there is `body`: `--text-field` names the column of the text"],
    );
}

#[test]
fn a_broken_header_loses_the_file_and_says_so() {
    check("\"text,x\n1,a\n2,b\n", &["a.csv#1! the quote that is opened at byte 1 of line 1 is never closed"]);
    check(
        "id;body;stars\n1;a;5\n2;b;4\n",
        &[
            "a.csv! no column `text`; there is `id`, `body` and `stars`: `--text-field` names the column of the text",
        ],
    );
    check(
        "a,b,c,d,e,f,g\u{1b},h",
        &[
            "a.csv! no column `text`; there is `a`, `b`, `c`, `d`, `e`, `f` and 2 more: `--text-field` names the column of the text",
        ],
    );
}

#[test]
fn a_row_of_another_length_is_none() {
    check(
        "x,text\na\n1,2,3\n1,b\n",
        &[
            "a.csv#2! a row of 1 field, under a header of 2 columns",
            "a.csv#3! a row of 3 fields, under a header of 2 columns",
            "a.csv#4: b {\"x\":\"1\"}",
        ],
    );
}

#[test]
fn what_fills_a_file_is_no_row() {
    for end in ["\0\0\0", "\n\0\0\0\n", "\u{1a}", "\r\n\u{1a}\0\0", "\n\0\n\0\n\u{1a}\n"] {
        check(
            &format!("n,text\n1,a\n2,\"b\"{end}"),
            &["a.csv#2: a {\"n\":\"1\"}", "a.csv#3: b {\"n\":\"2\"}"],
        );
    }
}

#[test]
fn a_row_over_the_limit_is_stepped_over() {
    for quote in ["", "\""] {
        let input = format!("text\n{quote}{}{quote}\nb\n", "a".repeat(200));
        let over = if quote.is_empty() {
            "a.csv#2! a row of 201 bytes, more than the 64 that a document may have"
        } else {
            "a.csv#2! the quote that is opened at byte 1 of line 2 is not closed within the 64 bytes that a document may have"
        };
        check(&input, &[over, "a.csv#3: b"]);
    }
    check(&format!("text\n{}\r\n", "a".repeat(64)), &[&format!("a.csv#2: {}", "a".repeat(64))]);
}

#[test]
fn bytes_that_are_not_utf8_are_replaced_or_a_fault() {
    let format = Format::default();
    check_with(b"text\ncaf\xe9\nb\0c\n", &format, &["a.csv#2:~ caf\u{fffd}", "a.csv#3: b\0c"]);
    let format = Format { invalid_text: InvalidText::Fault, ..format };
    check_with(b"text\ncaf\xe9\n", &format, &["a.csv#2! not valid text, first at byte 3 of the row"]);
}

#[test]
fn unwanted_columns_are_left_out() {
    let wanted = Some(["x".to_owned()].into());
    let format = Format { metadata_fields: wanted, ..Format::default() };
    check_with(b"text,x,y\na,b,c\n", &format, &["a.csv#2: a {\"x\":\"b\"}"]);
}

#[test]
fn what_is_lost_is_read_all_the_same() {
    let mut input = stream(BufReader::new(&b"a,b\n1,2\n"[..]));
    let name = Name { id: String::new(), position: String::new() };
    let mut csv = Csv::new(None);
    assert!(csv.next_item(&mut input, &name, &Format::default()).unwrap().is_some());
    assert!(csv.next_item(&mut input, &name, &Format::default()).unwrap().is_none());
    assert_eq!(input.read(&mut [0; 1]).unwrap(), 0);
}

fn quoted(field: &str) -> String {
    format!("\"{}\"", field.replace('"', "\"\""))
}

proptest! {
    #[test]
    fn rows_are_read_back_as_they_were_written(
        rows in proptest::collection::vec(("[a-z\",;\n\rس]{0,6}", "[a-z\",;\n\rس]{1,6}"), 0..8),
        delimiter in prop::sample::select(vec![",", ";", "\t", "|"]),
        piece in 1..20_usize,
    ) {
        let mut input = format!("text{delimiter}x\n");
        let mut expected = Vec::new();
        for (text, x) in rows {
            let line = input.matches('\n').count() + 1;
            input += &format!("{}{delimiter}{}\n", quoted(&text), quoted(&x));
            let document = Document::new(format!("a.csv#{line}"), text).with_metadata("x", x);
            expected.push(Item::Document(document));
        }
        prop_assert_eq!(items(input.as_bytes(), piece, None, &Format::default()), expected);
    }

    #[test]
    fn any_bytes_are_rows_with_a_place_of_their_own(
        input in proptest::collection::vec(prop::sample::select(&b"\",;\t|a \n\n\r\xff\xd8\0"[..]), 0..80),
        max_document in 1..30_u64,
        piece in 1..20_usize,
    ) {
        let format = Format { max_document, ..Format::default() };
        let input = [b"text,x\n", &input[..]].concat();
        let found = items(&input, piece, None, &format);
        prop_assert_eq!(&found, &items(&input, 8192, None, &format));
        let mut positions: Vec<_> = found.iter().map(|item| match item {
            Item::Document(document) => document.position.clone(),
            Item::Unread(unread) => unread.position.clone(),
            Item::Deferred(_) => String::new(),
        }).collect();
        positions.sort();
        positions.dedup();
        prop_assert_eq!(positions.len(), found.len());
    }
}
