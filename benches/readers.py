#!/usr/bin/env python3
"""What readers take: instructions (callgrind) and greatest memory for a file of each format, of one build or of two.

    cargo build --release -p textmill-corpus --example read
    benches/readers.py target/release/examples/read [EARLIER/target/release/examples/read]

The files are made of the texts of `corpus/`, the same each time. Parquet is written where pyarrow is installed. A ratio is
the first build over the second: below 1 the first takes less.
"""

import argparse
import bz2
import gzip
import html
import io
import json
import pathlib
import re
import subprocess
import tarfile
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Bytes of texts; pages are a tree in memory, and take a hundred times as many instructions: of them there are fewer.
SIZE, FEWER = 2_000_000, 7
DOCUMENT = 3_000


def texts(folder, size_of_all):
    """Documents of some 3,000 bytes made of the paragraphs of a folder, no two of them in the same order."""
    paths = sorted((ROOT / "corpus" / folder).rglob("*.txt"))
    paragraphs = [p for path in paths for p in path.read_text("utf-8").split("\n\n") if len(p) > 200]
    made, at, size = [], 0, 0
    while size < size_of_all // 2:
        text, step = [], 1 + len(made) % 7
        while sum(len(p.encode()) for p in text) < DOCUMENT:
            text.append(paragraphs[at % len(paragraphs)])
            at += step
        made.append("\n\n".join(text))
        size += len(made[-1].encode())
    return made


def page(text):
    menu = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(12))
    body = "".join(f"<p>{html.escape(p)}</p>" for p in text.split("\n\n"))
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>A page</title></head><body><nav><ul>{menu}</ul></nav>'
        f"<article><h1>A page</h1>{body}</article><footer>© 2024 The site</footer></body></html>"
    )


def warc(bodies, content_type):
    records = []
    for number, body in enumerate(bodies):
        block = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}; charset=utf-8\r\n\r\n".encode() + body.encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
            f"WARC-Target-URI: https://example.org/{number}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        records.append(head.encode() + block + b"\r\n\r\n")
    return records


def tar(documents, ending="txt"):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for number, text in enumerate(documents):
            member = tarfile.TarInfo(f"{number:06}.{ending}")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return packed.getvalue()


def packed_zip(documents):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, text in enumerate(documents):
            archive.writestr(f"{number:06}.txt", text)
    return packed.getvalue()


def write(folder, size):
    """Writes a file of each kind, and gives their names in order."""
    arabic = texts("ar", size)
    documents = [text for pair in zip(arabic, texts("en", size)) for text in pair]
    lines = "".join(
        json.dumps({"id": n, "date": "2024-03-02", "text": t}, ensure_ascii=False) + "\n" for n, t in enumerate(documents)
    )
    escaped = "".join(json.dumps({"id": n, "text": t}) + "\n" for n, t in enumerate(documents))
    rows = "id,text\n" + "".join(f'{n},"{t.replace(chr(34), chr(34) * 2)}"\n' for n, t in enumerate(documents))
    legacy = "\n\n".join(arabic).encode("windows-1256", "replace")
    pages = [page(text) for text in documents[: len(documents) // FEWER + 1]]
    files = {
        "text.txt": "\n\n".join(documents).encode(),
        "text-windows-1256.txt": legacy,
        "text-utf-16.txt": b"\xff\xfe" + "\n\n".join(documents).encode("utf-16-le"),
        "lines.jsonl": lines.encode(),
        "lines-escaped.jsonl": escaped.encode(),
        "lines-windows-1256.jsonl": "".join(
            json.dumps({"text": t}, ensure_ascii=False) + "\n" for t in arabic
        ).encode("windows-1256", "replace"),
        "lines.jsonl.gz": gzip.compress(lines.encode(), 6, mtime=0),
        "lines.jsonl.bz2": bz2.compress(lines.encode()),
        "rows.csv": rows.encode(),
        "rows.tsv": re.sub(r"(?m)^(\d+|id),", r"\1\t", rows).encode(),
        "pages.tar": tar(pages, "html"),
        "crawl.warc": b"".join(warc(documents, "text/plain")),
        "crawl.warc.gz": b"".join(gzip.compress(r, 6, mtime=0) for r in warc(documents, "text/plain")),
        "crawl-pages.warc": b"".join(warc(pages, "text/html")),
        "texts.tar": tar(documents),
        "texts.tar.gz": gzip.compress(tar(documents), 6, mtime=0),
        "texts.zip": packed_zip(documents),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    names = list(files)
    (folder / "folder").mkdir()
    for number, text in enumerate(documents):
        (folder / "folder" / f"{number:06}.txt").write_text(text, "utf-8")
    names.append("folder")
    return names + parquet(folder, documents)


def parquet(folder, documents):
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        return []
    table = pyarrow.table({"id": list(range(len(documents))), "text": documents})
    for codec in ["snappy", "zstd"]:
        pyarrow.parquet.write_table(table, folder / f"rows-{codec}.parquet", compression=codec)
    return ["rows-snappy.parquet", "rows-zstd.parquet"]


def instructions(program, path):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", run.stderr).group(1)), run.stdout.split(": ", 1)[1].strip()


def memory(program, path):
    """The greatest memory of a run, in bytes."""
    run = subprocess.run(["/usr/bin/time", "-f", "%M", program, str(path)], capture_output=True, text=True, check=True)
    return int(run.stderr.split()[-1]) * 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("before", nargs="?")
    parser.add_argument("--bytes", type=int, default=SIZE, help="of texts in a file (%(default)s)")
    arguments = parser.parse_args()
    now, before = arguments.program, [arguments.before] if arguments.before else []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        print("| file | MB | instructions per byte | MB of memory |" + (" ratio | before, MB of memory |" if before else ""))
        print("| --- | ---: | ---: | ---: |" + (" ---: | ---: |" if before else ""))
        for name in write(folder, arguments.bytes):
            path = folder / name
            size = sum(f.stat().st_size for f in path.iterdir()) if path.is_dir() else path.stat().st_size
            count, said = instructions(now, path)
            row = f"| `{name}` | {size / 1e6:.2f} | {count / size:.1f} | {memory(now, path) / 1e6:.0f} |"
            for program in before:
                other, said_before = instructions(program, path)
                row += f" {count / other:.3f} | {memory(program, path) / 1e6:.0f} |"
                row += "" if said == said_before else f" differs: {said}; {said_before}"
            print(row, flush=True)


if __name__ == "__main__":
    main()
