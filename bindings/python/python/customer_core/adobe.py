"""Adobe VIP Marketplace: the customer resource and its PATCH.

What an update leaves out stays; a list of contacts is replaced whole, and every contact named in it
is mailed, also one that does not change. A missing member is a missing key; null is `None`.

    >>> from customer_core import adobe, Rejected
    >>> customer = {
    ...     "status": "1000",
    ...     "companyProfile": {
    ...         "companyName": "Analytical",
    ...         "contacts": [
    ...             {"firstName": "Ada", "lastName": "Byron", "email": "ada@example.com"}
    ...         ],
    ...     },
    ... }
    >>> decision = adobe.decide(customer, {"companyProfile": {"preferredLanguage": "de-DE"}})
    >>> [(change.kind, change.pointer) for change in decision.changes]
    [('added', '/companyProfile/preferredLanguage')]
    >>> decision.mailed
    ()

Facts are keyword arguments: `today` (a date), `active_subscriptions`,
`active_subscriptions_in_deployments`, `reseller_market_segments` (of `COM`, `EDU`, `GOV`),
`partner_global_sales`, `partner_large_government_agency`, `owned` (a mapping of `LICENSE` and
`CONSUMABLES`). One that is None, or left out, was not looked up.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Literal, Unpack

    from . import _ask
    from ._adobe import Customer as Customer
    from ._adobe import Facts as Facts
    from ._adobe import Internal as Internal
    from ._adobe import NotActivated
    from ._adobe import Preset as Preset
    from ._adobe import Readings as Readings
    from ._adobe import Update as Update
    from ._results import Accepted, Decision, Intent, Need, Part, Plan
    from .neutral import Wish, Words
else:
    from ._lazy import ask as _ask

_NAME = "adobe"


def decide(
    customer: Mapping[str, object],
    update: Mapping[str, object],
    *,
    internal: Mapping[str, object] | None = None,
    policy: Preset | Readings = "documented",
    intent: Intent | None = None,
    **facts: Unpack[Facts],
) -> Decision[Customer, Internal]:
    """What a PATCH with this body does.

    `customer` is what a GET returns, `internal` what an earlier decision about this customer
    returned as `internal`; store both of the result. Raises `Rejected`, `Undecided`, `Unreadable`.

        >>> contacts = [{"firstName": "Mary", "lastName": "Mop", "email": "mary@example.com"}]
        >>> decision = decide({"status": "1000"}, {"companyProfile": {"contacts": contacts}})
        >>> decision.mailed
        ('mary@example.com',)

    All that is wrong is said at once:

        >>> from customer_core import Rejected
        >>> try:
        ...     decide({"status": "1000"}, {"companyProfile": {"contacts": []}, "colour": "red"})
        ... except Rejected as no:
        ...     for violation in no.violations:
        ...         print(violation.code, violation.pointer, violation.rule)
        ...     print(no.response["status"], no.next)
        1121 /colour adobe.member.unknown
        1117 /companyProfile/contacts adobe.contacts.at-least-one
        400 fix

    What depends on a fact that was not given is not guessed:

        >>> from customer_core import Undecided
        >>> try:
        ...     decide({"globalSalesEnabled": False}, {"globalSalesEnabled": True})
        ... except Undecided as unknown:
        ...     print(unknown.facts)
        ('partner_global_sales',)
        >>> bool(decide({}, {"globalSalesEnabled": True}, partner_global_sales=True))
        True
    """
    question = _ask.question_of(_NAME, customer, internal, policy, facts, intent=intent)
    return _ask.decide(question, {"update": update})


def commitment(
    customer: Mapping[str, object],
    event: Literal["accepted", "declined", "elapsed", "ordered", "renewed"],
    *,
    internal: Mapping[str, object] | None = None,
    policy: Preset | Readings = "documented",
    **facts: Unpack[Facts],
) -> Decision[Customer, Internal]:
    """What becomes of the three-year commitment when this has happened.

        >>> quantities = [{"offerType": "LICENSE", "quantity": 10}]
        >>> asked = {"type": "THREE_YEAR_COMMIT",
        ...     "commitmentRequest": {"status": "REQUESTED", "minimumQuantities": quantities}}
        >>> decision = commitment({"benefits": [asked]}, "declined", today="2026-03-01")
        >>> [change.after for change in decision.changes]
        ['DECLINED']
    """
    question = _ask.question_of(_NAME, customer, internal, policy, facts)
    return _ask.decide(question, {"commitment": event})


def account(
    customer: Mapping[str, object],
    checked: Literal["activated"] | NotActivated,
    *,
    internal: Mapping[str, object] | None = None,
    policy: Preset | Readings = "documented",
    **facts: Unpack[Facts],
) -> Decision[Customer, Internal]:
    """What becomes of a new account when Adobe has checked it.

        >>> account({"status": "1002"}, "activated").customer["status"]
        '1000'
        >>> account({"status": "1002"}, {"inactive": "1014"}).customer["status"]
        '1014'
    """
    question = _ask.question_of(_NAME, customer, internal, policy, facts)
    return _ask.decide(question, {"account": checked})


def needs(
    customer: Mapping[str, object],
    update: Mapping[str, object],
    *,
    internal: Mapping[str, object] | None = None,
    policy: Preset | Readings = "documented",
    **facts: Unpack[Facts],
) -> tuple[Need, ...]:
    """The facts that an update asks for, but those that are given here.

        >>> [need.keyword for need in needs({}, {"globalSalesEnabled": True})]
        ['partner_global_sales']
    """
    question = _ask.question_of(_NAME, customer, internal, policy, facts)
    return _ask.needs(question, {"update": update})


def plan(
    customer: Mapping[str, object],
    wish: Wish,
    *,
    resend: Sequence[str] = (),
    acknowledge: Sequence[str] = (),
    internal: Mapping[str, object] | None = None,
    policy: Preset | Readings = "documented",
    words: Words | None = None,
    intent: Intent | None = None,
    **facts: Unpack[Facts],
) -> Plan[Customer, Internal, Update]:
    """The smallest body after which the record reads as wished, and what it does.

    A wish is `{"merge": ...}` (a merge patch on the record, RFC 7396), `{"document": ...}` (the
    whole record), `{"customer": ...}` (a neutral customer), `{"rebase": {"base", "mine"}}` or
    `{"undo": {"before", "after"}}`. Nobody is mailed who need not be; who is to get the welcome
    mail again stands in `resend`. Nothing is lost that `acknowledge` does not point to.
    Raises `Unreachable`, `Undecided`, `Unreadable`.

        >>> customer = {"status": "1000", "companyProfile": {"preferredLanguage": "en-US"}}
        >>> wished = {"status": "1000", "companyProfile": {"preferredLanguage": "de-DE"}}
        >>> todo = plan(customer, {"document": wished}, intent={"revision": "7"})
        >>> todo.update
        {'companyProfile': {'preferredLanguage': 'de-DE'}}
        >>> bool(plan(wished, {"document": wished}))
        False

    What can't be had says what would do it:

        >>> from customer_core import Unreachable
        >>> named = {"companyProfile": {"companyName": "Analytical"}}
        >>> try:
        ...     plan(named, {"merge": {"companyProfile": {"companyName": "Difference"}}})
        ... except Unreachable as no:
        ...     print(no.obstacles[0].rule, no.instead)
        adobe.company-name.fixed ('support-ticket',)
    """
    question = _ask.question_of(_NAME, customer, internal, policy, facts, intent=intent)
    return _ask.plan(question, wish, acknowledge, resend=resend, words=words)


def part(
    customer: Mapping[str, object],
    *,
    resend: Sequence[str] = (),
    acknowledge: Sequence[str] = (),
    internal: Mapping[str, object] | None = None,
    policy: Preset | Readings = "documented",
    words: Words | None = None,
    **facts: Unpack[Facts],
) -> Part[Customer, Internal, Update]:
    """What `customer_core.compare` asks of this vendor; all is as in `plan`.

        >>> from customer_core import adobe, compare
        >>> found = compare({"language": "de-DE"}, adobe=adobe.part({"status": "1000"}))
        >>> found.adobe.outcome, found.adobe.plan.update
        ('accepted', {'companyProfile': {'preferredLanguage': 'de-DE'}})
    """
    question = _ask.question_of(_NAME, customer, internal, policy, facts)
    return _ask.part(question, acknowledge, resend=resend, words=words)


def compose(
    first: Mapping[str, object],
    second: Mapping[str, object],
    *,
    policy: Preset | Readings = "documented",
) -> Update:
    """One body that does what two do one after the other; raises `Unreachable` if there is none.

    >>> compose({"externalReferenceId": "1"}, {"externalReferenceId": "2"})
    {'externalReferenceId': '2'}
    """
    update: Update = _ask.compose(_NAME, first, second, policy)
    return update


def parse_response(
    status: int,
    body: Mapping[str, object] | None,
    *,
    customer: Mapping[str, object] | None = None,
    update: Mapping[str, object] | None = None,
    policy: Preset | Readings = "documented",
) -> Accepted[Customer]:
    """What Adobe's answer says and what to do next; raises `Rejected` if it refuses.

    With `customer` and `update`, the violations are those that `decide` would have found.

        >>> from customer_core import Rejected
        >>> try:
        ...     parse_response(500, None)
        ... except Rejected as no:
        ...     print(no.next)
        retry
    """
    return _ask.parse_response(_NAME, status, body, customer, update, policy)


def __getattr__(name: str) -> Any:
    # The types of the documents are for annotations; they are loaded when they are asked for.
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import _adobe

    return getattr(_adobe, name)
