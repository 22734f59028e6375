"""The programs that textmill is measured beside, each at a pinned version.

They are installed from their registry into a folder of their own unless they are there. GNU wc is the one on the path;
another wc, such as that of macOS, is not taken for it.
"""

import dataclasses
import pathlib
import shutil
import subprocess
import sys


@dataclasses.dataclass(frozen=True)
class Peer:
    crate: str
    version: str
    program: str


CRATES = {
    "uutils wc": Peer("uu_wc", "0.12.0", "wc"),
    "corpa": Peer("corpa", "0.4.11", "corpa"),
    "xan": Peer("xan", "0.61.0", "xan"),
}


def find(folder: pathlib.Path) -> dict:
    """The path of each peer by its name, or none if it cannot be had."""
    found = {"GNU wc": gnu_wc()}
    for name, peer in CRATES.items():
        path = folder / "bin" / peer.program
        if not path.exists():
            command = ["cargo", "install", peer.crate, "--version", f"={peer.version}", "--root", folder, "--quiet"]
            subprocess.run(command, check=False, stdout=sys.stderr)
        found[name] = str(path) if path.exists() else None
    return found


def gnu_wc() -> str | None:
    path = shutil.which("wc")
    return path if path and "GNU" in version(path) else None


def version(path: str) -> str:
    """The first line of what a program says of its version."""
    process = subprocess.run([path, "--version"], check=False, capture_output=True, text=True)
    return process.stdout.partition("\n")[0]
