"""Commands that take turns, and what each turn cost.

For each task the commands go A B C A B C ..., after one warm-up each, so that a change in the machine's speed meets all
of them alike. Seconds are those of the clock; those of the processor are kept beside them, because neighbors on a busy
machine disturb them less. Memory is the peak of the process, and of the largest one in a pipeline.
"""

import dataclasses
import functools
import os
import pathlib
import subprocess
import sys

METER = pathlib.Path(__file__).with_name("meter.py")


@dataclasses.dataclass(frozen=True)
class Command:
    """One row of a table."""

    name: str
    words: list
    n_bytes: int
    # Whether the table gets a column that says how many times as long as this one the others take.
    is_base: bool = False
    # The memory that is promised, if any is.
    promised_bytes: float | None = None
    variables: dict = dataclasses.field(default_factory=dict)
    # What the command says when it went well.
    good_codes: tuple = ("0",)


@dataclasses.dataclass(frozen=True)
class Task:
    """One table. One that is about memory is run once, without a warm-up, because memory hardly varies."""

    title: str
    commands: list
    notes: list = dataclasses.field(default_factory=list)
    is_about_memory: bool = False


@dataclasses.dataclass(frozen=True)
class Run:
    seconds: float
    processor_seconds: float
    memory_bytes: int


@dataclasses.dataclass(frozen=True)
class Result:
    """The runs of each command by its name, and why the commands failed that have none."""

    name: str
    task: Task
    runs: dict
    failures: dict


class Failed(Exception):
    """A command that did not end well; its time says nothing."""


def take_turns(name: str, task: Task, n_rounds: int) -> Result:
    n_warm, n_timed = (0, 1) if task.is_about_memory else (1, n_rounds)
    runs = {command.name: [] for command in task.commands}
    failures = {}
    for round_number in range(n_warm + n_timed):
        for command in (c for c in task.commands if c.name not in failures):
            try:
                run = measure(command)
            except Failed as failure:
                failures[command.name] = str(failure)
                del runs[command.name]
                continue
            if round_number >= n_warm:
                runs[command.name].append(run)
    return Result(name, task, runs, failures)


def measure(command: Command) -> Run:
    return metered(command.words, {"LC_ALL": "C.UTF-8", **command.variables}, command.good_codes)


@functools.cache
def floor_bytes() -> int:
    """The least memory that can be measured: what a program that does nothing seems to need."""
    return metered(["true"], {}).memory_bytes


def metered(words: list, variables: dict, good_codes: tuple = ("0",)) -> Run:
    meter = [sys.executable, "-I", "-S", str(METER), *map(str, words)]
    process = subprocess.run(meter, env={**os.environ, **variables}, capture_output=True, text=True, check=True)
    code, seconds, processor_seconds, memory_bytes = process.stdout.split()
    if code not in good_codes:
        said = process.stderr.strip().splitlines()
        raise Failed(f"exit code {code}" + (f": {said[-1]}" if said else ""))
    return Run(float(seconds), float(processor_seconds), int(memory_bytes))
