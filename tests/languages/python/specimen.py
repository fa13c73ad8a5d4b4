"""The analyzer of `tests/specimen`, in Python: it says the same.

It leaves `partials` empty, so the host asks for outputs and folds them.
"""

import json
from array import array
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from wit_world import exports
from wit_world.imports import log
from wit_world.imports.types import (
    Analysis,
    Attribute,
    AttributeRequirement,
    AttributeType,
    Column_Dictionary,
    Column_Numbers,
    Column_References,
    Column_Vectors,
    Dictionary,
    Fault,
    Layer,
    Manifest,
    Provision,
    Requirement,
    Scope,
    Strings,
    ValueType,
    Vectors,
)

SCHEMA = {
    "kind": "record",
    "fields": {
        "shapes": {"kind": "counts", "top": 10},
        "lengths": {"kind": "stats"},
        "year": {"kind": "max"},
    },
}
NO_SETTINGS = {"type": "object", "additionalProperties": False}
LABELS_OF_SIZE = ["short", "long", ""]


class Word(NamedTuple):
    index: int
    """Its index among the tokens of its document."""
    start: int
    """In the texts of the call."""
    end: int
    form: int
    """The code of its text."""


class Plugin(exports.Plugin):
    def describe(self):
        form = AttributeType("form", ValueType.TEXT, "")
        tokens = Requirement("tokens", False, [AttributeRequirement(form, False)], ["word"], [])
        return Manifest(
            name="specimen-python",
            version="0.1.0",
            summary="Uses all of the contract",
            requires=[tokens],
            provides=provisions(),
            metadata=["year"],
            resources=[],
            output_schema=json.dumps(SCHEMA),
            settings_schema=json.dumps(NO_SETTINGS),
            extensions=[],
        )

    def configure(self, settings, resources):
        pass

    def analyze(self, batch, layers, want):
        tokens = Tokens(layers[0])
        made = Made(tokens)
        outputs, faults = [], []
        years = strings(batch.metadata[0].values)
        end = 0
        for document, text in enumerate(strings(batch.texts)):
            end += len(text)
            first = tokens.read
            words = tokens.words_until(end)
            if b"FORBIDDEN" in text:
                faults.append(Fault(document, "forbidden", "the text is forbidden"))
                outputs.append("")
                made.add_lost()
                continue
            if b"LOG" in text:
                log.write(log.Level.INFO, document, "it asks to be told")
            made.add(first, words)
            outputs.append(json.dumps(output(tokens, words, years[document])))
        return Analysis(
            outputs=outputs if want.outputs else [],
            partials=[],
            layers=[made.layer(wanted.layer) for wanted in want.layers],
            faults=faults,
            extensions=[],
        )


def provisions():
    def attributes(*types):
        return [AttributeType(name, values, target) for name, values, target in types]

    shape = attributes(
        ("shape", ValueType.TEXT, ""),
        ("bytes", ValueType.INTEGER, ""),
        ("ascii", ValueType.BOOLEAN, ""),
        ("ends", ValueType.VECTOR, ""),
    )
    words = attributes(("words", ValueType.INTEGER, ""))
    pair = attributes(
        ("first", ValueType.REFERENCE, "tokens"),
        ("second", ValueType.REFERENCE, "tokens"),
        ("before", ValueType.REFERENCE, ""),
        ("share", ValueType.NUMBER, ""),
    )
    return [
        Provision("tokens", Scope.ENRICHMENT, "the shape of each word", [], shape, []),
        Provision("size", Scope.DOCUMENTS, "how long the document is", LABELS_OF_SIZE[:2], words, []),
        Provision("pairs", Scope.SPANS, "two words side by side", ["pair"], pair, []),
    ]


def numbers(column):
    """A column of u32, without an object for each: WebAssembly is little-endian, as the column is."""
    return memoryview(column).cast("I")


def strings(column):
    """The strings of a column, each in UTF-8, since offsets count bytes."""
    text = column.text.encode()
    return [text[start:end] for start, end in pairwise([0, *numbers(column.ends)])]


def shape(form):
    """A word's bytes by their kind, each once where they repeat. All bytes of what is not ASCII are of one kind."""
    kinds = ["A" if 65 <= byte <= 90 else "a" if 97 <= byte <= 122 else "x" for byte in form]
    return "".join(kind for kind, before in zip(kinds, ["", *kinds]) if kind != before)


def output(tokens, words, year):
    year = json.loads(year) if year else None
    return {
        "shapes": Counter(tokens.shapes[word.form] for word in words),
        "lengths": [word.end - word.start for word in words],
        "year": float(year) if type(year) in (int, float) else None,
    }


