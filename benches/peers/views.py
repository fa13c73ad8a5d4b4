#!/usr/bin/env python3
"""What each command that looks into texts takes, beside what one would otherwise use: a table in benches/README.md.

Every run is a process of its own on one core, as in `compare.py`; what counts is its processor time, user and kernel,
without the time that it takes for a few documents alone. Textmill runs over ten times as much text too, for the memory.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import programs
from compare import head, run
from programs import HERE, PYTHON, TARGET, Unavailable, page
from page import speed, table
from view_tasks import WORD

MAKER = "benches/peers/views.py"
FEW_BYTES = 40_000
PACKAGES = {"NLTK": "nltk", "scikit-learn": "scikit-learn", "Polars": "polars", "datasketch": "datasketch", "rensa": "rensa"}


@dataclass(frozen=True)
class Peer:
    shown: str
    task: str

    def command(self, path):
        return [PYTHON, HERE / "view_tasks.py", self.task, path]


@dataclass(frozen=True)
class View:
    shown: str
    arguments: tuple
    peers: tuple

    def command(self, path):
        first, *others = self.arguments
        return [TARGET / "release/textmill", first, *others, path, "-q", "--threads", "1", "-o", "-"]


VIEWS = [
    View(f"`kwic {WORD}`", ("kwic", WORD, "--format", "tsv"), (Peer("NLTK, `ConcordanceIndex`", "nltk-concordance"),)),
    View(
        "`compare --by language`, terms",
        ("compare", "--by", "language", "--field", "keywords.terms"),
        (Peer("scikit-learn and NumPy, G² of words", "sklearn-keyness"),),
    ),
    View(
        "`trends --by date:month`, one term",
        ("trends", "--by", "date:month", "--key", WORD, "--format", "tsv"),
        (Peer("Polars, one word a month", "polars-trend"),),
    ),
    View(
        "`duplicates`",
        ("duplicates", "--format", "tsv"),
        (Peer("datasketch, MinHash of 128", "datasketch"), Peer("rensa, MinHash of 128", "rensa")),
    ),
    View(
        "`analyze -p collocations`",
        ("analyze", "-p", "collocations"),
        (Peer("NLTK, bigrams by likelihood ratio", "nltk-collocations"),),
    ),
]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", default=16, type=int, help="of text")
    parser.add_argument("--rounds", default=3, type=int, help="runs of each")
    parser.add_argument("--print", action="store_true", help="print the table, and leave the page as it is")
    return parser.parse_args()


def prepare():
    programs.build("-p", "textmill-cli", "-p", "xtask")
    for package in PACKAGES.values():
        programs.install(package)


def generate(folder, megabytes):
    path = folder / f"{megabytes}"
    options = ["--size", f"{megabytes}M", "--document-bytes", "3000", "--files", "1", "--format", "jsonl"]
    subprocess.run([TARGET / "release/xtask", "generate", path, *options], check=True, stdout=subprocess.DEVNULL)
    return next(path.rglob("*.jsonl"))


def measure(options, command, long, few):
    """MB/s without the start, and the most memory in MB."""
    seconds, starts, memory = [], [], 0
    for _ in range(options.rounds):
        starts.append(run(command(few))[1])
        _, taken, most = run(command(long))
        seconds.append(taken)
        memory = max(memory, most)
    size = (long.stat().st_size - few.stat().st_size) / 1e6
    return size / (statistics.median(seconds) - statistics.median(starts)), memory


def times(ratio):
    return f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2f}"


def rows(options, folder):
    long, longer = (generate(folder, megabytes) for megabytes in (options.megabytes, 10 * options.megabytes))
    # Documents of both languages, or there would be nothing to compare.
    few = head(long, FEW_BYTES, folder / "few.jsonl")
    for view in VIEWS:
        rate, memory = measure(options, view.command, long, few)
        _, _, more = run(view.command(longer))
        yield [view.shown, speed(rate), f"{memory:.0f}", f"{more:.0f}", ""]
        for peer in view.peers:
            try:
                other, memory = measure(options, peer.command, long, few)
            except Unavailable as reason:
                yield [peer.shown, f"not measured: {reason}", "", "", ""]
                continue
            yield [peer.shown, speed(other), f"{memory:.0f}", "", times(rate / other)]
        print(f"{view.shown}: {speed(rate)} MB/s", file=sys.stderr)


def main():
    options = arguments()
    prepare()
    heads = ["view", "MB/s", f"memory, {options.megabytes} MB", f"memory, {10 * options.megabytes} MB", "times as fast as it"]
    with tempfile.TemporaryDirectory() as folder:
        lines = [
            f"{page.machine()}; {programs.versions(PACKAGES, crates=())}. {options.megabytes} MB of `xtask generate`, "
            f"the median of {options.rounds} rounds; memory is the most that a process had, in MB.",
            "",
            *table(heads, rows(options, Path(folder))),
        ]
    page.give(MAKER, lines, options.print)


if __name__ == "__main__":
    main()
