//! Plain reports are neutral, opinions are heard: how many of the texts of `register/` are judged as a reader would.
//!
//! They are of the kinds that newspapers print, written before the register was told from its words; and manuals, leaflets,
//! recipes, contracts, laws and reference texts.

mod judge;

use std::error::Error;
use std::path::Path;
use std::{collections::BTreeMap, fs};

use judge::Judge;

/// Of so many of a label so many are right at least, in percent.
const FLOORS: [(&str, usize); 3] = [("positive", 80), ("neutral", 85), ("negative", 80)];

#[test]
fn plain_reports_are_neutral_and_opinions_are_heard() -> Result<(), Box<dyn Error>> {
    let judge = Judge::new()?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/register");
    for language in ["arabic", "english"] {
        let mut wrong = BTreeMap::from(FLOORS.map(|(label, _)| (label, Vec::new())));
        let mut all = BTreeMap::from(FLOORS.map(|(label, _)| (label, 0)));
        let table = fs::read_to_string(folder.join(language).with_extension("tsv"))?;
        for line in table.lines().filter(|line| !line.starts_with("# ")) {
            let (label, text) = line.split_once('\t').ok_or_else(|| format!("{language}: {line}"))?;
            let output = judge.judge(text)?.output;
            *all.get_mut(label).ok_or_else(|| format!("{language}: {line}"))? += 1;
            if output.label != [label] {
                wrong.entry(label).or_default().push(format!("{:?} {:?} {text}", output.label, output.score));
            }
        }
        for (label, floor) in FLOORS {
            let (all, wrong) = (all[label], &wrong[label]);
            let right = (all - wrong.len()) * 100;
            assert!(
                right >= floor * all,
                "{language}, {label}: {} of {all} wrong\n{}",
                wrong.len(),
                wrong.join("\n")
            );
        }
    }
    Ok(())
}
