//! Words of a JSON Lines file by charabia: tokens with their normalized spelling.

use std::error::Error;

use charabia::Tokenize;

fn main() -> Result<(), Box<dyn Error>> {
    textmill_peers::count(|text, counts| {
        for token in text.tokenize().filter(|token| token.is_word()) {
            counts.add(token.lemma());
        }
    })
}
