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
    yield Case("everything closed", "textmill stats a.txt <&- >&- 2>&-", text, status=(0, 2), told=())
    yield Case("the output's folder is absent", "textmill stats a.txt -o absent/x.csv", text, status=2, told="the folder of the file must exist")
    yield Case("the output is a folder that is a file", "textmill stats a.txt -o a.txt/", text, status=2, told="textmill: ")
    yield Case("a link planted in a folder of outputs is not written through", "textmill export t.jsonl --columns id,text --file-per id -o d/",
               {"t.jsonl": '{"id":"x","text":"y"}\n', "precious": "mine", "d/": ""}, prepare=link("d/x.csv", "../precious"), status=2, told="x.csv")
    yield Case("an output in a folder without permission", "textmill stats a.txt -o d/x.csv", {**text, "d/": ""}, prepare=lambda folder: os.chmod(folder / "d", 0o500),
               status=2, told="permission", skipped="root writes everywhere" if os.geteuid() == 0 else "")


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
