"""Files that the program wrote itself, on their way back: damaged, so that in each of some sixty places a byte is another one, or
the file ends there; and records of runs that somebody wrote to have something else done."""

import os

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


# A manifest of one source, and of its one segment `x.txt` with these bytes, whose names others choose.
HEADER = "id,source,title,basis,start,fresh,end,first_line,last_line,xxh3_128,file\n"
PLANT = "textmill split a.txt --by line -o out/ && sed -i 's#,a.txt,#,{source},#; s#,a-0001.txt#,{file}#' out/manifest.csv && "
VERIFY = "textmill split --verify out/manifest.csv --columns in_source,in_file --no-header"
REBUILD = "textmill split --rebuild out/manifest.csv -o back/"
MADE = ("out", "out/.*", "back", "back/.*", "outside")


def planted(name, told, source="a.txt", file="a-0001.txt", use=VERIFY, before="", prepare=None, status=2, **more):
    command = PLANT.format(source=source, file=file) + before + use
    flag = "verified" if VERIFY in use else "rebuilt"
    return Case(f"a manifest that names {name}, {flag}", command, {"a.txt": "some words\n"}, prepare=prepare,
                status=status, told=told, makes=MADE, **more)


def names_of_others():
    yield planted("the root folder as a source", "/: is a folder", source="/", stdout="missing,same\n")
    yield planted("a folder as a source", "out: is a folder", source="out", stdout="missing,same\n")
    yield planted("/dev/zero as a source", "/dev/zero: is a device", source="/dev/zero", stdout="missing,same\n")
    yield planted("standard input as a source", "cannot be read again", source="/dev/stdin", use="cat | " + VERIFY, status=1)
    yield planted("a pipe as a source", "p: is a named pipe", source="p", prepare=lambda folder: os.mkfifo(folder / "p"), stdout="missing,same\n")
    for use in (VERIFY, REBUILD):
        yield planted("a segment above it", "leads out of its folder", file="../a.txt", use=use)
        yield planted("a segment by an absolute path", "leads out of its folder", file="/etc/passwd", use=use)
        yield planted("a folder as a segment", "is a folder", file="sub", before="mkdir out/sub; ", use=use)
        yield planted("a pipe as a segment", "is a named pipe", file="pipe", before="mkfifo out/pipe; ", use=use)
        yield planted("/dev/zero as a segment by a link", "is a symbolic link", file="zero", before="ln -s /dev/zero out/zero; ", use=use)
        yield planted("a segment behind a link to a folder", "is a symbolic link", file="up/a.txt", before="ln -s .. out/up; ", use=use)
        yield planted("itself as a segment", "", file="manifest.csv", use=use, status=1 if use == VERIFY else 2)
    for name, source, place in [
        ("a path that leads out", "../../../tmp/up.txt", "back/_up/_up/_up/tmp/up.txt"),
        ("an absolute path", "/tmp/textmill-planted.txt", "back/tmp/textmill-planted.txt"),
        ("a device", "d/nul.txt", "back/d/_nul.txt"),
        ("a folder that git obeys", ".git/config", "back/_.git/config"),
        ("an escape sequence", "a\x1b[2J.txt", "back/a_[2J.txt"),
        ("a reversed name", "exe\u202etxt.a", "back/exe_txt.a"),
        ("a very long name", "n" * 250 + ".txt", "back/" + "n" * 236 + ".txt"),
    ]:
        yield planted(f"{name} as a source", "", source=source, use=REBUILD, status=0, check=holds(place))
    for force in ("", " --force"):
        yield planted(f"a source behind a planted link{force}", "is a symbolic link", source="in/a.txt", use=REBUILD + force + "; code=$?; ls outside; exit $code",
                      before="mkdir back outside; ln -s ../outside back/in; ", stdout="")
    yield planted("a source in the place of a link", "back/a.txt", use=REBUILD, before="mkdir back; ln -s ../a.txt back/a.txt; ")
    yield Case("two sources that end alike are two files", "cd p && textmill split ../s.txt s.txt --by line -o o/ && textmill split --rebuild o/manifest.csv -o back/ && cat back/_up/s.txt back/s.txt",
               {"s.txt": "above\n", "p/s.txt": "here\n"}, stdout="above\nhere\n", told="_up", makes=("p/o", "p/o/.*", "p/back", "p/back/.*"))
    yield Case("a name that is no UTF-8 is split, verified and rebuilt",
               "textmill split n --by line -o out/ && textmill split --verify out/manifest.csv --no-header && textmill split --rebuild out/manifest.csv -o back/ && diff -r n back/n",
               {b"n/caf\xe9.txt": "one\ntwo\n", b"n/\\xe9.txt": "three\n"}, stdout="", told="2 put together again", makes=MADE)
    yield Case("a folder as a manifest", "textmill split --verify d", {"d/a.csv": "text\nx\n"}, status=2, told="a manifest is a file")
    yield Case("a pipe without a writer as a manifest", "textmill split --verify p", prepare=lambda folder: os.mkfifo(folder / "p"), status=2, told="p: ")
    yield Case("a manifest without end", f"(printf '{HEADER.strip()}\\n'; yes 'a#1,a,,bytes,0,0,1,1,1,0,x') | textmill split --verify - --max-document 16M",
               status=2, told="longer than the 16.0 MiB", seconds=60)
    for place in ("18446744073709551615", "9223372036854775807", "-1", "1e3"):
        yield Case(f"a segment at byte {place}", "textmill split --verify m.csv; textmill split --rebuild m.csv -o back/",
                   {"m.csv": HEADER + f"a#1,a.txt,,bytes,{place},{place},{place},1,1,1f61d169b194fca40f756b7b03cbaad9,a.txt\n", "a.txt": "x"},
                   status=2, told="textmill: ", makes=MADE)


def holds(place):
    return lambda folder: None if (folder / place).read_text() == "some words\n" else f"{place} is not the source"


def cases():
    yield from names_of_others()
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
