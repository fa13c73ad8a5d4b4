//! What is recognized and not read: refused by its name, and never read as if it were plain text, with its tags, its keys
//! and its headers as words.
//!
//! What is binary, or begins as no text does, is refused whatever it is called. What is text in a format of its own is
//! refused where its name says so, or where its name says nothing and its beginning does.

/// What many have. The libraries for it in Rust read it, and end the process at a form that draws itself.
const PDF: &str = "PDF";

/// A signature: the offset at which the bytes stand, the bytes, and the name of what begins so.
type Signature = (usize, &'static [u8], &'static str);

/// Signatures that no text begins with, most of them from RFC 1952, RFC 8878, PKWARE's APPNOTE and each format's
/// own specification.
const SIGNATURES: &[Signature] = &[
    (0, b"\x04\x22\x4d\x18", "LZ4"),
    (0, b"\x02\x21\x4c\x18", "LZ4"),
    (0, b"\xff\x06\0\0sNaPpY", "Snappy"),
    (0, b"\x78\x01", "data packed by zlib"),
    (0, b"\x78\x9c", "data packed by zlib"),
    (0, b"\x78\xda", "data packed by zlib"),
    (0, b"LZIP\x01", "lzip"),
    (0, b"bplist0", "a binary property list of Apple"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (257, b"ustar", "a damaged tar archive"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
    (0, b"\x1f\x9d", "data packed by compress (.Z)"),
    (0, b"\x5d\0\0", "LZMA without a frame (.lzma)"),
    (0, b"\x89LZO\0\r\n\x1a\n", "LZO"),
    (0, b"!<arch>\n", "an ar archive, as Debian's packages are"),
    (0, b"\xed\xab\xee\xdb", "an RPM package"),
    (0, b"MSCF\0\0\0\0", "a cabinet archive"),
    (0, b"xar!\0", "a xar archive"),
    (0, b"\xc7\x71", "a cpio archive"),
    (0, b"\x71\xc7", "a cpio archive"),
    (0, b"%!PS-Adobe", "PostScript"),
    (0, b"\x89HDF\r\n\x1a\n", "HDF5"),
    (0, b"\x93NUMPY", "an array of NumPy"),
    (0, b"\x80\x04\x95", "a pickle of Python"),
    (0, b"\x80\x05\x95", "a pickle of Python"),
    (4, b"Standard Jet DB\0", "an Access database"),
    (4, b"Standard ACE DB\0", "an Access database"),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"SQLite format 3\x00", "an SQLite database"),
    (0, b"\x7fELF", "an ELF program"),
    (0, b"\x00asm", "WebAssembly"),
    (0, b"Obj\x01", "Avro"),
    (3, b"STL25.01", "subtitles of EBU (STL)"),
    (3, b"STL30.01", "subtitles of EBU (STL)"),
    (0, b"\x1b$)C", "ISO-2022-KR"),
    (0, b"ITSF\x03", "a compiled help file (CHM)"),
    (0, b"HWP Document File V", "a document of Hangul (HWP)"),
    (0, b"\xffWPC", "a WordPerfect document"),
    (0, b"\xca\xfe\xba\xbe", "a class of Java, or a program of the Macintosh"),
    (0, b"mozLz40\0", "LZ4 of Firefox"),
    (60, b"BOOKMOBI", "an e-book for Kindle (MOBI)"),
    (60, b"TEXtREAd", "an e-book for Palm"),
    (0, b"\0\x01\0\0\0", "a font"),
    (0, b"\0\0\x01\0", "an icon of Windows"),
    (0, b"\xff\xfe\x00\x00", "UTF-32"),
    (0, b"\x00\x00\xfe\xff", "UTF-32"),
];

/// Signatures that a text might begin with too: believed only where a NUL byte follows.
const PLAIN_SIGNATURES: &[Signature] = &[
    (0, b"ARROW1", "Arrow"),
    (0, b"FEA1", "Feather"),
    (0, b"X\n\0\0\0", "data of R"),
    (0, b"RDX", "data of R"),
    (0, b"$FL", "data of SPSS"),
    (0, b"<stata_dta>", "data of Stata"),
    (0, b"FWS", "Flash"),
    (0, b"PARE", "encrypted Parquet"),
    (0, b"ORC", "ORC"),
    (0, b"070701", "a cpio archive"),
    (0, b"070702", "a cpio archive"),
    (0, b"070707", "a cpio archive"),
    (0, b"LZIP", "lzip"),
    (0, b"LRZI", "lrzip"),
    (2, b"-lh", "an LHA archive"),
    (0, b"MZ", "a program for Windows"),
    (8, b"DUCK", "a DuckDB database"),
    (0, b"GIF8", "a GIF image"),
    (0, b"RIFF", "RIFF media"),
    (0, b"OggS", "Ogg media"),
    (0, b"ID3", "MP3 audio"),
    (4, b"ftyp", "MP4 media"),
    (0, b"wOFF", "a font"),
    (0, b"wOF2", "a font"),
    (0, b"OTTO", "a font"),
    (0, b"II*\x00", "a TIFF image"),
    (0, b"MM\x00*", "a TIFF image"),
];

/// The name of the format other than text that `head`, the first bytes of an input, shows.
pub(super) fn refused(head: &[u8]) -> Option<&'static str> {
    let plain = if head.contains(&0) { PLAIN_SIGNATURES } else { &[] };
    let found =
        |(offset, bytes, _): &&Signature| head.get(*offset..).is_some_and(|rest| rest.starts_with(bytes));
    let found = SIGNATURES.iter().chain(plain).find(found).map(|(_, _, name)| *name);
    found.or_else(|| is_pdf(head).then_some(PDF))
}

