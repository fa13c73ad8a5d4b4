"""The programs that are measured: how they are made ready, called and named."""

import json
import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import page
from page import REPOSITORY, output

TARGET = REPOSITORY / "target"
# What is installed stands where what is built does.
ENVIRONMENT = TARGET / "peers/python"
PYTHON = ENVIRONMENT / "bin/python"
CRATE = HERE / "rust/Cargo.toml"

# Packages by the names under which the table gives their versions.
PACKAGES = {
    "Polars": "polars",
    "DuckDB": "duckdb",
    "chdb": "chdb",
    "its ClickHouse": "chdb-core",
    "spaCy": "spacy",
    "scikit-learn": "scikit-learn",
    "vaderSentiment": "vadersentiment",
}
CRATES = ["charabia", "unicode-segmentation"]


@dataclass(frozen=True)
class Program:
    name: str
    shown: str
    # Whether it is given a shorter file, for the time that it takes.
    slow: bool = False
    # The package that it needs, of those in requirements.txt.
    package: str | None = None
    languages: tuple = ("ar", "en")

    def command(self, path, language):
        if self.name.startswith("textmill"):
            plugins = ["-p", "keywords"] if self.name == "textmill-keywords" else []
            return [TARGET / "release/textmill", "analyze", path, *plugins, "-o", "-", "--quiet", "--threads", "1"]
        if self.name in CRATES:
            return [TARGET / "peers/release" / self.name, path]
        return [PYTHON, HERE / "tasks.py", self.name, path, language]


PROGRAMS = [
    Program("textmill-keywords", "Textmill, tokens and keywords (`-p keywords`)"),
    Program("textmill-all", "Textmill, all four"),
    Program("polars", "Polars, letters", package="polars"),
    Program("duckdb", "DuckDB, letters", package="duckdb"),
    Program("clickhouse-letters", "ClickHouse (chdb), letters, with document counts", package="chdb"),
    Program("clickhouse-ascii", "ClickHouse (chdb), split at ASCII marks", package="chdb"),
    Program("unicode-segmentation", "`unicode-segmentation` and a hash map"),
    Program("charabia", "charabia, normalized tokens and a hash map"),
    Program("spacy", "spaCy, blank", package="spacy", slow=True),
    Program("count-vectorizer", "scikit-learn, `CountVectorizer`", package="scikit-learn"),
    Program("vader", "VADER (sentiment alone)", package="vaderSentiment", slow=True, languages=("en",)),
]


class Unavailable(Exception):
    """Why a program cannot be measured here."""


def prepare(names):
    """Builds what is of Rust, and installs what is of Python into an environment of its own.

    What is missing afterwards is given by the names of the programs, with the reason.
    """
    chosen = [program for program in PROGRAMS if program.name in names]
    build("-p", "textmill-cli")
    build("-p", "textmill-benches", "--example", "texts")
    missing = {}
    crates = [program for program in chosen if program.name in CRATES]
    if crates:
        missing |= attempt(crates, build, "--locked", "--manifest-path", CRATE, "--target-dir", TARGET / "peers")
    for package in sorted({program.package for program in chosen if program.package}):
        missing |= attempt([program for program in chosen if program.package == package], install, package)
    return missing


def attempt(those, prepare, *arguments):
    try:
        prepare(*arguments)
    except (subprocess.CalledProcessError, OSError) as error:
        return {program.name: f"it could not be installed ({error})" for program in those}
    return {}


def build(*arguments):
    run("cargo", "build", "--quiet", "--release", *arguments)


def install(package):
    """The version that requirements.txt names, where it is not there already."""
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    requirements = (HERE / "requirements.txt").read_text().split()
    wanted = [line for line in requirements if line.split("==")[0] == package]
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted)


def write_texts(name, size, path):
    run(TARGET / "release/examples/texts", name, str(size), path)


def run(*arguments):
    # Cargo's target folder is that of the repository, whoever set another.
    environment = {key: value for key, value in os.environ.items() if key != "CARGO_TARGET_DIR"}
    subprocess.run(list(map(str, arguments)), check=True, cwd=REPOSITORY, env=environment)


def versions(packages=PACKAGES, crates=CRATES):
    """What is measured beside Textmill, for the page: a line of text."""
    named = []
    if PYTHON.exists():
        listed = output(PYTHON, "-m", "pip", "list", "--format", "json", "--disable-pip-version-check")
        installed = {package["name"].lower(): package["version"] for package in json.loads(listed)}
        named += [f"{shown} {installed[package]}" for shown, package in packages.items() if package in installed]
        named.append(output(PYTHON, "--version").strip())
    metadata = json.loads(output("cargo", "metadata", "--format-version", "1", "--manifest-path", CRATE))
    named += [f"{found['name']} {found['version']}" for found in metadata["packages"] if found["name"] in crates]
    return ", ".join(named)
