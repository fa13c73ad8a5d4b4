//! What a user may set, and what is said where it is wrong.

use std::error::Error;
use std::ops::Range;

use textmill_sdk::prelude::*;
use textmill_sentiment::Sentiment;
use textmill_tokenize::Tokenize;

type Outcome = Result<(), Box<dyn Error>>;

/// The score and the label of a text.
fn judge(sentiment: &Harness<Sentiment>, sample: Sample) -> Result<(Option<f64>, Vec<&'static str>), String> {
    let tokenize = Harness::<Tokenize>::new(json!({}))?;
    let output = sentiment.analyze(&sample.analyzed_by(&tokenize)?)?.output;
    Ok((output.score, output.label))
}

#[test]
fn words_of_the_user_stand_over_the_lexicon() -> Outcome {
    let text = "the wardrobe was cramped and good";
    let silenced = Harness::new(json!({"words": {"good": 0, "cramped": 0}}))?;
    assert_eq!(judge(&silenced, Sample::new(text))?, (Some(0.0), vec!["neutral"]));
    let added = Harness::new(json!({"words": {"wardrobe": -4, "good": 0, "مقرمش": 3}}))?;
    assert_eq!(judge(&added, Sample::new(text))?.1, ["negative"]);
    assert_eq!(judge(&added, Sample::new("الخبز مقرمش"))?.1, ["positive"]);
    Ok(())
}

#[test]
fn a_file_stands_over_the_lexicon_and_settings_over_the_file() -> Outcome {
    let files: Resources = [("lexicon", "# ours\nwardrobe\t3\n")].into_iter().collect();
    let file = Harness::with_resources(json!({}), &files)?;
    assert_eq!(judge(&file, Sample::new("the wardrobe"))?.1, ["positive"]);
    let both = Harness::with_resources(json!({"words": {"wardrobe": -3}}), &files)?;
    assert_eq!(judge(&both, Sample::new("the wardrobe"))?.1, ["negative"]);
    Ok(())
}

#[test]
fn an_investor_weighs_words_otherwise() -> Outcome {
    let (plain, investor) = (Harness::new(json!({}))?, Harness::new(json!({"investors": true}))?);
    for (text, label) in [
        ("The company raised its guidance and revenue rose.", "positive"),
        ("The board restated its results.", "negative"),
        ("رفعت الشركة توقعاتها وارتفعت الأرباح، نمو وتوسع", "positive"),
        ("The liability is outstanding.", "neutral"),
    ] {
        assert_eq!(judge(&investor, Sample::new(text))?.1, [label], "of {text}");
    }
    assert_eq!(judge(&plain, Sample::new("The board restated its results."))?.1, ["neutral"]);
    Ok(())
}

#[test]
fn the_band_of_neutral_scores_is_set() -> Outcome {
    let wide = Harness::new(json!({"neutral": 1.0}))?;
    assert_eq!(judge(&wide, Sample::new("a wonderful day"))?.1, ["neutral"]);
    Ok(())
}

#[test]
fn a_document_in_another_language_is_judged_by_its_emoji() -> Outcome {
    let sentiment = Harness::new(json!({}))?;
    let french = |text: &str| Sample::new(text).metadata("language", json!("fr"));
    assert_eq!(judge(&sentiment, french("le pain"))?, (None, vec![]));
    assert_eq!(judge(&sentiment, french("le pain 😍"))?.1, ["positive"]);
    Ok(())
}

#[test]
fn wrong_settings_name_the_key() {
    let long = "# ours\nwardrobe 3\n";
    for (settings, file, message) in [
        (json!({"neutral": 2}), "", "`neutral`: 2 is not between 0 and 1"),
        (json!({"words": {"good": 5}}), "", "`words.good`: 5 is not between -4 and 4"),
        (json!({"words": {"-": 1}}), "", "`words`: \"-\" has no word"),
        (json!({}), long, "resource `lexicon`, line 2: expected 2 columns apart by tabs"),
    ] {
        let files: Resources = [("lexicon", file)].into_iter().collect();
        let error = Harness::<Sentiment>::with_resources(settings, &files).err();
        assert_eq!(error.as_deref(), Some(message));
    }
}

#[test]
fn no_word_in_a_name_counts() -> Outcome {
    let sentiment = Harness::<Sentiment>::new(json!({}))?;
    let tokenize = Harness::<Tokenize>::new(json!({}))?;
    // Where the cues of a text start, given the place of a name in it.
    let cues = |text: &str, name: Option<(Range<usize>, &'static str)>| -> Result<Vec<usize>, String> {
        let sample = Sample::new(text).analyzed_by(&tokenize)?.layer("entities", name);
        Ok(sentiment.analyze(&sample)?.spans("cues").into_iter().map(|(cue, _)| cue.start).collect())
    };
    for (text, name, label) in [
        ("They met Joy Love in Hope Street", "Joy Love", "person"),
        ("Crisis Control is a company", "Crisis Control", "organization"),
        ("زار جمال عز المصنع", "جمال عز", "person"),
        ("The fee is MAD 900 a night", "MAD 900", "money"),
    ] {
        let start = text.find(name).ok_or("a name is in its text")?;
        let range = start..start + name.len();
        assert!(cues(text, None)?.iter().any(|cue| range.contains(cue)), "of {text}");
        assert!(
            !cues(text, Some((range.clone(), label)))?.iter().any(|cue| range.contains(cue)),
            "of {text}"
        );
    }
    // A word alone in a script without capitals may be a name by mistake.
    let (text, start) = ("الطعام لذيذ", "الطعام ".len());
    assert_eq!(cues(text, Some((start..text.len(), "person")))?, cues(text, None)?);
    Ok(())
}
