//! A curve through points.

use super::axis::{Axis, BOTTOM, HEIGHT, LEFT, RIGHT, Scale, TOP, push_bottom_name, push_left, tick_label};
use super::{Picture, Shape, unit};
use crate::render::{grouped, rounded};

/// The table of numbers has about so many rows.
const N_ROWS: usize = 40;

/// A curve with its axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// What is measured to the right.
    pub x: Axis,
    /// What is measured upward.
    pub y: Axis,
    /// The points, from the left to the right.
    pub points: Vec<(f64, f64)>,
}

impl Picture {
    /// The curve from its first to its last point.
    pub fn curve(caption: &str, curve: &Curve) -> Self {
        let Curve { x, y, points } = curve;
        let max = |values: &dyn Fn(&(f64, f64)) -> f64| points.iter().map(values).fold(0.0, f64::max);
        let (max_x, max_y) = (max(&|point| point.0), max(&|point| point.1));
        let mut drawing = String::new();
        push_left(y, max_y, &mut drawing);
        push_bottom(x, max_x, &mut drawing);
        let mut line = String::new();
        for (idx, point) in points.iter().enumerate() {
            let at_x = LEFT + x.share(point.0, max_x) * (RIGHT - LEFT);
            let at_y = BOTTOM - y.share(point.1, max_y) * (BOTTOM - TOP);
            line.push_str(&format!("{}{} {}", if idx == 0 { 'M' } else { 'L' }, unit(at_x), unit(at_y)));
        }
        drawing.push_str(&format!("<path class=\"curve\" d=\"{line}\"/>\n"));
        let every = points.len().div_ceil(N_ROWS).max(1);
        let shown = points.iter().enumerate().filter(|(idx, _)| idx % every == 0 || idx + 1 == points.len());
        Self {
            caption: caption.to_owned(),
            description: description(curve),
            drawing,
            height: HEIGHT,
            shape: Shape::Half,
            header: vec![x.name.clone(), y.name.clone()],
            rows: shown.map(|(_, point)| vec![number(point.0), number(point.1)]).collect(),
        }
    }
}

fn push_bottom(axis: &Axis, max: f64, drawing: &mut String) {
    for tick in axis.ticks(max) {
        let x = unit(LEFT + axis.share(tick, max) * (RIGHT - LEFT));
        drawing.push_str(&format!(
            "<path class=\"grid\" d=\"M{x} {TOP}V{BOTTOM}\"/><text class=\"middle\" x=\"{x}\" y=\"{}\">{}</text>\n",
            BOTTOM + 18.0,
            tick_label(tick)
        ));
    }
    push_bottom_name(&axis.name, drawing);
}

fn description(Curve { x, y, points }: &Curve) -> String {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return "There is nothing to show.".to_owned();
    };
    let scales = match (x.scale, y.scale) {
        (Scale::Logarithmic, Scale::Logarithmic) => " Both axes are logarithmic.",
        _ => "",
    };
    let point = |at: &(f64, f64)| format!("{} {}, {} {}", x.name, number(at.0), y.name, number(at.1));
    format!("A curve from {} to {}.{scales}", point(first), point(last))
}

fn number(value: f64) -> String {
    if value.fract() == 0.0 { grouped(value as u64) } else { rounded(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(scale: Scale, points: Vec<(f64, f64)>) -> Curve {
        let axis = |name: &str| Axis { name: name.to_owned(), scale };
        Curve { x: axis("rank"), y: axis("tokens"), points }
    }

    #[test]
    fn a_curve_goes_through_its_points() {
        let picture =
            Picture::curve("Zipf", &curve(Scale::Logarithmic, vec![(1.0, 100.0), (10.0, 10.0), (100.0, 1.0)]));
        assert!(picture.drawing.contains("d=\"M84 12L394 126L704 240\""), "{}", picture.drawing);
        let expected = "A curve from rank 1, tokens 100 to rank 100, tokens 1. Both axes are logarithmic.";
        assert_eq!(picture.description, expected);
        assert_eq!(picture.rows, [["1", "100"], ["10", "10"], ["100", "1"]]);
    }

    #[test]
    fn a_curve_of_few_points_has_no_place_outside() {
        for points in [vec![], vec![(0.0, 0.0)], vec![(1.0, 1.0)]] {
            for scale in [Scale::Linear, Scale::Logarithmic] {
                let drawing = Picture::curve("", &curve(scale, points.clone())).drawing;
                assert!(!drawing.contains("NaN") && !drawing.contains("inf"), "{drawing}");
            }
        }
    }

    #[test]
    fn the_table_of_a_long_curve_is_short_and_has_both_ends() {
        let points = (1..=101).map(|n| (f64::from(n), f64::from(n))).collect();
        let rows = Picture::curve("", &curve(Scale::Linear, points)).rows;
        assert_eq!((rows.len(), rows[0][0].as_str(), rows[34][0].as_str()), (35, "1", "101"));
    }
}
