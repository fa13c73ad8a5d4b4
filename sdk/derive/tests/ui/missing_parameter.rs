use textmill_derive::Output;

#[derive(Output)]
struct Words {
    #[merge(histogram)]
    length: f64,
    #[merge(sample)]
    words: Vec<String>,
    #[merge(top())]
    score: f64,
}

fn main() {}
