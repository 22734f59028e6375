//! The Rich Text Format: groups with states, control words that change them, bytes in the code pages of their fonts.

use std::collections::HashMap;

use crate::input::options::InputOptions;
use crate::input::reader::{Fault, MOST_LEVELS, Parsed, Reading};
use crate::text::{Date, on_one_line};

use super::flow::{Flow, Rank};
use super::opc::{Properties, set_once};
use super::rtf_code_page::CodePage;
use super::rtf_destination::{Destination, destination};
use super::rtf_text::TextBuffer;
use super::rtf_token::{Token, Tokens};

/// Reads a file in the Rich Text Format.
///
/// # Errors
///
/// A file that does not begin as one, ends inside a group or nests too deep, and one without text.
pub(in crate::input) fn read_rtf(
    bytes: &[u8],
    _options: &InputOptions,
    tell: &mut dyn FnMut(Reading),
) -> Result<(), Fault> {
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(bytes.len());
    if !bytes.get(start..).is_some_and(|rest| rest.starts_with(b"{\\rtf")) {
        return Err(Fault::Malformed("is no Rich Text Format: it does not begin with {\\rtf".to_owned()));
    }
    let mut tokens = Tokens::new(bytes.get(start..).unwrap_or_default());
    let mut rtf = Rtf::default();
    rtf.group.n_fallbacks = 1;
    while let Some(token) = tokens.next() {
        rtf.take(token, &mut tokens)?;
        if rtf.groups.is_empty() {
            // What follows the last brace is no text.
            break;
        }
    }
    if !rtf.groups.is_empty() {
        let what = "is cut: it ends inside a group".to_owned();
        return Err(Fault::MalformedAt(tokens.line(), what));
    }
    rtf.finish(tell)
}

/// The state of a group, which its end brings back.
#[derive(Clone, Copy, Debug, Default)]
struct Group {
    destination: Destination,
    /// If the group has not said yet what it is.
    is_fresh: bool,
    /// If it has a destination of its own, which ends with it.
    has_entered: bool,
    /// If it begins with `\*`: who does not know it leaves it out.
    is_optional: bool,
    is_hidden: bool,
    is_deleted: bool,
    font: i32,
    /// How many characters stand for one beyond the code page, for programs that do not know it.
    n_fallbacks: usize,
}

/// The properties of a paragraph.
#[derive(Clone, Copy, Debug, Default)]
struct Paragraph {
    style: Option<i32>,
    outline: Option<i32>,
    list: Option<i32>,
    list_level: i32,
    has_list_text: bool,
    is_in_table: bool,
}

/// A paragraph style: what its definition sets, and its name.
#[derive(Debug, Default)]
struct Style {
    paragraph: Paragraph,
    name: String,
}

/// A file as it is being read.
#[derive(Default)]
struct Rtf {
    groups: Vec<Group>,
    group: Group,
    text: TextBuffer,
    flow: Flow,
    /// The flows around the note or text box that is being read, with the paragraphs there.
    outer: Vec<(Flow, Paragraph)>,
    paragraph: Paragraph,
    is_row_open: bool,
    footnotes: Vec<String>,
    endnotes: Vec<String>,
    is_endnote: bool,
    fonts: HashMap<i32, CodePage>,
    font_charset: i32,
    font_page: Option<i32>,
    default_font: i32,
    styles: HashMap<i32, Style>,
    style: Style,
    properties: Properties,
    date: [i32; 5],
    title: Option<String>,
}

impl Rtf {
    fn take(&mut self, token: Token<'_>, tokens: &mut Tokens<'_>) -> Result<(), Fault> {
        match token {
            Token::Open => self.open()?,
            Token::Close => self.close(),
            Token::Byte(byte) => self.bytes(&[byte]),
            Token::Text(bytes) => self.bytes(bytes),
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Word(b"bin", number) => tokens.skip_bytes(number.and_then(|n| n.try_into().ok()).unwrap_or(0)),
            Token::Word(word, number) => self.word(word, number),
        }
        Ok(())
    }

