//! Where in a corpus something occurs: a line from its beginning to its end, darker where there is more.

use unicode_width::UnicodeWidthStr;

use super::{MIN_WIDTH, RISING, steps};
use crate::render::{Breaks, grouped, printable, shortened};

/// One line of a dispersion plot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Barcode {
    /// What occurs.
    pub label: String,
    /// Where it does: token numbers, counted from one.
    pub positions: Vec<u64>,
}

/// A line for each barcode over a corpus of `n_tokens`: its label, a cell for each equal stretch of the corpus, and
/// the number of occurrences. A cell is as high as its stretch has occurrences, relative to the fullest one of all.
pub fn barcode(barcodes: &[Barcode], n_tokens: u64, width: usize) -> String {
    let width = width.max(MIN_WIDTH);
    let labels: Vec<String> =
        barcodes.iter().map(|line| shortened(&printable(&line.label, Breaks::Shown), width / 3).into_owned()).collect();
    let totals: Vec<String> = barcodes.iter().map(|line| grouped(line.positions.len() as u64)).collect();
    let widest = |texts: &[String]| texts.iter().map(|text| text.width()).max().unwrap_or(0);
    let (label_width, total_width) = (widest(&labels), widest(&totals));
    let n_cells = width.saturating_sub(label_width + total_width + 4).max(1);
    let lines: Vec<Vec<u64>> = barcodes.iter().map(|line| densities(&line.positions, n_tokens, n_cells)).collect();
    let max = lines.iter().flatten().copied().max().unwrap_or(0);
    let mut picture = String::new();
    for ((label, cells), total) in labels.iter().zip(lines).zip(totals) {
        picture.push_str(label);
        picture.push_str(&" ".repeat(label_width - label.width() + 1));
        picture.push('│');
        picture.extend(cells.into_iter().map(|n| RISING[steps(n, max, 8)]));
        picture.push_str(&format!("│ {total:>total_width$}\n"));
    }
    picture
}

fn densities(positions: &[u64], n_tokens: u64, n_cells: usize) -> Vec<u64> {
    let mut cells = vec![0_u64; n_cells];
    for &position in positions {
        let at = u128::from(position.saturating_sub(1)) * n_cells as u128 / u128::from(n_tokens.max(1));
        let cell = usize::try_from(at).map_or(n_cells - 1, |cell| cell.min(n_cells - 1));
        cells[cell] += 1;
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(label: &str, positions: &[u64]) -> Barcode {
        Barcode { label: label.to_owned(), positions: positions.to_vec() }
    }

    #[test]
    fn marks_stand_where_the_hits_are_and_rise_with_their_number() {
        let picture = barcode(&[line("Mill", &[1, 1_000]), line("漢", &[500, 501, 501, 520])], 1_000, 40);
        let expected = "\
Mill │▃                             ▃│ 2
漢   │               █▃              │ 4
";
        assert_eq!(picture, expected);
        assert_eq!(barcode(&[], 1_000, 40), "");
    }

    #[test]
    fn positions_past_the_end_stand_at_the_end() {
        assert_eq!(densities(&[0, 1, 5, 6, 99], 5, 5), [2, 0, 0, 0, 3]);
        assert_eq!(densities(&[7], 0, 3), [0, 0, 1]);
    }
}
