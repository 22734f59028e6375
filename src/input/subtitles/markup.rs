//! The text of a cue without its markup.

use std::borrow::Cow;

use super::super::character_reference::decoded;

/// Tags that SubRip files have. Anything else in angle brackets may be what somebody says or does.
const SUB_RIP_TAGS: [&str; 12] = ["i", "b", "u", "s", "font", "em", "strong", "span", "br", "p", "ruby", "c"];

/// The text of a SubRip cue, with `between` between its lines.
pub(super) fn sub_rip<'t>(lines: impl IntoIterator<Item = &'t str>, between: &str) -> String {
    let is_tag = |inner: &str| {
        let name = inner.trim_start_matches('/').split([' ', '=', '/', '.']).next().unwrap_or_default();
        SUB_RIP_TAGS.iter().any(|known| known.eq_ignore_ascii_case(name))
    };
    let mut out = String::new();
    for line in lines {
        push_line(
            &decoded(&without(&without_overrides(line), '<', '>', &mut |inner| is_tag(inner))),
            between,
            &mut out,
        );
    }
    out
}

/// The text of a WebVTT cue, with `between` between its lines, and who says it.
pub(super) fn web_vtt<'t>(lines: impl IntoIterator<Item = &'t str>, between: &str) -> (Option<String>, String) {
    let mut speaker = None;
    let mut is_annotation = false;
    let mut out = String::new();
    for line in lines {
        let mut plain = String::new();
        let mut rest = line;
        while !rest.is_empty() {
            let (text, behind) = rest.split_once('<').unwrap_or((rest, ""));
            if !is_annotation {
                plain.push_str(text);
            }
            let Some((tag, behind)) = behind.split_once('>') else { break };
            rest = behind;
            // Reading aids beside what they explain would stand in the middle of it.
            is_annotation = if is_annotation { tag != "/rt" && tag != "/ruby" } else { tag == "rt" };
            let is_voice = tag.starts_with("v ") || tag.starts_with("v.") || tag.starts_with("v\t");
            let name = tag.split_once([' ', '\t']).filter(|_| is_voice).map(|(_, name)| decoded(name.trim()));
            speaker = speaker.or_else(|| name.map(String::from).filter(|name| !name.is_empty()));
        }
        push_line(&decoded(&plain), between, &mut out);
    }
    (speaker, out)
}

/// The text of a SubStation Alpha event. What is drawn is no text.
pub(super) fn sub_station(text: &str) -> String {
    let mut is_drawing = false;
    let mut plain = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (text, behind) = rest.split_once('{').unwrap_or((rest, ""));
        if !is_drawing {
            plain.push_str(text);
        }
        let Some((overrides, behind)) = behind.split_once('}') else {
            // A brace that is not closed is one to be read.
            if text.len() < rest.len() && !is_drawing {
                plain.push('{');
                plain.push_str(behind);
            }
            break;
        };
        rest = behind;
        for command in overrides.split('\\').skip(1) {
            let scale = command.strip_prefix('p').filter(|scale| scale.bytes().all(|byte| byte.is_ascii_digit()));
            is_drawing = scale.map_or(is_drawing, |scale| !scale.trim_start_matches('0').is_empty());
        }
    }
    let mut out = String::new();
    for line in plain.replace("\\N", "\n").replace("\\n", "\n").replace("\\h", " ").split('\n') {
        push_line(line, " ", &mut out);
    }
    out
}

/// Adds a line of a cue and `between` behind those before it, white space in it collapsed. A line without text is none.
fn push_line(line: &str, between: &str, out: &mut String) {
    let line = line.trim_ascii();
    if line.is_empty() {
        return;
    }
    out.push_str(if out.is_empty() { "" } else { between });
    if !line.contains('\t') && !line.contains("  ") {
        out.push_str(line);
        return;
    }
    for (idx, word) in line.split_ascii_whitespace().enumerate() {
        out.push_str(if idx == 0 { "" } else { " " });
        out.push_str(word);
    }
}

/// Takes out `{\an8}` and its like.
fn without_overrides(line: &str) -> Cow<'_, str> {
    without(line, '{', '}', &mut |inner| inner.starts_with('\\'))
}

/// Takes out what stands between two brackets, where `is_markup` says so.
fn without<'t>(line: &'t str, open: char, close: char, is_markup: &mut dyn FnMut(&str) -> bool) -> Cow<'t, str> {
    if !line.contains(open) {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once(open) {
        out.push_str(before);
        // A bracket that another one follows before it is closed opens nothing.
        let inner =
            behind.find([open, close]).filter(|end| behind.get(*end..).is_some_and(|rest| rest.starts_with(close)));
        match inner.and_then(|end| behind.split_at_checked(end)) {
            Some((inner, further)) if is_markup(inner) => rest = further.strip_prefix(close).unwrap_or(further),
            _ => {
                out.push(open);
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}
