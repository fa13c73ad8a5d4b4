#!/usr/bin/env python3
"""Puts what `cargo bench -p textmill-benches` measured into the tables of README.md.

Of benches that were not run, or not on all texts, the tables stay as they are. The argument is Criterion's folder; start
value: target/criterion of the repository. MB are 10⁶ bytes; a figure is Criterion's typical time of one iteration (the
slope of a regression where there is one, otherwise the mean).
"""

import json
import sys
from pathlib import Path

import page
from page import TEXTS, table

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
    return page.speed(bench["Bytes"] / bench["seconds"] / 1e6)


def time(bench):
    seconds = bench["seconds"]
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def ratio(numerator, denominator):
    return f"{numerator['seconds'] / denominator['seconds']:.2f}"


def analyzers(found):
    def cell(analyzer, text):
        native, sandboxed = (found[f"{analyzer}/{way}/{text}"] for way in ("native", "sandboxed"))
        return f"**{ratio(sandboxed, native)}** {speed(sandboxed)}"

    rows = [[text, *(cell(name, text) for name in ANALYZERS)] for text in TEXTS]
    return table(["text", *(f"`{name}`" for name in ANALYZERS)], rows)


def forms(found):
    def row(text):
        plain, *others = (found[f"forms/{way}/{text}"] for way in ("token-by-token", "memo", "folded"))
        return [text, speed(plain), *(ratio(plain, other) for other in others)]

    return table(["text", "token by token, MB/s", "memo, times as fast", "folded, times as fast"], map(row, TEXTS))


def pipeline(found):
    def row(text):
        one, two = found[f"pipeline/one-thread/{text}"], found[f"pipeline/two-threads/{text}"]
        return [text, speed(one), speed(two), ratio(one, two)]

    return table(["text", "1 thread, MB/s", "2 threads, MB/s", "times as fast"], map(row, TEXTS))


def calls(found):
    def row(name):
        ways = [(what, way) for what in ("no-document", "one-short-document") for way in ("native", "sandboxed")]
        cells = [time(found[f"call/{way}/{what}/{name}"]) for what, way in ways]
        return [f"`{name}`", *cells, time(found[f"instance/instantiated-and-configured/{name}"])]

    names = [name for name in ANALYZERS if name != "tokenize-with-layers"]
    heads = ["plugin", "no document, native", "sandboxed", "one short document, native", "sandboxed", "an instance"]
    return table(heads, map(row, names))


def read(found):
    rows = [[text, *(speed(found[f"read/{kind}/{text}"]) for kind in ("json-lines", "text-files"))] for text in TEXTS]
    return table(["text", "JSON Lines, MB/s", "text files, MB/s"], rows)


def limits(found):
    def row(what, of, than):
        return [what, time(of), ratio(of, than)]

    fuel = [found[f"fuel/{name}/arabic-news"] for name in ("not-counted", "counted")]
    faults = {name: found[f"faults/short-documents/{name}"] for name in ("none", "one-in-100", "one-in-10")}
    return table(
        ["run", "time", "times as long as without"],
        [
            row("Arabic news, fuel not counted", fuel[0], fuel[0]),
            row("Arabic news, fuel counted", fuel[1], fuel[0]),
            *(row(f"short documents, {name} of them crash", bench, faults["none"]) for name, bench in faults.items()),
        ],
    )


def times(*groups):
    def show(found):
        names = sorted(name for name in found if name.split("/")[0] in groups)
        rows = [[f"`{name}`", time(found[name])] for name in names]
        heads = ["bench", "time"]
        if any(found[name].get("Elements", 1) > 1 for name in names):
            heads.append("per key or number")
            rows = [row + [per_element(found[name])] for row, name in zip(rows, names)]
        return table(heads, rows)

    return show


def per_element(bench):
    elements = bench.get("Elements", 1)
    return time({"seconds": bench["seconds"] / elements}) if elements > 1 else ""


# The chapters of the page by the groups of benches that they show.
CHAPTERS = {
    "sandbox": (ANALYZERS, analyzers),
    "forms": (["forms"], forms),
    "pipeline": (["pipeline"], pipeline),
    "calls": (["call", "instance"], calls),
    "start": (["startup"], times("startup")),
    "read": (["read"], read),
    "merge": (["counts", "stats", "distinct"], times("counts", "stats", "distinct")),
    "limits": (["fuel", "faults"], limits),
}


def main():
    found = load(sys.argv[1] if len(sys.argv) > 1 else page.REPOSITORY / "target/criterion")
    groups = {name.split("/")[0] for name in found}
    for chapter, (needed, show) in CHAPTERS.items():
        missing = set(needed) - groups
        if missing:
            print(f"{chapter}: left as it is, {', '.join(sorted(missing))} not measured", file=sys.stderr)
            continue
        try:
            lines = show(found)
        except KeyError as name:
            print(f"{chapter}: left as it is, {name} not measured", file=sys.stderr)
            continue
        page.write(page.FIGURES, f"benches/tables.py, {chapter}", [f"{page.machine()}:", "", *lines])


if __name__ == "__main__":
    main()
