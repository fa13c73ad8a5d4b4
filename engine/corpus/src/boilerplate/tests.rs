//! Whole pages: `cases/`, the sample corpus, and laws.
//!
//! A case is a page, or a text that is none, with a mark before each line: `- ` for what must go, two blanks for what
//! must stay. Of one named `.inline.txt` the lines are the pieces of a single line.

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::sample::select;

use super::kind::Kind;
use super::*;

/// The files below a folder, in the order of their paths.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

/// A page with what is to become of it: its text, and where each marked line stands and whether it goes.
struct Case {
    text: String,
    lines: Vec<(Range<usize>, bool)>,
}

impl Case {
    fn read(path: &Path) -> Self {
        let end = if path.to_string_lossy().ends_with(".inline.txt") { ' ' } else { '\n' };
        let mut case = Self { text: String::new(), lines: Vec::new() };
        for (number, line) in fs::read_to_string(path).unwrap().lines().enumerate() {
            let start = case.text.len();
            if let Some((mark, content)) = line.split_at_checked(2) {
                assert!(["- ", "  "].contains(&mark), "{}:{}: no mark", path.display(), number + 1);
                case.text.push_str(content);
                case.lines.push((start..case.text.len(), mark == "- "));
            }
            case.text.push(end);
        }
        case
    }
}

/// How much of a line is cut.
fn share_cut(line: &Range<usize>, cuts: &[Cut]) -> f64 {
    let cut = |cut: &Cut| cut.range.end.min(line.end).saturating_sub(cut.range.start.max(line.start));
    cuts.iter().map(cut).sum::<usize>() as f64 / line.len() as f64
}

/// A row per case: lines that must go, of these gone, lines gone that must stay; then the lines that were mistaken.
fn accuracy() -> String {
    let mut table = String::new();
    let (mut all, mut right, mut wrong) = (0, 0, 0);
    for path in files("src/boilerplate/cases") {
        let case = Case::read(&path);
        let cuts = cuts(&case.text);
        let gone = |line: &Range<usize>| share_cut(line, &cuts) > 0.5;
        let (go, stay): (Vec<_>, Vec<_>) = case.lines.iter().partition(|(_, goes)| *goes);
        let left: Vec<_> = go.iter().filter(|(line, _)| !gone(line)).collect();
        let lost: Vec<_> = stay.iter().filter(|(line, _)| gone(line)).collect();
        let name = path.file_name().unwrap().to_string_lossy().replace(".txt", "");
        writeln!(table, "{name:26} {:3} {:3} {:3}", go.len(), go.len() - left.len(), lost.len()).unwrap();
        for (mark, (line, _)) in
            left.iter().map(|line| ('-', line)).chain(lost.iter().map(|line| ('+', line)))
        {
            writeln!(table, "    {mark} {}", &case.text[line.clone()]).unwrap();
        }
        all += go.len();
        right += go.len() - left.len();
        wrong += lost.len();
    }
    let (precision, recall) = (right as f64 / (right + wrong) as f64, right as f64 / all as f64);
    writeln!(table, "precision {precision:.3}, recall {recall:.3}").unwrap();
    table
}

