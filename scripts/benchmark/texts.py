"""The texts that are measured with, made from a folder that has one folder a language, each when it is asked for.

Only files of UTF-8 without NUL are taken, so that every program reads the same characters. What is made depends on the
files alone: they are taken in the order of their names.
"""

import dataclasses
import functools
import heapq
import itertools
import os
import pathlib
import shutil

# A small file; what is longer is a book, and no task for a reader of many files.
MAX_SMALL_BYTES = 100_000


@dataclasses.dataclass(frozen=True)
class Text:
    """One file, or a folder of files with a list of their names."""

    path: pathlib.Path
    n_bytes: int
    n_files: int = 1
    n_languages: int = 1
    # The names with NUL between them, as `wc --files0-from` and `textmill --files-from` read them.
    names: pathlib.Path | None = None

    def size(self) -> str:
        return f"{self.n_bytes / 1e9:.2f} GB" if self.n_bytes >= 1e9 else f"{self.n_bytes / 1e6:.0f} MB"


class Texts:
    def __init__(self, folder: pathlib.Path, scratch: pathlib.Path) -> None:
        self.folder = folder
        self.scratch = scratch

    @functools.cached_property
    def by_language(self) -> dict:
        """The files of each folder; those that are in none are a language of their own."""
        found = {}
        for path in sorted(path for path in self.folder.rglob("*") if path.is_file() and not path.is_symlink()):
            parts = path.relative_to(self.folder).parts
            found.setdefault(parts[0] if len(parts) > 1 else "", []).append(path)
        if not found:
            raise SystemExit(f"{self.folder} has no files")
        return found

    def english_files(self) -> list:
        """The files of `en`, `en-gb` and so on; all files if there is no such folder."""
        english = [name for name in self.by_language if name == "en" or name.startswith(("en-", "en_"))]
        return [path for name in english or self.by_language for path in self.by_language[name]]

    def english(self, n_bytes: int) -> Text:
        """One file of so many bytes, by going over the English files again and again."""
        target = self.scratch / f"english-{n_bytes}.txt"
        if target.exists():
            return Text(target, target.stat().st_size)
        with target.open("wb") as out:
            while out.tell() < n_bytes:
                before = out.tell()
                for data in filter(None, map(text_of, self.english_files())):
                    out.write(data)
                    if out.tell() >= n_bytes:
                        break
                if out.tell() == before:
                    raise SystemExit(f"{self.folder} has no text in UTF-8")
        return Text(target, target.stat().st_size)

    def times(self, text: Text, n: int) -> Text:
        """The same file n times in one."""
        target = self.scratch / f"{text.path.stem}-{n}-times.txt"
        with target.open("wb") as out:
            for _ in range(n):
                with text.path.open("rb") as part:
                    shutil.copyfileobj(part, out, 1 << 20)
        return Text(target, text.n_bytes * n)

    def half(self, text: Text) -> Text:
        """The first half of a file, to the end of a line."""
        target = self.scratch / f"{text.path.stem}-half.txt"
        if target.exists():
            return Text(target, target.stat().st_size)
        with text.path.open("rb") as whole, target.open("wb") as out:
            for line in whole:
                out.write(line)
                if out.tell() >= text.n_bytes // 2:
                    break
        return Text(target, target.stat().st_size)

    @functools.lru_cache
    def languages(self, n_bytes: int) -> Text:
        """One file in which every language has as much as it can: the one that has least so far goes next."""
        target = self.scratch / "languages.txt"
        left = [(0, name, iter(paths)) for name, paths in sorted(self.by_language.items())]
        with target.open("wb") as out:
            while left and out.tell() < n_bytes:
                n_given, name, paths = left[0]
                data = next(filter(None, map(text_of, paths)), None)
                if data is None:
                    heapq.heappop(left)
                    continue
                out.write(data)
                heapq.heapreplace(left, (n_given + len(data), name, paths))
        return Text(target, target.stat().st_size, n_languages=len(self.by_language))

    @functools.lru_cache
    def small(self, n_files: int) -> Text:
        """Up to so many small English files, evenly from all of them, copied into folders of a thousand."""
        fitting = [path for path in self.english_files() if 0 < path.stat().st_size <= MAX_SMALL_BYTES]
        step = max(1, len(fitting) / n_files)
        chosen = (fitting[int(step * idx)] for idx in range(min(n_files, len(fitting))))
        folder, names, n_bytes = self.scratch / "small", [], 0
        for number, data in enumerate(filter(None, map(text_of, chosen))):
            path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            names.append(path)
            n_bytes += len(data)
        if not names:
            raise SystemExit(f"{self.folder} has no file of {MAX_SMALL_BYTES} bytes or less in UTF-8")
        return Text(folder, n_bytes, len(names), names=write_names(self.scratch / "small.names", names))

    def every_second(self, text: Text) -> Text:
        """Half of the small files, long and short ones alike."""
        every = text.names.read_bytes().split(b"\0")
        chosen = [pathlib.Path(os.fsdecode(name)) for name in itertools.islice(every, 0, None, 2)]
        n_bytes = sum(path.stat().st_size for path in chosen)
        return Text(text.path, n_bytes, len(chosen), names=write_names(self.scratch / "half.names", chosen))


def write_names(target: pathlib.Path, names: list) -> pathlib.Path:
    target.write_bytes(b"\0".join(map(os.fsencode, names)))
    return target


def text_of(path: pathlib.Path) -> bytes:
    """What a file holds, with a line end after it; nothing if that is not text in UTF-8."""
    data = path.read_bytes()
    try:
        data.decode()
    except UnicodeDecodeError:
        return b""
    if b"\0" in data or not data:
        return b""
    return data if data.endswith(b"\n") else data + b"\n"
