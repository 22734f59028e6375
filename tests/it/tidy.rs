//! House rules, checked on the repository's own sources.
//!
//! Each rule is a function from a file to its violations, each `path:line: what`. Its test shows first that it finds
//! a bad sample, then that the repository has none. The rules rely on rustfmt: an item ends at the first line that
//! has its indentation and a closing brace.

use std::fs;
use std::path::{Path, PathBuf};

const MAX_FILE_LINES: usize = 600;
const MAX_FUNCTION_LINES: usize = 70;
const MAX_MAIN_LINES: usize = 60;
const LINES_PER_EXPECT: usize = 1000;
/// How many dependencies one comment may speak for.
const MAX_DEPENDENCIES_PER_COMMENT: usize = 3;

const BASE: &[&str] = &["choice", "error", "diagnostics", "panics", "pool"];
const DOCUMENT: &[&str] = &["document"];
const TEXT: &[&str] = &["document", "text", "table"];
const MEASURES: &[&str] = &["vocabulary", "measure", "similarity"];
const INPUT: &[&str] = &["input", "partial"];
const VERBS: &[&str] = &["split", "stats", "dedupe", "export"];

/// Each module of the library with the groups of modules that it may name, beside itself.
const LAYERS: &[(&str, &[&[&str]])] = &[
    ("choice", &[]),
    ("error", &[&["choice"]]),
    ("diagnostics", &[BASE]),
    ("panics", &[]),
    ("pool", &[BASE]),
    ("document", &[BASE]),
    ("text", &[BASE, DOCUMENT]),
    ("table", &[BASE, TEXT]),
    ("vocabulary", &[BASE, TEXT]),
    ("measure", &[BASE, TEXT]),
    ("similarity", &[BASE, TEXT]),
    ("input", &[BASE, TEXT, MEASURES]),
    ("partial", &[BASE, TEXT, INPUT]),
    ("render", &[BASE, TEXT, MEASURES]),
    ("split", &[BASE, TEXT, MEASURES, INPUT]),
    ("stats", &[BASE, TEXT, MEASURES, INPUT]),
    ("dedupe", &[BASE, TEXT, MEASURES, INPUT]),
    ("diff", &[BASE, TEXT, MEASURES, INPUT]),
    ("export", &[BASE, TEXT, MEASURES, INPUT]),
    ("worker", &[BASE, TEXT, MEASURES, INPUT, VERBS, &["render"]]),
];

/// A text file of the repository.
pub(super) struct SourceFile {
    /// Relative to the repository, with `/`.
    pub(super) path: String,
    text: String,
}

impl SourceFile {
    pub(super) fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.text.lines().enumerate().map(|(idx, text)| Line { file: self, number: idx + 1, text })
    }

    /// The lines that are no comment.
    fn code(&self) -> impl Iterator<Item = Line<'_>> {
        self.lines().filter(|line| !line.text.trim_start().starts_with("//"))
    }

    /// The lines of code outside `#[cfg(test)]` items and the files of such modules.
    pub(super) fn shipped_code(&self) -> Vec<Line<'_>> {
        if self.module().contains(&"tests") {
            return Vec::new();
        }
        let code: Vec<Line<'_>> = self.code().collect();
        let mut shipped = Vec::new();
        let mut idx = 0;
        while let Some(line) = code.get(idx) {
            let text = line.text.trim_start();
            if text == "#[cfg(test)]" || text.starts_with("#[cfg(all(test,") {
                idx = item_end(&code, idx);
            } else {
                shipped.push(*line);
            }
            idx += 1;
        }
        shipped
    }

    fn n_lines(&self) -> usize {
        self.text.lines().count()
    }

    /// The path of the module, as `["diff", "words"]` for `src/diff/words.rs`; empty for a crate's root.
    pub(super) fn module(&self) -> Vec<&str> {
        let path = self.path.trim_start_matches("src/").trim_start_matches("tests/it/").trim_end_matches(".rs");
        path.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main")).collect()
    }
}

#[derive(Clone, Copy)]
pub(super) struct Line<'f> {
    file: &'f SourceFile,
    /// From 1.
    number: usize,
    pub(super) text: &'f str,
}