#[test]
fn pages_lose_their_boilerplate_and_nothing_else() {
    // Columns: lines that must go, those of them that went, lines that went and must not. Below a case its mistakes.
    let expected = "\
ar-about-boilerplate-stays   0   0   0
ar-blog                     24  24   0
ar-chat-stays                0   0   0
ar-cookies                  12  12   0
ar-forum-page               18   6   0
    - #1
    - عضو جديد
    - تاريخ التسجيل: يناير 2019
    - المشاركات: 12
    - #2
    - عضو مميز
    - المشاركات: 1,430
    - « الموضوع السابق | الموضوع التالي »
    - تعليمات المشاركة
    - لا تستطيع إضافة مواضيع جديدة
    - لا تستطيع الرد على المواضيع
    - الساعة الآن 10:22 PM
ar-ministry                 10  10   0
ar-news-column              28  28   0
ar-news-one-line.inline      6   6   0
ar-opinion                  12  12   0
ar-poem-stays                0   0   0
ar-recipe                   14  14   0
ar-related-within            8   8   0
ar-satellite-news           22  22   0
ar-sports-tables            13  13   0
ar-wikilike                  7   7   0
en-blog                     28  28   0
en-book-stays                0   0   0
en-code-stays                0   0   0
en-cookies                  12  12   0
en-council                   8   6   0
    - Yes
    - No
en-letter-stays              0   0   0
en-live-blog                20  18   0
    - Get involved
    - Send us your questions
en-magazine-ads             15  15   0
en-news-column              32  32   0
en-news-one-line.inline      5   5   0
en-newsletter                5   5   0
en-newspaper-modern         38  34   0
    - Birds
    - This article is more than 2 years old
    - Sign up to Down to Earth
    - The planet's most important stories, every Thursday
en-play-stays                0   0   0
en-readme-stays              0   0   0
en-recipe                   13  13   0
en-table-stays               0   0   0
en-trade-site               15  15   0
mixed-startup                9   9   0
precision 1.000, recall 0.947
";
    let found = accuracy();
    assert_eq!(found, expected, "{found}");
}

/// A row per document of the sample corpus that is changed: bytes, and bytes removed by kind.
fn corpus_table() -> String {
    let mut table = String::new();
    for path in files("../../corpus") {
        let text = fs::read_to_string(&path).unwrap();
        let cuts = cuts(&text);
        if cuts.is_empty() {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy();
        write!(table, "{name} {}:", text.len()).unwrap();
        for kind in Kind::ALL {
            let bytes: usize = cuts.iter().filter(|cut| cut.kind == kind).map(|cut| cut.range.len()).sum();
            if bytes > 0 {
                write!(table, " {} {bytes}", kind.name()).unwrap();
            }
        }
        table.push('\n');
    }
    table
}

#[test]
fn of_the_sample_corpus_only_pages_are_changed() {
    let expected = "\
ai-forum-riyadh.txt 4121: navigation 239 sharing 22 related 237 comments 284 subscription 145 footer 192 metadata 36
clinics-tunis.txt 3201: navigation 128 sharing 63 related 237 comments 200 footer 125
excavation-luxor.txt 3598: navigation 232 related 238 comments 80 subscription 66 footer 101
football-casablanca.txt 3846: navigation 244 sharing 101 related 276 comments 476 footer 121
library-amman.txt 4724: navigation 292 sharing 86 related 586 tags 77 comments 557 footer 177 metadata 33
logistics-dubai.txt 3511: navigation 301 sharing 44 related 293 comments 74 footer 228
metro-cairo.txt 4283: navigation 318 sharing 89 related 397 comments 210 subscription 49 footer 148
poet-baghdad.txt 3410: navigation 146 related 151 comments 119 footer 82
storm-beirut.txt 2148: navigation 102 sharing 19 related 182 subscription 49 footer 59
ferry-council.txt 2844: navigation 147 sharing 48 related 159 comments 233 footer 101
product-page.txt 1682: navigation 129 sharing 90
startup-launch.txt 2243: navigation 182 related 162 subscription 141 footer 80
";
    let found = corpus_table();
    assert_eq!(found, expected, "{found}");
}

/// What stands around the text of a page.
const ABOVE: &str = "The Paper\nHome | News | Sport | Weather\nالرئيسية | أخبار | رياضة\n\nA headline\n\nShare on Facebook   Share on X   Email\n\n";
const BELOW: &str = "\nThis is the last paragraph of what the page is about, and it ends here.\n\nRelated articles\n- One link\n- Another link\n\n© 2025 The Paper. All rights reserved.\n";

/// What a page loses of its text, when the text is one that is none.
#[test]
fn texts_in_the_frame_of_a_page_stay_whole() {
    for path in files("../../corpus") {
        let text = fs::read_to_string(&path).unwrap();
        if !cuts(&text).is_empty() {
            continue;
        }
        let page = format!("{ABOVE}{text}{BELOW}");
        let cuts = cuts(&page);
        assert!(cuts.len() > 3, "{}", path.display());
        let content = text.trim_matches(line::is_blank);
        let start = ABOVE.len() + text.find(content).unwrap();
        for cut in cuts {
            let lost = cut.range.start.max(start)..cut.range.end.min(start + content.len());
            assert!(lost.is_empty(), "{}: {:?}", path.display(), &page[lost]);
        }
    }
}

#[test]
fn a_passage_is_given_as_it_stood() {
    let page = format!("{ABOVE}It was a sentence of nine words, and it ended.\n{BELOW}");
    let cleaned = remove(&page);
    assert_eq!(
        cleaned.text,
        "A headline\n\nIt was a sentence of nine words, and it ended.\n\n\
         This is the last paragraph of what the page is about, and it ends here.\n"
    );
    let passages: Vec<_> =
        cleaned.removed.iter().map(|removed| (removed.kind, removed.text.as_str())).collect();
    let expected = [
        ("navigation", "The Paper\nHome | News | Sport | Weather\nالرئيسية | أخبار | رياضة\n\n"),
        ("sharing", "Share on Facebook   Share on X   Email\n\n"),
        ("related", "\nRelated articles\n- One link\n- Another link\n\n"),
        ("footer", "© 2025 The Paper. All rights reserved.\n"),
    ];
    assert_eq!(passages, expected);
}

/// Lines of all cases, and some that try the borders.
fn fragments() -> Vec<String> {
    let mut fragments: Vec<String> =
        ["", "", "x", "x.", "x: y", "Home", "Home > News", "|", "«x»", "\u{200F}", "©", "\r"]
            .map(str::to_owned)
            .to_vec();
    fragments.push("It goes on and on, from here to there, and so on. ".repeat(5));
    for path in files("src/boilerplate/cases") {
        let case = Case::read(&path);
        fragments.extend(case.lines.into_iter().map(|(line, _)| case.text[line].to_owned()));
    }
    fragments
}

/// A page of any lines in any order, some of them in one line.
fn pages() -> impl Strategy<Value = String> {
    let ends = select(vec!["\n", "\n", "\n", "\n\n", "\r\n", " | ", "  ", " ", " • ", ""]);
    prop::collection::vec((select(fragments()), ends), 0..40)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(line, end)| [line, end.to_owned()]).collect())
}

