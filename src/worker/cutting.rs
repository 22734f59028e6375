//! Where `split` cuts, as parameters tell it.

use serde_json::Value;

use crate::error::OptionProblem;
use crate::split::{By, Size, Unit};

/// What the parameter of this name says; nothing if the value cannot be its.
pub(super) fn by(name: &str, value: &Value) -> Result<Option<By>, OptionProblem> {
    let pattern = |value: &Value, by: fn(&str) -> Result<By, OptionProblem>| value.as_str().map(by).transpose();
    match name {
        "at" => pattern(value, By::at),
        "on" => pattern(value, By::on),
        "between" => {
            let [opens, closes] = &value.as_array().map_or(&[][..], Vec::as_slice) else { return Ok(None) };
            opens.as_str().zip(closes.as_str()).map(|(opens, closes)| By::between(opens, closes)).transpose()
        }
        "size" => {
            let number = |name: &str| usize::try_from(value[name].as_u64()?).ok();
            let unit = value["unit"].as_str().and_then(|name| name.parse::<Unit>().ok());
            let told = number("limit").zip(unit).zip(number("overlap"));
            told.map(|((limit, unit), overlap)| Size::new(limit, unit, overlap).map(By::Size)).transpose()
        }
        _ => Ok(value.as_str().and_then(|name| name.parse().ok())),
    }
}
