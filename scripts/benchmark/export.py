"""Times `textmill export` beside xan, polars, DuckDB and XlsxWriter.

The documents are those of the folder; the table is made by a fixed seed, so that it is the same everywhere. docs/benchmarks.md
has what came of it.
"""

import argparse
import pathlib
import random
import shlex
import subprocess
import sys

from benchmark import peers
from benchmark.texts import Texts
from benchmark.timing import Command, Task

THREADS = (1, 2)
PACKAGES = ("duckdb==2.0.0", "polars==2.1.0", "xlsxwriter==3.3.1")
WORDS = "river storm council bridge harbor winter election market school minister festival train museum report".split()

# What the Python programs run; `a` and `b` are the paths of input and output.
POLARS = "import sys, polars as p; a, b = sys.argv[1:]; "
DUCKDB = "import sys, duckdb as d; a, b = sys.argv[1:]; d.execute('SET threads={}'); "
XLSXWRITER = """
import csv, sys, xlsxwriter
book = xlsxwriter.Workbook(sys.argv[2], {"constant_memory": True})
sheet = book.add_worksheet()
for row, cells in enumerate(csv.reader(open(sys.argv[1], newline=""))):
    for column, cell in enumerate(cells):
        if row and column in (3, 4, 5, 6, 7, 8):
            sheet.write_number(row, column, float(cell))
        else:
            sheet.write_string(row, column, cell)
book.close()
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--files", type=int, default=20_000, help="how many documents (default 20000)")
    parser.add_argument("--rows", type=int, default=200_000, help="rows of the table (default 200000)")


class Bench:
    """What the tasks share: the programs, the documents and the table."""

    def __init__(self, arguments: argparse.Namespace, textmill: pathlib.Path, scratch: pathlib.Path) -> None:
        self.arguments = arguments
        self.textmill = str(textmill.resolve())
        self.scratch = scratch
        self.peers = {"xan": peers.find(arguments.peers)["xan"]}
        self.python = python(arguments.peers / "python")
        self.texts = Texts(arguments.folder, scratch)

    def documents(self, suffix: str) -> pathlib.Path:
        path = self.scratch / f"documents.{suffix}"
        if not path.exists():
            files = str(self.texts.small(self.arguments.files).path)
            subprocess.run([self.textmill, "export", files, "--raw", "-q", "-o", path], check=True)
        return path

    def table(self) -> pathlib.Path:
        """Twelve columns: texts, whole numbers, real numbers."""
        path = self.scratch / "table.csv"
        if path.exists():
            return path
        chance = random.Random(5)
        with path.open("w") as out:
            out.write("id,source,title,year,month,tokens,types,ttr,mattr,outlet,city,url\n")
            for n in range(self.arguments.rows):
                title, outlet, city = " ".join(chance.choices(WORDS, k=6)), chance.choice(WORDS), chance.choice(WORDS)
                numbers = f"{2000 + n % 25},{1 + n % 12},{chance.randint(10, 9000)},{chance.randint(5, 3000)}"
                shares = f"{chance.random():.6f},{chance.random():.6f}"
                place = f"https://example.org/{chance.randint(1, 10**9)}"
                out.write(f"doc{n},in/{n % 977}.txt,{title},{numbers},{shares},{outlet},{city},{place}\n")
        return path

    def ours(self, source: pathlib.Path, target: str, *flags: str) -> list:
        size = source.stat().st_size
        words = [self.textmill, "export", source, "--raw", "-q", "-o", self.scratch / target, *flags]
        name = {1: "textmill, 1 thread"}
        return [Command(name.get(n, f"textmill, {n} threads"), [*words, "-j", n], size, is_base=True) for n in THREADS]

    def xan(self, source: pathlib.Path, words: str) -> list:
        if not self.peers["xan"]:
            return []
        command = f"{shlex.quote(self.peers['xan'])} {words}"
        return [Command("xan", ["bash", "-o", "pipefail", "-c", command], source.stat().st_size)]

    def script(self, name: str, code: str, source: pathlib.Path, target: str) -> Command:
        words = [self.python, "-c", code, source, self.scratch / target]
        return Command(name, words, source.stat().st_size, variables={"POLARS_MAX_THREADS": name.split()[-1]})


def python(folder: pathlib.Path) -> pathlib.Path:
    """A virtual environment with the peers from PyPI. What of them is missing is installed, and said where it cannot be had."""
    program = folder / "bin" / "python"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True, stdout=sys.stderr)
    # Where all are there already, this takes a second and needs no network.
    subprocess.run([program, "-m", "pip", "install", "--quiet", *PACKAGES], check=False, stdout=sys.stderr)
    return program


def from_frames(bench: Bench, source: pathlib.Path, target: str, polars: str, duckdb: str) -> list:
    """polars and DuckDB with one thread and with two."""
    commands = []
    for n in THREADS:
        commands.append(bench.script(f"polars, threads: {n}", POLARS + polars, source, target))
        commands.append(bench.script(f"DuckDB, threads: {n}", DUCKDB.format(n) + duckdb, source, target))
    return commands


def jsonl_to_csv(bench: Bench) -> Task:
    source = bench.documents("jsonl")
    duckdb = "d.execute(f\"COPY (SELECT * FROM read_json('{a}', maximum_object_size=100000000)) TO '{b}' (HEADER)\")"
    return Task(
        f"JSON Lines to CSV, {source.stat().st_size / 1e6:.0f} MB",
        [
            *bench.ours(source, "out.csv"),
            *bench.xan(source, f"from -f ndjson {source} -o {bench.scratch}/xan.csv"),
            *from_frames(bench, source, "frames.csv", "p.read_ndjson(a).write_csv(b)", duckdb),
        ],
    )


def csv_to_jsonl(bench: Bench) -> Task:
    source = bench.documents("csv")
    duckdb = "d.execute(f\"COPY (SELECT * FROM read_csv('{a}', max_line_size=100000000)) TO '{b}' (FORMAT json)\")"
    return Task(
        f"CSV to JSON Lines, {source.stat().st_size / 1e6:.0f} MB",
        [
            *bench.ours(source, "out.jsonl"),
            *bench.xan(source, f"to ndjson {source} -o {bench.scratch}/xan.jsonl"),
            *from_frames(bench, source, "frames.jsonl", "p.read_csv(a).write_ndjson(b)", duckdb),
        ],
    )


def xlsx(bench: Bench) -> Task:
    source = bench.table()
    types = "--types=year=integer,month=integer,tokens=integer,types=integer,ttr=real,mattr=real"
    return Task(
        f"CSV to XLSX, {bench.arguments.rows:,} rows of 12 columns",
        [
            *bench.ours(source, "out.xlsx", types),
            *bench.xan(source, f"to xlsx {source} -o {bench.scratch}/xan.xlsx"),
            bench.script("XlsxWriter, constant memory", XLSXWRITER, source, "python.xlsx"),
        ],
    )


def parquet(bench: Bench) -> Task:
    source = bench.documents("csv")
    duckdb = "d.execute(f\"COPY (SELECT * FROM read_csv('{a}', max_line_size=100000000)) TO '{b}' (CODEC zstd)\")"
    return Task(
        f"CSV to Parquet, {source.stat().st_size / 1e6:.0f} MB",
        [
            *bench.ours(source, "out.parquet"),
            *from_frames(bench, source, "frames.parquet", "p.read_csv(a).write_parquet(b, compression='zstd')", duckdb),
        ],
    )


def sqlite(bench: Bench) -> Task:
    source = bench.table()
    imported = f".import --csv {source} document"
    target = bench.scratch / "shell.sqlite"
    shell = ["bash", "-c", f"rm -f {target}; sqlite3 {target} {shlex.quote(imported)}"]
    return Task(
        f"CSV to SQLite, {bench.arguments.rows:,} rows of 12 columns",
        [*bench.ours(source, "out.sqlite"), Command("sqlite3 .import", shell, source.stat().st_size)],
    )


TASKS = {
    "jsonl-to-csv": jsonl_to_csv,
    "csv-to-jsonl": csv_to_jsonl,
    "xlsx": xlsx,
    "parquet": parquet,
    "sqlite": sqlite,
}
