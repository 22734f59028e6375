"""Files that the program wrote itself, on their way back: damaged, so that in each of some sixty places a byte is another one, or
the file ends there; and records of runs that somebody wrote to have something else done."""

import os

from .case import Case

TEXTS = {
    "in/a.txt": "The Page\n\nOne mill\n\nThe mill turns by day.\n\nRead more\n\nTwo mills\n\nThe river turns them.\n\nRead more\n",
    "in/b.txt": "The Page\n\nOne mill\n\nThe mill turns by night.\n\nRead more\n\nA heron\n\nIt waits in the reeds.\n\nRead more\n",
}
# What makes the file `made`, and what reads it as `damaged`.
STORES = {
    "shares of counts": ("textmill stats in --per word,ngram,document --partial made", "textmill stats --merge damaged --per word"),
    "an index": ("textmill dedupe in --index made -o kept.csv", "textmill dedupe in/b.txt --index damaged"),
    "a manifest, verified": (
        "textmill split in --by paragraph -o out/ && cp out/manifest.csv made", "cp damaged out/manifest.csv; textmill split --verify out/manifest.csv"),
    "a manifest, rebuilt": (
        "textmill split in --by paragraph -o out/ && cp out/manifest.csv made",
        "cp damaged out/manifest.csv; textmill split --rebuild out/manifest.csv -o back/ --force"),
    "a rule": ("textmill split in --learn -o made", "textmill split in --rule damaged"),
    "a record": ("textmill stats in -o stats.csv --provenance && mv stats.csv.provenance.json made", "textmill rerun damaged"),
    "a list of words": ("textmill stats in --per word -f csv -o made", "cp damaged words.csv; textmill stats in --per word --against words.csv"),
}
# The place is in $at, the file in `made`.
DAMAGE = {
    "a byte is another one": "cp made damaged; printf '\\377' | dd of=damaged bs=1 seek=$at conv=notrunc 2> /dev/null",
    "a bit is turned": "cp made damaged; python3 -c \"f = open('damaged', 'r+b'); f.seek($at); b = f.read(1); f.seek($at); f.write(bytes([b[0] ^ 1]))\"",
    "it ends early": "head -c $at made > damaged",
}
N_PLACES = 60


def cases():
    for store, (make, use) in STORES.items():
        for damage, script in DAMAGE.items():
            # The file as it was is read without complaint, so that what is tried is the damage.
            command = (
                f"{{ {make} && cp made damaged && {{ {use}; }} > written; }} 2> /dev/null || exit 9; size=$(stat -c %s made); "
                f"for at in $(seq 0 $((size / {N_PLACES} + 1)) $((size - 1))); do {script}; {{ {use}; }} > written 2> told; code=$?; "
                "if [ $code -gt 2 ] || grep -q panicked told; then echo \"at $at: exit $code\"; cat told; fi; done")
            yield Case(f"{store}: {damage}", command, TEXTS, stdout="", seconds=60,
                       makes=("made", "damaged", "written", "told", "kept.csv", "stats.csv.*", "words.csv", "out", "out/.*", "back", "back/.*"))
    yield from records()


