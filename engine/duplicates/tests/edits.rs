//! How many near-duplicates are found, and how many of those that are found are some, on a made set: documents of real
//! sentences, and for each share of edits a copy of each with so many of its words changed.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use textmill_duplicates::{Groups, Sketch, Texts};
use textmill_texts::{Language, Random, Samples};

/// Documents of 40 sentences, drawn from those of the samples.
fn documents(count: usize, random: &mut Random) -> Vec<Vec<String>> {
    let mut sentences = Samples::of(Language::Arabic).unwrap().sentences;
    sentences.extend(Samples::of(Language::English).unwrap().sentences);
    let document = |_| {
        let drawn: Vec<&str> = (0..12).map(|_| sentences[random.below(sentences.len())].as_str()).collect();
        drawn.join(" ").split_whitespace().map(str::to_owned).collect()
    };
    (0..count).map(document).collect()
}

/// The document with a share of its words changed: replaced, left out, or followed by another, by turns.
fn edited(document: &[String], share: f64, random: &mut Random) -> Vec<String> {
    let mut edited = Vec::new();
    for word in document {
        if (random.below(10_000) as f64) >= share * 10_000.0 {
            edited.push(word.clone());
            continue;
        }
        match random.below(3) {
            0 => edited.push(format!("new{}", random.below(1000))),
            1 => {}
            _ => edited.extend([word.clone(), format!("more{}", random.below(1000))]),
        }
    }
    edited
}

#[test]
fn near_duplicates_are_found_by_how_much_was_edited() {
    const COUNT: usize = 300;
    let mut random = Random::new(7);
    let originals = documents(COUNT, &mut random);
    let mut texts = Texts::new();
    let mut push = |words: &[String]| texts.push(&Sketch::of(&words.join(" ")));
    originals.iter().for_each(|document| push(document));
    let shares = [0.0, 0.02, 0.05, 0.10, 0.20];
    for share in shares {
        originals.iter().for_each(|document| push(&edited(document, share, &mut random)));
    }
    let groups = texts.groups(0.5);
    let is_right = |text: usize| groups.first_of(text) == text % COUNT;
    let found = |copy: usize| ((copy + 1) * COUNT..(copy + 2) * COUNT).filter(|&text| is_right(text)).count();
    let recall: Vec<f64> = (0..shares.len()).map(|copy| found(copy) as f64 / COUNT as f64).collect();
    let precision = precision(&groups, texts.len(), COUNT);
    println!("recall at {shares:?} of words changed: {recall:?}; precision {precision}");
    for ((share, recall), least) in shares.iter().zip(&recall).zip([1.0, 1.0, 0.99, 0.75, 0.0]) {
        assert!(*recall >= least, "{recall} where {share} of the words are changed");
    }
    // A copy is no near-duplicate where a fifth of its words are others: the share of common shingles is a third.
    assert!(recall[4] < 0.3, "{recall:?}");
    assert!(precision >= 0.99, "{precision}");
}

/// The share of texts that were put to a first that is theirs, in all that were put to one.
fn precision(groups: &Groups, texts: usize, count: usize) -> f64 {
    let put: Vec<usize> = (0..texts).filter(|&text| groups.first_of(text) != text).collect();
    let right = put.iter().filter(|&&text| groups.first_of(text) % count == text % count).count();
    right as f64 / put.len() as f64
}

#[test]
fn groups_do_not_depend_on_what_stands_between() {
    let mut random = Random::new(3);
    let originals = documents(40, &mut random);
    let copies: Vec<Vec<String>> =
        originals.iter().map(|document| edited(document, 0.03, &mut random)).collect();
    let sketch = |words: &Vec<String>| Sketch::of(&words.join(" "));
    let mut texts = Texts::new();
    originals.iter().zip(&copies).for_each(|(one, other)| {
        texts.push(&sketch(one));
        texts.push(&sketch(other));
    });
    let groups = texts.groups(0.5);
    let mut apart = Texts::new();
    originals.iter().chain(&copies).for_each(|words| apart.push(&sketch(words)));
    let others = apart.groups(0.5);
    for number in 0..40 {
        let together = groups.first_of(2 * number + 1) == 2 * number;
        assert_eq!(together, others.first_of(40 + number) == number, "{number}");
    }
}
