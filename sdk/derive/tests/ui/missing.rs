use textmill_derive::Output;

#[derive(Output)]
struct Words {
    /// How many there are.
    words: u64,
    #[merge(sum)]
    characters: u64,
    /// All errors come at once.
    sentences: u64,
}

fn main() {}
