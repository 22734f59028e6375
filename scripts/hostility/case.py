"""One hostile input: what is made, what is run, what is expected; and the promises that hold for each."""

import hashlib
import os
import pathlib
import re
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field

# What a run may take unless its case says otherwise.
SECONDS = 20
MEGABYTES = 400


@dataclass
class Case:
    """`command` is run in a folder with `files`; {textmill} need not be named. `|` and `<` work as in a shell."""

    name: str
    command: str
    # Name to contents; a name that ends with / is an empty folder.
    files: dict = field(default_factory=dict)
    # Makes what is more than files: links, pipes, permissions.
    prepare: Callable[[pathlib.Path], None] | None = None
    status: int | tuple = 0
    # Each must be found in what is told on stderr, as a regular expression.
    told: tuple | str = ()
    # What standard output is, or what it must hold as a regular expression if it begins with ~.
    stdout: str | bytes | None = None
    # Looks at the folder afterwards; returns what is wrong, or None.
    check: Callable[[pathlib.Path], str | None] | None = None
    seconds: float = SECONDS
    megabytes: int = MEGABYTES
    # Needs minutes or gigabytes.
    is_large: bool = False
    # Takes a debug build more than some seconds.
    is_dear: bool = False
    # Why it cannot be run here, if it cannot.
    skipped: str = ""
    # New names that the command is allowed to leave.
    makes: tuple = ()


def run_case(case: Case, binary: pathlib.Path) -> list[str]:
    """What is wrong, each in a line; nothing if all is as it should be."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as scratch:
        folder = pathlib.Path(scratch) / "work"
        folder.mkdir()
        (pathlib.Path(scratch) / "tmp").mkdir()
        for name, contents in case.files.items():
            write(folder, name, contents)
        if case.prepare:
            case.prepare(folder)
        before = contents_of(folder)
        ended = run(case, binary, folder, pathlib.Path(scratch) / "tmp")
        faults = list(judged(case, ended, before, contents_of(folder)))
        if left := sorted(path.name for path in (pathlib.Path(scratch) / "tmp").iterdir()):
            faults.append(f"left in the temporary folder: {left}")
        if not faults and case.check and (fault := case.check(folder)):
            faults.append(fault)
        make_removable(folder)
    return faults


def write(folder: pathlib.Path, name, contents) -> None:
    path = os.path.join(os.fsencode(folder), os.fsencode(name))
    if path.endswith(b"/"):
        os.makedirs(path, exist_ok=True)
        return
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        for part in [contents] if isinstance(contents, (bytes, str)) else contents():
            file.write(part.encode() if isinstance(part, str) else part)


@dataclass
class Ended:
    status: int
    stdout: bytes
    stderr: str
    is_late: bool
    megabytes: float


def run(case: Case, binary: pathlib.Path, folder: pathlib.Path, temporary: pathlib.Path) -> Ended:
    # The commands call it textmill, whatever the file is called.
    programs = temporary.parent / "bin"
    programs.mkdir()
    (programs / "textmill").symlink_to(binary)
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "TMPDIR": str(temporary), "LC_ALL": "C.UTF-8", "COLUMNS": "80"}
    # The system's accounting of children is per process, so every run has a process of its own above it.
    measure = "import resource,subprocess,sys; code = subprocess.call(['bash', '-o', 'pipefail', '-c', sys.argv[1]]);" \
        "peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024;" \
        "open(sys.argv[2], 'w').write(f'{code} {peak}')"
    report = temporary.parent / "report"
    # In a session of its own, so that what the command has started can be ended with it.
    child = subprocess.Popen(
        ["python3", "-c", measure, case.command, str(report)], cwd=folder, env=environment, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        stdout, stderr = child.communicate(timeout=case.seconds)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        stdout, stderr = child.communicate()
        return Ended(-1, stdout, stderr.decode(errors="replace"), True, 0)
    code, peak = map(int, report.read_text().split())
    return Ended(code, stdout, stderr.decode(errors="replace"), False, peak)


def judged(case: Case, ended: Ended, before: dict, after: dict):
    if ended.is_late:
        yield f"did not end within {case.seconds} seconds"
        return
    expected = case.status if isinstance(case.status, tuple) else (case.status,)
    if ended.status not in expected:
        yield f"exit code {ended.status} instead of {case.status}: {ended.stderr[:300]!r}"
    if "panicked" in ended.stderr or "RUST_BACKTRACE" in ended.stderr:
        yield f"panicked: {ended.stderr[:300]!r}"
    # At a terminal of its own the program tells it there.
    if ended.status == 2 and "textmill: " not in ended.stderr and not case.command.startswith("script "):
        yield f"failed without a message: {ended.stderr[:300]!r}"
    if ended.megabytes > case.megabytes:
        yield f"took {ended.megabytes} MB, and {case.megabytes} are allowed"
    for pattern in (case.told,) if isinstance(case.told, str) else case.told:
        if not re.search(pattern, ended.stderr):
            yield f"did not tell {pattern!r}: {ended.stderr[:300]!r}"
    yield from judged_stdout(case.stdout, ended.stdout)
    for name, value in before.items():
        if after.get(name) != value:
            yield f"changed its input {name!r}"
    allowed = [re.compile(pattern) for pattern in case.makes]
    for name in sorted(set(after) - set(before)):
        if not any(pattern.fullmatch(name) for pattern in allowed):
            yield f"left {name!r}"


def judged_stdout(expected, stdout: bytes):
    if expected is None:
        return
    if isinstance(expected, str) and expected.startswith("~"):
        if not re.search(expected[1:].encode(), stdout):
            yield f"did not write {expected[1:]!r}: {stdout[:300]!r}"
    else:
        wanted = expected.encode() if isinstance(expected, str) else expected
        if stdout != wanted:
            yield f"wrote {stdout[:300]!r} instead of {wanted[:300]!r}"


def contents_of(folder: pathlib.Path) -> dict[str, str]:
    """Every name below the folder, with a hash of what it holds; links are not followed."""
    found = {}
    for directory, folders, names in os.walk(os.fsencode(folder)):
        for name in names + folders:
            path = os.path.join(directory, name)
            key = os.path.relpath(path, os.fsencode(folder)).decode(errors="backslashreplace")
            found[key] = hashed(path)
    return found


def hashed(path: bytes) -> str:
    if os.path.islink(path):
        return "link to " + os.readlink(path).decode(errors="backslashreplace")
    if not os.path.isfile(path):
        return "no file"
    if os.path.getsize(path) > 1 << 30:
        return f"{os.path.getsize(path)} bytes"
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return str(error.errno)


def make_removable(folder: pathlib.Path) -> None:
    for directory, _, _ in os.walk(folder):
        os.chmod(directory, 0o700)


def quoted(name: str) -> str:
    return shlex.quote(name)
