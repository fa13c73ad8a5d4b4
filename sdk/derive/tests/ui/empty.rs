use textmill_derive::Output;

#[derive(Output)]
struct Words {
    #[merge()]
    words: u64,
    #[merge]
    characters: u64,
}

fn main() {}
