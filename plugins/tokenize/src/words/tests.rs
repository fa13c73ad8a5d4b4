//! The tailorings, each by examples.

use proptest::prelude::*;

use super::{Found, Tokenizer, classify, is_after_word};
use crate::forms::Forms;
use crate::sentences::Splitter;
use crate::token::{Kind, Token};
use crate::unicode::{Class, Properties};

/// `expected`: tokens, those that are no words with their kind before them (`url:www.example.org`).
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    check_with(Tokenizer::new(true), text, expected);
}

#[track_caller]
fn check_with(tokenizer: Tokenizer, text: &str, expected: &[&str]) {
    let found: Vec<String> = tokenizer
        .tokens(text)
        .iter()
        .map(|token| match token.kind {
            Kind::Word => token.text(text).to_owned(),
            Kind::Punctuation => format!("p:{}", token.text(text)),
            kind => format!("{}:{}", kind.label(), token.text(text)),
        })
        .collect();
    assert_eq!(found, expected, "in {text:?}");
}

#[test]
fn web_addresses() {
    check("see https://example.org/a?b=(c).", &["see", "url:https://example.org/a?b=(c)", "p:."]);
    check("(www.example.com)", &["p:(", "url:www.example.com", "p:)"]);
    check(
        "على https://ar.wikipedia.org/wiki/لغة، وقال",
        &["على", "url:https://ar.wikipedia.org/wiki/لغة", "p:،", "وقال"],
    );
    check("ftp://host/x, example.com:8080/y", &["url:ftp://host/x", "p:,", "url:example.com:8080/y"]);
    check("aljazeera.net", &["url:aljazeera.net"]);
}

#[test]
fn an_address_ends_before_an_arabic_letter() {
    check("شاهد http://example.org/abcثم", &["شاهد", "url:http://example.org/abc", "ثم"]);
    check("https://example.org/p?id=7لمن", &["url:https://example.org/p?id=7", "لمن"]);
    check("www.example.orgللحجز", &["url:www.example.org", "للحجز"]);
    check("https://example.org/wiki/كتاب_2", &["url:https://example.org/wiki/كتاب_2"]);
}

#[test]
fn a_label_is_no_part_of_an_address() {
    check("mail:jane@example.org", &["mail", "p::", "email:jane@example.org"]);
    check("mailto:a.b@example.org.", &["mailto", "p::", "email:a.b@example.org", "p:."]);
    check("site:www.example.org", &["site", "p::", "url:www.example.org"]);
    check("url:http://example.org/x", &["url", "p::", "url:http://example.org/x"]);
    check("EU:s a:b", &["EU:s", "a:b"]);
}

#[test]
fn hosts_in_other_scripts() {
    check("sales@مثال.السعودية، نعم", &["email:sales@مثال.السعودية", "p:،", "نعم"]);
    check("a@пример.рф.", &["email:a@пример.рф", "p:."]);
    check("a@مثال b@example.orgللحجز", &["a", "p:@", "مثال", "email:b@example.org", "للحجز"]);
}

#[test]
fn a_colon_parts_arabic_words() {
    check("الوزير:نحن قال:لا", &["الوزير", "p::", "نحن", "قال", "p::", "لا"]);
    check("قَالَ:نَعَم العنوان:Cairo", &["قَالَ", "p::", "نَعَم", "العنوان", "p::", "Cairo"]);
}

#[test]
fn a_forgotten_space_is_no_host() {
    check("It is done.It was", &["It", "is", "done", "p:.", "It", "was"]);
    check("file.pdf", &["file.pdf"]);
}

#[test]
fn a_forgotten_space_parts_words() {
    check("وصل الوزير.واجتمع بالرئيس", &["وصل", "الوزير", "p:.", "واجتمع", "بالرئيس"]);
    check("د.أحمد ق.م أ.ف.ب", &["د.", "أحمد", "ق.م", "أ.ف.ب"]);
    check("node.js file.Name сказал.Он т.е", &["node.js", "file.Name", "сказал", "p:.", "Он", "т.е"]);
}

