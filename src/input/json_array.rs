//! JSON that is no JSON Lines: an array of records, records one after the other over many lines, or an object that holds the
//! array of records.
//!
//! A file of any length is cut into blocks between records by looking at brackets and quotes alone. What stands before and
//! behind an array is cut off as blocks without records. The records of a block become JSON Lines, so that one reader does
//! the rest, and what is in a record is found wrong there.

use memchr::memchr2;

use super::cut::Cut;
use super::json_path::{JsonPath, value_len};
use super::reader::Fault;
use crate::text::{json_unescaped, push_json_string};

/// Where in the JSON the cutter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Region {
    /// Before, between or behind values.
    Outside,
    /// In a record that is in no array.
    Record,
    /// In an object on the way to the array, or behind that array.
    Way,
    /// In the array of records.
    Array,
    /// Behind something that is no JSON of records.
    Failed,
}

/// Finds the ends of records in JSON.
#[derive(Debug)]
pub(super) struct JsonCut {
    /// The names that lead to the array.
    path: Vec<String>,
    region: Region,
    n_seen: usize,
    last_end: usize,
    n_records: u64,
    /// Line ends that have been seen.
    n_lines: u64,
    is_in_string: bool,
    /// The next byte is escaped.
    is_escaped: bool,
    /// Brackets that are open within a record, or within an object on the way.
    depth: usize,
    /// Something of an element of the array has been seen.
    has_element: bool,
    way: Way,
    has_found_array: bool,
    /// The array of records at hand is in an object.
    is_array_on_way: bool,
    fault: Option<Fault>,
}

/// How far the way to the array has been gone.
#[derive(Debug, Default)]
struct Way {
    /// Objects that are open, but for the first.
    n_steps: usize,
    /// The name that is being read, or has been.
    name: Vec<u8>,
    is_name: bool,
    /// Behind the colon.
    is_value: bool,
}

/// A stop at a place in the buffer.
enum Stop {
    /// The block ends before this byte, which is seen again.
    Before,
    /// The block ends behind this byte.
    Behind,
}

impl JsonCut {
    /// A cutter that stands at the beginning; records are where `path` says.
    pub(super) fn new(path: &JsonPath) -> Self {
        Self {
            path: path.array.clone(),
            region: Region::Outside,
            n_seen: 0,
            last_end: 0,
            n_records: 0,
            n_lines: 0,
            is_in_string: false,
            is_escaped: false,
            depth: 0,
            has_element: false,
            way: Way::default(),
            has_found_array: false,
            is_array_on_way: false,
            fault: None,
        }
    }

    /// Goes over the inside of a string, as far as it is there.
    fn skip_string(&mut self, buffer: &[u8]) {
        let rest = buffer.get(self.n_seen..).unwrap_or_default();
        if self.is_escaped {
            self.is_escaped = false;
            self.keep_name(rest.get(..1).unwrap_or_default());
            self.n_seen += 1;
            return;
        }
        let end = memchr2(b'"', b'\\', rest);
        self.keep_name(rest.get(..end.unwrap_or(rest.len())).unwrap_or_default());
        let Some(end) = end else {
            self.n_seen = buffer.len();
            return;
        };
        self.n_seen += end + 1;
        if rest.get(end) == Some(&b'\\') {
            self.keep_name(b"\\");
            self.is_escaped = true;
        } else {
            self.is_in_string = false;
            self.way.is_name = false;
        }
    }

    fn keep_name(&mut self, bytes: &[u8]) {
        // A longer one is not one that anybody asked for.
        if self.way.is_name && self.way.name.len() <= MOST_NAME_BYTES {
            let n_bytes = bytes.len().min(MOST_NAME_BYTES + 1);
            self.way.name.extend_from_slice(bytes.get(..n_bytes).unwrap_or_default());
        }
    }

    /// Looks at a byte outside of strings.
    fn see(&mut self, byte: u8, at: usize) -> Option<Stop> {
        if byte == b'\n' {
            self.n_lines += 1;
        }
        match self.region {
            Region::Outside => self.see_outside(byte),
            Region::Record => {
                self.see_record(byte, at);
                None
            }
            Region::Way => self.see_way(byte),
            Region::Array => self.see_array(byte, at),
            Region::Failed => None,
        }
    }

    fn see_outside(&mut self, byte: u8) -> Option<Stop> {
        match byte {
            _ if byte.is_ascii_whitespace() => None,
            b'{' if self.path.is_empty() => {
                (self.region, self.depth) = (Region::Record, 1);
                None
            }
            b'{' => {
                (self.region, self.depth, self.way) = (Region::Way, 0, Way::default());
                None
            }
            // Blocks with records have nothing else in them.
            b'[' if self.n_records > 0 => Some(Stop::Before),
            b'[' if !self.path.is_empty() && !self.has_found_array => {
                self.fail(&format!("it is an array, not an object with one at {:?}", self.path.join(".")));
                None
            }
            b'[' => {
                (self.region, self.depth) = (Region::Array, 0);
                self.is_array_on_way = false;
                Some(Stop::Behind)
            }
            _ => {
                self.fail("it is neither an object nor an array");
                None
            }
        }
    }

