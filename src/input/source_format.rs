//! The format that a source is in: by what the user says, by its name, by its first bytes.

use super::encoding::SNIFF_BYTES;
use super::format::{Format, Reader};
use super::options::InputOptions;
use super::source::Source;
use crate::diagnostics::Finding;
use crate::error::{Problem, Unread};

/// The format of `source`, whose first bytes are `head`: the one that the user or the name says, unless first bytes prove
/// another one; without a name the one that the content tells.
///
/// # Errors
///
/// [`Problem::Unread`] for a format that has no reader, [`Problem::OtherFormat`] for one that the user did not ask for.
pub(super) fn format_of(
    source: &Source,
    head: &[u8],
    options: &InputOptions,
    findings: &mut Vec<Finding>,
) -> Result<Format, Problem> {
    let told = source.told_format(options);
    // A user who names an encoding says that the bytes are text, whatever they look like.
    let proven = if options.encoding.is_none() { Format::by_signature(head) } else { None };
    let format = match (told, proven) {
        (Some(told), Some(proven)) if told != proven && !told.has_signature(head) => {
            match options.format {
                // A mailbox or Rich Text is a text as well, and the user asks for it.
                Some(asked) if is_text(head) => asked,
                Some(asked) => return Err(Problem::OtherFormat { about: proven.about(), asked: asked.name() }),
                None => proven,
            }
        }
        (Some(format), _) | (None, Some(format)) => format,
        (None, None) => Format::by_content(text_of(head)),
    };
    // `--from xml` reads XML of any kind as XML; only a format that nobody named is narrowed by the root element.
    let format = if options.format.is_none() { format.by_root(|| text_of(head)) } else { format };
    let format = format.as_asked(options);
    if let Reader::Unread(unread) = format.reader() {
        return Err(Problem::Unread { about: format.about(), unread });
    }
    if options.wants_tokens() && !format.is_annotated() {
        return Err(Problem::NoTokens { about: format.about() });
    }
    if let Reader::Archive = format.reader() {
        let advice = "an archive is read if its path is named and has the suffix .zip or .tar";
        return Err(Problem::Unread { about: format.about(), unread: Unread::Documents(advice) });
    }
    source.find(format);
    if told != Some(format) && format != Format::TEXT {
        findings.push(Finding::note(&source.shown, format!("read as {}, which its first bytes tell", format.name())));
    }
    Ok(format)
}

/// `true` if the first bytes are UTF-8 without control characters that no text has.
fn is_text(head: &[u8]) -> bool {
    let text = text_of(head);
    text.len() + 8 > head.len().min(SNIFF_BYTES) && !text.contains('\0')
}

/// The first characters, as far as they are UTF-8.
fn text_of(head: &[u8]) -> &str {
    let head = &head[..head.len().min(SNIFF_BYTES)];
    let text = head.utf8_chunks().next().map(|chunk| chunk.valid()).unwrap_or_default();
    text.trim_start_matches('\u{feff}')
}
