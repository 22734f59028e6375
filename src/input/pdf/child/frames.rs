//! What a child answers, as bytes.

use std::io::{self, Read, Write};

use serde_json::{Value, json};

use super::super::super::reader::{Fault, Parsed, Reading};
use super::super::{NO_LETTERS, NO_TEXT, PROTECTED};
use crate::document::{FieldValue, Fields};

/// A document follows.
pub(super) const DOCUMENT: u8 = 0;
/// A warning follows.
pub(super) const WARNING: u8 = 1;
/// A fault follows, and nothing after it.
pub(super) const FAULT: u8 = 2;
/// The file has been read.
pub(super) const DONE: u8 = 3;

/// One answer.
pub(super) struct Frame {
    pub(super) kind: u8,
    payload: Vec<u8>,
}

impl Frame {
    /// The next frame of a stream, if it has no more than `most` bytes.
    pub(super) fn read(stream: &mut impl Read, most: u64) -> io::Result<Self> {
        let (mut kind, mut length) = ([0], [0; 8]);
        stream.read_exact(&mut kind)?;
        stream.read_exact(&mut length)?;
        let length = u64::from_le_bytes(length);
        if length > most {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut payload = Vec::new();
        stream.take(length).read_to_end(&mut payload)?;
        if payload.len() as u64 != length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Self { kind: kind[0], payload })
    }

    /// Writes the frame.
    pub(super) fn write(&self, stream: &mut impl Write) -> io::Result<()> {
        stream.write_all(&[self.kind])?;
        stream.write_all(&(self.payload.len() as u64).to_le_bytes())?;
        stream.write_all(&self.payload)
    }

    /// The frame of something that was read.
    pub(super) fn of_reading(reading: &Reading) -> Self {
        match reading {
            Reading::Document(parsed) => Self { kind: DOCUMENT, payload: written(parsed).to_string().into_bytes() },
            Reading::Warning(text) | Reading::Repeated(_, text) | Reading::Note(text) => {
                Self { kind: WARNING, payload: text.clone().into_bytes() }
            }
        }
    }

    /// The frame of how reading ended.
    pub(super) fn of_end(end: &Result<(), Fault>) -> Self {
        let payload = match end {
            Ok(()) => return Self { kind: DONE, payload: Vec::new() },
            Err(Fault::NoText(why)) => json!({"no_text": why}),
            Err(Fault::Malformed(why) | Fault::Unread(why)) => json!({"malformed": why}),
            Err(Fault::MalformedAt(line, why)) => json!({"malformed": why, "line": line}),
            Err(Fault::TooLong { limit_bytes }) => json!({"limit_bytes": limit_bytes}),
            Err(Fault::TooDeep { limit }) => json!({"levels": limit}),
        };
        Self { kind: FAULT, payload: payload.to_string().into_bytes() }
    }

    /// The text of a warning.
    pub(super) fn text(self) -> io::Result<String> {
        String::from_utf8(self.payload).map_err(|_| io::ErrorKind::InvalidData.into())
    }

    /// The document in the frame.
    pub(super) fn document(&self) -> io::Result<Parsed> {
        let value: Value = serde_json::from_slice(&self.payload)?;
        let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        let field = |field: &Value| {
            let part = |at: usize| field.get(at).and_then(Value::as_str);
            let value = match part(1)? {
                "json" => FieldValue::Json(part(2)?.to_owned()),
                _ => FieldValue::Text(part(2)?.to_owned()),
            };
            Some((part(0)?.into(), value))
        };
        let fields = value.get("fields").and_then(Value::as_array);
        let fields: Fields = fields.into_iter().flatten().filter_map(field).collect();
        Ok(Parsed {
            id: text("id"),
            title: text("title"),
            text: text("text").unwrap_or_default(),
            fields,
            ..Parsed::default()
        })
    }

    /// The fault in the frame.
    pub(super) fn fault(&self) -> io::Result<Fault> {
        let value: Value = serde_json::from_slice(&self.payload)?;
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        let number = |name: &str| value.get(name).and_then(Value::as_u64);
        let known = |why: &str| [NO_TEXT, NO_LETTERS, PROTECTED].into_iter().find(|known| *known == why);
        let fault = match (text("no_text"), text("malformed"), number("line")) {
            (Some(why), _, _) => known(why).map_or_else(|| Fault::Malformed(why.to_owned()), Fault::NoText),
            (_, Some(why), Some(line)) => Fault::MalformedAt(line, why.to_owned()),
            (_, Some(why), None) => Fault::Malformed(why.to_owned()),
            _ => match (number("limit_bytes"), number("levels")) {
                (Some(limit_bytes), _) => Fault::TooLong { limit_bytes },
                (_, Some(limit)) => Fault::TooDeep { limit: usize::try_from(limit).unwrap_or(usize::MAX) },
                _ => return Err(io::ErrorKind::InvalidData.into()),
            },
        };
        Ok(fault)
    }
}

fn written(parsed: &Parsed) -> Value {
    let field = |value: &FieldValue| match value {
        FieldValue::Text(text) => ("text", text.clone()),
        FieldValue::Json(json) => ("json", json.clone()),
    };
    let fields = parsed.fields.iter().map(|(name, value)| {
        let (kind, value) = field(value);
        json!([&**name, kind, value])
    });
    json!({"id": parsed.id, "title": parsed.title, "text": parsed.text, "fields": fields.collect::<Vec<_>>()})
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(frame: &Frame) -> Frame {
        let mut bytes = Vec::new();
        frame.write(&mut bytes).unwrap();
        for n_bytes in 0..bytes.len() {
            assert!(Frame::read(&mut &bytes[..n_bytes], 1000).is_err(), "{n_bytes}");
        }
        Frame::read(&mut &*bytes, 1000).unwrap()
    }

    #[test]
    fn what_is_read_arrives_as_it_was() {
        let fields =
            [("pages", FieldValue::Json("3".to_owned())), ("author", FieldValue::Text("A. \"Author\"".to_owned()))];
        let fields: Fields = fields.into_iter().map(|(name, value)| (name.into(), value)).collect();
        let parsed = Parsed {
            id: None,
            title: Some("T\n".to_owned()),
            text: "a\u{c}b\u{1f600}\n".to_owned(),
            fields,
            ..Parsed::default()
        };
        let reading = Reading::Document(parsed);
        let arrived = sent(&Frame::of_reading(&reading)).document().unwrap();
        assert!(matches!(reading, Reading::Document(parsed) if parsed == arrived));
        assert_eq!(sent(&Frame::of_reading(&Reading::Warning("é".to_owned()))).text().unwrap(), "é");
    }

    #[test]
    fn faults_arrive_as_they_were() {
        let faults = [
            Fault::NoText(NO_TEXT),
            Fault::Malformed("is no PDF".to_owned()),
            Fault::MalformedAt(7, "is wrong".to_owned()),
            Fault::TooLong { limit_bytes: 5 },
            Fault::TooDeep { limit: 6 },
        ];
        for fault in faults {
            let end = Err(fault);
            let arrived = sent(&Frame::of_end(&end)).fault().unwrap();
            assert_eq!(Err(arrived), end);
        }
    }
}
