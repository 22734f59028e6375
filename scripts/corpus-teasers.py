#!/usr/bin/env python3
"""Makes corpus/teasers.jsonl: the openings of articles, as a digest page would quote them.

When: after an article was added or changed (`make`); before a commit (`check`). Python 3 standard library alone.

    scripts/corpus-teasers.py make     write corpus/teasers.jsonl
    scripts/corpus-teasers.py check    exit with 1 if it is not what `make` would write, if a teaser is no true excerpt of
                                       its article, or if front matter or corpus/meta.csv do not fit the articles

Articles are taken in order of their path. Of every four, the first is quoted by its first 30 words, the second by its
first two sentences, the third by its first 42 words and the marker of its language, the fourth not at all. Articles in
scripts without spaces between words are quoted by sentences only.
"""

import csv
import json
import pathlib
import re
import sys

CORPUS = pathlib.Path(__file__).resolve().parent.parent / "corpus"
TEASERS = CORPUS / "teasers.jsonl"
MARKERS = {
    "en": "Read more", "de": "Weiterlesen", "fr": "Lire la suite", "es": "Leer más", "ru": "Читать далее",
    "fa": "ادامه مطلب", "zh": "阅读全文",
}
UNSPACED = {"zh"}
SENTENCE = re.compile(r"[^.!?。!?؟]+(?:[.!?؟][\"'”»)]*(?=\s|$)|[。!?]|[.!?](?!\s|$)[^.!?]*)")
FIELDS = {"title", "date", "section", "author", "language"}
UNMATCHED_ROW = "articles/2025/nature/lost-column.txt"
ARTICLE_WITHOUT_ROW = "articles/2024/local/quarry-lake.txt"


def articles():
    """Every article as (path below corpus/, front matter, body), in order of path."""
    for path in sorted(CORPUS.glob("articles/**/*.txt"), key=lambda path: path.relative_to(CORPUS).as_posix()):
        text = path.read_bytes().decode("utf-8")
        _, front, body = text.split("---\n", 2)
        fields = dict(line.split(": ", 1) for line in front.splitlines())
        fields = {name: unquoted(value) for name, value in fields.items()}
        yield path.relative_to(CORPUS).as_posix(), fields, body.strip()


def unquoted(value):
    return value[1:-1].replace("''", "'") if value.startswith("'") else value


def first_words(body, count):
    """The first `count` words of the first paragraphs, with the white space between them as it is."""
    ends = [match.end() for match in re.finditer(r"\S+", body)]
    return body[:ends[min(count, len(ends)) - 1]]


def first_sentences(body):
    """The first two sentences, or the first paragraph if it has fewer."""
    paragraph = body.split("\n\n", 1)[0]
    ends = [match.end() for match in SENTENCE.finditer(paragraph)]
    return paragraph[:ends[1]] if len(ends) > 1 else paragraph


def teaser(position, language, body):
    kind = position % 4
    if kind == 3:
        return None
    if kind == 1 or language in UNSPACED:
        return first_sentences(body)
    if kind == 0:
        return first_words(body, 30) + " …"
    return f"{first_words(body, 42)} … {MARKERS[language]}"


def rows():
    for position, (path, fields, body) in enumerate(articles()):
        text = teaser(position, fields["language"], body)
        if text:
            name = f"teaser-{position + 1:02}"
            yield {"id": name, "title": fields["title"], "text": text, "article": path, "date": fields["date"]}


def content():
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows())


def make():
    TEASERS.write_bytes(content().encode("utf-8"))


def excerpt_problems():
    """Reads the file that is there, not what would be made: an excerpt must stand in its article, character by character."""
    bodies = {path: body for path, _, body in articles()}
    for line in TEASERS.read_bytes().decode("utf-8").splitlines():
        row = json.loads(line)
        quoted = row["text"].split(" …")[0]
        if not bodies[row["article"]].startswith(quoted):
            yield f"{row['id']} is not the opening of {row['article']}"


def article_problems():
    for path, fields, body in articles():
        _, year, section, _ = path.split("/")
        if not {"title", "date", "section", "language"} <= set(fields) <= FIELDS:
            yield f"{path}: front matter has the fields {sorted(fields)}"
        elif (fields["date"][:4], fields["section"]) != (year, section):
            yield f"{path}: date or section is not that of its folder"
        if fields.get("language") not in UNSPACED and not 120 <= len(body.split()) <= 400:
            yield f"{path}: {len(body.split())} words"


def meta_problems():
    """corpus/meta.csv has every article but one, and one row that no article fits: both on purpose."""
    with (CORPUS / "meta.csv").open(encoding="utf-8", newline="") as file:
        named = {row["path"] for row in csv.DictReader(file)}
    expected = {path for path, _, _ in articles()} - {ARTICLE_WITHOUT_ROW} | {UNMATCHED_ROW}
    for path in sorted(named ^ expected):
        yield f"meta.csv: {path} is there and should not be, or the other way round"


def check():
    problems = list(article_problems()) + list(meta_problems()) + list(excerpt_problems())
    if TEASERS.read_bytes().decode("utf-8") != content():
        problems.append("teasers.jsonl is not what the script makes")
    for problem in problems:
        print(f"corpus-teasers: {problem}", file=sys.stderr)
    return 1 if problems else 0


def main():
    commands = {"make": make, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit("usage: scripts/corpus-teasers.py make|check")
    sys.exit(commands[sys.argv[1]]())


if __name__ == "__main__":
    main()
