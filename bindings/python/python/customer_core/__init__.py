"""What a customer update means at Adobe, IBM and Commvault, before it is sent.

One module for each vendor, with the same functions:

    >>> from customer_core import adobe, ibm, commvault
    >>> decision = adobe.decide({"status": "1000"}, {"externalReferenceId": "343"})
    >>> decision.customer["externalReferenceId"]
    '343'

| function | tells |
|---|---|
| `decide(customer, update)` | what the vendor does with an update, or raises `Rejected` |
| `needs(customer, update)` | which facts to look up before |
| `plan(customer, wish)` | what has to be sent so that the record reads as wished |
| `part(customer)` | what `compare` asks of this vendor |
| `compose(first, second)` | one update that does what two do |
| `parse_response(status, body)` | what the vendor's answer says, and what to do next |

`compare` puts one neutral customer to several vendors. `decide_json` takes a question of the JSON
contract as text and returns the answer as text.
Nothing is sent, stored or looked up by this package: what an answer depends on is handed over.
"""

from __future__ import annotations

from . import adobe, commvault, ibm
from ._compare import compare
from ._errors import CustomerCoreError, Rejected, Undecided, Unreachable, Unreadable
from ._native import CONTRACT_VERSION, decide_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._results import Accepted as Accepted
    from ._results import Change as Change
    from ._results import Compared as Compared
    from ._results import Comparison as Comparison
    from ._results import Decision as Decision
    from ._results import Effect as Effect
    from ._results import Intent as Intent
    from ._results import Need as Need
    from ._results import Obstacle as Obstacle
    from ._results import Part as Part
    from ._results import Plan as Plan
    from ._results import Response as Response
    from ._results import Violation as Violation
    from .neutral import Wish as Wish
    from .neutral import Words as Words

__all__ = [
    "CONTRACT_VERSION",
    "Accepted",
    "Change",
    "Compared",
    "Comparison",
    "CustomerCoreError",
    "Decision",
    "Effect",
    "Intent",
    "Need",
    "Obstacle",
    "Part",
    "Plan",
    "Rejected",
    "Response",
    "Undecided",
    "Unreachable",
    "Unreadable",
    "Violation",
    "Wish",
    "Words",
    "adobe",
    "commvault",
    "compare",
    "decide_json",
    "ibm",
]


def __getattr__(name: str) -> object:
    # Loaded with the first of them: what they need is slow to import.
    if name in ("Wish", "Words"):
        from . import neutral

        return getattr(neutral, name)
    if name in __all__:
        from . import _results

        return getattr(_results, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
