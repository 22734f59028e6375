//! `--rule`, `--learn` and `--explain`: how `split` finds the entries of a page, kept, made and shown.

use std::path::{Path, PathBuf};

use clap::Args;
use textmill::input::Corpus;
use textmill::input::{NamedBy, SideFile};
use textmill::split::{self, By, Rule};

use super::destination::Destination;
use super::exit::ExitCode;
use super::messages::{self, Failure};
use super::output;
use super::output_plan::{Content, OutputPlan};
use super::run_files::FileRole;
use super::session::Session;

/// How entries are found; no other way to cut beside it.
#[derive(Args, Debug)]
#[group(multiple = true, conflicts_with_all = ["at", "on", "between", "size"])]
#[command(next_help_heading = "Entries")]
pub(crate) struct RuleArgs {
    /// Cut by a profile such as nexis, or by a rule in a file
    ///
    /// The profiles are news-digest, nexis, factiva, gutenberg, mbox, mail-digest and subtitles; --learn writes a rule. A page
    /// that does not fit the rule is named, with the reason, and the others are cut.
    #[arg(long, value_name = "RULE")]
    rule: Option<PathBuf>,
    /// Learn a rule from the pages and write it to -o
    #[arg(long, conflicts_with_all = ["rule", "explain"])]
    learn: bool,
    /// Show the boundaries that textmill finds instead of cutting
    ///
    /// Each with how sure it is. With --rule, what the rule finds, and why a page does not fit.
    #[arg(long)]
    explain: bool,
}

impl RuleArgs {
    /// Whether a rule is learned instead of cutting.
    pub(crate) fn learns(&self) -> bool {
        self.learn
    }

    /// `true` if boundaries are shown instead of cutting.
    pub(crate) fn explains(&self) -> bool {
        self.explain
    }

    /// Whether it is said how entries are found, or asked for.
    pub(crate) fn is_given(&self) -> bool {
        self.rule.is_some() || self.learn || self.explain
    }

    /// Whether the rule is read from standard input.
    pub(crate) fn is_stdin(&self) -> bool {
        self.rule.as_deref() == Some(Path::new("-"))
    }

    /// The rule to cut by, if there is one.
    ///
    /// # Errors
    ///
    /// If there is neither a profile nor a file of this name, or the file is no rule.
    pub(crate) fn by(&self, session: &Session) -> Result<Option<By>, Failure> {
        self.rule.as_deref().map(|name| Ok(By::Rule(Box::new(read(name, session)?)))).transpose()
    }

    /// Does what is asked for instead of cutting; `None` if the documents are to be cut.
    ///
    /// # Errors
    ///
    /// If nothing can be learned, or the result cannot be written.
    pub(crate) fn run(
        &self,
        by: &By,
        corpus: &Corpus,
        plan: &OutputPlan,
        session: &Session,
    ) -> Result<Option<ExitCode>, Failure> {
        if self.explain {
            output::write(plan, session, |output| {
                let rule = if let By::Rule(rule) = by { Some(&**rule) } else { None };
                split::explain(corpus, rule, &session.job(), output)
            })?;
            return Ok(Some(ExitCode::Done));
        }
        let Content::Text(_) = plan.content else { return Ok(None) };
        let destination = Destination::open(plan.place.file(), session)?;
        let learned = split::learn(corpus, &session.job())?;
        destination.put(|out| out.write_all(learned.rule.to_toml().as_bytes()))?;
        Ok(Some(ExitCode::Done))
    }
}

/// A profile by its name; anything else is a file, and so is `./nexis`.
fn read(name: &Path, session: &Session) -> Result<Rule, Failure> {
    if let Some(profile) = name.to_str().and_then(Rule::named) {
        return Ok(profile.clone());
    }
    session.files().read([name], FileRole::Input);
    let text = SideFile::Rule.read_text(name, NamedBy::User);
    let text = text.map_err(|problem| messages::unreadable(SideFile::Rule, name, &problem))?;
    Rule::parse(&text).map_err(|problem| messages::no_rule(name, &problem.to_string()).into())
}
