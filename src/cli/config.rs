//! Defaults of flags from a file: `textmill.toml` in the working folder, or what `--config` names.
//!
//! A key is the long name of a flag; keys below `[stats]` and the like hold for that verb alone and count more than those
//! above. The file changes clap's own defaults, so that help shows them, the command line outweighs them, and a flag that
//! excludes another one silences its default. What was taken from the file is told, since a hidden file that changes
//! numbers would be worse than none.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};
use textmill::error::SideFileProblem;
use textmill::input::{NamedBy, SideFile};
use textmill::render::shortened;
use toml::{Table, Value};

use super::flag_effects::{Effect, takes_path};
use super::messages::{self, Message};
use super::renamed;

/// How much of a value is told, in columns.
const MOST_SHOWN: usize = 200;

/// The file that is looked for in the working folder.
const USUAL_NAME: &str = "textmill.toml";

/// A file of defaults, or those that a record of a run holds.
#[derive(Debug)]
pub(crate) struct Config {
    path: PathBuf,
    table: Table,
    origin: Origin,
    renamed: Vec<Message>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// By `--config`.
    Named,
    /// In the working folder.
    Found,
    /// In a record of a run.
    Recorded,
}

/// Names of flags with the values that were taken from a file, in its order.
pub(crate) type Defaults = Vec<(String, Value)>;

/// One flag with its default.
#[derive(Debug, PartialEq)]
struct FlagDefault {
    id: String,
    key: String,
    value: Value,
    values: Vec<OsString>,
    is_global: bool,
}

impl Config {
    /// Reads the file that `--config` names, or the usual one if it is there.
    ///
    /// # Errors
    ///
    /// What to tell if it cannot be read.
    pub(crate) fn find(named: Option<&Path>) -> Result<Option<Self>, Box<Message>> {
        let (path, origin, named_by) = match named {
            Some(path) => (path, Origin::Named, NamedBy::User),
            None => (Path::new(USUAL_NAME), Origin::Found, NamedBy::Chance),
        };
        let text = match SideFile::Settings.read_text(path, named_by) {
            Ok(text) => text,
            Err(SideFileProblem::Open(error)) if origin == Origin::Found && error.kind() == ErrorKind::NotFound => {
                return Ok(None);
            }
            Err(problem) => return Err(Box::new(messages::unreadable(SideFile::Settings, path, &problem))),
        };
        let table = text.parse().map_err(|error| messages::no_settings(path, &format!("{error}")))?;
        Ok(Some(Self::new(path, table, origin)))
    }

    /// The defaults of the run whose record is at `path`.
    pub(crate) fn recorded(path: &Path, table: Table) -> Self {
        Self::new(path, table, Origin::Recorded)
    }

    fn new(path: &Path, mut table: Table, origin: Origin) -> Self {
        let renamed = renamed::settings_of_today(&mut table);
        Self { path: path.to_owned(), table, origin, renamed }
    }