/// Whether what begins with `head` is PDF: its header stands at the beginning, or among the first bytes where an object
/// follows, as readers of PDF allow it.
fn is_pdf(head: &[u8]) -> bool {
    const WITHIN: usize = 1024;
    const MARK: &[u8] = b"%PDF-";
    let Some(at) = memchr::memmem::find(&head[..head.len().min(WITHIN + MARK.len())], MARK) else {
        return false;
    };
    at == 0 || memchr::memmem::find(&head[at..], b" obj").is_some()
}

/// The message for an input of another format.
pub(super) fn seems_to_be(name: &str) -> String {
    let way_out = match name {
        PDF => ": `pdftotext`, of Poppler, makes a text of it (see --pre)",
        _ if name.contains("e-book") => ": `ebook-convert FILE FILE.epub`, of Calibre, makes EPUB of it",
        _ => "",
    };
    format!("seems to be {name}, which is not read{way_out}")
}

/// A format that is text with keys, tags or times among it, and is not read.
#[derive(Debug)]
pub(crate) struct Unsupported {
    name: &'static str,
    /// Endings of names that tell it, in lower case.
    endings: &'static [&'static str],
    /// Whether a text begins so.
    begins: fn(&[u8]) -> bool,
    /// What makes a text of it, after `which is not read: `.
    way_out: &'static str,
}

const TO_SUBTITLES: &str = "`ffmpeg -i FILE FILE.srt` makes SubRip of it (see --pre)";
const TO_MAIL: &str = "export it as .eml or .mbox";
const TO_TEXT: &str = "a program may make a text of it (see --pre)";