impl Line<'_> {
    fn violation(&self, what: &str) -> String {
        format!("{}:{}: {what}", self.file.path, self.number)
    }

    fn indentation(&self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }
}

/// Where the item that begins at `start`, perhaps with attributes, has its last line.
fn item_end(lines: &[Line<'_>], start: usize) -> usize {
    let indentation = lines[start].indentation();
    let closing = format!("{}}}", " ".repeat(indentation));
    let mut is_in_body = false;
    for (idx, line) in lines.iter().enumerate().skip(start) {
        if is_in_body {
            if line.text.trim_end_matches(';') == closing {
                return idx;
            }
        } else if line.indentation() == indentation {
            if line.text.ends_with([';', '}']) {
                return idx;
            }
            is_in_body = line.text.ends_with('{');
        }
    }
    lines.len() - 1
}

/// The files of the repository under `folders`, or called so, whose names end in one of `suffixes`.
fn files(folders: &[&str], suffixes: &[&str]) -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pending: Vec<PathBuf> = folders.iter().map(|folder| root.join(folder)).collect();
    let mut found = Vec::new();
    while let Some(path) = pending.pop() {
        let name = path.to_string_lossy().into_owned();
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder of the repository can be listed");
            pending.extend(entries.flatten().map(|entry| entry.path()));
        } else if path.exists() && suffixes.iter().any(|suffix| name.ends_with(suffix)) {
            let relative = path.strip_prefix(root).expect("every path was joined to the root").to_string_lossy();
            let text = fs::read_to_string(&path).expect("a source file can be read as UTF-8");
            found.push(SourceFile { path: relative.replace('\\', "/"), text });
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

pub(super) fn library_and_binary() -> Vec<SourceFile> {
    files(&["src"], &[".rs"])
}

fn all_code() -> Vec<SourceFile> {
    files(&["src", "tests/it", "benches", "build.rs", "fuzz/src", "fuzz/fuzz_targets"], &[".rs"])
}

fn all_text() -> Vec<SourceFile> {
    let mut all = all_code();
    all.extend(files(&["scripts", ".ci"], &[""]));
    for name in ["Cargo.toml", "clippy.toml", "rustfmt.toml", ".gitignore"] {
        all.extend(files(&[name], &[name]));
    }
    for name in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        all.extend(files(&[name], &[name]));
    }
    all
}

type Rule = fn(&SourceFile) -> Vec<String>;

/// Shows that `rule` finds a violation at each of these lines of a sample, and no other.
#[track_caller]
fn catches(rule: Rule, path: &str, sample: &str, lines: &[usize]) {
    let found = rule(&SourceFile::new(path, sample));
    let expected: Vec<String> = lines.iter().map(|line| format!("{path}:{line}")).collect();
    let places: Vec<String> = found.iter().map(|v| v.split(": ").take(1).collect()).collect();
    assert_eq!(places, expected, "{found:#?}");
}

/// Shows that no file breaks `rule`.
#[track_caller]
fn holds(rule: Rule, files: &[SourceFile]) {
    assert!(!files.is_empty(), "there is nothing to check");
    let found: Vec<String> = files.iter().flat_map(rule).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

fn long_files(file: &SourceFile) -> Vec<String> {
    let limit = if file.path == "src/main.rs" { MAX_MAIN_LINES } else { MAX_FILE_LINES };
    let too_long = file.lines().find(|line| line.number > limit);
    too_long.map(|line| line.violation(&format!("the file has more than {limit} lines"))).into_iter().collect()
}

#[test]
fn files_are_short_and_main_is_shorter() {
    catches(long_files, "src/a.rs", &"x\n".repeat(601), &[601]);
    catches(long_files, "src/a.rs", &"x\n".repeat(600), &[]);
    catches(long_files, "src/main.rs", &"x\n".repeat(61), &[61]);
    holds(long_files, &all_code());
}

fn long_functions(file: &SourceFile) -> Vec<String> {
    let lines: Vec<Line<'_>> = file.lines().collect();
    let mut found = Vec::new();
    for (idx, line) in lines.iter().enumerate().filter(|(_, line)| begins_function(line.text)) {
        let n_lines = item_end(&lines, idx) - idx + 1;
        if n_lines > MAX_FUNCTION_LINES {
            found.push(line.violation(&format!("the function has {n_lines} lines, more than {MAX_FUNCTION_LINES}")));
        }
    }
    found
}

/// Whether a line begins a function: `fn` after nothing but qualifiers.
fn begins_function(line: &str) -> bool {
    let is_qualifier = |word: &str| {
        matches!(word, "const" | "async" | "unsafe" | "extern" | "in")
            || word.starts_with("pub")
            || word.starts_with('"')
    };
    let mut words = line.split_whitespace().skip_while(|word| is_qualifier(word));
    words.next() == Some("fn") && !line.trim_start().starts_with("//")
}

#[test]
fn functions_fit_on_a_screen() {
    let body = |n: usize| "        x();\n".repeat(n);
    let sample = format!(
        "impl A {{\n    fn a();\n    pub(crate) fn b(\n        c: C,\n    ) -> D {{\n{}    }}\n    fn e() {{}}\n{}}}\n",
        body(67),
        body(70)
    );
    catches(long_functions, "src/a.rs", &sample, &[3]);
    catches(long_functions, "src/a.rs", &sample.replacen("        x();\n", "", 1), &[]);
    catches(long_functions, "src/a.rs", "// fn a() {\n", &[]);
    holds(long_functions, &all_code());
}

fn vague_names(file: &SourceFile) -> Vec<String> {
    let vague = ["util", "utils", "helper", "helpers", "common", "misc"];
    let declared = |line: &Line<'_>| {
        let name = line.text.split_once("mod ").map_or("", |(_, name)| name.trim_end_matches(['{', ';', ' ']));
        vague.contains(&name)
    };
    let mut found: Vec<String> =
        file.code().filter(declared).map(|line| line.violation("the module's name says nothing")).collect();
    if file.module().iter().any(|part| vague.contains(part)) {
        found.push(format!("{}:1: the file's name says nothing", file.path));
    }
    found
}

#[test]
fn names_of_modules_say_what_they_hold() {
    catches(vague_names, "src/a.rs", "mod b;\npub mod utils;\nmod misc {\n", &[2, 3]);
    catches(vague_names, "src/a/helpers.rs", "", &[1]);
    catches(vague_names, "src/common/mod.rs", "", &[1]);
    holds(vague_names, &all_code());
}

fn unwraps(file: &SourceFile) -> Vec<String> {
    let code = file.shipped_code();
    let unwraps = code.iter().filter(|line| line.text.contains(".unwrap()"));
    unwraps.map(|line| line.violation("unwrap outside tests")).collect()
}

#[test]
fn nothing_is_unwrapped_outside_tests() {
    let sample = "a.unwrap();\n// b.unwrap()\n#[cfg(test)]\nmod tests {\n    c.unwrap();\n}\nd.unwrap();\n";
    catches(unwraps, "src/a.rs", sample, &[1, 7]);
    for item in ["mod tests;", "fn b() {}", "use b::{\n    c,\n};", "fn b()\nwhere\n    C: D,\n{\n    e.unwrap();\n}"] {
        let sample = format!("#[cfg(test)]\n{item}\na.unwrap();\n");
        catches(unwraps, "src/a.rs", &sample, &[sample.lines().count()]);
        catches(unwraps, "src/a.rs", &sample.replacen("(test)", "(all(test, unix))", 1), &[sample.lines().count()]);
    }
    catches(unwraps, "src/a/tests.rs", "a.unwrap();\n", &[]);
    holds(unwraps, &library_and_binary());
}

fn expects(file: &SourceFile) -> Vec<String> {
    let code = file.shipped_code();
    code.iter().filter(|line| line.text.contains(".expect(")).map(|line| line.violation("expect")).collect()
}

#[test]
fn expect_is_rare_outside_tests() {
    catches(expects, "src/a.rs", "a.expect(\"b\");\n#[cfg(test)]\nfn c() {\n    d.expect(\"e\");\n}\n", &[1]);
    let files = library_and_binary();
    let n_lines: usize = files.iter().map(SourceFile::n_lines).sum();
    let found: Vec<String> = files.iter().flat_map(expects).collect();
    assert!(found.len() <= n_lines / LINES_PER_EXPECT, "too many in {n_lines} lines:\n{}", found.join("\n"));
}

fn printing(file: &SourceFile) -> Vec<String> {
    let banned = ["println!", "eprintln!", "print!", "eprint!", "dbg!", "todo!", "unimplemented!"];
    let is_banned = |line: &Line<'_>| {
        let words = line.text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '!');
        words.into_iter().any(|word| banned.contains(&word))
    };
    file.code().filter(is_banned).map(|line| line.violation("a macro that prints, or leaves work undone")).collect()
}

