//! House rule: no circle of imports between files, so that each can be explained with what lies below it.
//!
//! A file imports another one if its shipped code names an item that the other one defines: by `use` or by a path,
//! through whatever passes the name on. What only passes a name on (`mod a;`, `pub use`) is a door, not an import.
//! The compiler allows circles inside a crate and no lint finds them, so this reads names, not types: a method that
//! is called on a value is no import. Whatever the reading is not sure of counts as an import.

use std::collections::{BTreeMap, BTreeSet};

use super::tidy::{SourceFile, library_and_binary};

/// Words that begin an item with a name.
const ITEMS: &[&str] = &["fn", "struct", "enum", "trait", "type", "const", "static", "union"];

/// A name that a file has from elsewhere.
struct Import {
    path: Vec<String>,
    /// As the file calls it; `*` for all names of a module.
    name: String,
    is_door: bool,
}

/// The names of a file.
#[derive(Default)]
struct Names {
    defined: BTreeSet<String>,
    imports: Vec<Import>,
    /// Every other path, of one name or more.
    used: BTreeSet<Vec<String>>,
}

/// The end of a path: a file as a module, or an item in the file that defines it, by its name there.
#[derive(Clone, Copy)]
enum Target<'t> {
    Module(usize),
    Item(usize, &'t str),
}

/// The words and signs of code, without comments, strings, characters and lifetimes.
fn tokens(code: &str) -> Vec<&str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut tokens: Vec<&str> = Vec::new();
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let token = if is_word(c) { rest.split(|c| !is_word(c)).next() } else { rest.get(..c.len_utf8()) };
        let token = if rest.starts_with("::") { "::" } else { token.unwrap_or("") };
        let after = &rest[token.len()..];
        let fences = &after[..after.len() - after.trim_start_matches('#').len()];
        let is_raw = matches!(token, "r" | "br" | "cr") && after[fences.len()..].starts_with('"');
        let length = match token {
            "/" if after.starts_with('/') => rest.find('\n').unwrap_or(rest.len()),
            "\"" => quoted(rest, '"'),
            "'" if after.starts_with('\\') || after.chars().nth(1) == Some('\'') => quoted(rest, '\''),
            "'" => 1 + after.find(|c| !is_word(c)).unwrap_or(after.len()),
            _ if is_raw => {
                let start = token.len() + fences.len() + 1;
                let end = format!("\"{fences}");
                rest[start..].find(&end).map_or(rest.len(), |at| start + at + end.len())
            }
            _ => {
                tokens.extend(Some(token).filter(|token| !token.trim().is_empty()));
                token.len()
            }
        };
        rest = &rest[length..];
    }
    tokens
}

