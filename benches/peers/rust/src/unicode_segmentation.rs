//! Words of a JSON Lines file by the rules of UAX #29, in lower case.

use std::error::Error;

use unicode_segmentation::UnicodeSegmentation;

fn main() -> Result<(), Box<dyn Error>> {
    textmill_peers::count(|text, counts| {
        for word in text.unicode_words() {
            counts.add(&word.to_lowercase());
        }
    })
}