#[test]
fn nothing_prints_past_the_checked_writer_and_nothing_is_left_undone() {
    let sample = "writeln!(a)\nprintln!(\"b\")\n    x => todo!(),\nstd::eprint!()\n// dbg!\nsprint!()\n";
    catches(printing, "src/a.rs", sample, &[2, 3, 4]);
    holds(printing, &library_and_binary());
}

fn missing_header(file: &SourceFile) -> Vec<String> {
    let has_header = file.text.starts_with("//! ");
    if has_header { Vec::new() } else { vec![format!("{}:1: the file does not say what it is", file.path)] }
}

#[test]
fn every_module_says_what_it_is() {
    catches(missing_header, "src/a.rs", "use b;\n//! Late.\n", &[1]);
    catches(missing_header, "src/a.rs", "//! A.\n", &[]);
    holds(missing_header, &all_code());
}

/// The files of which no other one of `files` says `mod`.
fn forgotten(files: &[SourceFile]) -> Vec<String> {
    let declares = |parent: &[&str], name: &str| {
        let parents = files.iter().filter(|file| file.module() == parent);
        let declaration = format!("mod {name};");
        parents.into_iter().any(|file| {
            file.code().any(|line| {
                let before = line.text.trim_start().strip_suffix(&declaration);
                before.is_some_and(|before| before.is_empty() || before.starts_with("pub"))
            })
        })
    };
    let is_forgotten = |file: &&SourceFile| match file.module().split_last() {
        Some((name, parent)) => !declares(parent, name),
        None => false,
    };
    files.iter().filter(is_forgotten).map(|file| format!("{}:1: no file declares this module", file.path)).collect()
}

