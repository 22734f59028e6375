//! How much memory the machine has, to take a share of it.

use std::fs;

/// Bytes of memory in all; `None` where the system does not tell in a file.
pub(crate) fn machine_memory_bytes() -> Option<u64> {
    total(&fs::read_to_string("/proc/meminfo").ok()?)
}

/// Reads the line `MemTotal:  16316412 kB`.
fn total(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_is_read_from_its_line() {
        assert_eq!(total("Foo: 1 kB\nMemTotal:       16316412 kB\nMemFree: 5 kB\n"), Some(16_316_412 * 1024));
        assert_eq!(total("MemTotal: many"), None);
        assert_eq!(total(""), None);
    }
}
