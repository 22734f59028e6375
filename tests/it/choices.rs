//! Choices by name: each name is read back as its own value, and a flag offers all names of its choice.

use std::collections::BTreeSet;
use std::mem::discriminant;

use textmill::choice::{Choice, named};
use textmill::document::DateOrder;
use textmill::input::{Quote, TokenAttribute};
use textmill::measure::keyness::Correction;
use textmill::split::By;
use textmill::{dedupe, diff, split, stats};

use crate::harness::Workdir;

/// The names of a choice, each of which stands for one value.
#[track_caller]
fn names<C: Choice>() -> Vec<&'static str> {
    for (value, name, _) in C::CHOICES {
        let read: C = named(name, |_| true).unwrap();
        assert_eq!(discriminant(&read), discriminant(value), "{name}");
    }
    let names: Vec<_> = C::CHOICES.iter().map(|(_, name, _)| *name).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
    names
}

/// Holds that a flag refuses `zzz` and names exactly these values.
#[track_caller]
fn check(line: &str, names: &[&str]) {
    let stderr = Workdir::new().run(line).stderr;
    let offered = stderr.split_once("[possible values: ").and_then(|(_, rest)| rest.split_once(']'));
    assert_eq!(offered.map(|(offered, _)| offered), Some(&*names.join(", ")), "{stderr}");
}

#[test]
fn each_name_is_read_as_its_own_value_and_flags_offer_all() {
    check("stats --within zzz", &names::<stats::Within>());
    check("stats --measures zzz", &[names::<stats::Family>(), vec!["all"]].concat());
    check("stats --against x --correction zzz", &[vec!["none"], names::<Correction>()].concat());
    check("stats --match x --case zzz", &names::<stats::Case>());
    check("diff a b --ignore zzz", &names::<diff::Ignorable>());
    check("dedupe --relation zzz", &names::<dedupe::Relation>());
    check("dedupe --linkage zzz", &names::<dedupe::Linkage>());
    check("split --by zzz", &names::<By>());
    check("export --attribute zzz", &names::<TokenAttribute>());
    check("export --date-order zzz", &names::<DateOrder>());
    check("export --quote zzz", &names::<Quote>());
    names::<split::Unit>();
    names::<dedupe::Unit>();
}