static UNSUPPORTED: &[Unsupported] = &[
    Unsupported {
        name: "subtitles in SubStation Alpha",
        endings: &["ass", "ssa"],
        begins: |text| begins_with_any_case(text, b"[Script Info]"),
        way_out: TO_SUBTITLES,
    },
    Unsupported {
        name: "subtitles by frames or in SubViewer",
        endings: &["sub"],
        begins: |text| is_frames(first_line(text)),
        way_out: TO_SUBTITLES,
    },
    Unsupported {
        name: "subtitles of YouTube (SBV)",
        endings: &["sbv"],
        begins: |text| is_pair_of_times(first_line(text)),
        way_out: TO_SUBTITLES,
    },
    Unsupported {
        name: "subtitles in SAMI",
        endings: &["smi", "sami"],
        begins: |text| begins_with_any_case(text, b"<SAMI>"),
        way_out: TO_SUBTITLES,
    },
    Unsupported {
        name: "lyrics with times (LRC)",
        endings: &["lrc"],
        begins: begins_lyrics,
        way_out: TO_SUBTITLES,
    },
    Unsupported {
        name: "captions in Scenarist's form (SCC)",
        endings: &["scc"],
        begins: |text| text.starts_with(b"Scenarist_SCC V"),
        way_out: TO_SUBTITLES,
    },
    Unsupported { name: "a message of Apple Mail", endings: &["emlx"], begins: |_| false, way_out: TO_MAIL },
    Unsupported {
        name: "a message of Outlook",
        endings: &["msg", "pst"],
        begins: |_| false,
        way_out: TO_MAIL,
    },
    Unsupported {
        name: "mail in Babyl",
        endings: &["rmail", "babyl"],
        begins: |text| text.starts_with(b"BABYL OPTIONS:"),
        way_out: TO_MAIL,
    },
    Unsupported {
        name: "a calendar (iCalendar)",
        endings: &["ics", "ifb", "vcs"],
        begins: |text| begins_with_any_case(text, b"BEGIN:VCALENDAR"),
        way_out: TO_TEXT,
    },
    Unsupported {
        name: "addresses (vCard)",
        endings: &["vcf", "vcard"],
        begins: |text| begins_with_any_case(text, b"BEGIN:VCARD"),
        way_out: TO_TEXT,
    },
    Unsupported {
        name: "YAML",
        endings: &["yaml", "yml"],
        begins: |text| text.starts_with(b"%YAML "),
        way_out: "`yq -o json` makes JSON of it",
    },
    // Beside saved pages, whose words they are not.
    Unsupported {
        name: "a script (JavaScript)",
        endings: &["js", "mjs", "cjs"],
        begins: |_| false,
        way_out: "`--pre cat --pre-glob '*.js'` reads it as a text",
    },
    Unsupported {
        name: "a style sheet",
        endings: &["css", "scss", "less"],
        begins: |_| false,
        way_out: "`--pre cat --pre-glob '*.css'` reads it as a text",
    },
    Unsupported {
        name: "a bibliography",
        endings: &["bib", "ris", "enw", "nbib"],
        begins: |text| text.starts_with(b"TY  - "),
        way_out: "`pandoc -t csljson` makes JSON of it",
    },
    Unsupported {
        name: "a catalogue of translations (PO)",
        endings: &["po", "pot"],
        begins: |text| text.starts_with(b"msgid \"\"\nmsgstr \"\"\n"),
        way_out: "`po2csv`, of the Translate Toolkit, makes CSV of it",
    },
    Unsupported {
        name: "a dump of a database (SQL)",
        endings: &["sql"],
        begins: begins_dump,
        way_out: "export the table as CSV",
    },
    Unsupported {
        name: "LaTeX",
        endings: &["tex", "latex", "ltx"],
        begins: begins_latex,
        way_out: "`pandoc -t plain` makes a text of it (see --pre)",
    },
    Unsupported {
        name: "SGML",
        endings: &["sgml", "sgm"],
        begins: |text| {
            let rest = text.strip_prefix(b"<DOC>").or_else(|| text.strip_prefix(b"<doc>"));
            rest.is_some_and(|rest| begins_with_any_case(rest.trim_ascii_start(), b"<DOCNO>"))
        },
        way_out: TO_TEXT,
    },
    Unsupported {
        name: "articles between tags (WikiExtractor)",
        endings: &[],
        begins: |text| text.starts_with(b"<doc id=\""),
        way_out: "`wikiextractor --json` writes JSON Lines",
    },
    Unsupported {
        name: "an annotated text, a word on a line (CoNLL)",
        endings: &["conll", "conllu", "conllup", "conllx", "cupt"],
        begins: |text| {
            ["# sent_id = ", "# newdoc", "# global.columns = "]
                .iter()
                .any(|begin| text.starts_with(begin.as_bytes()))
        },
        way_out: "`sed -n 's/^# text = //p'` makes a text of it",
    },
    Unsupported {
        name: "a file in uuencode",
        endings: &["uu", "uue"],
        begins: |text| is_uuencoded(text),
        way_out: "`uudecode` makes the file of it",
    },
    Unsupported { name: "Brotli", endings: &["br"], begins: |_| false, way_out: "`brotli -d` unpacks it" },
    Unsupported { name: "lzip", endings: &["lz"], begins: |_| false, way_out: "`lzip -d` unpacks it" },
    Unsupported {
        name: "a pickle of Python",
        endings: &["pkl", "pickle"],
        begins: |_| false,
        way_out: TO_TEXT,
    },
    Unsupported {
        name: "DjVu",
        endings: &["djvu", "djv"],
        begins: |_| false,
        way_out: "`djvutxt` makes a text of it (see --pre)",
    },
    Unsupported {
        name: "PostScript",
        endings: &["ps", "eps"],
        begins: |text| text.starts_with(b"%!PS") || text.starts_with(b"%!\n") || text.starts_with(b"%!\r"),
        way_out: "`ps2txt`, of Ghostscript, makes a text of it (see --pre)",
    },
];

