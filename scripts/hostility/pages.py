"""Pages, headings and names that come from texts."""

from .case import Case

ENTRY = "Headline number {n}\n\nA teaser of some words for number {n}.\n\nRead more\n\n"


def cases():
    yield Case("a page with a million entries", "textmill split a.txt --columns id -q | tail -1",
               {"a.txt": lambda: ["The page\n\n", *(ENTRY.format(n=n) for n in range(1_000_000))]}, stdout="a.txt#1000000\n", seconds=90,
               megabytes=2500, is_large=True)
    yield Case("a page with 100,000 entries", "textmill split a.txt --columns id -q | tail -1",
               {"a.txt": lambda: ["The page\n\n", *(ENTRY.format(n=n) for n in range(100_000))]}, stdout="a.txt#100000\n", seconds=60, megabytes=500,
               is_dear=True)
    yield Case("prose has no entries", "textmill split a.txt", {"a.txt": "One sentence only, in one paragraph.\n"}, status=2, told=("a.txt", "hint: "))
    yield Case("a page of markers only", "textmill split a.txt", {"a.txt": "Read more\n" * 10_000}, status=(0, 2))
    yield Case("a million headings", "textmill split a.md --by heading --columns id | tail -1",
               {"a.md": "# h\n" * 300_000}, seconds=60, megabytes=900, stdout="~a.md#300000")
    yield Case("a paragraph of 10 MB without an end of a sentence", "textmill split a.txt --by sentence | wc -c", {"a.txt": "word " * 2_000_000}, seconds=60)
    yield Case("ten million full stops", "textmill split a.txt --by sentence --columns id | wc -l", {"a.txt": "." * 3_000_000}, seconds=60)
    titles = ["../../etc/passwd", "/etc/passwd", "CON", "nul.txt", "x" * 300, "😀" * 200, "a\0b", "trailing. ", "-rf", "", ".", "..", "~", "a/b\\c",
              "Same", "same", "SAME", "con.", "\u202etxt.exe", "*?<>|:\"", "\u00e9", "e\u0301", ".hidden", "\x1b[2J", "line\nend"]
    import json
    records = "".join(json.dumps({"id": str(n), "title": title, "text": f"text {n}"}) + "\n" for n, title in enumerate(titles))
    yield Case("files named by hostile titles stay in their folder", "textmill export a.jsonl --file-per title -o out/ -f csv",
               {"a.jsonl": records}, status=(0, 2), makes=("out", r"out/[^/]+"), check=inside(len(titles)))
    yield Case("files that are there are not replaced", "textmill export a.jsonl --file-per id -o out/", {"a.jsonl": records, "out/1.csv": "mine"},
               status=2, told="1.csv", makes=(r"out/.*",))
    yield Case("100,000 nested elements", "textmill export a.html --columns text | wc -c",
               {"a.html": "<html><body>" + "<div>" * 100_000 + "deep text here" + "</div>" * 100_000}, status=(0, 2), seconds=60, megabytes=1500)
    yield Case("200,000 elements", "textmill export a.html --columns text | wc -c", {"a.html": "<p>some words of text</p>" * 200_000}, seconds=90, megabytes=2000,
               is_dear=True)
    yield Case("a page of scripts", "textmill export a.html --columns text", {"a.html": "<script>" + "x();" * 100_000}, status=(0, 2))
    yield Case("an entity bomb is no entity", "textmill export a.html --columns text",
               {"a.html": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><p>&b; some words of a text</p>'}, status=(0, 2))
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9))
    yield Case("a bomb of aliases in front matter", "textmill export a.md --columns text", {"a.md": f"---\n{bomb}---\ntext\n"}, status=(0, 2), seconds=30)
    yield Case("front matter that never ends", "textmill export a.md --columns text | wc -c", {"a.md": "---\n" + "key: value\n" * 500_000}, status=(0, 2))


def inside(n_expected):
    def check(folder):
        found = list((folder / "out").iterdir()) if (folder / "out").exists() else []
        wrong = [path.name for path in found if path.name.startswith((".", "-")) or len(path.name.encode()) > 255]
        if wrong:
            return f"hostile names: {wrong}"
        if len({path.name.lower() for path in found}) != len(found):
            return "two names differ in case only"
        return None if len(found) >= 15 else f"{len(found)} files of {n_expected} titles"
    return check
