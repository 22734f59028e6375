"""Runs one command and prints its exit code, seconds, seconds of the processor and peak memory in bytes.

This is a process of its own, run without the site module and importing next to nothing, because a program inherits the
peak memory of the process that it takes the place of: below a script of 45 MB no program would seem to need less. What
is left of that, some 7 MB, is what `floor_bytes` in timing.py tells. The clock stops when the command ends, without the
start of Python.
"""

import os
import sys
import time


def main() -> None:
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        become(sys.argv[1:])
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    unit = 1 if sys.platform == "darwin" else 1024
    print(os.waitstatus_to_exitcode(status), seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit)


def become(command: list) -> None:
    """Puts the command in the place of this process, or ends it as a shell would."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    try:
        os.execvp(command[0], command)
    except OSError as error:
        os.write(2, f"{command[0]}: {error.strerror}\n".encode())
        os._exit(127)


if __name__ == "__main__":
    main()
