"""JSON Lines of any size, made from the sentences of the sample corpus. The same bytes each time."""

import json
import random
import re
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
LANGUAGES = {"arabic": ("ar", "long/bookshop-diary.txt"), "english": ("en", "long/harbour-book.txt")}
# A mark and a blank, or a line.
SENTENCE_END = re.compile(r"(?<=[.!?؟]) |\n+")


class Language:
    """What documents of a language are made of."""

    def __init__(self, name):
        folder, long = LANGUAGES[name]
        paths = sorted([CORPUS / long, *(CORPUS / folder).glob("*/*.txt")])
        text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
        self.sentences = [sentence for sentence in map(str.strip, SENTENCE_END.split(text)) if sentence]
        self.words = [word for word in text.split() if len(word) > 3 and word.isalpha()]

    def document(self, chance):
        """Text of 70 to some 6,000 characters, short ones more often than long ones."""
        characters = int(70 * 2 ** (chance.random() * 6.4))
        parts, written = [], 0
        while written < characters:
            parts.append(self.sentence(chance))
            written += len(parts[-1])
        return " ".join(parts)

    def sentence(self, chance):
        """A sentence of the corpus, every second with a new word: half of one and half of another.

        The corpus has a few thousand different words, and a text of 100 MB would have many times that.
        """
        sentence = chance.choice(self.sentences)
        if chance.random() < 0.5:
            return sentence
        words = sentence.split(" ")
        place = chance.randrange(len(words))
        if words[place].isalpha():
            other = chance.choice(self.words)
            words[place] = words[place][: len(words[place]) // 2] + other[len(other) // 2 :]
        return " ".join(words)


def write(path, megabytes):
    """Writes documents of both languages in turns, `megabytes` of 10⁶ bytes or a line more."""
    chance = random.Random(megabytes)
    languages = [Language(name) for name in LANGUAGES]
    written = number = 0
    with open(path, "wb") as file:
        while written < megabytes * 10**6:
            text = languages[number % len(languages)].document(chance)
            number += 1
            date = f"2025-{1 + number % 12:02}-{1 + number % 28:02}"
            record = {"id": number, "date": date, "text": text}
            written += file.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
