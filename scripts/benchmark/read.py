"""Times how fast formats are read beside the programs that people read them with.

The files are made from the texts of the folder by the libraries that people make them with, so that each task has the same
texts on every machine; PDF files, which differ by producer, are those of a folder that --pdf names. docs/benchmarks.md has
the results.
"""

import argparse
import functools
import json
import pathlib
import shlex
import shutil
import subprocess
import sys
import zipfile

from benchmark.export import Bench as Tables
from benchmark.texts import Texts, text_of
from benchmark.timing import Command, Task

THREADS = (1, 2)
# Texts in a long Word document; python-docx needs the square of their number to add them.
LONG = 50
PACKAGES = (
    "duckdb==2.0.0", "EbookLib==0.19", "lxml", "openpyxl==3.1.5", "pyarrow", "pypdf", "python-docx==1.2.0", "warcio==1.7.5",
)  # fmt: skip

DOCX = """
import docx, json, pathlib, sys
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.docx")):
    book = docx.Document(path)
    print(json.dumps({"id": path.name, "text": "\\n".join(paragraph.text for paragraph in book.paragraphs)}))
"""
EPUB = """
import json, pathlib, sys
import ebooklib, lxml.html
from ebooklib import epub
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.epub")):
    parts = epub.read_epub(path).get_items_of_type(ebooklib.ITEM_DOCUMENT)
    text = "\\n".join(lxml.html.fromstring(part.get_content()).text_content() for part in parts)
    print(json.dumps({"id": path.name, "text": text}))
"""
TEI = """
import json, sys
from lxml import etree
space = "{http://www.tei-c.org/ns/1.0}"
for _, element in etree.iterparse(sys.argv[1], tag=space + "TEI"):
    body = element.find(f"{space}text")
    print(json.dumps({"id": element.get("{http://www.w3.org/XML/1998/namespace}id"), "text": "".join(body.itertext())}))
    element.clear()
"""
OPENPYXL = """
import csv, sys, openpyxl
rows = openpyxl.load_workbook(sys.argv[1], read_only=True).worksheets[0].iter_rows(values_only=True)
csv.writer(open(sys.argv[2], "w", newline="")).writerows(rows)
"""
PYPDF = """
import json, pathlib, sys, pypdf
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.pdf")):
    try:
        text = "\\f".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    except Exception:
        continue
    print(json.dumps({"id": path.name, "text": text}))
"""
WARC = """
import json, sys
from warcio.archiveiterator import ArchiveIterator
for record in ArchiveIterator(open(sys.argv[1], "rb")):
    if record.rec_type == "conversion":
        text = record.content_stream().read().decode(errors="replace")
        print(json.dumps({"url": record.rec_headers.get_header("WARC-Target-URI"), "text": text}))
"""
PARQUET = "import sys, duckdb; duckdb.execute('SET threads={}'); a, b = sys.argv[1:]; "
PARQUET += "duckdb.execute(f\"COPY (SELECT * FROM read_parquet('{{a}}')) TO '{{b}}' (HEADER)\")"
PYARROW = """
import sys, pyarrow.csv, pyarrow.parquet
file = pyarrow.parquet.ParquetFile(sys.argv[1])
with pyarrow.csv.CSVWriter(sys.argv[2], file.schema_arrow) as out:
    for batch in file.iter_batches():
        out.write_batch(batch)
"""
ZIP = """
import json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
for name in archive.namelist():
    print(json.dumps({"id": name, "text": archive.read(name).decode(errors="replace")}))
"""

