#!/usr/bin/env python3
"""Reference values for the measures of `textmill stats`, computed from their definitions alone.

When: after a change to a measure, or to check a text of your own.
How:  python3 scripts/reference-measures.py [--window W] [--golden TABLE] FILE...
      python3 scripts/reference-measures.py --window 20 --golden src/stats/golden/measures.tsv src/stats/golden/*.txt

Every value is computed the slow and obvious way, with nothing shared with the Rust code: every window is a set of
its own, every ratio a fraction. The last object printed is for all files together.

Words follow Unicode Standard Annex #29 as far as a regular expression can: letters and digits, joined by an
apostrophe or full stop between letters, and by a comma or full stop between digits. Sentences end at . ! or ? and
perhaps a closing quote before white space, unless a lower-case letter follows, and at a blank line. Use texts without
harder cases (abbreviations, scripts without spaces between words, combining marks).
"""

import argparse
import json
import math
import os
import re
import statistics
import unicodedata
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


def summary(name, values):
    ordered = sorted(values)

    def at(place):
        below = math.floor(place)
        return ordered[below] + (ordered[math.ceil(place)] - ordered[below]) * (place - below)

    return {
        f"{name}_length_mean": statistics.fmean(values),
        f"{name}_length_sd": statistics.pstdev(values),
        f"{name}_length_min": ordered[0],
        f"{name}_length_median": statistics.median(values),
        f"{name}_length_p95": at((len(values) - 1) * 0.95),
        f"{name}_length_max": ordered[-1],
    }


def mtld(tokens):
    def one_direction(tokens):
        factors, types, n = 0.0, set(), 0
        for token in tokens:
            types.add(token)
            n += 1
            if len(types) / n <= 0.72:
                factors, types, n = factors + 1, set(), 0
        return len(tokens) / (factors + ((1 - len(types) / n) / 0.28 if n else 0))

    return (one_direction(tokens) + one_direction(tokens[::-1])) / 2


def further(texts):
    """What is shown on demand, of several texts together."""
    text = "".join(texts)
    found = [word for one in texts for word in words(one)]
    folded = [word.lower() for word in found]
    spectrum = Counter(Counter(folded).values())
    n, v = len(folded), sum(spectrum.values())
    kinds = Counter(unicodedata.category(c)[0] for c in text)
    letters = sum(c.isalnum() for word in found for c in word)
    long_words = sum(sum(c.isalnum() for c in word) > 6 for word in found)
    all_sentences = [s for one in texts for s in sentences(one)]
    all_paragraphs = [p.strip("\n").rstrip() for one in texts for p in paragraphs(one)]
    all_lines = [line for one in texts for line in one.splitlines()]
    repeated = sum(len(one.splitlines()) - len(set(one.splitlines())) for one in texts)
    w_s = n / len(all_sentences)
    values = {
        "graphemes": len(text),
        "letters": kinds["L"],
        "digits": kinds["N"],
        "punctuation": kinds["P"],
        "white_space": sum(map(str.isspace, text)),
        "dis_legomena": spectrum[2],
        "guiraud_r": v / math.sqrt(n),
        "herdan_c": math.log(v) / math.log(n),
        "yule_k": 1e4 * (sum(i * i * count for i, count in spectrum.items()) - n) / n**2,
        "honore_r": 100 * math.log(n) / (1 - spectrum[1] / v),
        "entropy": -sum(count * i / n * math.log2(i / n) for i, count in spectrum.items()),
        "ari": 4.71 * letters / n + 0.5 * w_s - 21.43,
        "coleman_liau": 5.88 * letters / n - 29.6 * len(all_sentences) / n - 15.8,
        "lix": w_s + 100 * long_words / n,
        "rix": long_words / len(all_sentences),
        "digit_ratio": sum(map(str.isdigit, text)) / len(text),
        "uppercase_ratio": sum(map(str.isupper, text)) / len(text),
        "stop_word_ratio": sum(w in {"the", "be", "to", "of", "and", "that", "have", "with"} for w in found) / n,
        "capitalized_word_ratio": sum(map(str.istitle, found)) / n,
        "avg_line_length": statistics.fmean(map(len, all_lines)),
        "line_duplicates": repeated / len(all_lines),
        "avg_paragraph_length": statistics.fmean(map(len, all_paragraphs)),
        "short_paragraph_ratio_100": sum(len(p) <= 100 for p in all_paragraphs) / len(all_paragraphs),
    }
    values |= summary("word", [len(word) for word in found])
    values |= summary("sentence", [len(words(s)) for s in all_sentences])
    values |= summary("paragraph", [len(words(p)) for p in all_paragraphs])
    if len(texts) == 1:
        values |= {"mtld": mtld(folded)}
    else:
        values |= summary("document", [len(words(one)) for one in texts])
    return values


def write_golden(path, texts):
    """Writes `row, measure, value` with tabs between."""
    rows = ["# Written by scripts/reference-measures.py: text, measure, value."]
    named = [(os.path.basename(name).removesuffix(".txt"), [text]) for name, text in texts]
    for name, of in [*named[:1], ("corpus", [text for _, text in texts])]:
        rows += [f"{name}\t{measure}\t{value!r}" for measure, value in further(of).items()]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(rows) + "\n")


def main():
    parser = argparse.ArgumentParser(description="Reference values for the measures of textmill stats.")
    parser.add_argument("--window", type=int, default=50, help="tokens in a window of MATTR")
    parser.add_argument("--golden", metavar="TABLE", help="write further measures here instead of printing")
    parser.add_argument("file", nargs="+")
    arguments = parser.parse_args()
    texts = []
    for path in arguments.file:
        with open(path, encoding="utf-8", newline="") as file:
            texts.append(file.read())
        if arguments.golden:
            continue
        print(path, json.dumps(measures(texts[-1:], arguments.window), indent=1, ensure_ascii=False))
    if arguments.golden:
        return write_golden(arguments.golden, list(zip(arguments.file, texts)))
    print("all", json.dumps(measures(texts, arguments.window), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