/// The length of what begins with a quotation mark, up to the next one that no backslash escapes.
fn quoted(text: &str, mark: char) -> usize {
    let mut is_escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == mark && !is_escaped;
        is_escaped = *c == '\\' && !is_escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

impl Names {
    fn of(file: &SourceFile) -> Self {
        let code: Vec<&str> = file.shipped_code().iter().map(|line| line.text).collect();
        let code = code.join("\n");
        let tokens = tokens(&code);
        let mut names = Self::default();
        let mut depth = 0;
        // How many modules that are no files of their own this is in; their names are not the file's.
        let mut n_inner = 0;
        let mut at = 0;
        while let Some(&token) = tokens.get(at) {
            let before = at.checked_sub(1).map_or("", |before| tokens[before]);
            let after = tokens.get(at + 1).copied().unwrap_or("");
            at += 1;
            match token {
                "{" => {
                    if depth == n_inner && at > 2 && tokens[at - 3] == "mod" {
                        names.defined.extend((depth == 0).then(|| before.to_owned()));
                        n_inner += 1;
                    }
                    depth += 1;
                }
                "}" => {
                    depth -= 1;
                    n_inner = n_inner.min(depth);
                }
                "use" if after != "<" => {
                    let is_door = before == ")" || before == "pub";
                    names.import(&tokens, &mut at, &[], (n_inner, is_door));
                }
                "!" if before == "macro_rules" => names.defined.extend([after.to_owned()]),
                _ if ITEMS.contains(&token) && depth == 0 => names.defined.extend([after.to_owned()]),
                _ if is_name(token) && !matches!(before, "." | "::" | "fn" | "mod" | "$") => {
                    let mut path = vec![token];
                    while tokens.get(at) == Some(&"::") && tokens.get(at + 1).is_some_and(|next| is_name(next)) {
                        path.push(tokens[at + 1]);
                        at += 2;
                    }
                    // One name with a colon is a field or a parameter.
                    if path.len() > 1 || tokens.get(at) != Some(&":") {
                        names.used.insert(own_path(&path, n_inner));
                    }
                }
                _ => {}
            }
        }
        names
    }

    /// Takes the names of a `use` from the tokens, up to the end of its tree, which stands in so many modules inside
    /// the file, and may be a door.
    fn import<'c>(&mut self, tokens: &[&'c str], at: &mut usize, before: &[&'c str], stands: (usize, bool)) {
        let (n_inner, is_door) = stands;
        let start = *at;
        let mut path = before.to_vec();
        let mut name = None;
        while let Some(&token) = tokens.get(*at) {
            match token {
                "," | ";" | "}" => break,
                "{" => {
                    while tokens.get(*at).is_some_and(|end| *end != "}") {
                        *at += 1;
                        self.import(tokens, at, &path, stands);
                    }
                    *at += 1;
                    return;
                }
                "as" => {
                    *at += 1;
                    name = tokens.get(*at).copied();
                }
                "*" => name = Some(token),
                "self" if !path.is_empty() => {}
                "::" => {}
                _ => path.push(token),
            }
            *at += 1;
        }
        // Behind the last comma of a tree there is nothing.
        if let Some(last) = path.last().filter(|_| *at > start) {
            let name = name.unwrap_or(last).to_owned();
            self.imports.push(Import { path: own_path(&path, n_inner), name, is_door });
        }
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// A path as the file itself would write it, if it stands in so many modules inside the file.
fn own_path(path: &[&str], n_inner: usize) -> Vec<String> {
    let n_super = path.iter().take_while(|name| **name == "super").count();
    let n_left = n_super.min(n_inner);
    let own = if n_left > 0 && n_super == n_left { &["self"][..] } else { &[] };
    own.iter().chain(&path[n_left..]).map(|name| (*name).to_owned()).collect()
}

/// The files that a file imports, with the names by which it does.
type Edges<'t> = BTreeMap<usize, BTreeSet<&'t str>>;

/// Names on the way to a target, each with the file in which it was looked up.
type Asked<'t> = Vec<(usize, &'t str)>;

/// All files, each with its place in the tree of modules, which begins with the crate.
struct Tree<'f> {
    files: &'f [SourceFile],
    names: Vec<Names>,
    places: BTreeMap<Vec<&'f str>, usize>,
}

impl<'f> Tree<'f> {
    fn new(files: &'f [SourceFile]) -> Self {
        let places = files.iter().enumerate().map(|(idx, file)| (place(file), idx)).collect();
        Self { files, names: files.iter().map(Names::of).collect(), places }
    }

