#!/usr/bin/env python3
"""Makes the files in corpus/hostile/, each broken or odd in one way, and the table of what reading them should give.

When: after a sample below was added or changed (`make`); before a commit (`check`).

    scripts/corpus-hostile.py make     write every sample and README.md, remove what is no sample any more
    scripts/corpus-hostile.py check    exit with 1 if the folder is not what `make` would write

Python 3 standard library alone. The bytes are the same on every machine: gzip members are written here with stored
blocks, because compressors differ between versions; zstd and xz data stand below as literals, made once with the
reference tools from the sentence SNOW.
"""

import bz2
import gzip
import json
import lzma
import pathlib
import struct
import sys
import zlib

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "corpus" / "hostile"
MOST_BYTES = 400_000

SNOW = "The snow on the north side of the barn lasted until April.\n"
THAW = "Then it went in one night, and the brook was heard in the kitchen.\n"
FRENCH = "Le café ouvre à huit heures. La boulangère n’y va jamais : « trop tôt », dit-elle, et elle dort. L’été, c’est différent.\n"
LATIN = "Le café ouvre à sept heures. La fenêtre est fermée, le garçon dort, et le thé déjà froid reste sur la table.\n"
RUSSIAN = "Снег на северной стороне сарая лежал до апреля. Потом он растаял за одну ночь, и на кухне стало слышно ручей.\n"
GERMAN = "Über den Dächern lag noch Schnee, als die ersten Störche zurückkehrten. Größer war die Freude nie.\n"

SNOW_ZSTD = bytes.fromhex(
    "28b52ffd0068bd010062c30b12b0b9014059a472479c3b32074872cc930001202432124f6c5537d689e49549397b33987ecdabb7ebeb7eada6db"
    "8d010095309d")
SNOW_XZ = bytes.fromhex(
    "fd377a585a000004e6d6b4460200210116000000742fe5a3e0003a00395d002a1a08a20335c33fa2c5f0c054db4bffd6ffcaf9177765e18a1188"
    "96223df95e91c8ff55c2bfc215e9dc03a2dc78b1d528aef95809f973800000000000d2291e0cbdd59b350001553b1ef541561fb6f37d01000000"
    "0004595a")


def gzip_member(data):
    """One gzip member (RFC 1952) with a single stored block: no compressor, so no difference between versions."""
    header = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    block = b"\x01" + struct.pack("<HH", len(data), len(data) ^ 0xFFFF) + data
    return header + block + struct.pack("<II", zlib.crc32(data), len(data))


def wrong_checksum(member):
    return member[:-8] + bytes([member[-8] ^ 0xFF]) + member[-7:]


def utf8(text):
    return text.encode("utf-8")


def deep_nesting(levels):
    return utf8('{"id":"deep","text":"Down the well.","tree":' + "[" * levels + "]" * levels + "}\n")


# Every group: samples as (file name, bytes, documents, outcome, what is odd and what should come of it).
# Outcome: `read` without a word; `warned`: read, and something is said; `failed`: at least one document is missing and
# is named, the exit code is 2.