fn keeps_the_laws(page: &str) -> Result<(), TestCaseError> {
    let cuts = cuts(page);
    let mut start = 0;
    for cut in &cuts {
        prop_assert!(
            start <= cut.range.start && cut.range.start < cut.range.end && cut.range.end <= page.len()
        );
        start = cut.range.end;
    }
    let cleaned = remove(page);
    let removed: usize = cleaned.removed.iter().map(|removed| removed.text.len()).sum();
    prop_assert_eq!(cleaned.text.len() + removed, page.len());
    let again = remove(&cleaned.text);
    prop_assert_eq!(again, Cleaned { text: cleaned.text, removed: Vec::new() });
    Ok(())
}

#[test]
fn a_row_of_stars_parts_nothing_in_mid_character() {
    keeps_the_laws("★★★☆☆  كتبها: أبو سالم  |  أقام في: ديسمبر 2025  |  نوع الرحلة: عائلية").unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn every_character_is_kept_or_removed_and_nothing_is_left_to_remove(page in pages()) {
        keeps_the_laws(&page)?;
    }

    #[test]
    fn any_characters_at_all_do_no_harm(page in "(\\PC|[★☆|•·»›–—/\\: \n]){0,60}") {
        keeps_the_laws(&page)?;
    }

    #[test]
    fn the_laws_hold_for_any_text(page in "(Home|News|[|•:.\n ©\u{200F}a-c\u{628}\u{64B}]){0,80}") {
        keeps_the_laws(&page)?;
    }
}
