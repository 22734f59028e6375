//! Help: one screen for each verb, a page for each topic of flags that verbs share, and all flags of a verb.
//!
//! All of it is made from the definition of the command line. The heading of a flag decides where it is explained: on the page
//! of the topic that has the heading, or else in `VERB -h`. `VERB --help` has every flag.

use std::io::Write;

use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Args, Command};
use clap_mangen::Man;

use super::destination::Destination;
use super::messages::{self, Failure};
use super::process::ExitCode;
use super::screen::{Color, Viewer, color};
use super::session::Session;

const TEMPLATE: &str = "{about}\n\n{usage-heading} {usage}\n\n{before-help}{all-args}{after-help}";

const TOPIC_TEMPLATE: &str = "{about}\n\n{all-args}\n";

/// The verb that has every flag of every topic.
const VERB_WITH_ALL: &str = "stats";

/// Flags of topics that the help of `export` shows as well.
const USUAL_OF_EXPORT: &[&str] = &["excel", "raw", "rows_per_file", "force", "types"];

/// The columns of a narrow terminal, which a line of the short help fits.
const N_COLUMNS: usize = 80;

/// Flags that verbs share, explained on one page.
struct Topic {
    name: &'static str,
    about: &'static str,
    headings: &'static [&'static str],
    /// The flags, by their ids, that the help of each verb shows as well.
    usual: &'static [&'static str],
}

const TOPICS: [Topic; 4] = [
    Topic {
        name: "input",
        about: "What is read, and how",
        headings: &["Input", "Fields", "Folders", "Input formats"],
        usual: &["inputs", "from", "text_field"],
    },
    Topic {
        name: "output",
        about: "Where results go, formats, definitions and provenance",
        headings: &["Output"],
        usual: &["output", "format", "columns"],
    },
    Topic {
        name: "rows",
        about: "Which rows are written: conditions, samples, types",
        headings: &["Rows"],
        usual: &["conditions", "sort", "top"],
    },
    Topic {
        name: "machines",
        about: "Threads, memory and many machines; messages and defaults",
        headings: &["Run", "Many machines"],
        usual: &["threads"],
    },
];

/// Explain a verb, or flags that verbs share
#[derive(Args, Debug)]
pub(crate) struct HelpArgs {
    /// A verb or topic [default: all verbs and topics]
    #[arg(value_name = "VERB|TOPIC")]
    of: Option<String>,
}

/// Shows the help of a verb, a topic or the program.
pub(crate) fn run(args: &HelpArgs, mut definition: Command, session: &Session) -> Result<ExitCode, Failure> {
    definition.build();
    let text = match &args.of {
        None => definition.render_long_help(),
        Some(name) => match TOPICS.iter().find(|topic| topic.name == name) {
            Some(topic) => topic_page(topic, &definition),
            None => match definition.find_subcommand_mut(name) {
                Some(verb) => verb.render_long_help(),
                None => return Err(messages::unknown_help(name, &names(&definition)).into()),
            },
        },
    };
    show(&text, session)
}

/// Shows a help that is asked for by a flag, a screen at a time at a terminal.
pub(crate) fn page(text: &StyledStr, session: &Session) -> ExitCode {
    session.watch_signals();
    session.end(show(text, session))
}

fn show(text: &StyledStr, session: &Session) -> Result<ExitCode, Failure> {
    let mut destination = Destination::open(None, session)?;
    let text = match color(session.color(), Viewer::of(destination.is_terminal())) {
        Color::On => text.ansi().to_string(),
        Color::Off => text.to_string(),
    };
    destination.write(|out| out.write_all(text.as_bytes()))?;
    destination.commit()?;
    Ok(ExitCode::Done)
}

/// The names that `help` knows: verbs and topics.
pub(crate) fn names(definition: &Command) -> Vec<String> {
    let verbs = definition.get_subcommands().filter(|verb| !verb.is_hide_set()).map(Command::get_name);
    verbs.chain(TOPICS.iter().map(|topic| topic.name)).map(str::to_owned).collect()
}