ENCODINGS = [
    ("utf8-bom.txt", b"\xef\xbb\xbf" + utf8(FRENCH), 1, "read", "UTF-8 with a byte order mark; the mark is not in the text"),
    ("utf16le-bom.txt", b"\xff\xfe" + FRENCH.encode("utf-16-le"), 1, "read", "UTF-16, little end first, with its mark"),
    ("utf16be-bom.txt", b"\xfe\xff" + FRENCH.encode("utf-16-be"), 1, "read", "UTF-16, big end first, with its mark"),
    ("utf16le.txt", RUSSIAN.encode("utf-16-le"), 1, "warned", "UTF-16 without a mark; detected and said"),
    ("utf16be.txt", RUSSIAN.encode("utf-16-be"), 1, "warned", "the same, big end first"),
    ("utf32le-bom.txt", b"\xff\xfe\0\0" + SNOW.encode("utf-32-le"), 1, "read", "UTF-32, which nobody should write; not read as UTF-16"),
    ("latin1.txt", LATIN.encode("latin-1"), 1, "warned", "Latin-1; detected (as windows-1252, of which it is a part) and said"),
    ("windows-1251.txt", RUSSIAN.encode("cp1251"), 1, "warned", "Cyrillic in windows-1251; detected and said"),
    ("invalid-utf8.txt", utf8(GERMAN) + b"A byte that means nothing: \xff, here.\n" + utf8(GERMAN), 1, "warned", "UTF-8 with one bad byte; it becomes U+FFFD and is counted"),
    ("cut-character.txt", utf8(GERMAN) + utf8("Ende mit Ü")[:-1], 1, "warned", "UTF-8 that ends within a character; one U+FFFD"),
    ("overlong-utf8.txt", utf8(GERMAN) + b"Not a slash: \xc0\xaf.\n" + utf8(GERMAN), 1, "warned", "an overlong form; never a slash, but U+FFFD"),
]

LINES = [
    ("empty.txt", b"", 1, "warned", "no byte at all; a document with empty text"),
    ("only-bom.txt", b"\xef\xbb\xbf", 1, "warned", "a byte order mark and nothing else; empty text"),
    ("only-newlines.txt", b"\n" * 500, 1, "warned", "500 line ends; no words, no sentences"),
    ("lone-cr.txt", utf8(SNOW + THAW).replace(b"\n", b"\r"), 1, "read", "lines end with CR alone; CR is not in the text"),
    ("crlf.txt", utf8(SNOW + THAW).replace(b"\n", b"\r\n"), 1, "read", "lines end with CR LF; the text is that of LF"),
    ("mixed-line-ends.txt", utf8(SNOW) + utf8(SNOW).replace(b"\n", b"\r\n") + utf8(SNOW).replace(b"\n", b"\r") + utf8(THAW), 1, "read", "all three in one file; four lines"),
    ("no-last-newline.txt", utf8(SNOW + THAW).rstrip(b"\n"), 1, "read", "the last line is not ended, and is a line all the same"),
    ("long-line.txt", b"kilometre " * 20_000, 1, "read", "200,000 bytes without a line end; 20,000 tokens"),
]

CHARACTERS = [
    ("nul-at-even-byte.txt", b"Words be" + b"\0" + b"fore and after a character that few texts have.\n", 1, "warned", "one NUL in text: a control character, not UTF-16"),
    ("nul-at-odd-byte.txt", b"Words bef" + b"\0" + b"ore and after a character that few texts have.\n", 1, "warned", "the same, one byte later"),
    ("binary.dat", bytes(range(256)) * 2, 0, "failed", "every byte twice; binary"),
    ("terminal-escapes.txt", b"Red \x1b[31mtext\x1b[0m, a title \x1b]0;owned\x07, a cleared screen \x1b[2J, a bell \x07.\n", 1, "warned", "terminal escapes, counted as control characters; shown escaped at a terminal, kept in CSV"),
    ("bidi-overrides.txt", utf8("The name of the file is \u202Egpj.exe\u202C, it says \u2066here\u2069.\n"), 1, "read", "bidirectional overrides; shown escaped at a terminal"),
    ("zero-width.txt", utf8("ze\u200Bro wi\u200Ddth, soft\u00ADhyphen, word\u2060joiner, and a \uFEFFmark in the middle.\n"), 1, "read", "zero-width characters within words"),
    ("combining-flood.txt", utf8("Z" + "\u0301\u0330\u0489" * 800 + " and a calm word after it.\n"), 1, "read", "one letter under 2,400 combining marks; one grapheme"),
    ("emoji-sequences.txt", utf8("Family 👨‍👩‍👧‍👦, flag 🇪🇺, thumb 👍🏽, key 1️⃣.\n"), 1, "read", "emoji of several code points; two columns wide each"),
    ("noncharacters.txt", utf8("Private \uE000, no character \uFFFE, replacement \uFFFD, beyond \U0010FFFF.\n"), 1, "read", "code points that nothing is assigned to"),
    ("one-word.txt", b"buffalo " * 3_000, 1, "read", "one word 3,000 times; one type"),
]