    fn open(&mut self) -> Result<(), Fault> {
        if self.groups.len() >= MOST_LEVELS {
            return Err(Fault::TooDeep { limit: MOST_LEVELS });
        }
        self.flush();
        self.groups.push(self.group);
        self.group.is_fresh = true;
        self.group.is_optional = false;
        let around = self.group.destination;
        self.group.destination = around.below();
        self.group.has_entered = matches!(around, Destination::Fonts | Destination::Styles);
        match around {
            Destination::Fonts => (self.font_charset, self.font_page) = (1, None),
            Destination::Styles => self.style = Style::default(),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self) {
        self.flush();
        let Some(outer) = self.groups.pop() else { return };
        let group = std::mem::replace(&mut self.group, outer);
        if group.has_entered {
            self.leave(group);
        }
    }

    /// Ends a destination.
    fn leave(&mut self, group: Group) {
        match group.destination {
            Destination::FontEntry => {
                let name = self.text.take_aside();
                self.define_font(group.font, &name);
            }
            Destination::StyleEntry => {
                let mut style = std::mem::take(&mut self.style);
                self.text.take_aside().trim_end_matches(';').trim().clone_into(&mut style.name);
                self.styles.insert(style.paragraph.style.unwrap_or(0), style);
            }
            Destination::Title => set_once(&mut self.properties.title, self.text.take_aside().trim().to_owned()),
            Destination::Author => set_once(&mut self.properties.author, self.text.take_aside().trim().to_owned()),
            Destination::Created => self.properties.created = self.date(),
            Destination::Modified => self.properties.modified = self.date(),
            Destination::FieldCode => {
                if let Some(sign) = field_sign(&self.text.take_aside()) {
                    self.put_char(sign);
                }
            }
            Destination::Note | Destination::Box => {
                if !self.flow.is_line_blank() {
                    self.end_paragraph();
                }
                let (flow, paragraph) = self.outer.pop().unwrap_or_default();
                let text = std::mem::replace(&mut self.flow, flow).finish();
                self.paragraph = paragraph;
                match group.destination {
                    Destination::Box => self.flow.hold(text),
                    _ if self.is_endnote => self.endnotes.push(text),
                    _ => self.footnotes.push(text),
                }
                self.is_endnote = false;
            }
            _ => {}
        }
    }

    fn word(&mut self, word: &[u8], number: Option<i32>) {
        self.text.end_skipping();
        if word == b"u" {
            self.unicode(number.unwrap_or(0));
            return;
        }
        self.flush();
        let is_fresh = std::mem::take(&mut self.group.is_fresh);
        if self.group.destination == Destination::Skip {
            return;
        }
        let is_optional = is_fresh && self.group.is_optional;
        if !self.group.has_entered
            && let Some(found) = destination(word, is_optional, self.group.destination)
        {
            self.enter(found, word);
            return;
        }
        let is_on = number != Some(0);
        match word {
            b"v" => self.group.is_hidden = is_on,
            b"deleted" => self.group.is_deleted = is_on,
            b"plain" => {
                self.group.is_hidden = false;
                self.group.is_deleted = false;
                self.group.font = self.default_font;
            }
            b"f" => self.group.font = number.unwrap_or(0),
            b"deff" => {
                self.default_font = number.unwrap_or(0);
                self.group.font = self.default_font;
            }
            b"uc" => self.group.n_fallbacks = number.and_then(|n| n.try_into().ok()).unwrap_or(1),
            b"ansi" => self.text.set_page(1252),
            b"mac" => self.text.set_page(10000),
            b"pc" => self.text.set_page(437),
            b"pca" => self.text.set_page(850),
            b"ansicpg" => self.text.set_page(number.unwrap_or(1252)),
            b"fcharset" => self.font_charset = number.unwrap_or(0),
            b"cpg" => self.font_page = number,
            b"yr" | b"mo" | b"dy" | b"hr" | b"min" => {
                let place = [&b"yr"[..], b"mo", b"dy", b"hr", b"min"].iter().position(|&name| name == word);
                if let Some(place) = place.and_then(|place| self.date.get_mut(place)) {
                    *place = number.unwrap_or(0);
                }
            }
            b"ftnalt" => self.is_endnote = true,
            _ if self.group.destination == Destination::StyleEntry => {
                set_property(&mut self.style.paragraph, word, number);
            }
            _ if self.group.destination.is_text() => self.text_word(word, number),
            _ => {}
        }
    }

    /// Begins a destination.
    fn enter(&mut self, found: Destination, word: &[u8]) {
        self.group.has_entered = true;
        match found {
            Destination::Text if word == b"ud" => {
                // The better one of two groups is what the group around both is.
                let n_around = self.groups.len().saturating_sub(2);
                let around = self.groups.get(n_around).map_or(Destination::Skip, |group| group.destination);
                self.group.destination = if around.is_text() { Destination::Text } else { around };
                return;
            }
            Destination::ListText => {
                self.paragraph.has_list_text = true;
                self.group.destination = Destination::Skip;
                return;
            }
            Destination::Note | Destination::Box => {
                let outer = std::mem::take(&mut self.flow);
                self.outer.push((outer, std::mem::take(&mut self.paragraph)));
            }
            Destination::Created | Destination::Modified => self.date = [0; 5],
            _ => {}
        }
        self.group.destination = found;
    }

    /// Words that stand in text.
    fn text_word(&mut self, word: &[u8], number: Option<i32>) {
        match word {
            b"par" | b"sect" => self.end_paragraph(),
            b"page" | b"column" | b"line" | b"softline" => self.put_char('\n'),
            b"tab" => self.put_char('\t'),
            b"pard" => {
                self.paragraph = Paragraph { has_list_text: self.paragraph.has_list_text, ..Paragraph::default() }
            }
            b"trowd" => self.is_row_open = true,
            b"cell" => self.end_cell(),
            b"row" => {
                self.is_row_open = false;
                if self.flow.is_in_table() {
                    self.flow.close_row(false);
                    self.flow.open_row();
                }
            }
            b"nestcell" => self.flow.end_paragraph(),
            b"emdash" => self.put_char('—'),
            b"endash" => self.put_char('–'),
            b"emspace" => self.put_char('\u{2003}'),
            b"enspace" => self.put_char('\u{2002}'),
            b"qmspace" => self.put_char('\u{2005}'),
            b"bullet" => self.put_char('•'),
            b"lquote" => self.put_char('‘'),
            b"rquote" => self.put_char('’'),
            b"ldblquote" => self.put_char('“'),
            b"rdblquote" => self.put_char('”'),
            b"ltrmark" => self.put_char('\u{200E}'),
            b"rtlmark" => self.put_char('\u{200F}'),
            b"zwj" => self.put_char('\u{200D}'),
            b"zwnj" => self.put_char('\u{200C}'),
            _ => set_property(&mut self.paragraph, word, number),
        }
    }

    fn symbol(&mut self, symbol: u8) {
        if symbol == b'*' {
            self.group.is_optional = true;
            return;
        }
        if self.text.skips_one() {
            return;
        }
        match symbol {
            b'\\' | b'{' | b'}' => self.bytes(&[symbol]),
            b'~' => self.put_char('\u{A0}'),
            b'-' => self.put_char('\u{AD}'),
            b'_' => self.put_char('\u{2011}'),
            b'\r' | b'\n' => {
                self.flush();
                if self.group.destination.is_text() {
                    self.end_paragraph();
                }
            }
            b'\t' => self.put_char('\t'),
            _ => {}
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.group.is_fresh = false;
        if self.is_kept() {
            self.text.add(bytes);
        } else {
            self.text.pass(bytes.len());
        }
    }

    fn unicode(&mut self, number: i32) {
        self.group.is_fresh = false;
        let page = self.fonts.get(&self.group.font).copied();
        let n_fallbacks = self.group.n_fallbacks;
        if self.is_kept() {
            self.text.add_unit(number as u16, page, n_fallbacks);
        } else {
            self.text.skip_next(n_fallbacks);
        }
    }

    fn put_char(&mut self, sign: char) {
        self.flush();
        if !self.is_kept() {
        } else if self.group.destination.is_text() {
            self.flow.push_char(sign);
        } else {
            self.text.add_aside(sign);
        }
    }

    /// Tells if text at this place is of use.
    fn is_kept(&self) -> bool {
        let group = &self.group;
        if group.destination.is_text() { !group.is_hidden && !group.is_deleted } else { group.destination.keeps_text() }
    }

    /// Turns the bytes that have come together into text.
    fn flush(&mut self) {
        let page = self.fonts.get(&self.group.font).copied();
        let target = self.group.destination.is_text().then_some(&mut self.flow);
        self.text.flush(page, target);
    }

    fn end_paragraph(&mut self) {
        if self.flow.is_in_table() && !self.paragraph.is_in_table && !self.is_row_open {
            self.flow.close_table_before_line();
        }
        if self.paragraph.is_in_table && !self.flow.is_in_table() {
            self.flow.open_table_before_line();
            self.flow.open_row();
        }
        let rank = self.rank();
        self.flow.set_rank(rank);
        self.flow.end_paragraph();
        self.paragraph.has_list_text = false;
    }

    fn end_cell(&mut self) {
        if !self.flow.is_in_table() {
            self.flow.open_table_before_line();
            self.flow.open_row();
        }
        self.flow.close_cell();
        self.paragraph.has_list_text = false;
    }

    fn date(&self) -> Option<String> {
        let [year, month, day, hour, minute] = self.date.map(|number| u32::try_from(number).ok());
        let date = Date::of_numbers(year?, month, day)?;
        match (date.day(), hour, minute) {
            (Some(day), Some(hour @ 0..24), Some(minute @ 0..60)) => Some(format!("{day}T{hour:02}:{minute:02}:00")),
            _ => Some(date.to_string()),
        }
    }

    fn rank(&mut self) -> Rank {
        let style = self.paragraph.style.and_then(|style| self.styles.get(&style));
        let is_title = style.is_some_and(|style| style.name.eq_ignore_ascii_case("title"));
        if is_title && self.title.is_none() && self.outer.is_empty() && !self.flow.is_line_blank() {
            self.title = Some(on_one_line(self.flow.line()));
        }
        let outline = self.paragraph.outline.or_else(|| style.and_then(Style::outline));
        if let Some(level) = outline.and_then(|level| u8::try_from(level).ok()).filter(|level| *level < 9) {
            return Rank::Heading(level + 1);
        }
        let list = self.paragraph.list.or_else(|| style.and_then(|style| style.paragraph.list));
        if self.paragraph.has_list_text || list.is_some_and(|list| list > 0) {
            return Rank::Item(self.paragraph.list_level.clamp(0, 8) as u8);
        }
        Rank::Plain
    }

    fn define_font(&mut self, font: i32, name: &str) {
        let name = name.split(';').next().unwrap_or_default();
        let page = self.font_page.filter(|page| *page > 0).and_then(CodePage::numbered);
        if let Some(page) = page.or_else(|| CodePage::of_font(self.font_charset, name)) {
            self.fonts.insert(font, page);
        }
    }

    fn finish(mut self, tell: &mut dyn FnMut(Reading)) -> Result<(), Fault> {
        if !self.flow.is_line_blank() {
            self.end_paragraph();
        }
        if self.flow.is_in_table() {
            self.flow.close_table_before_line();
        }
        for note in self.footnotes.iter().chain(&self.endnotes) {
            self.flow.add_block(note);
        }
        let text = self.flow.finish();
        if text.is_empty() {
            return Err(Fault::NoText("is a Rich Text document without text"));
        }
        if self.text.n_odd > 0 {
            let n_odd = self.text.n_odd;
            let what = if n_odd == 1 { "byte that means" } else { "bytes that mean" };
            tell(Reading::Warning(format!("has {n_odd} {what} nothing in the code pages that it names")));
        }
        set_once(&mut self.properties.title, self.title.unwrap_or_default());
        let title = self.properties.title.take();
        tell(Reading::Document(Parsed {
            id: None,
            title,
            text,
            fields: self.properties.fields(),
            ..Parsed::default()
        }));
        Ok(())
    }
}

impl Style {
    fn outline(&self) -> Option<i32> {
        let named = || {
            let name = self.name.to_ascii_lowercase();
            name.strip_prefix("heading ")?.trim().parse::<i32>().ok().map(|level| level - 1)
        };
        self.paragraph.outline.or_else(named)
    }
}

/// Sets a property of a paragraph or a style.
fn set_property(paragraph: &mut Paragraph, word: &[u8], number: Option<i32>) {
    match word {
        b"s" => paragraph.style = number,
        b"outlinelevel" => paragraph.outline = number,
        b"ls" => paragraph.list = number,
        b"ilvl" => paragraph.list_level = number.unwrap_or(0),
        b"intbl" => paragraph.is_in_table = number != Some(0),
        b"itap" => paragraph.is_in_table = number.is_some_and(|level| level > 0),
        _ => {}
    }
}

/// The sign that the code of a field asks for: the number of a character, and the font that it is of.
fn field_sign(code: &str) -> Option<char> {
    let mut words = code.split_whitespace();
    words.next().filter(|word| word.eq_ignore_ascii_case("symbol"))?;
    let number = words.next()?;
    let number = match number.strip_prefix("0x") {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    let font = code.split('"').nth(1).and_then(super::symbol_font::SymbolFont::named);
    font.and_then(|font| font.usual(number)).or_else(|| char::from_u32(number)).filter(|sign| !sign.is_control())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{damage, fields_of, read_all, read_one};
    use super::*;

    fn text_of(rtf: &str) -> String {
        read_one(read_rtf, format!("{{\\rtf1\\ansi\\ansicpg1252{rtf}}}").as_bytes()).text
    }

    #[test]
    fn bytes_are_those_of_the_code_page_of_their_font() {
        let fonts = "\\deff0{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset204{\\*\\panose 02}Arial{\\*\\falt x};}\
            {\\f2\\fcharset128 Gothic;}{\\f3\\fcharset2 Symbol;}{\\f4\\fcharset1 Any;}}";
        let body = "\\f0\\'e9 {\\f1\\'e9} {\\f2\\'83A\\'83\\'42} {\\f3\\'b7a} \\f4\\'e9";
        assert_eq!(text_of(&format!("{fonts}{body}")), "é й アィ •α é");
    }

    #[test]
    fn numbered_characters_stand_for_themselves_and_not_for_what_follows() {
        assert_eq!(text_of("\\u8364?a\\uc2\\u8364\\'80xb\\uc0\\u8364 c{\\uc1\\u-10179?\\u-8704 ?}"), "€a€b€c😀");
        let (documents, warnings) = read_all(read_rtf, b"{\\rtf1 a\\u-10240 ?b}").unwrap();
        assert_eq!((documents[0].text.as_str(), warnings.len()), ("a\u{FFFD}b", 1));
    }

    #[test]
    fn what_no_reader_sees_is_left_out() {
        let body = "a{\\v b}{\\deleted c}\\v d\\v0{\\header x\\par}{\\*\\unknown x}{\\pict 00ff}{\\xe x}\\plain e{\\pict\\bin4 }}{\\}f\
            {\\*\\bkmkstart x}{\\field{\\*\\fldinst HYPERLINK {\\field{\\fldrslt x}}}{\\fldrslt g}}{\\upr{x}{\\*\\ud h}}";
        assert_eq!(text_of(body), "aefgh");
    }

    #[test]
    fn a_date_is_one_of_the_calendar() {
        let date = |written: &str| {
            let parsed = read_one(read_rtf, format!("{{\\rtf1{{\\info{{\\creatim{written}}}}}x\\par}}").as_bytes());
            fields_of(&parsed)
        };
        assert_eq!(date("\\yr2020\\mo2\\dy29\\hr3\\min4"), "date=2020-02-29T03:04:00");
        assert_eq!(date("\\yr2020\\mo2\\dy30\\hr3\\min4"), "date=2020-02");
        assert_eq!([date("\\yr2020"), date("\\yr0\\mo1\\dy1")], ["date=2020", ""]);
    }

    #[test]
    fn styles_and_lists_have_their_marks() {
        let styles = "{\\stylesheet{\\ql Normal;}{\\s1\\outlinelevel0 Own;}{\\s2 heading 2;}{\\*\\cs3 x;}{\\s4 Title;}}\
            {\\info{\\author A. Author}{\\creatim\\yr2020\\mo1\\dy2\\hr3\\min4}{\\revtim\\yr2021}}";
        let body = "\\pard\\s4 The title\\par\\pard\\s1 One\\par\\pard\\s2 Two\\par{\\listtext\\bullet\\tab}\\pard\\ls1 item\\par\
            \\pard\\ls1\\ilvl1 inner\\par\\pard\\ls0 plain\\par";
        let parsed = read_one(read_rtf, format!("{{\\rtf1{styles}{body}}}").as_bytes());
        assert_eq!(parsed.text, "The title\n\n# One\n\n## Two\n\n- item\n  - inner\n\nplain");
        assert_eq!(parsed.title.as_deref(), Some("The title"));
        assert_eq!(fields_of(&parsed), "author=A. Author date=2020-01-02T03:04:00");
    }

    #[test]
    fn tables_are_row_by_row() {
        let body = "before\\par\\trowd\\pard\\intbl a\\par b\\cell c\\cell\\row\\trowd\\pard\\intbl d\\cell{\\pard\\intbl\\itap2 in\\nestcell \
            ner\\nestcell{\\*\\nesttableprops\\nestrow}{\\nonesttables\\par}}\\pard\\intbl e\\cell\\row\\pard after\\par\
            \\trowd x\\cell y\\cell";
        assert_eq!(text_of(body), "before\n\na b\tc\nd\tin ner e\n\nafter\n\nx\ty");
    }

    #[test]
    fn notes_stand_at_the_end_and_boxes_behind_their_paragraph() {
        let body = "a{\\footnote\\ftnalt last}b{\\footnote {\\pard foot\\par}}c{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv y}}{\\shptxt box\\par}}\
            {\\shprslt{\\*\\do{\\dptxbxtext box}}}}d\\par e";
        assert_eq!(text_of(body), "abcd\n\nbox\n\ne\n\nfoot\n\nlast");
    }

    #[test]
    fn signs_have_words_and_symbols_of_their_own() {
        let body = "a\\~b\\_c\\-d\\emdash e\\ldblquote f\\rdblquote\\tab\\{g\\}\\\\\\line h\
            {\\field{\\*\\fldinst SYMBOL 183 \\\\f \"Symbol\"}{\\fldrslt}}";
        assert_eq!(text_of(body), "a\u{A0}b\u{2011}c\u{AD}d—e“f”\t{g}\\\nh•");
    }

    #[test]
    fn what_is_cut_or_nests_too_deep_is_refused() {
        let fault = |rtf: &str| read_all(read_rtf, rtf.as_bytes()).unwrap_err();
        assert!(matches!(fault("{\\rtf1 a\n{b}"), Fault::MalformedAt(2, _)));
        assert!(matches!(fault("plain"), Fault::Malformed(_)));
        assert!(matches!(fault("{\\rtf1 {\\pict 00}}"), Fault::NoText(_)));
        assert_eq!(fault(&format!("{{\\rtf1{}", "{".repeat(1_000_000))), Fault::TooDeep { limit: MOST_LEVELS });
        assert_eq!(read_one(read_rtf, b" \n{\\rtf1 a}} b").text, "a");
        let sample = "{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset128 A;}}\\f0\\'83A\\u-10179?{\\footnote a{\\footnote b}}{\\upr{x}{\\*\\ud{y}}}\
            \\trowd a\\cell\\row{\\field{\\*\\fldinst SYMBOL 3}{\\fldrslt z}}{\\*\\shptxt{\\shptxt a}}}";
        damage(read_rtf, sample.as_bytes(), false);
    }
}
