"""The law of the bindings: each answers as `customer batch`, byte for byte.

    python bindings/law.py CUSTOMER [--library FILE] [--answers NAME FILE]...

asks the installed wheel, the C library through ctypes, and compares what other programs have
answered to the lines of `questions.py`. `customer batch` puts the number of the line before the
message of what it can't read: that alone is taken away before.
"""

from __future__ import annotations

import argparse
import ctypes
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from questions import questions


def of_batch(program: str, asked: list[bytes]) -> list[bytes]:
    """What the program answers."""
    text = b"\n".join(asked) + b"\n"
    run = subprocess.run([program, "batch", "--quiet"], input=text, capture_output=True, check=True)
    return [without_number(line) for line in run.stdout.split(b"\n")[:-1]]


def without_number(line: bytes) -> bytes:
    if b'"verdict":"unreadable"' not in line:
        return line
    return re.sub(rb'"message":"line \d+: ', b'"message":"', line)


def of_library(path: str) -> Callable[[bytes], bytes]:
    """The C library, as a caller without a compiler uses it."""
    library = ctypes.CDLL(path)
    library.customer_apply.argtypes = [
        ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(ctypes.c_size_t)
    ]  # fmt: skip
    library.customer_apply.restype = ctypes.c_void_p
    library.customer_free.argtypes = [ctypes.c_void_p]
    library.customer_free.restype = None

    def apply(question: bytes) -> bytes:
        length = ctypes.c_size_t()
        answer = library.customer_apply(question, len(question), ctypes.byref(length))
        try:
            return ctypes.string_at(answer, length.value)
        finally:
            library.customer_free(answer)

    return apply


def of_wheel(question: bytes) -> bytes:
    from customer_core import decide_json

    answer = decide_json(question)
    try:
        text = question.decode()
    except UnicodeDecodeError:
        text = ""
    if text and decide_json(text) != answer:
        raise SystemExit("the wheel answers text otherwise than bytes")
    return answer.encode()


def compare(name: str, expected: list[bytes], answers: Iterable[bytes]) -> None:
    """Ends the run at the first difference."""
    answers = list(answers)
    if len(answers) != len(expected):
        raise SystemExit(f"{name}: {len(answers)} answers to {len(expected)} questions")
    for number, (one, other) in enumerate(zip(expected, answers, strict=True), 1):
        if one != other:
            raise SystemExit(f"{name}, line {number}:\n  batch {one!r}\n  {name} {other!r}")
    print(f"{name}: {len(answers)} answers, as customer batch")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("customer", help="the program")
    parser.add_argument("--library", help="the C library")
    parser.add_argument("--answers", nargs=2, action="append", default=[], metavar=("NAME", "FILE"))
    parser.add_argument("--no-wheel", action="store_true")
    given = parser.parse_args()
    asked = list(questions())
    expected = of_batch(given.customer, asked)
    verdicts = {re.findall(rb'"verdict":"([a-z]+)"', line)[0].decode() for line in expected}
    print(f"{len(asked)} questions; verdicts: {', '.join(sorted(verdicts))}")
    if not given.no_wheel:
        compare("wheel", expected, map(of_wheel, asked))
    if given.library:
        compare("ctypes", expected, map(of_library(given.library), asked))
    for name, file in given.answers:
        compare(name, expected, Path(file).read_bytes().split(b"\n")[:-1])


if __name__ == "__main__":
    sys.exit(main())
