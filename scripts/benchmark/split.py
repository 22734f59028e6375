"""Times `textmill split` beside splitters of sentences and chunks, and beside a bare loop that writes files.

Each task is a function that makes its texts and says its commands; docs/benchmarks.md says what each one means.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys

from benchmark.texts import Text, Texts
from benchmark.timing import Command, Task

THREADS = (1, 2)
CHARACTERS = 2_000
PYTHON_PEERS = ("blingfire==0.1.8", "segtok==1.5.11", "spacy==3.8.7", "click")
# Each reads a file and writes its sentences, one a line.
SENTENCES = {
    "blingfire": "import blingfire as b; w(b.text_to_sentences(t))",
    "segtok": "from segtok.segmenter import split_multi; [w(s + '\\n') for s in split_multi(t)]",
    "spaCy sentencizer": "import spacy; n = spacy.blank('en'); n.add_pipe('sentencizer'); "
    "n.max_length = 1 << 40; [w(s.text + '\\n') for p in t.split('\\n\\n') for s in n(p).sents]",
}
READ = "import sys; t = open(sys.argv[1], encoding='utf-8').read(); w = sys.stdout.write; "
MANIFEST = """[package]
name = "split-peers"
version = "0.33.1"
edition = "2021"
[dependencies]
text-splitter = { version = "=0.33.1", default-features = false }
[workspace]
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--files", type=int, default=20_000, help="how many small files to cut (default 20000)")
    parser.add_argument("--megabytes", type=float, default=10.0, help="text to cut into sentences (default 10)")
    parser.add_argument("--entries", type=int, default=1_000_000, help="entries of the longest page (default 1000000)")
    parser.add_argument("--segments", type=int, default=50_000, help="files to write (default 50000)")


class Bench:
    """What the tasks share: the programs, and the texts that are made when they are asked for."""

    def __init__(self, arguments: argparse.Namespace, textmill: pathlib.Path, scratch: pathlib.Path) -> None:
        self.arguments = arguments
        self.textmill = str(textmill.resolve())
        self.scratch = scratch
        self.texts = Texts(arguments.folder, scratch)
        self.peers = {
            "text-splitter and the bare loop": rust_peers(arguments.peers),
            "blingfire, segtok, spaCy": python(arguments.peers),
        }

    def ours(self, *words: str, threads: int) -> list:
        return [self.textmill, "split", *words, "-q", "-j", str(threads)]

    def rust(self, name: str, words: list, n_bytes: int) -> list:
        path = self.peers["text-splitter and the bare loop"]
        return [Command(name, [path, *words], n_bytes)] if path else []


def rust_peers(folder: pathlib.Path) -> str | None:
    """Builds `split_peers.rs`, unless it is there."""
    program = folder / "bin" / "split-peers"
    if not program.exists():
        source = folder / "split-peers"
        (source / "src").mkdir(parents=True, exist_ok=True)
        (source / "Cargo.toml").write_text(MANIFEST)
        shutil.copy(pathlib.Path(__file__).with_name("split_peers.rs"), source / "src" / "main.rs")
        command = ["cargo", "install", "--path", str(source), "--root", str(folder), "--quiet"]
        subprocess.run(command, check=False, stdout=sys.stderr)
    return str(program) if program.exists() else None


def python(folder: pathlib.Path) -> str | None:
    """A virtual environment with the peers from PyPI, made unless it is there."""
    program = folder / "split-python" / "bin" / "python"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", program.parent.parent], check=False, stdout=sys.stderr)
    if program.exists():
        install = [program, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PYTHON_PEERS]
        subprocess.run(install, check=False, stdout=sys.stderr)
    return str(program) if program.exists() else None


def chunks(bench: Bench) -> Task:
    text = bench.texts.small(bench.arguments.files)
    names, size = str(text.names), str(CHARACTERS)
    # Front matter and formats are looked for by textmill alone; --from text leaves that out.
    words = ["--files-from", names, "--from", "text", "--size", f"{size}characters", "--only", "text"]
    ours = [Command(f"textmill, {n} thread{'s' if n > 1 else ''}", bench.ours(*words, threads=n), text.n_bytes, is_base=True) for n in THREADS]
    title = f"Segments of {CHARACTERS:,} characters of {text.n_files:,} files, {text.size()}"
    return Task(title, [*ours, *bench.rust("text-splitter", ["chunks", size, names], text.n_bytes)])


def sentences(bench: Bench) -> Task:
    text = bench.texts.english(int(bench.arguments.megabytes * 1e6))
    words = [str(text.path), "--by", "sentence", "--only", "text"]
    commands = [Command("textmill", bench.ours(*words, threads=1), text.n_bytes, is_base=True)]
    if path := bench.peers["blingfire, segtok, spaCy"]:
        commands += [Command(n, [path, "-c", READ + code, str(text.path)], text.n_bytes) for n, code in SENTENCES.items()]
    return Task(f"Sentences of {text.size()} of English", commands)


def files(bench: Bench) -> Task:
    path, n_segments = bench.scratch / "lines.txt", bench.arguments.segments
    line = "A line of some words that becomes a file of its own, number {:06}, and is about as long as a teaser is.\n"
    path.write_text("".join(line.format(number) for number in range(n_segments)))
    text = Text(path, path.stat().st_size)
    out = str(bench.scratch / "out")
    # Every run writes a folder of its own, since emptying one takes as long as filling it.
    in_new_folder = ["bash", "-c", 'exec "$@" -o "$0-$$/"', out]
    ours = [*in_new_folder, *bench.ours(str(path), "--by", "line", threads=1)]
    commands = [Command("textmill", ours, text.n_bytes)]
    if program := bench.peers["text-splitter and the bare loop"]:
        loop = ["bash", "-c", 'exec "$1" files "$2" "$0-$$"', out, program, str(path)]
        commands.append(Command("a loop that creates, writes and closes", loop, text.n_bytes, is_base=True))
    return Task(f"{n_segments:,} files, one for each segment", commands)


def page(bench: Bench) -> Task:
    commands = []
    for n_entries in (bench.arguments.entries // 4, bench.arguments.entries // 2, bench.arguments.entries):
        path = bench.scratch / f"page-{n_entries}.txt"
        entry = "Ferry number {} late\n\nFog again, says the master of the ferry on the river.\n\nRead more\n\n"
        path.write_text("".join(entry.format(number) for number in range(n_entries)))
        name, n_bytes = f"{n_entries:,} entries", path.stat().st_size
        commands.append(Command(name, bench.ours(str(path), threads=1), n_bytes, is_base=not commands))
    return Task("A page of many entries, cut without a flag", commands)


TASKS = {"chunks": chunks, "sentences": sentences, "files": files, "page": page}
