use textmill_derive::Output;

#[derive(Output)]
struct Words {
    #[merge(histogram(edges = [0, 10, 10]))]
    length: f64,
    #[merge(histogram(edges = []))]
    letters: f64,
    #[merge(histogram(edges = [0, 1e999]))]
    lines: f64,
    #[merge(histogram(edges = [0, "10"]))]
    words: f64,
    #[merge(quantiles(at = [0.5, 95]))]
    score: f64,
}

fn main() {}
