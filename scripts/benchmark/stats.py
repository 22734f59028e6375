"""Times `textmill stats` beside counters of words.

Each task is a function that makes its texts and says its commands; docs/benchmarks.md says what each one means.
"""

import argparse
import functools
import pathlib
import shlex
import subprocess

from benchmark import peers
from benchmark.texts import Text, Texts
from benchmark.timing import Command, Task

THREADS = (1, 2)
# What is promised of memory: so much, and so much for each type.
BASE_BYTES, BYTES_PER_TYPE = 64e6, 80


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--gigabytes", type=float, default=1.0, help="size of the English file (default 1)")
    parser.add_argument("--megabytes", type=float, default=200.0, help="size of the file of languages (default 200)")
    parser.add_argument("--files", type=int, default=35_000, help="how many small files (default 35000)")
    parser.add_argument("--long", action="store_true", help="measure memory on ten times the English file, too")


class Bench:
    """What the tasks share: the programs, and the texts that are made when they are asked for."""

    def __init__(self, arguments: argparse.Namespace, textmill: pathlib.Path, scratch: pathlib.Path) -> None:
        self.arguments = arguments
        self.textmill = str(textmill.resolve())
        self.scratch = scratch
        self.texts = Texts(arguments.folder, scratch)
        self.peers = peers.find(arguments.peers)

    def english(self) -> Text:
        return self.texts.english(int(self.arguments.gigabytes * 1e9))

    def languages(self) -> Text:
        return self.texts.languages(int(self.arguments.megabytes * 1e6))

    def small(self) -> Text:
        return self.texts.small(self.arguments.files)

    def ours(self, *words: str, threads: int) -> list:
        return [self.textmill, "stats", *words, "-q", "-j", str(threads)]

    def tokens(self, text: Text, threads: int) -> list:
        return self.ours(str(text.path), "--only", "tokens", threads=threads)

    def words(self, text: Text, threads: int) -> list:
        """Frequencies of words into a file."""
        return self.ours(str(text.path), "--per", "word", "-o", str(self.scratch / "words.csv"), threads=threads)

    def documents_and_words(self, names: pathlib.Path, threads: int) -> list:
        out = str(self.scratch / "out") + "/"
        return self.ours(
            "--files-from", str(names), "--per", "document,word", "-o", out, "--force", threads=threads
        )

    def beside(self, peer: str, name: str, words: list, n_bytes: int, variables: dict | None = None) -> list:
        """A peer's command, or none if the peer could not be had."""
        path = self.peers[peer]
        return [Command(name, [path, *words], n_bytes, variables=variables or {})] if path else []

    @functools.cached_property
    def small_table(self) -> pathlib.Path:
        """The small files as one table, which is what xan reads."""
        table = self.scratch / "small.csv"
        export = [self.textmill, "export", "--raw", "--quiet", str(self.small().path), "-o", str(table)]
        subprocess.run(export, check=True)
        return table


def threaded(make, text: Text) -> list:
    """textmill's own commands, one for each number of threads, each a base of ratios."""
    name = {1: "textmill, 1 thread"}
    return [Command(name.get(n, f"textmill, {n} threads"), make(text, n), text.n_bytes, is_base=True) for n in THREADS]


def english(bench: Bench) -> Task:
    text = bench.english()
    file = str(text.path)
    whitespace = bench.ours(file, "--only", "tokens", "--tokens", "whitespace", threads=1)
    return Task(
        f"Words of {text.size()} of English in one file",
        [
            *threaded(bench.tokens, text),
            Command("textmill --tokens whitespace, 1 thread", whitespace, text.n_bytes),
            *bench.beside("GNU wc", "GNU wc -w", ["-w", file], text.n_bytes),
            *bench.beside("GNU wc", "GNU wc -w, LC_ALL=C", ["-w", file], text.n_bytes, {"LC_ALL": "C"}),
            *bench.beside("uutils wc", "uutils wc -w", ["-w", file], text.n_bytes),
        ],
    )


