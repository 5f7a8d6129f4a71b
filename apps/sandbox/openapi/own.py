"""The sandbox's own routes, for make.py."""

from parts import (
    INTEGER, LONG, answer, body, closed, contract, either, operation, parameter, refer, schema, text,
    vendors)

VENDORS = vendors()
VENDOR = parameter("vendor", "path", "The vendor.", of={"enum": VENDORS})
ID = parameter("id", "path", "The customer.")
ANY = {"type": "object"}
PROBLEM = {"type": "object", "required": ["type", "title", "status", "detail"], "properties": {
    "type": text(), "title": text(), "status": {"type": "integer"}, "detail": text()}}
STATUSES = {
    "400": "What is sent can't be meant; nothing is done.",
    "401": "An administrator's token is needed on this address.",
    "403": "From another site, or not allowed on this address.",
    "404": "No such vendor, record, fault or route.",
    "409": "The id is in use.",
    "413": "The body is larger than 4 MiB.",
    "415": "The body is not application/json in UTF-8, or is compressed.",
    "421": "`Host` is no name of the sandbox.",
    "500": "The store fails.",
    "503": "The store is busy, or does not answer.",
} | LONG
READ = refer("400 401 404 413 414 421 431 500 503")
WRITE = refer("403 415") | READ
EFFECTS = [form for vendor in VENDORS for form in either(
    contract("answer")["$defs"][f"{vendor}.Accepted"]["properties"]["effects"]["items"])]
CUSTOMER = {"anyOf": either(contract("record"))}
FACTS = {"anyOf": [schema(f"{vendor}.Facts") for vendor in VENDORS]}
CAUSE = {"oneOf": [
    closed({"call": text(), "client": text(), "requestId": {"type": ["string", "null"]},
            "correlationId": {"type": ["string", "null"]}}),
    closed({"sandbox": {"enum": ["created", "placed", "activated", "inactive", "settled", "input"]}})]}
CHANGE = {"anyOf": [schema(f"{vendor}.Change") for vendor in VENDORS]}
FAULT = {
    "kind": {"enum": ["status", "gateway-timeout", "not-json", "drop", "drop-after-commit",
                      "status-after-commit", "delay", "settle-fail", "inactivate"]},
    "vendor": {"enum": VENDORS}}
FAULT_MORE = {
    "method": {"enum": ["DELETE", "GET", "PATCH", "POST", "PUT"],
               "description": "Of the call; any if left out. Not of settle-fail and inactivate, "
                              "which no call meets."},
    "customer": text(description="Whose call or due work; any if left out."),
    "status": {"enum": [429, 500, 502, 503], "description": "Of the kind status."},
    "retry_after": INTEGER | {"description": "Seconds; of the kind status."},
    "ms": INTEGER | {"maximum": 60000, "description": "Of the kind delay."},
    "code": {"enum": ["1004", "1010", "1012", "1014"], "description": "Of the kind inactivate."},
    "times": {"type": "integer", "minimum": 1, "default": 1},
    "skip": INTEGER | {"default": 0, "description": "How many calls pass before."}}
NOW = closed({"now": text(format="date-time")})
KNOBS = {
    "activation_delay_ms": INTEGER, "settlement_delay_ms": INTEGER, "token_seconds": INTEGER,
    "policy": {"type": "object", "additionalProperties": False, "properties": {
        vendor: contract("question")["$defs"][f"{vendor}.Policy"]["anyOf"][0]
        for vendor in VENDORS}}}


def inputs(vendor):
    """The contract's inputs of a vendor that are no call."""
    found = contract("question")["$defs"][f"{vendor}.Decide"]["properties"]["input"]
    return found | {"properties": {name: of for name, of in found["properties"].items()
                                   if name != "update"}}


NULLABLE = {"type": ["string", "null"]}
DONE = {"204": answer("Done.")}

SCHEMAS = {
    "Problem": PROBLEM,
    "Fault": closed({"n": INTEGER} | FAULT, FAULT_MORE),
    "Event": closed(
        {"revision": INTEGER, "at": text(format="date-time"), "cause": CAUSE,
         "changes": {"type": "array", "items": CHANGE},
         "effects": {"type": "array", "items": {"oneOf": EFFECTS}}},
        {"document": CUSTOMER}),
    "Effect": closed(
        {"sequence": {"type": "integer"}, "vendor": {"enum": VENDORS}, "id": text(),
         "revision": INTEGER, "effect": text(),
         "data": {"oneOf": EFFECTS},
         "at": text(format="date-time"), "done": {"type": "boolean"}}),
    "Call": closed(
        {"at": text(format="date-time"), "method": text(), "route": NULLABLE,
         "status": {"type": "integer"}, "code": NULLABLE, "id": NULLABLE, "requestId": NULLABLE,
         "correlationId": NULLABLE, "revision": {"type": ["integer", "null"]}}),
    "Knobs": closed(KNOBS),
}


def many(name):
    return {"type": "array", "items": schema(name)}


