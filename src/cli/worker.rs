//! `textmill worker`: a stage of a verb between two streams of record batches, for an engine.

use clap::Args;
use textmill::worker::{self, Operation, WorkerError};

use super::messages::{self, Failure};
use super::process::ExitCode;
use super::session::Session;
use super::values::choice;

/// Run one stage of a verb for an engine such as Spark
///
/// Reads an Arrow IPC stream on standard input and writes one on standard output. The Python package textmill calls it; its
/// metadata and columns belong to one version. docs/past-one-machine.md tells more.
#[derive(Args, Debug)]
pub(crate) struct WorkerArgs {
    /// The stage
    #[arg(value_name = "OP", value_parser = choice::<Operation>())]
    operation: Operation,
}

/// Runs the stage.
pub(crate) fn run(args: &WorkerArgs, session: &Session) -> Result<ExitCode, Failure> {
    let (input, output) = (std::io::stdin(), std::io::stdout());
    let job = session.job();
    let worked = worker::work(args.operation, &job, input.lock(), output.lock());
    worked.map_err(|error: WorkerError| {
        if error.is_closed_pipe() {
            return Failure::ClosedPipe;
        }
        messages::of_worker(args.operation.name(), &error).into()
    })?;
    Ok(ExitCode::Done)
}
