#!/usr/bin/env python3
"""Where the time of a run goes, stage by stage: the table of docs/performance.md, made anew.

All four analyzers over texts of each kind on one thread; the shares are those of the worker's time, as `--profile` tells
them, once plugins are loaded. A busy machine lengthens all stages alike, so shares hold where times do not.
"""

import json
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

import page
from page import REPOSITORY, TEXTS

BINARIES = REPOSITORY / "target/release"
BYTES = 16 * 10**6
STAGES = ["decode", "tokenize", "keywords", "sentiment", "entities", "instances", "merge", "the rest"]


def run(*arguments):
    subprocess.run(list(map(str, arguments)), check=True, cwd=REPOSITORY, stdout=subprocess.DEVNULL)


def build():
    run("cargo", "build", "--quiet", "--release", "-p", "textmill-cli")
    run("cargo", "build", "--quiet", "--release", "-p", "textmill-benches", "--example", "texts")


def stages(text, folder):
    """Microseconds of each stage."""
    corpus, trace = folder / f"{text}.jsonl", folder / "trace.json"
    run(BINARIES / "examples/texts", text, BYTES, corpus)
    run(BINARIES / "textmill", "analyze", corpus, "--threads", 1, "--quiet", "-o", "-", "--profile", trace)
    written = json.loads(trace.read_text())
    if written["otherData"]["dropped"]:
        raise SystemExit("the profile has not kept all events: shares of what is left say nothing")
    events = [event for event in written["traceEvents"] if event["ph"] == "X" and event["cat"] != "load"]
    taken = Counter()
    for event in events:
        taken[stage(event)] += event["dur"]
    begin, end = min(event["ts"] for event in events), max(event["ts"] + event["dur"] for event in events)
    taken["the rest"] = end - begin - taken.total()
    return taken


def stage(event):
    if event["cat"] in ("instance", "merge"):
        return "instances" if event["cat"] == "instance" else "merge"
    return event["name"]


def row(text, folder):
    taken = stages(text, folder)
    shares = [f"{taken[stage] / taken.total():.1%}".replace("%", " %") for stage in STAGES]
    return [text, *shares]


def main():
    build()
    with tempfile.TemporaryDirectory() as folder:
        rows = [row(text, Path(folder)) for text in TEXTS]
    lines = [f"{page.machine()}:", "", *page.table(["text", *STAGES], rows)]
    page.write(page.PERFORMANCE, "benches/stages.py", lines)


if __name__ == "__main__":
    main()
