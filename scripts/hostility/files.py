"""What a file system can hold beside files, and outputs that cannot be written."""

import os
import socket

from .case import Case

COUNT = "textmill stats {} --only documents"
ONE = "documents\n1\n"


def cases():
    yield Case("a pipe without a writer, by name", COUNT.format("p"), prepare=lambda folder: os.mkfifo(folder / "p"), status=2, told="p: ")
    yield Case("a pipe in a folder is passed over", COUNT.format("."), {"a.txt": "one"}, prepare=lambda folder: os.mkfifo(folder / "p"), stdout=ONE)
    yield Case("a socket in a folder", COUNT.format("."), {"a.txt": "one"}, prepare=make_socket, stdout=ONE)
    yield Case("a socket by name", COUNT.format("s"), prepare=make_socket, status=2, told="s: ")
    yield Case("a link to itself", COUNT.format(". --follow"), {"a.txt": "one"}, prepare=link("loop", "loop"), status=(0, 2), stdout=ONE)
    yield Case("a link to the folder above", COUNT.format(". --follow"), {"d/a.txt": "one"}, prepare=link("d/up", ".."), status=(0, 2), stdout="~documents")
    yield Case("links are not followed", COUNT.format("."), {"a.txt": "one"}, prepare=link("b.txt", "/etc/passwd"), stdout=ONE)
    yield Case("a link to nothing", COUNT.format("b.txt"), prepare=link("b.txt", "absent"), status=2, told="b.txt")
    yield Case("/dev/zero is no text", COUNT.format("/dev/zero"), status=2, told="/dev/zero")
    yield Case("/dev/zero as standard input", COUNT.format("- < /dev/zero"), status=2, told="textmill: ")
    yield Case("/dev/null holds nothing", COUNT.format("/dev/null"), status=(0, 2))
    yield Case("/dev/urandom as standard input", "head -c 20000000 /dev/urandom | textmill stats - --only documents", status=(0, 2))
    yield Case("an absent file", COUNT.format("absent"), status=2, told="absent: cannot be opened")
    yield Case("a name that is no UTF-8", COUNT.format("."), {b"a\xff.txt": "one"}, stdout=ONE)
    yield Case("a name with a line end, and one that looks like a flag", COUNT.format("."), {"a\nb.txt": "one", "-f.txt": "two"}, stdout="documents\n2\n")
    yield Case("a folder that is called as a file", COUNT.format("."), {"a.txt/b.txt": "one"}, stdout=ONE)
    yield Case("a folder 200 levels deep", COUNT.format("."), {"/".join(["d"] * 200) + "/a.txt": "one"}, stdout=ONE)
    yield Case("100,000 files in a folder", COUNT.format("."), prepare=many(100_000), stdout="documents\n100000\n", seconds=120, is_large=True)
    yield Case("10,000 files in a folder", COUNT.format("."), prepare=many(10_000), stdout="documents\n10000\n", seconds=60)
    unreadable = lambda folder: os.chmod(folder / "a.txt", 0)  # noqa: E731
    root = "root reads everything" if os.geteuid() == 0 else ""
    yield Case("an unreadable file is named and the others go on", COUNT.format("."), {"a.txt": "one", "b.txt": "two"}, prepare=unreadable, status=2,
               told="a.txt", stdout=ONE, skipped=root)
    yield Case("a file that shrinks", "(sleep 0.2; : > a.txt) & textmill stats a.txt --only bytes -j 1; wait",
               prepare=big("a.txt"), status=(0, 2), check=lambda folder: None, makes=(), skipped="changes its own input")
    yield Case("a file that grows", "(for n in $(seq 50); do echo more words >> g.txt; sleep 0.01; done) & textmill stats g.txt --only documents; wait",
               {"seed": ""}, prepare=lambda folder: None, status=(0, 2), makes=("g.txt",))
    yield Case("files that vanish", "(rm -rf d) & textmill stats d --only documents; wait", skipped="changes its own input")
    yield from outputs()
    yield from beside()


