"""Budgets of the wheel, beside what one would write in Python: `python bench.py [--library FILE]`.

One question of Adobe (the tour's record and update) is answered in turn by every way, many times,
and each way's least time a call is printed; then every budget, and the exit status is 1 if one is
missed. Needs jsonschema, fastjsonschema and json-merge-patch; orjson and the C library where given.

The peer is what integrators write: the update checked against the JSON Schema, four of Adobe's
rules by hand, RFC 7396, and the differences. It knows no facts, no effects, no commitment and no
answer of the vendor. The core's own time is that of the C library, called in a loop by C.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fastjsonschema
import json_merge_patch
import jsonschema

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ROUNDS, CALLS = 60, 400


def document(path: str) -> Any:
    return json.loads((ROOT / path).read_text(encoding="utf-8"))


def compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


RECORD = document("apps/customer/tour/adobe-customer.json")
UPDATE = document("apps/customer/tour/adobe-update-no-group.json")
FACTS: Any = {
    "partner_global_sales": True,
    "active_subscriptions": 0,
    "reseller_market_segments": ["COM"],
}
QUESTION = {
    "vendor": "adobe",
    "policy": "documented",
    "customer": RECORD,
    "input": {"update": UPDATE},
    "facts": {
        "partnerGlobalSales": True,
        "activeSubscriptions": 0,
        "resellerMarketSegments": ["COM"],
    },
}
TEXT = compact(QUESTION)


class Peer:
    """The pure Python that the wheel takes the place of."""

    def __init__(self, fast: bool) -> None:
        schema = document("docs/schema/update.json")
        schema = {"$defs": schema["$defs"], "$ref": "#/$defs/adobe.Update"}
        if fast:
            # The compiler knows `definitions`, and the draft before.
            text = compact(schema).replace("$defs", "definitions")
            self.check: Callable[[Any], Any] = fastjsonschema.compile(json.loads(text))
        else:
            self.check = jsonschema.Draft202012Validator(schema).validate

    def decide(self, record: Any, update: Any) -> tuple[Any, list[Any]]:
        """The record afterwards, and what changed in it."""
        self.check(update)
        wrong = []
        before, after = record.get("companyProfile", {}), update.get("companyProfile", {})
        if after.get("contacts") == []:
            wrong.append(("1117", "/companyProfile/contacts"))
        if after.get("companyName", before.get("companyName")) != before.get("companyName"):
            wrong.append(("1119", "/companyProfile/companyName"))
        for name in ("country", "region"):
            old = before.get("address", {}).get(name)
            if after.get("address", {}).get(name, old) != old:
                wrong.append(("1119", f"/companyProfile/address/{name}"))
        known = {one["email"].lower(): one for one in before.get("contacts", ())}
        for index, one in enumerate(after.get("contacts", ())):
            stored = known.get(one["email"].lower(), one)
            if (one["firstName"], one["lastName"]) != (stored["firstName"], stored["lastName"]):
                wrong.append(("1119", f"/companyProfile/contacts/{index}"))
        if wrong:
            raise ValueError(wrong)
        merged = json_merge_patch.merge(record, update)
        return merged, list(differences("", record, merged))


def differences(pointer: str, one: Any, other: Any) -> Any:
    if isinstance(one, dict) and isinstance(other, dict):
        for name in {**one, **other}:
            yield from differences(f"{pointer}/{name}", one.get(name), other.get(name))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from differences(f"{pointer}/{index}", left, right)
    elif one != other:
        yield pointer, one, other


def ways() -> dict[str, Callable[[], object]]:
    from customer_core import adobe, decide_json

    peer, fast = Peer(fast=False), Peer(fast=True)
    data = TEXT.encode()
    found: dict[str, Callable[[], object]] = {
        "wheel, str to str": lambda: decide_json(TEXT),
        "wheel, bytes to str": lambda: decide_json(data),
        "wheel, an empty question": lambda: decide_json("{}"),
        "wheel, dicts with json": lambda: json.loads(decide_json(compact(QUESTION))),
        "wheel, adobe.decide": lambda: adobe.decide(RECORD, UPDATE, **FACTS),
        "pure Python, jsonschema": lambda: peer.decide(RECORD, UPDATE),
        "pure Python, fastjsonschema": lambda: fast.decide(RECORD, UPDATE),
        "the same, text to text": lambda: compact(
            fast.decide(*map(json.loads, (compact_record, compact_update)))
        ),
    }
    compact_record, compact_update = compact(RECORD), compact(UPDATE)
    try:
        import orjson
    except ImportError:
        return found
    found["wheel, dicts with orjson"] = lambda: orjson.loads(decide_json(orjson.dumps(QUESTION)))
    return found


def measured(library: str | None) -> dict[str, float]:
    """The least microseconds a call of every way; all take turns, so a busy moment hits all."""
    all_ways = ways()
    least = dict.fromkeys(all_ways, float("inf"))
    with tempfile.TemporaryDirectory() as folder:
        timer = compiled(library, folder) if library else None
        for _ in range(ROUNDS):
            for name, way in all_ways.items():
                began = time.perf_counter()
                for _ in range(CALLS):
                    way()
                least[name] = min(least[name], (time.perf_counter() - began) / CALLS * 1e6)
            if timer:
                ran = subprocess.run(timer, capture_output=True, check=True)
                core = float(ran.stdout) / 1e3
                least["the core, called by C"] = min(least.get("the core, called by C", core), core)
    return least


def compiled(library: str, folder: str) -> list[str]:
    """The program that times the library."""
    c, program, text = ROOT / "bindings" / "c", f"{folder}/time", f"{folder}/question"
    Path(text).write_text(TEXT, encoding="utf-8")
    place = os.path.dirname(os.path.abspath(library))
    flags = ["-O2", f"-I{c}/include", f"-L{place}", "-lcustomer", f"-Wl,-rpath,{place}"]
    subprocess.run(["cc", f"{c}/tests/time.c", *flags, "-o", program], check=True)
    return [program, text, str(CALLS * 4)]


def imported() -> float:
    """Milliseconds of `import customer_core` in a new process: the least of several."""
    code = (
        "import time; began = time.perf_counter(); import customer_core; "
        "print(time.perf_counter() - began)"
    )
    runs = [
        subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=True).stdout
        for _ in range(15)
    ]
    return min(float(run) for run in runs) * 1e3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", help="libcustomer.so of bindings/c")
    parser.add_argument("--wheel", help="the file of the wheel")
    given = parser.parse_args()
    from customer_core import decide_json

    sizes = f"question {len(TEXT)} bytes, answer {len(decide_json(TEXT))} bytes"
    print(f"{sizes}; microseconds a call:")
    least = measured(given.library)
    for name, microseconds in sorted(least.items(), key=lambda row: row[1]):
        print(f"  {name:<30}{microseconds:8.2f}")
    budgets = [("import, ms", imported(), 5.0)]
    ratio = least["pure Python, jsonschema"] / least["wheel, adobe.decide"]
    budgets.append(("wheel over peer, dicts, 1/x", 1 / ratio, 1 / 2.5))
    if given.library:
        most = 1.3 * least["the core, called by C"] + 1
        budgets.append(("wheel, text to text, us", least["wheel, str to str"], most))
    if given.wheel:
        budgets.append(("wheel, bytes", Path(given.wheel).stat().st_size, 1e6))
    missed = 0
    for name, found, most in budgets:
        missed += found > most
        print(f"{'ok  ' if found <= most else 'MISS'} {name}: {found:.5g}, at most {most:.5g}")
    print(f"adobe.decide is {ratio:.1f} times as fast as pure Python with jsonschema")
    return min(missed, 1)


if __name__ == "__main__":
    sys.exit(main())
