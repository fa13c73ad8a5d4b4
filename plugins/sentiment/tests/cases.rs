//! Runs the cases of `cases/`: texts with the judgement that a reader would give.
//!
//! A case is a line `label<TAB>text`, or `label<TAB>text<TAB>cue cue …` where each cue is `+term` or `-term` as the
//! layer `cues` must have it, in order; `\n` in a text is a line's end. Lines that open with `# ` are comments.

mod judge;

use std::error::Error;
use std::path::Path;
use std::{fs, io};

use judge::Judge;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

/// The label, and the cues with their signs.
fn judgement(judge: &Judge, text: &str) -> Result<(&'static str, String), String> {
    let analyzed = judge.judge(text)?;
    let signs =
        analyzed.spans("cues").into_iter().map(|(_, label)| if label == "positive" { '+' } else { '-' });
    let terms = analyzed.strings("cues", "term").into_iter().map(Option::unwrap_or_default);
    let cues: Vec<_> = signs.zip(terms).map(|(sign, term)| format!("{sign}{term}")).collect();
    Ok((analyzed.output.label.first().copied().unwrap_or("none"), cues.join(", ")))
}

/// What is wrong with a case, if anything.
fn check(judge: &Judge, case: &str) -> Result<Option<String>, String> {
    let mut columns = case.split('\t');
    let (label, text) = (columns.next().unwrap_or_default(), columns.next().unwrap_or_default());
    let (found, cues) = judgement(judge, &text.replace("\\n", "\n"))?;
    let wrong = found != label || columns.next().is_some_and(|expected| expected != cues);
    Ok(wrong.then(|| format!("{found}, cues {cues}\n    expected {case}")))
}

#[test]
fn cases_are_judged_as_a_reader_would() -> Result<(), Box<dyn Error>> {
    let judge = Judge::new()?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut files = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    files.sort();
    assert!(!files.is_empty(), "the folder of cases is empty");
    let mut wrong = Vec::new();
    for file in files {
        for (index, case) in fs::read_to_string(&file)?.lines().enumerate() {
            if case.is_empty() || case.starts_with("# ") {
                continue;
            }
            if let Some(difference) = check(&judge, case)? {
                wrong.push(format!("{}:{}: {difference}", file.display(), index + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}

#[test]
fn any_text_is_judged_within_the_range() -> Result<(), Box<dyn Error>> {
    const TEXTS: &str =
        "([a-zA-Z'#:)(!?.\\- \u{621}-\u{652}\u{FE80}-\u{FEFC}😀👍🏽❤]|not |although |لا |لكن |'s){0,80}";
    let judge = Judge::new()?;
    TestRunner::default().run(&TEXTS, |text| {
        let output = judge.judge(&text).map_err(TestCaseError::fail)?.output;
        prop_assert!(output.score.is_none_or(|score| (-1.0..=1.0).contains(&score)));
        prop_assert_eq!(output.score.is_some(), output.label.len() == 1);
        Ok(())
    })?;
    Ok(())
}
