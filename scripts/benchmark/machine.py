"""What a table of times is worth nothing without: the processor, and the version of each program."""

import os
import pathlib
import platform
import subprocess

from benchmark import peers


def describe(textmill: pathlib.Path, found: dict) -> dict:
    programs = {name: peers.version(path) if path else "could not be had" for name, path in found.items()}
    return {
        "processor": f"{processor()}, {os.cpu_count()} logical",
        "system": f"{platform.system()} {platform.release()}",
        "load before": f"{os.getloadavg()[0]:.2f}",
        "programs": {"textmill": peers.version(str(textmill)), **programs},
    }


def processor() -> str:
    """The model, which Linux and macOS tell in different places."""
    cpuinfo = pathlib.Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line.partition(":")[2].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line]
        return names[0] if names else platform.machine()
    command = ["sysctl", "-n", "machdep.cpu.brand_string"]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip() or platform.machine()


def commit(root: pathlib.Path) -> str:
    """What was built, and whether it is more than what was committed."""
    command = ["git", "describe", "--always", "--dirty"]
    return subprocess.run(command, cwd=root, check=False, capture_output=True, text=True).stdout.strip()
