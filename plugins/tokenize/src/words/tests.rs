//! The tailorings, each by examples.

use super::Tokenizer;
use crate::token::Kind;

/// `expected`: tokens, those that are no words with their kind before them (`url:www.example.org`).
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    check_with(&Tokenizer::new(true), text, expected);
}

#[track_caller]
fn check_with(tokenizer: &Tokenizer, text: &str, expected: &[&str]) {
    let mut tokens = Vec::new();
    tokenizer.tokens(text, &mut tokens);
    let found: Vec<String> = tokens
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
fn a_forgotten_space_is_no_host() {
    check("It is done.It was", &["It", "is", "done.It", "was"]);
    check("file.pdf", &["file.pdf"]);
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
    check("303-832-8160", &["number:303-832-8160"]);
    check(
        "3:1 1:2:3:4",
        &["number:3", "p::", "number:1", "number:1", "p::", "number:2", "p::", "number:3", "p::", "number:4"],
    );
    check("٢٠/٠٥/٢٠٢٤", &["number:٢٠/٠٥/٢٠٢٤"]);
}

#[test]
fn abbreviations_keep_their_full_stop() {
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
    check("ر20", &["ر20"]);
}

#[test]
fn hyphens() {
    check("e-mail, well-known", &["e-mail", "p:,", "well", "p:-", "known"]);
    check("штабс-капитана 80-х", &["штабс-капитана", "80-х"]);
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
        &plain,
        "Dr. a@b.com #x...",
        &["Dr", "p:.", "a", "p:@", "b.com", "p:#", "x", "p:.", "p:.", "p:."],
    );
    check_with(&plain, "10:30", &["number:10", "p::", "number:30"]);
}

#[test]
fn nothing_that_is_not_seen_is_a_token() {
    check("\u{FEFF}a\u{200B} \u{200F}\t\u{A0}b\u{0}", &["a", "b"]);
    check("", &[]);
}
