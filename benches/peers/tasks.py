"""What each peer does with a JSON Lines file, as its users would write it, on one thread.

Run as `tasks.py TASK FILE LANGUAGE`; prints the 50 most frequent words as a JSON list of [word, count] pairs, or, for
`vader`, the sum of the scores. A word of a database is letters and the marks on them, in lower case; only
`clickhouse-ascii` splits at ASCII marks and blanks alone.
"""

import json
import os
import sys
from collections import Counter

WORD = r"[\p{L}\p{M}]+"
TOP = 50


def polars(path, _):
    os.environ["POLARS_MAX_THREADS"] = "1"
    import polars as pl

    words = pl.col("text").str.to_lowercase().str.extract_all(WORD).alias("word")
    counted = pl.scan_ndjson(path).select(words).explode("word").drop_nulls().group_by("word").len()
    top = counted.sort(["len", "word"], descending=[True, False]).head(TOP)
    return top.collect(engine="streaming").rows()


def duckdb(path, _):
    import duckdb as duck

    connection = duck.connect(config={"threads": 1})
    return connection.execute(
        f"""
        SELECT word, count(*) AS number
        FROM (SELECT unnest(regexp_extract_all(lower(text), '{WORD}')) AS word
              FROM read_ndjson(?, columns = {{text: 'VARCHAR'}}))
        GROUP BY word ORDER BY number DESC, word LIMIT {TOP}
        """,
        [path],
    ).fetchall()


def clickhouse(path, words, counts):
    import chdb

    answer = chdb.query(
        f"""
        SELECT arrayJoin({words}) AS word, {counts}
        FROM file('{path}', JSONEachRow, 'id UInt64, text String')
        GROUP BY word ORDER BY number DESC, word LIMIT {TOP}
        SETTINGS max_threads = 1, input_format_skip_unknown_fields = 1
        """,
        "JSONCompactEachRow",
    )
    return [(word, int(number)) for word, number, *_ in map(json.loads, str(answer).splitlines())]


def clickhouse_letters(path, _):
    """With the number of documents that each word is in, as `keywords` counts them."""
    escaped = WORD.replace("\\", "\\\\")
    return clickhouse(path, f"extractAll(lowerUTF8(text), '{escaped}')", "count() AS number, uniqExact(id)")


def clickhouse_ascii(path, _):
    return clickhouse(path, "splitByNonAlpha(lower(text))", "count() AS number")


def spacy(path, language):
    """Its rules for tokens, without a model."""
    import spacy as sp

    counts = Counter()
    for document in sp.blank(language).tokenizer.pipe(texts(path)):
        counts.update(token.lower_ for token in document)
    return counts.most_common(TOP)


def count_vectorizer(path, _):
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer()
    counts = vectorizer.fit_transform(texts(path)).sum(axis=0).A1
    words = vectorizer.get_feature_names_out()
    return [(words[place], int(counts[place])) for place in counts.argsort()[::-1][:TOP]]


def vader(path, _):
    """By lines: it is made for sentences, and knows English alone."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    lines = (line for text in texts(path) for line in text.splitlines())
    return sum(analyzer.polarity_scores(line)["compound"] for line in lines)


def texts(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)["text"]


TASKS = {
    "polars": polars,
    "duckdb": duckdb,
    "clickhouse-letters": clickhouse_letters,
    "clickhouse-ascii": clickhouse_ascii,
    "spacy": spacy,
    "count-vectorizer": count_vectorizer,
    "vader": vader,
}

if __name__ == "__main__":
    task, path, language = sys.argv[1:]
    print(json.dumps(TASKS[task](path, language), ensure_ascii=False))
