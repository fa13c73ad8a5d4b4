#!/usr/bin/env python3
"""Where the time of a run goes, stage by stage: the table of docs/performance.md, made anew.

All four analyzers over texts of each kind on one thread; the shares are those of the worker's time, as `--profile` tells
them, once plugins are loaded. A busy machine lengthens all stages alike, so shares hold where times do not.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PAGE = REPOSITORY / "docs/performance.md"
BEGIN = "<!-- made by benches/stages.py -->\n"
END = "<!-- end of what benches/stages.py makes -->\n"
BINARIES = REPOSITORY / "target/release"
TEXTS = [f"{language}-{size}" for language in ("arabic", "english") for size in ("tweet", "news", "book")]
BYTES = 16 * 10**6
STAGES = ["decode", "tokenize", "keywords", "sentiment", "entities", "instances", "merge", "the rest"]


def run(*arguments):
    subprocess.run(list(map(str, arguments)), check=True, cwd=REPOSITORY, stdout=subprocess.DEVNULL)


def build():
    run("cargo", "build", "--quiet", "--release", "-p", "textmill-cli")
    run("cargo", "build", "--quiet", "--release", "-p", "textmill-benches", "--example", "texts")


def stages(text, folder):
    """Microseconds of each stage, and MB/s of the worker."""
    corpus, trace = folder / f"{text}.jsonl", folder / "trace.json"
    run(BINARIES / "examples/texts", text, BYTES, corpus)
    run(BINARIES / "textmill", "analyze", corpus, "--threads", 1, "--quiet", "-o", "-", "--profile", trace)
    events = [event for event in json.loads(trace.read_text())["traceEvents"] if event["ph"] == "X" and event["cat"] != "load"]
    taken = Counter()
    for event in events:
        taken[stage(event)] += event["dur"]
    begin, end = min(event["ts"] for event in events), max(event["ts"] + event["dur"] for event in events)
    taken["the rest"] = end - begin - taken.total()
    return taken, corpus.stat().st_size / (end - begin)


def stage(event):
    if event["cat"] in ("instance", "merge"):
        return "instances" if event["cat"] == "instance" else "merge"
    return event["name"]


def row(text, folder):
    taken, rate = stages(text, folder)
    shares = [f"{taken[stage] / taken.total():.1%}".replace("%", " %") for stage in STAGES]
    return [text, f"{rate:.1f}", *shares]


def main():
    build()
    with tempfile.TemporaryDirectory() as folder:
        rows = [row(text, Path(folder)) for text in TEXTS]
    heads = ["text", "MB/s", *STAGES]
    lines = ["| " + " | ".join(cells) + " |" for cells in (heads, ["---"] + ["---:"] * (len(heads) - 1), *rows)]
    page = PAGE.read_text(encoding="utf-8")
    if BEGIN not in page or END not in page:
        sys.exit(f"{PAGE} has no place for the table")
    before, rest = page.split(BEGIN)
    behind = rest.split(END)[1]
    PAGE.write_text(before + BEGIN + "\n" + "\n".join(lines) + "\n\n" + END + behind, encoding="utf-8")


if __name__ == "__main__":
    main()
