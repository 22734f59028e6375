#!/usr/bin/env python3
"""Small documents by the programs that people use: make_office_samples.py FOLDER.

Needs pandoc, LibreOffice (writer and impress) and the packages python-docx and python-pptx.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

MARKDOWN = """\
---
title: A small sample
author: A. Author
date: 2024-05-06
lang: en-GB
---

# Fish {#fish}

Trout swim *upstream*,[^1] salmon too; a "quoted" word, 5 €, na\u00efve, \u65e5\u672c\u8a9e.

- one
- two
    - inner

1. first
2. second

## Table

| Name | Weight |
|------|--------|
| cod  | 12     |
| eel  | 3      |

# Last part

A [link](https://example.org/) and $x^2$.

[^1]: Not in summer.
"""

SLIDES = """\
---
title: Slides
author: A. Author
---

# First slide

- one
- two

::: notes
Say hello.
:::

# Second slide

| a | b |
|---|---|
| 1 | 2 |
"""


def pandoc(text, target, *options):
    subprocess.run(["pandoc", "-f", "markdown", "-s", "-o", target, *options], input=text.encode(), check=True)


def office(source, kind, folder, profile):
    program = ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{profile}"]
    subprocess.run([*program, "--convert-to", kind, "--outdir", folder, source], check=True, capture_output=True)


def word(target):
    import docx

    document = docx.Document()
    document.core_properties.title = "By a library"
    document.core_properties.author = "A. Author"
    document.add_heading("Heading", 1)
    document.add_paragraph("Running text.")
    document.add_paragraph("point", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"cell {number}"
    document.save(target)


def slides(target):
    import pptx

    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "A slide"
    slide.placeholders[1].text = "first\nsecond"
    slide.notes_slide.notes_text_frame.text = "Said aloud."
    presentation.core_properties.author = presentation.core_properties.last_modified_by = "A. Author"
    presentation.save(target)


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for kind in ["docx", "odt", "rtf"]:
        pandoc(MARKDOWN, folder / f"pandoc.{kind}")
    pandoc(MARKDOWN, folder / "pandoc-2.epub", "-t", "epub2")
    pandoc(MARKDOWN, folder / "pandoc-3.epub", "-t", "epub3")
    pandoc(SLIDES, folder / "pandoc.pptx")
    word(folder / "python-docx.docx")
    with tempfile.TemporaryDirectory() as temporary:
        made = pathlib.Path(temporary)
        slides(made / "slides.pptx")
        for source, kind in [(folder / "pandoc.odt", "docx"), (folder / "pandoc.odt", "rtf"), (made / "slides.pptx", "odp")]:
            office(source, kind, temporary, made / "profile")
            shutil.move(made / f"{source.stem}.{kind}", folder / f"libreoffice.{kind}")


main()
