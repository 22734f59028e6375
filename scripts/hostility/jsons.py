"""JSON Lines that are broken, deep, huge or ambiguous."""

import json

from .case import Case

EXPORT = "textmill export a.jsonl --columns id,text"


def cases():
    good = '{"id":"g","text":"good"}\n'
    for name, line, told in [
        ("no JSON", "{nonsense", "a.jsonl"),
        ("no object", "[1,2]", "a.jsonl"),
        ("a cut object", '{"id":"x","text":"y"', "a.jsonl"),
        ("a text that is a number", '{"id":"x","text":5}', "a.jsonl"),
        ("a text that is a list", '{"id":"x","text":["y"]}', "a.jsonl"),
        ("an unescaped control character", '{"id":"x","text":"a\tb"}', "a.jsonl"),
        ("something after the object", '{"id":"x","text":"y"} z', "a.jsonl"),
    ]:
        yield Case(f"{name}: named, and the others go on", EXPORT, {"a.jsonl": good + line + "\n" + good.replace("g", "h", 1)},
                   status=2, told=told, stdout="~g,good")
    yield Case("a lone surrogate: said, and no record is lost", EXPORT, {"a.jsonl": good + '{"id":"x","text":"\\ud800"}' + "\n"}, told="U\\+FFFD")
    for name, line, expected in [
        ("duplicate keys", '{"id":"x","text":"one","text":"two"}', None),
        ("a huge number", '{"id":"x","text":"y","n":1e999999}', "x,y"),
        ("an integer of 400 digits", '{"id":"x","text":"y","n":' + "9" * 400 + "}", "x,y"),
        ("escapes", '{"id":"x","text":"\\u0041\\ud83d\\ude00\\/"}', "x,A😀/"),
        ("100,000 levels in a field", '{"id":"x","text":"y","deep":' + "[" * 100_000 + "]" * 100_000 + "}", "x,y"),
        ("an empty key", '{"id":"x","text":"y","":"z"}', "x,y"),
        ("a line end in a key", '{"id":"x","text":"y","a\\nb":"z"}', "x,y"),
        ("10,000 fields", json.dumps({"id": "x", "text": "y", **{f"k{n}": n for n in range(10_000)}}), "x,y"),
        ("CR LF", '{"id":"x","text":"y"}\r', "x,y"),
        ("blanks around", '  {"id":"x","text":"y"}  ', "x,y"),
        ("a text of 10 MB", '{"id":"x","text":"' + "y" * 10_000_000 + '"}', None),
        ("an id that is a number", '{"id":7,"text":"y"}', "7,y"),
    ]:
        # Of a long row it is not yet known whether cells behind it are guarded, so the header says that they may be.
        wanted = f"id,text\n{expected}\n" if expected else '~"?id"?,text'
        yield Case(name, EXPORT, {"a.jsonl": line + "\n"}, status=(0, 2) if expected is None else 0, stdout=wanted)
    for name, record in [("no text", '{"id":"x"}'), ("a text that is null", '{"id":"x","text":null}')]:
        yield Case(f"{name} is named where texts are counted", "textmill stats a.jsonl --only documents",
                   {"a.jsonl": good + record + "\n"}, status=(0, 2), stdout="~[12]")
    yield Case("a mark and blank lines", EXPORT, {"a.jsonl": b"\xef\xbb\xbf\n" + good.encode() + b"\n\n"}, stdout="id,text\ng,good\n")
    exact = '{"n":1.10,"big":12345678901234567890123,"e":1E+5,"nested":{"a":[1.0,null,true]}}'
    yield Case("numbers stay as they were written", "textmill export a.jsonl --columns n,big,e,nested -f jsonl",
               {"a.jsonl": exact[:-1] + ',"text":"x"}\n'}, stdout='~12345678901234567890123')
    yield Case("the same id twice", "textmill export a.jsonl --columns id", {"a.jsonl": good + good}, status=(0, 2))
    yield Case("ids that look like paths", "textmill export a.jsonl --columns id,text --file-per id -o out/",
               {"a.jsonl": '{"id":"../../x","text":"y"}\n{"id":"/etc/passwd","text":"z"}\n'}, makes=("out", r"out/[^/]+"))
    yield Case("a million records", "textmill stats a.jsonl --only documents,tokens", {"a.jsonl": lambda: (good * 1000 for _ in range(1000))},
               stdout="documents,tokens\n1000000,1000000\n", seconds=60, is_dear=True)
