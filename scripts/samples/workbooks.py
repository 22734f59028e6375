"""Makes the samples of workbooks. Needs openpyxl, xlsxwriter, msoffcrypto-tool and LibreOffice."""
import datetime as dt, io, pathlib, subprocess, sys, tempfile
import msoffcrypto, openpyxl, xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

out = pathlib.Path(sys.argv[1])
rows = [
    ["id", "text", "n", "is", "d", "t"],
    [1, 'one, "two"\nthree', 0.1, True, dt.date(2024, 2, 29), dt.datetime(2024, 2, 29, 12, 34, 56)],
    [2, "=1+1", -5, False, dt.date(1999, 12, 31), None],
    [3, None, 123456789012, None, None, dt.datetime(1900, 3, 1, 0, 0, 1)],
]
book = openpyxl.Workbook()
book.active.title = "data"
for row in rows:
    book.active.append(row)
book.active["B3"].data_type = "s"
book.active["J40"].style = "Good"
book.save(out / "openpyxl.xlsx")

book = xlsxwriter.Workbook(out / "xlsxwriter.xlsx", {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd hh:mm:ss"})
sheet = book.add_worksheet("data")
date = book.add_format({"num_format": "yyyy-mm-dd"})
for r, row in enumerate(rows):
    for c, value in enumerate(row):
        if type(value) is dt.date:
            sheet.write_datetime(r, c, dt.datetime(value.year, value.month, value.day), date)
        elif value is not None:
            sheet.write(r, c, value)
book.close()

def convert(source, kind, name):
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind, "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True)
        (out / name).write_bytes((pathlib.Path(folder) / source.with_suffix("." + kind).name).read_bytes())
convert(out / "openpyxl.xlsx", "xlsx", "libreoffice.xlsx")
convert(out / "openpyxl.xlsx", "xls", "libreoffice.xls")
convert(out / "openpyxl.xlsx", "ods", "libreoffice.ods")

book = openpyxl.Workbook()
book.active.title = "empty"
sheet = book.create_sheet("first")
for row in [["a", "b"], [1, "=A2*2"], [None, "x"]]:
    sheet.append(row)
sheet["A3"] = "#N/A"
sheet["A3"].data_type = "e"
second = book.create_sheet("second")
second.append(["x"]); second.append(["y"])
book.save(out / "formulas.xlsx")

book = xlsxwriter.Workbook(out / "corners.xlsx")
sheet = book.add_worksheet()
sheet.write(0, 0, "a")
sheet.write(1_048_575, 16_383, 7)
book.close()

with open(out / "xlsxwriter.xlsx", "rb") as plain, open(out / "password.xlsx", "wb") as hidden:
    OOXMLFile(plain).encrypt("secret", hidden)

from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
document = OpenDocumentSpreadsheet()
table = Table(name="data")
for row in [[("string", "a"), ("string", "b"), ("string", "c")],
            [("string", "x & y"), ("boolean", "true"), ("time", "PT12H30M05S")],
            [("string", "x & y"), None, ("time", "PT30H00M00S")]]:
    line = TableRow()
    for value in row:
        if value is None:
            line.addElement(TableCell())
            continue
        kind, text = value
        cell = TableCell(valuetype=kind, **({} if kind == "string" else {f"{kind}value": text}))
        cell.addElement(P(text=text))
        line.addElement(cell)
    table.addElement(line)
document.spreadsheet.addElement(table)
document.save(out / "odfpy.ods")
