use textmill_derive::Output;

#[derive(Output)]
struct Words {
    #[merge(counts, n = 50)]
    words: Vec<String>,
    #[merge(stats(top = 3))]
    length: f64,
    #[merge(counts, 50)]
    tokens: Vec<String>,
}

fn main() {}
