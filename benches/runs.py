#!/usr/bin/env python3
"""Throughput and peak memory of whole runs, by size and kind of corpus, and by options: tables of `benches/README.md`.

    python3 benches/runs.py FOLDER [SIZE ...]      # sizes as 10M 100M 1G, which are the default

Corpora are made in FOLDER, which needs 3 GB for the default, and kept there. Each run is `textmill analyze CORPUS -o FILE` with
the four built-in analyzers and one worker for each core; time and peak resident memory are those of the process,
start-up included. A run with a fault ends it all.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

import page

ROOT = page.REPOSITORY
BIN = os.path.join(ROOT, "target/release")
KINDS = [
    ("1 file", ["--files", "1", "--format", "jsonl"]),
    ("1 file, zstd", ["--files", "1", "--format", "jsonl", "--zstd"]),
    ("many files", ["--format", "txt"]),
    ("many files, zstd", ["--format", "txt", "--zstd"]),
]


# A document has at least 200 bytes, so that 10 MB are not cut into 100,000.
FILES = {"10M": "50000"}


def corpus(folder, size, kind, options):
    if kind.startswith("many"):
        options = [*options, "--files", FILES.get(size, "100000")]
    path = os.path.join(folder, f"{size}-{kind}".replace(" ", "-").replace(",", ""))
    if not os.path.isdir(path):
        subprocess.run(
            [os.path.join(BIN, "xtask"), "generate", path, "--size", size, *options],
            cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
    return path


def measure(path, report, *options):
    """Seconds that pass, seconds of the processor, peak memory in MB, and what the report says of the corpus."""
    begun = time.monotonic()
    process = subprocess.Popen([os.path.join(BIN, "textmill"), "analyze", path, "-q", "-o", report, *options])
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begun
    assert status == 0, f"exit status {status}"
    with open(report, encoding="utf-8") as file:
        totals = json.load(file)
    assert totals["faults"]["total"] == 0, totals["faults"]
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6, totals["corpus"]


def sizes(folder, report, names):
    rows = []
    for kind, options in KINDS:
        for size in names:
            seconds, _, memory, totals = measure(corpus(folder, size, kind, options), report)
            rate = page.speed(totals["bytes"] / 1e6 / seconds)
            rows.append([kind, size, f"{totals['documents']:,}", f"{seconds:.1f}", rate, f"{memory:.0f}"])
            print(", ".join(rows[-1]), file=sys.stderr)
    return page.table(["corpus", "size", "documents", "seconds", "MB/s", "peak memory, MB"], rows)


def asked_for(folder, report):
    """The same 100 MB, with what a run may be asked for."""
    kind, options = KINDS[0]
    path = corpus(folder, "100M", kind, options)
    rows = []
    with tempfile.TemporaryDirectory(dir=folder) as kept:
        state, cache = ["--state", os.path.join(kept, "state")], ["--cache", os.path.join(kept, "cache")]
        for what, options in [
            ("plain", []),
            ("`--merge-memory 1G`: nothing goes to disk", ["--merge-memory", "1G"]),
            ("`--state`", state),
            ("`--cache`, empty at first", cache),
            ("`--cache`, the same again", cache),
            ("`--cache`, with another setting of `keywords`", [*cache, "--set", "keywords.keys=10"]),
            ("`--fuel 100M`", ["--fuel", "100M"]),
        ]:
            seconds, processor, memory, _ = measure(path, report, *options)
            rows.append([what, f"{seconds:.1f}", f"{processor:.1f}", f"{memory:.0f}"])
            print(", ".join(rows[-1]), file=sys.stderr)
    return page.table(["run", "seconds", "processor seconds", "peak memory, MB"], rows)


def main():
    folder = sys.argv[1]
    names = sys.argv[2:] or ["10M", "100M", "1G"]
    os.makedirs(folder, exist_ok=True)
    report = os.path.join(folder, "report.json")
    subprocess.run(["cargo", "build", "--quiet", "--release", "-p", "textmill-cli", "-p", "xtask"], check=True, cwd=ROOT)
    lines = [f"{page.machine()}, {os.cpu_count()} cores:", "", *sizes(folder, report, names)]
    lines += ["", "100 MB in one file, with what else a run may be asked for:", "", *asked_for(folder, report)]
    page.write(page.FIGURES, "benches/runs.py", lines)


if __name__ == "__main__":
    main()