PATHS = {
    "/_sandbox/{vendor}/customers": {
        "get": operation("listRecords", "Records of a vendor, of all tenants.", {
            "200": answer("By id.", {"type": "array", "items": closed(
                {"id": text(), "tenant": text(), "revision": INTEGER})})} | READ, [VENDOR]),
        "post": operation("placeRecord", "Places a record as it is, in any legal state.", {
            "201": answer("Placed.", closed({"id": text(), "tenant": text(), "revision": INTEGER}))}
            | WRITE | refer("409"), [VENDOR],
            body(closed({"tenant": text(), "customer": CUSTOMER},
                        {"vendor": {"enum": VENDORS}, "internal": ANY, "facts": FACTS})))},
    "/_sandbox/{vendor}/customers/{id}": {"get": operation(
        "showRecord", "One record.", {"200": answer("As it is.", closed(
            {"customer": CUSTOMER, "internal": ANY, "facts": FACTS, "revision": INTEGER}))} | READ,
        [VENDOR, ID])},
    "/_sandbox/{vendor}/customers/{id}/facts": {"put": operation(
        "setFacts", "Sets facts, in place of what was set before.", DONE | WRITE, [VENDOR, ID],
        body(FACTS))},
    "/_sandbox/{vendor}/customers/{id}/input": {"post": operation(
        "putInput", "What happens outside of calls: an input of the contract that is no update.", {
            "200": answer("The contract's answer, whatever its verdict.",
                          {"anyOf": [schema(f"{vendor}.Answer") for vendor in VENDORS]})} | WRITE,
        [VENDOR, ID], body({"anyOf": [inputs(vendor) for vendor in VENDORS]}))},
    "/_sandbox/{vendor}/customers/{id}/history": {"get": operation(
        "showHistory", "Everything that happened to a record.",
        {"200": answer("Oldest first.", many("Event"))} | READ, [VENDOR, ID])},
    "/_sandbox/outbox": {"get": operation(
        "showOutbox", "What the vendors would send and do.",
        {"200": answer("By sequence.", many("Effect"))} | READ,
        [parameter("vendor", "query", "Only of this vendor.", of={"enum": VENDORS}),
         parameter("id", "query", "Only of this customer."),
         parameter("effect", "query", "Only of this name."),
         parameter("after", "query", "Only behind this sequence.", of={"type": "integer"}),
         parameter("limit", "query", "At most so many.", of=INTEGER)])},
    "/_sandbox/faults": {
        "get": operation("listFaults", "What is left of the faults.",
                         {"200": answer("In order of insertion.", many("Fault"))} | READ),
        "post": operation("addFault", "Something is to go wrong.",
                          {"201": answer("Added.", schema("Fault"))} | WRITE,
                          request=body(closed(FAULT, FAULT_MORE))),
        "delete": operation("removeFaults", "Removes all faults.", DONE | READ | refer("403 415"))},
    "/_sandbox/faults/{n}": {
        "get": operation("showFault", "What is left of one fault.", {"200": answer("It is.", schema("Fault"))} | READ,
                         [parameter("n", "path", "Its number.", of=INTEGER)]),
        "delete": operation(
        "removeFault", "Removes one fault.", DONE | READ | refer("403 415"),
        [parameter("n", "path", "Its number.", of=INTEGER)])},
    "/_sandbox/clock": {
        "get": operation("showClock", "The sandbox's clock.", {"200": answer("It is.", NOW)} | READ),
        "put": operation("moveClock", "Moves the clock: never backwards.",
                         {"200": answer("It is now.", NOW)} | WRITE,
                         request=body({"oneOf": [closed({"set": text()}),
                                                 closed({"advance_seconds": INTEGER})]}))},
    "/_sandbox/config": {
        "get": operation("showConfig", "The knobs.", {"200": answer("They are.", schema("Knobs"))} | READ),
        "patch": operation("setConfig", "Turns the knobs that are given.",
                           {"200": answer("They are now.", schema("Knobs"))} | WRITE,
                           request=body({"type": "object", "properties": KNOBS,
                                         "additionalProperties": False}))},
    "/_sandbox/reset": {"post": operation(
        "reset", "Empties everything but tenants and tokens.", DONE | READ | refer("403 415"))},
    "/_sandbox/journal": {"get": operation(
        "showJournal", "The last calls.", {"200": answer("The newest last.", many("Call"))} | READ)},
    "/_sandbox/health": {"get": operation(
        "showHealth", "Whether the store answers.", {"200": answer("It does.", closed(
            {"status": {"const": "ok"}, "version": text(),
             "store": {"enum": ["memory", "sqlite", "postgres"]}}))} | READ)},
    "/_sandbox/openapi/{vendor}.json": {"get": operation(
        "showDocument", "This document, or that of a vendor.",
        {"200": answer("The document.", ANY)} | READ,
        [parameter("vendor", "path", "Or `sandbox`.", of={"enum": VENDORS + ["sandbox"]})])},
    "/metrics": {"get": operation(
        "showMetrics", "Prometheus text.",
        {"200": answer("All of them.", text(), "text/plain")} | READ)},
}

OWN = {
    "title": "The sandbox's own routes",
    "about": "Records as they are, facts, inputs, histories, the outbox, faults, the clock. Errors "
             "are problems (RFC 9457). On loopback no token is needed.",
    # On loopback nobody needs a token.
    "each": True, "open": True,
    "security": {"admin": {"type": "http", "scheme": "bearer"}},
    "headers": {"401": {"WWW-Authenticate": "`Bearer`."}},
    "responses": {status: answer(about, schema("Problem"), "application/problem+json")
                  for status, about in STATUSES.items()},
    "schemas": SCHEMAS,
    "paths": PATHS,
}
