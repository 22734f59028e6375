"""Times `textmill diff` beside GNU diff and git.

Each task is a function that makes its texts and says its commands; docs/benchmarks.md says what each one means.
"""

import argparse
import functools
import pathlib
import random
import shutil

from benchmark import peers
from benchmark.texts import Text, Texts
from benchmark.timing import Command, Task

# Programs that compare say with 1 that there is a difference, and only with more that they failed.
GOOD_CODES = ("0", "1")
# Of folders all three name what cannot be compared, such as links that lead nowhere, with this code, and do the rest.
FOLDER_CODES = (*GOOD_CODES, "2")
# The same edits on every machine.
SEED = 20240229


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("other", type=pathlib.Path, nargs="?", help="a newer version of FOLDER, for the task `folders`")
    parser.add_argument("--megabytes", type=float, default=50.0, help="size of a text compared by lines (default 50)")
    parser.add_argument("--words", type=float, default=10.0, help="megabytes of one compared by words (default 10)")


class Bench:
    """What the tasks share: the programs, and the texts that are made when they are asked for."""

    def __init__(self, arguments: argparse.Namespace, textmill: pathlib.Path, scratch: pathlib.Path) -> None:
        self.arguments = arguments
        self.textmill = str(textmill.resolve())
        self.scratch = scratch
        self.texts = Texts(arguments.folder, scratch)
        self.peers = {"GNU diff": gnu_diff(), "git": shutil.which("git")}

    def ours(self, name: str, *words: str, n_bytes: int, codes: tuple = GOOD_CODES) -> Command:
        return Command(name, [self.textmill, "diff", "-q", *words], n_bytes, is_base=True, good_codes=codes)

    def beside(self, peer: str, name: str, words: list, n_bytes: int, codes: tuple = GOOD_CODES) -> list:
        """A peer's command, or none if the peer could not be had."""
        path = self.peers[peer]
        return [Command(name, [path, *words], n_bytes, good_codes=codes)] if path else []

    @functools.lru_cache
    def edited(self, n_bytes: int, per_mille: int) -> tuple:
        """A text of so many bytes, and the same with so many lines of a thousand removed, added or changed."""
        old = self.texts.english(n_bytes)
        new = self.scratch / f"{old.path.stem}-{per_mille}.txt"
        chance = random.Random(SEED)
        with old.path.open(encoding="utf-8") as lines, new.open("w", encoding="utf-8") as out:
            for line in lines:
                out.write(edited_line(line, per_mille, chance))
        return old, Text(new, new.stat().st_size)


def edited_line(line: str, per_mille: int, chance: random.Random) -> str:
    if chance.random() >= per_mille / 1000:
        return line
    kind = chance.randrange(4)
    if kind == 0:
        return ""
    if kind == 1:
        return f"{line.rstrip()}\nAn added line, number {chance.randrange(10**9)}.\n"
    words = line.split(" ")
    words[chance.randrange(len(words))] = "changed"
    return " ".join(words).rstrip("\n") + "\n"


def gnu_diff() -> str | None:
    path = shutil.which("diff")
    return path if path and "GNU" in peers.version(path) else None


def lines(bench: Bench, per_mille: int) -> Task:
    old, new = bench.edited(int(bench.arguments.megabytes * 1e6), per_mille)
    sides, n_bytes = [str(old.path), str(new.path)], old.n_bytes + new.n_bytes
    return Task(
        f"Two texts of {old.size()} by lines, {per_mille / 10:g} % of the lines changed",
        [
            bench.ours("textmill", *sides, "-f", "unified", n_bytes=n_bytes),
            *bench.beside("GNU diff", "diff -u", ["-u", *sides], n_bytes),
            *bench.beside("git", "git diff --histogram", ["diff", "--no-index", "--histogram", *sides], n_bytes),
        ],
    )


def words(bench: Bench, per_mille: int) -> Task:
    old, new = bench.edited(int(bench.arguments.words * 1e6), per_mille)
    sides, n_bytes = [str(old.path), str(new.path)], old.n_bytes + new.n_bytes
    return Task(
        f"Two texts of {old.size()} by words, {per_mille / 10:g} % of the lines changed",
        [
            bench.ours("textmill --words", *sides, "--words", n_bytes=n_bytes),
            *bench.beside("git", "git diff --word-diff", ["diff", "--no-index", "--word-diff", *sides], n_bytes),
        ],
        ["textmill writes the whole text with the changes in it, git the changed places."],
    )


def folders(bench: Bench) -> Task:
    old, new = bench.arguments.folder, bench.arguments.other
    if new is None or not new.is_dir():
        return Task("A folder against a newer version", [], ["This needs a second folder."])
    (n_old, old_bytes), (n_new, new_bytes) = measure_folder(old), measure_folder(new)
    sides, n_bytes = [str(old), str(new)], old_bytes + new_bytes
    return Task(
        f"A folder of {n_old:,} files against one of {n_new:,}, {n_bytes / 1e6:.0f} MB together",
        [
            bench.ours("textmill -j 1", *sides, "-f", "csv", "-j", "1", n_bytes=n_bytes, codes=FOLDER_CODES),
            bench.ours("textmill -j 2", *sides, "-f", "csv", "-j", "2", n_bytes=n_bytes, codes=FOLDER_CODES),
            *bench.beside("GNU diff", "diff -r", ["-r", *sides], n_bytes, FOLDER_CODES),
            *bench.beside("git", "git diff --no-index", ["diff", "--no-index", *sides], n_bytes, FOLDER_CODES),
        ],
        ["textmill writes a row for each document; the others write the changed lines, and git looks for renamed files."],
    )


def measure_folder(folder: pathlib.Path) -> tuple:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return len(sizes), sum(sizes)


TASKS = {
    "lines": lambda bench: lines(bench, 10),
    "many-lines": lambda bench: lines(bench, 200),
    "words": lambda bench: words(bench, 10),
    "many-words": lambda bench: words(bench, 200),
    "folders": folders,
}