COMPRESSION = [
    ("two-members.txt.gz", gzip_member(utf8(SNOW)) + gzip_member(utf8(THAW)), 1, "read", "two gzip members; both are read"),
    ("bzip2.txt.bz2", bz2.compress(utf8(SNOW)), 1, "read", "bzip2"),
    ("zstd.txt.zst", SNOW_ZSTD + SNOW_ZSTD, 1, "read", "two zstd frames; both are read"),
    ("xz.txt.xz", SNOW_XZ, 1, "read", "xz"),
    ("records.jsonl.gz", gzip_member(b'{"id":"g1","text":"One."}\n{"id":"g2","text":"Two."}\n'), 2, "read", "JSON Lines within gzip"),
    ("gzip-named.txt", gzip_member(utf8(SNOW)), 1, "read", "gzip under the name of a text; known by content"),
    ("text-named.txt.gz", utf8(SNOW), 1, "read", "text under the name of a gzip; known by content"),
    ("truncated.txt.gz", gzip_member(utf8(SNOW + THAW))[:60], 0, "failed", "gzip that ends too soon"),
    ("wrong-checksum.txt.gz", wrong_checksum(gzip_member(utf8(SNOW))), 0, "failed", "gzip whose checksum does not fit"),
    ("truncated.txt.zst", SNOW_ZSTD[:40], 0, "failed", "zstd that ends too soon"),
    ("truncated.txt.xz", SNOW_XZ[:70], 0, "failed", "xz that ends too soon"),
    ("twice.txt.gz", gzip_member(gzip_member(utf8(SNOW))), 0, "failed", "gzip within gzip; undone once, then binary"),
]

TABLES = [
    ("stray-quotes.csv", b'id,text\n1,5" nails\n2,"a ""good"" word" and more\n3,plain\n', 3, "read", "quotes inside and after cells; they are text"),
    ("open-quote.csv", b'id,text\n1,first\n2,"never closed\n3,swallowed\n', 3, "read", "a quote that is never closed, and so is a letter"),
    ("ragged-rows.csv", b"id,text,date\n1,good,2024\n2,short\n3,long,2024,more\n4,good,2024\n", 3, "failed", "a short row (said, missing cells are empty) and a long one (left out)"),
    ("no-text-column.csv", b"word,frequency\nsnow,3\nbarn,2\n", 0, "failed", "no column called text; the message names those there are"),
    ("duplicate-header.csv", b"id,text,note,note\n1,body,first,second\n", 1, "read", "two columns of one name; the second is note_2"),
    ("header-only.csv", b"id,text\n", 0, "read", "a header and no record"),
    ("semicolons.csv", b"id;text\r\n1;one, two\r\n2;three\r\n", 2, "read", "semicolons and CR LF, as spreadsheets write"),
    ("newline-in-cell.csv", b'id,text\n1,"first line\n\nthird line"\n2,after\n', 2, "read", "line ends within a quoted cell"),
    ("formulas.csv", b"id,text\n=1+1,@home\n+3,-5\n\"\t=2\",\"=HYPERLINK(\"\"x\"\")\"\n", 3, "read", "cells that a spreadsheet would run; export guards them"),
]

