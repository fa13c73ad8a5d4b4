use textmill_derive::Output;

#[derive(Output)]
struct Words(#[merge(sum)] u64);

fn main() {}
