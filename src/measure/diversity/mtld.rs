//! MTLD, the measure of textual lexical diversity, in its published form and as programs compute it.
//!
//! A text is read into factors: stretches that end when their type-token ratio has sunk to a threshold, `{threshold}` in the definitions. The rest at
//! the end counts as the part of a factor that it is, `(1 - TTR) / (1 - threshold)`. The programs differ in whether
//! a ratio equal to the threshold ends a factor, in a least length, in how the last token is handled, and in what is
//! averaged; each of these has a name here and equals its program. Cost: O(tokens) in each direction.

use super::sequence::{OfSequence, Scratch, SequenceOptions, TtrThreshold};
use super::spectrum::NO_REPETITION;
use super::type_set::TypeSet;
use crate::measure::definition::Measure;
use crate::measure::undefined::{Undefined, at_least};

/// The measures.
pub(super) const MTLD: &[Measure<OfSequence>] = &[
    Measure {
        name: "mtld",
        definition: "MTLD: mean length of factors, forward and backward averaged; a factor ends when its type-token \
                     ratio falls to {threshold}",
        formula: "mean over both directions of N / factors",
        unit: "tokens",
        reference: "McCarthy & Jarvis 2010",
        compute: |tokens, options, scratch| both_directions(tokens, AT_MOST, options, scratch),
    },
    Measure {
        name: "mtld_lexicalrichness",
        definition: "MTLD as the package lexicalrichness computes it: as published, threshold {threshold}, and \
                     N if no type occurs twice",
        formula: "mean over both directions of N / factors",
        unit: "tokens",
        reference: "McCarthy & Jarvis 2010, after lexicalrichness",
        compute: |tokens, options, scratch| {
            let found = both_directions(tokens, AT_MOST, options, scratch);
            if found == Err(NO_REPETITION) { Ok(tokens.len() as f64) } else { found }
        },
    },
    Measure {
        name: "mtld_min10",
        definition: "MTLD with factors of 10 tokens or more that end below the ratio {threshold}, and the last token \
                     always in the rest",
        formula: "mean over both directions of N / factors",
        unit: "tokens",
        reference: "Kyle et al. 2021, as lexical-diversity `mtld` and TAALED `mtldo`",
        compute: |tokens, options, scratch| both_directions(tokens, BELOW_MIN_10, options, scratch),
    },
    Measure {
        name: "mtld_anyts",
        definition: "MTLD with factors of 10 tokens or more that end when the ratio falls to {threshold}; the rest is \
                     one factor at most",
        formula: "mean over both directions of N / factors",
        unit: "tokens",
        reference: "McCarthy & Jarvis 2010, after anyts",
        compute: |tokens, options, scratch| both_directions(tokens, AT_MOST_MIN_10, options, scratch),
    },
    Measure {
        name: "mtld_taaled",
        definition: "MTLD as TAALED computes it: the mean of the lengths of all factors of both directions, which \
                     end below the ratio {threshold}, the rest projected to a full factor",
        formula: "mean over factors of length / part",
        unit: "tokens",
        reference: "Kyle et al. 2021, as TAALED `mtld`",
        compute: |tokens, options, scratch| {
            let (forward, backward) = directions(tokens, BELOW_MIN_10, options, scratch)?;
            mean_length(&[forward, backward])
        },
    },
    Measure {
        name: "mtld_taaled_average",
        definition: "MTLD as TAALED computes it, with one mean for each direction, then averaged; threshold \
                     {threshold}",
        formula: "mean over both directions of the mean over factors of length / part",
        unit: "tokens",
        reference: "Kyle et al. 2021, as TAALED `mtldav`",
        compute: |tokens, options, scratch| {
            let (forward, backward) = directions(tokens, BELOW_MIN_10, options, scratch)?;
            Ok(f64::midpoint(mean_length(&[forward])?, mean_length(&[backward])?))
        },
    },
];

/// When a factor ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    closing: Closing,
    min_len: u64,
    rest: Rest,
}

