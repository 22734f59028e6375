//! `textmill completions` and `textmill man`: what shells and `man` know of the program, out of its own definition.

use std::io::Write;

use clap::{Args, Command};
use clap_complete::Shell;

use super::destination::Destination;
use super::exit::ExitCode;
use super::messages::{self, Failure};

/// Print the completions of a shell
///
/// For example `textmill completions bash > ~/.local/share/bash-completion/completions/textmill`.
#[derive(Args, Debug)]
pub(crate) struct CompletionsArgs {
    /// The shell to complete for
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

/// Print the manual page of the program or a verb
///
/// For example `textmill man | man -l -`, or `textmill man stats > textmill-stats.1`.
#[derive(Args, Debug)]
pub(crate) struct ManArgs {
    /// The verb whose page to print [default: the page of the program]
    #[arg(value_name = "VERB")]
    verb: Option<String>,
}

/// Writes the completions for a shell to standard output.
pub(crate) fn completions(args: &CompletionsArgs, mut command: Command) -> Result<ExitCode, Failure> {
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    written(&script)
}

/// Writes a manual page to standard output.
pub(crate) fn man(args: &ManArgs, mut command: Command) -> Result<ExitCode, Failure> {
    command.build();
    let of = match &args.verb {
        None => command,
        Some(verb) => match command.find_subcommand(verb) {
            Some(of_verb) => of_verb.clone().name(format!("{}-{verb}", command.get_name())),
            None => {
                let verbs: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
                return Err(messages::unknown_verb(verb, &verbs).into());
            }
        },
    };
    let mut page = Vec::new();
    // A vector takes all.
    _ = clap_mangen::Man::new(of).render(&mut page);
    // What stands behind the options are examples, in every help of ours; manual pages have a name for that.
    let page = String::from_utf8_lossy(&page).replace(".SH EXTRA\nExamples:\n", ".SH EXAMPLES\n");
    written(page.as_bytes())
}

fn written(bytes: &[u8]) -> Result<ExitCode, Failure> {
    let mut stdout = Destination::stdout()?;
    stdout.write(|out: &mut dyn Write| out.write_all(bytes))?;
    stdout.commit()?;
    Ok(ExitCode::Done)
}
