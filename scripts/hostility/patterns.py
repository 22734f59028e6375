"""What costs too much if it is done simply."""

from .case import Case

A = "a" * 30_000


def cases():
    for name, pattern in [("nested repetition", "(a+)+$"), ("alternatives of the same", "(a|a)*b"), ("counted in counted", "(a{0,50}){0,50}b"),
                          ("every start", ".*.*.*x"), ("optional many times", "a?" * 30 + "a" * 30)]:
        yield Case(f"search: {name}", f"textmill stats a.txt --per hit --match '{pattern}' --columns start | wc -l", {"a.txt": A + "!"}, status=(0, 2), seconds=60,
                   is_dear=name == "counted in counted")
        yield Case(f"split: {name}", f"textmill split a.txt --on '{pattern}' --columns start | wc -l", {"a.txt": A + "!"}, status=(0, 2), seconds=60)
    yield Case("a pattern too large", "textmill stats a.txt --per hit --match '(x{1000}){1000}'", {"a.txt": "x"}, status=2, told="textmill: ")
    yield Case("a wrong pattern", "textmill split a.txt --at '('", {"a.txt": "x"}, status=2, told="--at")
    yield Case("n-grams of 50 words", "textmill stats a.txt --per ngram -n 50 --top 1 --columns n", {"a.txt": "to be or not " * 50_000}, stdout="n\n50\n", seconds=60)
    yield Case("n-grams of all lengths", "textmill stats a.txt --per ngram -n 1-20 --top 1 --columns n | wc -l", {"a.txt": " ".join(map(str, range(30_000)))}, seconds=60,
               megabytes=900)
    words = lambda: (f"w{n} " for n in range(1_000_000))  # noqa: E731
    yield Case("a million types", "textmill stats a.txt --only tokens,types", {"a.txt": words}, stdout="tokens,types\n1000000,1000000\n", seconds=60)
    yield Case("a million types are too many for the memory allowed", "textmill stats a.txt --per word --memory 4M", {"a.txt": words}, status=2, told="--memory")
    yield Case("every word beside every other", "textmill stats a.txt --per collocation --top 5 | wc -l",
               {"a.txt": lambda: (f"w{n * n % 2003} " for n in range(200_000))}, seconds=90, megabytes=1500)
    same = "".join(f'{{"id":"{n}","text":"one and the same text of ten words it is"}}\n' for n in range(50_000))
    yield Case("50,000 equal documents", "textmill dedupe a.jsonl --columns id -q", {"a.jsonl": same}, stdout="id\n0\n", seconds=60)
    near = "".join('{"id":"%d","text":"%s tail %d"}\n' % (n, "the quick brown fox jumps over the lazy dog " * 5, n) for n in range(20_000))
    yield Case("20,000 nearly equal documents", "textmill dedupe a.jsonl --columns id -q | wc -l", {"a.jsonl": near}, seconds=120, megabytes=900)
    yield Case("one word 10,000 times per document", "textmill dedupe a.jsonl --columns id -q | wc -l",
               {"a.jsonl": "".join('{"id":"%d","text":"%s"}\n' % (n, "word " * (1000 + n)) for n in range(300))}, seconds=60)
    equal, numbers = "x\n" * 200_000, "".join(f"{n}\n" for n in range(200_000))
    yield Case("diff: all lines equal", "textmill diff a.txt b.txt | wc -l", {"a.txt": equal, "b.txt": equal + "x\n" * 1000}, status=(0, 1), seconds=60)
    yield Case("diff: turned round", "textmill diff a.txt b.txt --timeout 3 | wc -l",
               {"a.txt": numbers, "b.txt": "".join(reversed(numbers.splitlines(True)))}, status=(0, 1), seconds=60)
    yield Case("diff: nothing in common", "textmill diff a.txt b.txt --timeout 3 | wc -l",
               {"a.txt": numbers, "b.txt": numbers.replace("\n", "x\n")}, status=(0, 1), seconds=60)
    bits = "".join("a\n" if (n * 2654435761 >> 13) & 1 else "b\n" for n in range(300_000))
    yield Case("diff: two lines at random", "textmill diff a.txt b.txt --timeout 3 | wc -l", {"a.txt": bits, "b.txt": bits[1::-1] + bits[7:]}, status=(0, 1), seconds=60)
    one_line = "word%d " * 200_000 % tuple(range(200_000))
    yield Case("diff: words of one long line", "textmill diff a.txt b.txt --words --timeout 3 | wc -l",
               {"a.txt": one_line, "b.txt": " ".join(reversed(one_line.split()))}, status=(0, 1), seconds=60, megabytes=900)
    yield Case("a thousand patterns of files", "textmill stats . --only documents " + " ".join(f"--glob '*{n}*'" for n in range(1000)), {"a1.txt": "x"},
               stdout="documents\n1\n")
    yield Case("a pattern of files with many stars", "textmill stats . --glob '" + "*a" * 50 + "b' --only documents", {"a" * 200 + ".txt": "x"}, status=(0, 2))
    yield Case("a list with 100,000 names", "textmill stats --files-from list --only documents", {"list": "a.txt\n" * 100_000, "a.txt": "x"}, status=(0, 2), seconds=60)
    variants = lambda: (f"Name{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676 % 26)} " for n in range(60_000))  # noqa: E731
    yield Case("spellings that all resemble each other", "textmill stats a.txt --per variant | wc -l", {"a.txt": variants}, seconds=90, megabytes=900,
               is_dear=True)
    terms = "label,variant\n" + "".join(f"l{n},term {n}\n" for n in range(2_000))
    yield Case("2,000 terms", "textmill stats a.txt --per term --terms t.csv --columns label | wc -l",
               {"a.txt": "".join(f"term {n} " for n in range(2_000)), "t.csv": terms}, seconds=60, megabytes=900)
    alike = "label,variant\n" + "".join(f"one,term {n:05} of many\n" for n in range(20_000))
    yield Case("20,000 spellings of one label that begin alike", "textmill stats a.txt --per term --terms t.csv --columns frequency",
               {"a.txt": "term 12345 of many and term 1 of none " * 40_000, "t.csv": alike}, stdout="frequency\n40000\n")
