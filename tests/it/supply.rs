//! What is built into the program comes from the registry, with a hash, and nothing that deny.toml bans is among it.
//!
//! `cargo deny check` knows more (licenses, advisories); this is what can be told from the lock file alone.

use std::fs;
use std::path::Path;

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn read(name: &str) -> toml::Table {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
    text.parse().unwrap()
}

/// The packages of a lock file that are not the registry's, have no hash, or are banned.
fn refused<'l>(lock: &'l toml::Table, banned: &[&str]) -> Vec<&'l str> {
    let packages = lock["package"].as_array().unwrap();
    let name = |package: &'l toml::Value| package["name"].as_str().unwrap();
    let is_ours = |package: &toml::Value| package["name"].as_str() == Some("textmill");
    let is_known = |package: &toml::Value| {
        package.get("source").and_then(toml::Value::as_str) == Some(REGISTRY) && package.get("checksum").is_some()
    };
    let refused =
        packages.iter().filter(|package| !is_ours(package) && (!is_known(package) || banned.contains(&name(package))));
    refused.map(name).collect()
}

#[test]
fn every_dependency_is_the_registrys_and_none_is_banned() {
    let sample = format!(
        "[[package]]\nname = \"textmill\"\n[[package]]\nname = \"a\"\nsource = \"{REGISTRY}\"\nchecksum = \"0\"\n\
         [[package]]\nname = \"b\"\nsource = \"git+https://example.org/b\"\nchecksum = \"0\"\n\
         [[package]]\nname = \"c\"\nsource = \"{REGISTRY}\"\n"
    );
    assert_eq!(refused(&sample.parse().unwrap(), &["a"]), ["a", "b", "c"]);

    let deny = read("deny.toml");
    let banned: Vec<&str> =
        deny["bans"]["deny"].as_array().unwrap().iter().map(|ban| ban["crate"].as_str().unwrap()).collect();
    assert!(banned.contains(&"memmap2"));
    assert_eq!(refused(&read("Cargo.lock"), &banned), [""; 0]);
}

#[test]
fn the_wheel_ships_the_whole_program() {
    let features = |table: &toml::Value| table["features"].as_array().unwrap().clone();
    let package = read("python/pyproject.toml");
    assert_eq!(features(&package["tool"]["maturin"]), ["full".into()]);
    let full = read("Cargo.toml")["features"]["full"].as_array().unwrap().clone();
    assert!(full.contains(&"worker".into()), "textmill.spark runs the stages");
}
