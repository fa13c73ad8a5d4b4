//! How often the encoding of a text is found, on the texts of `corpus/` re-encoded.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, GBK, IBM866, ISO_8859_6, KOI8_R, SHIFT_JIS, WINDOWS_874, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1255, WINDOWS_1256,
};

use super::charset::{CP720, Charset, MAC_ARABIC};
use super::decode;

/// The texts below a folder of `corpus/`, in the order of their paths.
fn texts(folder: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus").join(folder);
    let mut folders = vec![root];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// Pieces of a text that begin with a word and have about `length` characters, at most twenty from all over it.
fn pieces(text: &str, length: usize) -> Vec<String> {
    let words: Vec<_> = text.split_whitespace().collect();
    let mut pieces = vec![String::new()];
    for word in words {
        let last = pieces.last_mut().expect("there is one from the beginning on");
        last.push_str(if last.is_empty() { "" } else { " " });
        last.push_str(word);
        if last.chars().count() >= length {
            pieces.push(String::new());
        }
    }
    if pieces.len() > 1 {
        pieces.pop();
    }
    let step = pieces.len().div_ceil(20);
    pieces.into_iter().step_by(step).collect()
}

/// Of the pieces that the encoding can express and that are not ASCII: how many are read back, of how many.
fn found(texts: &[String], encoding: Charset, length: usize) -> (usize, usize) {
    let (mut found, mut all) = (0, 0);
    for piece in texts.iter().flat_map(|text| pieces(text, length)) {
        if let Some(bytes) = encoding.encode(&piece).filter(|bytes| !bytes.is_ascii()) {
            let decoded = decode(bytes, None, &[]);
            found += usize::from(decoded.text == piece);
            all += 1;
        }
    }
    (found, all)
}

/// A row per encoding, a column per length of the text in characters.
fn table() -> String {
    let lengths = [8, 16, 32, 64, 128, 512, usize::MAX];
    let mut table = String::new();
    for (folder, encoding) in [
        ("ar", Charset::Standard(WINDOWS_1256)),
        ("ar", Charset::Standard(ISO_8859_6)),
        ("ar", Charset::Table(&CP720)),
        ("ar", Charset::Table(&MAC_ARABIC)),
        ("mixed", Charset::Standard(WINDOWS_1256)),
        ("mixed", Charset::Standard(ISO_8859_6)),
        ("en", Charset::Standard(WINDOWS_1252)),
        ("long", Charset::Standard(WINDOWS_1252)),
        ("other", Charset::Standard(WINDOWS_1251)),
        ("other", Charset::Standard(WINDOWS_1253)),
        ("other", Charset::Standard(WINDOWS_1255)),
        ("other", Charset::Standard(KOI8_R)),
    ] {
        // The Arabic of DOS has no punctuation marks of its own.
        let is_dos = encoding == Charset::Table(&CP720);
        let of_dos = |text: String| text.replace('،', ",").replace('؟', "?").replace('؛', ";");
        let texts = texts(folder).into_iter().map(|text| if is_dos { of_dos(text) } else { text });
        let texts: Vec<_> = texts.collect();
        write!(table, "{folder:5} {:12}", encoding.name()).unwrap();
        for length in lengths {
            let (found, all) = found(&texts, encoding, length);
            write!(table, " {:>9}", format!("{found}/{all}")).unwrap();
        }
        table.push('\n');
    }
    table
}

#[test]
fn accuracy() {
    // The columns: pieces of 8, 16, 32, 64, 128 and 512 characters, and whole texts.
    let expected = "\
ar    windows-1256   317/339   302/309   249/250   190/190   140/140     24/24       2/2
ar    ISO-8859-6     293/324   280/285   216/217   147/147     83/83       5/5       0/0
ar    cp720          237/335   294/308   241/244   179/180   121/123     17/19       1/1
ar    x-mac-arabic   302/342   300/319   244/257   189/195   133/137     18/21       1/1
mixed windows-1256     60/63     67/71     59/59     60/61     29/29       4/4       2/2
mixed ISO-8859-6       52/61     64/70     51/54     51/51     21/21       2/2       1/1
en    windows-1252       6/6       9/9     14/14     18/18     19/19     11/11       7/7
long  windows-1252       0/0       1/1       1/1       2/2       2/2       4/4       0/0
other windows-1251     29/37     28/30     27/27     22/22     10/10       3/3       2/2
other windows-1253     17/17     14/14     12/12     12/12       6/6       1/1       1/1
other windows-1255     16/17     20/20     11/11     11/11       5/5       1/1       1/1
other KOI8-R           34/36     30/30     21/21     17/17       7/7       0/0       0/0
";
    assert_eq!(table(), expected, "\n{}", table());
}

/// No other script is taken for Arabic in one of the encodings that a general detector does not know.
#[test]
fn no_other_script_is_arabic_in_an_encoding_of_its_own() {
    let arabic = ["cp720", "x-mac-arabic"];
    for folder in ["other", "en", "long", "edge"] {
        for encoding in [
            IBM866,
            GBK,
            BIG5,
            SHIFT_JIS,
            EUC_JP,
            EUC_KR,
            WINDOWS_874,
            KOI8_R,
            WINDOWS_1251,
            WINDOWS_1252,
            WINDOWS_1253,
            WINDOWS_1255,
        ] {
            for length in [8, 16, 32, 64, 512] {
                for piece in texts(folder).iter().flat_map(|text| pieces(text, length)) {
                    let is_arabic = piece.chars().any(|character| matches!(character, 'ء'..='ي'));
                    if let Some(bytes) = Charset::Standard(encoding).encode(&piece).filter(|_| !is_arabic) {
                        let found = decode(bytes, None, &[]).encoding;
                        assert!(!arabic.contains(&found), "{} as {found}: {piece}", encoding.name());
                    }
                }
            }
        }
    }
}
