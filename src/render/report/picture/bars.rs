//! Bars that stand side by side: how many there are of each.

use super::axis::{Axis, BOTTOM, HEIGHT, LEFT, RIGHT, Scale, TOP, push_bottom_name, push_left};
use super::{Picture, Shape, unit};
use crate::render::grouped;
use crate::render::report::markup::escaped;

/// No bar is wider than this.
const WIDEST: f64 = 48.0;

/// More labels than this would run into each other.
const MOST_LABELS: usize = 8;

impl Picture {
    /// A bar for each label, as high as its number. `names` say what the labels and the numbers are.
    pub fn bars(caption: &str, names: &[&str; 2], bars: &[(String, u64)]) -> Self {
        let max = bars.iter().map(|(_, n)| *n).max().unwrap_or(0);
        let axis = Axis { name: names[1].to_owned(), scale: Scale::Linear };
        let mut drawing = String::new();
        push_left(&axis, max as f64, &mut drawing);
        let width = ((RIGHT - LEFT) / bars.len().max(1) as f64).min(WIDEST);
        let left = (LEFT + RIGHT - width * bars.len() as f64) / 2.0;
        let every = bars.len().div_ceil(MOST_LABELS).max(1);
        for (idx, (label, n)) in bars.iter().enumerate() {
            let x = left + idx as f64 * width;
            if *n > 0 {
                // What is not nothing can be seen.
                let height = (axis.share(*n as f64, max as f64) * (BOTTOM - TOP)).max(1.0);
                drawing.push_str(&format!(
                    "<rect class=\"bar\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}: {}</title></rect>\n",
                    unit(x + width * 0.08),
                    unit(BOTTOM - height),
                    unit(width * 0.84),
                    unit(height),
                    escaped(label),
                    grouped(*n)
                ));
            }
            if idx % every == 0 {
                let (x, y) = (unit(x + width / 2.0), BOTTOM + 18.0);
                drawing.push_str(&format!("<text class=\"middle\" x=\"{x}\" y=\"{y}\">{}</text>\n", escaped(label)));
            }
        }
        push_bottom_name(names[0], &mut drawing);
        Self {
            caption: caption.to_owned(),
            description: description(names, bars),
            drawing,
            height: HEIGHT,
            shape: Shape::Whole,
            header: names.map(str::to_owned).to_vec(),
            rows: bars.iter().map(|(label, n)| vec![label.clone(), grouped(*n)]).collect(),
        }
    }
}

fn description(names: &[&str; 2], bars: &[(String, u64)]) -> String {
    let highest = bars.iter().rev().max_by_key(|(_, n)| *n);
    let Some((label, n)) = highest else { return "There is nothing to show.".to_owned() };
    format!("{} bars; the highest stands at {label} {} with {} {}.", bars.len(), names[0], grouped(*n), names[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_that_is_not_zero_has_a_bar() {
        let bars = [("0–9".to_owned(), 2), ("10–19".to_owned(), 0), ("20–29".to_owned(), 100_000)];
        let picture = Picture::bars("c", &["tokens", "documents"], &bars);
        assert_eq!(picture.drawing.matches("<rect").count(), 2);
        assert!(picture.drawing.contains("height=\"1\"><title>0–9: 2</title>"), "{}", picture.drawing);
        assert_eq!(picture.description, "3 bars; the highest stands at 20–29 tokens with 100,000 documents.");
        assert_eq!(picture.rows[2], ["20–29", "100,000"]);
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        let picture = Picture::bars("c", &["a", "b"], &[]);
        assert!(!picture.drawing.contains("<rect") && !picture.drawing.contains("NaN"), "{}", picture.drawing);
    }
}
