//! Where in a corpus words are: a line of bars for each word, one for each place where it is.

use super::{Picture, Shape, WIDTH, unit};
use crate::render::grouped;
use crate::render::report::markup::{cut_off, escaped};

/// Places along a line; more could not be told apart.
const N_PLACES: usize = 250;

const LABEL_CHARS: usize = 20;
const LEFT: f64 = 150.0;
const RIGHT: f64 = WIDTH - 64.0;
const LINE_HEIGHT: f64 = 24.0;
const BAR_HEIGHT: f64 = 16.0;

/// The line of a word: how often it is in each part of the corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    label: String,
    n_tokens: u64,
    counts: Vec<u64>,
}

impl Track {
    /// An empty line over a corpus of `n_tokens`. Memory does not grow with what is added.
    pub fn new(label: impl Into<String>, n_tokens: u64) -> Self {
        Self { label: label.into(), n_tokens, counts: vec![0; N_PLACES] }
    }

    /// Adds an occurrence at the `position`-th token, counted from 1; one past the end is at the end.
    pub fn add(&mut self, position: u64) {
        let place = u128::from(position.saturating_sub(1)) * N_PLACES as u128 / u128::from(self.n_tokens.max(1));
        let place = usize::try_from(place).unwrap_or(usize::MAX).min(N_PLACES - 1);
        self.counts[place] += 1;
    }

    fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    fn n_reached(&self) -> usize {
        self.counts.iter().filter(|&&n| n > 0).count()
    }

    /// The bars of the parts in which the word is more than `above`, and at most `most` times.
    fn bars(&self, above: u64, most: u64) -> String {
        let width = (RIGHT - LEFT) / N_PLACES as f64;
        let places = self.counts.iter().enumerate().filter(|&(_, &n)| n > above && n <= most);
        places.map(|(place, _)| format!("M{} 0v{BAR_HEIGHT}", unit(LEFT + (place as f64 + 0.5) * width))).collect()
    }
}

impl Picture {
    /// A line for each word; a part of the corpus with many of its occurrences has a stronger bar.
    pub fn barcodes(caption: &str, tracks: &[Track]) -> Self {
        let mut drawing = String::new();
        for (idx, track) in tracks.iter().enumerate() {
            let max = track.counts.iter().max().copied().unwrap_or(0);
            let label = cut_off(&track.label, LABEL_CHARS);
            drawing.push_str(&format!("<g transform=\"translate(0 {})\">", unit(idx as f64 * LINE_HEIGHT + 4.0)));
            drawing.push_str(&format!("<text class=\"end\" x=\"{}\" y=\"13\">{}</text>", LEFT - 10.0, escaped(&label)));
            drawing.push_str(&format!(
                "<rect class=\"ground\" x=\"{LEFT}\" y=\"0\" width=\"{}\" height=\"{BAR_HEIGHT}\"/>",
                RIGHT - LEFT
            ));
            let strengths = [("weak", 0, max / 3), ("middling", max / 3, max / 3 * 2), ("strong", max / 3 * 2, max)];
            for (class, above, most) in strengths {
                let bars = track.bars(above, most);
                if !bars.is_empty() {
                    drawing.push_str(&format!("<path class=\"code {class}\" d=\"{bars}\"/>"));
                }
            }
            drawing.push_str(&format!("<text x=\"{}\" y=\"13\">{}</text></g>\n", RIGHT + 10.0, grouped(track.total())));
        }
        let row = |track: &Track| {
            vec![track.label.clone(), grouped(track.total()), format!("{} of {N_PLACES}", track.n_reached())]
        };
        Self {
            caption: caption.to_owned(),
            description: format!(
                "{} words. The table of the numbers says in how many of {N_PLACES} equal parts of the corpus each is.",
                tracks.len()
            ),
            drawing,
            shape: Shape::Whole,
            height: tracks.len() as f64 * LINE_HEIGHT + 8.0,
            header: ["word", "occurrences", "parts of the corpus that have it"].map(str::to_owned).to_vec(),
            rows: tracks.iter().map(row).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn occurrences_are_counted_where_they_are() {
        let mut track = Track::new("mill", 1_000);
        [1, 4, 5, 1_000, 2_000, 0].into_iter().for_each(|position| track.add(position));
        assert_eq!((track.counts[0], track.counts[1], track.counts[N_PLACES - 1]), (3, 1, 2));
        assert_eq!((track.total(), track.n_reached()), (6, 3));
        let mut empty = Track::new("", 0);
        empty.add(u64::MAX);
        assert_eq!(empty.counts[N_PLACES - 1], 1);
    }

    #[test]
    fn every_part_that_has_the_word_has_one_bar() {
        let mut track = Track::new("<b>", 250);
        for (position, n) in [(1, 9), (100, 1), (200, 5)] {
            (0..n).for_each(|_| track.add(position));
        }
        let picture = Picture::barcodes("c", std::slice::from_ref(&track));
        assert_eq!(picture.drawing.matches(" 0v16").count(), 3, "{}", picture.drawing);
        assert_eq!(picture.drawing.matches("<path").count(), 3, "{}", picture.drawing);
        assert!(picture.drawing.contains(">&lt;b&gt;</text>"));
        assert_eq!(picture.rows, [["<b>", "15", "3 of 250"]]);
    }
}
