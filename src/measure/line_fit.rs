//! A straight line through points, by ordinary least squares.

/// Points, summed up for a regression of y on x.
///
/// Sums are of distances from the running means (Welford 1962), so that large coordinates lose no digits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Points {
    n: f64,
    mean_x: f64,
    mean_y: f64,
    xx: f64,
    xy: f64,
    yy: f64,
}

/// A line `y = intercept + slope * x`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) slope: f64,
    pub(super) intercept: f64,
    /// The share of the variance of y that the line explains; `None` if y does not vary.
    pub(super) r_squared: Option<f64>,
}

impl Points {
    /// Adds a point. Cost: O(1).
    pub(super) fn add(&mut self, x: f64, y: f64) {
        self.n += 1.0;
        let (from_x, from_y) = (x - self.mean_x, y - self.mean_y);
        self.mean_x += from_x / self.n;
        self.mean_y += from_y / self.n;
        self.xx += from_x * (x - self.mean_x);
        self.xy += from_x * (y - self.mean_y);
        self.yy += from_y * (y - self.mean_y);
    }

    /// The line, unless all points have the same x.
    pub(super) fn line(&self) -> Option<Line> {
        if self.xx <= 0.0 {
            return None;
        }
        let slope = self.xy / self.xx;
        let r_squared = (self.yy > 0.0).then(|| (self.xy * slope / self.yy).min(1.0));
        Some(Line { slope, intercept: self.mean_y - slope * self.mean_x, r_squared })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: &[(f64, f64)]) -> Option<Line> {
        let mut sums = Points::default();
        points.iter().for_each(|&(x, y)| sums.add(x, y));
        sums.line()
    }

    #[test]
    fn a_line_through_points_on_a_line_is_that_line() {
        let found = line(&[(1e9, 1.0), (1e9 + 2.0, 5.0), (1e9 + 4.0, 9.0)]).unwrap();
        assert_eq!((found.slope, found.r_squared), (2.0, Some(1.0)));
        assert_eq!(line(&[(0.0, 3.0), (1.0, 3.0)]), Some(Line { slope: 0.0, intercept: 3.0, r_squared: None }));
    }

    #[test]
    fn points_above_each_other_have_no_line() {
        assert_eq!(line(&[]), None);
        assert_eq!(line(&[(1.0, 1.0)]), None);
        assert_eq!(line(&[(1.0, 1.0), (1.0, 2.0)]), None);
    }

    #[test]
    fn scatter_lowers_the_fit() {
        let found = line(&[(0.0, 0.0), (1.0, 2.0), (2.0, 1.0)]).unwrap();
        assert!((found.slope - 0.5).abs() < 1e-15 && (found.r_squared.unwrap() - 0.25).abs() < 1e-15, "{found:?}");
    }
}