#[test]
fn letters_of_two_scripts() {
    check("شركةApple تفحص الـDNA", &["شركة", "Apple", "تفحص", "الـ", "DNA"]);
    check("B2ب p53", &["B2ب", "p53"]);
}

#[test]
fn signs_that_stand_for_an_apostrophe() {
    check("wasn´t don`t isn′t isn＇t it‘s", &["wasn´t", "don`t", "isn′t", "isn＇t", "it‘s"]);
    check(
        "see `s` x`y 5′t",
        &["see", "symbol:`", "s", "symbol:`", "x", "symbol:`", "y", "number:5", "p:′", "t"],
    );
}

#[test]
fn mail_addresses() {
    check("to jane.doe+x@mail.example.com.", &["to", "email:jane.doe+x@mail.example.com", "p:."]);
    check("info@example", &["email:info@example"]);
    check("a@", &["a", "p:@"]);
}

#[test]
fn hashtags_and_mentions() {
    check("#وسم_مركب @user.name!", &["hashtag:#وسم_مركب", "mention:@user.name", "p:!"]);
    check("C# #1 @ home", &["C", "p:#", "p:#", "number:1", "p:@", "home"]);
    check("@a.", &["mention:@a", "p:."]);
}

#[test]
fn emoji_sequences() {
    check("👩‍👩‍👧👍🏽❤️🇪🇬1️⃣", &["emoji:👩‍👩‍👧", "emoji:👍🏽", "emoji:❤️", "emoji:🇪🇬", "emoji:1️⃣"]);
    check("© 2024 ™", &["symbol:©", "number:2024", "symbol:™"]);
    check("😂😂", &["emoji:😂", "emoji:😂"]);
}

#[test]
fn emoticons() {
    check("nice :-) and :D", &["nice", "emoji::-)", "and", "emoji::D"]);
    check("word:) a<3", &["word", "emoji::)", "a", "symbol:<", "number:3"]);
    check("Note:(see", &["Note", "p::", "p:(", "see"]);
}

#[test]
fn numbers_times_and_dates() {
    check("١٬٢٠٤٫٥ and 1,204.5 at 10:30", &["number:١٬٢٠٤٫٥", "and", "number:1,204.5", "at", "number:10:30"]);
    check("12/05/2004 2004-05-12", &["number:12/05/2004", "number:2004-05-12"]);
    check("3.5% 2010-2012", &["number:3.5", "p:%", "number:2010", "p:-", "number:2012"]);
    check("+966-50-123-4567", &["symbol:+", "number:966-50-123-4567"]);
    check("303-832-8160", &["number:303-832-8160"]);
    check(
        "3:1 1:2:3:4",
        &["number:3", "p::", "number:1", "number:1", "p::", "number:2", "p::", "number:3", "p::", "number:4"],
    );
    check("٢٠/٠٥/٢٠٢٤", &["number:٢٠/٠٥/٢٠٢٤"]);
}

#[test]
fn abbreviations_keep_their_full_stop() {
    check(
        "U.S.A., J.) e.g.\nU.S.x a.b@c.org",
        &["U.S.A.", "p:,", "J.", "p:)", "e.g.", "U.S.x", "email:a.b@c.org"],
    );
    check("Fig. A, No. I", &["Fig.", "A", "p:,", "No", "p:.", "I"]);
    check("Dr. Smith of the U.S.", &["Dr.", "Smith", "of", "the", "U.S."]);
    check("e.g. this, No. 5 and no.", &["e.g.", "this", "p:,", "No.", "number:5", "and", "no", "p:."]);
    check("د. أحمد", &["د.", "أحمد"]);
    check("and so on etc...", &["and", "so", "on", "etc", "p:..."]);
}

#[test]
fn arabic_words_keep_diacritics_and_tatweel() {
    check("مُحَمَّدٌ رسـول", &["مُحَمَّدٌ", "رسـول"]);
}

#[test]
fn arabic_particles_stand_apart_from_digits() {
    check("و20 بـ15 ال3", &["و", "number:20", "بـ", "number:15", "ال", "number:3"]);
    check("ﻭ20 وَ20 ﻭﺑـ15", &["ﻭ", "number:20", "وَ", "number:20", "ﻭﺑـ", "number:15"]);
    check("ر20", &["ر20"]);
    // A particle with a mark has no digits after it.
    check("وَ، ل\u{200F}؟", &["وَ", "p:،", "ل\u{200F}", "p:؟"]);
}