#[derive(Clone, Copy, Debug)]
enum Closing {
    AtMost,
    Below,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Rest {
    /// What is left after the last factor, of which it is not more than one.
    AfterFactors,
    /// The same with the last token, even if a factor could have ended with it.
    WithLastToken,
}

const AT_MOST: Rule = Rule { closing: Closing::AtMost, min_len: 1, rest: Rest::AfterFactors };
pub(super) const AT_MOST_MIN_10: Rule = Rule { min_len: 10, ..AT_MOST };
pub(super) const BELOW_MIN_10: Rule = Rule { closing: Closing::Below, min_len: 10, rest: Rest::WithLastToken };

impl Rule {
    /// Whether a factor of so many types and tokens is at its end.
    pub(super) fn closes(self, n_types: u64, n_tokens: u64, threshold: TtrThreshold) -> bool {
        let ratio = n_types as f64 / n_tokens as f64;
        let is_low = match self.closing {
            Closing::AtMost => ratio <= threshold.get(),
            Closing::Below => ratio < threshold.get(),
        };
        is_low && n_tokens >= self.min_len
    }
}

/// The factors of one direction.
#[derive(Clone, Copy, Debug, Default)]
struct Factors {
    n_full: u64,
    /// Tokens of the full factors.
    n_full_tokens: u64,
    n_rest_tokens: u64,
    /// The part of a factor that the rest is.
    rest: f64,
}

fn both_directions(
    tokens: &[u32],
    rule: Rule,
    options: &SequenceOptions,
    scratch: &mut Scratch,
) -> Result<f64, Undefined> {
    let (forward, backward) = directions(tokens, rule, options, scratch)?;
    let value = |factors: Factors| tokens.len() as f64 / (factors.n_full as f64 + factors.rest);
    let mean = f64::midpoint(value(forward), value(backward));
    if mean.is_finite() { Ok(mean) } else { Err(without_factors(tokens, scratch)) }
}

/// Why a direction has no part of a factor, not even in its rest.
fn without_factors(tokens: &[u32], scratch: &mut Scratch) -> Undefined {
    scratch.types.clear();
    let is_repeated = tokens.iter().any(|&token| !scratch.types.insert(token));
    if is_repeated { Undefined::Because("no factor") } else { NO_REPETITION }
}

fn directions(
    tokens: &[u32],
    rule: Rule,
    options: &SequenceOptions,
    scratch: &mut Scratch,
) -> Result<(Factors, Factors), Undefined> {
    at_least(tokens.len() as u64, 1, "tokens")?;
    let n = tokens.len();
    let forward = factors(tokens.iter().copied(), n, rule, options.threshold, &mut scratch.types);
    let backward = factors(tokens.iter().rev().copied(), n, rule, options.threshold, &mut scratch.types);
    Ok((forward, backward))
}

fn factors(
    tokens: impl Iterator<Item = u32>,
    n_tokens: usize,
    rule: Rule,
    threshold: TtrThreshold,
    types: &mut TypeSet,
) -> Factors {
    let mut found = Factors::default();
    types.clear();
    for (idx, token) in tokens.enumerate() {
        types.insert(token);
        found.n_rest_tokens += 1;
        let is_in_rest = rule.rest == Rest::WithLastToken && idx + 1 == n_tokens;
        if !is_in_rest && rule.closes(types.len(), found.n_rest_tokens, threshold) {
            found.n_full += 1;
            found.n_full_tokens += found.n_rest_tokens;
            found.n_rest_tokens = 0;
            types.clear();
        }
    }
    if found.n_rest_tokens > 0 {
        let ratio = types.len() as f64 / found.n_rest_tokens as f64;
        let part = (1.0 - ratio) / (1.0 - threshold.get());
        found.rest = if rule.rest == Rest::AfterFactors { part.min(1.0) } else { part };
    }
    found
}

/// The mean length of the factors, the rest projected to a full one; a rest that is no part of a factor does not
/// count.
fn mean_length(directions: &[Factors]) -> Result<f64, Undefined> {
    let mut length = 0.0;
    let mut n_factors = 0.0;
    for factors in directions {
        length += factors.n_full_tokens as f64;
        n_factors += factors.n_full as f64;
        if factors.rest > 0.0 {
            length += factors.n_rest_tokens as f64 / factors.rest;
            n_factors += 1.0;
        }
    }
    if n_factors > 0.0 { Ok(length / n_factors) } else { Err(Undefined::Because("no factor")) }
}
