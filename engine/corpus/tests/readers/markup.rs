//! Texts that are one document each, with markup in them: Markdown, notebooks, RTF and subtitles.

use textmill_corpus::{Code, Document, Item};

use crate::harness::{check_left_out, corpus, folder, gzip, items, shown, tar};

#[test]
fn markup_is_none_of_the_text() {
    let markdown = "# عنوان\n\nOne [link](https://a.example).\n\n```sh\nls\n```\n";
    let notebook = "{\"cells\":[{\"cell_type\":\"markdown\",\"source\":[\"*One*\"]},{\"cell_type\":\"code\",\"source\":\"1\"}]}";
    let rtf = b"{\\rtf1\\ansi\\ansicpg1256 \\'d3\\'e1\\'c7\\'e3\\par}".to_vec();
    let subtitles =
        b"1\n00:00:01,000 --> 00:00:02,000\n<i>\xd3\xe1\xc7\xe3 \xda\xe1\xed\xdf\xe3</i>\n".to_vec();
    let files = folder(&[
        ("a.md", markdown.as_bytes().to_vec()),
        ("b.ipynb", notebook.as_bytes().to_vec()),
        ("c.txt", rtf.clone()),
        ("d.srt", subtitles),
        ("e.tar", tar(&[("x.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\na\n"), ("y.rtf", "{\\rtf1 b}")])),
        ("f.rtf.gz", gzip(&rtf)),
        ("g.rtf", b"{\\rtf1 cut".to_vec()),
        ("h.vtt", b"no cues".to_vec()),
        ("i.ipynb", b"{}".to_vec()),
        ("j.markdown", Vec::new()),
    ]);
    let mut paths = corpus(files.path()).open().unwrap();
    assert_eq!(
        shown(&mut paths),
        [
            "a.md: عنوان\n\nOne link.",
            "b.ipynb: One",
            "c.txt: سلام",
            "d.srt: سلام عليكم",
            "e.tar!x.vtt: a",
            "e.tar!y.rtf: b",
            "f.rtf.gz: سلام",
            "g.rtf! the document ends too early, in a group that is not closed",
            "h.vtt! no cue is found in it",
            "i.ipynb! no notebook of Jupyter: it has no cells",
            "j.markdown: ",
        ]
    );
}

#[test]
fn code_is_taken_out_unless_it_is_asked_for() {
    let files = folder(&[
        ("a.md", "a\n\n    code\n"),
        ("b.ipynb", "{\"cells\":[{\"cell_type\":\"code\",\"source\":\"1\"}]}"),
    ]);
    let read = |code| items(&mut corpus(files.path()).code(code).open().unwrap());
    let texts = |items: Vec<Item>| {
        let documents = items.into_iter().map(|item| match item {
            Item::Document(Document { text, removed, .. }) => (
                text,
                removed
                    .into_iter()
                    .map(|passage| format!("{}: {}", passage.kind, passage.text))
                    .collect::<String>(),
            ),
            item => panic!("{item:?}"),
        });
        documents.collect::<Vec<_>>()
    };
    let pairs = |pairs: [(&str, &str); 2]| {
        pairs.map(|(text, removed)| (text.to_owned(), removed.to_owned())).to_vec()
    };
    assert_eq!(texts(read(Code::LeaveOut)), pairs([("a", "code: code\n"), ("", "code: 1")]));
    assert_eq!(texts(read(Code::Read)), pairs([("a\n\ncode", ""), ("1", "")]));
}

#[test]
fn what_stands_beside_the_text_is_counted() {
    let outputs = r#"[{"output_type":"stream","text":["\"output_type\""]},{"output_type":"display_data","data":{"image/png":"x"}}]"#;
    let cells = [
        format!(r#"{{"cell_type":"code","source":"1","outputs":{outputs}}}"#),
        r#"{"cell_type":"markdown","source":"a","attachments":{"a.png":{"image/png":"x"}}}"#.to_owned(),
    ];
    let notebook = format!(r#"{{"cells":[{}]}}"#, cells.join(","));
    check_left_out("a.ipynb", notebook, &[("images", 2), ("outputs", 2)]);
    let rtf = "{\\rtf1\\headery720{\\header h}{\\*\\shppict{\\pict\\picw1 00}}{\\nonshppict{\\pict 00}}{\\*\\annotation x}\
               {\\object{\\*\\objdata 00}{\\result{\\pict 00}}}a}";
    check_left_out(
        "a.rtf",
        rtf,
        &[("comments", 1), ("embedded objects", 1), ("headers and footers", 1), ("images", 2)],
    );
}