    fn see_record(&mut self, byte: u8, at: usize) {
        match byte {
            b'"' => self.is_in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth -= 1;
                if self.depth == 0 {
                    self.region = Region::Outside;
                    self.n_records += 1;
                    self.last_end = at + 1;
                }
            }
            _ => {}
        }
    }

    fn see_way(&mut self, byte: u8) -> Option<Stop> {
        match byte {
            b'"' => {
                self.is_in_string = true;
                if self.depth == 0 && !self.way.is_value {
                    self.way.is_name = true;
                    self.way.name.clear();
                }
            }
            b':' if self.depth == 0 => self.way.is_value = true,
            b',' if self.depth == 0 => self.way.is_value = false,
            b'{' if self.is_on_way() && self.way.n_steps + 1 < self.path.len() => {
                self.way.n_steps += 1;
                self.way.is_value = false;
            }
            b'[' if self.is_on_way() && self.way.n_steps + 1 == self.path.len() => {
                self.region = Region::Array;
                (self.has_found_array, self.is_array_on_way) = (true, true);
                return Some(Stop::Behind);
            }
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' if self.depth > 0 => self.depth -= 1,
            b'}' | b']' if self.way.n_steps > 0 => {
                self.way.n_steps -= 1;
                self.way.is_value = true;
            }
            b'}' | b']' => self.region = Region::Outside,
            _ => {}
        }
        None
    }

    /// Behind the name that leads on.
    fn is_on_way(&self) -> bool {
        let is_wanted = |wanted: &String| {
            let name = str::from_utf8(&self.way.name).ok().and_then(json_unescaped);
            name.is_some_and(|name| name == *wanted)
        };
        self.depth == 0 && self.way.is_value && self.path.get(self.way.n_steps).is_some_and(is_wanted)
    }

    fn see_array(&mut self, byte: u8, at: usize) -> Option<Stop> {
        match byte {
            b'"' | b'{' | b'[' if self.depth == 0 && self.has_element => {
                self.fail("it has no comma between two values");
            }
            b'"' => (self.is_in_string, self.has_element) = (true, true),
            b'{' | b'[' => {
                self.depth += 1;
                self.has_element = true;
            }
            b'}' | b']' if self.depth > 0 => self.depth -= 1,
            b',' if self.depth == 0 => {
                if !std::mem::take(&mut self.has_element) {
                    self.fail("it has a comma without a value before it");
                    return None;
                }
                self.n_records += 1;
                self.last_end = at + 1;
            }
            b']' if self.has_element || self.n_records > 0 => {
                self.n_records += u64::from(std::mem::take(&mut self.has_element));
                return Some(Stop::Before);
            }
            b']' => {
                self.region = if self.is_array_on_way { Region::Way } else { Region::Outside };
            }
            b'}' => self.fail("it has a brace that closes nothing"),
            _ if byte.is_ascii_whitespace() => {}
            _ => self.has_element = true,
        }
        None
    }

    fn fail(&mut self, what: &str) {
        self.fault = Some(Fault::MalformedAt(self.n_lines + 1, what.to_owned()));
        self.region = Region::Failed;
    }

    /// The block that ends here although no stop said so.
    fn rest(&mut self, buffer: &[u8], is_at_end: bool) -> (usize, u64) {
        let is_between = matches!(self.region, Region::Way | Region::Failed);
        if self.n_records == 0 && (is_between || is_at_end) {
            return (buffer.len(), 0);
        }
        if is_at_end && self.region == Region::Outside {
            return (buffer.len(), self.n_records);
        }
        (self.last_end, self.n_records)
    }
}

/// A name on the way to an array is not longer.
const MOST_NAME_BYTES: usize = 4_096;

impl Cut for JsonCut {
    fn last_end(&mut self, buffer: &[u8], is_at_end: bool, most_records: u64) -> (usize, u64) {
        while self.n_records < most_records {
            if self.is_in_string && self.n_seen < buffer.len() {
                self.skip_string(buffer);
                continue;
            }
            let Some(&byte) = buffer.get(self.n_seen) else { return self.rest(buffer, is_at_end) };
            match self.see(byte, self.n_seen) {
                Some(Stop::Before) => return (self.n_seen, self.n_records),
                Some(Stop::Behind) => {
                    self.n_seen += 1;
                    return (self.n_seen, 0);
                }
                None => self.n_seen += 1,
            }
        }
        (self.last_end, self.n_records)
    }

    fn taken(&mut self, n_bytes: usize) {
        self.n_seen -= n_bytes;
        (self.last_end, self.n_records) = (0, 0);
    }

    fn give_up(&mut self, _: &[u8]) -> Option<usize> {
        Some(std::mem::take(&mut self.n_seen))
    }

