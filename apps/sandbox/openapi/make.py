"""Writes the OpenAPI documents of the sandbox from its routes, which are in routes.py, and from the
contract's schemas in docs/schema. `make.py --check` only tells whether they are current.

A test of the sandbox compares every document with what the routes answer.
"""

import json
import pathlib
import re
import sys

import routes
from parts import contract, vendors

HERE = pathlib.Path(__file__).parent
VERSION = re.search(r'^version = "(.*)"', (HERE.parents[2] / "Cargo.toml").read_text(), re.M)[1]


def definitions():
    """All definitions of the contract by name, as components."""
    found = {}
    for part in ("record", "update", "facts", "answer", "question"):
        found |= contract(part)["$defs"]
    return found


def referred(value):
    """The names of all schemas that a value refers to."""
    return set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(value)))


def described(responses, about):
    """Responses with the header fields that a document has for all of them, or for a status."""
    found = {}
    for status, response in responses.items():
        named = about.get("headers", {})
        fields = {field: {"description": text, "schema": {"type": "string"}}
                  for part in ("*", f"{status[0]}xx", status) for field, text in named.get(part, {}).items()}
        is_here = fields and "$ref" not in response
        found[status] = response | {"headers": response.get("headers", {}) | fields} if is_here else response
    return found


def document(name, about):
    everything = definitions() | about.get("schemas", {})
    paths = {path: {method: operation | {"responses": described(operation["responses"], about)}
                    for method, operation in operations.items()}
             for path, operations in about["paths"].items()}
    wanted, seen = referred(paths) | referred(about.get("responses", {})), set()
    while wanted - seen:
        one = (wanted - seen).pop()
        seen.add(one)
        wanted |= referred(everything[one])
    components = {
        "securitySchemes": about["security"],
        "responses": described(about.get("responses", {}), about),
        "schemas": {one: everything[one] for one in sorted(seen)},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": about["title"], "version": VERSION, "description": about["about"]},
        "servers": [{"url": "/", "description": "where this document is from"}],
        "security": [{}] * about.get("open", False) + (
            [{name: []} for name in about["security"]] if about["each"] else
            [{name: [] for name in about["security"]}]),
        "paths": paths,
        "components": {name: part for name, part in components.items() if part},
    }


def main():
    stale = []
    if missing := [vendor for vendor in vendors() if vendor not in routes.DOCUMENTS]:
        sys.exit(f"routes.py has no calls of {', '.join(missing)}")
    for name, about in routes.DOCUMENTS.items():
        text = json.dumps(document(name, about), indent=2, ensure_ascii=False) + "\n"
        file = HERE / f"{name}.json"
        if "--check" not in sys.argv:
            file.write_text(text)
        elif not file.exists() or file.read_text() != text:
            stale.append(file.name)
    if stale:
        sys.exit(f"not current: {', '.join(stale)}; run {pathlib.Path(__file__).name}")


main()
