//! Cells of any text come back from CSV and TSV as they were: in another program's reader, and in our own.

use textmill::input::{self, Encoding, InputOptions, Texts};
use textmill::render::{Layout, RowFormat};
use textmill::table::{Cell, Column};

use super::reading::read;

const COLUMNS: [Column; 2] = [Column::text("text", ""), Column::text("title", "")];

/// Rows of two cells are parted by U+001E, their cells by U+001F.
pub(super) fn holds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let rows: Vec<[&str; 2]> =
        text.split('\u{1e}').map(|row| row.split_once('\u{1f}').unwrap_or((row, "")).into()).collect();
    for (written_as, read_as, delimiter) in
        [(RowFormat::CSV, input::Format::CSV, b','), (RowFormat::TSV, input::Format::TSV, b'\t')]
    {
        let table = written(&rows, written_as);
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(table.as_slice());
        let record =
            |record: Result<csv::StringRecord, _>| record.expect("it is CSV").iter().map(str::to_owned).collect();
        let read_back: Vec<Vec<String>> = reader.records().map(record).collect();
        assert_eq!(read_back, rows);
        // What the bytes are is told, since a few could be taken for another encoding.
        let options = InputOptions {
            format: Some(read_as),
            delimiter: Some(delimiter),
            encoding: Encoding::named("utf-8"),
            texts: Texts::Optional,
            ..InputOptions::default()
        };
        let (documents, findings) = read(&table, &options, 2);
        let cells: Vec<[&str; 2]> = documents
            .iter()
            .map(|document| [document.text.as_str(), document.title.as_deref().unwrap_or("")])
            .collect();
        assert_eq!(cells, rows, "{findings:?}");
    }
}

fn written(rows: &[[&str; 2]], format: RowFormat) -> Vec<u8> {
    let mut table = Vec::new();
    let mut renderer = format.renderer(Layout::default());
    renderer.header(&COLUMNS, &mut table).expect("memory takes all");
    for row in rows {
        renderer.row(&row.map(Cell::text), &mut table).expect("memory takes all");
    }
    renderer.finish(&mut table).expect("memory takes all");
    table
}
