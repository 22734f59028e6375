//! The views of two documents: a patch, two columns, words in the running text, or rows.

use std::io::{self, Write};
use std::time::Duration;

use clap::Args;
use textmill::diff::{
    self, Columns, Completeness, DEFAULT_MOVED_WORDS, Deadline, Emphasis, Ignorable, Ignore, Mark, Names, Paint,
    TextOptions, compare_lines, compare_sentences, compare_words, paint_side_by_side, paint_unified, source_text,
    write_unified,
};
use textmill::document::Document;
use textmill::error::Error;
use textmill::render::{Breaks, OutputFormat, printable};
use textmill::table::Output;

use super::destination::Destination;
use super::messages::{self, Failure};
use super::output::{self, RowOutput};
use super::output_plan::{Content, OutputPlan};
use super::screen::{Color, Viewer, color};
use super::session::Session;
use super::values::{ANY, choice, whole};

/// How wide two columns are where nothing tells, as for `diff -y`.
const USUAL_WIDTH: usize = 130;

/// What counts as a difference, and as moved.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Comparison")]
pub(crate) struct DiffViewArgs {
    /// Ignore differences of these kinds
    ///
    /// The texts are shown as they are written. Punctuation inside words counts: 3.5 is not 35.
    #[arg(long, value_name = "WHAT,...", value_parser = choice::<Ignorable>(), value_delimiter = ',')]
    ignore: Vec<Ignorable>,
    /// Least length of a moved text [default: 1; 5 words]
    ///
    /// N or more lines, words or sentences that were removed at one place and added at another are moved. 0 finds none.
    #[arg(long, value_name = "N", value_parser = whole::<0, ANY>)]
    min_moved: Option<usize>,
}

/// What two documents are shown as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    /// A patch.
    Unified,
    /// Two columns.
    SideBySide,
    /// Words in the running text.
    Inline,
    /// A row for each changed line.
    Lines,
    /// A row for each changed word.
    Words,
    /// A row for each sentence.
    Sentences,
}

/// Two documents to show.
#[derive(Clone, Copy)]
pub(crate) struct Pair<'d> {
    pub(crate) old: &'d Document,
    pub(crate) new: &'d Document,
    pub(crate) names: Names<'d>,
    pub(crate) n_context: usize,
    pub(crate) timeout_seconds: u64,
}

/// The opened output of a difference.
pub(crate) enum DiffOutput {
    /// Rows; two documents are shown as a text instead if the second value is `true`.
    Rows(Box<RowOutput>, bool),
    /// Two documents as a text.
    Text(Destination, OutputFormat),
}

impl DiffOutput {
    /// Opens what a plan names.
    ///
    /// # Errors
    ///
    /// If it is an input or cannot be written.
    pub(crate) fn open(plan: &OutputPlan, session: &Session) -> Result<Self, Failure> {
        match plan.content {
            Content::Difference(format) => Ok(Self::Text(Destination::open(plan.place.file(), session)?, format)),
            _ => {
                let may_be_text = plan.tables().is_some_and(|tables| tables.may_be_difference);
                Ok(Self::Rows(Box::new(output::open(plan, session)?), may_be_text))
            }
        }
    }

    /// `true` for two documents as a text.
    pub(crate) fn is_text(&self) -> bool {
        matches!(self, Self::Text(..))
    }

    /// The rows that are written.
    pub(crate) fn into_rows(self) -> Result<RowOutput, Failure> {
        match self {
            Self::Rows(output, _) => Ok(*output),
            Self::Text(..) => Err(messages::only_for_two_documents().into()),
        }
    }

    /// The same where each side has one document.
    ///
    /// # Errors
    ///
    /// If it is a text and is to go to a folder.
    pub(crate) fn of_two_documents(self) -> Result<Self, Failure> {
        match self {
            Self::Rows(output, true) => match output.into_destination() {
                Some(destination) => Ok(Self::Text(destination, OutputFormat::UNIFIED)),
                None => Err(messages::no_folder_for_text().into()),
            },
            other => Ok(other),
        }
    }
}

