//! Where messages go: stderr, in one voice, beside the progress bar.

use std::collections::HashSet;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use textmill::diagnostics::{Diagnostics, Finding};
use textmill::render::{Breaks, printable};

use super::arguments::RunArgs;
use super::findings::{FoldedFindings, MissingInputs};
use super::messages::{self, Message, Weight};
use super::pager::PagerProcess;
use super::progress::Progress;
use super::screen::{Color, Viewer, color};

/// A hint is told once; when there have been this many, each may come again.
const MOST_HINTS: usize = 1_000;

/// Tells messages and counts the failures among them.
pub(crate) struct Console {
    least: Weight,
    look: Look,
    progress: Progress,
    n_failures: AtomicU64,
    missing: Mutex<MissingInputs>,
    /// Findings that are reported at the end of the run, one line for each kind.
    folded: Mutex<FoldedFindings>,
    told_hints: Mutex<HashSet<String>>,
}

/// How messages look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Look {
    color: Color,
    text: Text,
}

/// What becomes of names and texts from outside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Text {
    /// Shown so that a terminal does not act on it.
    Printable,
    /// Byte-true, for a file or another program.
    #[default]
    Exact,
}

impl Console {
    /// A console as the user wants it. Nothing moves while a pager has the terminal.
    pub(crate) fn new(args: &RunArgs, pager: PagerProcess) -> Self {
        let least = match (args.quiet, args.verbose) {
            (true, _) => Weight::Failure,
            (false, true) => Weight::Note,
            (false, false) => Weight::Summary,
        };
        let viewer = Viewer::of(io::stderr().is_terminal());
        let text = if viewer == Viewer::Person { Text::Printable } else { Text::Exact };
        Self {
            least,
            look: Look { color: color(args.color, viewer), text },
            progress: Progress::new(args.progress, pager),
            n_failures: AtomicU64::new(0),
            missing: Mutex::default(),
            folded: Mutex::default(),
            told_hints: Mutex::default(),
        }
    }

    /// Tells `message`, if it matters enough.
    pub(crate) fn tell(&self, message: &Message) {
        if message.weight == Weight::Failure {
            self.n_failures.fetch_add(1, Ordering::Relaxed);
        }
        self.write(message);
    }

    /// Tells of the findings that were kept because every record or file may have them.
    pub(crate) fn tell_folded(&self) {
        let folds: Vec<_> = self.folded.lock().unwrap_or_else(PoisonError::into_inner).drain().collect();
        folds.iter().for_each(|fold| self.write(&messages::folded(fold)));
    }

    fn write(&self, message: &Message) {
        if message.weight as u8 > self.least as u8 {
            return;
        }
        let text = self.look.written(message, |hint| self.is_new(hint));
        // When stderr is gone there is nobody left to tell.
        self.progress.suspend(|| _ = io::stderr().write_all(text.as_bytes()));
    }

    /// How many failures were reported.
    pub(crate) fn n_failures(&self) -> u64 {
        self.n_failures.load(Ordering::Relaxed)
    }

    /// The message that an output lacks something which could not be read, if it does.
    pub(crate) fn incomplete(&self, target: &str) -> Option<Message> {
        messages::written_without(target, &self.missing.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes the progress bar away.
    pub(crate) fn clear(&self) {
        self.progress.clear();
    }

    fn is_new(&self, hint: &str) -> bool {
        let mut told = self.told_hints.lock().unwrap_or_else(PoisonError::into_inner);
        if told.len() >= MOST_HINTS {
            told.clear();
        }
        told.insert(hint.to_owned())
    }
}

impl Diagnostics for Console {
    fn report(&self, finding: Finding) {
        if let Finding::Failed(error) = &finding {
            self.missing.lock().unwrap_or_else(PoisonError::into_inner).add(error);
            self.n_failures.fetch_add(1, Ordering::Relaxed);
        }
        // With -v each finding is reported at once.
        let finding = match self.least {
            Weight::Note => Some(finding),
            _ => self.folded.lock().unwrap_or_else(PoisonError::into_inner).take(finding),
        };
        if let Some(finding) = finding {
            self.write(&messages::of_finding(&finding));
        }
    }

    fn expect(&self, n_bytes: Option<u64>) {
        self.progress.expect(n_bytes);
    }

    fn advance(&self, n_bytes: u64) {
        self.progress.advance(n_bytes);
    }
}

impl Look {
    fn written(self, message: &Message, is_new_hint: impl Fn(&str) -> bool) -> String {
        let label = match message.weight {
            Weight::Failure | Weight::Summary => "",
            Weight::Warning => "warning: ",
            Weight::Note => "note: ",
        };
        let about = if message.path.is_empty() { String::new() } else { format!("{}: ", self.shown(&message.path)) };
        let mut text = format!("{} {label}{about}{}\n", self.styled("1", "textmill:"), self.shown(&message.what));
        for cause in &message.causes {
            text += &format!("  caused by: {}\n", self.shown(cause));
        }
        for hint in message.hints.iter().filter(|hint| is_new_hint(hint)) {
            text += &format!("{} {}\n", self.styled("36", "hint:"), self.shown(hint));
        }
        text
    }

    fn shown(self, text: &str) -> std::borrow::Cow<'_, str> {
        match self.text {
            Text::Printable => printable(text, Breaks::Shown),
            Text::Exact => text.into(),
        }
    }

    fn styled(self, style: &str, text: &str) -> String {
        match self.color {
            Color::On => format!("\x1b[{style}m{text}\x1b[0m"),
            Color::Off => text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message() -> Message {
        Message {
            weight: Weight::Warning,
            path: "a\x1b[2J.txt".to_owned(),
            what: "is odd".to_owned(),
            causes: vec!["the moon".to_owned()],
            hints: vec!["wait".to_owned()],
        }
    }

    #[test]
    fn a_message_has_path_causes_and_hints_on_lines_of_their_own() {
        let text = Look::default().written(&message(), |_| true);
        assert_eq!(text, "textmill: warning: a\x1b[2J.txt: is odd\n  caused by: the moon\nhint: wait\n");
    }

    #[test]
    fn a_terminal_gets_names_that_it_does_not_act_on() {
        let text = Look { text: Text::Printable, color: Color::Off }.written(&message(), |_| false);
        assert_eq!(text, "textmill: warning: a␛[2J.txt: is odd\n  caused by: the moon\n");
    }

    #[test]
    fn color_marks_the_labels_only() {
        let text = Look { color: Color::On, text: Text::Exact }.written(&message(), |_| true);
        assert!(text.starts_with("\x1b[1mtextmill:\x1b[0m warning: "));
        assert!(text.ends_with("\x1b[36mhint:\x1b[0m wait\n"));
    }
}
