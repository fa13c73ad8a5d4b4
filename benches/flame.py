"""Names and order for the flame graph that benches/flame.sh draws.

    flame.py names MAP               # puts the plugin before each function in perf's map of compiled code
    flame.py stacks STACKS PALETTE   # what a stack belongs to at its bottom, short names, a color for each part
    flame.py shares STACKS           # the shares of the parts, as a line of text
    flame.py page STACKS             # shows the picture in docs/performance.md, with those shares
"""

import re
import sys
from collections import Counter
from pathlib import Path

PLUGINS = ["tokenize", "keywords", "sentiment", "entities"]
# Parts of a run, with the hue of each.
COLORS = {
    "tokenize": (90, 150, 220),
    "keywords": (95, 185, 110),
    "sentiment": (235, 185, 70),
    "entities": (225, 110, 90),
    "reading": (150, 150, 160),
    "checks and merging": (175, 130, 200),
    "start": (200, 200, 190),
}
# What a sample of the host belongs to, by any function of its stack. What is left is checks and merging.
HOST = [
    ("reading", re.compile(r"textmill_corpus|sha2::|simdutf8|\[unknown\];read\b|ksys_read|vfs_read")),
    ("start", re.compile(r"deserialize|EngineBuilder|plugin::(load|compiled)|[zZ][sS][tT][dD]|Module::|Component::|_dl_|ld-linux")),
]
BELOW = re.compile(r"_start|__libc|main\b|std::|core::|alloc::|<alloc|start_thread|clone|__clone|\[")
# Code of one plugin lies in one piece; between two of them is more than this, in bytes.
GAP = 1 << 16


def names(path):
    lines = [line.split(" ", 2) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    functions = sorted((int(start, 16), int(size, 16), name) for start, size, name in lines)
    pieces, end = [], None
    for start, size, name in functions:
        if end is None or start - end > GAP:
            pieces.append([])
        pieces[-1].append((start, size, name))
        end = start + size
    with open(path, "w", encoding="utf-8") as file:
        for piece in pieces:
            found = Counter(re.findall(r"textmill_(" + "|".join(PLUGINS) + r")\b", " ".join(name for *_, name in piece)))
            plugin = found.most_common(1)[0][0] if found else "plugin"
            for start, size, name in piece:
                file.write(f"{start:x} {size:x} [{plugin}] {name}\n")


def stacks(path, palette):
    folded, colors = Counter(), {}
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        stack, count = line.rsplit(" ", 1)
        part, frames = arranged(stack.split(";"))
        folded[";".join([part, *frames])] += int(count)
        for frame in frames:
            color = shade(COLORS[part], frame)
            # What several parts have in common is grey.
            if colors.setdefault(frame, color) != color:
                colors[frame] = "rgb(215,215,215)"
    total = folded.total()
    parts = Counter()
    for stack, count in folded.items():
        parts[stack.split(";")[0]] += count
    for stack, count in sorted(folded.items()):
        part, *frames = stack.split(";")
        print(";".join([labelled(part, parts[part] / total), *frames]), count)
    for part in parts:
        colors[labelled(part, parts[part] / total)] = "rgb({},{},{})".format(*COLORS[part])
    lines = [f"{name}->{color}\n" for name, color in sorted(colors.items())]
    Path(palette).write_text("".join(lines), encoding="utf-8")


def labelled(part, share):
    return f"{part} {share * 100:.1f} %"


def arranged(stack):
    """What a stack belongs to, and its frames above that."""
    thread, *frames = stack
    for place, frame in enumerate(frames):
        if found := re.match(r"\[(\w+)\] ", frame):
            if found[1] in PLUGINS:
                return found[1], [short(frame) for frame in frames[place:]]
    part = next((part for part, pattern in HOST if any(pattern.search(frame) for frame in frames)), "checks and merging")
    # Below the first function of the program's own is nothing that says anything.
    own = next((place for place, frame in enumerate(frames) if "textmill" in frame), None)
    if own is None:
        own = next((place for place, frame in enumerate(frames) if not BELOW.match(frame)), len(frames))
    return part, [short(frame) for frame in frames[own:]]


def short(frame):
    """A name without what a box has no room for: the plugin, hashes, types in angle brackets, paths of crates."""
    frame = re.sub(r"^\[\w+\] ", "", frame)
    frame = demangled(re.sub(r"^wasm\[\d+\]::(function\[\d+\]::)?", "", frame))
    frame = re.sub(r"::h[0-9a-f]{16}\b", "", frame)
    # `<A as B>::f` is `A::f`, and `A<B>::f` is `A::f`.
    while (without := re.sub(r"<impl [^<>]*>|<([^<>]*) as [^<>]*>|(?<=\w)(?:::)?<[^<>]*>", lambda of: of[1] or "", frame)) != frame:
        frame = without
    frame = re.sub(r"[<>]", "", frame).removesuffix("::{{closure}}")
    parts = [part for part in frame.split("::") if part]
    # The crate, for what is of another's, and the last two: type or module, and function.
    shown = parts[-2:] if len(parts) < 3 or parts[0].startswith("textmill") else [parts[0], *parts[-2:]]
    return "::".join(shown).replace(";", ",") or "?"


# What stands for a character in a mangled name.
ESCAPES = {"LT": "<", "GT": ">", "LP": "(", "RP": ")", "RF": "&", "BP": "*", "C": ",", "SP": "@", "u20": " ", "u7b": "{", "u7d": "}", "u5b": "[", "u5d": "]", "u3b": ";", "u27": "'"}


def demangled(name):
    """A name of Rust's legacy mangling as it was written: `_ZN`, each part behind its length, `E`."""
    rest = re.match(r"_ZN(\d.*)", name)
    if not rest:
        return name
    rest, parts = rest[1], []
    while length := re.match(r"\d+", rest):
        start = length.end()
        end = start + int(length[0])
        part = re.sub(r"\$(\w+)\$", lambda of: ESCAPES.get(of[1], "_"), rest[start:end])
        parts.append(part.removeprefix("_").replace("..", "::") if "$" in rest[start:end] else part)
        rest = rest[end:]
    return "::".join(parts)


def shade(color, name):
    by = sum(name.encode()) % 24
    return "rgb({},{},{})".format(*(min(255, part + by) for part in color))


def page(path):
    import page as pages

    picture = "[![Flame graph of a whole run](whole-run.svg)](whole-run.svg)"
    lines = [f"{pages.machine()}: {counted(path)}.", "", picture]
    pages.write(pages.PERFORMANCE, "benches/flame.sh", lines)


def shares(path):
    print(counted(path))


def counted(path):
    parts = Counter()
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        stack, count = line.rsplit(" ", 1)
        parts[stack.split(";")[0]] += int(count)
    return ", ".join(part for part, _ in parts.most_common())


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    {"names": names, "stacks": stacks, "shares": shares, "page": page}[command](*arguments)