# What makes the files: texts on standard input as JSON Lines, the folder or the file to make as the only argument.
MAKE_DOCX = """
import docx, json, pathlib, sys
folder = pathlib.Path(sys.argv[1])
for number, line in enumerate(sys.stdin):
    book = docx.Document()
    for paragraph in json.loads(line)["text"].split("\\n\\n"):
        book.add_paragraph("".join(character for character in paragraph if character >= " " or character == "\\n"))
    book.save(folder / f"{number:05}.docx")
"""
MAKE_EPUB = """
import html, json, pathlib, sys
from ebooklib import epub
folder = pathlib.Path(sys.argv[1])
for number, line in enumerate(sys.stdin):
    text = "".join(character for character in json.loads(line)["text"] if character >= " " or character == "\\n")
    book = epub.EpubBook()
    book.set_identifier(str(number)); book.set_title(str(number)); book.set_language("en")
    part = epub.EpubHtml(title="Text", file_name="text.xhtml")
    part.content = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in text.split("\\n\\n"))
    book.add_item(part); book.add_item(epub.EpubNcx()); book.add_item(epub.EpubNav()); book.spine = [part]
    epub.write_epub(folder / f"{number:05}.epub", book)
"""
MAKE_WET = """
import io, json, sys
from warcio.warcwriter import WARCWriter
writer = WARCWriter(open(sys.argv[1], "wb"), gzip=True)
for number, line in enumerate(sys.stdin):
    record = writer.create_warc_record(f"https://example.org/{number}", "conversion", warc_content_type="text/plain",
        payload=io.BytesIO(json.loads(line)["text"].encode()))
    writer.write_record(record)
"""
MAKE_XLSX = """
import csv, sys, openpyxl
book = openpyxl.Workbook(write_only=True)
sheet = book.create_sheet()
for row, cells in enumerate(csv.reader(sys.stdin)):
    sheet.append([float(cell) if row and column in (3, 4, 5, 6, 7, 8) else cell for column, cell in enumerate(cells)])
book.save(sys.argv[1])
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--files", type=int, default=2_000, help="how many documents (default 2000)")
    parser.add_argument("--rows", type=int, default=50_000, help="rows of the workbook (default 50000)")
    parser.add_argument("--pdf", type=pathlib.Path, help="folder of PDF files; without it the task is left out")


class Bench:
    """What the tasks share: the programs, and the texts as JSON Lines."""

    def __init__(self, arguments: argparse.Namespace, textmill: pathlib.Path, scratch: pathlib.Path) -> None:
        self.arguments = arguments
        self.textmill = str(textmill.resolve())
        self.scratch = scratch
        self.peers = {}
        self.texts = Texts(arguments.folder, scratch)
        self.python = python(arguments.peers / "reading")

    @functools.cached_property
    def documents(self) -> pathlib.Path:
        path, every = self.scratch / "documents.jsonl", self.scratch / "every.jsonl"
        folder = str(self.texts.small(self.arguments.files).path)
        subprocess.run([self.textmill, "export", folder, "--raw", "-q", "-o", every], check=True)
        # A file without text is refused by name, which is another task.
        with every.open() as lines, path.open("w") as out:
            out.writelines(line for line in lines if any(map(str.isalnum, json.loads(line)["text"])))
        return path

    def make(self, code: str, target: pathlib.Path, source: pathlib.Path) -> pathlib.Path:
        with source.open("rb") as texts:
            subprocess.run([self.python, "-c", code, target], stdin=texts, check=True)
        return target

    def folder(self, code: str, suffix: str) -> pathlib.Path:
        folder = self.scratch / suffix
        folder.mkdir(exist_ok=True)
        return self.make(code, folder, self.documents)

    def ours(self, source: pathlib.Path, n_bytes: int, target: str = "out.jsonl") -> list:
        words = [self.textmill, "export", source, "--raw", "-q", "-o", self.scratch / target]
        names = {1: "textmill, 1 thread"}
        return [Command(names.get(n, f"textmill, {n} threads"), [*words, "-j", n], n_bytes, is_base=True) for n in THREADS]

    def script(self, name: str, code: str, source: pathlib.Path, n_bytes: int, target: str | None = None) -> Command:
        """A Python program that prints, or that writes the file `target`."""
        words = [self.python, "-c", code, source]
        if target:
            return Command(name, [*words, self.scratch / target], n_bytes)
        line = shlex.join(map(str, words)) + f" >{shlex.quote(str(self.scratch / 'peer.jsonl'))}"
        return Command(name, ["bash", "-c", line], n_bytes)


def python(folder: pathlib.Path) -> str:
    """A virtual environment with the peers of PyPI; what is missing is installed."""
    program = folder / "bin" / "python"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True, stdout=sys.stderr)
    subprocess.run([program, "-m", "pip", "install", "--quiet", *PACKAGES], check=False, stdout=sys.stderr)
    return str(program)


def size(folder: pathlib.Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def of_files(bench: Bench, title: str, folder: pathlib.Path, peers: list) -> Task:
    n_files = sum(path.is_file() for path in folder.rglob("*"))
    n_bytes = size(folder)
    return Task(f"{title}: {n_files:,} files, {n_bytes / 1e6:.1f} MB", [*bench.ours(folder, n_bytes), *peers])


def docx(bench: Bench) -> Task:
    folder = bench.folder(MAKE_DOCX, "docx")
    return of_files(bench, "Word documents", folder, [bench.script("python-docx", DOCX, folder, size(folder))])


def book_docx(bench: Bench) -> Task:
    """The same texts in a few long documents: what a file costs counts less, and what a byte costs more."""
    texts = [data.decode() for data in map(text_of, bench.texts.english_files()[: 10 * LONG]) if data]
    books = bench.scratch / "books.jsonl"
    with books.open("w") as out:
        for start in range(0, len(texts), LONG):
            out.write(json.dumps({"text": "\n\n".join(texts[start : start + LONG])}) + "\n")
    folder = bench.scratch / "book-docx"
    folder.mkdir(exist_ok=True)
    bench.make(MAKE_DOCX, folder, books)
    return of_files(bench, "Long Word documents", folder, [bench.script("python-docx", DOCX, folder, size(folder))])


def epub(bench: Bench) -> Task:
    folder = bench.folder(MAKE_EPUB, "epub")
    return of_files(bench, "EPUB", folder, [bench.script("EbookLib and lxml", EPUB, folder, size(folder))])


def pdf(bench: Bench) -> Task | None:
    folder = bench.arguments.pdf
    if not folder:
        return Task("PDF: left out, because --pdf names no folder", [])
    n_bytes = size(folder)
    peers = [bench.script("pypdf", PYPDF, folder, n_bytes)]
    if program := shutil.which("pdftotext"):
        each = f"find {shlex.quote(str(folder))} -name '*.pdf' -print0 | xargs -0 -n 1 -P {{}} sh -c '{program} \"$0\" - || true'"
        each += f" >{bench.scratch}/pdf.txt"
        peers += [Command(f"pdftotext, {n} at a time", ["bash", "-c", each.format(n)], n_bytes) for n in THREADS]
    task = of_files(bench, "PDF", folder, peers)
    good = [Command(c.name, c.words, c.n_bytes, c.is_base, good_codes=("0", "2")) for c in task.commands]
    return Task(task.title, good, ["A PDF without text, or that is damaged, is named by textmill, which ends with exit code 2."])


def tei(bench: Bench) -> Task:
    path = bench.scratch / "corpus.tei.xml"
    subprocess.run([bench.textmill, "export", bench.documents, "--raw", "-q", "-f", "tei", "-o", path], check=True)
    n_bytes = path.stat().st_size
    peer = bench.script("lxml, iterparse", TEI, path, n_bytes)
    return Task(f"TEI corpus, {n_bytes / 1e6:.0f} MB", [*bench.ours(path, n_bytes), peer])


def parquet(bench: Bench) -> Task:
    path = bench.scratch / "documents.parquet"
    code = "import sys, pyarrow.json, pyarrow.parquet as p; p.write_table(pyarrow.json.read_json(sys.stdin.buffer), sys.argv[1])"
    bench.make(code, path, bench.documents)
    n_bytes = path.stat().st_size
    peers = [bench.script(f"DuckDB, threads: {n}", PARQUET.format(n), path, n_bytes, "peer.csv") for n in THREADS]
    peers.append(bench.script("pyarrow", PYARROW, path, n_bytes, "peer.csv"))
    return Task(f"Parquet to CSV, {n_bytes / 1e6:.0f} MB", [*bench.ours(path, n_bytes, "out.csv"), *peers])


def xlsx(bench: Bench) -> Task:
    bench.table = functools.partial(Tables.table, bench)
    path = bench.make(MAKE_XLSX, bench.scratch / "table.xlsx", bench.table())
    n_bytes = path.stat().st_size
    peer = bench.script("openpyxl, read only", OPENPYXL, path, n_bytes, "peer.csv")
    title = f"Workbook to CSV, {bench.arguments.rows:,} rows of 12 columns"
    return Task(title, [*bench.ours(path, n_bytes, "out.csv"), peer])


def archive(bench: Bench) -> Task:
    text = bench.texts.small(bench.arguments.files)
    path = bench.scratch / "texts.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in sorted(text.path.rglob("*.txt")):
            out.write(name, name.relative_to(text.path))
    n_bytes = path.stat().st_size
    unzip = ["bash", "-c", f"unzip -p {shlex.quote(str(path))} >{bench.scratch}/zip.txt"]
    peers = [Command("unzip -p", unzip, n_bytes), bench.script("Python's zipfile", ZIP, path, n_bytes)]
    return Task(f"ZIP of {text.n_files:,} texts, {n_bytes / 1e6:.0f} MB", [*bench.ours(path, n_bytes), *peers])


def wet(bench: Bench) -> Task:
    path = bench.make(MAKE_WET, bench.scratch / "texts.warc.wet.gz", bench.documents)
    n_bytes = path.stat().st_size
    peer = bench.script("warcio", WARC, path, n_bytes)
    return Task(f"WET of {bench.arguments.files:,} records, {n_bytes / 1e6:.0f} MB", [*bench.ours(path, n_bytes), peer])


TASKS = {
    "docx": docx,
    "book-docx": book_docx,
    "epub": epub,
    "pdf": pdf,
    "tei": tei,
    "parquet": parquet,
    "xlsx": xlsx,
    "archive": archive,
    "wet": wet,
}
