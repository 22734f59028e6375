"""Results as Markdown for people and as JSON for `scripts/bench compare`.

Medians stand in the tables; the file has every run.
"""

import json
import pathlib
import statistics

from benchmark import timing
from benchmark.timing import Command, Result


def machine(found: dict) -> None:
    for name, value in found.items():
        if name != "programs":
            print(f"- {name}: {value}")
    for name, version in found["programs"].items():
        print(f"- {name}: {version}")
    print(f"- the least memory that can be told: {timing.floor_bytes() / 1e6:.0f} MB", flush=True)


def task(result: Result) -> None:
    print(f"\n### {result.task.title}\n")
    for line in table(result):
        print(line)
    for name, reason in result.failures.items():
        print(f"\n{name} failed and is left out: {reason}.")
    for note in result.task.notes:
        print(f"\n{note}", flush=True)


def table(result: Result) -> list:
    commands = [command for command in result.task.commands if command.name in result.runs]
    columns = memory_columns if result.task.is_about_memory else time_columns
    rows = [{"program": c.name, **columns(c, result.runs[c.name])} for c in commands]
    for base in (c for c in commands if c.is_base):
        seconds = median(result.runs[base.name], "seconds")
        for command, row in zip(commands, rows):
            row[f"× {base.name}"] = f"{median(result.runs[command.name], 'seconds') / seconds:.2f}"
    if not rows:
        return []
    lines = [rows[0].keys(), ["---", *["--:"] * (len(rows[0]) - 1)], *(row.values() for row in rows)]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def time_columns(command: Command, runs: list) -> dict:
    took = [run.seconds for run in runs]
    seconds = statistics.median(took)
    return {
        "s": f"{seconds:.3f}",
        "spread": f"{(max(took) - min(took)) / seconds:.0%}" if len(took) > 1 else "",
        "processor s": f"{median(runs, 'processor_seconds'):.3f}",
        "MB/s": f"{command.n_bytes / 1e6 / seconds:,.0f}",
        "memory MB": memory(median(runs, "memory_bytes")),
    }


def memory_columns(command: Command, runs: list) -> dict:
    """No seconds of the clock: a text that is read once may come from the disk."""
    return {
        "processor s": f"{median(runs, 'processor_seconds'):.3f}",
        "memory MB": memory(median(runs, "memory_bytes")),
        "promised MB": f"{command.promised_bytes / 1e6:.0f}" if command.promised_bytes else "",
    }


def memory(n_bytes: float) -> str:
    """Megabytes; below what can be told, only that."""
    floor = timing.floor_bytes()
    return f"≤ {floor / 1e6:.0f}" if n_bytes <= 1.05 * floor else f"{n_bytes / 1e6:.1f}"


def median(runs: list, field: str) -> float:
    return statistics.median(getattr(run, field) for run in runs)


def write_json(path: pathlib.Path, found: dict, results: list) -> None:
    tasks = {r.name: {name: [vars(run) for run in runs] for name, runs in r.runs.items()} for r in results}
    path.write_text(json.dumps({"machine": found, "tasks": tasks}, indent=1) + "\n")


def compare(old: pathlib.Path, new: pathlib.Path) -> None:
    """One row for each command that both files have; a ratio below 1 is a gain."""
    before, after = (json.loads(path.read_text())["tasks"] for path in (old, new))
    fields = {"seconds": "s", "processor_seconds": "processor s", "memory_bytes": "memory"}
    print(f"| task | program | {' | '.join(f'{name}, new / old' for name in fields.values())} |")
    print("|---|---|--:|--:|--:|")
    for task_name, commands in after.items():
        for name, runs in commands.items():
            if old_runs := before.get(task_name, {}).get(name):
                medians = ([statistics.median(run[field] for run in r) for field in fields] for r in (runs, old_runs))
                ratios = [f"{new / old:.2f}" for new, old in zip(*medians)]
                print(f"| {task_name} | {name} | {' | '.join(ratios)} |")