/// The definition with the flag for help in each verb.
pub(crate) fn with_help_flags(command: Command) -> Command {
    let help = || {
        let flag = Arg::new("help").short('h').long("help").action(ArgAction::Help).help_heading("Run");
        flag.help("Print help: with -h one screen, with --help all flags")
    };
    command.arg(help()).mut_subcommands(|verb| verb.arg(help()))
}

/// The definition with its help: short texts of one line, flags of topics in `--help` and on the page of the topic.
pub(crate) fn arranged(command: Command) -> Command {
    let topics: Vec<String> = TOPICS.iter().map(|topic| format!("  help {:<9} {}", topic.name, topic.about)).collect();
    let about = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let command = with_help_flags(command).mut_subcommands(arranged_verb);
    let after = format!("Flags that verbs share:\n{}\n\n{about}", topics.join("\n"));
    let arranged = |flag| arranged_flag("", flag);
    command.mut_args(arranged).help_template(TEMPLATE).after_help(after)
}

fn arranged_verb(verb: Command) -> Command {
    let name = verb.get_name().to_owned();
    let examples = verb.get_after_help().map(ToString::to_string);
    let verb = verb.mut_args(|flag| arranged_flag(&name, flag)).help_template(TEMPLATE);
    let has_topics = verb.get_arguments().any(|flag| topic_of(flag).is_some_and(|topic| topic.name == "input"));
    let Some(examples) = examples.filter(|_| has_topics) else { return verb };
    // What follows a blank line is for the long help.
    let (usual, further) = examples.split_once("\n\n").unwrap_or((&examples, ""));
    let topics = TOPICS.map(|topic| topic.name).join("|");
    let more = format!("More: textmill {name} --help, textmill help {topics}");
    let all = if further.is_empty() { usual.to_owned() } else { format!("{usual}\n{further}") };
    verb.after_help(format!("{usual}\n\n{more}")).after_long_help(all)
}

fn arranged_flag(verb: &str, flag: Arg) -> Arg {
    let id = flag.get_id().as_str();
    let is_usual = topic_of(&flag).is_none_or(|topic| topic.usual.contains(&id))
        || verb == "export" && USUAL_OF_EXPORT.contains(&id);
    with_values(flag).hide_short_help(!is_usual)
}

/// The flag with the names of its values in the short help if they fit, and their meanings in the long one.
fn with_values(flag: Arg) -> Arg {
    let values: Vec<_> = flag.get_possible_values().into_iter().filter(|value| !value.is_hide_set()).collect();
    if values.is_empty() || !flag.get_action().takes_values() {
        return flag;
    }
    let help = flag.get_help().map(ToString::to_string).unwrap_or_default();
    let long_help = flag.get_long_help().map_or_else(|| help.clone(), ToString::to_string);
    let named = values.iter().map(|value| value.get_name()).collect::<Vec<_>>().join(", ");
    let defined = values.iter().map(|value| match value.get_help() {
        Some(about) => format!("- {}: {about}", value.get_name()),
        None => format!("- {}", value.get_name()),
    });
    let long_help = format!("{long_help}\n\nValues:\n{}", defined.collect::<Vec<_>>().join("\n"));
    let default = flag.get_default_values().join(" ".as_ref());
    let n_default = if flag.is_hide_default_value_set() || default.is_empty() { 0 } else { default.len() + 12 };
    let value_name = flag.get_value_names().and_then(|names| names.first()).map_or(0, |name| name.len() + 3);
    let n_taken = flag.get_long().map_or(0, |name| name.len() + 2) + value_name + n_default;
    let n_left = (N_COLUMNS - 8).saturating_sub(n_taken);
    let short_help = [format!("{help}: {named}"), named].into_iter().find(|text| text.len() <= n_left).unwrap_or(help);
    flag.help(short_help).long_help(long_help).hide_possible_values(true)
}

fn topic_of(flag: &Arg) -> Option<&'static Topic> {
    let heading = flag.get_help_heading()?;
    TOPICS.iter().find(|topic| topic.headings.contains(&heading))
}

