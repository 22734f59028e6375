"""Times `textmill dedupe` beside finders of duplicates.

The folder has docs.jsonl, records with an id and a text, and for programs that know only files a folder txt of texts.
Each task is a function that says its commands; docs/benchmarks.md says what each one means.
"""

import argparse
import pathlib
import shlex
import shutil
import subprocess
import sys
import venv

from benchmark.timing import Command, Task

THREADS = (1, 2)
# What is promised of memory: so much for what is in flight and compared, and so much for each document.
BASE_BYTES, BYTES_PER_DOCUMENT = 300e6, 300
# One document in so many is new where an index has the others.
NEW = 100

PACKAGES = {"gaoya": "0.2.2", "rensa": "0.5.0"}

VERSION = """
import importlib.metadata, sys
if sys.argv[1] == '--version':
    sys.exit(print(importlib.metadata.version('{package}')))
"""

PROGRAMS = {
    "gaoya": """
import json
from gaoya.minhash import MinHashStringIndex
index = MinHashStringIndex(hash_size=32, jaccard_threshold=0.8, num_bands=20, band_size=6, analyzer='word',
                           lowercase=True, ngram_range=(5, 5))
texts = [json.loads(line)['text'] for line in open(sys.argv[1])]
index.par_bulk_insert_docs(list(range(len(texts))), texts)
pairs = {(min(a, b), max(a, b)) for a, found in enumerate(index.par_bulk_query(texts)) for b in found if a != b}
print(len(pairs))
""",
    "rensa": r"""
import json, re
from rensa import RMinHash, RMinHashLSH
lsh, sketches = RMinHashLSH(threshold=0.8, num_perm=128, num_bands=16), []
for number, line in enumerate(open(sys.argv[1])):
    words = re.findall(r'\w+', json.loads(line)['text'].lower())
    sketch = RMinHash(num_perm=128, seed=42)
    sketch.update([' '.join(words[at:at + 5]) for at in range(max(1, len(words) - 4))])
    lsh.insert(number, sketch)
    sketches.append(sketch)
pairs = {(min(a, b), max(a, b)) for a, sketch in enumerate(sketches) for b in lsh.query(sketch)
         if a != b and sketch.jaccard(sketches[b]) >= 0.8}
print(len(pairs))
""",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """All that this suite needs is in its folder."""
    parser.epilog = "FOLDER has docs.jsonl (id, text), and the same texts as files in txt for the task equal-files."


class Bench:
    """What the tasks share: the programs, and the documents."""

    def __init__(self, arguments: argparse.Namespace, textmill: pathlib.Path, scratch: pathlib.Path) -> None:
        self.textmill = str(textmill.resolve())
        self.scratch = scratch
        self.corpus = arguments.folder / "docs.jsonl"
        self.files = arguments.folder / "txt"
        self.peers = {"fdupes": shutil.which("fdupes"), "rdfind": shutil.which("rdfind")}
        self.peers.update({name: self.program(name, arguments.peers) for name in PACKAGES})

    def program(self, package: str, folder: pathlib.Path) -> str | None:
        """A program around a package of Python, which is installed unless it is there."""
        python = (folder / "python" / "bin" / "python").absolute()
        if not python.exists():
            venv.create(folder / "python", with_pip=True)
        has = [python, "-c", f"import {package}"]
        if subprocess.run(has, check=False, capture_output=True).returncode != 0:
            wanted = f"{package}=={PACKAGES[package]}"
            subprocess.run([python, "-m", "pip", "install", "--quiet", wanted], check=False, stdout=sys.stderr)
        if subprocess.run(has, check=False, capture_output=True).returncode != 0:
            return None
        source, program = self.scratch / f"{package}_pairs.py", self.scratch / package
        source.write_text(VERSION.format(package=package) + PROGRAMS[package])
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(str(python))} {shlex.quote(str(source))} "$@"\n')
        program.chmod(0o755)
        return str(program)

    def ours(self, path: pathlib.Path, *words: str, threads: int = 1) -> list:
        return [self.textmill, "dedupe", str(path), *words, "-q", "-j", str(threads)]

    def pairs(self, path: pathlib.Path, relations: str, threads: int) -> list:
        """Both ids of each pair and its Jaccard coefficient, as the peers find them."""
        columns = "id_a,id_b,jaccard"
        return self.ours(path, "--per", "pair", "--columns", columns, "--relation", relations, threads=threads)

    def n_documents(self) -> int:
        with self.corpus.open("rb") as lines:
            return sum(1 for _ in lines)


