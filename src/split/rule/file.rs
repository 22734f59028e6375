//! Reading a rule's TOML, key by key, so that a message can say which one is wrong.

use std::cell::RefCell;
use std::rc::Rc;

use regex::Regex;
use toml::{Table, Value};

use super::fit::Fit;
use super::patterns::Frame;
use super::reading::{EntryFormat, Reading, TitleSource};
use super::{Origin, Rule};
use crate::error::OptionProblem;
use crate::split::entry::{Boundary, Shape, Side, Typical};
use crate::split::segment::Quoting;
use crate::text::{PatternSyntax, Patterns};

impl Rule {
    /// Reads a rule from TOML. `docs/split.md` explains its keys.
    ///
    /// # Errors
    ///
    /// [`OptionProblem::Rule`] with the key that cannot be used.
    pub fn parse(toml: &str) -> Result<Self, OptionProblem> {
        read(toml).map_err(OptionProblem::Rule)
    }
}

/// Reads a rule.
///
/// # Errors
///
/// The key that cannot be used, and why.
fn read(text: &str) -> Result<Rule, String> {
    let table: Table = toml::from_str(text).map_err(|error| at_line(text, &error))?;
    let patterns = Rc::new(RefCell::new(Patterns::of(USUAL_PATTERNS)));
    let mut top = Section { path: String::new(), table, patterns };
    let boundary = top.section("boundary")?;
    let (mut entry, mut page) = (top.section("entry")?, top.section("page")?);
    let (boundary, begins, ends) = read_boundary(boundary)?;
    let frame = Frame {
        begins: page.pattern("begins")?,
        ends: page.pattern("ends")?,
        patterns: page.patterns("patterns")?,
        entry_begins: begins,
        entry_ends: ends,
    };
    let typical = read_typical(&mut entry)?;
    let reading = read_reading(&mut entry, &frame)?;
    let rule = Rule {
        name: top.text("name")?.unwrap_or_else(|| "unnamed".to_owned()),
        about: top.text("about")?.unwrap_or_default(),
        boundary,
        typical,
        frame,
        reading,
        fit: read_fit(top.section("fit")?)?,
        origin: read_origin(top.section("learned")?)?,
    };
    entry.finish()?;
    page.finish()?;
    top.finish()?;
    Ok(rule)
}

type BoundaryParts = (Boundary, Option<Regex>, Option<Regex>);

fn read_boundary(mut section: Section) -> Result<BoundaryParts, String> {
    let kind = section.text("kind")?.ok_or("[boundary] kind is missing")?;
    let (mut begins, mut ends) = (None, None);
    let boundary = match &*kind {
        "marker" => Boundary::Marker {
            lines: section.texts("lines")?,
            side: section.choice("side", &[("end", Side::End), ("start", Side::Start)])?.unwrap_or_default(),
            followed_by: section.texts("followed_by")?,
        },
        "separator" => Boundary::Separator { line: section.required("line")? },
        "heading" => match section.number("level")? {
            Some(level @ 1..=6) => Boundary::Heading { level: level as u8 },
            _ => return Err("[boundary] level must be a number from 1 to 6".to_owned()),
        },
        "number" => Boundary::Number { first: section.required("first")? },
        "date" => Boundary::Date { below_headline: section.flag("below_headline")? },
        "bullet" => match section.required("sign")?.chars().collect::<Vec<_>>().as_slice() {
            [sign] => Boundary::Bullet { sign: *sign },
            _ => return Err("[boundary] sign must be one character".to_owned()),
        },
        "headline" => Boundary::Headline {},
        "block" => Boundary::Block { path: section.required("path")? },
        "mail" => Boundary::Mail {},
        "pattern" => {
            (begins, ends) = (section.pattern("begins")?, section.pattern("ends")?);
            if begins.is_some() && ends.is_some() {
                return Err("[boundary] entries either begin or end with a pattern, not both".to_owned());
            }
            let source = |pattern: &Option<Regex>| pattern.as_ref().map_or("", |p| p.as_str()).to_owned();
            Boundary::Pattern { begins: source(&begins), ends: source(&ends) }
        }
        other => return Err(format!("[boundary] kind = {other:?} is none of {}", KINDS.join(", "))),
    };
    section.finish()?;
    Ok((boundary, begins, ends))
}

const KINDS: [&str; 10] =
    ["marker", "separator", "heading", "number", "date", "bullet", "headline", "block", "mail", "pattern"];

fn read_typical(entry: &mut Section) -> Result<Option<Typical>, String> {
    let names = entry.texts("shape")?;
    let shape = |name: &String| {
        let known = [Shape::Headline, Shape::Body, Shape::Date, Shape::Imprint];
        known
            .into_iter()
            .find(|shape| shape.name() == name)
            .ok_or_else(|| format!("[entry] shape: {name:?} is none of headline, text, date, imprint"))
    };
    let typical = Typical {
        outline: names.iter().map(shape).collect::<Result<_, _>>()?,
        n_lines: entry.number("lines")?,
        is_compact: entry.flag("compact")?,
        opens_with_date: entry.flag("date_above")?,
    };
    Ok((typical != Typical::default()).then_some(typical))
}

fn read_reading(entry: &mut Section, frame: &Frame) -> Result<Reading, String> {
    let titles = [("look", TitleSource::Look), ("line", TitleSource::Line), ("none", TitleSource::Nowhere)];
    let patterns = entry.patterns("patterns")?;
    let formats = [("text", EntryFormat::Text), ("mail", EntryFormat::Mail), ("cue", EntryFormat::Cue)];
    let format = entry.choice("format", &formats)?.unwrap_or_default();
    let fields = Reading::field_names(format, patterns.iter().chain(&frame.patterns));
    Ok(Reading {
        format,
        title: entry.choice("title", &titles)?.unwrap_or_default(),
        patterns,
        text_begins: entry.pattern("text_begins")?,
        text_ends: entry.pattern("text_ends")?,
        quoting: entry.choice("unescape", &[("from", Quoting::FromLines)])?.unwrap_or_default(),
        fields,
    })
}

