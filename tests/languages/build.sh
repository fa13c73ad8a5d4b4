#!/bin/sh
# Builds what `built` holds, from the sources beside it: see README.md, which has the tools. Name languages to build only
# those: `tests/languages/build.sh c python`.
set -eu
cd "$(dirname "$0")"
contract=../../sdk/wit/analyzer.wit
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

build_c() {
    wit-bindgen c "$contract" --world analyzer --out-dir "$out/bindings"
    for source in c/*.c "$out/bindings/analyzer.c"; do
        clang --target=wasm32-unknown-unknown -std=c11 -O2 -ffreestanding -mbulk-memory -Wall \
            -isystem c/include -Ic -isystem "$out/bindings" -c "$source" -o "$out/$(basename "$source" .c).o"
    done
    # It comes with Rust, and makes a component of what `wasm-ld` links.
    linker=$(rustc --print sysroot)/lib/rustlib/$(rustc --print host-tuple)/bin/wasm-component-ld
    "$linker" --no-entry "$out"/*.o "$out/bindings/analyzer_component_type.o" -o "$out/specimen-c.wasm"
}

build_javascript() {
    componentize-qjs --wit "$contract" --world analyzer --js javascript/specimen.js --stub-wasi --sync \
        --output "$out/specimen-js.wasm"
}

build_python() {
    componentize-py --wit-path "$contract" --world analyzer componentize specimen --python-path python --stub-wasi \
        --output "$out/specimen-python.wasm"
}

for language in "${@:-c javascript python}"; do
    for one in $language; do
        "build_$one"
    done
done
for component in "$out"/*.wasm; do
    zstd -19 --quiet --force "$component" -o "built/$(basename "$component").zst"
done
