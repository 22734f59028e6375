//! Moving-average MTLD: a factor begins at every token.
//!
//! Cost: O(tokens * mean factor length). Natural texts have factors of some hundred tokens at most; a text whose
//! factors are so long that the time would grow with its square has no value.

use super::mtld::{AT_MOST_MIN_10, BELOW_MIN_10, Rule};
use super::sequence::{OfSequence, Scratch, SequenceOptions, TtrThreshold};
use super::type_set::TypeSet;
use crate::measure::definition::Measure;
use crate::measure::undefined::{Undefined, at_least};

/// Tokens that may be looked at for each token on average, but never less in all than [`MIN_STEPS`].
const STEPS_PER_TOKEN: u64 = 1000;
const MIN_STEPS: u64 = 1_000_000;

/// The measures.
pub(super) const MTLD_MOVING: &[Measure<OfSequence>] = &[
    Measure {
        name: "mtld_w",
        definition: "MTLD-W: mean length of the factors that begin at each token, going on at the beginning of the \
                     text; factors of 10 tokens or more that end below the ratio {threshold}",
        formula: "mean factor length",
        unit: "tokens",
        reference: "Kyle et al. 2021, as lexical-diversity `mtld_ma_wrap`",
        compute: |tokens, options, scratch| {
            let n = tokens.len();
            wrapped(tokens, BELOW_MIN_10, options, scratch, |start| 2 * n - start)
        },
    },
    Measure {
        name: "mtld_w_anyts",
        definition: "MTLD-W with factors that end when the ratio falls to {threshold} and are no longer than the text",
        formula: "mean factor length",
        unit: "tokens",
        reference: "Kyle et al. 2021, after anyts",
        compute: |tokens, options, scratch| wrapped(tokens, AT_MOST_MIN_10, options, scratch, |_| tokens.len()),
    },
    Measure {
        name: "mtld_ma_bid",
        definition: "moving-average MTLD without wrapping: the mean of the mean lengths of each direction; factors end \
                     below the ratio {threshold}",
        formula: "mean over both directions of the mean factor length",
        unit: "tokens",
        reference: "Kyle et al. 2021, as lexical-diversity `mtld_ma_bid`",
        compute: |tokens, options, scratch| {
            let (forward, backward) = both(tokens, BELOW_MIN_10, options, scratch)?;
            Ok(f64::midpoint(mean(forward)?, mean(backward)?))
        },
    },
    Measure {
        name: "mtld_ma_anyts",
        definition: "moving-average MTLD without wrapping: the mean length of all factors of both directions, which \
                     end when the ratio falls to {threshold}",
        formula: "mean factor length",
        unit: "tokens",
        reference: "Kyle et al. 2021, after anyts",
        compute: |tokens, options, scratch| {
            let (forward, backward) = both(tokens, AT_MOST_MIN_10, options, scratch)?;
            mean(Lengths { sum: forward.sum + backward.sum, n: forward.n + backward.n })
        },
    },
];

/// Complete factors and their tokens.
#[derive(Clone, Copy, Debug, Default)]
struct Lengths {
    sum: u64,
    n: u64,
}

fn mean(lengths: Lengths) -> Result<f64, Undefined> {
    at_least(lengths.n, 1, "complete factors")?;
    Ok(lengths.sum as f64 / lengths.n as f64)
}

fn wrapped(
    tokens: &[u32],
    rule: Rule,
    options: &SequenceOptions,
    scratch: &mut Scratch,
    limit: impl Fn(usize) -> usize,
) -> Result<f64, Undefined> {
    at_least(tokens.len() as u64, 1, "tokens")?;
    let from = |start: usize| tokens[start..].iter().chain(tokens).copied().chain(tokens.iter().copied());
    mean(moving(tokens.len(), rule, options.threshold, &mut scratch.types, |start| from(start).take(limit(start)))?)
}

fn both(
    tokens: &[u32],
    rule: Rule,
    options: &SequenceOptions,
    scratch: &mut Scratch,
) -> Result<(Lengths, Lengths), Undefined> {
    at_least(tokens.len() as u64, 1, "tokens")?;
    let n = tokens.len();
    let types = &mut scratch.types;
    let forward = moving(n, rule, options.threshold, types, |start| tokens[start..].iter().copied())?;
    let backward = moving(n, rule, options.threshold, types, |start| tokens[..n - start].iter().rev().copied())?;
    Ok((forward, backward))
}

/// The factors from every start.
fn moving<I: Iterator<Item = u32>>(
    n_starts: usize,
    rule: Rule,
    threshold: TtrThreshold,
    types: &mut TypeSet,
    from: impl Fn(usize) -> I,
) -> Result<Lengths, Undefined> {
    let mut steps_left = (n_starts as u64).saturating_mul(STEPS_PER_TOKEN).max(MIN_STEPS);
    let mut lengths = Lengths::default();
    for start in 0..n_starts {
        types.clear();
        for (idx, token) in from(start).enumerate() {
            types.insert(token);
            let length = idx as u64 + 1;
            if rule.closes(types.len(), length, threshold) {
                lengths.sum += length;
                lengths.n += 1;
                break;
            }
            steps_left = steps_left.checked_sub(1).ok_or(Undefined::Because("factors of more than 1000 tokens"))?;
        }
    }
    Ok(lengths)
}
