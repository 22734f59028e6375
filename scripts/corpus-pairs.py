#!/usr/bin/env python3
"""Makes the near-duplicate pairs in corpus/pairs/ and computes how alike they are.

When: after an `-a` text or an edit below was changed (`make`); before a commit (`check`).

    scripts/corpus-pairs.py make     write every `-b` text from its `-a` text, then truth.csv
    scripts/corpus-pairs.py check    exit with 1 if a `-b` text or truth.csv is not what `make` would write

The figures are computed here, from the definition and with the Python 3 standard library alone, so that they do not
depend on the Rust code that is tested against them:

    normalize   NFKC, lower case; apostrophes (' U+2018 U+2019) are dropped; all that is no letter, mark or number is a space
    words       what white space separates
    shingles    the set of word 5-grams (a text of fewer than five words is one shingle, an empty text has none)
    jaccard     |A and B| / |A or B|; containment of a in b: |A and B| / |A|; six decimals
"""

import csv
import io
import itertools
import pathlib
import sys
import textwrap
import unicodedata

PAIRS = pathlib.Path(__file__).resolve().parent.parent / "corpus" / "pairs"
TRUTH = PAIRS / "truth.csv"
SHINGLE_WORDS = 5
COLUMNS = ["pair", "a", "b", "edit", "words_a", "words_b", "shingles_a", "shingles_b", "shared",
           "jaccard", "containment_a_in_b", "containment_b_in_a"]

# Words that take the place of others. None of them occurs in an `-a` text, so an edit never falls back to the original.
OTHER_WORDS = ["copper", "violin", "harbour", "seldom", "marble", "wander", "lantern", "brittle", "orbit", "meadow"]

TEMPLATE_FACTS = [
    ("Chapel Street, from the fountain to the post office", "Quarry Road, between the two bakeries"),
    ("a new water main", "repairs to the kerb"),
    ("Monday, the third of March", "Tuesday, the ninth of September"),
    ("Friday, the fourteenth of March", "Wednesday, the first of October"),
    ("Orchard Road and the station", "the ring road and the hospital"),
]

HEADER = "Harrowmere Weekly. Home, News, Weather, Notices, Archive. You are here: News, Town, Parks.\n\n"
FOOTER = "\nShare this article. Print this article. All rights reserved by nobody in particular. Back to the top of the page.\n"


def paragraphs(text):
    return text.strip().split("\n\n")


def joined(parts):
    return "\n\n".join(parts) + "\n"


def words_replaced(text, positions):
    """Replaces the words at these positions (from 0, by white space), keeping the punctuation that follows them."""
    count, output, others = 0, [], itertools.cycle(OTHER_WORDS)
    for part in paragraphs(text):
        words = part.split(" ")
        for index, word in enumerate(words):
            if count + index in positions:
                bare = word.rstrip(".,:;")
                words[index] = next(others) + word[len(bare):]
        count += len(words)
        output.append(" ".join(words))
    return joined(output)


