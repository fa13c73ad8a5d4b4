#!/usr/bin/env python3
"""Textmill beside what one would otherwise type to count the words of a JSON Lines file.

Every run is a process of its own, from start to end, with imports and compiling; the programs take turns, and the
medians of all rounds are printed as a Markdown table. Needs Linux, and the packages of requirements.txt.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import texts
from queries import ENGINES

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
SHOWN = {
    "polars": "Polars, letters of Unicode",
    "duckdb": "DuckDB, letters of Unicode",
    "clickhouse": "ClickHouse (chdb), letters of Unicode",
    "clickhouse-ascii": "ClickHouse (chdb), split at ASCII marks",
    "tokenize": "`textmill analyze FILE -p tokenize`",
    "keywords": "`textmill analyze FILE -p keywords`",
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--textmill", default=REPOSITORY / "target/release/textmill", type=Path, help="the binary")
    parser.add_argument("--megabytes", default=100, type=int, help="size of the input")
    parser.add_argument("--rounds", default=5, type=int, help="runs of each program")
    parser.add_argument("--threads", default=[1, 2], type=int, nargs="+", help="cores and threads to measure with")
    parser.add_argument("--only", choices=SHOWN, nargs="+", default=list(SHOWN), help="programs to run")
    return parser.parse_args()


def command(program, options, path, threads):
    if program in ENGINES:
        return [sys.executable, HERE / "queries.py", program, path, str(threads)]
    return [options.textmill, "analyze", path, "-p", program, "-o", "-", "--quiet", "--threads", str(threads)]


def run(arguments, threads):
    """Runs a command on as many cores as threads: its output, wall seconds, and greatest memory in bytes."""
    cores = sorted(os.sched_getaffinity(0))[:threads]
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        child = subprocess.Popen(arguments, stdout=output, preexec_fn=lambda: os.sched_setaffinity(0, cores))
        # Unlike `Popen.wait` it gives the resources of this one child. Linux counts its memory in kibibytes.
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            sys.exit(f"{' '.join(map(str, arguments))}: exit code {child.returncode}")
        output.seek(0)
        return output.read(), seconds, usage.ru_maxrss * 1024


def check(answers):
    """Those who count the same have to come to the same."""
    same = {json.dumps(json.loads(answers[engine])) for engine in ("polars", "duckdb", "clickhouse") if engine in answers}
    if len(same) > 1:
        sys.exit("Polars, DuckDB and ClickHouse count different words")


def measure(options, path):
    measured = {(program, threads): [] for threads in options.threads for program in options.only}
    for round_number in range(options.rounds):
        for threads in options.threads:
            answers = {}
            for program in options.only:
                answers[program], *figures = run(command(program, options, path, threads), threads)
                measured[program, threads].append(figures)
                print(f"round {round_number + 1}: {program}, {threads}: {figures[0]:.2f} s", file=sys.stderr)
            check(answers)
    return measured


def table(options, measured, size):
    heads = [f"{threads} core{'s' * (threads > 1)}: s | MB/s | MB at most" for threads in options.threads]
    lines = ["| program | " + " | ".join(heads) + " |", "| --- |" + " ---: |" * 3 * len(heads)]
    for program in options.only:
        cells = []
        for threads in options.threads:
            seconds, memory = map(statistics.median, zip(*measured[program, threads]))
            cells += [f"{seconds:.2f}", f"{size / seconds / 1e6:.0f}", f"{memory / 1e6:.0f}"]
        lines.append(f"| {SHOWN[program]} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main():
    options = arguments()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "texts.jsonl")
        texts.write(path, options.megabytes)
        print(table(options, measure(options, path), os.path.getsize(path)))


if __name__ == "__main__":
    main()
