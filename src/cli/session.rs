//! What every verb runs with: threads, messages, and the temporary files to remove if the run is cut short.

use textmill::error::Error;
use textmill::input::Job;
use textmill::pool::Pool;

use super::arguments::{RunArgs, When};
use super::console::Console;
use super::exit::ExitCode;
use super::messages::Failure;
use super::signals::Temporaries;

/// One run of the program.
pub(crate) struct Session {
    console: Console,
    pool: Pool,
    temporaries: Temporaries,
    color: When,
}

impl Session {
    /// Starts the threads and watches for signals.
    ///
    /// # Errors
    ///
    /// If not even one thread can be had.
    pub(crate) fn new(args: &RunArgs) -> Result<Self, Error> {
        let temporaries = Temporaries::default();
        // Without the watch an interrupt ends the run all the same, only less tidily.
        _ = temporaries.remove_on_signal();
        Ok(Self { console: Console::new(args), pool: Pool::new(args.threads)?, temporaries, color: args.color })
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

    pub(crate) fn temporaries(&self) -> &Temporaries {
        &self.temporaries
    }

    /// Tells what is left to tell. An input that failed outweighs the verb's own answer.
    pub(crate) fn end(&self, result: Result<ExitCode, Failure>) -> ExitCode {
        self.console.clear();
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
        Console::new(args).tell(&message);
    }
    ExitCode::Failed
}
