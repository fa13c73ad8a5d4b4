#!/usr/bin/env python3
"""Textmill beside what one would otherwise use, on one core: one command, one run, two tables in benches/README.md.

Every run is a process of its own from start to end, held to one core and told to use one thread. What counts is the
processor's time, of user and kernel. Programs take turns on each text, and the median of all rounds is taken; from it
the time is taken off that the program needs for one document alone (its imports, or its plugins), which has a column of
its own. Needs Linux, Python 3.11 and Rust; what else it needs it installs below target/peers.
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
from programs import PROGRAMS

PAGE = programs.REPOSITORY / "benches/README.md"
BEGIN = "<!-- made by benches/peers/compare.py -->\n"
END = "<!-- end of what benches/peers/compare.py makes -->\n"
TEXTS = [f"{language}-{size}" for language in ("arabic", "english") for size in ("tweet", "news", "book")]
# They split words the same way and have to find the same.
ALIKE = ("polars", "duckdb", "clickhouse-letters")


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


def run(command):
    """Runs a command on one core: its output, and its processor seconds."""
    core = max(os.sched_getaffinity(0))
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen(
            list(map(str, command)), stdout=output, preexec_fn=lambda: os.sched_setaffinity(0, {core})
        )
        # Unlike `Popen.wait` it gives the resources of this one child.
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))}: exit code {child.returncode}")
        output.seek(0)
        return output.read(), usage.ru_utime + usage.ru_stime


def in_turns(rounds, commands):
    """The median seconds of each command, by its name."""
    seconds = {name: [] for name in commands}
    for _ in range(rounds):
        answers = {}
        for name, command in commands.items():
            answers[name], taken = run(command)
            seconds[name].append(taken)
        check(answers)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


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


def measure(options, folder):
    """MB/s of each program on each text, without its start, and the seconds of the start."""
    chosen = [program for program in PROGRAMS if program.name in options.only]
    starts, rates = {}, {}
    for text in options.texts:
        language = text[:2]
        named = [program for program in chosen if language in program.languages]
        long, short, one = (folder / f"{text}{part}.jsonl" for part in ("", "-short", "-one"))
        programs.write_texts(text, options.megabytes * 10**6, long)
        head(long, options.slow_megabytes * 10**6, short)
        head(long, 1, one)
        paths = {program.name: short if program.slow else long for program in named}
        began = time.perf_counter()
        start = in_turns(options.rounds, {program.name: program.command(one, language) for program in named})
        whole = in_turns(options.rounds, {program.name: program.command(paths[program.name], language) for program in named})
        for name, seconds in whole.items():
            starts.setdefault(name, []).append(start[name])
            size = paths[name].stat().st_size - one.stat().st_size
            rates[name, text] = size / 1e6 / max(seconds - start[name], 1e-3)
        print(f"{text}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
        long.unlink()
    return {name: statistics.median(seconds) for name, seconds in starts.items()}, rates


def tables(options, starts, rates):
    shown = {program.name: program.shown for program in PROGRAMS}
    speeds = [
        [shown[name], f"{starts[name]:.2f}", *(speed(rates.get((name, text))) for text in options.texts)] for name in starts
    ]
    ratios = [
        [shown[name], *(ratio(rates, name, text) for text in options.texts)] for name in starts if not name.startswith("textmill")
    ]
    return "\n".join([
        f"Processor: {programs.processor()}. {programs.versions()}.",
        "",
        "MB/s of a processor's second, without the start, and the seconds of the start:",
        "",
        *table(["program", "start, s", *options.texts], speeds),
        "",
        "How many times as fast as each Textmill is, tokens and keywords / all four:",
        "",
        *table(["program", *options.texts], ratios),
    ])


def speed(rate):
    if rate is None:
        return "–"
    return f"{rate:.1f}" if rate < 10 else f"{rate:.0f}"


def ratio(rates, name, text):
    ours = [rates.get((own, text)) for own in ("textmill-keywords", "textmill-all")]
    rate = rates.get((name, text))
    if rate is None or None in ours:
        return "–"
    return " / ".join(f"{own / rate:.2f}" for own in ours)


def table(heads, rows):
    return ["| " + " | ".join(cells) + " |" for cells in (heads, ["---"] + ["---:"] * (len(heads) - 1), *rows)]


def write(found):
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    _, behind = rest.split(END)
    PAGE.write_text(f"{before}{BEGIN}\n{found}\n\n{END}{behind}", encoding="utf-8")


def main():
    options = arguments()
    programs.prepare()
    with tempfile.TemporaryDirectory() as folder:
        found = tables(options, *measure(options, Path(folder)))
    if options.print:
        print(found)
    else:
        write(found)


if __name__ == "__main__":
    main()
