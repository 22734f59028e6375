"""Bytes that are no text, or not the text that they seem to be."""

from .case import Case

EXPORT = "textmill export a.txt --columns text -f jsonl"
# Where blocks of reading end; a character across such a place must not be cut.
BORDERS = (4096, 65536, 131072, 262144, 1 << 20)


def text(string):
    """The line of JSON that a text becomes."""
    import json
    return json.dumps({"text": string}, ensure_ascii=False, separators=(",", ":")) + "\n"


def cases():
    for border in BORDERS:
        for shift in (1, 2, 3):
            yield at_border(f"a four-byte character {shift} bytes before {border}", border - shift, "😀".encode(), told=())
        yield at_border(f"a wrong byte just before {border}", border - 1, b"\xff", told="not valid UTF-8|was guessed")
        yield at_border(f"a cut character just before {border}", border - 2, b"\xf0\x9f", told="not valid UTF-8|was guessed")
    for name, contents, expected in [
        ("UTF-8 with a mark", b"\xef\xbb\xbfone", "one"),
        ("UTF-16LE with a mark", b"\xff\xfeo\0n\0e\0", "one"),
        ("UTF-16BE with a mark", b"\xfe\xff\0o\0n\0e", "one"),
        ("UTF-8 with two marks", b"\xef\xbb\xbf\xef\xbb\xbfone", "\ufeffone"),
        ("only a mark", b"\xef\xbb\xbf", ""),
        ("CR LF is a line end of texts", b"one\r\ntwo\r\n", "one\ntwo\n"),
    ]:
        yield Case(name, EXPORT, {"a.txt": contents}, stdout=text(expected))
    for name, contents in [
        ("UTF-16LE of odd length", b"\xff\xfeo\0n\0e"),
        ("UTF-16BE with a lone surrogate", b"\xfe\xff\xd8\0\0o\0n\0e"),
        ("overlong slash", b"one \xc0\xaf two three four"),
        ("a surrogate in UTF-8", b"one \xed\xa0\x80 two three four"),
        ("beyond the last plane", b"one \xf4\x90\x80\x80 two three"),
        ("five-byte form", b"one \xf8\x88\x80\x80\x80 two three"),
        ("a cut character at the end", "one two three é".encode()[:-1]),
        ("two encodings in one file", "naïve café\n".encode() + "naïve café\n".encode("latin-1")),
    ]:
        yield Case(name, EXPORT, {"a.txt": contents}, status=(0, 2), told="textmill: ")
        strict = EXPORT + " --strict"
        yield Case(f"{name}, --strict", strict, {"a.txt": contents}, status=(0, 2), told="textmill: ")
    latin = "Süße Möhren, große Öfen, kühle Flüsse; über alle Maßen schön.\n" * 5
    yield Case("Latin-1 is detected and said", EXPORT, {"a.txt": latin.encode("latin-1")}, told="windows-1252", stdout=text(latin))
    yield Case("a named encoding", EXPORT + " --encoding latin1", {"a.txt": latin.encode("latin-1")}, stdout=text(latin))
    yield Case("a wrong name of an encoding", EXPORT + " --encoding klingon", {"a.txt": b"x"}, status=2, told="klingon")
    yield Case("UTF-32 with its mark is read", EXPORT, {"a.txt": "one two".encode("utf-32")}, stdout=text("one two"))
    for name, place in (("early", 3), ("late", 60_000)):
        body = (b"Some words.\n" * 6000)[:-1] + b"\n"
        yield Case(f"one NUL, {name}", "textmill stats a.txt --only bytes", {"a.txt": body[:place] + b"\0" + body[place:]}, stdout=f"bytes\n{len(body) + 1}\n")
    for order in ("le", "be"):
        yield Case(f"UTF-16{order.upper()} without a mark", EXPORT, {"a.txt": "eine Süßigkeit\n".encode(f"utf-16-{order}")},
                   told=f"UTF-16{order.upper()}", stdout=text("eine Süßigkeit\n"))
        yield Case(f"UTF-16{order.upper()} of kana without a mark", EXPORT, {"a.txt": "かな《カナ》\nかな\n".encode(f"utf-16-{order}")},
                   told=f"UTF-16{order.upper()}", stdout=text("かな《カナ》\nかな\n"))
        yield Case(f"UTF-32{order.upper()} without a mark is read and said", EXPORT, {"a.txt": "one two\n".encode(f"utf-32-{order}")}, told="UTF-32")
    for name, contents in [
        ("a zip", b"PK\x03\x04\x14\0\x06\0" + b"word/document.xml" + bytes(range(200, 256)) * 40),
        ("a PDF", b"%PDF-1.7\n1 0 obj\n<</Length 900>>\nstream\n" + b"letters and signs " * 50),
        ("a picture", b"\x89PNG\r\n\x1a\n" + b"text chunk " * 90),
        ("a sound", b"RIFF\x24\x08\0\0WAVEfmt \x10\0\0\0" + bytes(n * n % 251 for n in range(8000))),
        ("a database", b"SQLite format 3\0" + b"CREATE TABLE t (a)" * 90),
        ("an archive of files", b"a.txt".ljust(100, b"\0") + b"0000644\0" * 3 + b"\0" * 380 + b"words\n" * 90),
        ("a program", b"\x7fELF\x02\x01\x01" + b"\0" * 900),
    ]:
        yield Case(f"{name} is no text", EXPORT, {"a.txt": contents}, status=2, told="a.txt: (is|it|looks)", stdout="")
    noise = bytes(range(256)) * 300
    yield Case("noise is no text", EXPORT, {"a.txt": noise}, status=2, told="a.txt", stdout="")


def at_border(name, n_before, contents, told):
    # Letters of one kind before, so that the detector of encodings has nothing to find.
    body = b"x" * (n_before - 1) + b" " + contents + b" end\n"
    return Case(name, "textmill stats a.txt --only bytes", {"a.txt": body}, told=told, stdout=f"bytes\n{len(body)}\n")