fn read_fit(mut section: Section) -> Result<Fit, String> {
    let fit = Fit {
        contains: section.texts("contains")?,
        n_entries: section.number("entries")?.unwrap_or(1),
        titled_percent: section.number("titled")?.unwrap_or(0),
        n_lines: section.number("lines")?,
    };
    section.finish()?;
    Ok(fit)
}

fn read_origin(mut section: Section) -> Result<Option<Origin>, String> {
    let origin = Origin {
        n_pages: section.number("pages")?.unwrap_or(0) as u64,
        n_entries: section.number("entries")?.unwrap_or(0) as u64,
        from: section.texts("from")?,
    };
    section.finish()?;
    Ok((origin != Origin::default()).then_some(origin))
}

/// A table of the file, whose keys are taken out as they are read; what is left is unknown.
struct Section {
    /// `[entry] `, for messages; empty for the file itself.
    path: String,
    table: Table,
    /// All patterns of the file share what they may take.
    patterns: Rc<RefCell<Patterns>>,
}

/// About as many patterns as a rule has.
const USUAL_PATTERNS: usize = 16;

impl Section {
    fn section(&mut self, name: &str) -> Result<Self, String> {
        let (path, patterns) = (format!("[{name}] "), Rc::clone(&self.patterns));
        match self.table.remove(name) {
            None => Ok(Self { path, table: Table::new(), patterns }),
            Some(Value::Table(table)) => Ok(Self { path, table, patterns }),
            Some(_) => Err(format!("{name} must be a table: [{name}]")),
        }
    }

    fn text(&mut self, key: &str) -> Result<Option<String>, String> {
        match self.table.remove(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.complaint(key, "must be a text in quotes")),
        }
    }

    fn required(&mut self, key: &str) -> Result<String, String> {
        let text = self.text(key)?.filter(|text| !text.is_empty());
        text.ok_or_else(|| self.complaint(key, "is missing"))
    }

    fn texts(&mut self, key: &str) -> Result<Vec<String>, String> {
        let Some(value) = self.table.remove(key) else { return Ok(Vec::new()) };
        let Value::Array(values) = value else { return Err(self.complaint(key, "must be a list of texts")) };
        let text = |value: Value| value.as_str().map(str::to_owned);
        let texts: Option<Vec<String>> = values.into_iter().map(text).collect();
        texts.ok_or_else(|| self.complaint(key, "must be a list of texts"))
    }

    fn number(&mut self, key: &str) -> Result<Option<usize>, String> {
        let Some(value) = self.table.remove(key) else { return Ok(None) };
        let number = value.as_integer().and_then(|number| usize::try_from(number).ok());
        number.map(Some).ok_or_else(|| self.complaint(key, "must be a whole number"))
    }

    fn flag(&mut self, key: &str) -> Result<bool, String> {
        let Some(value) = self.table.remove(key) else { return Ok(false) };
        value.as_bool().ok_or_else(|| self.complaint(key, "must be true or false"))
    }

    fn choice<T: Copy>(&mut self, key: &str, choices: &[(&str, T)]) -> Result<Option<T>, String> {
        let Some(name) = self.text(key)? else { return Ok(None) };
        let chosen = choices.iter().find(|(known, _)| *known == name).map(|(_, choice)| *choice);
        let names: Vec<&str> = choices.iter().map(|(known, _)| *known).collect();
        chosen.map(Some).ok_or_else(|| self.complaint(key, &format!("= {name:?} is none of {}", names.join(", "))))
    }

    fn pattern(&mut self, key: &str) -> Result<Option<Regex>, String> {
        let Some(pattern) = self.text(key)?.filter(|pattern| !pattern.is_empty()) else { return Ok(None) };
        multi_line(&mut self.patterns.borrow_mut(), &format!("{}{key}", self.path), &pattern).map(Some)
    }

    fn patterns(&mut self, key: &str) -> Result<Vec<Regex>, String> {
        let (path, texts) = (format!("{}{key}", self.path), self.texts(key)?);
        let mut patterns = self.patterns.borrow_mut();
        texts.iter().map(|pattern| multi_line(&mut patterns, &path, pattern)).collect()
    }

    fn finish(self) -> Result<(), String> {
        match self.table.keys().next() {
            Some(key) => Err(self.complaint(key, "is no key that rules have")),
            None => Ok(()),
        }
    }

    fn complaint(&self, key: &str, what: &str) -> String {
        format!("{}{key} {what}", self.path)
    }
}

/// A regular expression whose `^` and `$` match at line ends.
fn multi_line(patterns: &mut Patterns, key: &str, pattern: &str) -> Result<Regex, String> {
    let built = patterns.compile(pattern, PatternSyntax::Lines);
    built.map_err(|error| {
        format!("{key} = {pattern:?}: {}", error.to_string().lines().last().unwrap_or_default().trim())
    })
}

/// What is wrong with the TOML itself, and in which line.
fn at_line(text: &str, error: &toml::de::Error) -> String {
    let message = error.message().lines().next().unwrap_or_default().to_owned();
    let line = error.span().map(|span| 1 + text[..span.start.min(text.len())].matches('\n').count());
    line.map_or(message.clone(), |line| format!("line {line}: {message}"))
}
