//! Encodings by the numbers that RTF has for them (Rich Text Format Specification 1.9.1).

use encoding_rs::Encoding;

/// The encoding of a code page; nothing where none is known.
pub(super) fn of_code_page(number: i32) -> Option<&'static Encoding> {
    Some(match number {
        // ASMO 708 is what ISO-8859-6 was made of.
        708 | 28596 => encoding_rs::ISO_8859_6,
        866 => encoding_rs::IBM866,
        874 => encoding_rs::WINDOWS_874,
        932 => encoding_rs::SHIFT_JIS,
        936 => encoding_rs::GBK,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1252 => encoding_rs::WINDOWS_1252,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        1255 => encoding_rs::WINDOWS_1255,
        1256 => encoding_rs::WINDOWS_1256,
        1257 => encoding_rs::WINDOWS_1257,
        1258 => encoding_rs::WINDOWS_1258,
        10000 => encoding_rs::MACINTOSH,
        10007 => encoding_rs::X_MAC_CYRILLIC,
        54936 => encoding_rs::GB18030,
        65001 => encoding_rs::UTF_8,
        _ => return None,
    })
}

/// The encoding of what is written in a font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    /// That of the document.
    Document,
    Of(&'static Encoding),
    /// One that is not known: of its characters, those of ASCII are.
    Unknown,
}

/// The encoding of a font by its `\fcharset`.
pub(super) fn of_font(number: i32) -> Charset {
    let code_page = match number {
        // ANSI, and what the system has: programs write both of fonts in any script.
        0 | 1 => return Charset::Document,
        // Symbols, whose few characters that text has are where windows-1252 has them.
        2 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 | 181 => 1255,
        178..=180 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return Charset::Unknown,
    };
    of_code_page(code_page).map_or(Charset::Unknown, Charset::Of)
}

/// The encoding of a code page that is named, or that it is not known.
pub(super) fn named(code_page: i32) -> Charset {
    of_code_page(code_page).map_or(Charset::Unknown, Charset::Of)
}