    /// The target of a path in a file, if it is in the same crate. A path that goes on leads to a module rather than to
    /// an item with the same name. `asked` are the names on the way here.
    fn target<'t>(
        &'t self,
        file: usize,
        path: &'t [String],
        goes_on: bool,
        asked: &mut Asked<'t>,
    ) -> Option<Target<'t>> {
        let mut place = place(&self.files[file]);
        let n_up = path.iter().take_while(|name| matches!(name.as_str(), "crate" | "self" | "super")).count();
        for step in &path[..n_up] {
            match step.as_str() {
                "crate" => place.truncate(1),
                "super" => drop(place.pop()),
                _ => {}
            }
        }
        let mut at = *self.places.get(&place)?;
        for (idx, name) in path.iter().enumerate().skip(n_up) {
            match self.member(at, name, goes_on || idx + 1 < path.len(), asked) {
                Some(Target::Module(file)) => at = file,
                Some(item) => return Some(item),
                // A macro may have made the item.
                None => return (idx > 0).then_some(Target::Item(at, name)),
            }
        }
        Some(Target::Module(at))
    }

    /// The target of a name in a file.
    fn member<'t>(&'t self, file: usize, name: &'t str, goes_on: bool, asked: &mut Asked<'t>) -> Option<Target<'t>> {
        let names = &self.names[file];
        let mut below = place(&self.files[file]);
        below.push(name);
        let child = self.places.get(&below).map(|child| Target::Module(*child));
        if goes_on && child.is_some() {
            return child;
        }
        if names.defined.contains(name) {
            return Some(Target::Item(file, name));
        }
        if asked.contains(&(file, name)) {
            return child;
        }
        asked.push((file, name));
        let mut named = names.imports.iter().filter(|import| import.name == name);
        let mut globs = names.imports.iter().filter(|import| import.name == "*");
        let found = named.find_map(|import| self.target(file, &import.path, goes_on, asked)).or_else(|| {
            globs.find_map(|glob| match self.target(file, &glob.path, true, asked) {
                Some(Target::Module(module)) => self.member(module, name, goes_on, asked),
                _ => None,
            })
        });
        asked.pop();
        found.or(child)
    }

    /// What each file imports.
    fn edges(&self) -> Vec<Edges<'_>> {
        let mut edges = vec![Edges::new(); self.files.len()];
        for (file, names) in self.names.iter().enumerate() {
            let imports = names.imports.iter().filter(|import| !import.is_door).map(|import| &import.path);
            for path in imports.chain(&names.used) {
                match self.target(file, path, false, &mut Vec::new()) {
                    Some(Target::Item(owner, name)) if owner != file => {
                        edges[file].entry(owner).or_default().insert(name);
                    }
                    _ => {}
                }
            }
        }
        edges
    }
}

/// The crate of a file and the path of its module there.
fn place(file: &SourceFile) -> Vec<&str> {
    let module = file.module();
    let is_binary = file.path == "src/main.rs" || module.first() == Some(&"cli");
    [if is_binary { "main" } else { "lib" }].into_iter().chain(module).collect()
}

/// Each circle with the names by which its files hang together.
fn circles(files: &[SourceFile]) -> Vec<String> {
    let tree = Tree::new(files);
    let edges = tree.edges();
    let reached: Vec<BTreeSet<usize>> = (0..files.len()).map(|start| reached(&edges, start)).collect();
    let mut found = Vec::new();
    for start in 0..files.len() {
        let circle: Vec<usize> =
            reached[start].iter().copied().filter(|file| reached[*file].contains(&start)).collect();
        if circle.first() != Some(&start) {
            continue;
        }
        let mut report = format!("a circle of imports between {} files", circle.len());
        for file in &circle {
            for (other, names) in edges[*file].iter().filter(|(other, _)| circle.contains(other)) {
                let names: Vec<&str> = names.iter().copied().collect();
                report += &format!("\n    {} -> {}: {}", files[*file].path, files[*other].path, names.join(", "));
            }
        }
        found.push(report);
    }
    found
}

