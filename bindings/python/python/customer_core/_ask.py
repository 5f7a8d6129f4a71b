"""Questions from documents and facts, and results from answers: the same for every vendor.

The vendors' modules say which question is asked and of which types it is; all else is here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timezone
from typing import Any, NoReturn

from . import _native
from ._errors import Rejected, Undecided, Unreachable, Unreadable
from ._facts import FACTS
from ._results import (
    Accepted,
    Change,
    Compared,
    Comparison,
    Decision,
    Effect,
    Need,
    Obstacle,
    Part,
    Plan,
    Violation,
)

Document = Mapping[str, object]


def keyword_of(fact: str) -> str:
    """The keyword argument for a fact of the contract."""
    for names in FACTS.values():
        for keyword, name in names.items():
            if name == fact:
                return keyword
    return fact


def keywords(needs: tuple[Need, ...], obstacles: tuple[Obstacle, ...]) -> tuple[str, ...]:
    """The keyword arguments for all facts that are missing, each once."""
    names = [need.fact for need in needs]
    places = (obstacle.pointer for obstacle in obstacles if obstacle.instead == "facts")
    names += [place.removeprefix("/facts/") for place in places if place[:7] == "/facts/"]
    return tuple(dict.fromkeys(keyword_of(name) for name in names))


def _plain(value: object) -> object:
    """What `json` does not know: other mappings, dates, times."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            value = value.astimezone(timezone.utc).replace(tzinfo=None)
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError


_encode = json.JSONEncoder(
    allow_nan=False, check_circular=False, separators=(",", ":"), default=_plain
).encode


def ask(question: dict[str, object]) -> dict[str, Any]:
    """The answer to a question of the contract, both as dictionaries."""
    answer = _native.ask(question) or _asked_as_text(question)
    if answer["verdict"] == "unreadable":
        raise Unreadable(_violations(answer))
    return answer


def _asked_as_text(question: dict[str, object]) -> dict[str, Any]:
    """The same by `json`, which knows more: other mappings, fractions, numbers of any length."""
    try:
        text = _encode(question)
    except (TypeError, ValueError, RecursionError):
        text = ""
    if not text:
        # Raised here, because the exception above may quote a value.
        raise TypeError(f"no JSON, or nested too deep: {_no_json(question, '', 100)}")
    answer: dict[str, Any] = json.loads(_native.decide_json(text))
    return answer


def _no_json(value: object, pointer: str, depth: int) -> str:
    """The first place of what JSON does not have, and its type."""
    inside: Iterable[tuple[object, object]] = ()
    if isinstance(value, Mapping):
        inside = value.items()
    elif isinstance(value, (list, tuple)):
        inside = enumerate(value)
    elif _is_json(value):
        return ""
    else:
        return f"{pointer} is a {type(value).__name__}"
    if depth == 0:
        return pointer
    found = (_no_json(one, f"{pointer}/{name}", depth - 1) for name, one in inside)
    return next(filter(None, found), "")


def _is_json(value: object) -> bool:
    try:
        return bool(_encode(value))
    except (TypeError, ValueError):
        return False


def question_of(
    vendor: str,
    customer: Document,
    internal: Document | None,
    policy: object,
    facts: Mapping[str, object],
    *,
    intent: object = None,
) -> dict[str, object]:
    """What every question about a record has. A fact that is None is left out."""
    question: dict[str, object] = {"vendor": vendor, "policy": policy, "customer": customer}
    if internal is not None:
        question["internal"] = internal
    if facts:
        names = FACTS[vendor]
        try:
            known = {
                names[name]: _plain(fact) if isinstance(fact, date) else fact
                for name, fact in facts.items()
                if fact is not None
            }
        except KeyError as unknown:
            known_names = ", ".join(names)
            raise TypeError(
                f"{vendor} has no fact of this name: {unknown}; it has {known_names}"
            ) from None
        if known:
            question["facts"] = known
    if intent is not None:
        question["intent"] = intent
    return question


def decide(question: dict[str, object], input: Document) -> Decision[Any, Any]:
    """What an input does."""
    question["input"] = input
    answer = ask(question)
    if answer["verdict"] in ("applied", "unchanged"):
        return Decision(**_outcome(answer))
    _refuse(answer)


def needs(question: dict[str, object], input: Document) -> tuple[Need, ...]:
    """The facts that an input asks for and that the question lacks."""
    question["input"] = input
    return _needs(ask(question))


def plan(
    question: dict[str, object],
    wish: Document,
    acknowledge: object,
    **more: object,
) -> Plan[Any, Any, Any]:
    """What has to be sent."""
    question["wish"] = wish
    if acknowledge:
        question["acknowledge"] = acknowledge
    question.update((name, value) for name, value in more.items() if value)
    answer = ask(question)
    if answer["verdict"] in ("planned", "nothing"):
        return _had(answer, question)
    _refuse(answer)


