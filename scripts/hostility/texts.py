"""Unicode that floods, hides or commands."""

import unicodedata

from .case import Case

STATS = "textmill stats a.txt --per document --only characters,graphemes,tokens"


def cases():
    for name, contents, expected in [
        ("a flood of combining marks", "e" + "\u0301" * 400_000, "400001,1,1"),
        ("a flood of joiners", "a" + "\u200d" * 300_000, "300001,1,1"),
        ("a family of a thousand", "\u200d".join(["👩"] * 1000), "1999,1,0"),
        ("100,001 regional indicators", "🇩" * 100_001, "100001,50001,0"),
        ("overrides of direction", "\u202eabc\u202c \u2066def\u2069", "11,11,2"),
        ("unassigned, private and noncharacters", "\U000e0fff \ue000 \ufffe \U0010ffff", "7,7,0"),
        ("tags", "🏴\U000e0067\U000e0062\U000e007f", "4,1,0"),
        ("Hangul in parts", "\u1112\u1161\u11ab" * 1000, "3000,1000,1"),
        ("soft hyphens in a word", "co\u00adop\u00ader\u00adate", "12,12,1"),
        ("a word of letters of three scripts", "aаα" * 150_000, "450000,450000,1"),
    ]:
        yield Case(name, STATS, {"a.txt": contents}, stdout=f"characters,graphemes,tokens\n{expected}\n")
    flood = {"a.txt": "e" + "\u0301" * 200_000 + " end"}
    for verb in ["split a.txt --by sentence", "split a.txt --size 5", "dedupe a.txt", "export a.txt", "stats a.txt --measures all",
                 "stats a.txt --per variant", "stats a.txt --fold nfkc,strip-accents --per word"]:
        yield Case(f"a flood of combining marks, {verb}", f"textmill {verb} | wc -c", flood, status=(0, 2), seconds=30)
    escapes = "\x1b]0;owned\x07\x1b[2J\x1b[31mred\x1b[0m \x9b31m \x1bP0;1|17/ab\x1b\\ end"
    for form in ["csv", "jsonl", "tsv", "markdown"]:
        yield Case(f"escapes are byte-true in a pipe, {form}", f"textmill export a.txt --columns text -f {form} --raw",
                   {"a.txt": escapes}, stdout="~red")
    for verb in ["export a.txt --columns text -f table", "stats a.txt --per word -f table", "split a.txt --by line -f table",
                 "stats a.txt --per hit --match red -f table", "export a.txt --columns text -f csv"]:
        yield Case(f"no escape reaches a terminal, {verb}", terminal(f"textmill {verb} --no-pager --color never"), {"a.txt": escapes},
                   check=no_escape, makes=("seen",))
    yield Case("no escape reaches a terminal by a file's name", terminal("textmill stats . --per document -f table --color never --no-pager"),
               {"a\x1b[2J.txt": "one", "b\x1b]0;x\x07.bin": b"\0\0"}, status=(0, 2), check=no_escape, makes=("seen",))
    yield Case("no escape reaches a terminal by a message", terminal("textmill stats \"$(printf 'x\\033[2J.txt')\" --color never"),
               status=(0, 2), check=no_escape, makes=("seen",))


def terminal(command):
    """The command at a terminal of its own, what is written there copied to the file `seen`."""
    quoted = command.replace("'", "'\\''")
    return f"script -qec 'stty cols 80; {quoted}' seen > /dev/null < /dev/null"


def no_escape(folder):
    seen = (folder / "seen").read_bytes().split(b"\n", 1)[1].rsplit(b"Script done", 1)[0]
    wrong = [char for char in seen.decode(errors="replace") if unicodedata.category(char) in ("Cc", "Cf") and char not in "\r\n"]
    return f"{wrong[:5]!r} reached the terminal: {seen[:300]!r}" if wrong else None
