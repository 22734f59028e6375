//! Speed of finding words, against the crate unicode-segmentation, in megabytes a second.
//!
//! `cargo bench --bench words -- FILE...` measures texts of yours; without any it repeats a sentence in each of a few
//! languages. A value is the median of several passes; the passes of one text take turns, so that a busy machine does
//! not favour one of them. Texts are repeated to a size that leaves the first levels of the cache.

use std::hint::black_box;
use std::io::{self, Write};
use std::time::Instant;

use textmill::text::{for_each_word, n_words, words};
use unicode_segmentation::UnicodeSegmentation;

const MIN_BYTES: usize = 4 << 20;
const N_PASSES: usize = 5;

const SENTENCES: &[(&str, &str)] = &[
    (
        "English",
        "The miller's boat, 12.5 metres long, hadn't left the harbour; “not today,” she said – and went home.\n",
    ),
    ("German", "Die Mühle am Fluß mahlt täglich über 1.200 Säcke, größtenteils für die Bäcker der Städte.\n"),
    ("French", "L’été dernier, le meunier a vendu sa barque à l’écluse ; « c’était l’heure », dit-il.\n"),
    ("Russian", "Мельница у реки работает каждый день, а лодка мельника стоит в гавани до весны.\n"),
    ("Greek", "Ο μύλος δίπλα στο ποτάμι δουλεύει κάθε μέρα και η βάρκα μένει στο λιμάνι.\n"),
    ("Arabic", "تعمل الطاحونة بجانب النهر كل يوم ويبقى القارب في الميناء حتى الربيع.\n"),
    ("Hindi", "नदी के किनारे की चक्की रोज़ चलती है और नाव बंदरगाह में खड़ी रहती है।\n"),
    ("Chinese", "河边的磨坊每天都在工作，磨坊主的船停在港口里，一直等到春天。\n"),
    ("Japanese", "川のそばの水車小屋は毎日うごき、ボートは春まで港にとまっている。\n"),
    ("Korean", "강가의 방앗간은 날마다 일하고 배는 봄까지 항구에 머문다.\n"),
];

type Pass = (&'static str, fn(&str) -> usize);

const PASSES: &[Pass] = &[
    ("n_words", n_words),
    ("for_each_word", |text| {
        let mut bytes = 0;
        for_each_word(text, |word| bytes += word.len());
        bytes
    }),
    ("words", |text| words(text).map(|(_, word)| word.len()).sum()),
    ("reference", |text| text.unicode_words().count()),
    ("by line", |text| text.split_inclusive('\n').map(|line| line.unicode_words().count()).sum()),
];

fn main() -> io::Result<()> {
    // Cargo itself adds `--bench`.
    let paths: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let mut out = io::stdout().lock();
    write!(out, "{:24}", "MB/s")?;
    for (name, _) in PASSES {
        write!(out, "{name:>15}")?;
    }
    writeln!(out)?;
    if paths.is_empty() {
        for (language, sentence) in SENTENCES {
            measure(&mut out, language, sentence)?;
        }
    }
    for path in paths {
        let text = String::from_utf8_lossy(&std::fs::read(&path)?).into_owned();
        measure(&mut out, &path, &text)?;
    }
    Ok(())
}

fn measure(out: &mut impl Write, name: &str, unit: &str) -> io::Result<()> {
    let text = unit.repeat(1 + MIN_BYTES / unit.len().max(1));
    let mut seconds = vec![Vec::new(); PASSES.len()];
    for _ in 0..N_PASSES {
        for ((_, pass), seconds) in PASSES.iter().zip(&mut seconds) {
            let start = Instant::now();
            black_box(pass(black_box(&text)));
            seconds.push(start.elapsed().as_secs_f64());
        }
    }
    let shown: String = name.chars().rev().take(23).collect::<Vec<_>>().into_iter().rev().collect();
    write!(out, "{shown:24}")?;
    for mut seconds in seconds {
        seconds.sort_by(f64::total_cmp);
        write!(out, "{:15.0}", text.len() as f64 / 1e6 / seconds[N_PASSES / 2])?;
    }
    writeln!(out)
}
