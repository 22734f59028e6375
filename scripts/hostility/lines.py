"""Lines that are too long, too many, or end in odd ways."""

from .case import Case

COUNT = "textmill stats a.txt --only lines,tokens"


def cases():
    for name, contents, expected in [
        ("no line end at the end", "one\ntwo", "2,2"),
        ("only line ends", "\n" * 1_000_000, "1000000,0"),
        ("a lone CR ends a line", "one\rtwo\rthree", "3,3"),
        ("CR CR LF ends two lines", "one\r\r\ntwo\r\r\n", "4,2"),
        ("vertical tab and form feed end no line", "one\x0btwo\x0cthree\n", "1,3"),
        ("NEL, LS and PS end no line", "one\u0085two\u2028three\u2029four\n", "1,4"),
        ("a line end across a block", "x" * 65535 + "\r\n" + "y" * 65535 + "\r\n", "2,2"),
        # Long texts are counted in parts of a megabyte, cut at white space; a word without any is one in each part.
        ("one word of 10 MB", "x" * 10_000_000, "1,10"),
        ("one line of 30 MB", "ten words " * 3_000_000, "1,6000000"),
        ("nothing", "", "0,0"),
        ("one byte", "x", "1,1"),
        ("white space only", " \t" * 500_000 + "\n", "1,0"),
    ]:
        yield Case(name, COUNT, {"a.txt": contents}, stdout=f"lines,tokens\n{expected}\n")
    yield Case("NULs make a file no text", COUNT, {"a.txt": "one\0two\n" * 1000}, status=2, told="a.txt")
    yield Case("a million lines to sort", "textmill diff a.txt b.txt --timeout 5 | wc -c",
               {"a.txt": "".join(f"{n}\n" for n in range(1_000_000)), "b.txt": "".join(f"{n}\n" for n in range(999_999, -1, -1))},
               status=(0, 1, 2), seconds=60, megabytes=1500, is_dear=True)
    yield Case("split by line, a million of them", "textmill split a.txt --by line --columns start | tail -1",
               {"a.txt": "x\n" * 1_000_000}, stdout="1999998\n", megabytes=900)
    endless = "(yes 'ten words and more to make a line of it' | tr -d '\\n' || true) 2> /dev/null | head -c 5000000000 |"
    yield Case("a line of 5 GB from a pipe, counted", f"{endless} textmill stats - --only bytes",
               stdout="bytes\n5000000000\n", is_large=True, seconds=300)
    yield Case("a line of 5 GB as one document is refused", f"{endless} textmill split - --by sentence",
               status=2, told="--max-document", is_large=True, seconds=300, megabytes=900)
    yield Case("a line of 300 MB as one document is refused",
               "(yes 'ten words' | tr -d '\\n' || true) 2> /dev/null | head -c 300000000 | textmill export - --columns id", status=2,
               told="--max-document", megabytes=1000, seconds=60)
    yield Case("a line of 300 MB is counted", "(yes 'ten words' | tr -d '\\n' || true) 2> /dev/null | head -c 300000000 | textmill stats - --only bytes",
               stdout="bytes\n300000000\n", seconds=60)
