//! `textmill split`: documents to segments.

use std::num::NonZero;

use clap::{Args, ValueEnum};
use textmill::error::Error;
use textmill::split::{self, By, Options};

use super::arguments::{InputArgs, OutputArgs, positive};
use super::exit::ExitCode;
use super::messages::Failure;
use super::output::{self, Files, Purpose};
use super::session::Session;
use super::split_rule::RuleArgs;

const EXAMPLES: &str = "\
Examples:
  The entries of a digest page:
    textmill split page.txt
  Chapters by their headings:
    textmill split book.md --by heading -o chapters.csv
  Letters by how they begin, counted one by one:
    textmill split letters/ --at '^Dear ' | textmill stats --per document
  How a page is cut, kept as a rule:
    textmill split --learn pages/1.html -o rule.toml
  All pages like that one, by the rule:
    textmill split pages/ --rule rule.toml
  Segments of at most 500 tokens:
    textmill split corpus/ --size 500 -f jsonl";

/// Split documents into segments: the entries of a page, paragraphs, sentences
///
/// Without a flag the record boundary that a page repeats is found: a line like "Read more", a separator, a heading, a
/// number, a date, an item of a list, an element of a web page, or headlines and texts in turn. One row per segment: id,
/// source, title, text, marker (what ended it), page_title (the page's own heading), start and end (bytes in the source,
/// without gaps), for entries date and link, then the document's fields.
/// A document in which nothing repeats is named, and the exit code is 2.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct SplitArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    cut: CutArgs,
    #[command(flatten)]
    rule: RuleArgs,
}

/// Where to cut; at most one of these.
#[derive(Args, Debug)]
#[group(multiple = false)]
#[command(next_help_heading = "Split")]
struct CutArgs {
    /// Cut documents into these
    #[arg(long, value_name = "SEGMENT", value_enum, default_value_t)]
    by: Kind,
    /// Begin a segment at each match of REGEX; ^ and $ match at line ends
    #[arg(long, value_name = "REGEX")]
    at: Option<String>,
    /// Separate segments by the matches of REGEX, which go to the column marker
    #[arg(long, value_name = "REGEX")]
    on: Option<String>,
    /// Cut into segments of at most N tokens, at the end of a paragraph, sentence or word
    #[arg(long, value_name = "N", value_parser = positive)]
    size: Option<NonZero<usize>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// The records that a page repeats
    #[default]
    Entry,
    /// What blank lines part
    Paragraph,
    /// Sentences, by Unicode's rules
    Sentence,
    /// Lines that are not blank
    Line,
    /// Sections, each with its Markdown heading as title
    Heading,
    /// What form feeds part
    Page,
}

/// Runs the verb.
pub(crate) fn run(args: &SplitArgs, session: &Session) -> Result<ExitCode, Failure> {
    let options = Options { by: args.rule.by()?.map_or_else(|| args.cut.by(), Ok)? };
    let opened = args.input.open(&args.output, session, |_| {})?;
    if let Some(ended) = args.rule.run(&opened, &args.output, session)? {
        return Ok(ended);
    }
    output::write(&args.output, Files::AsNamed, Purpose::Data, &opened.inputs, session, |output| {
        split::split(&opened.corpus, &options, &session.job(), output)
    })?;
    Ok(ExitCode::Done)
}

impl CutArgs {
    fn by(&self) -> Result<By, Error> {
        match (&self.at, &self.on, self.size) {
            (Some(pattern), ..) => By::at(pattern),
            (_, Some(pattern), _) => By::on(pattern),
            (.., Some(n_tokens)) => Ok(By::Size(n_tokens)),
            (None, None, None) => Ok(self.by.into()),
        }
    }
}

impl From<Kind> for By {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Entry => Self::Entry,
            Kind::Paragraph => Self::Paragraph,
            Kind::Sentence => Self::Sentence,
            Kind::Line => Self::Line,
            Kind::Heading => Self::Heading,
            Kind::Page => Self::Page,
        }
    }
}
