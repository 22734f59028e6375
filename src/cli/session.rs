//! Surroundings of a verb: threads, messages, and the files that the run reads and writes.

use textmill::error::Error;
use textmill::input::Job;
use textmill::pool::Pool;

use super::arguments::{RunArgs, When};
use super::config::Defaults;
use super::console::Console;
use super::messages::{self, Failure};
use super::pager::PagerProcess;
use super::permissions::Permissions;
use super::process::ExitCode;
use super::run_files::RunFiles;

/// One run of the program.
pub(crate) struct Session {
    console: Console,
    pool: Pool,
    files: RunFiles,
    color: When,
    pager: PagerProcess,
    paging: Paging,
    /// What was taken from a file of defaults.
    defaults: Defaults,
}

/// Whether long output at a terminal is shown a screen at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Paging {
    Allowed,
    Refused,
}

impl Session {
    /// Starts the threads.
    ///
    /// # Errors
    ///
    /// If not even one thread can be had.
    pub(crate) fn new(args: &RunArgs) -> Result<Self, Error> {
        let (files, pager) = (RunFiles::default(), PagerProcess::default());
        let paging = if args.no_pager { Paging::Refused } else { Paging::Allowed };
        let (console, pool) = (Console::new(args, pager.clone()), Pool::new(args.threads)?);
        Ok(Self { console, pool, files, color: args.color, pager, paging, defaults: Defaults::new() })
    }

    /// Removes temporary files if a signal ends the program. Call it once in a program, before anything is written.
    pub(crate) fn watch_signals(&self) {
        let reader = self.pager.clone();
        // Without the watch an interrupt ends the run all the same, only less tidily.
        _ = self.files.temporaries().remove_on_signal(move || reader.wait());
    }

    /// The same session of a run that took these defaults from a file.
    pub(crate) fn with_defaults(self, defaults: Defaults) -> Self {
        Self { defaults, ..self }
    }

    /// What was taken from a file of defaults: names of flags with their values.
    pub(crate) fn defaults(&self) -> &Defaults {
        &self.defaults
    }

    /// What the library needs to run a verb.
    pub(crate) fn job(&self) -> Job<'_> {
        Job { pool: &self.pool, diagnostics: &self.console }
    }

    pub(crate) fn console(&self) -> &Console {
        &self.console
    }

    /// What the user says about color.
    pub(crate) fn color(&self) -> When {
        self.color
    }

    /// The pager to be, if long output may go to one.
    pub(crate) fn pager(&self) -> Option<&PagerProcess> {
        (self.paging == Paging::Allowed).then_some(&self.pager)
    }

    /// The files that the run reads and writes.
    pub(crate) fn files(&self) -> &RunFiles {
        &self.files
    }

    /// The files that may be read and written.
    pub(crate) fn permissions(&self) -> &Permissions {
        self.files.temporaries().permissions()
    }

    /// Reports what is left to report. An input that failed outweighs the verb's own answer.
    pub(crate) fn end(&self, result: Result<ExitCode, Failure>) -> ExitCode {
        self.console.clear();
        self.files.temporaries().remove_folders();
        self.console.tell_folded();
        // A default is for whatever runs there are.
        let is_default = |name: &str| self.defaults.iter().any(|(flag, _)| flag.replace('_', "-") == name);
        for flag in self.files.unused_flags().into_iter().filter(|flag| !is_default(flag.name())) {
            self.console.tell(&messages::unused_flag(flag));
        }
        if let Some(message) = self.files.written().and_then(|target| self.console.incomplete(&target)) {
            self.console.tell(&message);
        }
        match result {
            Ok(_) if self.console.n_failures() > 0 => ExitCode::Failed,
            Ok(code) => code,
            Err(Failure::ClosedPipe) => ExitCode::Done,
            Err(Failure::Told(message)) => {
                self.console.tell(&message);
                ExitCode::Failed
            }
        }
    }
}

/// Tells why there could be no session at all.
pub(crate) fn refused(args: &RunArgs, failure: Failure) -> ExitCode {
    if let Failure::Told(message) = failure {
        Console::new(args, PagerProcess::default()).tell(&message);
    }
    ExitCode::Failed
}
