"""What the scripts that measure share: pages whose tables they make anew, and what they were made on."""

import datetime
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
FIGURES = REPOSITORY / "benches/README.md"
PERFORMANCE = REPOSITORY / "docs/performance.md"
TEXTS = [f"{language}-{size}" for language in ("arabic", "english") for size in ("tweet", "news", "book")]


def write(page, maker, content):
    """Puts lines in the place on a page that is their maker's: between two marks with its name."""
    begin, end = f"<!-- made by {maker} -->\n", f"<!-- end of what {maker} makes -->\n"
    text = page.read_text(encoding="utf-8")
    if text.count(begin) != 1 or text.count(end) != 1:
        sys.exit(f"{page} has no place for what {maker} makes")
    before, rest = text.split(begin)
    behind = rest.split(end)[1]
    page.write_text(f"{before}{begin}\n" + "\n".join(content) + f"\n\n{end}{behind}", encoding="utf-8")


def give(maker, lines, prints):
    """Prints the lines, or puts them among the figures."""
    if prints:
        print("\n".join(lines))
    else:
        write(FIGURES, maker, lines)


def table(heads, rows):
    return ["| " + " | ".join(cells) + " |" for cells in (heads, ["---"] + ["---:"] * (len(heads) - 1), *rows)]


def speed(rate):
    """MB/s, or whatever else is shown by its first two or three digits."""
    if rate is None:
        return "–"
    return f"{rate:.1f}" if rate < 10 else f"{rate:.0f}"


def machine():
    """What and when was measured, for the page: a line of text."""
    commit = output("git", "rev-parse", "--short", "HEAD").strip()
    made = [":!*.md", ":!*.tsv", ":!*.svg"]
    changed = " with changes" if output("git", "status", "--porcelain", "--untracked-files=no", "--", *made).strip() else ""
    day = datetime.date.today().isoformat()
    return f"Textmill {commit}{changed}, {output('rustc', '--version').strip()}, {processor()}, {day}"


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return "a processor without a name"


def output(*arguments):
    return subprocess.run(list(map(str, arguments)), check=True, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True).stdout
