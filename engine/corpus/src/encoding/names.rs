//! The encoding of names of files, where nothing says it: those of ZIP archives.

use super::charset::Charset;
use super::{detect, western};

/// Bytes of names that are looked at.
const SAMPLE: usize = 16 * 1024;

/// The names of an archive, of which those that are not UTF-8 are in one encoding.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NamesEncoding(Option<Charset>);

impl NamesEncoding {
    /// Finds out about `names`, of which those that are UTF-8 say nothing.
    ///
    /// Programs write the code page of their system. In the scripts that one letter seldom stands alone in, it can be told;
    /// in Latin script a letter with an accent stands between others, and the code page of DOS is what most wrote.
    pub(crate) fn of<'names>(names: impl Iterator<Item = &'names [u8]>) -> Self {
        let mut others: Vec<&[u8]> = names.filter(|name| str::from_utf8(name).is_err()).collect();
        // Archives do not keep an order of names that is the same for everyone who reads them.
        others.sort_unstable();
        let mut sample = Vec::new();
        for name in others {
            if sample.len() + name.len() > SAMPLE {
                break;
            }
            sample.extend_from_slice(name);
            sample.push(b'\n');
        }
        let encoding = detect::guess(&sample);
        let is_told = encoding != Charset::Standard(encoding_rs::WINDOWS_1252)
            && !western::is_latin_of_old_machine(encoding)
            && encoding
                .decode_valid(&sample)
                .is_some_and(|names| is_of_words(&sample) || is_of_signs(&names));
        Self(is_told.then_some(encoding))
    }

    /// A name, where its encoding is known.
    pub(crate) fn decode(self, name: &[u8]) -> Option<String> {
        self.0?.decode_valid(name).map(std::borrow::Cow::into_owned)
    }
}

/// Whether most bytes beyond ASCII stand beside another, as those of words do in scripts that are not Latin.
fn is_of_words(sample: &[u8]) -> bool {
    let mut total = 0;
    let mut together = 0;
    for run in sample.split(u8::is_ascii) {
        total += run.len();
        together += if run.len() > 1 { run.len() } else { 0 };
    }
    total >= 4 && together * 4 >= total * 3
}

/// Whether names are, beyond ASCII, of Chinese or Japanese signs that stand beside another: the second byte of such a sign may be
/// one of ASCII.
fn is_of_signs(names: &str) -> bool {
    let is_sign = |sign: char| matches!(sign, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}');
    let (mut total, mut together) = (0, 0);
    for run in names.split(|character: char| character.is_ascii()) {
        let signs = run.chars().count();
        if !run.chars().all(is_sign) {
            return false;
        }
        total += signs;
        together += if signs > 1 { signs } else { 0 };
    }
    total >= 3 && together * 4 >= total * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(label: &str, names: &[&str], told: bool) {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
        let encoded: Vec<_> = names.iter().map(|name| encoding.encode(name).0).collect();
        let found = NamesEncoding::of(encoded.iter().map(|name| &**name));
        for (name, bytes) in names.iter().zip(&encoded) {
            assert_eq!(found.decode(bytes).as_deref(), told.then_some(*name), "in {label}");
        }
    }

    #[test]
    fn names_in_other_scripts_are_told_together() {
        check("gbk", &["新闻/经济报道.txt", "新闻/体育新闻.txt", "readme.txt"], true);
        check("shift_jis", &["新聞/経済のニュース.txt", "お知らせ.txt"], true);
        check("shift_jis", &["港の日報データ.txt", "ソフト一覧表.txt"], true);
        check("windows-1256", &["أخبار/الاقتصاد العربي.txt", "تقرير عن المدينة.txt"], true);
        check("ibm866", &["новости/экономика.txt", "отчёт о городе.txt"], true);
    }

    #[test]
    fn names_in_latin_script_are_not() {
        check("windows-1252", &["résumé.txt", "café.txt"], false);
        let dos: [&[u8]; 2] = [b"r\x82sum\x82.txt", b"\x8cuvre.txt"];
        assert_eq!(NamesEncoding::of(dos.into_iter()).decode(dos[0]), None);
        let dos: [&[u8]; 2] = [b"ch\x83teau et for\x88t.txt", b"\x90tat des lieux, d\x82tail.txt"];
        assert_eq!(NamesEncoding::of(dos.into_iter()).decode(dos[0]), None);
        assert_eq!(NamesEncoding::of(std::iter::empty()).decode(b"a"), None);
    }
}
