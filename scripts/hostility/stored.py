"""Files that the program wrote itself, damaged on their way back: in each of some sixty places a byte is another one, or the
file ends there."""

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