#[test]
fn every_file_is_part_of_a_crate() {
    let sample = |lib: &str| {
        let files = [("src/lib.rs", lib), ("src/a/mod.rs", "mod b;\n"), ("src/a/b.rs", ""), ("src/c.rs", "")];
        files.map(|(path, text)| SourceFile::new(path, text))
    };
    assert_eq!(forgotten(&sample("pub mod a;\n// mod c;\n")), ["src/c.rs:1: no file declares this module"]);
    assert_eq!(forgotten(&sample("pub mod a;\nmod c;\n")), [""; 0]);
    for folder in ["src", "tests/it"] {
        let found = forgotten(&files(&[folder], &[".rs"]));
        assert!(found.is_empty(), "\n{}", found.join("\n"));
    }
}

fn upward_edges(file: &SourceFile) -> Vec<String> {
    let module = file.module();
    let Some(&own) = module.first().filter(|own| **own != "cli") else { return Vec::new() };
    let Some((_, groups)) = LAYERS.iter().find(|(name, _)| *name == own) else {
        return vec![format!("{}:1: the module {own} has no place among the layers", file.path)];
    };
    let may_name = |name: &str| {
        // What begins with a capital is no module, and a macro is not one either.
        name == own || !name.starts_with(char::is_lowercase) || groups.iter().any(|group| group.contains(&name))
    };
    let mut found = Vec::new();
    let mut is_test = false;
    for line in file.code() {
        is_test |= line.text == "mod tests {";
        let depth = module.len() + usize::from(is_test);
        for name in named_modules(file, &line, depth).into_iter().filter(|name| !may_name(name)) {
            found.push(line.violation(&format!("{own} must not know {name}")));
        }
    }
    found
}