/// The files that a file imports, and what these import, and so on; itself only if it is in a circle.
fn reached(edges: &[Edges<'_>], start: usize) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut pending = vec![start];
    while let Some(file) = pending.pop() {
        pending.extend(edges[file].keys().copied().filter(|next| reached.insert(*next)));
    }
    reached
}

/// The edges of all circles of a sample.
#[track_caller]
fn circles_of(sample: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<SourceFile> = sample.iter().map(|(path, text)| SourceFile::new(path, text)).collect();
    let found = circles(&files);
    found.iter().flat_map(|circle| circle.lines().skip(1)).map(|edge| edge.trim().to_owned()).collect()
}

const DOORS: (&str, &str) = ("src/lib.rs", "pub mod a;\npub mod b;\n");

#[test]
fn a_circle_of_two_files_is_found() {
    let a = ("src/a.rs", "use super::b::B;\npub struct A(B);\n");
    for text in [
        "use crate::a::A;\n",
        "use super::a::A as C;\n",
        "use crate::{\n    c::{C, D},\n    a::{self as e, A},\n};\n",
        "use crate::a;\nfn c() {\n    a::A::new()\n}\n",
        "use crate::a::{self as d, E};\nfn c() -> d::A {}\n",
        "use crate::a::*;\nfn c(a: A) {}\n",
        "fn c() -> crate::a::A {}\n",
        "fn c() {\n    use crate::a::A;\n}\n",
        "#[error(\"{}\", crate::a::A)]\nenum C {}\n",
        "mod c {\n    use super::super::a::A;\n}\n",
        "mod c {\n    fn c() -> super::super::a::A {}\n}\n",
    ] {
        let text = format!("{text}pub struct B;\n");
        let found = circles_of(&[DOORS, a, ("src/b.rs", &text)]);
        assert_eq!(found.len(), 2, "{text}");
        assert_eq!(found[0], "src/a.rs -> src/b.rs: B");
        assert_eq!(found[1].replace("A, E", "A"), "src/b.rs -> src/a.rs: A", "{text}");
    }
}

#[test]
fn a_circle_through_doors_and_through_a_parent_is_found() {
    let root = ("src/lib.rs", "mod a;\n");
    let files = [
        root,
        ("src/a/mod.rs", "mod b;\nmod c;\nmod d;\npub use b::B as Passed;\npub use c::*;\n"),
        ("src/a/b.rs", "use super::C;\npub struct B(C);\n"),
        ("src/a/c.rs", "use super::d::D;\npub struct C(D);\n"),
        ("src/a/d.rs", "use crate::a::Passed;\npub struct D(Box<Passed>);\n"),
    ];
    let there = ["src/a/b.rs -> src/a/c.rs: C", "src/a/c.rs -> src/a/d.rs: D", "src/a/d.rs -> src/a/b.rs: B"];
    assert_eq!(circles_of(&files), there);

    let parent = ("src/a.rs", "mod b;\npub use b::b;\npub struct A;\nfn all() -> [A; 1] {\n    [b()]\n}\n");
    let child = ("src/a/b.rs", "pub fn b() -> super::A {}\n");
    assert_eq!(circles_of(&[root, parent, child]), ["src/a.rs -> src/a/b.rs: b", "src/a/b.rs -> src/a.rs: A"]);
}

#[test]
fn no_circle_is_found_where_there_is_none() {
    let root = ("src/lib.rs", "mod a;\n");
    let parent = |text| ("src/a.rs", text);
    let child = ("src/a/b.rs", "use super::A;\npub fn b() -> A { A }\n");
    for doors in [
        "mod b;\npub use b::b;\npub struct A;\n",
        "mod b;\npub(crate) use b::{\n    self, b as c,\n};\npub struct A {\n    b: u8,\n}\nfn d(a: A) -> u8 {\n    a.b\n}\n",
        "mod b;\npub struct A;\n// b::b()\nconst C: [&str; 2] = [\"b::b\", r#\"\"b::b\"#];\n",
        "mod b;\npub use b::*;\npub(in crate::a) struct A;\n",
        "mod b;\npub struct A;\n#[cfg(test)]\nmod tests {\n    use super::b::b;\n}\n",
        "mod b;\npub struct A;\nimpl A {\n    fn b<'b>(&'b self) -> char {\n        'b'\n    }\n}\n",
    ] {
        assert_eq!(circles_of(&[root, parent(doors), child]), [""; 0], "{doors}");
    }
    let tests = ("src/a/tests.rs", "use super::b::b;\nfn c() -> A { b() }\n");
    let parent = parent("mod b;\n#[cfg(test)]\nmod tests;\npub struct A;\n");
    assert_eq!(circles_of(&[root, parent, child, tests]), [""; 0]);
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let found = circles(&library_and_binary());
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}
