#!/usr/bin/env python3
"""Prints what `cargo bench -p textmill-benches` measured as the tables of README.md.

The argument is Criterion's folder; start value: target/criterion of the repository. MB are 10⁶ bytes; a figure is
Criterion's typical time of one iteration (the slope of a regression where there is one, otherwise the mean).
"""

import json
import sys
from pathlib import Path

TEXTS = [f"{language}-{size}" for language in ("arabic", "english") for size in ("tweet", "news", "book")]
ANALYZERS = ["tokenize", "tokenize-with-layers", "keywords", "sentiment", "entities"]


def load(folder):
    """Seconds and throughput of each bench, by its whole name."""
    found = {}
    for path in Path(folder).glob("**/new/benchmark.json"):
        benchmark = json.loads(path.read_text())
        estimates = json.loads(path.with_name("estimates.json").read_text())
        estimate = estimates.get("slope") or estimates["mean"]
        throughput = benchmark.get("throughput") or {}
        name = benchmark["full_id"]
        found[name] = {"seconds": estimate["point_estimate"] / 1e9, **throughput}
    return found


def speed(bench):
    megabytes = bench["Bytes"] / bench["seconds"] / 1e6
    return f"{megabytes:.1f}" if megabytes < 10 else f"{megabytes:.0f}"


def time(bench):
    seconds = bench["seconds"]
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "| --- |" + " ---: |" * (len(heads) - 1)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    print("\n".join(lines) + "\n")


def ratio(numerator, denominator):
    return f"{numerator['seconds'] / denominator['seconds']:.2f}"


def analyzers(found):
    def cell(analyzer, text):
        native, sandboxed = (found.get(f"{analyzer}/{way}/{text}") for way in ("native", "sandboxed"))
        return f"**{ratio(sandboxed, native)}** {speed(sandboxed)}" if native and sandboxed else ""

    table(["text"] + [f"`{name}`" for name in ANALYZERS], [[text] + [cell(name, text) for name in ANALYZERS] for text in TEXTS])


def forms(found):
    def row(text):
        plain, *others = (found[f"forms/{way}/{text}"] for way in ("token-by-token", "memo", "folded"))
        return [text, speed(plain), *(ratio(plain, other) for other in others)]

    table(["text", "token by token, MB/s", "memo, times as fast", "folded, times as fast"], map(row, TEXTS))


def pipeline(found):
    def row(text):
        one, two = found[f"pipeline/one-thread/{text}"], found[f"pipeline/two-threads/{text}"]
        return [text, speed(one), speed(two), ratio(one, two)]

    table(["text", "1 thread, MB/s", "2 threads, MB/s", "times as fast"], map(row, TEXTS))


def calls(found):
    def row(name):
        cells = [time(found[f"call/{way}/{what}/{name}"]) for what in ("no-document", "one-short-document") for way in ("native", "sandboxed")]
        return [f"`{name}`", *cells, time(found[f"instance/instantiated-and-configured/{name}"])]

    names = [name for name in ANALYZERS if name != "tokenize-with-layers"]
    table(["plugin", "no document, native", "sandboxed", "one short document, native", "sandboxed", "an instance"], map(row, names))


def read(found):
    row = lambda text: [text, speed(found[f"read/json-lines/{text}"]), speed(found[f"read/text-files/{text}"])]
    table(["text", "JSON Lines, MB/s", "text files, MB/s"], map(row, TEXTS))


def times(found, groups):
    names = sorted(name for name in found if name.split("/")[0] in groups)
    rows = [[f"`{name}`", time(found[name])] for name in names]
    heads = ["bench", "time"]
    if any(found[name].get("Elements", 1) > 1 for name in names):
        heads.append("per key or number")
        rows = [row + [per_element(found[name])] for row, name in zip(rows, names)]
    table(heads, rows)


def per_element(bench):
    elements = bench.get("Elements", 1)
    return time({"seconds": bench["seconds"] / elements}) if elements > 1 else ""


def main():
    repository = Path(__file__).resolve().parent.parent
    found = load(sys.argv[1] if len(sys.argv) > 1 else repository / "target" / "criterion")
    groups = {name.split("/")[0] for name in found}
    for group, show in (("tokenize", analyzers), ("forms", forms), ("pipeline", pipeline), ("call", calls), ("read", read)):
        if group in groups:
            show(found)
    for of_a_kind in (["startup"], ["counts", "stats", "distinct"]):
        if groups.intersection(of_a_kind):
            times(found, of_a_kind)


if __name__ == "__main__":
    main()
