#!/usr/bin/env bash
# Draws a whole run as a flame graph (SVG): all four analyzers on one thread, over Arabic and English news.
#
# Needs Linux's perf, and inferno of crates.io (`cargo install inferno`). The host is built anew below target/flame, with
# frame pointers, by which perf finds who called whom; compiled plugins have them anyway.
set -euo pipefail
cd "$(dirname "$0")/.."
picture=${1:?usage: benches/flame.sh FILE.svg}

export RUSTFLAGS="-C force-frame-pointers=yes"
for example in texts whole; do
  cargo build --quiet --release --target-dir target/flame -p textmill-benches --example "$example"
done
programs=target/flame/release/examples

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for text in arabic-news english-news; do
  "$programs/texts" "$text" 8000000 "$folder/$text.jsonl"
done
perf record --quiet -F 997 -e cpu-clock --call-graph fp -o "$folder/perf.data" "$programs/whole" "$folder"/*.jsonl
# Hashes at the ends of names, and the names of types in angle brackets, are more than a box has room for.
perf script -i "$folder/perf.data" 2>/dev/null | inferno-collapse-perf \
  | sed -E 's/::h[0-9a-f]{16}//g' >"$folder/stacks"
inferno-flamegraph --title "A whole run: all four analyzers, one thread, Arabic and English news" \
  --minwidth 0.4 --hash --colors rust "$folder/stacks" >"$picture"
