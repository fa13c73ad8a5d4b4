use textmill_derive::Output;

#[derive(Output)]
struct Words;

fn main() {}
