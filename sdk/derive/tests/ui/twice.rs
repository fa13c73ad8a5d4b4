use textmill_derive::Output;

#[derive(Output)]
struct Words {
    #[merge(counts, top = 1, top = 2)]
    words: Vec<String>,
    #[merge(counts(top = 1), top = 2)]
    tokens: Vec<String>,
    #[merge(sum)]
    #[merge(max)]
    characters: u64,
}

fn main() {}
