"""Makes the sample of a notebook with nbformat."""
import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
book = new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
book.cells = [
    new_markdown_cell("# Counting words\n\nWe count *words*.\nTwice."),
    new_code_cell('words = "a b".split()\nprint(len(words))', outputs=[new_output("stream", text="2\n")]),
    new_markdown_cell("The end."),
]
for number, cell in enumerate(book.cells):
    cell.id = f"cell-{number}"
nbformat.write(book, "samples/sample.ipynb")
