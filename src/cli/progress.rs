//! How far the run is: a bar on stderr, at a terminal and after a second of work.

use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, HumanDuration, ProgressBar, ProgressStyle};

use super::arguments::When;
use super::pager::PagerProcess;

/// Shorter runs show nothing, so that nothing flickers.
const QUIET_TIME: Duration = Duration::from_secs(1);

const LINE_INTERVAL: Duration = Duration::from_secs(5);

const KNOWN_LENGTH: &str = "{bar:24} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left";

const UNKNOWN_LENGTH: &str = "{spinner} {bytes} read in {elapsed}, {bytes_per_sec}";

/// Shows how many bytes have been worked on, how fast, and how long it will take where the length is known.
pub(crate) struct Progress {
    way: Way,
    pager: PagerProcess,
    state: Mutex<State>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Nothing is shown.
    Hidden,
    /// A bar at a terminal, from this time of the run on.
    Bar(Duration),
    /// A line now and then, where stderr is no terminal but the user insists.
    Lines,
}

struct State {
    started: Instant,
    last_line: Instant,
    n_bytes: u64,
    /// What all passes so far announced, in bytes; `None` once a pass could not tell.
    n_expected: Option<u64>,
    bar: Option<ProgressBar>,
}

impl Progress {
    pub(crate) fn new(when: When, pager: PagerProcess) -> Self {
        let way = match (when, io::stderr().is_terminal()) {
            (When::Never, _) | (When::Auto, false) => Way::Hidden,
            (When::Auto, true) => Way::Bar(QUIET_TIME),
            (When::Always, true) => Way::Bar(Duration::ZERO),
            (When::Always, false) => Way::Lines,
        };
        let now = Instant::now();
        Self {
            way,
            pager,
            state: Mutex::new(State { started: now, last_line: now, n_bytes: 0, n_expected: Some(0), bar: None }),
        }
    }

    /// A pass over so many bytes begins, if that is known.
    pub(crate) fn expect(&self, n_bytes: Option<u64>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.n_expected = state.n_expected.zip(n_bytes).map(|(before, more)| before + more);
        let State { bar, n_expected, .. } = &*state;
        if let Some(bar) = bar {
            bar.set_style(style(*n_expected));
            n_expected.map_or_else(|| bar.unset_length(), |n_expected| bar.set_length(n_expected));
        }
    }

    /// `n_bytes` more have been worked on.
    pub(crate) fn advance(&self, n_bytes: u64) {
        if self.way == Way::Hidden {
            return;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.n_bytes += n_bytes;
        match self.way {
            Way::Hidden => {}
            Way::Bar(_) if self.pager.is_running() => state.take_away(),
            Way::Bar(quiet_time) => state.draw(quiet_time),
            Way::Lines => state.write_line(),
        }
    }

    /// Does something to stderr while the bar is out of the way.
    pub(crate) fn suspend(&self, action: impl FnOnce()) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match &state.bar {
            Some(bar) => bar.suspend(action),
            None => action(),
        }
    }

    /// Takes the bar away.
    pub(crate) fn clear(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).take_away();
    }
}

impl State {
    fn take_away(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    fn draw(&mut self, quiet_time: Duration) {
        if self.bar.is_none() && self.started.elapsed() >= quiet_time {
            let bar = ProgressBar::no_length().with_style(style(self.n_expected)).with_elapsed(self.started.elapsed());
            if let Some(n_expected) = self.n_expected {
                bar.set_length(n_expected);
            }
            self.bar = Some(bar);
        }
        if let Some(bar) = &self.bar {
            bar.set_position(self.n_bytes);
        }
    }

    fn write_line(&mut self) {
        if self.last_line.elapsed() >= LINE_INTERVAL {
            self.last_line = Instant::now();
            // When stderr is gone there is nobody left to tell.
            _ = writeln!(io::stderr(), "textmill: {}", told(self.n_bytes, self.n_expected, self.started.elapsed()));
        }
    }
}

fn style(n_expected: Option<u64>) -> ProgressStyle {
    let template = if n_expected.is_some() { KNOWN_LENGTH } else { UNKNOWN_LENGTH };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}

/// How far the run is after `elapsed`, in one line.
fn told(n_bytes: u64, n_expected: Option<u64>, elapsed: Duration) -> String {
    let read = HumanBytes(n_bytes);
    let per_second = HumanBytes((n_bytes as f64 / elapsed.as_secs_f64().max(f64::MIN_POSITIVE)) as u64);
    match n_expected {
        Some(n_expected) if n_bytes > 0 => {
            let left = elapsed.mul_f64(n_expected.saturating_sub(n_bytes) as f64 / n_bytes as f64);
            format!("{read} of {}, {per_second}/s, {} left", HumanBytes(n_expected), HumanDuration(left))
        }
        _ => format!("{read} read, {per_second}/s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_rate_and_time_left_where_the_length_is_known() {
        let elapsed = Duration::from_secs(10);
        let known = told(5 << 20, Some(20 << 20), elapsed);
        assert_eq!(known, "5.00 MiB of 20.00 MiB, 512.00 KiB/s, 30 seconds left");
        assert_eq!(told(5 << 20, None, elapsed), "5.00 MiB read, 512.00 KiB/s");
        assert_eq!(told(0, Some(9), elapsed), "0 B read, 0 B/s");
        // A second pass over bytes that nobody announced is no time that is left.
        assert_eq!(told(4096, Some(1024), elapsed), "4.00 KiB of 1.00 KiB, 409 B/s, 0 seconds left");
    }

    #[test]
    fn what_passes_announce_is_summed_until_one_cannot_tell() {
        let progress = Progress::new(When::Never, PagerProcess::default());
        let n_expected = || progress.state.lock().expect("no panic").n_expected;
        for (pass, expected) in [(Some(3), Some(3)), (Some(4), Some(7)), (None, None), (Some(5), None)] {
            progress.expect(pass);
            assert_eq!(n_expected(), expected);
        }
    }
}
