#!/usr/bin/env bash
# Draws a whole run as a flame graph: all four analyzers on one thread, over Arabic and English news. Without arguments it
# is docs/whole-run.svg, which docs/performance.md shows.
#
#     benches/flame.sh [FILE.svg [BYTES OF EACH TEXT]]
#
# Needs Linux's perf, Python 3.11, and inferno of crates.io (`cargo install inferno`). The host's own crates are built
# anew below target/flame, with frame pointers, by which perf finds who called whom; compiled plugins have them anyway.
set -euo pipefail
cd "$(dirname "$0")/.."
picture=$(realpath -m "${1:-docs/whole-run.svg}")
bytes=${2:-16000000}
for program in perf inferno-collapse-perf inferno-flamegraph; do
  command -v "$program" >/dev/null || { echo "$program is missing (docs/performance.md says where it is from)" >&2; exit 1; }
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# By a wrapper and not by RUSTFLAGS, so that crates of others are those of the release, which are there already.
printf '#!/bin/sh\nrustc=$1\nshift\nexec "$rustc" "$@" -C force-frame-pointers=yes\n' >"$folder/rustc"
chmod +x "$folder/rustc"
mkdir -p target/flame
install "$folder/rustc" target/flame/rustc
RUSTC_WORKSPACE_WRAPPER=$PWD/target/flame/rustc \
  cargo build --quiet --release -p textmill-benches --example texts --example whole
programs=$PWD/target/release/examples

cd "$folder"
for text in arabic-news english-news; do
  "$programs/texts" "$text" "$bytes" "$text.jsonl"
done
perf record --quiet -F 997 -e cpu-clock --call-graph fp -o perf.data \
  sh -c 'echo $$ >process; exec "$0" "$@"' "$programs/whole" ./*.jsonl
map=/tmp/perf-$(cat process).map
trap 'rm -rf "$folder" "$map"' EXIT
fold() { python3 "$OLDPWD/benches/flame.py" "$@"; }
fold names "$map"
perf script -i perf.data 2>/dev/null | inferno-collapse-perf >stacks
fold stacks stacks palette.map >folded
inferno-flamegraph --cp --title "A whole run: all four analyzers on one thread, Arabic and English news" \
  --subtitle "$(fold shares folded)" --minwidth 0.3 --width 1200 --fontsize 11 folded >"$picture"
if [ $# = 0 ]; then fold page folded; fi