def beside():
    """Files that are read beside the documents, in a folder that came with them."""
    text = {"a.txt": "one two\n", "t.csv": "text\n=1+1\n", "victim": "precious\n"}
    two = {"d/a.txt": "one", "e/b.txt": "two"}
    for kind, make in [("a pipe", fifo), ("a device", device), ("too long", long_file), ("a folder", lambda path: os.mkdir(path))]:
        yield Case(f"textmill.toml is {kind}", COUNT.format("a.txt"), text, prepare=at("textmill.toml", make), status=2, told="textmill.toml: cannot be read: it is")
        yield Case(f".ignore is {kind}", COUNT.format("."), two, prepare=at("d/.ignore", make), status=2, told="d/.ignore: its rules cannot be applied", stdout=ONE)
        yield Case(f".gitignore of a repository is {kind}", COUNT.format("."), {**two, ".git/HEAD": ""}, prepare=at("d/.gitignore", make), status=2,
                   told="d/.gitignore: its rules cannot be applied", stdout=ONE)
        yield Case(f".ignore above is {kind}", COUNT.format("d/"), two, prepare=at(".ignore", make), status=2, told=r"\.ignore: its rules cannot be applied")
        yield Case(f"--no-ignore reads nothing that is {kind}", COUNT.format(". --no-ignore"), two, prepare=at("d/.ignore", make), status=0, stdout="documents\n2\n")
    yield Case("three million patterns", COUNT.format("."), {**two, "d/.ignore": lambda: (f"{n}\n" for n in range(3_000_000))}, status=2, told="it is longer than", stdout=ONE)
    yield Case("a hundred thousand patterns", COUNT.format("."), {**two, "d/.ignore": "x\n" * 100_000}, status=2, told="more than 10000 patterns", stdout=ONE, megabytes=200)
    yield Case("patterns with many wildcards", COUNT.format("."), {**two, "d/.ignore": "".join(f"*{n}*a*b*\n" for n in range(9_999))}, status=2, told="would hold in its folder", stdout=ONE, megabytes=200)
    yield Case("patterns in each of a hundred folders", COUNT.format("."), {"/".join(["d"] * n) + "/.ignore": f"{n}\n" * 900 for n in range(1, 100)} | two, status=2,
               told="more than 10000 patterns", stdout="documents\n2\n", megabytes=300)
    yield Case("a pattern that nests", COUNT.format("."), {**two, ".ignore": "{" * 500_000 + "\na.txt\n"}, told="line 1 is no pattern", stdout=ONE)
    yield Case("rules that are no UTF-8", COUNT.format("."), {**two, ".ignore": b"# \xff\n\xff\na.txt\n"}, told="line 2 is no pattern", stdout=ONE)
    yield Case("a rule that leaves all out", COUNT.format("."), {**two, ".ignore": "*\n"}, told="(?s)2 folders ignored by.*no documents were read", status=2, stdout="")
    for settings, told in [
        ("quiet = true", "quiet silences"), ("[export]\nraw = true", "raw silences"), ("[stats]\npartial = 'victim'", "partial names a file to write"),
        ("output = 'victim'", "output names a file to write"), ("files-from = '/dev/zero'", "files-from names a file to read"), ("meta = 'victim'", "meta names a file to read"),
        ("follow = true", "follow has more files read"), ("dry-run = true", "dry-run has something else done"), ("format = 'text'", "format says what is written"),
        ("max-document = '1000G'", "max-document silences"), ("threads = 100000000", "a whole number from 1 to 1024"), ("glob = '" + "{" * 500_000 + "'", "the pattern is longer"),
        ("a = " + "[" * 500_000, "cannot be read"),
    ]:
        yield Case(f"textmill.toml says {settings[:40]!r}", "textmill export . -o o.csv", {**text, "textmill.toml": settings}, status=2, told=f"(?s){told}")
    yield Case("--config without end", "textmill stats a.txt --config /dev/zero", text, status=2, told="/dev/zero: cannot be read: it is longer than")
    for flag in ["--stop /dev/zero", "--files-from /dev/zero", "--meta /dev/zero", "--per term --terms /dev/zero", "--merge /dev/zero"]:
        yield Case(f"without end, {flag}", f"textmill stats a.txt {flag}", text, status=2, told="textmill: ", megabytes=1_300, seconds=60)
    yield Case("a rule without end", "textmill split a.txt --rule /dev/zero", text, status=2, told="/dev/zero: the rule cannot be read: it is longer than")
    yield Case("lists by pipes that the user named", "textmill stats --files-from <(echo a.txt) --per word --stop <(echo two) --only word", text, stdout="word\none\n")


def at(name, make):
    return lambda folder: make(folder / name)


def fifo(path):
    os.mkfifo(path)


def device(path):
    os.symlink("/dev/zero", path)


def long_file(path):
    path.write_bytes(b"#" * ((1 << 20) + 1))


def outputs():
    text = {"a.txt": "one two\n", "b.csv": "text\none\n"}
    for verb in ["stats a.txt", "export a.txt", "split a.txt --by line", "dedupe a.txt", "diff a.txt b.csv"]:
        yield Case(f"/dev/full as standard output, {verb}", f"textmill {verb} > /dev/full", text, status=2, told="textmill: ")
        yield Case(f"/dev/full as a file, {verb}", f"textmill {verb} -o /dev/full", text, status=2, told="textmill: ")
        yield Case(f"a closed standard output, {verb}", f"textmill {verb} >&-", text, status=(0, 1, 2))
        yield Case(f"a reader that has gone, {verb}", f"textmill {verb} | true", text, status=(0, 1))
        if not verb.startswith("diff"):
            yield Case(f"the output is the input, {verb}", f"textmill {verb} -o a.txt", text, status=2, told="both an input and the output")
            yield Case(f"the output is the input by a link, {verb}", f"textmill {verb} -o b.txt", text, prepare=hard_link, status=2, told="both an input and the output")
    yield from kept_outputs()
    yield Case("everything closed", "textmill stats a.txt <&- >&- 2>&-", text, status=(0, 2), told=())
    yield Case("the output's folder is absent", "textmill stats a.txt -o absent/x.csv", text, status=2, told="the folder of the file must exist")
    yield Case("the output is a folder that is a file", "textmill stats a.txt -o a.txt/", text, status=2, told="textmill: ")
    yield Case("a link planted in a folder of outputs is not written through", "textmill export t.jsonl --columns id,text --file-per id -o d/",
               {"t.jsonl": '{"id":"x","text":"y"}\n', "precious": "mine", "d/": ""}, prepare=link("d/x.csv", "../precious"), status=2, told="x.csv")
    yield Case("an output in a folder without permission", "textmill stats a.txt -o d/x.csv", {**text, "d/": ""}, prepare=lambda folder: os.chmod(folder / "d", 0o500),
               status=2, told="permission", skipped="root writes everywhere" if os.geteuid() == 0 else "")