/// The page of a topic, made of the verb that has all its flags.
fn topic_page(topic: &Topic, definition: &Command) -> StyledStr {
    let Some(verb) = definition.find_subcommand(VERB_WITH_ALL) else { return StyledStr::new() };
    let is_shown = |flag: &Arg| topic_of(flag).is_some_and(|of| of.name == topic.name);
    let arranged = |flag: Arg| if is_shown(&flag) { of_verbs(flag, definition) } else { flag.hide(true) };
    let page = verb.clone().mut_args(arranged).help_template(TOPIC_TEMPLATE);
    page.long_about(topic.about).render_long_help()
}

/// The flag with the verbs that have it, if others read inputs without it.
fn of_verbs(flag: Arg, definition: &Command) -> Arg {
    let has = |verb: &&Command, id: &str| verb.get_arguments().any(|known| known.get_id() == id);
    let verbs: Vec<&Command> = definition.get_subcommands().filter(|verb| has(verb, "text_field")).collect();
    let with_flag: Vec<&str> =
        verbs.iter().filter(|verb| has(verb, flag.get_id().as_str())).map(|verb| verb.get_name()).collect();
    if with_flag.len() == verbs.len() || flag.is_positional() {
        return flag;
    }
    let help = flag.get_long_help().or(flag.get_help()).map(ToString::to_string).unwrap_or_default();
    flag.long_help(format!("{help}\n\nVerbs: {}", with_flag.join(", ")))
}

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

#[cfg(test)]
mod tests {
    use super::super::definition;
    use super::*;

    fn built(columns: usize) -> Command {
        let mut command = definition().term_width(columns).mut_subcommands(|verb| verb.term_width(columns));
        command.build();
        command
    }

    /// The verbs that read documents.
    fn verbs(command: &Command) -> Vec<Command> {
        let has_inputs = |verb: &&Command| verb.get_arguments().any(|flag| flag.get_id() == "text_field");
        command.get_subcommands().filter(has_inputs).cloned().collect()
    }

    #[test]
    fn the_short_help_of_a_verb_has_eighty_lines_of_eighty_columns_and_one_for_each_flag() {
        let command = built(80);
        assert_eq!(verbs(&command).len(), 5);
        for mut verb in verbs(&command) {
            let help = verb.render_help().to_string();
            assert!(help.lines().count() <= 80, "{}: {} lines", verb.get_name(), help.lines().count());
            let (flags, _) = help.split_once("\nExamples:\n").unwrap();
            for line in help.lines() {
                assert!(line.chars().count() <= 100, "{line}");
            }
            for line in flags.lines() {
                let begins_flag = line.trim_start().starts_with(['-', '<', '[']);
                assert!(line.chars().count() <= 80 && (!line.starts_with(' ') || begins_flag), "wraps: {line}");
            }
        }
    }

    #[test]
    fn every_flag_is_in_the_short_help_or_on_the_page_of_a_topic() {
        let command = built(100);
        let pages = TOPICS.map(|topic| topic_page(&topic, &command).to_string());
        let mut n_flags = 0;
        for mut verb in verbs(&command) {
            let short = verb.render_help().to_string();
            for flag in verb.get_arguments().filter(|flag| !flag.is_hide_set()) {
                let shown = flag.get_long().map_or_else(|| flag.to_string(), |long| format!("--{long}"));
                let is_in = |page: &str| {
                    page.split([' ', '\n', ',']).any(|word| {
                        word == shown || word.strip_prefix(&*shown).is_some_and(|rest| rest.starts_with('['))
                    })
                };
                let place = TOPICS.iter().position(|topic| topic_of(flag).is_some_and(|of| of.name == topic.name));
                let is_explained = place.map_or_else(|| is_in(&short), |place| is_in(&pages[place]));
                assert!(is_explained, "{} of {} is explained nowhere", shown, verb.get_name());
                n_flags += 1;
            }
        }
        assert!(n_flags > 200, "{n_flags}");
    }

    #[test]
    fn values_are_listed_once() {
        for mut verb in verbs(&built(100)) {
            for help in [verb.render_help().to_string(), verb.render_long_help().to_string()] {
                assert!(!help.contains("possible values"), "{help}");
            }
        }
    }
}