def records():
    zeros = "'0' * 32"
    for what, edit, told in [
        ("no outputs", "r['outputs'] = []", "lists no output"),
        ("an output above the folder", "name('../victim')", "is not below the folder of the record"),
        ("an output anywhere", "name('/etc/victim')", "is not below the folder of the record"),
        ("an output through a link", "name('up/victim')", "is not below the folder of the record"),
        ("an output that is a link", "name('link')", "is not below the folder of the record"),
        ("an output that is a link to nowhere", "name('nowhere')", "a link in it leads nowhere"),
        ("an output that is a pipe", "name('pipe')", "is no regular file"),
        ("an output that is a folder", "name('in')", "is no regular file"),
        ("an output that is hidden", "name('.bashrc')", "is a hidden file"),
        ("an output that is there", "name('victim')", "is there, and is not what the record says"),
        ("an output that is the record", "name('made')", "made: is "),
        ("an output that is an input", "name('in/a.txt')", "in/a.txt: is "),
        ("an output without a hash", "r['outputs'][0]['xxh3_128'] = None; name('new.csv')", "has no hash"),
        ("another output than is listed", "r['arguments'][-2] = 'victim'", "the record does not list it"),
        ("a device as the output", "r['arguments'][-2] = '/dev/full'", "the record does not list it"),
        ("definitions that are not listed", "r['arguments'].append('--definitions')", "the record does not list it"),
        ("more files than are listed", "r['arguments'] = ['export', 'in', '-o', 'parts/', '--rows-per-file', '1']; name('parts/document-0001.csv', False)",
         "the record does not list it among the outputs"),
        ("names out of texts", "r['arguments'] = ['split', 'in', '--by', 'line', '-o', 'parts/']; name('parts/x.txt', False)", "the record does not list it"),
        ("fewer files than are listed", f"r['outputs'].append({{'path': 'more.csv', 'xxh3_128': {zeros}}})", "is not written by the command"),
        ("inputs that are not listed", "r['inputs'] = []", "does not list it among the inputs"),
        ("a secret read as git would call it", "r['arguments'] = ['diff', 'x', 'victim', '0', '0', 'in/a.txt', '0', '0', '-o', 's.csv']", "does not list it among the inputs"),
        ("standard input", "r['arguments'][1] = '-'", "is neither a regular file nor a folder"),
        ("a pipe to read", "r['arguments'][1] = 'pipe'", "is neither a regular file nor a folder"),
        ("a device to read beside", "r['arguments'] += ['--files-from', '/dev/zero']", "is neither a regular file nor a folder"),
        ("an index", "r['arguments'] = ['dedupe', 'in', '-o', 's.csv', '--index', 'victim']", "names a file to write with --index"),
        ("sources put together again", "r['arguments'] = ['split', '--rebuild', 'victim', '-o', 'parts/']", "names a file to write with --rebuild"),
        ("partial results", "r['arguments'] = ['stats', 'in', '--partial=victim']", "names a file to write with --partial"),
        ("another record", "r['arguments'] = ['rerun', '--force', 'made']", "is no record of a run"),
        ("a stage for engines", "r['arguments'] = ['worker', 'sign']", "is no record of a run|cannot be run"),
        ("defaults that write", "r['defaults'] = {'partial': 'victim'}", "names a file to write"),
        ("defaults that read", "r['defaults'] = {'files-from': '/dev/zero'}", "names a file to read"),
        ("a million arguments", "r['arguments'] = ['x'] * 1000000", "cannot be run"),
        ("arguments without end", "r['arguments'] = ['x' * 9000000]", "is no record of a run"),
    ]:
        # `name` calls the output otherwise, in the command as well.
        script = ("import json, sys\nr = json.load(open('made'))\n"
                  "def name(path, in_command=True):\n    r['outputs'][0]['path'] = path\n    if in_command: r['arguments'][-2] = path\n"
                  f"{edit}\njson.dump(r, open('made', 'w'))\n")
        command = ("textmill stats in -o s.csv --provenance && mv s.csv.provenance.json made && rm s.csv && python3 edit.py && "
                   "cat victim ../victim > before && { textmill rerun made; code=$?; cat victim ../victim | diff - before && exit $code; }")
        yield Case(f"a record with {what}", command, {**TEXTS, "victim": "precious\n", "edit.py": script}, prepare=traps, status=2, told=told, stdout="",
                   makes=("before", "made"), check=nothing_left)
    yield Case("a record that is a pipe", "textmill rerun pipe", prepare=traps, status=2, told="it is a named pipe")
    yield Case("a record that has no end", "textmill rerun zero", prepare=traps, status=2, told="it is a device")
    yield Case("a record that is too long", "textmill rerun long", {"long": lambda: ("[" * 1_000_000 for _ in range(68))}, status=2, told="it is longer than 64")
    yield Case("a record that nests", "textmill rerun deep", {"deep": '{"x":' + "[" * 5_000_000}, status=2, told="is no record of a run")
    yield Case("a record of many empty inputs", "textmill rerun many", is_dear=True, seconds=60,
               files={"many": '{"textmill":"1","unicode":"1","arguments":["stats"],"outputs":[],"inputs":[' + '{"path":""},' * 4_000_000 + '{"path":""}]}'},
               status=2, told="its command names no file with --output")
    yield Case("a record of a name that is no UTF-8", "textmill export in -o o.csv --provenance && rm o.csv && textmill rerun o.csv.provenance.json",
               {b"in/\xe9.txt": "one"}, told="byte for byte the same", makes=("o.csv", "o.csv.provenance.json"))


def traps(folder):
    """What an output must not reach, beside and above the folder."""
    (folder.parent / "victim").write_text("precious\n")
    os.symlink("..", folder / "up")
    os.symlink("../victim", folder / "link")
    os.symlink("absent", folder / "nowhere")
    os.symlink("/dev/zero", folder / "zero")
    os.mkfifo(folder / "pipe")


def nothing_left(folder):
    left = [str(path) for path in folder.rglob(".textmill-*")]
    return f"left {left}" if left else None
