#!/usr/bin/env python3
"""Reference values for the measures of `textmill stats`, computed from their definitions alone.

When: after a change to a measure, or to check a text of your own.
How:  python3 scripts/reference-measures.py [--window W] FILE...

Every value is computed the slow and obvious way, with nothing shared with the Rust code: every window is a set of
its own, every ratio a fraction. The last object printed is for all files together.

Words follow Unicode Standard Annex #29 as far as a regular expression can: letters and digits, joined by an
apostrophe or full stop between letters, and by a comma or full stop between digits. Sentences end at . ! or ? and
perhaps a closing quote before white space, unless a lower-case letter follows, and at a blank line. Use texts without
harder cases (abbreviations, scripts without spaces between words, combining marks).
"""

import argparse
import json
import re
from collections import Counter
from fractions import Fraction

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’.][^\W\d_]+)*")
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?![a-zß-öø-ÿ])")


def words(text):
    return [match.group() for match in WORD.finditer(text)]


def paragraphs(text):
    return [p for p in re.split(r"\n(?:[^\S\n]*\n)+", text) if p.strip()]


def sentences(text):
    parts = (part for p in paragraphs(text) for part in SENTENCE_END.split(p.replace("\n", " ")))
    return [part for part in parts if any(c.isalnum() for c in part)]


def window_types(tokens, window):
    return [len(set(tokens[i : i + window])) for i in range(len(tokens) - window + 1)]


def mean(total, n):
    return float(Fraction(total, n)) if n else None


def measures(texts, window):
    found = [words(text) for text in texts]
    folded = [[word.lower() for word in document] for document in found]
    frequencies = Counter(word for document in folded for word in document)
    n_tokens = sum(frequencies.values())
    n_sentences = sum(len(sentences(text)) for text in texts)
    n_paragraphs = sum(len(paragraphs(text)) for text in texts)
    windows = [n for document in folded for n in window_types(document, window)]
    return {
        "documents": len(texts),
        "bytes": sum(len(text.encode()) for text in texts),
        "characters": sum(len(text) for text in texts),
        "lines": sum(len(text.splitlines()) for text in texts),
        "paragraphs": n_paragraphs,
        "sentences": n_sentences,
        "tokens": n_tokens,
        "types": len(frequencies),
        "hapax": sum(n == 1 for n in frequencies.values()),
        "ttr": mean(len(frequencies), n_tokens),
        "mattr": mean(sum(windows), len(windows) * window),
        "mean_word_length": mean(sum(len(word) for document in found for word in document), n_tokens),
        "mean_sentence_length": mean(n_tokens, n_sentences),
        "mean_paragraph_length": mean(n_tokens, n_paragraphs),
        "mean_document_length": mean(n_tokens, len(texts)),
        "words": [
            [word, n, sum(word in document for document in folded), mean(n * 10**6, n_tokens)]
            for word, n in sorted(frequencies.items(), key=lambda item: (-item[1], item[0]))[:6]
        ],
    }


def main():
    parser = argparse.ArgumentParser(description="Reference values for the measures of textmill stats.")
    parser.add_argument("--window", type=int, default=50, help="tokens in a window of MATTR")
    parser.add_argument("file", nargs="+")
    arguments = parser.parse_args()
    texts = []
    for path in arguments.file:
        with open(path, encoding="utf-8", newline="") as file:
            texts.append(file.read())
        print(path, json.dumps(measures(texts[-1:], arguments.window), indent=1, ensure_ascii=False))
    print("all", json.dumps(measures(texts, arguments.window), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
