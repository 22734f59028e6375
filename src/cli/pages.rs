//! `textmill man`: the manual pages, made from the definition of the command line.

use std::io::Write;

use clap::{Arg, Args, Command};
use clap_mangen::Man;

use super::destination::Destination;
use super::exit::ExitCode;
use super::messages::{self, Failure};

/// The most values of a flag that the synopsis lists.
const MOST_VALUES: usize = 8;

/// Print the manual page of the program or a verb
///
/// For example `textmill man | man -l -`, or `textmill man stats > textmill-stats.1`.
#[derive(Args, Debug)]
pub(crate) struct ManArgs {
    /// The verb whose page to print [default: the page of the program]
    #[arg(value_name = "VERB")]
    verb: Option<String>,
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
    written(rendered(of).as_bytes())
}

/// The page in the order of a reader: the examples follow the synopsis.
fn rendered(of: Command) -> String {
    let (has_verbs, has_version) = (of.has_subcommands(), of.get_version().is_some());
    let synopsis = synopsis(&of);
    let man = Man::new(of.override_usage(synopsis));
    let mut page = Vec::new();
    // A vector takes all.
    _ = man.render_title(&mut page);
    _ = man.render_name_section(&mut page);
    _ = man.render_synopsis_section(&mut page);
    _ = man.render_extra_section(&mut page);
    _ = man.render_description_section(&mut page);
    page.extend(options(&man).bytes());
    if has_verbs {
        _ = man.render_subcommands_section(&mut page);
    }
    if has_version {
        _ = man.render_version_section(&mut page);
    }
    String::from_utf8_lossy(&page).replace(".SH EXTRA\nExamples:\n", ".SH EXAMPLES\n")
}

/// The flags in one section, a part of it for each heading.
fn options(man: &Man) -> String {
    let mut sections = Vec::new();
    _ = man.render_options_section(&mut sections);
    let parts = String::from_utf8_lossy(&sections).replace(".SH OPTIONS\n", "").replace(".SH ", ".SS ");
    format!(".SH OPTIONS\n{parts}")
}

/// The command with all its flags and the names of their values.
fn synopsis(command: &Command) -> String {
    let visible = || command.get_arguments().filter(|argument| !argument.is_hide_set());
    let flags = visible().filter(|argument| !argument.is_positional()).map(|flag| format!("[{}]", usage(flag)));
    let positional = visible().filter(|argument| argument.is_positional()).map(usage);
    let verb = command.has_subcommands().then(|| "VERB".to_owned());
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name()).to_owned();
    std::iter::once(name).chain(flags).chain(positional).chain(verb).collect::<Vec<_>>().join(" ")
}

/// A flag with its values, which are their names if they fit, or the argument in its place.
fn usage(argument: &Arg) -> String {
    let values: Vec<String> = argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let more = if argument.get_num_args().is_some_and(|n| argument.is_positional() && n.max_values() > 1) {
        "..."
    } else {
        ""
    };
    let value = match argument.get_value_names() {
        _ if (1..=MOST_VALUES).contains(&values.len()) => values.join("|"),
        Some(names) => names.join(" "),
        None => argument.get_id().to_string(),
    };
    match (argument.get_short(), argument.get_long()) {
        (None, None) if argument.is_required_set() => value + more,
        (None, None) => format!("[{value}]{more}"),
        (short, long) => {
            let flag = short.map_or_else(|| format!("--{}", long.unwrap_or_default()), |short| format!("-{short}"));
            if argument.get_action().takes_values() { format!("{flag} {value}") } else { flag }
        }
    }
}

fn written(bytes: &[u8]) -> Result<ExitCode, Failure> {
    let mut stdout = Destination::stdout()?;
    stdout.write(|out: &mut dyn Write| out.write_all(bytes))?;
    stdout.commit()?;
    Ok(ExitCode::Done)
}