impl Unsupported {
    /// The one that an ending in lower case tells.
    pub(super) fn named(ending: &str) -> Option<&'static Self> {
        UNSUPPORTED.iter().find(|format| format.endings.contains(&ending))
    }

    /// The one that a text begins so.
    pub(super) fn begins(text: &[u8]) -> Option<&'static Self> {
        UNSUPPORTED.iter().find(|format| (format.begins)(text))
    }

    pub(super) fn message(&self) -> String {
        format!("{}: {}", seems_to_be(self.name), self.way_out)
    }
}

fn begins_with_any_case(text: &[u8], words: &[u8]) -> bool {
    text.get(..words.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(words))
}

fn first_line(text: &[u8]) -> &str {
    let line = text.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    str::from_utf8(line).unwrap_or_default()
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The comment with which programs that dump a database begin, or SQLite's first statement.
fn begins_dump(text: &[u8]) -> bool {
    const PROGRAMS: [&[u8]; 5] = [
        b"-- MySQL dump ",
        b"-- MariaDB dump ",
        b"-- PostgreSQL database dump",
        b"-- phpMyAdmin SQL Dump",
        b"PRAGMA foreign_keys=OFF;",
    ];
    let mut lines = text.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii);
    let first = lines.find(|line| !line.is_empty() && line != b"--").unwrap_or_default();
    PROGRAMS.iter().any(|program| first.starts_with(program))
}

/// The class of a document, after comments.
fn begins_latex(text: &[u8]) -> bool {
    let mut lines = text.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with(b"%")).unwrap_or_default();
    [&b"\\documentclass"[..], b"\\documentstyle", b"\\RequirePackage"].iter().any(|command| {
        let rest = first.strip_prefix(*command).and_then(<[u8]>::first);
        matches!(rest, Some(b'{' | b'['))
    })
}

/// The rights and the name of a file, and a line whose first character tells its length.
fn is_uuencoded(text: &[u8]) -> bool {
    let mut words = first_line(text).split(' ');
    let is_mode = |mode: &str| is_number(mode) && (3..=4).contains(&mode.len());
    let begins = words.next() == Some("begin") && words.next().is_some_and(is_mode) && words.next().is_some();
    let mut lines = text.split(|&byte| byte == b'\n').skip(1);
    begins && lines.next().is_some_and(|line| matches!(line.trim_ascii_end(), [b' '..=b'`', ..]))
}

/// Two numbers of frames and a text: `{1}{25}text`.
fn is_frames(line: &str) -> bool {
    let number = |rest: &'_ str| -> Option<usize> {
        let (number, _) = rest.strip_prefix('{')?.split_once('}')?;
        is_number(number).then_some(number.len() + 2)
    };
    number(line).is_some_and(|length| number(&line[length..]).is_some())
}

/// Two times and nothing else: `0:00:01.000,0:00:02.000`.
fn is_pair_of_times(line: &str) -> bool {
    let is_time = |time: &str| {
        let mut parts = time.split([':', '.']);
        time.matches(':').count() == 2 && parts.all(is_number)
    };
    line.trim_end().split_once(',').is_some_and(|(begin, end)| is_time(begin) && is_time(end))
}

/// Tags of a song, `[ti:Song]`, and a line with its time: `[00:12.00]text`.
fn begins_lyrics(text: &[u8]) -> bool {
    const TAGS: usize = 20;
    let lines = text.split(|&byte| byte == b'\n').map(first_line).take(TAGS);
    let mut insides =
        lines.map(|line| line.trim_end().strip_prefix('[').and_then(|rest| rest.split_once(']')));
    let first = insides
        .find(|inside| !matches!(inside, Some((inside, "")) if inside.contains(':') && !is_time(inside)));
    matches!(first, Some(Some((inside, _))) if is_time(inside))
}

/// Minutes, seconds and what is less: `00:12.00`.
fn is_time(word: &str) -> bool {
    let Some((minutes, seconds)) = word.split_once(':') else { return false };
    let is_of = |word: &str, longest: usize| is_number(word) && word.len() <= longest;
    is_of(minutes, 3)
        && seconds.split_once('.').is_some_and(|(seconds, rest)| is_of(seconds, 2) && is_of(rest, 3))
}