/// The library's modules that a line names: after `crate::`, or after as many `super::` as lead to the root.
fn named_modules<'f>(file: &'f SourceFile, line: &Line<'f>, depth: usize) -> Vec<&'f str> {
    let at_root = "super::".repeat(depth);
    let mut names = Vec::new();
    for root in ["crate::", at_root.as_str()] {
        for (at, _) in line.text.match_indices(root) {
            let before = &line.text[..at];
            if before.ends_with("super::") || before.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let offset = line.text.as_ptr() as usize - file.text.as_ptr() as usize + at + root.len();
            names.extend(first_names(&file.text[offset..]));
        }
    }
    names
}

/// The first names of a path or of a group of paths, which may go on over lines.
fn first_names(rest: &str) -> Vec<&str> {
    let Some(group) = rest.strip_prefix('{') else { return vec![identifier(rest)] };
    let mut depth = 0;
    let mut names = vec![identifier(group.trim_start())];
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(identifier(group[at + 1..].trim_start())),
            _ => {}
        }
    }
    names
}

fn identifier(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("")
}

#[test]
fn no_module_knows_one_above_it() {
    catches(upward_edges, "src/text/a.rs", "use crate::document::A;\nuse crate::input::B;\n", &[2]);
    catches(upward_edges, "src/diff/a.rs", "use crate::{\n    input::{A, stats},\n    split::B,\n};\n", &[1]);
    catches(upward_edges, "src/diff/a.rs", "use super::b;\nuse super::super::dedupe::C;\n", &[2]);
    catches(upward_edges, "src/pool.rs", "// crate::input\nuse super::input::A;\n", &[2]);
    catches(upward_edges, "src/diff/a.rs", "mod tests {\n    use super::super::b::C;\n}\n", &[]);
    catches(upward_edges, "src/unknown.rs", "", &[1]);
    holds(upward_edges, &library_and_binary());
}

fn untidy_lines(file: &SourceFile) -> Vec<String> {
    let markers = ["<", ">", "=", "|"].map(|sign| sign.repeat(7));
    let mut found = Vec::new();
    for line in file.lines() {
        if line.text.ends_with(char::is_whitespace) {
            found.push(line.violation("white space at the end"));
        }
        if line.text.contains('\t') {
            found.push(line.violation("a tab"));
        }
        let first_word = line.text.split(' ').next().unwrap_or("");
        if markers.iter().any(|marker| marker == first_word) {
            found.push(line.violation("the mark of a merge conflict"));
        }
    }
    if !file.text.ends_with('\n') || file.text.ends_with("\n\n") {
        found.push(format!("{}:{}: the file does not end with one line end", file.path, file.n_lines()));
    }
    found
}

#[test]
fn text_files_are_tidy() {
    catches(untidy_lines, "src/a.rs", "a \n\tb\n<<<<<<< c\n=======\nd", &[1, 2, 3, 4, 5]);
    catches(untidy_lines, "src/a.rs", "a\n\n", &[2]);
    catches(untidy_lines, "src/a.rs", "a\n\n======== b\n", &[]);
    holds(untidy_lines, &all_text());
}

fn unexplained_dependencies(file: &SourceFile) -> Vec<String> {
    let mut found = Vec::new();
    let mut in_dependencies = false;
    let mut n_covered = 0;
    for line in file.lines() {
        if line.text.starts_with('[') {
            in_dependencies = line.text.contains("dependencies");
            n_covered = 0;
        } else if line.text.starts_with('#') {
            n_covered = MAX_DEPENDENCIES_PER_COMMENT;
        } else if in_dependencies && line.text.contains(" = ") && line.text.starts_with(char::is_alphabetic) {
            if n_covered == 0 && !line.text.contains(" # ") {
                found.push(line.violation("no comment says why this is here"));
            }
            n_covered = n_covered.saturating_sub(1);
        }
    }
    found
}

#[test]
fn every_dependency_says_why_it_is_there() {
    let sample = "[dependencies]\na = 1\nb = 1 # Why.\n# Why.\nc = 1\nd = 1\ne = 1\nf = 1\n[features]\ng = 1\n";
    catches(unexplained_dependencies, "Cargo.toml", sample, &[2, 8]);
    holds(unexplained_dependencies, &files(&["Cargo.toml"], &["Cargo.toml"]));
}