def _had(answer: dict[str, Any], asked: dict[str, object]) -> Plan[Any, Any, Any]:
    if "update" in answer:
        return _planned(answer)
    # The record reads so already, so it is the one that was handed over.
    return Plan(
        asked["customer"],
        asked.get("internal", {}),
        (),
        (),
        None,
        answer["next"],
        unsupported=tuple(answer.get("unsupported", ())),
    )


def part(
    question: dict[str, object],
    acknowledge: object,
    **more: object,
) -> Part[Any, Any, Any]:
    """What one vendor is asked in a comparison."""
    if acknowledge:
        question["acknowledge"] = acknowledge
    question.update((name, value) for name, value in more.items() if value)
    return Part(str(question.pop("vendor")), question)


def compare(wished: Document, parts: Mapping[str, Part[Any, Any, Any]]) -> Comparison:
    """What each of several vendors makes of one wish."""
    for vendor, part in parts.items():
        if getattr(part, "vendor", None) != vendor:
            raise TypeError(f"{vendor} is asked by {vendor}.part(...)")
    asked = {vendor: part.asked for vendor, part in parts.items()}
    answer = ask({"wish": {"customer": wished}, "compare": asked})
    found = {vendor: _compared(answer[vendor], asked[vendor]) for vendor in asked}
    return Comparison(**{vendor: found.get(vendor) for vendor in FACTS}, next=answer["next"])


def _compared(answer: dict[str, Any], asked: dict[str, object]) -> Compared[Any, Any, Any]:
    had = answer.get("nearest") if "obstacles" in answer else answer
    return Compared(
        answer["outcome"],
        None if had is None else _had(had, asked),
        _obstacles(answer),
        tuple(answer.get("unsupported", ())),
        answer["next"],
    )


def compose(vendor: str, first: Document, second: Document, policy: object) -> Any:
    """One body for two."""
    answer = ask({"vendor": vendor, "policy": policy, "compose": [first, second]})
    if answer["verdict"] == "composed":
        return answer["update"]
    _refuse(answer)


def parse_response(
    vendor: str,
    status: int,
    body: object,
    customer: Document | None,
    update: Document | None,
    policy: object,
) -> Accepted[Any]:
    """What an answer of the vendor says."""
    said: dict[str, object] = {"status": status, "body": body}
    question: dict[str, object] = {"vendor": vendor, "policy": policy, "answer": said}
    if customer is not None:
        question["customer"] = customer
    if update is not None:
        question["update"] = update
    answer = ask(question)
    if answer["verdict"] == "refused":
        answer["response"] = said
        _refuse(answer)
    return Accepted(answer.get("customer"), answer["next"])


def _refuse(answer: dict[str, Any]) -> NoReturn:
    """Raises what is not accepted."""
    obstacles = _obstacles(answer)
    if answer["verdict"] == "undecided":
        raise Undecided(_needs(answer), _violations(answer), obstacles)
    if answer["verdict"] == "unreachable":
        nearest = answer.get("nearest")
        raise Unreachable(
            obstacles,
            None if nearest is None else _planned(nearest),
            answer["next"],
            tuple(answer.get("unsupported", ())),
        )
    raise Rejected(_violations(answer), answer["response"], answer["next"])


def _planned(answer: dict[str, Any]) -> Plan[Any, Any, Any]:
    return Plan(
        **_outcome(answer),
        update=answer["update"],
        losses=tuple(answer.get("losses", ())),
        unsupported=tuple(answer.get("unsupported", ())),
    )


def _outcome(answer: dict[str, Any]) -> dict[str, Any]:
    return {
        "customer": answer["customer"],
        "internal": answer["internal"],
        "changes": tuple([Change(**change) for change in answer["changes"]]),
        "effects": tuple(
            [
                Effect(one["effect"], one.get("email"), one.get("kind"), one.get("from"))
                for one in answer["effects"]
            ]
        ),
        "response": answer["response"],
        "next": answer["next"],
        "intent_id": answer.get("intentId"),
    }


def _obstacles(answer: dict[str, Any]) -> tuple[Obstacle, ...]:
    return tuple(
        Obstacle(**{**one, "steps": tuple(one.get("steps", ()))})
        for one in answer.get("obstacles", ())
    )


def _violations(answer: dict[str, Any]) -> tuple[Violation, ...]:
    return tuple([Violation(**violation) for violation in answer.get("violations", ())])


def _needs(answer: dict[str, Any]) -> tuple[Need, ...]:
    return tuple([Need(**need) for need in answer.get("needs", ())])
