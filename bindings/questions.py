"""Prints the questions that every binding is asked, one a line: `python bindings/questions.py`.

Those of the repository's cases in each of their presets, those of docs/CONTRACT.md, the corpus of
the fuzz target of the contract, and from each case also a wish for what its update says, both
updates of two cases as one, and two answers of the vendor; and one wish at several vendors. So
every verb of the contract is asked, by documents that were written for another one.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
QUESTION = json.loads((ROOT / "docs" / "schema" / "question.json").read_text(encoding="utf-8"))
NAMES = [one["$ref"].rsplit("/", 1)[1] for one in QUESTION["anyOf"]]
VENDORS = [name.split(".")[0] for name in NAMES if name.endswith(".Question")]


def merged(target: Any, patch: Any) -> Any:
    """RFC 7396, in which the cases write their records."""
    if not isinstance(patch, dict):
        return patch
    target = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            target.pop(name, None)
        else:
            target[name] = merged(target.get(name), value)
    return target


def of_case(vendor: str, records: dict[str, Any], case: dict[str, Any]) -> Iterator[Any]:
    """The questions of one case, as `tests/it/cases.rs` asks them; a text where it is no JSON."""
    if "raw" in case:
        yield case["raw"]
        return
    before = records[case["base"]] if "base" in case else case["customer"]
    before = merged(before, case["with"]) if "with" in case else before
    given = case["input"]
    if "echo" in given:
        given = {"update": merged(before, given["echo"])}
    more = {name: case[name] for name in ("internal", "facts") if name in case}
    for policy in case["policies"]:
        yield {"vendor": vendor, "policy": policy, "customer": before, "input": given, **more}


def cases() -> Iterator[Any]:
    """The questions of all cases."""
    for vendor in VENDORS:
        paths = sorted((ROOT / "tests" / "cases" / vendor).glob("*.json"))
        files = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
        records = {name: one for file in files for name, one in file.get("records", {}).items()}
        for file in files:
            for case in file.get("cases", ()):
                yield from of_case(vendor, records, case)


def other_verbs(question: dict[str, Any], update_before: Any) -> Iterator[Any]:
    """Wishes, two updates as one, and an answer, from the documents of a question."""
    update = question["input"]["update"]
    rest = {name: part for name, part in question.items() if name != "input"}
    yield {**rest, "wish": {"merge": update}, "intent": {"revision": "7"}}
    if question["vendor"] != "ibm":
        yield {**rest, "wish": {"document": merged(question["customer"], update)}}
    else:
        yield {**rest, "wish": {"document": update}}
    about = {"vendor": question["vendor"], "policy": question["policy"]}
    yield {**about, "compose": [update_before, update]}
    yield {**about, "answer": {"status": 200, "body": question["customer"]}}
    said = {"status": 400, "body": {"code": "1117", "additionalDetails": ["companyProfile"]}}
    yield {**about, "answer": said, "customer": question["customer"], "update": update}


def comparisons() -> Iterator[Any]:
    """One wish for a neutral customer at two vendors and at all, of empty records and whole ones."""
    contact = {"givenName": "Ada", "familyName": "Byron", "email": "ada@example.com"}
    address = {"line1": "1 Harbor Way", "country": "US", "region": "CA"}
    facts = {"ibm": {"role": "VSR", "sameOrganization": True}}
    empty: dict[str, Any] = {vendor: {} for vendor in VENDORS} | {"ibm": {"Customer": {}}}
    whole = {}
    for vendor in VENDORS:
        path = ROOT / "tests" / "cases" / vendor / "records.json"
        whole[vendor] = next(iter(json.loads(path.read_text(encoding="utf-8"))["records"].values()))
    wishes: list[Any] = [{}, {"name": "Acme"}, {"language": "de-DE"}, {"contacts": [contact]}]
    wishes += [{"phone": None}, {"website": "acme.example", "address": address}]
    for records in (empty, whole):
        parts = {one: {"customer": records[one], "facts": facts.get(one, {})} for one in VENDORS}
        for wish in wishes:
            for left_out in ("", *VENDORS):
                some = {vendor: part for vendor, part in parts.items() if vendor != left_out}
                yield {"compare": some, "wish": {"customer": wish}}


def questions() -> Iterator[bytes]:
    """Every question, as bytes without a line feed."""
    before: Any = {}
    for question in cases():
        if isinstance(question, str):
            yield from question.encode().split(b"\n")
            continue
        yield json.dumps(question, ensure_ascii=False).encode()
        if "update" in question["input"]:
            for other in other_verbs(question, before):
                yield json.dumps(other, ensure_ascii=True).encode()
            before = question["input"]["update"]
    for question in comparisons():
        yield json.dumps(question).encode()
    contract = (ROOT / "docs" / "CONTRACT.md").read_text(encoding="utf-8")
    for block in re.findall(r"```json question\n(.*?)```", contract, re.DOTALL):
        yield block.replace("\n", " ").encode()
    for path in sorted((ROOT / "fuzz" / "corpus" / "json_contract").iterdir()):
        yield from path.read_bytes().split(b"\n")


def main() -> None:
    for question in questions():
        sys.stdout.buffer.write(question + b"\n")


if __name__ == "__main__":
    main()