def threaded(make, n_bytes: int) -> list:
    """textmill's own commands, one for each number of threads, each a base of ratios."""
    name = {1: "textmill, 1 thread"}
    return [Command(name.get(n, f"textmill, {n} threads"), make(n), n_bytes, is_base=True) for n in THREADS]


def near(bench: Bench) -> Task:
    n_bytes, relations = bench.corpus.stat().st_size, "exact,normalized,near"
    commands = threaded(lambda n: bench.pairs(bench.corpus, relations, n), n_bytes)
    for n in THREADS:
        threads = f"{n} thread{'s' if n > 1 else ''}"
        kept = bench.ours(bench.corpus, threads=n)
        commands.append(Command(f"textmill, all relations, kept documents, {threads}", kept, n_bytes))
        if path := bench.peers["gaoya"]:
            variables = {"RAYON_NUM_THREADS": str(n)}
            commands.append(Command(f"gaoya, {threads}", [path, str(bench.corpus)], n_bytes, variables=variables))
    if path := bench.peers["rensa"]:
        commands.append(Command("rensa", [path, str(bench.corpus)], n_bytes))
    return Task(f"Near-duplicates of {bench.n_documents():,} documents, {n_bytes / 1e6:.0f} MB", commands)


def equal_files(bench: Bench) -> Task:
    if not bench.files.is_dir():
        return Task("Equal files", [], ["There is no folder txt."])
    sizes = [path.stat().st_size for path in bench.files.rglob("*") if path.is_file()]
    n_bytes = sum(sizes)
    commands = threaded(lambda n: bench.pairs(bench.files, "exact", n), n_bytes)
    peers = {"fdupes": ["-rq"], "rdfind": ["-dryrun", "true", "-makeresultsfile", "false"]}
    for name, options in peers.items():
        if path := bench.peers[name]:
            commands.append(Command(name, [path, *options, str(bench.files)], n_bytes))
    return Task(f"Equal files among {len(sizes):,}, {n_bytes / 1e6:.0f} MB", commands)


def index(bench: Bench) -> Task:
    n_bytes, n_documents = bench.corpus.stat().st_size, bench.n_documents()
    n_seen = n_documents - n_documents // NEW
    seen, new, file = (bench.scratch / name for name in ("seen.jsonl", "new.jsonl", "seen.index"))
    with bench.corpus.open("rb") as lines, seen.open("wb") as old_lines, new.open("wb") as new_lines:
        for number, line in enumerate(lines):
            (old_lines if number < n_seen else new_lines).write(line)
    subprocess.run(bench.ours(seen, "--index", str(file), "-o", str(bench.scratch / "seen.csv")), check=True)
    return Task(
        f"{n_documents - n_seen:,} documents beside an index of all others",
        [
            Command("textmill, one run over all", bench.ours(bench.corpus), n_bytes, is_base=True),
            Command("textmill, the new ones --index", bench.ours(new, "--index", str(file), "--no-add"), n_bytes),
        ],
        [
            f"The index has {file.stat().st_size / n_seen:,.0f} bytes a document.",
            "The new documents are written into it, and the last step, which makes them count, is left out, so that "
            "each run meets the same index.",
        ],
    )


def memory(bench: Bench) -> Task:
    n_bytes = bench.corpus.stat().st_size
    promised = BASE_BYTES + BYTES_PER_DOCUMENT * bench.n_documents()
    tasks = {"near": ["--relation", "exact,normalized,near"], "all relations": []}
    commands = [
        Command(f"{name}, -j {n}", bench.ours(bench.corpus, *words, threads=n), n_bytes, promised_bytes=promised)
        for name, words in tasks.items()
        for n in THREADS
    ]
    return Task("Memory", commands, is_about_memory=True)


TASKS = {"near": near, "equal-files": equal_files, "index": index, "memory": memory}
