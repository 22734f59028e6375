"""Documents, mails, tables and archives in the formats of other programs: cut, with bits turned, nested and blown up.

Every reader is given the small samples of real programs in tests/samples, cut at every twentieth and with single bits turned: each
must be read or refused, in little time and memory. What only an attacker writes is made here.
"""

import io
import pathlib
import random
import tarfile
import zipfile

from .case import Case

SAMPLES = pathlib.Path(__file__).resolve().parents[2] / "tests" / "samples"
READ = "textmill stats {} --only tokens"
N_FLIPS = 20


def packed(parts, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(names):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name in names:
            info = tarfile.TarInfo(name)
            info.size = 5
            archive.addfile(info, io.BytesIO(b"text\n"))
    return buffer.getvalue()


def word(body):
    types = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
             'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
                 f'Type="{kind}/officeDocument" Target="word/document.xml"/></Relationships>')
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return packed([("[Content_Types].xml", types), ("_rels/.rels", relations),
                   ("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')])


def damaged():
    for sample in sorted(path for path in SAMPLES.iterdir() if path.is_file()):
        content, name = sample.read_bytes(), sample.name
        if name.endswith(".jsonl"):
            continue
        cuts = {f"{n:02}.{name}": content[: len(content) * n // 20] for n in range(1, 20)}
        yield Case(f"{name}: cut at every twentieth", READ.format("."), cuts, status=(0, 2), seconds=30)
        chance = random.Random(name)
        flipped = {}
        for n in range(N_FLIPS):
            turned = bytearray(content)
            turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
            flipped[f"{n:02}.{name}"] = bytes(turned)
        yield Case(f"{name}: single bits turned", READ.format("."), flipped, status=(0, 2), seconds=30)


def made():
    deep = 100_000
    spaces = b" " * 300_000_000
    yield Case("docx: nested without end", READ.format("a.docx"), {"a.docx": word("<w:p>" * deep)}, status=2, told="a.docx")
    yield Case("docx: a bomb", READ.format("a.docx"), {"a.docx": word("<w:p><w:r><w:t>" + " " * 300_000_000 + "</w:t></w:r></w:p>")}, status=2,
               told="a.docx", seconds=60, megabytes=1200, is_dear=True)
    yield Case("docx: whole", "textmill export a.docx --columns text -q", {"a.docx": word("<w:p><w:r><w:t>One.</w:t></w:r></w:p>")},
               stdout="text\nOne.\n")
    yield Case("rtf: nested without end", READ.format("a.rtf"), {"a.rtf": "{\\rtf1 " + "{" * deep + "a" + "}" * deep + "}"}, status=(0, 2))
    yield Case("rtf: a number of bytes that are not there", READ.format("a.rtf"), {"a.rtf": "{\\rtf1 a\\bin2147483647 b}"}, status=(0, 2))
    yield Case("xml: nested without end", READ.format("a.xml"), {"a.xml": "<TEI><text>" + "<p>" * deep}, status=2, told="a.xml")
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    yield Case("xml: entities of entities", READ.format("a.xml"),
               {"a.xml": f'<!DOCTYPE TEI [<!ENTITY e0 "lol">{entities}]><TEI><text><p>&e11;</p></text></TEI>'}, status=2, told="a.xml")
    yield Case("xml: an entity of a file", READ.format("a.xml"),
               {"a.xml": '<!DOCTYPE TEI [<!ENTITY e SYSTEM "file:///etc/passwd">]><TEI><text><p>&e;</p></text></TEI>'}, status=(0, 2))
    yield Case("xml: of no known kind", READ.format("a.xml"), {"a.xml": "<a><b>text</b></a>"}, status=2, told="--xml-text")
    yield Case("json: nested without end", READ.format("a.json"), {"a.json": '[{"text": "a", "b": ' + "[" * deep}, status=2, told="a.json")
    yield Case("json: an array that does not end", READ.format("a.json"), {"a.json": '[{"text": "one two"}, {"text": "a'}, status=2, told="a.json")
    yield Case("mail: parts in parts", READ.format("a.eml"),
               {"a.eml": "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(20_000))}, status=(0, 2))
    yield Case("mbox: a line that opens no message", READ.format("a.mbox"), {"a.mbox": "From \n" * 100_000}, status=(0, 2))
    yield Case("warc: a length that is a lie", READ.format("a.warc"),
               {"a.warc": "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\nHTTP/1.1 200 OK\r\n\r\na"}, status=(0, 2))
    yield Case("zip: names that lead out", "textmill export a.zip --columns id -q", {"a.zip": packed([("../../a.txt", "x"), ("/etc/b.txt", "y")])},
               status=0)
    yield Case("zip: a bomb", READ.format("a.zip"), {"a.zip": packed([(f"{n}.txt", spaces) for n in range(8)])}, status=2, told="a.zip", seconds=60,
               megabytes=1200, is_dear=True)
    yield Case("zip: in zip in zip", READ.format("a.zip"), {"a.zip": packed([("b.zip", packed([("c.zip", packed([("d.txt", "x")]))]))])}, status=2,
               told="archive in an archive")
    yield Case("tar: two members of one name", "textmill export a.tar --columns id -q", {"a.tar": tarred(["a.txt", "a.txt"])},
               stdout="id\na.tar!/a.txt\na.tar!/a.txt~2\n")
    yield Case("what is no archive", READ.format("a.zip"), {"a.zip": b"no archive"}, status=2, told="a.zip")
    yield Case("a picture by its name is refused", READ.format("a.png"), {"a.png": b"\x89PNG\r\n\x1a\n"}, status=2, told="picture")
    yield Case("a picture in a folder passes", "textmill stats . --only tokens -q", {"a.png": b"\x89PNG\r\n\x1a\n", "b.txt": "one\n"}, stdout="tokens\n1\n")


def cases():
    yield from damaged()
    yield from made()
