//! The headers of a mail, found in its text without decoding them.

use crate::document::Span;
use crate::split::segment::trimmed;
use crate::text::lines;

/// What stands above the body of a mail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// The headers, from the first to the last.
    pub(super) headers: Span,
    /// The value of the header Subject as it stands there.
    pub(super) subject: Option<Span>,
    /// How many of those headers it has that tell a mail from other lines with colons.
    pub(super) n_telling: usize,
    /// Whether it says who wrote the mail.
    pub(super) has_sender: bool,
}

/// A line that begins a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header<'l> {
    name: &'l str,
}

impl<'l> Header<'l> {
    /// The header that a line begins: letters, digits and hyphens before a colon (RFC 5322, section 2.2, without the signs
    /// that no header in use has), unless it is the address of a web page.
    pub(super) fn of(line: &'l str) -> Option<Self> {
        let (name, value) = line.split_once(':')?;
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (is_name && !value.starts_with("//")).then_some(Self { name })
    }

    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

impl Head {
    /// The head of the mail that fills `span`, up to the first line that is no header. `None` if there is not even one.
    pub(super) fn of(text: &str, span: Span) -> Option<Self> {
        let mut head = Self::default();
        let mut is_in_subject = false;
        let all = lines(span.of(text)).map(|line| line.shifted(span.start));
        // A mailbox made of mailboxes has the openings of those on top of its messages.
        for line in all.skip_while(|line| line.of(text).starts_with(">From ")) {
            let said = line.of(text);
            let is_first = head.headers.is_empty();
            if said.trim().is_empty() {
                break;
            } else if said.starts_with([' ', '\t']) && !is_first {
                // A long header goes on in lines that begin with a blank.
                if is_in_subject {
                    head.extend_subject(text, line);
                }
            } else if let Some(header) = Header::of(said) {
                is_in_subject = header.is("subject") && head.subject.is_none();
                if is_in_subject {
                    head.subject = trimmed(text, Span::new(line.start + header.name.len() + 1, line.end));
                }
                head.has_sender |= header.is("from");
                head.n_telling += usize::from(TELLING.iter().any(|name| header.is(name)));
            } else {
                break;
            }
            let start = if is_first { line.start } else { head.headers.start };
            head.headers = Span::new(start, line.end);
        }
        (!head.headers.is_empty()).then_some(head)
    }

    fn extend_subject(&mut self, text: &str, line: Span) {
        if let Some(more) = trimmed(text, line) {
            self.subject = Some(Span::new(self.subject.map_or(more.start, |subject| subject.start), more.end));
        }
    }
}

/// Many a text begins with a colon; a mail tells two of these, who wrote it among them.
const TELLING: [&str; 5] = ["from", "to", "date", "subject", "message-id"];
