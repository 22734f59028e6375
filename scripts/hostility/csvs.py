"""CSV as nobody should write it."""

import csv
import io

from .case import Case

# After the cases of csv-spectrum: each name with bytes and the records they stand for.
SPECTRUM = {
    "commas in quotes": (b'a,text\n1,"x, y"\n', [["1", "x, y"]]),
    "empty cells": (b'a,text\n1,\n"",""\n2,3\n', [["1", ""], ["", ""], ["2", "3"]]),
    "CR LF": (b'a,text\r\n1,"x"\r\n2,\r\n', [["1", "x"], ["2", ""]]),
    "doubled quotes": (b'a,text\n1,"ha ""ha"" ha"\n', [["1", 'ha "ha" ha']]),
    "JSON in a cell": (b'a,text\n1,"{""type"": ""Point"", ""at"": [1, 2]}"\n', [["1", '{"type": "Point", "at": [1, 2]}']]),
    "line ends in cells": (b'a,text\n1,"once\nupon\na time"\n', [["1", "once\nupon\na time"]]),
    "CR LF in cells": (b'a,text\r\n1,"once\r\nupon"\r\n', [["1", "once\r\nupon"]]),
    "quotes and line ends": (b'a,text\n1,"ha \n""ha"" \nha"\n', [["1", 'ha \n"ha" \nha']]),
    "UTF-8": ('a,text\n1,ʤ😀\n'.encode(), [["1", "ʤ😀"]]),
    "a mark at the start": (b'\xef\xbb\xbfa,text\n1,x\n', [["1", "x"]]),
    "no line end at the end": (b"a,text\n1,x", [["1", "x"]]),
    "blanks around cells": (b"a,text\n 1 , x \n", [[" 1 ", " x "]]),
}


