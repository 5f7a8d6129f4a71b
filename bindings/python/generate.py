"""Writes the typed documents of each vendor from the repository's JSON Schemas.

    python generate.py          writes neutral.py, _facts.py, and _adobe.py and so on: one a vendor
    python generate.py --check  says whether they are what the schemas say

The schemas are made from the tables that the core's readers use, so the three can't differ.
"""

from __future__ import annotations

import json
import keyword
import re
import sys
from pathlib import Path
from textwrap import fill
from typing import Any

HERE = Path(__file__).resolve().parent
SCHEMAS = HERE.parent.parent / "docs" / "schema"
PACKAGE = HERE / "python" / "customer_core"
# What a question is made of around documents and facts, which the wheel writes by itself, and
# wishes, which are alike for all vendors: `neutral.py` has them.
QUESTIONS = {"Question", "Decide", "Plan", "Part", "Compose", "Parse"}
WISHES = {"Wish", "Patch", "WrappedPatch", "WishedCustomer"}
DOCUMENT = "Mapping[str, object]"
Schema = dict[str, Any]


def definitions() -> dict[str, Schema]:
    """Everything that a question is made of, by `vendor.Name`."""
    found: dict[str, Schema] = {}
    for part in ("record", "update", "facts", "question"):
        text = (SCHEMAS / f"{part}.json").read_text(encoding="utf-8")
        found |= json.loads(text)["$defs"]
    return found


def vendors() -> dict[str, dict[str, str]]:
    """What every vendor's module calls the record and what the vendor keeps to itself, by vendor.

    Commvault's record may also come inside `data`, and leaves so; the type is that of the bare one.
    """
    question = json.loads((SCHEMAS / "question.json").read_text(encoding="utf-8"))
    found: dict[str, dict[str, str]] = {}
    for one in question["anyOf"]:
        vendor, name = one["$ref"].rsplit("/", 1)[1].split(".")
        if name == "Question":
            asked = question["$defs"][f"{vendor}.Decide"]["properties"]
            parts = {"Customer": asked["customer"], "Internal": asked["internal"]}
            types = {part: annotation(schema).split(" | ")[0] for part, schema in parts.items()}
            found[vendor] = {part: other for part, other in types.items() if other != part}
    return found


