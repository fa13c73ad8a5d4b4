//! Files that are one piece again and again, of what each format's readers look for: what costs more than linearly hides among
//! all else in files that people write, and here it is all there is.

/// A file of one piece, again and again.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    /// The ending of the file's name, by which its format is told.
    pub ending: &'static str,
    /// What it begins with.
    pub opening: &'static str,
    /// What follows again and again.
    pub piece: &'static str,
    /// What it ends with.
    pub closing: &'static str,
}

impl Pattern {
    /// The file, of so many bytes and a few more.
    #[must_use]
    pub fn file(&self, bytes: usize) -> String {
        [self.opening, &self.piece.repeat(bytes.div_ceil(self.piece.len())), self.closing].concat()
    }
}

/// All patterns.
pub fn patterns() -> impl Iterator<Item = Pattern> {
    FORMATS.iter().flat_map(|format| {
        format.frames.iter().flat_map(|&(ending, opening, closing)| {
            format.pieces.iter().map(move |piece| Pattern { ending, opening, piece, closing })
        })
    })
}

/// Formats that are read alike.
struct Formats {
    /// An ending, and what stands before and behind the pieces.
    frames: &'static [(&'static str, &'static str, &'static str)],
    pieces: &'static [&'static str],
}

const FORMATS: &[Formats] = &[
    Formats {
        frames: &[
            ("jsonl", "", ""),
            ("jsonl", "{\"text\":\"b\"}\n", ""),
            ("json", "", ""),
            ("json", "[", ""),
            ("json", "[{\"text\":\"b\"},", ""),
            ("json", "[{\"text\":\"", "\"}]"),
            ("json", "a.b = [", "];"),
            ("json", "[{\"text\":\"b\"} /* ", " */]"),
            ("jsonl", "{\"text\":\"", "\"}\n"),
            ("json-seq", "", ""),
        ],
        #[rustfmt::skip]
        pieces: &[
            "\n", "\r", "\r\n", " \n", "{}\n", "{\"text\":\"a\"}\n", "{\"text\":\"a\"} ", "[", "{\"a\":",
            "{\"text\":", "\"", "\\", "x", "\u{1e}", "\0", "null\n", "{\"text\":\"\\ud800\"}\n", "{\"text\":NaN}\n",
            "{\"text\":\"a\"},\n", "\u{feff}", "\u{85}", "\u{2028}", "\t\n", "{\"text\":\"a\\", "{ ", "é",
            "/", "//", "/*", "*/", "// a\n", "/* a */", ",", "{\"text\":\"a\"}/", "a.b = [", "(", ";",
            "{\"text\":[\"a\",{\"text\":\"b\"}]}\n", "{\"text\":\"\\u00c3\\u00a9\"}\n", "\\u00c3\\u00a9",
        ],
    },
    Formats {
        frames: &[
            ("csv", "", ""),
            ("csv", "id,text\n", ""),
            ("csv", "id,text\n1,\"", "\"\n"),
            ("csv", "id\ttext\n1\t\"", "\"\n"),
            ("tsv", "", ""),
            ("tsv", "id,text\n", ""),
            ("tsv", "id,text\n1,\"", "\"\n"),
            ("tsv", "id\ttext\n1\t\"", "\"\n"),
            ("csv", "id, text\n", ""),
            ("csv", "\"id\",\"text\"\n\"1\",2,\"a\"\n", ""),
        ],
        #[rustfmt::skip]
        pieces: &[
            "\n", "\r", "\r\n", " \n", ",", "\"", "\"\"", "\",\"", ",\n", "a,b\n", "\"a\n", "a\"b,", "\\\"",
            "sep=;\n", "#\n", ";", "\t", "a,\"b\n", "\"a\"b\"", "\0", "é,", "a\n", "a b c d\n", "x",
            " ", ", \"", ", \"a\"", "\"1\",2,\"a\"\n", "a,b,,\n", "\\N,", "\\\"\",", "1\t\"a\n", "1\t\"a\n2\tb\"\n", "1\t\\N\n",
        ],
    },
    Formats {
        frames: &[
            ("html", "", ""),
            ("html", "<html><body><p>Hello there.", "</body></html>"),
            ("html", "<html><head>", "</head><body>x"),
            ("html", "<div ", ">x"),
            (
                "html",
                "<body><article><p>The article begins here, and has some words, as articles do. </p>",
                "</article>",
            ),
            (
                "html",
                "<html><head><script type=\"application/ld+json\">{\"articleBody\":\"",
                "\"}</script></head><body></body></html>",
            ),
            (
                "html",
                "<html><head><script type=\"application/ld+json\">[{\"articleBody\":\"a\"}",
                "]</script></head><body></body></html>",
            ),
        ],
        #[rustfmt::skip]
        pieces: &[
            "<", "<<", "<a", "<a ", "<a b", "<a b=", "<a b='", "<div>", "</div>", "<p>a", "<b>", "<i><b></i>",
            "<a href=x>y</a>", "<table><tr><td>", "<!--", "-->", "<!", "&", "&amp", "&#", "&#x1", "<script>",
            "</script>", "<style>a", "<svg>", "<math>", "<li>a", "<ul><li>", "<font>", "<a>", "<p><a>", "<form>",
            "<select><option>", "<template>", "<noscript>", "<textarea>", "<title>", "<h1>a</h1>", "<br>", "<hr>a ",
            "a\n", "<div>word word word. </div>", "<p>word word word word word word word word, word word. </p>",
            "<span>x</span> ", "<td>", "<div class=share>x</div>", "<![CDATA[", "<?xml ", "<meta charset=", "<html>",
            "<body>", "<head>", "<base href=x>", "<frameset>", "<plaintext>", "<iframe>", "<object>", "<applet>",
            "<nobr>", "<button>", "<article>x", "<main>x", "<section>x</section>", "<ruby>a<rt>", "<img alt=a>",
            "<script type=\"application/ld+json\">{\"articleBody\":\"x\"}</script>", "<b><p>", "<a><div>",
            "<p><b><i><u>", "\u{feff}", "\0", "<x y", " y=1", "﷽", "<dl><dt>x<dd>", "<table>x", "<table><b>",
            "<svg><p>", "<frame>", ",", ",{", "{\"a\":", "[", "\\", "\\n", "&lt;p&gt;", "&&", "&amp;amp;",
        ],
    },
    Formats {
        frames: &[
            ("md", "", ""),
            ("md", "# T\n\n", "\n\nend\n"),
            ("md", "---\ntitle: x\n", ""),
            ("md", "|a|b|\n|-|-|\n", "\n"),
            (
                "ipynb",
                "{\"cells\":[{\"cell_type\":\"markdown\",\"source\":[\"",
                "\"]}],\"nbformat\":4,\"metadata\":{}}",
            ),
        ],
        #[rustfmt::skip]
        pieces: &[
            "*", "_", "**", "[", "](", "[a](b)", "![", "`", "``", "~~", "<", "<a", "&", "#", "# a\n", "> ", "> a\n",
            "- ", "- a\n", "  - a\n", "1. ", "\n", "a\n", "|", "|a|b|\n", "|-|-|\n", "[a]: b\n", "[a][b] ", "[^a]",
            "[^a]: x\n", "\\", "```\n", "~~~\n", "    x\n", "---\n", "+++\n", "===\n", "$", "$$", "<!--", "*a ",
            "_a_ ", "**a*", "http://a.b ", "a@b.c ", "((", "]]", "[[", "{", "{{", "\t", "<b>", "</b>", "[a](<b",
            "[x]: <", "* * *\n", ":a:", "\r", "{% ", "{% a %}", "{{< ", "{: ", "{#a}", ":::\n", ":::a\n", "[[a|b]] ", "![[a.b]]",
            "import a from 'b'\n\n",
        ],
    },
    Formats {
        frames: &[("rtf", "{\\rtf1\\ansi ", "}"), ("rtf", "{\\rtf1", ""), ("rtf", "{\\rtf1{\\fonttbl", "}}")],
        #[rustfmt::skip]
        pieces: &[
            "{", "}", "{}", "\\", "\\b ", "\\par\n", "\\u1234?", "\\'e9", "\\'", "{\\*\\x ", "{\\pict ", "\\bin9 ",
            "\\bin99999999 ", "{\\fonttbl", "{\\f0 A;}", "\\f1 a", "\\u-1", "\\row ", "\\cell ", "\\uc9 ", "a", "\n",
            "\\ansicpg1256 ", "{\\field{\\fldinst x}{\\fldrslt y}}", "\\upr{a}{b}", "{\\nonesttables a}", "\\column ",
        ],
    },
    Formats {
        frames: &[
            ("srt", "1\n00:00:01,000 --> 00:00:02,000\n", ""),
            ("vtt", "WEBVTT\n\n", ""),
            ("vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n", ""),
            ("srt", "", ""),
        ],
        #[rustfmt::skip]
        pieces: &[
            "\n", "1\n", "1\n00:00:01,000 --> 00:00:02,000\na\n\n", "00:00 --> 00:01\n", "-->", "-->\n", "<i>", "<",
            "NOTE\n", "NOTE ", "STYLE\n", "a\n", "{\\an8}", "&", "<v a>", "\r", "REGION\n",
            "00:00:01.000 --> 00:00:02.000 ", "00:01.000 --> 00:02.000\n{\"a\":1}\n\n", "[{", "a#xywh=1\n", "a", "\\N", "\\h", "->", "&&", "&lt;", "{a", "{a:b}", "0:0 ->",
        ],
    },
    Formats {
        frames: &[
            ("eml", "From: a@b\nSubject: x\n\n", ""),
            ("eml", "From: a@b\nContent-Type: multipart/mixed; boundary=b\n\n", "\n--b--\n"),
            ("eml", "From: a@b\nTo: ", "\n\nx"),
            ("eml", "From: a@b\nSubject: ", "\n\nx"),
            ("eml", "From: a@b\nDate: ", "\n\nx"),
            ("eml", "From: a@b\nContent-Type: text/plain", "\n\nx"),
            ("mbox", "From a@b Thu Jan  1 00:00:00 1970\nFrom: a@b\n\n", ""),
            ("mbox", "From a@b Thu Jan  1 00:00:00 1970\n", "\n\nx\n"),
            ("eml", "", "\n\nx"),
            ("eml", "From: a@b\nContent-Transfer-Encoding: quoted-printable\n\n", ""),
            ("eml", "From: a@b\nContent-Transfer-Encoding: base64\n\n", ""),
            ("eml", "From: a@b\nContent-Type: text/html\n\n", ""),
            (
                "eml",
                "From: a@b\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nx\n--b\nContent-Type: text/html\n\n<p>",
                "\n--b--\n",
            ),
            (
                "mht",
                "From: a@b\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>x\n",
                "\n--b--\n",
            ),
        ],
        #[rustfmt::skip]
        pieces: &[
            "\n", "From a\n", "From ", "From a@b Thu Jan  1 00:00:00 1970\n\n", ">From \n", "--b\n", "--b--\n",
            "--b\n\n", "--", "Subject: a\n", "Subject: =?utf-8?q?a?=\n", "=?utf-8?q?a?= ", "=?utf-8?b?", "=\n", "=",
            "==", "a\n", " a\n", "a: b\n", "To: a <b@c>,\n", "<a@b>,", "(", "((", "\"", "\\",
            "--b\nContent-Type: multipart/mixed; boundary=b\n\n",
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n", "begin 644 a\n", "> a\n", "-- \n", "Received: a\n",
            ";", "; a=b", "; a*0=b", "; name*1*=x", "Content-Transfer-Encoding: base64\n", "QUFB\n", "\r", ",", ":",
            "begin 644 a\n#0V%T\n", "end\n", "=ybegin line=1 size=1\n", "-----BEGIN PGP SIGNATURE-----\n",
            "-----BEGIN PGP SIGNED MESSAGE-----\n", "-----BEGIN PGP SIGNED MESSAGE-----\n\n", "- a\n", "From 1\n",
            "From 1\na: b\n", "1:", "2024-01-01T", "Mar ", "+0100 ", "GMT+", "--b a\n", "<style", "<!--", "&nbsp; ", "<p>a b ",
        ],
    },
    Formats {
        frames: &[
            ("xml", "<r>", "</r>"),
            ("xml", "<r ", "></r>"),
            ("xml", "<mediawiki xmlns=\"http://www.mediawiki.org/xml/export-0.11/\">", "</mediawiki>"),
            ("xml", "<rss version='2.0'><channel>", "</channel></rss>"),
            (
                "rss",
                "<rss version='2.0'><channel><item><description>",
                "</description></item></channel></rss>",
            ),
            ("xml", "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body>", "</body></text></TEI>"),
            ("atom", "<feed xmlns='http://www.w3.org/2005/Atom'>", "</feed>"),
            ("xml", "<!DOCTYPE r [", "]><r>x</r>"),
            ("xml", "<opml><body>", "</body></opml>"),
            ("xml", "<plist><dict>", "</dict></plist>"),
            (
                "xml",
                "<pkg:package xmlns:pkg='http://schemas.microsoft.com/office/2006/xmlPackage'>",
                "</pkg:package>",
            ),
        ],
        #[rustfmt::skip]
        pieces: &[
            "<a>", "<a/>", "<a></a>", "<a b='c'/>", " b='c'", "<!--", "-->", "<!-- -->", "<![CDATA[", "]]>", "&amp;",
            "&", "&#1;", "<", ">", "<?", "<?a ?>", "x", "\n", "<p>a</p>",
            "<page><title>a</title><revision><text>b</text></revision></page>", "<item><title>a</title></item>",
            "<entry><title>a</title></entry>", "<TEI><text><body><p>a</p></body></text></TEI>", "xmlns:a='b' ",
            " xmlns='b'", "<x:a>", "&lt;p&gt;", "<p>", "</p>", "&&", "<e><![CDATA[<b>a</b>]]></e>", "<![CDATA[<b>a</b>]]>",
            "<e>&lt;b&gt;a&lt;/b&gt;</e>", "&lt;/b&gt;", "<outline text='a'>", "<outline text='a'/>", "<key>a</key>",
            "<pkg:part pkg:name='a'>x</pkg:part>", "<pkg:part>", "<media:group>", "<w>a</w>", "<w>", "a<fn>b</fn>", "a<fn>",
            "<indexterm>a</indexterm>", "&lt;b&gt;", "&lt;a ", "[a b=\"c\"]", "[/a]", "[a",
        ],
    },
    Formats {
        frames: &[(
            "xml",
            "<mediawiki xmlns=\"http://www.mediawiki.org/xml/export-0.11/\"><page><title>t</title><ns>0</ns><revision><text>",
            "</text></revision></page></mediawiki>",
        )],
        #[rustfmt::skip]
        pieces: &[
            "{{", "}}", "{{a|", "[[", "]]", "[[a|", "{|", "|}", "{|\n|-\n|a\n", "|-\n", "'''", "''", "'", "=",
            "==a==\n", "&lt;ref&gt;", "&lt;ref", "&lt;!--", "&lt;nowiki&gt;", "[http://a b]", "[http://a", "[",
            "{{{", "*a\n", "#a\n", ":a\n", "----\n", "[[File:a|", "[[File:a|b]]", "&amp;nbsp;", "__TOC__", "{{a}}",
            "[[a]]", "[[a|b]] ", "&lt;b&gt;", "&lt;math&gt;", "&lt;", "~~~~", "\n", "{{a|b={{c}}",
            "&lt;gallery&gt;\n", "{", "|", "-{", "}-", "-{a}-", "-{zh:a;", "&lt;includeonly&gt;",
        ],
    },
    Formats {
        frames: &[
            ("warc", "", ""),
            (
                "warc",
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a\r\nContent-Type: application/http\r\nContent-Length: 5\r\n\r\nHTTP/\r\n\r\n",
                "",
            ),
            ("warc", "WARC/1.0\r\n", ""),
            ("arc", "filedesc://a 0.0.0.0 20200101000000 text/plain 2\n1\n\n", ""),
            (
                "warc",
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: 999999999\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n",
                "",
            ),
        ],
        #[rustfmt::skip]
        pieces: &[
            "\n", "WARC/1.0\r\n", "WARC/1.0\r\n\r\n", "\r\n",
            "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n\r\n\r\n",
            "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\n",
            "WARC/1.0\r\nContent-Length: 99999999\r\n\r\n", "a: b\r\n", "WARC/", "\0", "x", "HTTP/1.1 200\r\n",
            " a\r\n", "http://a 1.1.1.1 20200101000000 text/html 5\nabcde\n",
            "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 5\r\n\r\nHTTP/\r\n\r\n",
        ],
    },
    Formats {
        frames: &[("txt", "", ""), ("txt", "Body text here.\n", "\nend.\n")],
        #[rustfmt::skip]
        pieces: &[
            "\n", "a", "a\n", "\0", "é", "\u{feff}", "\u{200f}", "Share\n", "شارك\n", "Leave a comment\n", "____\n",
            "© 2020\n", "Related articles\n", "اقرأ أيضا\n", "\u{fffd}", "- a\n", "word ", "\t", "\r", "Tags: a\n",
            "Your email address will not be published.\n", "=====\n\n", "a. ", "a b c d e f.\n", "+AGE", "+", "~{", "~{ab~}",
            "\u{1b}$)C", "\u{1b}",
        ],
    },
];
