use proptest::prelude::*;

use super::{Language, Lexicon, WordHash};
use crate::dictionary::cut::Cutter;
use crate::unicode::{Category, Properties};
use crate::words::Tokenizer;

fn words(text: &str) -> Vec<&str> {
    Tokenizer::new(true).with_dictionary(true).tokens(text).iter().map(|token| token.text(text)).collect()
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(words(text).join(" "), expected, "{text}");
}

#[test]
fn chinese() {
    check("北京是中国的首都。", "北京 是 中国 的 首都 。");
    check("我们在学校学习中文", "我们 在 学校 学习 中文");
    // Traditional characters are as good.
    check("我們在學校學習中文", "我們 在 學校 學習 中文");
    check("2024年3月,GDP增长了5.2%", "2024 年 3 月 , GDP 增长 了 5.2 %");
}

#[test]
fn japanese() {
    check("東京は日本の首都です。", "東京 は 日本 の 首都 です 。");
    check("私は学校で日本語を勉強しています", "私 は 学校 で 日本語 を 勉強 し て い ます");
    check("コンピュータを使う", "コンピュータ を 使う");
}

#[test]
fn scripts_of_south_east_asia() {
    check("ประเทศไทยมีภาษาไทย", "ประเทศ ไทย มี ภาษา ไทย");
    check("ສະບາຍດີ ປະເທດລາວ", "ສະບາຍ ດີ ປະເທດ ລາວ");
    check("ប្រទេសកម្ពុជា", "ប្រទេស កម្ពុជា");
    check("မြန်မာနိုင်ငံ", "မြန်မာ နိုင်ငံ");
}

#[test]
fn metadata_tell_chinese_from_japanese() {
    let mut cutter = Cutter::default();
    let mut cut = |language, text: &str| {
        cutter.begin(language);
        cutter.words(text, 0).map(<[usize]>::len)
    };
    // In Japanese it is a family name, in Chinese a preposition and a noun.
    let text = "東京都知事";
    let (japanese, chinese) = (cut(Some("ja-JP"), text), cut(Some("zh"), text));
    assert!(japanese.is_some() && chinese.is_some());
    assert_eq!(cut(None, text), chinese);
    assert_eq!(cut(Some("jam"), text), chinese);
    assert_eq!(cut(None, "word"), None);
}

#[test]
fn what_is_no_word_of_the_lexicon_stays_together_or_falls_apart() {
    // Of Chinese and Japanese into characters, of other languages not into consonants.
    check("𠮷𠮷", "𠮷 𠮷");
    assert!(words("ฃฅฃฅฃฅ").len() < 6);
    // What belongs to a character is not torn from it.
    check("カ\u{3099}ラス", "カ\u{3099}ラス");
    check("中\u{FE00}国", "中\u{FE00} 国");
    check("カタ_カナ 中カ_1", "カタ_カナ 中 カ_1");
}

/// A long run is cut in pieces, where no words are lost: each begins with the last word of the one before.
#[test]
fn long_runs_are_cut_to_their_end() {
    for times in [100, 113, 114, 227, 228, 500] {
        let text = "我们在学校学习中文".repeat(times);
        let tokens = Tokenizer::new(true).with_dictionary(true).tokens(&text);
        assert_eq!(tokens.len(), 5 * times, "{times} times");
    }
}

#[test]
fn without_the_dictionary_the_rules_hold() {
    let plain = |text| Tokenizer::new(true).tokens(text).len();
    assert_eq!(plain("北京是中国的首都"), 8);
    assert_eq!(Tokenizer::new(false).with_dictionary(true).tokens("北京是中国的首都").len(), 8);
    assert_eq!(Tokenizer::new(false).with_dictionary(true).tokens("ไทย").len(), 3);
}

#[test]
fn the_shipped_lexicon_can_be_read() {
    let lexicon = Lexicon::shipped().expect("words.bin");
    let knows = |language, word: &str| lexicon.level(WordHash::of(language, word.chars().map(u32::from)));
    assert!(knows(Language::Chinese, "中国").is_some());
    assert!(knows(Language::Japanese, "日本").is_some());
    assert!(knows(Language::Thai, "ภาษา").is_some());
    assert!(knows(Language::Chinese, "的").is_some_and(|level| level < 2));
    assert_eq!(knows(Language::Chinese, "国中的"), None);
    // What is no lexicon is none.
    for stored in [&b""[..], &[0; 24], &[0xFF; 64], &[1; 40]] {
        assert!(Lexicon::read(stored).is_none_or(|lexicon| lexicon.simplified(0x4E00) == 0x4E00));
    }
}

const PIECES: &str = "中|国|北京|東京|です|これ|カタ|ー|々|〇|ภาษา|ไ|ท|ย|ๆ|ລາວ|ខ្មែរ|មြ|မြန်မာ|က်|\u{1039}|\u{17D2}|\u{E33}|\u{3099}|\
    \u{200D}|\u{200B}|\u{FE00}|a|5|_|。|，|.| |\n|#|@|é|ب|한국|ｶ|ﾞ|㍿|𠮷|\u{E0100}";

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES.split('|').collect::<Vec<_>>()), 0..24)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// The dictionary joins and parts letters: nothing that is seen is lost or found by it.
    #[test]
    fn all_that_is_seen_is_of_a_token(text in text()) {
        let tokens = |dictionary| Tokenizer::new(true).with_dictionary(dictionary).tokens(&text);
        let covered = |tokens: &[crate::token::Token]| -> Vec<bool> {
            let seen = text.char_indices().filter(|&(_, character)| Properties::of(character).category() != Category::Other);
            seen.map(|(byte, _)| tokens.iter().any(|token| (token.start()..token.end()).contains(&byte))).collect()
        };
        let (with, without) = (tokens(true), tokens(false));
        prop_assert_eq!(covered(&with), covered(&without), "in {:?}", text);
        prop_assert!(with.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
    }
}