def kept_outputs():
    old = {"old.csv": "yesterday\n", "old/document.csv": "yesterday\n", "a.txt": "one two\n", "empty/": "", "pictures/a.png": b"\x89PNG\0\0", "bad/a.jsonl": "{"}
    for verb in ["stats {}", "export {}", "export {} -f tei", "split {} --by line", "dedupe {}", "diff a.txt {} --per document", "dedupe a.txt --archive {}",
                 "stats a.txt --per word --against {}"]:
        for source, told in [("empty", "no documents were read"), ("bad", "no documents were read"), ("absent", "absent: cannot be opened")]:
            name = verb.format(source)
            yield Case(f"nothing is read and the old file stays, {name}", f"textmill {name} -o old.csv", old, status=2, told=told, stdout="")
    for line in ["export pictures -o old/ --force", "export empty -f text -o new/deep/", "stats empty --per corpus,word -o new/", "split empty --by line -o new/",
                 "dedupe empty --index new.index -o old.csv", "dedupe empty --partial old.csv", "dedupe empty --check"]:
        yield Case(f"nothing is read and nothing is written, {line}", f"textmill {line}", old, status=2, told="no documents were read", stdout="")
    yield Case("an empty pipe is an input", ": | textmill export --columns id -o new.csv && cat new.csv", stdout="id\n", makes=("new.csv",))
    folder = {"in/a.txt": "one\n", "in/sub/b.txt": "two\n"}
    for line in ["stats in -o in", "stats in -o in/sub/x.csv", "export in -f text -o in/new/", "dedupe in --index in/seen -o x.csv", "split in --by line -o in/parts/",
                 "split in --by line -o x.csv --manifest in/m.csv", "diff in a.txt --per document -o in/x.csv"]:
        yield Case(f"an output where the next run would read it, {line}", f"textmill {line}", {**folder, "a.txt": "three\n"}, status=2, told="which is read")
    references = {"a.csv": "id,text\n1,one two\n", "b.txt": "one\n", "terms.csv": "label,variant\none,one\n", "stop.txt": "two\n", "list": "b.txt\n", "in.toml": "quiet = true\n"}
    for line in ["dedupe b.txt --archive a.csv -o a.csv", "stats b.txt --per term --terms terms.csv -o terms.csv", "stats b.txt --per word --stop stop.txt -f csv -o stop.txt",
                 "export --files-from list -f csv -o list", "export b.txt --meta a.csv -o a.csv", "export b.txt --config in.toml -f csv -o in.toml"]:
        yield Case(f"the output is what else is read, {line}", f"textmill {line}", references, status=2, told="both an input and the output")
    yield Case("the output is what else is read, by a link", "textmill dedupe c.txt --archive a.txt -f csv -o b.txt", {"a.txt": "one\n", "c.txt": "two\n"}, prepare=hard_link,
               status=2, told="both an input and the output")
    ids = ["a/b", "a_b", "A_B", "x", "x", "caf\u00e9", "cafe\u0301", "stra\u00dfe", "STRASSE"]
    records = "".join(f'{{"id":"{name}","text":"text {number}"}}\n' for number, name in enumerate(ids))
    for verb in ["export", "dedupe", "split --by line"]:
        yield Case(f"texts whose names are one stay apart, {verb}", f"textmill {verb} in.jsonl -f text -o out/ && ls out | grep -vc manifest", {"in.jsonl": records},
                   stdout="9\n", makes=("out", "out/.*"), told="" if verb.startswith("split") else "5 files have a number behind their name")


def make_socket(folder):
    # The path of a socket is short by law, so it is made from within.
    here = os.getcwd()
    os.chdir(folder)
    try:
        socket.socket(socket.AF_UNIX).bind("s")
    finally:
        os.chdir(here)


def link(name, target):
    return lambda folder: os.symlink(target, folder / name)


def hard_link(folder):
    os.link(folder / "a.txt", folder / "b.txt")


def many(n_files):
    def prepare(folder):
        for n in range(n_files):
            (folder / f"{n}.txt").write_text("one two three\n")
    return prepare


def big(name):
    return lambda folder: (folder / name).write_bytes(b"some words\n" * 20_000_000)
