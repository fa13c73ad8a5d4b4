#!/usr/bin/env python3
"""Textmill beside what one would otherwise use, on one core: one command, one run, two tables in benches/README.md.

Every run is a process of its own from start to end, held to one core and told to use one thread. What counts is the
processor's time, of user and kernel. Programs take turns on each text, and the median of all rounds is taken; from it
the time is taken off that the program needs for one document alone (its imports, or its plugins), which has a column of
its own. A program that cannot be installed, or fails, is named below the tables with the reason. Needs Linux, Python
3.11 and Rust; what else it needs it installs below target/peers.
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

import programs
from programs import PROGRAMS, Unavailable, page
from page import TEXTS, speed, table

MAKER = "benches/peers/compare.py"
# They split words the same way and have to find the same.
ALIKE = ("polars", "duckdb", "clickhouse-letters")
# How many times its start a run has to take, so that the difference of both is its work and not noise.
CLEAR = 1.2


def arguments():
    names = [program.name for program in PROGRAMS]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", default=16, type=int, help="of each text")
    parser.add_argument("--slow-megabytes", default=2, type=int, help="of each text, for programs that take long")
    parser.add_argument("--rounds", default=3, type=int, help="runs of each program on each text")
    parser.add_argument("--texts", choices=TEXTS, nargs="+", default=TEXTS, help="kinds of text")
    parser.add_argument("--only", choices=names, nargs="+", default=names, help="programs to run")
    parser.add_argument("--print", action="store_true", help="print the tables, and leave the page as it is")
    return parser.parse_args()


class Measured:
    """What is known of each program, by its name; of the rates, by the text too."""

    def __init__(self):
        self.starts, self.rates, self.memory, self.failed = {}, {}, {}, {}


def run(command):
    """Runs a command on one core: its output, its processor seconds, and the most memory that it had, in MB."""
    core = max(os.sched_getaffinity(0))
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen(
            list(map(str, command)), stdout=output, preexec_fn=lambda: os.sched_setaffinity(0, {core})
        )
        # Unlike `Popen.wait` it gives the resources of this one child.
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            raise Unavailable(f"it ended with exit code {child.returncode}")
        output.seek(0)
        return output.read(), usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6


def in_turns(rounds, commands, measured):
    """The median seconds of each command, by its name. Who fails is left out from then on."""
    seconds = {name: [] for name in commands}
    for _ in range(rounds):
        answers = {}
        for name, command in commands.items():
            if name in measured.failed:
                continue
            try:
                answers[name], taken, memory = run(command)
            except Unavailable as reason:
                measured.failed[name] = str(reason)
                continue
            seconds[name].append(taken)
            measured.memory[name] = max(memory, measured.memory.get(name, 0))
        check(answers)
    return {name: statistics.median(taken) for name, taken in seconds.items() if name not in measured.failed}


def check(answers):
    """Those who count the same have to come to the same."""
    same = {json.dumps(json.loads(answers[name])) for name in ALIKE if name in answers}
    if len(same) > 1:
        sys.exit("Polars, DuckDB and ClickHouse count different words")


def head(path, size, into):
    """Writes the lines of a file that begin in its first `size` bytes to another one."""
    with open(path, "rb") as lines, open(into, "wb") as file:
        for line in lines:
            if file.tell() >= size:
                break
            file.write(line)
    return into


def measure(options, folder, failed):
    """MB/s of each program on each text, without its start, and the seconds of the start."""
    measured = Measured()
    measured.failed.update(failed)
    starts = {}
    for text in options.texts:
        language = text[:2]
        chosen = [program for program in PROGRAMS if program.name in options.only and language in program.languages]
        long, short, one = (folder / f"{text}{part}.jsonl" for part in ("", "-short", "-one"))
        programs.write_texts(text, options.megabytes * 10**6, long)
        head(long, options.slow_megabytes * 10**6, short)
        head(long, 1, one)
        paths = {program.name: short if program.slow else long for program in chosen}
        began = time.perf_counter()
        start = in_turns(options.rounds, {program.name: program.command(one, language) for program in chosen}, measured)
        wholes = {program.name: program.command(paths[program.name], language) for program in chosen}
        for name, seconds in in_turns(options.rounds, wholes, measured).items():
            starts.setdefault(name, []).append(start[name])
            size = paths[name].stat().st_size - one.stat().st_size
            if seconds > start[name] * CLEAR:
                measured.rates[name, text] = size / 1e6 / (seconds - start[name])
        rates = ", ".join(f"{name} {speed(rate)}" for (name, of), rate in measured.rates.items() if of == text)
        print(f"{text}, {time.perf_counter() - began:.0f} s: {rates}", file=sys.stderr)
        long.unlink()
    measured.starts = {name: statistics.median(seconds) for name, seconds in starts.items()}
    return measured


def tables(options, measured):
    """The lines of the page."""
    shown = {program.name: program.shown for program in PROGRAMS if program.name in options.only}
    speeds = [
        [
            label,
            f"{measured.starts[name]:.2f}" if name in measured.starts else "–",
            f"{measured.memory[name]:.0f}" if name in measured.memory else "–",
            *(speed(measured.rates.get((name, text))) for text in options.texts),
        ]
        for name, label in shown.items()
    ]
    ratios = [
        [label, *(ratio(measured.rates, name, text) for text in options.texts)]
        for name, label in shown.items()
        if not name.startswith("textmill")
    ]
    lines = [
        f"{page.machine()}; {programs.versions()}. {options.megabytes} MB of each text "
        f"({options.slow_megabytes} MB for spaCy and VADER), the median of {options.rounds} rounds.",
        "",
        "MB/s of a processor's second, without the start; the seconds of the start; the most memory, MB. A dash is where a run",
        "took hardly longer than its start, so that nothing can be told, or where the program does not do the language:",
        "",
        *table(["program", "start, s", "memory", *options.texts], speeds),
        "",
        "How many times as fast as each Textmill is, tokens and keywords / all four:",
        "",
        *table(["program", *options.texts], ratios),
    ]
    if measured.failed:
        lines += ["", "Not measured:", "", *(f"- {shown.get(name, name)}: {why}" for name, why in measured.failed.items())]
    return lines


def ratio(rates, name, text):
    ours = [rates.get((own, text)) for own in ("textmill-keywords", "textmill-all")]
    rate = rates.get((name, text))
    if rate is None or None in ours:
        return "–"
    return " / ".join(f"{own / rate:.2f}" for own in ours)


def main():
    options = arguments()
    failed = programs.prepare(options.only)
    with tempfile.TemporaryDirectory() as folder:
        lines = tables(options, measure(options, Path(folder), failed))
    page.give(MAKER, lines, options.print)


if __name__ == "__main__":
    main()