def every(step, text):
    """Positions of every `step`-th word, beginning in the middle of the first step."""
    return set(range(step // 2, len(text.split()), step))


def curly(text):
    """Straight quotes made curly: a quote opens at the start of a line or after a space."""
    output, before = [], "\n"
    for char in text:
        opens = before.isspace()
        output.append({'"': "\u201c" if opens else "\u201d", "'": "\u2018" if opens else "\u2019"}.get(char, char))
        before = char
    return "".join(output)


def first_words(text, count):
    """The first `count` words, paragraph breaks kept."""
    output, left = [], count
    for part in paragraphs(text):
        words = part.split(" ")[:left]
        left -= len(words)
        if words:
            output.append(" ".join(words))
    return joined(output)


def repunctuated(text):
    for old, new in [(": ", " \N{EM DASH} "), ("; ", ". "), (", ", " "), (". ", "! ")]:
        text = text.replace(old, new)
    return text


def with_other_facts(text):
    for old, new in TEMPLATE_FACTS:
        if old not in text:
            sys.exit(f"corpus-pairs: the template text has lost the words '{old}'")
        text = text.replace(old, new)
    return text


def one_deleted(text):
    parts = paragraphs(text)
    return joined(parts[:1] + parts[2:])


# Pair, what was done to it in words, and how. `None`: the `-b` text is written by hand.
EDITS = [
    ("01-identical", "nothing", lambda text: text),
    ("02-recased", "all in capitals", str.upper),
    ("03-repunctuated", "commas dropped, other marks exchanged", repunctuated),
    ("04-quotes-changed", "straight quotes and apostrophes made curly", curly),
    ("05-one-word", "one word replaced, in the middle", lambda text: words_replaced(text, {len(text.split()) // 2})),
    ("06-three-percent", "every 33rd word replaced", lambda text: words_replaced(text, every(33, text))),
    ("07-ten-percent", "every 10th word replaced", lambda text: words_replaced(text, every(10, text))),
    ("08-header-footer", "page header and footer added", lambda text: HEADER + text + FOOTER),
    ("09-paragraph-deleted", "second of four paragraphs deleted", one_deleted),
    ("10-truncated-half", "first half of the words kept", lambda text: first_words(text, len(text.split()) // 2)),
    ("11-teaser", "first 40 words kept, ellipsis and marker added",
     lambda text: first_words(text, 40).rstrip() + " \N{HORIZONTAL ELLIPSIS} Read more\n"),
    ("12-template", "same form, other facts: no duplicate", with_other_facts),
    ("13-unrelated", "another text: no duplicate", None),
    ("14-paragraphs-swapped", "paragraphs in reverse order", lambda text: joined(paragraphs(text)[::-1])),
    ("15-rewrapped", "lines broken at 60 columns",
     lambda text: joined(textwrap.fill(part, 60) for part in paragraphs(text))),
]


def normalized_words(text):
    text = unicodedata.normalize("NFKC", text).lower()
    text = "".join(char for char in text if char not in "'\u2018\u2019")
    return "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in text).split()


def shingles(words):
    if not words:
        return set()
    last = max(len(words) - SHINGLE_WORDS, 0)
    return {tuple(words[at:at + SHINGLE_WORDS]) for at in range(last + 1)}


def ratio(part, whole):
    return f"{part / whole:.6f}" if whole else "0.000000"


def truth_row(pair, edit, text_a, text_b):
    words_a, words_b = normalized_words(text_a), normalized_words(text_b)
    set_a, set_b = shingles(words_a), shingles(words_b)
    shared = len(set_a & set_b)
    return [pair, f"{pair}-a.txt", f"{pair}-b.txt", edit, len(words_a), len(words_b), len(set_a), len(set_b), shared,
            ratio(shared, len(set_a | set_b)), ratio(shared, len(set_a)), ratio(shared, len(set_b))]


def read(path):
    return path.read_bytes().decode("utf-8")


def expected_files():
    """Every file that this script makes, as (path, content)."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    files = []
    for pair, description, edit in EDITS:
        text_a = read(PAIRS / f"{pair}-a.txt")
        path_b = PAIRS / f"{pair}-b.txt"
        text_b = edit(text_a) if edit else read(path_b)
        files.append((path_b, text_b))
        writer.writerow(truth_row(pair, description, text_a, text_b))
    return files + [(TRUTH, table.getvalue())]


def make():
    for path, content in expected_files():
        path.write_bytes(content.encode("utf-8"))


def check():
    """Exit code 1 if a made file is missing, stale, or left over from an edit that is gone."""
    expected = expected_files()
    stale = [path for path, content in expected if not path.exists() or read(path) != content]
    known = {path.name for path, _ in expected} | {f"{pair}-a.txt" for pair, _, _ in EDITS} | {"README.md"}
    stale += [path for path in sorted(PAIRS.iterdir()) if path.name not in known]
    for path in stale:
        print(f"corpus-pairs: {path.name} is not what the script makes", file=sys.stderr)
    return 1 if stale else 0


def main():
    commands = {"make": make, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit("usage: scripts/corpus-pairs.py make|check")
    sys.exit(commands[sys.argv[1]]())


if __name__ == "__main__":
    main()