#[test]
fn hyphens() {
    check("e-mail, well-known", &["e-mail", "p:,", "well", "p:-", "known"]);
    check("штабс-капитана 80-х", &["штабс-капитана", "80-х"]);
    check("e\u{2010}mail non\u{2011}human", &["e\u{2010}mail", "non\u{2011}human"]);
}

#[test]
fn a_line_break_divides_a_word() {
    check("The repre-\nsentatives", &["The", "repre-\nsentatives"]);
    check("Govern-\r\nment.", &["Govern-\r\nment", "p:."]);
    // Both are words, and nothing together.
    check(
        "the well-\nknown up-\nto-date",
        &["the", "well", "p:-", "known", "up", "p:-", "to", "p:-", "date"],
    );
    check("a pre-\n\ntext X-\nray no-\n", &["a", "pre", "p:-", "text", "X", "p:-", "ray", "no", "p:-"]);
    // What is in no list is one word at the end of a long line.
    check("list Hroka-\nvetz", &["list", "Hroka", "p:-", "vetz"]);
    let [line, word] = ["of the long list of the towns", "Hroka-\nvetz"];
    let tokens: Vec<&str> = line.split(' ').chain([word]).collect();
    check(&format!("{line} {word}"), &tokens);
}

#[test]
fn runs_of_one_mark() {
    check("wait... !!! ====", &["wait", "p:...", "p:!!!", "symbol:===="]);
}

#[test]
fn scripts_without_spaces() {
    check("北京", &["北", "京"]);
    check("สวัสดี ชาวโลก", &["สวัสดี", "ชาวโลก"]);
    check("カタカナ", &["カタカナ"]);
}

#[test]
fn without_tailorings_the_default_rules_hold() {
    let plain = Tokenizer::new(false);
    check_with(
        plain,
        "Dr. a@b.com #x...",
        &["Dr", "p:.", "a", "p:@", "b.com", "p:#", "x", "p:.", "p:.", "p:."],
    );
    check_with(plain, "10:30", &["number:10", "p::", "number:30"]);
}

#[test]
fn nothing_that_is_not_seen_is_a_token() {
    check("\u{FEFF}a\u{200B} \u{200F}\t\u{A0}b\u{0}", &["a", "b"]);
    check("", &[]);
}

/// Pieces that the pass takes for what it knows, and others that make something else of them.
const PIECES: &str = "word|Word|govern|ment|-\n|longerword|somanylettersinaword| | | |\t|.|.|,|-|'|’|:|/|;|%|+|@|#|_|(|)|!|?|...|a|e|5|10|1204|x.com|a@b.org|http://|mail:|a:|b@مثال.مصر|e.g|U.S|U.S.|p.m.|Dr|Dr. |No|No. |etc.|n't|'s|:-)|:D|<3|كلمة|كتبناها|و|ب|قَال|ـ|٣|٫|،|؟|د|слово|80|ש|\"|カ|ก|中|é|ⓐ|ß|😀|❤|\u{FE0F}|\u{20E3}|\u{301}|\u{200D}|\u{200F}|\u{AD}|\u{A0}|\u{3000}|\n|\r|\u{85}|\u{0}|\u{1F3FD}|‐|—|«|×|€|$|*|=";

fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(PIECES.split('|').collect::<Vec<_>>());
    prop_oneof![12 => known.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
}

/// The tokens that the rules find where they are asked everywhere.
fn by_rules(tokenizer: Tokenizer, text: &str) -> Vec<(usize, usize, Kind)> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut position = 0;
    while position < text.len() {
        let (end, kind) = tokenizer.token(text, position, is_after_word(&tokens, position));
        tokens.extend(kind.map(|kind| Token::new(position, end, kind, 0)));
        position = end;
    }
    tokens.iter().map(|token| (token.start(), token.end(), token.kind)).collect()
}

