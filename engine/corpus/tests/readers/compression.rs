//! Compressed inputs.

use textmill_corpus::{Corpus, Item, Source as _};

use crate::harness::{bzip2, check, corpus, folder, gzip, items, lines, shown, xz, zstandard};

#[test]
fn compression_is_seen_through_and_the_name_told_without_its_ending() {
    let line = b"{\"text\":\"a\"}";
    check(
        &[
            ("a.txt.gz", gzip(b"a text")),
            ("b.jsonl.zst", zstandard(line)),
            ("c.ndjson.bz2", bzip2(line)),
            ("d.txt.xz", xz(line)),
            ("e.gz", gzip(line)),
            ("f.txt", gzip(b"what no name tells")),
            ("g.jsonl", b"".to_vec()),
            ("h.jsonl.gz", gzip(b"")),
            ("i.gz", gzip(b"")),
        ],
        &[
            "a.txt.gz: a text",
            "b.jsonl.zst#1: a",
            "c.ndjson.bz2#1: a",
            "d.txt.xz: {\"text\":\"a\"}",
            "e.gz#1: a",
            "f.txt: what no name tells",
            "i.gz: ",
        ],
    );
}

#[test]
fn layers_are_seen_through_to_a_depth() {
    let four = gzip(&xz(&bzip2(&zstandard(b"a text"))));
    check(
        &[("a.gz", four.clone()), ("b.gz", gzip(&four))],
        &["a.gz: a text", "b.gz! compressed more than 4 times"],
    );
}

#[test]
fn the_standard_input_may_be_compressed() {
    let input = std::io::Cursor::new(gzip(&lines(2)));
    let mut paths = Corpus::new().path("-").stdin(input).open().unwrap();
    assert_eq!(shown(&mut paths), ["-#1: 1", "-#2: 2"]);
}

#[test]
fn an_input_is_hashed_as_it_is_on_disk() {
    let content = gzip(&lines(10_000));
    let files = folder(&[("a.jsonl.gz", &content), ("b.bin", &content)]);
    let mut paths = corpus(files.path()).open().unwrap();
    assert_eq!(items(&mut paths).len(), 20_000);
    let inputs = paths.take_inputs();
    assert_eq!(inputs[0].bytes, content.len() as u64);
    assert_eq!(inputs[0].documents, 10_000);
    assert_eq!(inputs[0].sha256, inputs[1].sha256);
    assert_eq!(inputs[0].sha256.len(), 64);
    assert_eq!(paths.progress().read, 2 * content.len() as u64);
}

#[test]
fn what_comes_before_damage_is_kept() {
    let whole = gzip(&lines(40_000));
    let files = folder(&[("a.jsonl.gz", &whole[..whole.len() / 2]), ("b.txt.gz", &gzip(b"a text")[..20])]);
    let mut paths = corpus(files.path()).open().unwrap();
    let items = items(&mut paths);
    assert_eq!(items.iter().filter(|item| matches!(item, Item::Unread(_))).count(), 2);
    let documents = items.len() - 2;
    assert!(documents > 10_000, "{documents} documents");
    let Item::Unread(unread) = &items[documents] else { panic!("the last item of a cut file says so") };
    assert_eq!(unread.position, format!("a.jsonl.gz#{}", documents + 1));
    assert_eq!(unread.message, "the gzip data ends too early");
    let inputs = paths.take_inputs();
    assert_eq!((inputs[0].documents, inputs[1].documents), (documents as u64, 0));
    assert_eq!(inputs[0].bytes, whole.len() as u64 / 2);
}

#[test]
fn lines_after_a_member_that_is_damaged_are_read() {
    let text: String =
        (0..3_000_u32).map(|n| format!("{{\"text\":\"{:08x}\"}}\n", n.wrapping_mul(2_654_435_761))).collect();
    let last = b"{\"text\":\"last\"}\n{\"text\":\"of all\"}\n";
    type Compress = fn(&[u8]) -> Vec<u8>;
    let kinds: [(&str, Compress); 4] = [
        ("a.jsonl.gz", |content| gzip(content)),
        ("a.jsonl.zst", |content| zstandard(content)),
        ("a.jsonl.bz2", |content| bzip2(content)),
        ("a.jsonl.xz", |content| xz(content)),
    ];
    for (name, compress) in kinds {
        let (first, second, third) = (compress(&lines(2)), compress(text.as_bytes()), compress(last));
        let cut = &second[..second.len() * 3 / 4];
        let files = folder(&[(name, [&first[..], cut, &third].concat())]);
        let all = shown(&mut corpus(files.path()).open().unwrap());
        let damaged: Vec<_> = all.iter().filter(|item| item.contains("! ")).collect();
        assert_eq!(all[..2], [format!("{name}#1: 1"), format!("{name}#2: 2")]);
        assert!(damaged.len() == 1 && damaged[0].contains(" data "), "{damaged:?}");
        assert!(all[all.len() - 2].ends_with(": last") && all[all.len() - 1].ends_with(": of all"), "{name}");
    }
}

#[test]
fn a_bomb_ends_soon() {
    let bomb = zstandard(&vec![b'x'; 80 << 20]);
    assert!(bomb.len() < 100_000);
    let files = folder(&[("a.jsonl.zst", &bomb)]);
    let mut paths = corpus(files.path()).open().unwrap();
    let [Item::Unread(unread)] = &items(&mut paths)[..] else { panic!("a bomb is one item") };
    assert_eq!(
        unread.message,
        "becomes more than 1000 times as large when it is decompressed, as a decompression bomb does: a greater \
         `--max-expansion` allows it"
    );
    let mut paths = corpus(files.path()).max_expansion(1_000_000).open().unwrap();
    let long = format!(
        "a.jsonl.zst#1! a line of {} bytes, more than the 67108864 that a document may have",
        80 << 20
    );
    assert_eq!(shown(&mut paths), [long]);
}

#[test]
fn a_compressed_text_over_the_limit_is_never_whole_in_memory() {
    check(&[("a.txt.gz", gzip(&[b'x'; 65]))], &["a.txt.gz! more than the 64 bytes that a document may have"]);
}