    /// Warnings of names in it that have changed.
    pub(crate) fn renamed(&self) -> &[Message] {
        &self.renamed
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Makes what the file says the defaults of `command`, but for flags that `given` excludes. Also tells which they are.
    ///
    /// # Errors
    ///
    /// What to tell if it names what there is not, or gives a value that is none.
    pub(crate) fn apply(&self, command: Command, given: &ArgMatches) -> Result<(Command, Defaults), Box<Message>> {
        let Some((verb, given)) = given.subcommand() else { return Ok((command, Defaults::new())) };
        let mut built = command.clone();
        built.build();
        let mut defaults = self.defaults(&built, verb)?;
        let Some(of_verb) = built.find_subcommand(verb) else { return Ok((command, Defaults::new())) };
        defaults.retain(|default| !is_silenced(of_verb, &default.id, given));
        let taken = defaults.iter().map(|default| (default.key.clone(), default.value.clone())).collect();
        let command = defaults.into_iter().fold(command, |command, default| default.set_on(command, verb));
        Ok((command, taken))
    }

    /// What to tell of the defaults that were taken, if there are any.
    pub(crate) fn told(&self, taken: &Defaults) -> Option<Message> {
        let shown = |(key, value): &(String, Value)| {
            let values: Vec<_> = written(value)?.iter().map(|value| value.to_string_lossy().into_owned()).collect();
            Some(format!("{key} = {}", shortened(&values.join(","), MOST_SHOWN)))
        };
        let told: Vec<String> = taken.iter().filter_map(shown).collect();
        (!told.is_empty()).then(|| messages::defaults_taken(&self.path, &told.join(", ")))
    }

    /// The defaults for one verb, each flag once.
    fn defaults(&self, built: &Command, verb: &str) -> Result<Vec<FlagDefault>, Box<Message>> {
        let mut defaults: Vec<FlagDefault> = Vec::new();
        let (tables, above): (Vec<_>, Vec<_>) = self.table.iter().partition(|(_, value)| value.is_table());
        for (key, value) in above {
            self.check_known(built, key)?;
            if let Some(arg) = built.find_subcommand(verb).and_then(|of_verb| flag(of_verb, key)) {
                defaults.push(self.default(arg, key, value)?);
            }
        }
        for (name, table) in tables {
            let Some(of_table) = built.get_subcommands().find(|c| c.get_name() == name) else {
                let verbs: Vec<String> = built.get_subcommands().map(|c| c.get_name().to_owned()).collect();
                return Err(Box::new(messages::unknown_verb_in_config(&self.path, name, &verbs)));
            };
            for (key, value) in table.as_table().into_iter().flatten() {
                let Some(arg) = flag(of_table, key) else {
                    return Err(Box::new(messages::unknown_flag_in_config(&self.path, key, &flag_names(of_table))));
                };
                let default = self.default(arg, key, value)?;
                if name == verb {
                    defaults.retain(|other| other.id != default.id);
                    defaults.push(default);
                }
            }
        }
        Ok(defaults)
    }

    fn check_known(&self, built: &Command, key: &str) -> Result<(), Box<Message>> {
        if built.get_subcommands().any(|verb| flag(verb, key).is_some()) {
            return Ok(());
        }
        let mut names: Vec<String> = built.get_subcommands().flat_map(flag_names).collect();
        names.sort_unstable();
        names.dedup();
        Err(Box::new(messages::unknown_flag_in_config(&self.path, key, &names)))
    }

    fn default(&self, arg: &Arg, key: &str, value: &Value) -> Result<FlagDefault, Box<Message>> {
        if let Some(effect) = self.origin.refused(arg, value) {
            return Err(Box::new(match self.origin {
                Origin::Recorded => messages::not_from_record(&self.path, key, effect),
                Origin::Named | Origin::Found => messages::not_from_found_config(&self.path, key, effect),
            }));
        }
        let is_switch = matches!(arg.get_action(), ArgAction::SetTrue);
        let values = written(value).filter(|values| is_switch == value.is_bool() && !values.is_empty());
        let Some(values) = values else {
            return Err(Box::new(messages::wrong_value_in_config(&self.path, key, is_switch)));
        };
        let is_global = arg.is_global_set();
        Ok(FlagDefault { id: arg.get_id().to_string(), key: key.to_owned(), value: value.clone(), values, is_global })
    }
}

impl Origin {
    /// What is wrong with a flag that may not be set from here; `None` if it may. Who has named a file answers for it. A
    /// record is run as it was, into files that it lists, but names no files beside its command line.
    fn refused(self, arg: &Arg, value: &Value) -> Option<&'static str> {
        let effect = Effect::of(arg);
        let is_harmless = || {
            let values = written(value).unwrap_or_default();
            values.iter().all(|value| effect.is_some_and(|effect| effect.is_harmless(&value.to_string_lossy())))
        };
        let is_refused = match self {
            Self::Named => false,
            Self::Found => !is_harmless(),
            Self::Recorded => takes_path(arg) && !is_harmless(),
        };
        is_refused.then(|| effect.map_or("may do anything", Effect::described))
    }
}

impl FlagDefault {
    fn set_on(self, command: Command, verb: &str) -> Command {
        let Self { id, values, is_global, .. } = self;
        if is_global {
            command.mut_arg(id, |arg| arg.default_values(values))
        } else {
            command.mut_subcommand(verb, |verb| verb.mut_arg(id, |arg| arg.default_values(values)))
        }
    }
}

/// A value as it would be typed; `None` if it cannot be.
fn written(value: &Value) -> Option<Vec<OsString>> {
    let one = match value {
        Value::String(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Boolean(is_on) => is_on.to_string(),
        Value::Array(values) if values.iter().all(|value| !value.is_array() && !value.is_bool()) => {
            return values.iter().map(written).collect::<Option<Vec<_>>>().map(|values| values.concat());
        }
        Value::Array(_) | Value::Datetime(_) | Value::Table(_) => return None,
    };
    Some(vec![one.into()])
}

/// The flag with this long name; those that ask for something else than work, and those of the file itself, have no default.
fn flag<'c>(command: &'c Command, key: &str) -> Option<&'c Arg> {
    flags(command).find(|arg| arg.get_long_and_visible_aliases().is_some_and(|names| names.contains(&key)))
}

fn flag_names(command: &Command) -> Vec<String> {
    flags(command).filter_map(Arg::get_long).map(str::to_owned).collect()
}

fn flags(command: &Command) -> impl Iterator<Item = &Arg> {
    let without_default = ["help", "version", "config", "no_config"];
    command.get_arguments().filter(move |arg| !without_default.contains(&arg.get_id().as_str()))
}

/// Whether the command line says this flag itself, or says one that excludes it.
fn is_silenced(command: &Command, id: &str, given: &ArgMatches) -> bool {
    let Some(arg) = command.get_arguments().find(|arg| arg.get_id() == id) else { return true };
    let is_given = |other: &Arg| {
        given.try_contains_id(other.get_id().as_str()).is_ok_and(|is_there| is_there)
            && given.value_source(other.get_id().as_str()) == Some(ValueSource::CommandLine)
    };
    command.get_arguments().filter(|other| is_given(other)).any(|other| *other == *arg || excludes(command, arg, other))
}

fn excludes(command: &Command, one: &Arg, other: &Arg) -> bool {
    let conflicts = |a: &Arg, b: &Arg| command.get_arg_conflicts_with(a).iter().any(|arg| arg.get_id() == b.get_id());
    let is_in = |arg: &Arg, group: &clap::ArgGroup| group.get_args().any(|id| id == arg.get_id());
    conflicts(one, other)
        || conflicts(other, one)
        || command.get_groups().any(|group| !group.clone().is_multiple() && is_in(one, group) && is_in(other, group))
}
