//! The laws of the fuzz targets, with the samples and mutations of them: fewer inputs than a fuzzer tries, always the
//! same ones, on any compiler.
//!
//! `TEXTMILL_FUZZ_RUNS` says how many mutations each law is given.

#[expect(unreachable_pub, reason = "the fuzz targets are a crate of their own")]
#[path = "../../fuzz/src/lib.rs"]
mod laws;

use std::panic::catch_unwind;
use std::path::Path;

const N_RUNS: usize = 300;
/// A sample is cut here: what is wrong with a long one is mostly wrong with its beginning.
const MOST_BYTES: usize = 2_048;
/// What texts are made of that go wrong.
const TROUBLE: [&[u8]; 24] = [
    b"\0",
    b"\n",
    b"\r\n",
    b"\r",
    b"\t",
    b"\"",
    b"\"\"",
    b",",
    b"'",
    b"=",
    b"\x1e",
    b"\x1f",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\x1b[2J",
    b"{\"text\": ",
    b"---\n",
    b"Read more\n\n",
    b"../",
    "\u{202e}".as_bytes(),
    "e\u{301}\u{200d}".as_bytes(),
    "👩\u{200d}👧".as_bytes(),
];

/// Steele and Vigna's SplitMix64: a sequence that is the same everywhere.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit.max(1) as u64) as usize
    }
}

fn samples() -> Vec<Vec<u8>> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut paths = Vec::new();
    for folder in ["hostile", "digests"] {
        paths.extend(corpus.join(folder).read_dir().unwrap().map(|entry| entry.unwrap().path()));
    }
    paths.sort();
    let bytes = paths.iter().filter(|path| path.is_file()).map(|path| std::fs::read(path).unwrap());
    bytes.map(|bytes| bytes[..bytes.len().min(MOST_BYTES)].to_vec()).collect()
}

/// One to four changes: a byte, some trouble, a part that goes, comes twice, or comes from another sample.
fn mutated(bytes: &mut Vec<u8>, other: &[u8], chance: &mut Chance) {
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + chance.below(40)).min(bytes.len());
        match chance.below(5) {
            0 => bytes.insert(at, chance.below(256) as u8),
            1 => _ = bytes.splice(at..at, TROUBLE[chance.below(TROUBLE.len())].iter().copied()),
            2 => _ = bytes.drain(at..end),
            3 => bytes.extend_from_within(at..end),
            _ => {
                let from = chance.below(other.len() + 1);
                let to = (from + chance.below(200)).min(other.len());
                _ = bytes.splice(at..end, other[from..to].iter().copied());
            }
        }
    }
}

#[track_caller]
fn check(name: &str) {
    let n_runs = std::env::var("TEXTMILL_FUZZ_RUNS").map_or(N_RUNS, |n| n.parse().unwrap());
    let samples = samples();
    let mut chance = Chance(0);
    let mutations = (0..n_runs).map(|_| {
        let mut bytes = samples[chance.below(samples.len())].clone();
        // Many laws take their first byte for a choice.
        bytes.insert(0, chance.below(256) as u8);
        mutated(&mut bytes, &samples[chance.below(samples.len())], &mut chance);
        bytes
    });
    for bytes in samples.iter().cloned().chain(mutations) {
        let kept = catch_unwind(|| laws::hold(name, &bytes));
        assert!(kept.is_ok(), "the law of {name} is broken by b\"{}\"", bytes.escape_ascii());
    }
}

#[test]
fn every_law_has_its_fuzz_target_and_its_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, _) in laws::LAWS {
        let target = std::fs::read_to_string(root.join(format!("fuzz/fuzz_targets/{name}.rs"))).unwrap();
        assert!(target.contains(&format!("hold(\"{name}\", bytes)")), "{name} has no fuzz target of its own");
        let tests = std::fs::read_to_string(root.join("tests/it/fuzz.rs")).unwrap();
        assert!(tests.contains(&format!("check(\"{name}\");")), "{name} has no test");
    }
}

#[test]
fn cells_come_back_from_csv_as_they_were() {
    check("csv_round_trip");
}

#[test]
fn any_bytes_are_read_the_same_by_any_number_of_threads() {
    check("decode");
}

#[test]
fn duplicates_are_those_of_a_look_at_all_pairs() {
    check("duplicates");
}

#[test]
fn entries_put_together_are_the_page() {
    check("entries");
}

#[test]
fn file_names_are_safe_and_unique() {
    check("file_names");
}

#[test]
fn no_cell_is_run_and_every_one_is_restored() {
    check("formulas");
}

#[test]
fn patches_make_the_new_text_of_the_old_one() {
    check("patches");
}

#[test]
fn no_reader_needs_a_stack_that_grows_with_its_input() {
    check("small_stack");
}

#[test]
fn nothing_acts_on_a_terminal() {
    check("terminal");
}

#[test]
fn words_are_those_of_the_reference() {
    check("words");
}