RECORDS = [
    ("broken-line.jsonl", b'{"id":"a","text":"One."}\n{"id":"b","text":"Two."\n{"id":"c","text":"Three."}\n', 2, "failed", "a line that is not closed; line 2 is named"),
    ("duplicate-keys.jsonl", b'{"id":"a","text":"first","text":"second"}\n', 1, "warned", "one name twice; the last value is kept"),
    ("deep-nesting.jsonl", deep_nesting(10_000), 1, "read", "a field of 10,000 nested lists; no overflow, kept as it stands"),
    ("lone-surrogate.jsonl", b'{"id":"a","text":"half \\ud83d a pair"}\n{"id":"b","text":"whole \\ud83d\\ude00"}\n', 2, "warned", "half a surrogate pair, which becomes U+FFFD"),
    ("huge-number.jsonl", b'{"id":"a","text":"Big.","n":1e999,"m":' + b"9" * 400 + b',"k":0.10}\n', 1, "read", "numbers that no machine number holds; kept digit for digit"),
    ("no-object.jsonl", b'{"id":"a","text":"One."}\n[1,2]\n"text"\n42\nnull\n', 1, "failed", "lines that are no objects; each is named"),
    ("no-text-field.jsonl", b'{"id":"a","body":"Under another name."}\n', 1, "warned", "no field `text`; the only one with a usual name is taken for it, and named"),
    ("text-no-string.jsonl", b'{"id":"a","text":42}\n{"id":"b","text":["x"]}\n', 0, "failed", "texts that are no strings"),
    ("blank-lines.jsonl", b'\n{"id":"a","text":"One."}\r\n\n   \n{"id":"b","text":"Two."}', 2, "read", "blank lines, CR LF, no last line end"),
    ("bom.jsonl", b'\xef\xbb\xbf{"id":"a","text":"One."}\n', 1, "read", "a byte order mark before the first object"),
    ("empty.jsonl", b"", 0, "read", "no record"),
]

MARKUP = [
    ("no-body.html", b"<title>Bare</title>\n<p>No body, no head, one paragraph.\n", 1, "read", "tags left out, as HTML allows"),
    ("unclosed.html", b"<html><body><main><h1>Open<p>Nothing <b>is <i>closed <div>here", 1, "read", "nothing is closed"),
    ("script-only.html", b"<!doctype html><html><head><script>var text = 'no text';</script></head><body></body></html>", 0, "failed", "no text at all; scripts are none"),
    ("wrong-charset.html", b'<meta charset="iso-8859-1"><p>' + utf8("Größe und Maß") + b"</p>", 1, "read", "UTF-8 that calls itself Latin-1; valid UTF-8 wins"),
    ("deep.html", b"<!doctype html>" + b"<div>" * 3_000 + b"bottom" + b"</div>" * 3_000, 1, "read", "3,000 nested elements; no overflow"),
    ("broken-front-matter.md", b"---\ntitle: [never closed\ndate: 2024-01-01\n---\n\n# Heading\n\nText.\n", 1, "warned", "front matter that is no YAML; the text is taken as it stands"),
    ("open-front-matter.md", b"---\ntitle: never ended\n\nText below.\n", 1, "read", "a rule that opens no front matter; all is text"),
    ("toml-front-matter.md", b'+++\ntitle = "With plus signs"\ndate = 2024-01-01\n+++\n\nText.\n', 1, "read", "front matter in TOML"),
]

NAMES = [
    ("a name with spaces.txt", utf8(SNOW), 1, "read", "spaces in the name"),
    ("-dash.txt", utf8(SNOW), 1, "read", "a name that looks like an option"),
    ("grün-雪-снег.txt", utf8(SNOW), 1, "read", "three scripts in the name"),
    ("📚.txt", utf8(SNOW), 1, "read", "an emoji for a name"),
    ("#1, [draft]; (final).txt", utf8(SNOW), 1, "read", "characters that shells, globs and CSV care about"),
    ("=name.txt", utf8(SNOW), 1, "read", "a name that a spreadsheet would run"),
    ("no-suffix", utf8(SNOW), 1, "read", "no suffix; the content tells that it is text"),
    ("two.dots.TXT", utf8(SNOW), 1, "read", "two dots, and the suffix in capitals"),
]

GROUPS = [
    ("Encodings", ENCODINGS), ("Lines", LINES), ("Characters", CHARACTERS), ("Compression", COMPRESSION),
    ("Tables", TABLES), ("Records", RECORDS), ("Markup", MARKUP), ("Names", NAMES),
]

