//! The names of the months.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The names of the months in lower case without diacritics: English, German, French, Spanish, Italian, Portuguese,
/// Dutch, Danish, Norwegian, Swedish, Russian.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "janvier", "enero", "gennaio", "janeiro", "januari", "января", "январь", "janner"],
    &["february", "februar", "fevrier", "febrero", "febbraio", "fevereiro", "februari", "февраля", "февраль"],
    &["march", "marz", "maerz", "mars", "marzo", "marco", "maart", "mrt", "marts", "марта"],
    &["april", "avril", "abril", "aprile", "апреля", "апрель"],
    &["may", "mai", "mayo", "maggio", "maio", "mei", "maj", "мая", "маи"],
    &["june", "juni", "juin", "junio", "giugno", "junho", "июня", "июнь"],
    &["july", "juli", "juillet", "julio", "luglio", "julho", "июля", "июль"],
    &["august", "aout", "agosto", "augustus", "augusti", "августа"],
    &["september", "septembre", "septiembre", "settembre", "setembro", "сентября", "сентябрь"],
    &["october", "oktober", "octobre", "octubre", "ottobre", "outubro", "октября", "октябрь"],
    &["november", "novembre", "noviembre", "novembro", "ноября", "ноябрь"],
    &["december", "dezember", "decembre", "diciembre", "dicembre", "dezembro", "декабря", "декабрь"],
];
/// The shortest abbreviation of a month.
const MIN_LETTERS: usize = 3;
/// The longest name.
const MAX_LETTERS: usize = 12;

/// The month that `word` is the name of, or begins the names of and of no other one.
pub(super) fn month_named(word: &str) -> Option<u8> {
    if !(MIN_LETTERS..=MAX_LETTERS).contains(&word.chars().take(MAX_LETTERS + 1).count()) {
        return None;
    }
    let folded: String = word.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)).collect();
    let mut named = (1_u8..).zip(MONTHS).filter(|(_, names)| names.iter().any(|name| name.starts_with(&*folded)));
    let (month, _) = named.next()?;
    named.next().is_none().then_some(month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_their_beginnings_are_known_in_many_languages() {
        for (month, names) in (1..).zip(MONTHS) {
            for name in names {
                assert_eq!(month_named(name), Some(month), "{name}");
                assert_eq!(month_named(&name.to_uppercase()), Some(month), "{name}");
            }
        }
        let names = ["Sept", "Août", "März", "Mär", "мар", "май", "Dez", "déc", "Out", "Abr"];
        assert_eq!(names.map(month_named), [9, 8, 3, 3, 3, 5, 12, 12, 10, 4].map(Some));
    }

    #[test]
    fn a_beginning_of_two_months_names_none() {
        assert_eq!(["jui", "ju", "Ma", "monday", "", "septembers"].map(month_named), [None; 6]);
    }
}