class Tokens:
    """The layer `tokens`, read from document to document."""

    def __init__(self, layer):
        self.starts, self.ends, self.labels = map(numbers, (layer.starts, layer.ends, layer.labels))
        form = next(attribute for attribute in layer.attributes if attribute.name == "form")
        self.codes = numbers(form.values.value.entries)
        self.forms = strings(form.values.value.table)
        self.shapes = [shape(form) for form in self.forms]
        self.word = layer.label_names.index("word") if "word" in layer.label_names else None
        self.read = 0

    def words_until(self, end):
        """The words of the document that ends there."""
        first = self.read
        while self.read < len(self.starts) and self.starts[self.read] < end:
            self.read += 1
        return [
            Word(token - first, self.starts[token], self.ends[token], self.codes[token])
            for token in range(first, self.read)
            if self.labels[token] == self.word
        ]


class Made:
    """The layers in the making."""

    def __init__(self, tokens):
        self.tokens = tokens
        # What is enriched: for each token the form of a word, or none.
        self.enriched = [None] * len(tokens.starts)
        # The number of words of each document, or none where it has a fault.
        self.sizes = []
        # Pairs of words, each with the pair before it in its document.
        self.pairs = []

    def add_lost(self):
        self.sizes.append(None)

    def add(self, first, words):
        for word in words:
            self.enriched[first + word.index] = word.form
        self.sizes.append(len(words))
        for number, (left, right) in enumerate(pairwise(words)):
            self.pairs.append((left, right, number - 1 if number else None))

    def layer(self, name):
        return {"tokens": self.enrichment, "size": self.documents, "pairs": self.spans}[name]()

    def enrichment(self):
        shapes = sorted(set(self.tokens.shapes))
        entry = {shape: entry for entry, shape in enumerate(shapes)}
        forms = list(zip(self.tokens.forms, self.tokens.shapes))
        absent = [token for token, form in enumerate(self.enriched) if form is None]
        if len(absent) == len(self.enriched):
            return layer("tokens", Scope.ENRICHMENT)
        words = [forms[form] if form is not None else None for form in self.enriched]
        entries = u32(entry[word[1]] if word else 0 for word in words)
        ends = f32(end for word in words for end in ((word[0][0], word[0][-1]) if word else (0, 0)))
        attributes = [
            Attribute("shape", Column_Dictionary(Dictionary(column_of(shapes), entries)), u32(absent)),
            Attribute("bytes", Column_Numbers(f64(len(word[0]) if word else 0 for word in words)), u32(absent)),
            Attribute("ascii", Column_Numbers(f64(word[0].isascii() if word else 0 for word in words)), u32(absent)),
            Attribute("ends", Column_Vectors(Vectors(2, ends)), u32(absent)),
        ]
        return layer("tokens", Scope.ENRICHMENT, attributes=attributes)

    def documents(self):
        labels = u32(2 if size is None else int(size >= 3) for size in self.sizes)
        absent = u32(document for document, size in enumerate(self.sizes) if size is None)
        words = Attribute("words", Column_Numbers(f64(size or 0 for size in self.sizes)), absent)
        return layer("size", Scope.DOCUMENTS, label_names=LABELS_OF_SIZE, labels=labels, attributes=[words])

    def spans(self):
        lefts = [left for left, _, _ in self.pairs]
        rights = [right for _, right, _ in self.pairs]
        lengths = [(left.end - left.start, right.end - right.start) for left, right, _ in self.pairs]
        without = u32(pair for pair, (_, _, before) in enumerate(self.pairs) if before is None)
        attributes = [
            Attribute("first", Column_References(u32(left.index for left in lefts)), b""),
            Attribute("second", Column_References(u32(right.index for right in rights)), b""),
            Attribute("before", Column_References(u32(before or 0 for _, _, before in self.pairs)), without),
            Attribute("share", Column_Numbers(f64(left / (left + right) for left, right in lengths)), b""),
        ]
        return layer(
            "pairs",
            Scope.SPANS,
            starts=u32(left.start for left in lefts),
            ends=u32(right.end for right in rights),
            label_names=["pair"],
            labels=u32(0 for _ in self.pairs),
            attributes=attributes,
        )


def layer(name, scope, *, starts=b"", ends=b"", label_names=(), labels=b"", attributes=()):
    return Layer(name, scope, starts, ends, list(label_names), labels, list(attributes))


def column_of(texts):
    ends, end = [], 0
    for text in texts:
        end += len(text.encode())
        ends.append(end)
    return Strings("".join(texts), u32(ends))


def u32(values):
    return array("I", values).tobytes()


def f32(values):
    return array("f", values).tobytes()


def f64(values):
    return array("d", values).tobytes()