def cases():
    for name, (contents, records) in SPECTRUM.items():
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([["a", "text"], *records])
        for through in ("csv", "tsv", "jsonl"):
            command = f"textmill export a.csv --raw --columns a,text -f {through} > b.{through} && textmill export b.{through} --raw --columns a,text -f csv"
            yield Case(f"{name}, through {through}", command, {"a.csv": contents}, stdout=out.getvalue(),
                       makes=(f"b.{through}",))
    many = 100_000
    header = ",".join(f"c{n}" for n in range(many))
    yield Case("100,000 columns", "textmill export a.csv --columns c99999,text",
               {"a.csv": f"{header},text\n{','.join('1' * many)},x\n"}, stdout="c99999,text\n1,x\n", seconds=60, megabytes=900)
    yield Case("a cell of 20 MB", "textmill export a.csv --columns text | wc -c", {"a.csv": "text\n" + "x" * 20_000_000 + "\n"},
               stdout="20000006\n")
    yield Case("a quote that is never closed", "textmill export a.csv --columns id,text", {"a.csv": 'id,text\n1,"open\n2,x\n'}, status=(0, 2))
    yield Case("quotes in the middle of cells", "textmill export a.csv --columns text -f jsonl", {"a.csv": 'text\na"b"c\n'}, stdout='~a')
    yield Case("rows of different lengths", "textmill export a.csv --columns id,text", {"a.csv": "id,text\n1\n2,x,y,z\n3,w\n"}, status=(0, 2), stdout="~3,w")
    yield Case("two columns of one name", "textmill export a.csv", {"a.csv": "id,text,text\n1,x,y\n"}, status=(0, 2))
    yield Case("a header and nothing else", "textmill stats a.csv --only documents", {"a.csv": "id,text\n"}, stdout="documents\n0\n")
    yield Case("an empty table", "textmill stats a.csv --only documents", {"a.csv": ""}, status=(0, 2))
    yield Case("only quotes", "textmill export a.csv", {"a.csv": '""""""\n'}, status=(0, 2))
    yield Case("NUL in a cell", "textmill export a.csv --columns text", {"a.csv": "id,text\n1,a\0b\n"}, stdout="text\na\0b\n")
    yield Case("a cell of NULs, through a file", "textmill export a.csv -o b.csv && textmill export b.csv --columns text -f jsonl",
               {"a.csv": "id,text\n1," + "\0" * 9000 + "\n"}, stdout='{"text":"' + "\\u0000" * 9000 + '"}\n', makes=("b.csv",))
    yield Case("NUL through a pipe of verbs", "textmill split a.jsonl --by line | textmill dedupe | textmill stats --only documents -q",
               {"a.jsonl": '{"text":"a\\u0000b"}\n{"text":"c"}\n'}, stdout="documents\n2\n")
    yield Case("no column of texts", "textmill stats a.csv", {"a.csv": "id,note\n1,x\n"}, status=2, told=("text", "--text-field"))
    for delimiter, name in ((";", "semicolons"), ("\t", "tabs")):
        yield Case(f"{name} are seen", "textmill export a.csv --columns id,text", {"a.csv": f"id{delimiter}text\n1{delimiter}x\n"},
                   stdout="id,text\n1,x\n", status=0)
    yield Case("bars must be said", "textmill export a.csv --columns id,text --delimiter '|'", {"a.csv": "id|text\n1|x\n"},
               stdout="id,text\n1,x\n")
    formulas = ["=1+1", "+1", "-1+1", "@a", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠1", " =1", "=cmd|' /C calc'!A0", "-5", "+49 30"]
    out = io.StringIO()
    csv.writer(out).writerows([["text"], *[[cell] for cell in formulas]])
    yield Case("formulas are guarded, and restored", "textmill export a.csv --columns text -o b.csv -q && textmill export b.csv --columns text --unguard --raw -f csv",
               {"a.csv": out.getvalue()}, check=guarded(formulas), makes=("b.csv",))


    names = {"in/=c08.txt": "- one\n", "in/@x.txt": "=1+1\n", "in/+49.txt": "'=two\n", "old/=c08.txt": "three\n"}
    for verb in ("split in --by line", "stats in --per document", "dedupe in", "dedupe in --per marked", "diff in old", "export in"):
        yield Case(f"names that are formulas, {verb}", f"textmill {verb} -o b.csv || test $? = 1", names, check=harmless(3 if "diff" in verb else 1), told="guarded", makes=("b.csv",))
        yield Case(f"names that are formulas, {verb}, by the shell", f"textmill {verb} > b.csv || test $? = 1", names, check=harmless(1), told="guarded", makes=("b.csv",))
        if verb.split()[0] in ("split", "export"):
            again = "textmill export - --columns id,text -f jsonl -q"
            yield Case(f"names that are formulas come back, {verb}", f"textmill {verb} -q -o b.csv; {again} < b.csv > 1; textmill {verb} -q --raw | {again} > 2; cmp 1 2 && wc -l < 1",
                       names, stdout="3\n", makes=("b.csv", "1", "2"))
    yield Case("a table of another program keeps its apostrophes", "textmill export a.csv --columns id,text -f jsonl",
               {"a.csv": "\"id\",\"text\"\n\"'=a\",\"'+' and '-'\"\n"}, stdout='{"id":"\'=a","text":"\'+\' and \'-\'"}\n')
    yield Case("a mark without a table", "textmill export a.csv -f jsonl", {"a.csv": '"id",text'}, stdout="")
    yield Case("a mark in a header of 10,000 names", "textmill export a.csv --columns c9999,text -f jsonl",
               {"a.csv": ",".join(['"text"', *(f"c{n}" for n in range(10_000))]) + "\n" + ",".join(["'=x"] * 10_001) + "\n"}, stdout='{"c9999":"=x","text":"=x"}\n')


def harmless(n_rows):
    """No cell of the table runs as a formula."""
    def check(folder):
        with open(folder / "b.csv", newline="") as file:
            rows = list(csv.reader(file))
        for cell in (cell for row in rows for cell in row):
            if cell[:1] in tuple("=+@") or cell.startswith("- "):
                return f"{cell!r} is not guarded"
        return None if len(rows) > n_rows else f"{len(rows)} rows"
    return check


def guarded(formulas):
    def check(folder):
        with open(folder / "b.csv", newline="") as file:
            cells = [row[0] for row in list(csv.reader(file))[1:]]
        for cell in cells:
            stripped = cell.lstrip(" ")
            is_number = stripped.replace(".", "").lstrip("+-").isdigit()
            if stripped[:1] in tuple("=+-@\t\r＝＋－＠") and not is_number:
                return f"{cell!r} is not guarded"
        return None if len(cells) == len(formulas) else f"{len(cells)} cells"
    return check