    fn fault(&self) -> Option<Fault> {
        if self.fault.is_some() || self.region != Region::Outside {
            let cut_off = || Fault::MalformedAt(self.n_lines + 1, "it ends in the middle of a value".to_owned());
            return Some(self.fault.clone().unwrap_or_else(cut_off));
        }
        let is_missing = !self.path.is_empty() && !self.has_found_array;
        is_missing.then(|| Fault::Malformed(format!("it has no array at {:?}", self.path.join("."))))
    }
}

/// The records of a block as JSON Lines: one for each record that the cutter counted. An element that is a text alone becomes a
/// record with that text. Fields within fields that `lifted` names become fields of the record, called as they are said,
/// unless it has one of that name.
///
/// # Errors
///
/// [`Fault::Malformed`] for an element that is neither an object nor a text.
pub(super) fn lines(block: &str, text_name: &str, lifted: &[JsonPath]) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::with_capacity(block.len() + 64);
    let mut rest = block;
    loop {
        rest = rest.trim_start_matches(|c: char| c == ',' || c.is_ascii_whitespace());
        if rest.is_empty() {
            return Ok(out);
        }
        let n_bytes = value_len(rest.as_bytes());
        let (value, after) = n_bytes.and_then(|n_bytes| rest.split_at_checked(n_bytes)).unwrap_or((rest, ""));
        rest = after;
        match value.as_bytes().first() {
            Some(b'{') => push_record(value, lifted, &mut out),
            Some(b'"') => {
                out.push(b'{');
                push_json_string(if text_name.is_empty() { "text" } else { text_name }, &mut out);
                out.push(b':');
                push_on_one_line(value, &mut out);
                out.push(b'}');
            }
            Some(b'[') => {
                return Err(Fault::Malformed("an element of its array is an array, not an object".to_owned()));
            }
            _ => {
                let shown: String = value.chars().take(40).collect();
                return Err(Fault::Malformed(format!("an element of its array is {shown}, not an object")));
            }
        }
        out.push(b'\n');
    }
}

/// Appends a record on one line, without the line end.
pub(super) fn push_record(record: &str, lifted: &[JsonPath], out: &mut Vec<u8>) {
    push_on_one_line(record.trim_end(), out);
    for path in lifted {
        let by_name = JsonPath { steps: vec![super::json_path::Step::Name(path.name.clone())], ..JsonPath::default() };
        let Some(value) = path.find(record).filter(|_| by_name.find(record).is_none()) else { continue };
        // A record in which something was found has a name, so a comma is right.
        if out.pop_if(|byte| *byte == b'}').is_some() {
            out.push(b',');
            push_json_string(&path.name, out);
            out.push(b':');
            push_on_one_line(value, out);
            out.push(b'}');
        }
    }
}

/// Appends JSON without its line ends and what is around them. One within a string, where JSON has none, is meant as such.
fn push_on_one_line(json: &str, out: &mut Vec<u8>) {
    if memchr2(b'\n', b'\r', json.as_bytes()).is_none() {
        out.extend_from_slice(json.as_bytes());
        return;
    }
    let mut rest = json;
    while let Some(quote) = memchr::memchr(b'"', rest.as_bytes()) {
        let (between, from_quote) = rest.split_at(quote);
        push_without_line_ends(between, out);
        let n_bytes = value_len(from_quote.as_bytes()).unwrap_or(from_quote.len());
        let (string, after) = from_quote.split_at_checked(n_bytes).unwrap_or((from_quote, ""));
        for (idx, part) in string.split('\n').enumerate() {
            if idx > 0 {
                out.extend_from_slice(b"\\n");
            }
            out.extend_from_slice(part.as_bytes());
        }
        rest = after;
    }
    push_without_line_ends(rest, out);
}

fn push_without_line_ends(between: &str, out: &mut Vec<u8>) {
    if memchr2(b'\n', b'\r', between.as_bytes()).is_none() {
        out.extend_from_slice(between.as_bytes());
    } else {
        between.split(['\n', '\r']).for_each(|part| out.extend_from_slice(part.trim_ascii().as_bytes()));
    }
}

/// `true` if a text begins as JSON of records does that is no JSON Lines: with an array of objects, or with an object that does
/// not end on its line. What is in `head` may be its beginning only.
pub(super) fn looks_like_json(head: &str) -> bool {
    let start = head.trim_start();
    let is_object = |start: &str| {
        let Some(inside) = start.strip_prefix('{') else { return false };
        let inside = inside.trim_start();
        let behind = value_len(inside.as_bytes()).and_then(|n_bytes| inside.get(n_bytes..));
        inside.starts_with('"') && behind.is_some_and(|behind| behind.trim_start().starts_with(':'))
    };
    if let Some(inside) = start.strip_prefix('[') {
        return is_object(inside.trim_start());
    }
    let first_line = start.lines().next().unwrap_or_default();
    let is_one_line = value_len(first_line.as_bytes()).is_some() || first_line.len() == start.len();
    !is_one_line && is_object(start)
}

#[cfg(test)]
mod tests;