/// Places of the rules, each with a character in it that is to come.
const PLACES: &str = "co?operation|?co-operation|co-?|co?|e?mail|80?х|х?х|штабс?капитана|U?S.|U.?.|U.S?A.|Dr?|Dr.?|No.?5|No. ?|?Dr. A|\
    د?|د.?أحمد|ق?م|و?20|و2?0|?و20|بـ?15|www?a.com|www.?a.com|www.a?com|www.a.com?|a@?b.org|a?@b.org|a@b.o?g|http:?/x.org|\
    http://?|http://x?(a)|https://x.org/?|#?|#a?b|@?a|@a.?|10?30|10:?30|1/2?2003|2004-05-12?|303-832?8160|1?204|:?)|:-?|<?3|\
    word?:)|..?.|?...|!?!|-?-|👩?👧|🇪?🇬|1?⃣|❤?|א?ב|カ?カ|ก?ก|中?中|a?|?a|a'?|don?t|a’?|?'s|a b? c|3?5|[?]|(?)|a.?|.?a|\"?\"";

/// Every code point but those that the tables tell nothing else of than of the one before: of these every 16th. What the
/// rules name stands among the marks.
fn code_points() -> impl Iterator<Item = char> {
    let told =
        |code: u32| char::from_u32(code).map(|one| (Properties::of(one), Class::of(one), one.len_utf8()));
    let is_mark = |code: u32| matches!(code, 0..0x250 | 0x600..0x700 | 0x2000..0x2100 | 0x3000..0x3040 | 0xFE00..0x1_0000);
    let differs =
        move |&code: &u32| is_mark(code) || code % 16 == 0 && code < 0x1_2000 || told(code) != told(code - 1);
    (0..=0x10_FFFF).filter(differs).filter_map(char::from_u32)
}

/// No rule takes a character for so many bytes as another has.
#[test]
fn any_character_may_stand_anywhere() {
    let tokenizer = Tokenizer::new(true);
    let places: Vec<(&str, &str)> = PLACES.split('|').filter_map(|place| place.split_once('?')).collect();
    let mut text = String::new();
    for character in code_points() {
        text.clear();
        for (before, after) in &places {
            text.extend([before, &*character.encode_utf8(&mut [0; 4]), after, " "]);
        }
        let (mut forms, mut found) = (Forms::new(), Found::default());
        forms.begin_call();
        tokenizer.find(&text, None, &mut forms, &mut found);
        let mut sentences = Vec::new();
        Splitter::new(true).sentences(&text, &found.tokens, &found.candidates, &mut sentences);
        assert!(sentences.iter().all(|sentence| text.get(sentence.span.clone()).is_some()), "{character:?}");
        let mut end = 0;
        for token in found.tokens {
            assert!(
                token.start() >= end && token.end() > token.start(),
                "{token:?} after {end} with {character:?}"
            );
            assert!(text.get(token.start()..token.end()).is_some(), "{token:?} with {character:?}");
            end = token.end();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_pass_finds_what_the_rules_find(pieces in prop::collection::vec(piece(), 0..16), tailored: bool) {
        let text = pieces.concat();
        let tokenizer = Tokenizer::new(tailored);
        let found: Vec<_> = tokenizer.tokens(&text).iter().map(|token| (token.start(), token.end(), token.kind)).collect();
        prop_assert_eq!(found, by_rules(tokenizer, &text), "in {:?}", text);
    }

    #[test]
    fn abbreviations_that_are_noted_are_some(pieces in prop::collection::vec(piece(), 0..40)) {
        let text = pieces.concat();
        for token in Tokenizer::new(true).tokens(&text) {
            if let Some(class) = token.abbreviation {
                prop_assert_eq!(classify(token.text(&text)), Some(class), "in {:?}", text);
            }
        }
    }

    #[test]
    fn equal_texts_have_equal_codes(pieces in prop::collection::vec(piece(), 0..40)) {
        let text = pieces.concat();
        let mut forms = Vec::new();
        for token in Tokenizer::new(true).tokens(&text) {
            let code = forms.iter().position(|&form| form == token.text(&text)).unwrap_or_else(|| {
                forms.push(token.text(&text));
                forms.len() - 1
            });
            prop_assert_eq!(token.form as usize, code);
        }
    }
}
