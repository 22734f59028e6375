//! The views of two documents: a patch, two columns, words in the running text, or rows.

use std::io::{self, Write};
use std::time::Duration;

use clap::Args;
use textmill::diff::{
    self, Columns, Completeness, DEFAULT_MOVED_WORDS, Deadline, Emphasis, Ignorable, Ignore, Names, TextOptions,
    compare_lines, compare_sentences, compare_words, paint_side_by_side, paint_unified, source_text, write_unified,
};
use textmill::document::Document;

use super::choice::choice;
use super::color::Viewer;
use super::marked_text::{Sheet, write_marked};
use super::messages::{self, Failure};
use super::numbers::{ANY, whole};
use super::output::RowOutput;
use super::session::Session;

/// How wide two columns are where nothing tells, as for `diff -y`.
const USUAL_WIDTH: usize = 130;

/// What counts as a difference, and as moved.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Diff")]
pub(crate) struct DiffViewArgs {
    /// Overlook differences of case, space, punctuation or quotes (several with commas between)
    ///
    /// What is shown is the text as it is written. Punctuation inside words counts: 3.5 is not 35.
    #[arg(long, value_name = "WHAT,...", value_parser = choice::<Ignorable>(), value_delimiter = ',')]
    ignore: Vec<Ignorable>,
    /// Call N or more lines, words or sentences moved that were removed at one place and added at another; 0 for none
    /// [default: 1; 5 words]
    #[arg(long, value_name = "N", value_parser = whole::<0, ANY>)]
    moved: Option<usize>,
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
        output: RowOutput,
        session: &Session,
    ) -> Result<bool, Failure> {
        let options = self.text_options(view, Deadline::after(Duration::from_secs(pair.timeout_seconds)));
        let (differs, completeness) = match view {
            View::Unified | View::SideBySide | View::Lines => show_lines(pair, view, &options, output, session)?,
            View::Inline | View::Words => show_words(pair, view, &options, output, session)?,
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
    pub(crate) fn write_no_rows(
        &self,
        view: View,
        output: &mut dyn textmill::table::Output,
    ) -> Result<(), textmill::error::Error> {
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
        TextOptions { ignore: self.ignore(), n_least_moved: self.moved.unwrap_or(usual), deadline }
    }
}

fn show_lines(
    pair: Pair<'_>,
    view: View,
    options: &TextOptions,
    mut output: RowOutput,
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
    if view == View::Lines {
        changes.write_rows(output.rows())?;
        output.finish(session)?;
    } else {
        write_marked(output, session, plain, painted)?;
    }
    session.console().tell(&messages::lines_changed(&changes.summary()));
    Ok((changes.differs(), changes.completeness()))
}

fn show_words(
    pair: Pair<'_>,
    view: View,
    options: &TextOptions,
    mut output: RowOutput,
    session: &Session,
) -> Result<Outcome, Failure> {
    let changes = compare_words(&pair.old.text, &pair.new.text, options);
    let differs = changes.differs();
    if view == View::Words {
        changes.write_rows(output.rows())?;
        output.finish(session)?;
    } else {
        let unless_same = |write: &mut dyn FnMut() -> io::Result<()>| if differs { write() } else { Ok(()) };
        let plain = |_, out: &mut dyn Write| unless_same(&mut || changes.write_inline(out));
        let painted = |_, paint: &mut diff::Paint<'_>| unless_same(&mut || changes.paint(paint));
        write_marked(output, session, plain, painted)?;
    }
    session.console().tell(&messages::words_changed(&changes.summary()));
    Ok((differs, changes.completeness()))
}

fn show_sentences(
    pair: Pair<'_>,
    options: &TextOptions,
    mut output: RowOutput,
    session: &Session,
) -> Result<Outcome, Failure> {
    let changes = compare_sentences(&pair.old.text, &pair.new.text, options);
    changes.write_rows(output.rows())?;
    output.finish(session)?;
    session.console().tell(&messages::sentences_changed(&changes.summary()));
    Ok((changes.differs(), changes.completeness()))
}
