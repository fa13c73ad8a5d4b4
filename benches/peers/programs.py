"""The programs that are measured: how they are made ready, called and named."""

import json
import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
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
    Program("polars", "Polars, letters"),
    Program("duckdb", "DuckDB, letters"),
    Program("clickhouse-letters", "ClickHouse (chdb), letters, with document counts"),
    Program("clickhouse-ascii", "ClickHouse (chdb), split at ASCII marks"),
    Program("unicode-segmentation", "`unicode-segmentation` and a hash map"),
    Program("charabia", "charabia, normalized tokens and a hash map"),
    Program("spacy", "spaCy, blank", slow=True),
    Program("count-vectorizer", "scikit-learn, `CountVectorizer`", slow=True),
    Program("vader", "VADER (sentiment alone)", slow=True, languages=("en",)),
]


def prepare():
    """Builds what is of Rust, and installs what is of Python into an environment of its own."""
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", HERE / "requirements.txt")
    cargo = ["cargo", "build", "--quiet", "--release"]
    run(*cargo, "--locked", "--manifest-path", CRATE, "--target-dir", TARGET / "peers")
    run(*cargo, "-p", "textmill-cli")
    run(*cargo, "-p", "textmill-benches", "--example", "texts")


def write_texts(name, size, path):
    run(TARGET / "release/examples/texts", name, str(size), path)


def run(*arguments):
    # Cargo's target folder is that of the repository, whoever set another.
    environment = {key: value for key, value in os.environ.items() if key != "CARGO_TARGET_DIR"}
    subprocess.run(list(map(str, arguments)), check=True, cwd=REPOSITORY, env=environment)


def versions():
    """What is measured, for the page: a line of text."""
    listed = output(PYTHON, "-m", "pip", "list", "--format", "json", "--disable-pip-version-check")
    installed = {package["name"].lower(): package["version"] for package in json.loads(listed)}
    named = [f"{shown} {installed[package]}" for shown, package in PACKAGES.items()]
    metadata = json.loads(output("cargo", "metadata", "--format-version", "1", "--manifest-path", CRATE))
    named += [f"{found['name']} {found['version']}" for found in metadata["packages"] if found["name"] in CRATES]
    commit = output("git", "rev-parse", "--short", "HEAD").strip()
    python = output(PYTHON, "--version").strip()
    return f"Textmill {commit}, {', '.join(named)}, {python}, {output('rustc', '--version').strip()}"


def output(*arguments):
    return subprocess.run(list(map(str, arguments)), check=True, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True).stdout


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    sys.exit("/proc/cpuinfo names no processor")
