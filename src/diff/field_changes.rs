//! Which fields of two documents differ.

use super::ignore::{Granularity, Ignore};
use crate::document::{Document, FieldValue};

/// A title or field that differs. A missing one is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FieldChange<'d> {
    pub(super) name: &'d str,
    pub(super) old: &'d str,
    pub(super) new: &'d str,
}

/// The title and the fields that differ, in the order of the new document, then of the old one.
///
/// A missing field is the same as an empty one, since tables have a cell for every field. JSON is the same if its
/// values are, however they are written. Cost: linear in the fields.
pub(super) fn field_changes<'d>(old: &'d Document, new: &'d Document, ignore: Ignore) -> Vec<FieldChange<'d>> {
    if old.title == new.title && old.fields == new.fields {
        return Vec::new();
    }
    let title = FieldChange {
        name: "title",
        old: old.title.as_deref().unwrap_or_default(),
        new: new.title.as_deref().unwrap_or_default(),
    };
    let mut changes = Vec::new();
    if !ignore.is_same(title.old, title.new, Granularity::Lines) {
        changes.push(title);
    }
    let only_old = old.fields.iter().filter(|(name, _)| new.fields.get(name).is_none());
    for (name, _) in new.fields.iter().chain(only_old) {
        let (old, new) = (old.fields.get(name), new.fields.get(name));
        let text = |value: Option<&'d FieldValue>| value.map_or("", FieldValue::as_text);
        if !is_same(old, new) && !ignore.is_same(text(old), text(new), Granularity::Lines) {
            changes.push(FieldChange { name, old: text(old), new: text(new) });
        }
    }
    changes
}

fn is_same(old: Option<&FieldValue>, new: Option<&FieldValue>) -> bool {
    match (old, new) {
        (Some(FieldValue::Json(old)), Some(FieldValue::Json(new))) if old != new => {
            let value = |json: &str| serde_json::from_str::<serde_json::Value>(json).ok();
            value(old).is_some_and(|old| Some(old) == value(new))
        }
        (old, new) => old.map_or("", FieldValue::as_text) == new.map_or("", FieldValue::as_text),
    }
}

#[cfg(test)]
mod tests {
    use super::super::ignore::Ignorable;
    use super::*;

    fn document(title: &str, fields: &[(&str, FieldValue)]) -> Document {
        let fields = fields.iter().map(|(name, value)| ((*name).into(), value.clone())).collect();
        Document { title: Some(title.to_owned()).filter(|title| !title.is_empty()), fields, ..Document::default() }
    }

    fn text(value: &str) -> FieldValue {
        FieldValue::Text(value.to_owned())
    }

    fn json(value: &str) -> FieldValue {
        FieldValue::Json(value.to_owned())
    }

    #[track_caller]
    fn check(old: &Document, new: &Document, expected: &[(&str, &str, &str)]) {
        let found = field_changes(old, new, Ignore::NOTHING);
        let found: Vec<_> = found.iter().map(|change| (change.name, change.old, change.new)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn titles_and_fields_that_differ_are_named_with_both_values() {
        let old = document("Fog", &[("date", text("2024")), ("city", text("Kiel")), ("gone", text("x"))]);
        let new = document("Rain", &[("city", text("Kiel")), ("date", text("2025")), ("more", text("y"))]);
        let expected = [("title", "Fog", "Rain"), ("date", "2024", "2025"), ("more", "", "y"), ("gone", "x", "")];
        check(&old, &new, &expected);
        check(&old, &old, &[]);
    }

    #[test]
    fn a_missing_field_is_as_good_as_an_empty_one() {
        check(&document("", &[]), &document("", &[("a", text("")), ("b", json("null"))]), &[]);
    }

    #[test]
    fn values_count_and_not_how_a_format_writes_them() {
        check(&document("", &[("n", text("7"))]), &document("", &[("n", json("7"))]), &[]);
        check(&document("", &[("n", json("[1,2]"))]), &document("", &[("n", json("[1, 2]"))]), &[]);
        check(
            &document("", &[("n", json("[1,2]"))]),
            &document("", &[("n", json("[2,1]"))]),
            &[("n", "[1,2]", "[2,1]")],
        );
    }

    #[test]
    fn what_is_overlooked_in_texts_is_overlooked_in_fields() {
        let (old, new) = (document("Fog", &[("city", text("KIEL"))]), document("fog", &[("city", text("Kiel"))]));
        assert_eq!(field_changes(&old, &new, Ignore::of(&[Ignorable::Case])), []);
    }
}
