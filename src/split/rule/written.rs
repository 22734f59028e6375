//! Writing a rule as TOML that reads as if a person had written it.

use std::fmt::Write;

use super::Rule;
use super::reading::{EntryFormat, TitleSource};
use crate::split::entry::{Boundary, Side};
use crate::split::segment::Quoting;

const HEAD: &str =
    "# A rule for `textmill split --rule FILE`. Change it as you like: docs/split.md explains its keys.\n";

impl Rule {
    /// The rule as TOML, which [`Rule::parse`] reads back.
    pub fn to_toml(&self) -> String {
        toml(self)
    }
}

fn toml(rule: &Rule) -> String {
    let mut out = String::from(HEAD);
    let mut section = Lines { out: &mut out, head: None };
    section.text("name", &rule.name);
    section.text_if_any("about", &rule.about);
    boundary(&rule.boundary, section.under("boundary"));
    entry(rule, section.under("entry"));
    let frame = &rule.frame;
    let page = section.under("page");
    page.text_if_any("begins", frame.begins.as_ref().map_or("", |pattern| pattern.as_str()));
    page.text_if_any("ends", frame.ends.as_ref().map_or("", |pattern| pattern.as_str()));
    page.list("patterns", frame.patterns.iter().map(|pattern| pattern.as_str()));
    let fit = section.under("fit");
    fit.list("contains", rule.fit.contains.iter().map(String::as_str));
    fit.raw("entries", &rule.fit.n_entries.to_string());
    fit.raw("titled", &rule.fit.titled_percent.to_string());
    fit.raw_if_any("lines", rule.fit.n_lines);
    if let Some(origin) = &rule.origin {
        let learned = section.under("learned");
        learned.raw("pages", &origin.n_pages.to_string());
        learned.raw("entries", &origin.n_entries.to_string());
        learned.list("from", origin.from.iter().map(String::as_str));
    }
    out
}

fn boundary(boundary: &Boundary, section: &mut Lines<'_>) {
    section.text("kind", boundary.kind());
    match boundary {
        Boundary::Marker { lines, side, followed_by } => {
            section.raw("lines", &list(lines.iter().map(String::as_str)));
            section.text("side", if *side == Side::End { "end" } else { "start" });
            section.list("followed_by", followed_by.iter().map(String::as_str));
        }
        Boundary::Separator { line } => section.text("line", line),
        Boundary::Heading { level } => section.raw("level", &level.to_string()),
        Boundary::Number { first } => section.text("first", first),
        Boundary::Date { below_headline } => section.raw("below_headline", &below_headline.to_string()),
        Boundary::Bullet { sign } => section.text("sign", &sign.to_string()),
        Boundary::Headline {} | Boundary::Mail {} => {}
        Boundary::Block { path } => section.text("path", path),
        Boundary::Pattern { begins, ends } => {
            section.text_if_any("begins", begins);
            section.text_if_any("ends", ends);
        }
    }
}

fn entry(rule: &Rule, section: &mut Lines<'_>) {
    match rule.reading.title {
        TitleSource::Look => section.text("title", "look"),
        TitleSource::Line => section.text("title", "line"),
        TitleSource::Nowhere => section.text("title", "none"),
    }
    if let Some(typical) = &rule.typical {
        section.list("shape", typical.outline.iter().map(|shape| shape.name()));
        section.raw_if_any("lines", typical.n_lines);
        section.raw("compact", &typical.is_compact.to_string());
        section.raw("date_above", &typical.opens_with_date.to_string());
    }
    let reading = &rule.reading;
    match reading.format {
        EntryFormat::Text => {}
        EntryFormat::Mail => section.text("format", "mail"),
        EntryFormat::Cue => section.text("format", "cue"),
    }
    section.list("patterns", reading.patterns.iter().map(|pattern| pattern.as_str()));
    section.text_if_any("text_begins", reading.text_begins.as_ref().map_or("", |pattern| pattern.as_str()));
    section.text_if_any("text_ends", reading.text_ends.as_ref().map_or("", |pattern| pattern.as_str()));
    if reading.quoting == Quoting::FromLines {
        section.text("unescape", "from");
    }
}

/// The lines of one table of the file. Its head is written with the first of them.
struct Lines<'o> {
    out: &'o mut String,
    head: Option<&'static str>,
}

impl Lines<'_> {
    /// Goes on with another table.
    fn under(&mut self, head: &'static str) -> &mut Self {
        self.head = Some(head);
        self
    }

    fn raw(&mut self, key: &str, value: &str) {
        if let Some(head) = self.head.take() {
            // Writing to a string cannot fail.
            _ = write!(self.out, "\n[{head}]\n");
        }
        _ = writeln!(self.out, "{key} = {value}");
    }

    fn raw_if_any(&mut self, key: &str, value: Option<usize>) {
        if let Some(value) = value {
            self.raw(key, &value.to_string());
        }
    }

    fn text(&mut self, key: &str, value: &str) {
        self.raw(key, &quoted(value));
    }

    fn text_if_any(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            self.text(key, value);
        }
    }

    fn list<'t>(&mut self, key: &str, values: impl Iterator<Item = &'t str>) {
        let list = list(values);
        if list != "[]" {
            self.raw(key, &list);
        }
    }
}

fn list<'t>(values: impl Iterator<Item = &'t str>) -> String {
    format!("[{}]", values.map(quoted).collect::<Vec<_>>().join(", "))
}

/// A text in single quotes where these can hold it, as patterns want, else with escapes.
fn quoted(text: &str) -> String {
    let is_plain = !text.contains(|c: char| c.is_control() || c == '\'');
    if text.contains(['\\', '"']) && is_plain {
        return format!("'{text}'");
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
