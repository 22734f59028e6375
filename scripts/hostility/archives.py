"""Compressed inputs that are cut, wrong, or far too large inside."""

import bz2
import gzip
import lzma
import shutil
import subprocess

from .case import Case

TEXT = b"one two three\n" * 2000
COUNT = "textmill stats {} --only bytes,tokens"
WHOLE = f"bytes,tokens\n{len(TEXT)},6000\n"


def zstd(data):
    return subprocess.run(["zstd", "-q", "-c"], input=data, capture_output=True, check=True).stdout if shutil.which("zstd") else None


def cases():
    packers = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zstd}
    for suffix, pack in packers.items():
        packed = pack(TEXT)
        if packed is None:
            continue
        name = f"a.txt.{suffix}"
        yield Case(f"{suffix}: whole", COUNT.format(name), {name: packed}, stdout=WHOLE)
        yield Case(f"{suffix}: without its suffix", COUNT.format("a.txt"), {"a.txt": packed}, stdout=WHOLE)
        yield Case(f"{suffix}: two members", COUNT.format(name), {name: packed + packed}, stdout=f"bytes,tokens\n{2 * len(TEXT)},12000\n")
        yield Case(f"{suffix}: cut in the middle", COUNT.format(name), {name: packed[: len(packed) // 2]}, status=2, told=name.replace(".", r"\."))
        yield Case(f"{suffix}: cut by a byte", COUNT.format(name), {name: packed[:-1]}, status=2, told=name.replace(".", r"\."))
        yield Case(f"{suffix}: only its first bytes", COUNT.format(name), {name: packed[:6]}, status=2, told=name.replace(".", r"\."))
        yield Case(f"{suffix}: of nothing", COUNT.format(name), {name: pack(b"")}, stdout="bytes,tokens\n0,0\n")
        turned = bytearray(packed)
        turned[len(turned) * 2 // 3] ^= 0x10
        yield Case(f"{suffix}: a bit turned", COUNT.format(name), {name: bytes(turned)}, status=2, told=name.replace(".", r"\."))
        yield Case(f"{suffix}: noise behind", COUNT.format(name), {name: packed + b"noise" * 10}, status=(0, 2), told=name.replace(".", r"\."))
        yield Case(f"{suffix}: packed twice", COUNT.format(name), {name: pack(packed)}, status=(0, 2))
        yield Case(f"{suffix}: others go on", f"textmill stats {name} b.txt --only bytes", {name: packed[:-5], "b.txt": "good\n"}, status=2,
                   told=name.replace(".", r"\."))
    yield Case("text with a suffix of gzip", COUNT.format("a.txt.gz"), {"a.txt.gz": "one two\n"}, status=(0, 2))
    bomb = gzip.compress(b"a b " * 50_000_000, 9)
    yield Case("a bomb of 200 MB is counted in bounded memory", "textmill stats a.txt.gz --only bytes", {"a.txt.gz": bomb},
               stdout="bytes\n200000000\n", seconds=60, is_dear=True)
    yield Case("a bomb is no document", "textmill export a.txt.gz --columns id", {"a.txt.gz": gzip.compress(b"\x61" * 400_000_000, 9)}, status=2,
               told="--max-document", seconds=60, megabytes=1200, is_dear=True)
    for n_levels in (3,):
        nested = b"x" * 1_000_000
        for _ in range(n_levels):
            nested = gzip.compress(nested)
        yield Case("gzip in gzip in gzip", COUNT.format("a.gz"), {"a.gz": nested}, status=(0, 2))
