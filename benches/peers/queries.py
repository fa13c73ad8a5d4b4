"""The 50 most frequent words of a JSON Lines file, as its users would write it in each engine.

Run as `queries.py ENGINE FILE THREADS`; prints a JSON list of [word, count] pairs. A word is letters and the marks on
them, in lower case; only `clickhouse-ascii` splits at ASCII marks and blanks alone.
"""

import json
import os
import sys

WORD = r"[\p{L}\p{M}]+"
TOP = 50


def polars(path, threads):
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    import polars as pl

    words = pl.col("text").str.to_lowercase().str.extract_all(WORD).alias("word")
    counted = pl.scan_ndjson(path).select(words).explode("word").drop_nulls().group_by("word").len()
    top = counted.sort(["len", "word"], descending=[True, False]).head(TOP)
    return top.collect(engine="streaming").rows()


def duckdb(path, threads):
    import duckdb as duck

    connection = duck.connect(config={"threads": threads})
    return connection.execute(
        f"""
        SELECT word, count(*) AS number
        FROM (SELECT unnest(regexp_extract_all(lower(text), '{WORD}')) AS word
              FROM read_ndjson(?, columns = {{text: 'VARCHAR'}}))
        GROUP BY word ORDER BY number DESC, word LIMIT {TOP}
        """,
        [path],
    ).fetchall()


def clickhouse(path, threads, words):
    import chdb

    answer = chdb.query(
        f"""
        SELECT arrayJoin({words}) AS word, count() AS number
        FROM file('{path}', JSONEachRow, 'text String')
        GROUP BY word ORDER BY number DESC, word LIMIT {TOP}
        SETTINGS max_threads = {threads}, input_format_skip_unknown_fields = 1
        """,
        "JSONCompactEachRow",
    )
    rows = [json.loads(line) for line in str(answer).splitlines()]
    return [(word, int(number)) for word, number in rows]


def clickhouse_unicode(path, threads):
    escaped = WORD.replace("\\", "\\\\")
    return clickhouse(path, threads, f"extractAll(lowerUTF8(text), '{escaped}')")


def clickhouse_ascii(path, threads):
    return clickhouse(path, threads, "splitByNonAlpha(lower(text))")


ENGINES = {
    "polars": polars,
    "duckdb": duckdb,
    "clickhouse": clickhouse_unicode,
    "clickhouse-ascii": clickhouse_ascii,
}

if __name__ == "__main__":
    engine, path, threads = sys.argv[1:]
    print(json.dumps(ENGINES[engine](path, int(threads)), ensure_ascii=False))