fn write_rows(
    mut output: RowOutput,
    session: &Session,
    write: impl FnOnce(&mut dyn Output) -> Result<(), Error>,
) -> Result<(), Failure> {
    write(output.rows())?;
    Ok(output.finish(session)?)
}

/// Whether two documents differ, and whether there was time to find out how little.
type Outcome = (bool, Completeness);

impl DiffViewArgs {
    /// What is overlooked.
    pub(crate) fn ignore(&self) -> Ignore {
        Ignore::of(&self.ignore)
    }

    /// Writes `pair` as `view` to `output`; whether the documents differ.
    ///
    /// # Errors
    ///
    /// If it cannot be written, or is a text and to go to a folder.
    pub(crate) fn show(
        &self,
        pair: Pair<'_>,
        view: View,
        output: DiffOutput,
        session: &Session,
    ) -> Result<bool, Failure> {
        let options = self.text_options(view, Deadline::after(Duration::from_secs(pair.timeout_seconds)));
        let (differs, completeness) = match view {
            View::Unified | View::SideBySide | View::Lines => show_lines(pair, view, &options, output, session)?,
            View::Inline | View::Words => show_words(pair, &options, output, session)?,
            View::Sentences => show_sentences(pair, &options, output, session)?,
        };
        if completeness == Completeness::CutShort {
            session.console().tell(&messages::diff_cut_short(pair.timeout_seconds));
        }
        Ok(differs)
    }

    /// Writes the tables that `view` would have for documents without text.
    ///
    /// # Errors
    ///
    /// What `output` returns.
    pub(crate) fn write_no_rows(&self, view: View, output: &mut dyn Output) -> Result<(), Error> {
        let options = self.text_options(view, Deadline::after(Duration::ZERO));
        match view {
            View::Unified | View::SideBySide | View::Lines => compare_lines("", "", &options).write_rows(output),
            View::Inline | View::Words => compare_words("", "", &options).write_rows(output),
            View::Sentences => compare_sentences("", "", &options).write_rows(output),
        }
    }

    /// How two texts are compared that are shown as `view`.
    pub(crate) fn text_options(&self, view: View, deadline: Deadline) -> TextOptions {
        let usual = if matches!(view, View::Inline | View::Words) { DEFAULT_MOVED_WORDS } else { 1 };
        TextOptions { ignore: self.ignore(), n_least_moved: self.min_moved.unwrap_or(usual), deadline }
    }
}

fn show_lines(
    pair: Pair<'_>,
    view: View,
    options: &TextOptions,
    output: DiffOutput,
    session: &Session,
) -> Result<Outcome, Failure> {
    // Lines have the ends that they have in the files, so that a patch applies to those.
    let (old, new) = (source_text(pair.old), source_text(pair.new));
    let changes = compare_lines(&old, &new, options);
    let painted = |sheet: Sheet, paint: &mut diff::Paint<'_>| {
        if view == View::Unified {
            return paint_unified(&changes, pair.names, pair.n_context, Emphasis::Words, paint);
        }
        let columns = Columns { width: sheet.width.unwrap_or(USUAL_WIDTH), n_context: pair.n_context };
        paint_side_by_side(&changes, pair.names, columns, paint)
    };
    let plain = |sheet: Sheet, out: &mut dyn Write| {
        if view == View::Unified && sheet.viewer == Viewer::Program {
            return write_unified(&changes, pair.names, pair.n_context, out);
        }
        painted(sheet, &mut |_, text| out.write_all(text.as_bytes()))
    };
    match output {
        DiffOutput::Rows(output, _) => write_rows(*output, session, |rows| changes.write_rows(rows))?,
        DiffOutput::Text(destination, _) => write_marked(destination, session, plain, painted)?,
    }
    session.console().tell(&messages::lines_changed(&changes.summary()));
    Ok((changes.differs(), changes.completeness()))
}

