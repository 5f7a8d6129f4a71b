"""Questions from documents and facts, and results from answers: the same for every vendor.

The vendors' modules say which question is asked and of which types it is; all else is here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timezone
from typing import Any, NoReturn

from ._errors import Rejected, Undecided, Unreachable, Unreadable
from ._facts import FACTS
from ._native import decide_json
from ._results import Accepted, Change, Decision, Effect, Need, Obstacle, Plan, Violation

Document = Mapping[str, object]


def keyword_of(fact: str) -> str:
    """The keyword argument for a fact of the contract."""
    for names in FACTS.values():
        for keyword, name in names.items():
            if name == fact:
                return keyword
    return fact


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
_decode = json.JSONDecoder().raw_decode


def ask(question: dict[str, object]) -> dict[str, Any]:
    """The answer to a question of the contract, both as dictionaries."""
    try:
        text = _encode(question)
    except (TypeError, ValueError, RecursionError):
        text = ""
    if not text:
        # Raised here, because the exception above may quote a value.
        raise TypeError("the question holds a value that JSON does not have, or is nested too deep")
    answer: dict[str, Any] = _decode(decide_json(text))[0]
    if answer["verdict"] == "unreadable":
        raise Unreadable(_violations(answer))
    return answer


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
            known = {names[name]: fact for name, fact in facts.items() if fact is not None}
        except KeyError as unknown:
            raise TypeError(f"{vendor} has no fact of this name: {unknown}") from None
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
    if answer["verdict"] == "planned":
        return _planned(answer)
    if answer["verdict"] == "nothing":
        # The record reads so already, so it is the one that was handed over.
        return Plan(
            question["customer"],
            question.get("internal", {}),
            (),
            (),
            None,
            answer["next"],
            unsupported=tuple(answer.get("unsupported", ())),
        )
    _refuse(answer)


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
    obstacles = tuple(
        Obstacle(**{**one, "steps": tuple(one.get("steps", ()))})
        for one in answer.get("obstacles", ())
    )
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


def _violations(answer: dict[str, Any]) -> tuple[Violation, ...]:
    return tuple([Violation(**violation) for violation in answer.get("violations", ())])


def _needs(answer: dict[str, Any]) -> tuple[Need, ...]:
    return tuple([Need(**need) for need in answer.get("needs", ())])
