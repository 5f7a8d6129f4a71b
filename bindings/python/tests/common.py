"""What the tests share: the questions that every binding is asked."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
sys.path.insert(0, str(PACKAGE.parent))


@cache
def questions() -> list[bytes]:
    from questions import questions

    return list(questions())


@cache
def readable() -> list[dict[str, Any]]:
    """Those that are JSON objects which the functions of a vendor's module can ask."""
    from questions import cases

    found = [one for one in cases() if isinstance(one, dict)]
    assert len(found) > 1000
    return found


CUSTOMER = {
    "customerId": "9876543210",
    "status": "1000",
    "companyProfile": {
        "companyName": "Analytical",
        "preferredLanguage": "en-US",
        "contacts": [{"firstName": "Ada", "lastName": "Byron", "email": "ada@example.com"}],
    },
}
MARY = {"firstName": "Mary", "lastName": "Somerville", "email": "mary@example.com"}
CONTACTS = {"companyProfile": {"contacts": [MARY]}}


def question_json(**members: object) -> str:
    return json.dumps({"vendor": "adobe", "customer": CUSTOMER, **members})
