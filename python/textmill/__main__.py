"""`python -m textmill` is `textmill`."""

import os
import subprocess
import sys

from . import program

if __name__ == "__main__":
    command = [program(), *sys.argv[1:]]
    if os.name == "nt":
        sys.exit(subprocess.run(command).returncode)
    # The program takes our place, so that signals and the exit code are its own.
    os.execv(command[0], command)