fn show_words(
    pair: Pair<'_>,
    options: &TextOptions,
    output: DiffOutput,
    session: &Session,
) -> Result<Outcome, Failure> {
    let changes = compare_words(&pair.old.text, &pair.new.text, options);
    let differs = changes.differs();
    let unless_same = |write: &mut dyn FnMut() -> io::Result<()>| if differs { write() } else { Ok(()) };
    let plain = |_, out: &mut dyn Write| unless_same(&mut || changes.write_inline(out));
    let painted = |_, paint: &mut diff::Paint<'_>| unless_same(&mut || changes.paint(paint));
    match output {
        DiffOutput::Rows(output, _) => write_rows(*output, session, |rows| changes.write_rows(rows))?,
        DiffOutput::Text(destination, _) => write_marked(destination, session, plain, painted)?,
    }
    session.console().tell(&messages::words_changed(&changes.summary()));
    Ok((differs, changes.completeness()))
}

fn show_sentences(
    pair: Pair<'_>,
    options: &TextOptions,
    output: DiffOutput,
    session: &Session,
) -> Result<Outcome, Failure> {
    let changes = compare_sentences(&pair.old.text, &pair.new.text, options);
    if let DiffOutput::Rows(output, _) = output {
        write_rows(*output, session, |rows| changes.write_rows(rows))?;
    }
    session.console().tell(&messages::sentences_changed(&changes.summary()));
    Ok((changes.differs(), changes.completeness()))
}

/// What a text is written on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sheet {
    /// How many columns it has, if anything tells.
    pub(crate) width: Option<usize>,
    pub(crate) viewer: Viewer,
}

/// Writes the text to where `output` goes: as `plain` writes it, or in color from the pieces of `painted`. What a
/// terminal would act on is shown instead, color or not.
///
/// # Errors
///
/// If it cannot be written, or is to go to a folder.
pub(crate) fn write_marked(
    mut destination: Destination,
    session: &Session,
    plain: impl FnOnce(Sheet, &mut dyn Write) -> io::Result<()>,
    painted: impl FnOnce(Sheet, &mut Paint<'_>) -> io::Result<()>,
) -> Result<(), Failure> {
    let viewer = Viewer::of(destination.is_terminal());
    let color = color(session.color(), viewer);
    let sheet = Sheet { width: destination.width().map(usize::from), viewer };
    destination.write(|out| match (color, viewer) {
        (Color::On, _) => painted(sheet, &mut |mark, piece| paint(mark, piece, out)),
        (Color::Off, Viewer::Program) => plain(sheet, out),
        (Color::Off, Viewer::Person) => {
            let mut text = Vec::new();
            plain(sheet, &mut text)?;
            out.write_all(printable(&String::from_utf8_lossy(&text), Breaks::Kept).as_bytes())
        }
    })?;
    destination.commit()?;
    Ok(())
}

fn paint(mark: Mark, piece: &str, out: &mut dyn Write) -> io::Result<()> {
    let Some(style) = style(mark) else { return out.write_all(printable(piece, Breaks::Kept).as_bytes()) };
    // Each line is styled by itself, since pagers forget a style at a line end.
    for line in piece.split_inclusive('\n') {
        let text = line.strip_suffix('\n').unwrap_or(line);
        write!(out, "\x1b[{style}m{}\x1b[0m{}", printable(text, Breaks::Kept), &line[text.len()..])?;
    }
    Ok(())
}

/// The codes of ECMA-48 for a mark.
fn style(mark: Mark) -> Option<&'static str> {
    match mark {
        Mark::Unchanged => None,
        Mark::Name => Some("1"),
        Mark::Hunk => Some("36"),
        Mark::Removed => Some("31"),
        Mark::Added => Some("32"),
        Mark::RemovedWord => Some("1;4;31"),
        Mark::AddedWord => Some("1;4;32"),
        Mark::MovedAway => Some("35"),
        Mark::MovedHere => Some("34"),
        Mark::Moves | Mark::Remark => Some("2"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn painted(mark: Mark, piece: &str) -> String {
        let mut out = Vec::new();
        paint(mark, piece, &mut out).expect("memory takes everything");
        String::from_utf8(out).expect("text stays text")
    }

    #[test]
    fn each_line_is_styled_by_itself_and_the_text_is_harmless() {
        assert_eq!(painted(Mark::Added, "+a\x1b[2J\n+b"), "\x1b[32m+a␛[2J\x1b[0m\n\x1b[32m+b\x1b[0m");
        assert_eq!(painted(Mark::Unchanged, " same\n"), " same\n");
    }
}
