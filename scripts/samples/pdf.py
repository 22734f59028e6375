"""Makes the small PDFs that the tests read, with the programs that people use: reportlab, Pillow, pypdf."""

import io
import pathlib

from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

FOLDER = pathlib.Path(__file__).parent.parent / "samples"
LEFT = "The left column tells of a river that goes down the valley and comes to the town in the evening. "
RIGHT = "The right column tells of a lake that lies still among the hills and has no name on any of the maps. "


def columns(path):
    style = getSampleStyleSheet()["BodyText"]
    width, height = A4
    frames = [Frame(60, 60, 220, height - 120), Frame(315, 60, 220, height - 120)]
    page = PageTemplate(frames=frames, onPage=lambda canvas, _: canvas.drawString(60, 800, "Rivers and lakes, 2024"))
    document = BaseDocTemplate(path, pagesize=A4, title="Rivers and lakes", author="A. Author", invariant=1)
    document.addPageTemplates(page)
    document.build([Paragraph(LEFT * 3, style) for _ in range(8)] + [Paragraph(RIGHT * 3, style) for _ in range(8)])


def scan(path):
    Image.new("L", (40, 40), 200).save(path, "PDF")


def protected(source, path):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(source.read_bytes())))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)


FOLDER.mkdir(exist_ok=True)
columns(str(FOLDER / "columns.pdf"))
scan(FOLDER / "scan.pdf")
protected(FOLDER / "one-page.pdf", FOLDER / "protected.pdf")
