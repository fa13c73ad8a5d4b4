use textmill_derive::Output;

#[derive(Output)]
struct Words {
    #[merge(counts, top = "50")]
    words: Vec<String>,
    #[merge(counts, top = -1)]
    tokens: Vec<String>,
    #[merge(counts, top = 1.5)]
    terms: Vec<String>,
    #[merge(histogram(edges = 10))]
    length: f64,
    #[merge(sample(n = 0))]
    text: String,
    #[merge(top(n = 1_000_000))]
    best: f64,
}

fn main() {}
