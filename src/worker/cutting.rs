//! Where `split` cuts, as parameters tell it.

use serde_json::Value;

use crate::error::Error;
use crate::split::{By, Size, Unit};

/// What the parameter of this name says; nothing if the value cannot be its.
pub(super) fn by(name: &str, value: &Value) -> Result<Option<By>, Error> {
    let pattern = |value: &Value, by: fn(&str) -> Result<By, Error>| value.as_str().map(by).transpose();
    match name {
        "at" => pattern(value, By::at),
        "on" => pattern(value, By::on),
        "between" => {
            let [opens, closes] = &value.as_array().map_or(&[][..], Vec::as_slice) else { return Ok(None) };
            opens.as_str().zip(closes.as_str()).map(|(opens, closes)| By::between(opens, closes)).transpose()
        }
        "size" => {
            let number = |name: &str| usize::try_from(value[name].as_u64()?).ok();
            let unit = value["unit"].as_str().and_then(unit);
            let told = number("limit").zip(unit).zip(number("overlap"));
            told.map(|((limit, unit), overlap)| Size::new(limit, unit, overlap).map(By::Size)).transpose()
        }
        _ => Ok(value.as_str().and_then(kind)),
    }
}

fn kind(name: &str) -> Option<By> {
    Some(match name {
        "entry" => By::Entry,
        "paragraph" => By::Paragraph,
        "sentence" => By::Sentence,
        "line" => By::Line,
        "heading" => By::Heading,
        "page" => By::Page,
        "mail" => By::Mail,
        _ => return None,
    })
}

fn unit(name: &str) -> Option<Unit> {
    Some(match name {
        "tokens" => Unit::Token,
        "words" => Unit::Word,
        "characters" => Unit::Character,
        "bytes" => Unit::Byte,
        _ => return None,
    })
}
