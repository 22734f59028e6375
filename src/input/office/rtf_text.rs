//! Bytes and numbers of characters in a Rich Text file on their way to text.

use super::flow::Flow;
use super::rtf_code_page::CodePage;
use super::symbol_font::SymbolFont;

/// The longest text that is kept for something else than the text of the document, such as the name of a font.
const MOST_ASIDE: usize = 1 << 16;

/// What has come together since the last change of font or state.
#[derive(Debug, Default)]
pub(super) struct TextBuffer {
    bytes: Vec<u8>,
    decoded: String,
    /// Text that is no text of the document.
    aside: String,
    page: Option<CodePage>,
    /// The first half of a character of two.
    half: Option<u16>,
    /// How many of the next characters stand for one that is written already.
    n_to_skip: usize,
    /// How many bytes mean nothing in their code page.
    pub(super) n_odd: usize,
}

impl TextBuffer {
    /// Sets the code page of all that has no font with one of its own.
    pub(super) fn set_page(&mut self, number: i32) {
        self.page = CodePage::numbered(number).or(self.page);
    }

    /// Adds bytes of text.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        let n_skipped = self.n_to_skip.min(bytes.len());
        self.n_to_skip -= n_skipped;
        // Control characters are no text in any code page.
        self.bytes.extend(bytes.get(n_skipped..).unwrap_or_default().iter().filter(|byte| **byte >= b' '));
    }

    /// Counts bytes that are not kept.
    pub(super) fn pass(&mut self, n_bytes: usize) {
        self.n_to_skip = self.n_to_skip.saturating_sub(n_bytes);
    }

    /// Adds half of a character or a whole one, for which the next `n_fallbacks` characters stand in other programs.
    pub(super) fn add_unit(&mut self, unit: u16, page: Option<CodePage>, n_fallbacks: usize) {
        self.decode(page);
        self.n_to_skip = n_fallbacks;
        let half = self.half.take();
        let units = [half.unwrap_or(unit), unit];
        let is_pair = (0xD800..0xDC00).contains(&units[0]) && (0xDC00..0xE000).contains(&units[1]);
        if is_pair {
            self.decoded.extend(char::decode_utf16(units).flatten());
            return;
        }
        if half.is_some() {
            self.add_odd();
        }
        if (0xD800..0xDC00).contains(&unit) {
            self.half = Some(unit);
        } else if let Some(sign) = usual(unit, page) {
            self.decoded.push(sign);
        } else {
            self.add_odd();
        }
    }

    /// Adds a sign for something that means nothing.
    fn add_odd(&mut self) {
        self.n_odd += 1;
        self.decoded.push(char::REPLACEMENT_CHARACTER);
    }

    /// Passes the next `n_fallbacks` characters.
    pub(super) fn skip_next(&mut self, n_fallbacks: usize) {
        self.n_to_skip = n_fallbacks;
    }

    /// Tells if the next symbol stands for a character that is written already, and counts it.
    pub(super) fn skips_one(&mut self) -> bool {
        let skips = self.n_to_skip > 0;
        self.n_to_skip = self.n_to_skip.saturating_sub(1);
        skips
    }

    /// Ends the run of characters that stand for another: no word is one of them.
    pub(super) fn end_skipping(&mut self) {
        self.n_to_skip = 0;
    }

    /// Adds one character to the text that is none of the document.
    pub(super) fn add_aside(&mut self, sign: char) {
        self.aside.push(sign);
    }

    /// Turns all that came together into text: of the document if there is a target.
    pub(super) fn flush(&mut self, page: Option<CodePage>, target: Option<&mut Flow>) {
        self.n_to_skip = 0;
        self.decode(page);
        if self.decoded.is_empty() {
            return;
        }
        match target {
            Some(flow) => flow.push(&self.decoded),
            None if self.aside.len() < MOST_ASIDE => self.aside.push_str(&self.decoded),
            None => {}
        }
        self.decoded.clear();
    }

    /// The text that is none of the document.
    pub(super) fn take_aside(&mut self) -> String {
        std::mem::take(&mut self.aside)
    }

    fn decode(&mut self, page: Option<CodePage>) {
        if self.bytes.is_empty() {
            return;
        }
        // The second half of a character stands right behind the first.
        if self.half.take().is_some() {
            self.add_odd();
        }
        let page = page.or(self.page).unwrap_or(CodePage::WINDOWS);
        self.n_odd += page.decode(&self.bytes, &mut self.decoded);
        self.bytes.clear();
    }
}

/// The character of this number, by the font if that is one of signs.
fn usual(unit: u16, page: Option<CodePage>) -> Option<char> {
    let sign = char::from_u32(unit.into())?;
    let font: Option<SymbolFont> = match page {
        Some(CodePage::Signs(font)) => Some(font),
        _ => None,
    };
    let private = font.filter(|_| (0xF000..0xF100).contains(&unit));
    Some(private.and_then(|font| font.usual(unit.into())).unwrap_or(sign))
}
