//! The axes of a drawing: where a value lies, and which values have a label.

use super::unit;
use crate::render::grouped;
use crate::render::report::markup::escaped;

/// About how many labels a linear axis has.
const N_TICKS: f64 = 5.0;

/// The place of the drawing between its axes.
pub(super) const LEFT: f64 = 84.0;
pub(super) const RIGHT: f64 = super::WIDTH - 16.0;
pub(super) const TOP: f64 = 12.0;
pub(super) const BOTTOM: f64 = 240.0;
/// With the labels below.
pub(super) const HEIGHT: f64 = 288.0;

/// How values are laid out along an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal differences are equally long; the axis begins at 0.
    Linear,
    /// Equal ratios are equally long; the axis begins at 1.
    Logarithmic,
}

/// An axis with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// What is measured along it, with its unit.
    pub name: String,
    /// How values are laid out.
    pub scale: Scale,
}

impl Axis {
    /// Where `value` lies on an axis that ends at `max`, from 0 to 1.
    pub(super) fn share(&self, value: f64, max: f64) -> f64 {
        let share = match self.scale {
            Scale::Linear if max > 0.0 => value / max,
            Scale::Logarithmic if max > 1.0 => value.max(1.0).ln() / max.ln(),
            _ => 0.0,
        };
        share.clamp(0.0, 1.0)
    }

    /// The values up to `max` that have a label.
    pub(super) fn ticks(&self, max: f64) -> Vec<f64> {
        match self.scale {
            Scale::Linear => {
                let step = round_step(max / N_TICKS);
                (0..).map(|n| f64::from(n) * step).take_while(|&tick| tick <= max * 1.000_001).take(20).collect()
            }
            Scale::Logarithmic => {
                std::iter::successors(Some(1.0), |tick| Some(tick * 10.0)).take_while(|&tick| tick <= max).collect()
            }
        }
    }
}

/// The least whole number of 1, 2 or 5 times a power of ten that is not below `step`.
fn round_step(step: f64) -> f64 {
    let power = 10_f64.powf(step.max(1.0).log10().floor());
    [1.0, 2.0, 5.0, 10.0].map(|n| n * power).into_iter().find(|&round| round >= step).unwrap_or(power)
}

/// The label of a tick, which is a whole number.
pub(super) fn tick_label(tick: f64) -> String {
    match tick {
        _ if tick >= 1e9 => format!("{}G", tick / 1e9),
        _ if tick >= 1e6 => format!("{}M", tick / 1e6),
        _ => grouped(tick as u64),
    }
}

/// Lines across the drawing with their labels on the left, and the name of the axis above.
pub(super) fn push_left(axis: &Axis, max: f64, drawing: &mut String) {
    for tick in axis.ticks(max) {
        let y = BOTTOM - axis.share(tick, max) * (BOTTOM - TOP);
        drawing.push_str(&format!(
            "<path class=\"grid\" d=\"M{LEFT} {y}H{RIGHT}\"/><text class=\"end\" x=\"{}\" y=\"{}\">{}</text>\n",
            LEFT - 8.0,
            unit(y + 4.0),
            tick_label(tick),
            y = unit(y)
        ));
    }
    let middle = (TOP + BOTTOM) / 2.0;
    drawing.push_str(&format!(
        "<text class=\"name\" transform=\"translate(14 {middle}) rotate(-90)\">{}</text>\n",
        escaped(&axis.name)
    ));
}

/// The name of the axis below the drawing.
pub(super) fn push_bottom_name(name: &str, drawing: &mut String) {
    drawing.push_str(&format!(
        "<text class=\"name\" x=\"{}\" y=\"{}\">{}</text>\n",
        (LEFT + RIGHT) / 2.0,
        HEIGHT - 8.0,
        escaped(name)
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(scale: Scale) -> Axis {
        Axis { name: String::new(), scale }
    }

    #[test]
    fn labels_are_round_numbers() {
        assert_eq!(axis(Scale::Linear).ticks(37.0), [0.0, 10.0, 20.0, 30.0]);
        assert_eq!(axis(Scale::Linear).ticks(1_000.0), [0.0, 200.0, 400.0, 600.0, 800.0, 1_000.0]);
        assert_eq!(axis(Scale::Linear).ticks(2.0), [0.0, 1.0, 2.0]);
        assert_eq!(axis(Scale::Linear).ticks(0.0), [0.0]);
        assert_eq!(axis(Scale::Logarithmic).ticks(2_000.0), [1.0, 10.0, 100.0, 1_000.0]);
        assert_eq!([5.0, 12_000.0, 2e6, 1e9].map(tick_label), ["5", "12,000", "2M", "1G"]);
    }

    #[test]
    fn values_lie_between_the_ends() {
        assert_eq!(axis(Scale::Linear).share(5.0, 10.0), 0.5);
        assert!((axis(Scale::Logarithmic).share(10.0, 1_000.0) - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!([axis(Scale::Logarithmic).share(0.0, 10.0), axis(Scale::Linear).share(1.0, 0.0)], [0.0, 0.0]);
    }
}
