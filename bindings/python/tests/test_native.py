"""Text to text: total, without a leak, and without holding the interpreter."""

import gc
import json
import os
import random
import subprocess
import sys
import threading
import time

import pytest
from common import question_json, questions

from customer_core import CONTRACT_VERSION, CustomerCoreError, adobe, commvault, decide_json, ibm

VERDICTS = {
    "applied", "unchanged", "rejected", "undecided", "unreadable", "planned", "nothing",
    "unreachable", "composed", "accepted", "refused", "compared",
}  # fmt: skip
RANDOM = 100_000


def verdict(answer):
    return json.loads(answer)["verdict"]


def test_text_and_every_kind_of_bytes_are_answered_alike():
    text = question_json(input={"update": {"externalReferenceId": "Größe"}})
    answer = decide_json(text)
    assert verdict(answer) == "applied"
    data = text.encode()
    for question in (data, bytearray(data), memoryview(data), memoryview(b"x" + data)[1:]):
        assert decide_json(question) == answer
    # Each other byte.
    assert decide_json(memoryview(bytes(2 * len(data)))[::2]) == decide_json(bytes(len(data)))


@pytest.mark.parametrize("question", [None, 1, [], {}, object(), memoryview(b"abcd").cast("I")])
def test_what_is_neither_is_a_type_error(question):
    with pytest.raises(TypeError):
        decide_json(question)


def test_what_is_no_text_is_unreadable():
    for question in ("", "\ud800", b"\xff", b"\0", "\0", "[" * 1_000_000, "null", "\ufeff{}"):
        assert verdict(decide_json(question)) == "unreadable"


def mutated(draw, question):
    """A question with some bytes changed, taken away or doubled."""
    data = bytearray(question)
    for _ in range(draw.randrange(1, 6)):
        at = draw.randrange(len(data) + 1)
        match draw.randrange(4):
            case 0:
                data[at : at + draw.randrange(9)] = b""
            case 1:
                data[at:at] = draw.randbytes(draw.randrange(5))
            case 2:
                data[at:at] = data[at : at + draw.randrange(40)]
            case _:
                data[at:at] = draw.choice((b"null", b"{}", b"[]", b"-1", b'""', b"1e999", b"\\u"))
    return bytes(data)


def test_random_inputs_are_answered():
    draw = random.Random(16)
    pool = [question for question in questions() if len(question) < 4000]
    seen = set()
    for number in range(RANDOM):
        if number % 4 == 0:
            question = draw.randbytes(draw.randrange(60))
        else:
            question = mutated(draw, draw.choice(pool))
        answer = decide_json(question)
        assert answer.startswith('{"version":1,"verdict":"') or answer.startswith('{"id":')
        if number % 16 == 1:
            seen.add(verdict(answer))
    assert {"applied", "rejected", "undecided", "unreadable", "planned"} <= seen <= VERDICTS


def drawn(draw, depth=0):
    """Any value that a caller may hand over, right or wrong."""
    match draw.randrange(9 if depth < 4 else 6):
        case 0:
            return None
        case 1:
            return draw.choice((0, 1, -1, 2**64, 10**30, 1.5, -0.0, 1e300))
        case 2:
            return draw.choice((True, False))
        case 3 | 4 | 5:
            return draw.choice(("", "1000", "COM", "a@b.c", "LICENSE", "\ud800", "\0", "é" * 300))
        case 6:
            return [drawn(draw, depth + 1) for _ in range(draw.randrange(4))]
        case _:
            names = ("companyProfile", "contacts", "status", "Customer", "name", "email", "data")
            return {draw.choice(names): drawn(draw, depth + 1) for _ in range(draw.randrange(4))}


def test_random_documents_end_in_a_result_or_a_known_exception():
    draw = random.Random(61)
    for _ in range(10_000):
        module = draw.choice((adobe, ibm, commvault))
        function = draw.choice((module.decide, module.needs, module.plan))
        try:
            function(drawn(draw), drawn(draw), internal=drawn(draw), policy=drawn(draw))
        except CustomerCoreError as error:
            assert str(error)


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="no /proc here")
def test_memory_stays_flat():
    applied = question_json(input={"update": {"externalReferenceId": "1"}})
    customer = json.loads(applied)["customer"]

    def round_of_calls():
        for _ in range(20_000):
            decide_json(applied)
            decide_json("{")
            adobe.decide(customer, {"externalReferenceId": "1"})
            try:
                adobe.decide(customer, {"x": 1})
            except CustomerCoreError:
                pass
        gc.collect()

    round_of_calls()
    before = resident()
    round_of_calls()
    round_of_calls()
    # 160,000 answers of some 500 bytes were made in between: a leak would be 80 MB.
    assert resident() - before < 2_000_000


def test_the_interpreter_is_released():
    """While one thread is in the core, another one goes on: it could not, if it waited."""
    wide = {"status": "1000", "extra": ["x" * 20] * 150_000}
    question = json.dumps({"vendor": "adobe", "customer": wide, "input": {"update": {}}})
    began, ended = threading.Event(), threading.Event()

    def asks():
        began.set()
        answer = decide_json(question)
        ended.set()
        assert '"unchanged"' in answer[:60]

    # No thread is made to give way: only a call that releases the interpreter lets another one in.
    interval = sys.getswitchinterval()
    sys.setswitchinterval(60)
    try:
        thread = threading.Thread(target=asks)
        thread.start()
        began.wait()
        count = 0
        while not ended.is_set():
            count += 1
            time.sleep(0)
        thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert count > 100


def test_many_threads_get_the_answers_of_one():
    pool = questions()[:2000]
    expected = [decide_json(question) for question in pool]
    found = []

    def asks():
        found.append([decide_json(question) for question in pool] == expected)

    threads = [threading.Thread(target=asks) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 8


def test_the_version_is_the_contracts():
    assert CONTRACT_VERSION == json.loads(decide_json(""))["version"] == 1


def test_the_package_is_imported_without_what_is_slow():
    slow = "{'collections', 'dataclasses', 'datetime', 'json', 're', 'typing'}"
    # What the start of this interpreter has loaded anyway is none of ours.
    code = (
        "import sys; had = set(sys.modules); import customer_core; "
        f"print({slow} & set(sys.modules) - had)"
    )
    ran = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=True)
    assert ran.stdout == b"set()\n"