def snake(name: str) -> str:
    """The Python spelling of a fact's name."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def union(types: list[str]) -> str:
    once = list(dict.fromkeys(types))
    return " | ".join(sorted(once, key=lambda one: one == "None"))


def annotation(schema: Schema | bool) -> str:
    """What a value of this schema is in Python."""
    if isinstance(schema, bool) or not schema.keys() - {"description", "examples"}:
        return "Any"
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit(".", 1)[1]
    if "enum" in schema:
        return f"Literal[{', '.join(json.dumps(one) for one in schema['enum'])}]"
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return union([annotation(one) for one in schema[several]])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return union([of_kind(kind, schema) for kind in kinds])


def of_kind(kind: str, schema: Schema) -> str:
    if kind == "array":
        return f"list[{annotation(schema.get('items', {}))}]"
    if kind == "object" and schema.get("additionalProperties"):
        return f"Mapping[str, {annotation(schema['additionalProperties'])}]"
    plain = {"string": "str", "integer": "int", "boolean": "bool", "null": "None"}
    return plain.get(kind) or {"number": "int | float", "object": "dict[str, Any]"}[kind]


def sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text[:1].upper()}{text[1:]}."


def docstring(text: str, indent: str) -> str:
    """A docstring of lines that are not too wide."""
    whole = f'{indent}"""{text}"""'
    if len(whole) <= 100:
        return whole
    return f'{fill(whole, 97, subsequent_indent=indent, break_on_hyphens=False)}'


def typed_dict(name: str, schema: Schema) -> str:
    """One class; by a call where a member is no name of Python."""
    # A member that must not be there has the schema `false`.
    properties = {member: one for member, one in schema["properties"].items() if one is not False}
    members = {member: annotation(one) for member, one in properties.items()}
    required = set(schema.get("required", ()))
    about = sentence(schema.get("description", f"The form of {name}."))
    if any(not member.isidentifier() or keyword.iskeyword(member) for member in members):
        rows = "".join(f'        "{member}": {kind},\n' for member, kind in members.items())
        called = f'{name} = TypedDict(\n    "{name}",\n    {{\n{rows}    }},\n    total=False,\n)\n'
        return called + docstring(about, "") + "\n"
    lines = [f"class {name}(TypedDict, total=False):", docstring(about, "    ")]
    for member, kind in members.items():
        kind = f"Required[{kind}]" if member in required else kind
        lines.append("")
        lines.append(f"    {member}: {kind}")
        about = properties[member]
        if isinstance(about, dict) and "description" in about:
            lines.append(docstring(sentence(about["description"]), "    "))
    return "\n".join(lines) + "\n"


def wish(schema: Schema) -> str:
    """A class for each kind of wish, for each has one member. Documents are any mappings."""
    text, kinds = "", []
    for kind, one in schema["properties"].items():
        (form,) = one["allOf"]
        members = {}
        if form.get("$ref") == "#/$defs/neutral.Customer":
            members[kind] = form
        elif "properties" in form:
            parts = dict.fromkeys(form["properties"], {"$ref": f".{DOCUMENT}"})
            inner = {"properties": parts, "required": form["required"], **one}
            text += typed_dict(kind.title(), inner) + "\n\n"
            members[kind] = {"$ref": f".{kind.title()}"}
        else:
            members[kind] = {"$ref": f".{DOCUMENT}"}
        outer = {"description": one["description"], "properties": members, "required": [kind]}
        text += typed_dict(f"Wish{kind.title()}", outer) + "\n\n"
        kinds.append(f"Wish{kind.title()}")
    return f'{text}Wish = {union(kinds)}\n"""{schema["description"]}"""\n'


def facts(schema: Schema) -> str:
    """The facts as keyword arguments."""
    named = {snake(name): one for name, one in schema["properties"].items()}
    members: dict[str, Schema] = {}
    for name, one in named.items():
        kind: list[Schema] = [{key: one[key] for key in one.keys() - {"description"}}]
        members[name] = {"description": one["description"], "anyOf": [*kind, {"type": "null"}]}
    text = typed_dict("Facts", {"description": schema["description"], "properties": members})
    # What a date or a time is in Python.
    text = text.replace("    today: str", "    today: date | str")
    text = text.replace("    now: str", "    now: datetime | str")
    return text


def ordered(schemas: dict[str, Schema]) -> list[str]:
    """Names, each behind those that it names."""
    done: list[str] = []

    def visit(name: str) -> None:
        if name in done:
            return
        for other in re.findall(r'"#/\$defs/\w+\.(\w+)"', json.dumps(schemas[name])):
            visit(other)
        done.append(name)

    for name in schemas:
        visit(name)
    return done


def neutral() -> str:
    """The module of what is the same for every vendor."""
    found = definitions()
    kinds = [set(found[f"{vendor}.Wish"]["properties"]) for vendor in vendors()]
    assert all(one == kinds[0] for one in kinds)
    mine = {name.split(".")[1]: one for name, one in found.items() if name[:8] == "neutral."}
    mine["Words"] = found["any.Words"]
    parts = [typed_dict(name, mine[name]) for name in ordered(mine)]
    text = "\n\n".join([*parts, wish(found["adobe.Wish"])])
    about = "The neutral customer, and what can be wished: written by `generate.py`."
    return (
        f'"""{about}"""\n\nfrom collections.abc import Mapping\n'
        f"from typing import Required, TypedDict\n\n\n{text}"
    )


def module(vendor: str) -> str:
    """The module of one vendor's documents."""
    mine = {
        name.split(".")[1]: schema
        for name, schema in sorted(definitions().items())
        if name.startswith(f"{vendor}.") and name.split(".")[1] not in QUESTIONS | WISHES
    }
    parts = []
    for name in ordered(mine):
        schema = mine[name]
        if name == "Facts":
            parts.append(facts(schema))
        elif name == "Policy":
            preset, readings = schema["anyOf"]
            parts.append(f"Preset = {annotation(preset)}\n" + '"""The presets of readings."""\n')
            parts.append(typed_dict("Readings", {**readings, "description": schema["description"]}))
        elif "properties" in schema:
            parts.append(typed_dict(name, schema))
        else:
            parts.append(f"{name} = {annotation(schema)}\n")
    parts += [f"{name} = {other}\n" for name, other in vendors()[vendor].items()]
    text = "\n\n".join(parts)
    names = ("Any", "Literal", "Required", "TypedDict")
    typing = [name for name in names if re.search(rf"\b{name}\b", text)]
    dates = [name for name in ("date", "datetime") if f": {name} | str" in text]
    head = f'"""Documents of {vendor}: written by `generate.py`, from the JSON Schemas."""\n\n'
    if dates:
        head += f"from datetime import {', '.join(dates)}\n"
    return f"{head}from typing import {', '.join(typing)}\n\n\n{text}"


def names_of_facts() -> str:
    """The module that says how the contract calls each keyword argument."""
    text = '"""The contract\'s name of each fact: written by `generate.py`."""\n\nFACTS = {\n'
    for vendor in vendors():
        names = definitions()[f"{vendor}.Facts"]["properties"]
        rows = "".join(f'        "{snake(name)}": "{name}",\n' for name in names)
        text += f'    "{vendor}": {{\n{rows}    }},\n'
    return text + "}\n"


def main() -> int:
    modules = {f"_{vendor}.py": module(vendor) for vendor in vendors()}
    modules["neutral.py"] = neutral()
    modules["_facts.py"] = names_of_facts()
    stale = 0
    for name, text in modules.items():
        path = PACKAGE / name
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif path.read_text(encoding="utf-8") != text:
            print(f"{path.name} is not what the schemas say: run generate.py", file=sys.stderr)
            stale += 1
    return min(stale, 1)


if __name__ == "__main__":
    sys.exit(main())
