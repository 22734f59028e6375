"""textmill, the document-corpus toolkit, as a program that Python can find.

    import subprocess, textmill
    subprocess.run([textmill.program(), "stats", "corpus/"], check=True)
"""

import os
import shutil
import sys
import sysconfig

__all__ = ["program"]


def program() -> str:
    """The path of the program that came with this package.

    Looked for where this Python puts scripts, then where a user's own are, then on the path.
    Raises FileNotFoundError if it is in none of them.
    """
    name = "textmill" + (sysconfig.get_config_var("EXE") or "")
    user_scheme = "nt_user" if os.name == "nt" else "posix_user"
    folders = [
        sysconfig.get_path("scripts"),
        sysconfig.get_path("scripts", scheme=user_scheme),
        # `pip install --target` puts scripts beside the packages.
        os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "bin"),
    ]
    for folder in folders:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            return path
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"the program {name} is not in {', '.join(folders)} nor on the path of {sys.executable}")
    return found