def languages(bench: Bench) -> Task:
    text = bench.languages()
    file = str(text.path)
    return Task(
        f"Words of {text.size()} from {text.n_languages} folders of languages in one file",
        [
            *threaded(bench.tokens, text),
            *bench.beside("GNU wc", "GNU wc -w", ["-w", file], text.n_bytes),
            *bench.beside("uutils wc", "uutils wc -w", ["-w", file], text.n_bytes),
        ],
    )


def small_files(bench: Bench) -> Task:
    text = bench.small()
    commands = threaded(lambda small, n: bench.documents_and_words(small.names, n), text)
    commands += bench.beside("GNU wc", "GNU wc -w", ["-w", f"--files0-from={text.names}"], text.n_bytes)
    commands += bench.beside("corpa", "corpa stats", ["stats", str(text.path), "--recursive"], text.n_bytes)
    if bench.peers["xan"]:
        commands += [xan(bench, 1), xan(bench, 2)]
    return Task(
        f"Statistics of each document, and the vocabulary, of {text.n_files:,} files, {text.size()}",
        commands,
        ["xan reads one table made of the files beforehand, and makes the vocabulary alone."],
    )


def xan(bench: Bench, threads: int) -> Command:
    program, table = shlex.quote(bench.peers["xan"]), shlex.quote(str(bench.small_table))
    pipeline = f"{program} tokenize words text --lower -t {threads} {table} | {program} vocab token"
    name = f"xan tokenize words, xan vocab token, -t {threads}"
    return Command(name, ["bash", "-o", "pipefail", "-c", pipeline], bench.small().n_bytes)


def memory(bench: Bench) -> Task:
    one = bench.english()
    texts = {f"{one.size()} of English": one, f"{bench.languages().size()} of all languages": bench.languages()}
    if bench.arguments.long:
        ten = bench.texts.times(one, 10)
        texts[f"{ten.size()} of English"] = ten
    commands, notes = [], []
    for what, text in texts.items():
        n_types = count_types(bench, text)
        notes.append(f"{what}: {n_types:,} types.")
        for n in THREADS:
            commands.append(promising(f"tokens, {what}, -j {n}", bench.tokens(text, n), text, 0))
            commands.append(promising(f"--per word, {what}, -j {n}", bench.words(text, n), text, n_types))
    return Task("Memory", commands, notes, is_about_memory=True)


def promising(name: str, words: list, text: Text, n_types: int) -> Command:
    return Command(name, words, text.n_bytes, promised_bytes=BASE_BYTES + BYTES_PER_TYPE * n_types)


def count_types(bench: Bench, text: Text) -> int:
    command = bench.ours(str(text.path), "--only", "types", "-f", "csv", "--no-header", threads=THREADS[-1])
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def twice_the_bytes(bench: Bench, what: str, make) -> Task:
    whole = bench.english()
    half = bench.texts.half(whole)
    return Task(
        f"Twice the bytes, {what}",
        [
            Command(half.size(), make(half, 1), half.n_bytes, is_base=True),
            Command(whole.size(), make(whole, 1), whole.n_bytes),
        ],
    )


def twice_the_files(bench: Bench) -> Task:
    whole = bench.small()
    half = bench.texts.every_second(whole)
    return Task(
        "Twice the files",
        [
            Command(f"{half.n_files:,} files", bench.documents_and_words(half.names, 1), half.n_bytes, is_base=True),
            Command(f"{whole.n_files:,} files", bench.documents_and_words(whole.names, 1), whole.n_bytes),
        ],
        [f"The bytes are {whole.n_bytes / half.n_bytes:.2f} times as many."],
    )


# Memory is last, since its long file may push the others out of the cache.
TASKS = {
    "english": english,
    "languages": languages,
    "small-files": small_files,
    "twice-the-bytes": lambda bench: twice_the_bytes(bench, "tokens", bench.tokens),
    "twice-the-bytes-words": lambda bench: twice_the_bytes(bench, "--per word", bench.words),
    "twice-the-files": twice_the_files,
    "memory": memory,
}
