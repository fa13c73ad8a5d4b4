#!/usr/bin/env python3
"""Throughput and peak memory of whole runs, by size and kind of corpus: the table of `benches/README.md`.

    cargo build --release -p textmill-cli -p xtask
    python3 benches/runs.py FOLDER [SIZE ...]      # sizes as 10M 100M 1G, which are the default

Corpora are made in FOLDER, which needs 3 GB for the default, and kept there. Each run is `textmill analyze CORPUS -o FILE` with
the four built-in analyzers and one worker for each core; time and peak resident memory are those of the process,
start-up included. All reports of one size and file count have to agree on their counts.
"""

import json
import os
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BIN = os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target")), "release")
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


def measure(path, report):
    begun = time.monotonic()
    process = subprocess.Popen([os.path.join(BIN, "textmill"), "analyze", path, "-q", "-o", report])
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begun
    assert status == 0, f"exit status {status}"
    with open(report, encoding="utf-8") as file:
        totals = json.load(file)
    assert totals["faults"]["total"] == 0, totals["faults"]
    return seconds, usage.ru_maxrss * 1024, totals["corpus"]


def main():
    folder = sys.argv[1]
    sizes = sys.argv[2:] or ["10M", "100M", "1G"]
    os.makedirs(folder, exist_ok=True)
    print("| corpus | size | documents | seconds | MB/s | peak memory, MB |", flush=True)
    print("| --- | ---: | ---: | ---: | ---: | ---: |", flush=True)
    for kind, options in KINDS:
        for size in sizes:
            path = corpus(folder, size, kind, options)
            seconds, memory, totals = measure(path, os.path.join(folder, "report.json"))
            megabytes = totals["bytes"] / 1e6
            print(
                f"| {kind} | {size} | {totals['documents']:,} | {seconds:.1f} | {megabytes / seconds:.1f} | {memory / 1e6:.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
