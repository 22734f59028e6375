//! What `textmill split` is measured beside in Rust: the crate text-splitter, and a bare loop that writes files.
//!
//! `chunks N NAMES` cuts each file of a list, with NUL between the names, into chunks of at most N characters;
//! `files LINES FOLDER` writes each line to a file of its own, a thousand to a subfolder.

use std::error::Error;
use std::fs;
use std::io::{BufWriter, Write, stdout};

use text_splitter::TextSplitter;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--version"] => writeln!(stdout(), "text-splitter {}", env!("CARGO_PKG_VERSION"))?,
        ["chunks", n, names] => chunks(n.parse()?, names)?,
        ["files", lines, folder] => files(lines, folder)?,
        _ => return Err("usage: split-peers chunks N NAMES | files LINES FOLDER".into()),
    }
    Ok(())
}

fn chunks(n_characters: usize, names: &str) -> Result<(), Box<dyn Error>> {
    let splitter = TextSplitter::new(n_characters);
    let mut out = BufWriter::new(stdout());
    for name in fs::read_to_string(names)?.split('\0') {
        let text = fs::read_to_string(name)?;
        for chunk in splitter.chunks(&text) {
            writeln!(out, "\"{chunk}\"")?;
        }
    }
    Ok(out.flush()?)
}

fn files(lines: &str, folder: &str) -> Result<(), Box<dyn Error>> {
    for (number, line) in fs::read_to_string(lines)?.split_inclusive('\n').enumerate() {
        let subfolder = format!("{folder}/{:04}", number / 1000);
        if number % 1000 == 0 {
            fs::create_dir_all(&subfolder)?;
        }
        fs::File::create_new(format!("{subfolder}/{number:06}.txt"))?.write_all(line.as_bytes())?;
    }
    Ok(())
}
