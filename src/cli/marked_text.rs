//! A difference as text: plain for files and `patch`, painted for a person at a terminal.

use std::io::{self, Write};

use textmill::diff::{Mark, Paint};
use textmill::render::{Breaks, printable};

use super::color::{Color, Viewer, color};
use super::destination::Destination;
use super::messages::Failure;
use super::session::Session;

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
