"""What each peer does for a view of the texts of a JSON Lines file, as its users would write it, on one thread.

Run as `view_tasks.py TASK FILE`; prints how many rows it found. Documents have a text, a date and a language.
"""

import json
import os
import re
import sys

WORD = "captain"
LETTERS = r"[\p{L}\p{M}]+"
TOP = 20
# Stretches of words that documents share at least to be alike, their length, and hashes of a sketch, as `textmill
# duplicates` has them.
ALIKE = 0.5
STRETCH = 3
PERMUTATIONS = 128


def documents(path):
    with open(path, encoding="utf-8") as file:
        yield from map(json.loads, file)


def nltk_words(path):
    from nltk.tokenize import wordpunct_tokenize

    for document in documents(path):
        yield wordpunct_tokenize(document["text"])


def nltk_concordance(path):
    from nltk.text import ConcordanceIndex

    tokens = [token for words in nltk_words(path) for token in words]
    lines = ConcordanceIndex(tokens, key=str.lower).find_concordance(WORD, width=80)
    return len([(line.left_print, line.query, line.right_print) for line in lines])


def nltk_collocations(path):
    from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder

    finder = BigramCollocationFinder.from_documents([word.lower() for word in words] for words in nltk_words(path))
    finder.apply_freq_filter(5)
    return len(finder.nbest(BigramAssocMeasures.likelihood_ratio, TOP))


def sklearn_keyness(path):
    """G² of the words of one language against the other, from counts of documents in two piles."""
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer

    texts, languages = zip(*((document["text"], document["language"]) for document in documents(path)))
    counted = CountVectorizer().fit_transform(texts)
    ours = np.array([language == "en" for language in languages])
    a, b = (np.asarray(counted[pile].sum(axis=0)).ravel().astype(float) for pile in (ours, ~ours))
    whole = a + b
    total_a, total_b = a.sum(), b.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [
            np.where(seen > 0, seen * np.log(seen / (whole * total / (total_a + total_b))), 0)
            for seen, total in ((a, total_a), (b, total_b))
        ]
    return len(np.argsort(-2 * (parts[0] + parts[1]))[: 2 * TOP])


def polars_trend(path):
    """How often a word stands in each month, in how many documents, in 10,000 words."""
    os.environ["POLARS_MAX_THREADS"] = "1"
    import polars as pl

    words = pl.col("text").str.to_lowercase().str.extract_all(LETTERS)
    found = pl.scan_ndjson(path).select(pl.col("date").str.slice(0, 7).alias("month"), words.alias("words"))
    hits = pl.col("words").list.count_matches(WORD)
    rows = found.group_by("month").agg(
        hits.sum().alias("count"), (hits > 0).sum().alias("documents"), pl.col("words").list.len().sum().alias("all")
    )
    return len(rows.collect(engine="streaming"))


def shingles(text):
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[at : at + STRETCH]) for at in range(max(1, len(words) - STRETCH + 1))}


def datasketch_duplicates(path):
    from datasketch import MinHash, MinHashLSH

    index, found = MinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS), 0
    for number, document in enumerate(documents(path)):
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([shingle.encode() for shingle in shingles(document["text"])])
        found += bool(index.query(sketch))
        index.insert(number, sketch)
    return found


def rensa_duplicates(path):
    from rensa import RMinHash, RMinHashLSH

    index, found = RMinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS, num_bands=32), 0
    for number, document in enumerate(documents(path)):
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=42)
        sketch.update(list(shingles(document["text"])))
        found += bool(index.query(sketch))
        index.insert(number, sketch)
    return found


TASKS = {
    "nltk-concordance": nltk_concordance,
    "nltk-collocations": nltk_collocations,
    "sklearn-keyness": sklearn_keyness,
    "polars-trend": polars_trend,
    "datasketch": datasketch_duplicates,
    "rensa": rensa_duplicates,
}

if __name__ == "__main__":
    task, path = sys.argv[1:]
    print(TASKS[task](path))
