//! Which sheet of a workbook, or table of a database, is read.

use super::reader::Fault;

/// A sheet that can be chosen.
#[derive(Debug)]
pub(super) struct SheetChoice {
    pub(super) name: String,
    /// `false` for one that its program hides.
    pub(super) is_visible: bool,
    /// `false` for one without a single cell.
    pub(super) has_cells: bool,
}

/// So many names are told at most.
const MOST_NAMES: usize = 12;

/// The sheet that `asked` names, by its name or its number from one on, or the first that has something in it; with a warning
/// that names others that have, unless one was asked for. What is chosen among is called `noun`.
///
/// # Errors
///
/// [`Fault::Malformed`] if there is none.
pub(super) fn choose<'s>(
    sheets: impl IntoIterator<Item = &'s SheetChoice>,
    asked: Option<&str>,
    noun: &str,
) -> Result<(&'s SheetChoice, Vec<String>), Fault> {
    let sheets: Vec<&SheetChoice> = sheets.into_iter().collect();
    if let Some(asked) = asked {
        let by_name = sheets.iter().copied().find(|sheet| sheet.name == asked);
        let by_number = || asked.parse().ok().and_then(|number: usize| sheets.get(number.checked_sub(1)?).copied());
        let chosen = by_name.or_else(by_number);
        let known = told(sheets.iter().copied());
        let missing = || Fault::Malformed(format!("it has no {noun} called {asked:?}, but {known}"));
        return chosen.map(|sheet| (sheet, Vec::new())).ok_or_else(missing);
    }
    let with_cells = || sheets.iter().copied().filter(|sheet| sheet.has_cells);
    let chosen = with_cells().find(|sheet| sheet.is_visible).or_else(|| with_cells().next());
    let Some(chosen) = chosen else {
        return Err(Fault::Malformed(format!("none of its {noun}s has anything in it")));
    };
    let others: Vec<_> = with_cells().filter(|sheet| !std::ptr::eq(*sheet, chosen)).collect();
    if others.is_empty() {
        return Ok((chosen, Vec::new()));
    }
    let (name, others) = (&chosen.name, told(others.iter().copied()));
    let warning = format!("only the {noun} {name:?} is read, not {others}; --sheet names another one");
    Ok((chosen, vec![warning]))
}

/// The names of sheets, as many as anyone reads.
fn told<'s>(sheets: impl ExactSizeIterator<Item = &'s SheetChoice>) -> String {
    let n_more = sheets.len().saturating_sub(MOST_NAMES);
    let names: Vec<_> = sheets.take(MOST_NAMES).map(|sheet| format!("{:?}", sheet.name)).collect();
    match (names.is_empty(), n_more) {
        (true, _) => "none at all".to_owned(),
        (_, 0) => names.join(", "),
        _ => format!("{} and {n_more} more", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheets() -> Vec<SheetChoice> {
        let sheet = |name: &str, is_visible, has_cells| SheetChoice { name: name.to_owned(), is_visible, has_cells };
        vec![sheet("empty", true, false), sheet("hidden", false, true), sheet("a", true, true), sheet("1", true, true)]
    }

    #[test]
    fn the_first_that_is_seen_and_has_something_in_it_is_read_and_the_others_are_named() {
        let sheets = sheets();
        let (chosen, warnings) = choose(&sheets, None, "sheet").unwrap();
        assert_eq!(chosen.name, "a");
        assert_eq!(warnings, ["only the sheet \"a\" is read, not \"hidden\", \"1\"; --sheet names another one"]);
        let (chosen, warnings) = choose(&sheets[..2], None, "sheet").unwrap();
        assert_eq!((&*chosen.name, warnings.len()), ("hidden", 0));
    }

    #[test]
    fn a_name_goes_before_a_number() {
        let sheets = sheets();
        for (asked, expected) in [("a", "a"), ("1", "1"), ("3", "a"), ("2", "hidden")] {
            assert_eq!(choose(&sheets, Some(asked), "sheet").unwrap().0.name, expected);
        }
        for asked in ["0", "5", "b", ""] {
            assert!(choose(&sheets, Some(asked), "sheet").is_err());
        }
    }

    #[test]
    fn none_and_very_many_are_told() {
        assert!(choose(&[], None, "table").is_err());
        let sheets: Vec<_> =
            (0..100).map(|n| SheetChoice { name: n.to_string(), is_visible: true, has_cells: true }).collect();
        let (_, warnings) = choose(&sheets, None, "sheet").unwrap();
        assert!(warnings[0].contains("\"12\" and 87 more;"), "{warnings:?}");
    }
}
