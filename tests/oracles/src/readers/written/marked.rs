//! Mail, and texts with markup in them.

use super::{SENTENCES, behind};

/// Each content after a byte that has it read as `kind` says, in one encoding and another.
fn of_kind(kind: u8, contents: &[&str]) -> Vec<Vec<u8>> {
    let chosen = |content: &&str| [0, 2, 0x2d].map(|choice| behind(kind | choice, content.as_bytes()));
    contents.iter().flat_map(chosen).collect()
}

pub(in super::super) fn mail() -> Vec<Vec<u8>> {
    let message = "From: =?utf-8?B?2LPZhNin2YU=?= <a@b.example>\r\nSubject: =?windows-1256?Q?=D3=E1?= =?windows-1256?Q?=C7=E3?=\r\n\
        Date: Tue, 5 Mar 2024 09:10:11 +0300\r\nMessage-ID: <1@b.example>\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=\"o\"\r\n\r\npreamble\r\n--o\r\nContent-Type: multipart/alternative; boundary=i\r\n\r\n\
        --i\r\nContent-Type: text/plain; format=flowed; delsp=yes\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        =D8=B3 =\r\nb \r\nc=20\r\n--i\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n\
        PHA+cGFnZTwvcD4=\r\n--i--\r\n--o\r\nContent-Type: message/rfc822\r\n\r\nSubject: b\r\n\r\nattached\r\n\
        --o\r\nContent-Type: image/png; name*0*=utf-8''%D8%B3; name*1=.png\r\nContent-Disposition: attachment\r\n\r\nPNG\r\n--o--\r\n";
    let plain = format!("Subject: a\n folded\n}}\nTo: b\n\n{}", SENTENCES[1]);
    let digest = "Content-Type: multipart/digest; boundary=d\n\n--d\n\nSubject: a\n\none\n--d\n\nSubject: b\n\ntwo\n--d--\n";
    let several = format!(
        "From a@b Tue Mar  5 09:10:11 2024\n{plain}\n>From x\n\nFrom c@d Tue Mar  5 09:10:11 2024\n{digest}\n"
    );
    let saved = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/related; type=\"text/html\"; start=\"<f>\"; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\
        Content-ID: <f>\r\n\r\n<p>A page about boats.\r\n--b\r\nContent-Type: text/css\r\n\r\np{}\r\n--b--\r\n";
    [of_kind(0, &[message, &plain, digest]), of_kind(0x80, &[&several]), of_kind(0xc0, &[saved])].concat()
}

pub(in super::super) fn markup() -> Vec<Vec<u8>> {
    let markdown = "---\ntitle: a\nlang: ar\n---\n# A *title*\n\n- [x] one\n  1. two\n\n> quoted [link](x \"t\") ![alt](y)\n\n| a | b |\n|---|---|\n| c | |\n\n\
        ```rust\nlet a;\n```\n\n    code\n\n<div>\n<p>HTML\n</div>\n\na[^1] `b` ~~c~~ <br>\n\n[^1]: A note.\n";
    let subtitles = [
        "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>a</i>\nb\n\n2\n00:00:03,000 --> 00:00:04,000\nسلام\n",
        "WEBVTT\nLanguage: ar\n\nNOTE x\n\nname\n00:01.000 --> 00:02.000 line:0\n<v A>one<00:01.500> two &amp;\n\n00:02.000 --> 00:03.000\none two\nthree\n",
    ];
    let rtf = "{\\rtf1\\ansi\\ansicpg1256{\\fonttbl{\\f0\\fcharset178 A;}}{\\info{\\title t}{\\creatim\\yr2024\\mo1\\dy2}}\\f0 \\'d3\\u1604?{\\*\\x y}\
        {\\field{\\*\\fldinst X}{\\fldrslt z}}\\par\\trowd\\intbl a\\cell b\\cell\\row\\pard{\\footnote n}{\\upr{a}{\\*\\ud b}}{\\v h}\\bin3 }}}\\line c}";
    let notebook = "{\"cells\":[{\"cell_type\":\"markdown\",\"source\":[\"# a\\n\",\"b\"]},{\"cell_type\":\"code\",\"source\":\"1\",\"outputs\":[]}],\
        \"metadata\":{\"authors\":[{\"name\":\"A\"}]}}";
    let (texts, subtitles) = (of_kind(0, &[markdown, SENTENCES[0]]), of_kind(0x40, &subtitles));
    [texts, subtitles, of_kind(0x80, &[rtf]), of_kind(0xc0, &[notebook])].concat()
}
