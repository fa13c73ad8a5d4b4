//! Documents to try an analyzer with, where there are none at hand.

use textmill_corpus::Document;

/// Short texts in Arabic, English and both, and what analyzers stumble over: nothing, blanks, marks, emoji, long words,
/// right-to-left marks, line breaks of all kinds, other scripts. Their metadata name the language of those that have
/// one.
#[must_use]
pub fn sample_documents() -> Vec<Document> {
    let languages = TEXTS.iter().map(|(id, language, text)| {
        let document = Document::new(*id, *text);
        if language.is_empty() { document } else { document.with_metadata("language", *language) }
    });
    let long = Document::new("long", "A sentence that comes again and again, and never ends. ".repeat(400))
        .with_metadata("language", "en");
    let one_word = Document::new("one-word", "ha".repeat(5_000));
    languages.chain([long, one_word]).collect()
}

/// Id, language where there is one, text.
const TEXTS: &[(&str, &str, &str)] = &[
    ("empty", "", ""),
    ("blank", "", " \n\t \r\n "),
    ("mark", "", "!"),
    ("letter", "", "x"),
    ("arabic-letter", "ar", "ب"),
    (
        "english",
        "en",
        "The new library opened on Monday. Children loved it; some stayed until the lights went out!",
    ),
    (
        "arabic",
        "ar",
        "افتتحت المكتبة الجديدة أبوابها يوم الاثنين، وقد أحبها الأطفال كثيرا. هل تبقى مفتوحة ليلا؟",
    ),
    (
        "mixed",
        "ar",
        "أعلنت شركة Northwind Traders عن هاتف جديد بسعر 299.99 دولارا، والمزيد على www.example.com.",
    ),
    ("vowelled", "ar", "كَتَبَ الطَّالِبُ الدَّرْسَ ثُمَّ قَرَأَهُ مَرَّتَيْنِ."),
    ("stretched", "ar", "جميــــــل جدااااا!!! ههههه"),
    ("sad", "en", "A terrible, slow and rude service. I will never come back :("),
    (
        "web",
        "en",
        "Home | News | Contact\nWrite to press@example.org or visit https://example.org/a?b=c#d. #news @desk",
    ),
    ("numbers", "", "3.14 1,000 ١٢٣٤٫٥ 50% 2024-02-29 +49 30 1234567"),
    ("emoji", "", "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇪🇬🇬🇧"),
    ("combining", "", "e\u{301}cole nai\u{308}ve Z\u{351}\u{36b}\u{343}a\u{321}\u{35c}"),
    ("direction-marks", "ar", "\u{200f}مرحبا\u{200f} \u{202a}hello\u{202c} \u{2067}سلام\u{2069}"),
    ("line-breaks", "en", "one\ntwo\r\nthree\rfour\u{2028}five\u{2029}six\u{85}seven"),
    ("controls", "", "a\u{0}b\u{7}c\u{1b}[31md\u{feff}e\u{fffd}f"),
    ("chinese", "zh", "图书馆星期一开门了。孩子们很高兴!"),
    ("japanese", "ja", "図書館は月曜日に開きました。とても嬉しいです。"),
    ("thai", "th", "ห้องสมุดเปิดวันจันทร์"),
    ("hindi", "hi", "पुस्तकालय सोमवार को खुला।"),
    ("russian", "ru", "Библиотека открылась в понедельник."),
    ("hebrew", "he", "הספרייה נפתחה ביום שני."),
    ("quotes", "en", "\"Who's there?\" — 'Nobody,' said O'Brien-Smith (ph.d.), e.g. at 5 p.m."),
];

#[cfg(test)]
mod tests {
    use super::sample_documents;

    #[test]
    fn samples_can_be_told_apart() {
        let documents = sample_documents();
        let ids: std::collections::BTreeSet<&str> =
            documents.iter().map(|document| document.id.as_str()).collect();
        assert_eq!(ids.len(), documents.len());
    }
}
