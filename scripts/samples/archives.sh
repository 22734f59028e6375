#!/bin/sh
# Writes small archives of several programs into the folder that is named: Info-ZIP, 7-Zip, Python, GNU tar, bsdtar. Needs zip,
# 7z, python3, tar, bsdtar.
set -eu
out=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir -p docs/more
echo "The first text." > docs/b.txt
echo "Der zweite Text, größer." > docs/more/Übersicht.txt
yes "A line that comes often." | head -50 > docs/a.txt
long=docs/$(printf 'folder-with-a-long-name/%.0s' 1 2 3 4 5 6)$(printf 'n%.0s' 1 2 3 4 5 6 7 8 9 0)
mkdir -p "$long"
echo "Deep down." > "$long/deep.txt"
ln -s b.txt docs/link.txt
touch docs/.DS_Store
find docs -exec touch -h -d 2024-05-06T10:00:00Z {} +
rm -f "$out"/info-zip.zip "$out"/seven.zip "$out"/encrypted.zip
zip -qrX -y "$out/info-zip.zip" docs
zip -qrX -P secret "$out/encrypted.zip" docs/b.txt
7z a -bd -bso0 -snl "$out/seven.zip" docs
tar --sort=name --owner=0 --group=0 --numeric-owner -cf "$out/gnu.tar" docs
bsdtar --format pax --uid 0 --gid 0 --uname "" --gname "" -cf "$out/bsd.tar" docs
python3 - "$out" <<'PY'
import sys, tarfile, zipfile, io
out = sys.argv[1]
with zipfile.ZipFile(out + "/unsafe.zip", "w") as z:
    for name in ["../../up.txt", "/root.txt", "same.txt", "same.txt", "__MACOSX/._a.txt", "a/.DS_Store"]:
        z.writestr(zipfile.ZipInfo(name, (2024, 5, 6, 10, 0, 0)), f"text of {name}\n")
PY
gzip -n9f "$out/gnu.tar" "$out/bsd.tar"
