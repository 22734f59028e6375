//! How far the run is: a bar on stderr, at a terminal and after a second of work.

use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, ProgressBar, ProgressStyle};

use super::arguments::When;

/// Shorter runs show nothing, so that nothing flickers.
const QUIET_TIME: Duration = Duration::from_secs(1);

const LINE_INTERVAL: Duration = Duration::from_secs(5);

/// Shows how many bytes have been worked on, and how fast.
pub(crate) struct Progress {
    way: Way,
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
    bar: Option<ProgressBar>,
}

impl Progress {
    pub(crate) fn new(when: When) -> Self {
        let way = match (when, io::stderr().is_terminal()) {
            (When::Never, _) | (When::Auto, false) => Way::Hidden,
            (When::Auto, true) => Way::Bar(QUIET_TIME),
            (When::Always, true) => Way::Bar(Duration::ZERO),
            (When::Always, false) => Way::Lines,
        };
        let now = Instant::now();
        Self { way, state: Mutex::new(State { started: now, last_line: now, n_bytes: 0, bar: None }) }
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
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bar) = &state.bar {
            bar.finish_and_clear();
        }
    }
}

impl State {
    fn draw(&mut self, quiet_time: Duration) {
        if self.bar.is_none() && self.started.elapsed() >= quiet_time {
            let style = ProgressStyle::with_template("{spinner} {bytes} read in {elapsed}, {bytes_per_sec}");
            self.bar =
                Some(ProgressBar::no_length().with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner())));
        }
        if let Some(bar) = &self.bar {
            bar.set_position(self.n_bytes);
        }
    }

    fn write_line(&mut self) {
        if self.last_line.elapsed() >= LINE_INTERVAL {
            self.last_line = Instant::now();
            // When stderr is gone there is nobody left to tell.
            _ = writeln!(io::stderr(), "textmill: {} read", HumanBytes(self.n_bytes));
        }
    }
}
