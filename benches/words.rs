//! Speed of finding words, against the crates unicode-segmentation and icu_segmenter, in megabytes a second.
//!
//! `cargo bench --bench words -- PATH...` measures texts of yours: files, or all files of a folder. Those below a few
//! hundred kilobytes are repeated, which branch predictors learn; that favours slow code most. Without any, the
//! words of `words.tsv` are drawn at random to a text for each language, so that no branch predictor knows a sentence
//! by heart. All passes take turns at a text, several times, a piece after the other; what counts is the least time of
//! each piece, since all that a busy machine does is add to it.
//!
//! unicode-segmentation is asked for the words of each line, which is its faster way: lines of ASCII have a path of
//! their own. icu_segmenter is asked by `new_for_non_complex_scripts`: the rules of UAX #29 without the dictionaries
//! and models that would part Chinese, Japanese and Thai further, and slow it down.

use std::hint::black_box;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;
use textmill::text::{for_each_word, n_words, words};
use unicode_segmentation::UnicodeSegmentation;

const LANGUAGES: &str = include_str!("words.tsv");
/// Past what a branch predictor can learn, and within the second level of the cache.
const TEXT_BYTES: usize = 400 << 10;
const WORDS_PER_LINE: u64 = 15;
/// Short enough that most are not interrupted, however busy the machine is.
const PIECE_BYTES: usize = 8 << 10;
const N_ROUNDS: usize = 15;

type Pass = (&'static str, fn(&str) -> usize);

/// Bytes of all words, so that every pass must tell where each begins and ends; only `n_words` need not.
const PASSES: [Pass; 5] = [
    ("n_words", n_words),
    ("for_each_word", |text| {
        let mut n_bytes = 0;
        for_each_word(text, |word| n_bytes += word.len());
        n_bytes
    }),
    ("words", |text| words(text).map(|(_, word)| word.len()).sum()),
    ("unicode-seg.", |text| text.split_inclusive('\n').flat_map(str::unicode_words).map(str::len).sum()),
    ("icu_segmenter", |text| {
        let segmenter = WordSegmenter::new_for_non_complex_scripts(WordBreakInvariantOptions::default());
        let mut last = 0;
        let mut n_bytes = 0;
        for (end, kind) in segmenter.segment_str(text).iter_with_word_type() {
            n_bytes += if kind.is_word_like() { end - last } else { 0 };
            last = end;
        }
        n_bytes
    }),
];
/// The pass that is compared, and those that it is compared with.
const OURS: usize = 1;
const PEERS: [usize; 2] = [3, 4];

fn main() -> io::Result<()> {
    // Cargo itself adds `--bench`.
    let paths: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let mut out = io::stdout().lock();
    write!(out, "{:16}", "MB/s")?;
    for (name, _) in PASSES {
        write!(out, "{name:>15}")?;
    }
    for peer in PEERS {
        write!(out, "{:>16}", format!("/ {}", PASSES[peer].0))?;
    }
    writeln!(out)?;
    if paths.is_empty() {
        for line in LANGUAGES.lines().filter(|line| !line.starts_with('#')) {
            let (name, rest) = line.split_once('\t').expect("a line has three cells");
            let (between, words) = rest.split_once('\t').expect("a line has three cells");
            let between = if between == "space" { " " } else { "" };
            measure(&mut out, name, &random_text(words, between))?;
        }
    }
    for path in paths {
        for file in files(Path::new(&path))? {
            let text = String::from_utf8_lossy(&std::fs::read(&file)?).into_owned();
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            measure(&mut out, &name, &text.repeat(1 + TEXT_BYTES / text.len().max(1)))?;
        }
    }
    Ok(())
}

/// A text of words drawn from `words`, the same in every run.
fn random_text(words: &str, between: &str) -> String {
    let words: Vec<&str> = words.split(' ').collect();
    let mut state = 1_u64;
    let mut below = |n: u64| {
        // Knuth's linear congruential generator, whose high bits are good enough to draw words.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    let mut text = String::new();
    while text.len() < TEXT_BYTES {
        text.push_str(words[below(words.len() as u64) as usize]);
        text.push_str(if below(WORDS_PER_LINE) == 0 { "\n" } else { between });
    }
    text
}

/// The file, or those of the folder in the order of their names.
fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries: io::Result<Vec<PathBuf>> = path.read_dir()?.map(|entry| Ok(entry?.path())).collect();
    let mut files = entries?;
    files.retain(|file| file.is_file());
    files.sort();
    Ok(files)
}

/// The text cut at ends of lines.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let from = rest.len().min(PIECE_BYTES);
        let end = rest.as_bytes()[from..].iter().position(|&byte| byte == b'\n').map_or(rest.len(), |n| from + n + 1);
        let (piece, behind) = rest.split_at(end);
        pieces.push(piece);
        rest = behind;
    }
    pieces
}

fn measure(out: &mut impl Write, name: &str, text: &str) -> io::Result<()> {
    let pieces = pieces(text);
    let mut least = [const { Vec::new() }; PASSES.len()];
    for least in &mut least {
        least.resize(pieces.len(), f64::INFINITY);
    }
    for _ in 0..N_ROUNDS {
        for ((_, pass), least) in PASSES.iter().zip(&mut least) {
            for (piece, least) in pieces.iter().zip(least) {
                let start = Instant::now();
                black_box(pass(black_box(piece)));
                *least = least.min(start.elapsed().as_secs_f64());
            }
        }
    }
    let speeds = least.map(|seconds: Vec<f64>| text.len() as f64 / 1e6 / seconds.iter().sum::<f64>());
    write!(out, "{:16}", name.chars().take(15).collect::<String>())?;
    for speed in speeds {
        write!(out, "{speed:15.0}")?;
    }
    for peer in PEERS {
        write!(out, "{:15.1}x", speeds[OURS] / speeds[peer])?;
    }
    writeln!(out)
}
