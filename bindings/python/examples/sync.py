"""A sync job for Adobe that plans instead of echoing: `python sync.py`.

A CRM holds what a customer should be. The usual job sends all of that to Adobe, and everybody in
the list of contacts is mailed, every time. This one asks first what has to be sent, shows who will
be mailed, and survives a lost answer without mailing anybody twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from customer_core import CustomerCoreError, Rejected, Undecided, Unreachable, adobe

ADA = {"firstName": "Ada", "lastName": "Byron", "email": "ada@example.com"}
MARY = {"firstName": "Mary", "lastName": "Somerville", "email": "mary@example.com"}


class AnswerLost(Exception):
    """The request may have arrived, or not."""


@dataclass
class Vendor:
    """Adobe, played in memory by the core itself. Put your HTTP client in its place."""

    record: dict[str, Any]
    internal: Any = None
    loses: list[str] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)

    def get(self) -> dict[str, Any]:
        return self.record

    def patch(self, body: Any, attempt: str) -> tuple[int, Any]:
        """`attempt` would be the `X-Correlation-Id`."""
        lost = self.loses.pop(0) if self.loses else "nothing"
        if lost == "the request":
            raise AnswerLost
        try:
            decision = adobe.decide(self.record, body, internal=self.internal)
        except Rejected as no:
            assert no.response
            return no.response["status"], no.response["body"]
        self.record, self.internal = dict(decision.customer), decision.internal
        self.mails += decision.mailed
        if lost == "the answer":
            raise AnswerLost
        assert decision.response
        return decision.response["status"], decision.response["body"]


def sync(vendor: Vendor, wished: dict[str, Any], revision: str, attempts: dict[str, int]) -> bool:
    """Brings one customer to what is wished; false if somebody has to look at it.

    `revision` is the CRM's revision of the customer. It makes the id of an attempt together with
    the customer and the body, so a retry has the id of the first try, and a later wish another one.
    `attempts` belongs into your database: it must be there after a crash.
    """
    while True:
        # Read again before every try: what a lost answer did is in the record.
        record = vendor.get()
        try:
            todo = adobe.plan(record, {"merge": wished}, intent={"revision": revision})
        except Unreachable as no:
            for obstacle in no.obstacles:
                print(f"  can't be had: {obstacle.pointer}: {obstacle.instead}")
            return False
        except Undecided as unknown:
            print(f"  look up first: {', '.join(unknown.facts)}")
            return False
        if todo.update is None:
            print("  reads as wished: nothing to send")
            return True

        assert todo.intent_id
        tries = attempts[todo.intent_id] = attempts.get(todo.intent_id, 0) + 1
        if tries > 3:
            return False
        print(f"  try {tries} of {todo.intent_id}: sends {', '.join(todo.update)}")
        print(f"  will be mailed: {', '.join(todo.mailed) or 'nobody'}")
        try:
            status, body = vendor.patch(todo.update, todo.intent_id)
            adobe.parse_response(status, body, customer=record, update=todo.update)
        except AnswerLost:
            print("  no answer")
        except Rejected as no:
            print(f"  Adobe refuses: {no.next}")
            if no.next != "retry":
                return False


def main() -> None:
    record = {
        "customerId": "9876543210",
        "status": "1000",
        "companyProfile": {
            "companyName": "Analytical",
            "preferredLanguage": "en-US",
            "contacts": [ADA, MARY],
        },
    }
    crm = {"preferredLanguage": "de-DE", "contacts": [ADA, MARY]}

    echo = adobe.decide(record, {"companyProfile": crm})
    print(f"an echo would mail {', '.join(echo.mailed)}")

    attempts: dict[str, int] = {}
    print("the language changes, and the answer gets lost:")
    vendor = Vendor(record, loses=["the answer"])
    sync(vendor, {"companyProfile": crm}, "7", attempts)
    print(f"  mailed in the end: {', '.join(vendor.mails) or 'nobody'}")

    print("Ada leaves, and the request gets lost:")
    vendor.loses = ["the request"]
    sync(vendor, {"companyProfile": {"contacts": [MARY]}}, "8", attempts)
    print(f"  mailed in the end: {', '.join(vendor.mails) or 'nobody'}")

    print("the company is renamed:")
    sync(vendor, {"companyProfile": {"companyName": "Difference"}}, "9", attempts)


if __name__ == "__main__":
    try:
        main()
    except CustomerCoreError as error:
        # Its text names rules and places, and no value: it may be logged.
        raise SystemExit(f"{type(error).__name__}: {error}") from error
