"""Parts of OpenAPI documents."""

import json
import pathlib

SCHEMAS = pathlib.Path(__file__).parents[3] / "docs" / "schema"

LONG = {
    "414": "The target is longer than 8 KiB.",
    "431": "The head is larger than 32 KiB.",
}


def contract(part):
    """A schema of the contract, whose definitions are components here."""
    text = (SCHEMAS / f"{part}.json").read_text()
    return json.loads(text.replace("#/$defs/", "#/components/schemas/"))


def vendors():
    """The vendors, in the order of the contract."""
    names = (one["$ref"].rsplit("/", 1)[1].split(".") for one in contract("question")["anyOf"])
    return [vendor for vendor, name in names if name == "Question"]


def either(part):
    """The forms that a part of the contract may have; none where nothing may be there."""
    if part is False:
        return []
    inner = part.get("anyOf") or part.get("oneOf")
    return [form for one in inner for form in either(one)] if inner else [part]


def schema(name):
    return {"$ref": f"#/components/schemas/{name}"}


def body(of, media="application/json"):
    return {media: {"schema": of}}


def answer(about, of=None, media="application/json", headers=None):
    found = {"description": about}
    if headers:
        found["headers"] = {name: {"description": text, "schema": {"type": "string"}}
                            for name, text in headers.items()}
    return found | ({"content": body(of, media)} if of else {})


def parameter(name, place, about, required=False, of=None):
    required = required or place == "path"
    return {"name": name, "in": place, "required": required, "description": about,
            "schema": of or {"type": "string"}}


def operation(id, about, answers, parameters=(), request=None, **others):
    found = {"operationId": id, "summary": about}
    if parameters:
        found["parameters"] = list(parameters)
    if request:
        found["requestBody"] = {"required": True, "content": request}
    return found | {"responses": answers} | others


def refer(names):
    return {status: {"$ref": f"#/components/responses/{status}"} for status in names.split()}


def text(**others):
    return {"type": "string"} | others


def closed(required, optional=None):
    return {"type": "object", "properties": required | (optional or {}),
            "required": list(required), "additionalProperties": False}


INTEGER = {"type": "integer", "minimum": 0}