INTRODUCTION = """\
# Hostile samples

Files that are broken or odd in one way each, made by `scripts/corpus-hostile.py`, which also writes this page. They are
skipped when `corpus/` is walked (see `corpus/.ignore`); give them by name, or with `--no-ignore`.

The promise is the same for all: no panic, no hang, bounded memory, and the other inputs are read as if this one were not
there. What should come of each, read alone and without options:

- **documents**: how many documents it gives
- **outcome**: `read` without a word; `warned`: read, and a message names the file; `failed`: something could not be
  read, a message names the file, and the exit code is 2

"""


def samples():
    return [sample for _, group in GROUPS for sample in group]


def readme():
    lines = [INTRODUCTION]
    for title, group in GROUPS:
        lines.append(f"## {title}\n\n| file | documents | outcome | what is odd, and what comes of it |\n|---|--:|---|---|\n")
        for name, _, n_documents, outcome, what in group:
            lines.append(f"| `{name}` | {n_documents} | {outcome} | {what} |\n")
        lines.append("\n")
    return utf8("".join(lines).rstrip("\n") + "\n")


def expected_files():
    files = {name: data for name, data, _, _, _ in samples()}
    if len(files) != len(samples()):
        sys.exit("corpus-hostile: two samples have one name")
    return {**files, "README.md": readme()}


def there():
    return {path.name: path.read_bytes() for path in FOLDER.iterdir()} if FOLDER.exists() else {}


def make():
    FOLDER.mkdir(parents=True, exist_ok=True)
    expected = expected_files()
    for name in there().keys() - expected.keys():
        (FOLDER / name).unlink()
    for name, data in expected.items():
        (FOLDER / name).write_bytes(data)


def sample_problems():
    """The samples are what they are said to be, as far as another reader than ours can tell."""
    data = {name: content for name, content, _, _, _ in samples()}
    claims = [
        ("latin1.txt", lambda d: d.decode("latin-1") == LATIN),
        ("windows-1251.txt", lambda d: d.decode("cp1251") == RUSSIAN),
        ("utf16le-bom.txt", lambda d: d.decode("utf-16") == FRENCH),
        ("utf16be-bom.txt", lambda d: d.decode("utf-16") == FRENCH),
        ("two-members.txt.gz", lambda d: gzip.decompress(d) == utf8(SNOW + THAW)),
        ("bzip2.txt.bz2", lambda d: bz2.decompress(d) == utf8(SNOW)),
        ("xz.txt.xz", lambda d: lzma.decompress(d) == utf8(SNOW)),
        ("truncated.txt.gz", lambda d: fails(gzip.decompress, d, EOFError)),
        ("wrong-checksum.txt.gz", lambda d: fails(gzip.decompress, d, OSError)),
        ("invalid-utf8.txt", lambda d: fails(bytes.decode, d, UnicodeDecodeError)),
        ("cut-character.txt", lambda d: fails(bytes.decode, d, UnicodeDecodeError)),
        ("overlong-utf8.txt", lambda d: fails(bytes.decode, d, UnicodeDecodeError)),
        ("huge-number.jsonl", lambda d: json.loads(d)["n"] == float("inf")),
        ("lone-surrogate.jsonl", lambda d: fails(utf8, json.loads(d.splitlines()[0])["text"], UnicodeEncodeError)),
    ]
    return [f"{name} is not what it is said to be" for name, holds in claims if not holds(data[name])]


def fails(function, data, error):
    try:
        function(data)
    except error:
        return True
    return False


def check():
    expected, found = expected_files(), there()
    names = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
    problems = [f"{name} is not what the script makes" for name in names] + sample_problems()
    n_bytes = sum(len(data) for data in expected.values())
    if n_bytes > MOST_BYTES:
        problems.append(f"{n_bytes} bytes in all, more than {MOST_BYTES}")
    for problem in problems:
        print(f"corpus-hostile: {problem}", file=sys.stderr)
    return 1 if problems else 0


def main():
    commands = {"make": make, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit("usage: scripts/corpus-hostile.py make|check")
    sys.exit(commands[sys.argv[1]]())


if __name__ == "__main__":
    main()
