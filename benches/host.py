#!/usr/bin/env python3
"""What the whole program takes beside its analyzers: the host alone, a start, two threads. Tables of benches/README.md.

Each figure is the best of some rounds, the two of a ratio in turns. `--megabytes` says how long texts are.
"""

import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path

import page
from page import REPOSITORY, speed, table

RELEASE = REPOSITORY / "target/release"
# Kinds of text, the bytes of a document, and how many plugins that do nothing are run.
IDLE = [
    ("news of 3,000 bytes, one plugin", 3000, 1),
    ("news of 3,000 bytes, four plugins", 3000, 4),
    ("texts of 250 bytes, one plugin", 250, 1),
    ("texts of 250 bytes, four plugins", 250, 4),
]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", default=100, type=int, help="of each text")
    parser.add_argument("--rounds", default=5, type=int, help="runs of which the best is taken")
    parser.add_argument("--print", action="store_true", help="print the tables, and leave the page as it is")
    return parser.parse_args()


def build():
    for what in (["-p", "textmill-cli", "-p", "xtask"], ["-p", "textmill-benches", "--example", "ceiling"]):
        subprocess.run(["cargo", "build", "--quiet", "--release", *what], check=True, cwd=REPOSITORY)


def generate(folder, megabytes, document_bytes):
    """The one file of a corpus of Arabic and English texts."""
    path = folder / f"{document_bytes}"
    options = ["--size", f"{megabytes}M", "--document-bytes", document_bytes, "--files", 1, "--format", "jsonl"]
    run(RELEASE / "xtask", "generate", path, *options)
    return next(file for file in path.rglob("*.jsonl"))


def run(*command, cores=None, folder=None):
    """Seconds that pass, and seconds of the processor."""
    environment = os.environ | ({"XDG_CACHE_HOME": str(folder)} if folder else {})
    hold = (lambda: os.sched_setaffinity(0, cores)) if cores else None
    began = time.perf_counter()
    child = subprocess.Popen(
        list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, preexec_fn=hold
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}: exit code {child.returncode}")
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime


def ceiling(options, folder):
    """MB of the file to a second of the processor, on one worker and one core, with the start."""
    core = {max(os.sched_getaffinity(0))}
    rows = []
    for what, document_bytes, plugins in IDLE:
        file = generate(folder, options.megabytes, document_bytes) if plugins == 1 else file
        command = [RELEASE / "examples/ceiling", file, 1, plugins]
        seconds = min(run(*command, cores=core)[1] for _ in range(options.rounds))
        rows.append([what, speed(file.stat().st_size / 1e6 / seconds)])
    return table([f"{options.megabytes} MB of `xtask generate`, plugins that do nothing", "MB/s"], rows)


def starts(options, folder):
    """Seconds of the processor until three short documents are analyzed; the first start finds nothing on the disk."""
    corpus = folder / "short.jsonl"
    corpus.write_text('{"text": "One."}\n{"text": "Two words."}\n{"text": "كلمة"}\n', encoding="utf-8")
    command = [RELEASE / "textmill", "analyze", corpus, "-q", "-o", "-"]
    rounds = range(max(options.rounds, 10))
    first = min(run(*command, folder=folder / f"home-{number}")[1] for number in rounds)
    later = min(run(*command, folder=folder / "home-0")[1] for _ in rounds)
    return table(["start, all four analyzers", "processor seconds"], [
        ["the first of a fresh installation", f"{first:.3f}"],
        ["later ones", f"{later:.3f}"],
    ])


def threads(options, folder):
    """How many times as fast two workers are, by the time that passes."""
    file = generate(folder / "threads", options.megabytes, 3000)
    seconds = {1: [], 2: []}
    for _ in range(options.rounds):
        for number, taken in seconds.items():
            taken.append(run(RELEASE / "textmill", "analyze", file, "-q", "-o", "-", "--threads", number)[0])
    one, two = (min(taken) for taken in seconds.values())
    megabytes = file.stat().st_size / 1e6
    return table(["all four analyzers, a file of news", "MB/s", "to one"], [
        ["one worker", speed(megabytes / one), ""],
        ["two workers", speed(megabytes / two), f"{one / two:.2f}"],
    ])


def main():
    options = arguments()
    build()
    lines = [f"{page.machine()}, the best of {options.rounds} rounds:"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "threads").mkdir()
        for measured in (ceiling, starts, threads):
            lines += ["", *measured(options, folder)]
    page.give("benches/host.py", lines, options.print)


if __name__ == "__main__":
    main()
