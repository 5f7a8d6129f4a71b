"""Commvault: the account and its update.

An update is accepted now and settles later: until then the old values are shown, and the new ones
wait in `internal`. What an update leaves out stays, `None` clears; the two names and `contacts` are
required. The record may come bare or inside `data`, and leaves as it came.

    >>> from customer_core import commvault
    >>> account = {"status": "active", "externalId": "X1", "name": "Acme", "website": "acme.com"}
    >>> account["contacts"] = [
    ...     {"type": "admin", "email": "a@acme.com", "firstName": "Ada", "lastName": "Byron"}]
    >>> update = {"externalId": "X1", "name": "Acme", "website": None, "contacts": [{}]}
    >>> sent = commvault.decide(account, update)
    >>> sent.customer["status"], sent.customer["website"], sent.next
    ('updating', 'acme.com', 'poll')
    >>> done = commvault.settled(sent.customer, "succeeded", internal=sent.internal)
    >>> done.customer["status"], "website" in done.customer
    ('active', False)

Facts are keyword arguments: `external_id_taken`, `name_taken` (whether another account of the
partner has it), and `now`, the time of the update: a datetime (one that knows its zone is taken in
UTC), or text. One that is None, or left out, was not looked up.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Literal, Unpack

    from . import _ask
    from ._commvault import Customer as Customer
    from ._commvault import Facts as Facts
    from ._commvault import Internal as Internal
    from ._commvault import Preset as Preset
    from ._commvault import Readings as Readings
    from ._commvault import Update as Update
    from ._results import Accepted, Decision, Intent, Need, Part, Plan
    from .neutral import Wish, Words
else:
    from ._lazy import ask as _ask

_NAME = "commvault"


def decide(
    customer: Mapping[str, object],
    update: Mapping[str, object],
    *,
    internal: Mapping[str, object] | None = None,
    policy: Preset | Readings = "documented",
    intent: Intent | None = None,
    **facts: Unpack[Facts],
) -> Decision[Customer, Internal]:
    """What an update with this body does.

    `customer` is what a GET returns, `internal` what an earlier decision about this account
    returned as `internal`; store both of the result. Raises `Rejected`, `Undecided`, `Unreadable`.

        >>> account = {"status": "updating", "externalId": "X1", "name": "Acme"}
        >>> from customer_core import Rejected
        >>> try:
        ...     decide(account, {"externalId": "X1", "name": "Acme", "contacts": [{}]})
        ... except Rejected as no:
        ...     print(no.violations[0].rule, no.response["status"], no.next)
        commvault.status.updating 409 wait

    What depends on a fact that was not given is not guessed:

        >>> from customer_core import Undecided
        >>> account["status"] = "active"
        >>> contact = {"email": "a@acme.com", "firstName": "Ada", "lastName": "Byron"}
        >>> update = {"externalId": "X1", "name": "Acme & Co", "contacts": [contact]}
        >>> try:
        ...     decide(account, update)
        ... except Undecided as unknown:
        ...     print(unknown.facts)
        ('name_taken',)
        >>> decide(account, update, name_taken=False).next
        'poll'
    """
    question = _ask.question_of(_NAME, customer, internal, policy, facts, intent=intent)
    return _ask.decide(question, {"update": update})


def settled(
    customer: Mapping[str, object],
    how: Literal["succeeded", "failed"],
    *,
    internal: Mapping[str, object] | None = None,
    policy: Preset | Readings = "documented",
    **facts: Unpack[Facts],
) -> Decision[Customer, Internal]:
    """What becomes of the account when a running update has ended.

        >>> decision = settled({"status": "updating"}, "failed")
        >>> decision.customer["status"], decision.next
        ('update_failure', 'retry')
    """
    question = _ask.question_of(_NAME, customer, internal, policy, facts)
    return _ask.decide(question, {"settled": how})


def needs(
    customer: Mapping[str, object],
    update: Mapping[str, object],
    *,
    internal: Mapping[str, object] | None = None,
    policy: Preset | Readings = "documented",
    **facts: Unpack[Facts],
) -> tuple[Need, ...]:
    """The facts that an update asks for, but those that are given here.

        >>> account = {"status": "active", "externalId": "X1", "name": "Acme"}
        >>> contact = {"email": "a@acme.com", "firstName": "Ada", "lastName": "Byron"}
        >>> update = {"externalId": "X2", "name": "Acme & Co", "contacts": [contact]}
        >>> [need.keyword for need in needs(account, update)]
        ['external_id_taken', 'name_taken']
    """
    question = _ask.question_of(_NAME, customer, internal, policy, facts)
    return _ask.needs(question, {"update": update})


def plan(
    customer: Mapping[str, object],
    wish: Wish,
    *,
    acknowledge: Sequence[str] = (),
    internal: Mapping[str, object] | None = None,
    policy: Preset | Readings = "documented",
    words: Words | None = None,
    intent: Intent | None = None,
    **facts: Unpack[Facts],
) -> Plan[Customer, Internal, Update]:
    """The smallest body after which the account will read as wished, and what it does.

    A wish is `{"merge": ...}` (a merge patch on the record, RFC 7396), `{"document": ...}` (the
    whole record), `{"customer": ...}` (a neutral customer; `words` translates its codes),
    `{"rebase": {"base", "mine"}}` or `{"undo": {"before", "after"}}`. While an update runs, hand
    `internal` over: a wish is about the account as it will read. Nothing is lost that
    `acknowledge` does not point to. Raises `Unreachable`, `Undecided`, `Unreadable`.

        >>> account = {"status": "active", "externalId": "X1", "name": "Acme", "website": "old",
        ...     "contacts": [{"type": "admin", "email": "a@acme.com", "firstName": "Ada",
        ...         "lastName": "Byron"}]}
        >>> todo = plan(account, {"merge": {"website": "new"}})
        >>> todo.update
        {'externalId': 'X1', 'name': 'Acme', 'website': 'new', 'contacts': [{}]}
        >>> bool(plan(todo.customer, {"merge": {"website": "new"}}, internal=todo.internal))
        False
    """
    question = _ask.question_of(_NAME, customer, internal, policy, facts, intent=intent)
    return _ask.plan(question, wish, acknowledge, words=words)


def part(
    customer: Mapping[str, object],
    *,
    acknowledge: Sequence[str] = (),
    internal: Mapping[str, object] | None = None,
    policy: Preset | Readings = "documented",
    words: Words | None = None,
    **facts: Unpack[Facts],
) -> Part[Customer, Internal, Update]:
    """What `customer_core.compare` asks of this vendor; all is as in `plan`.

        >>> from customer_core import commvault, compare
        >>> asked = commvault.part({"status": "active", "externalId": "X1", "name": "Acme"})
        >>> found = compare({"name": "Acme", "language": "de-DE"}, commvault=asked)
        >>> found.commvault.outcome, found.commvault.unsupported
        ('partly', ('/language',))
    """
    question = _ask.question_of(_NAME, customer, internal, policy, facts)
    return _ask.part(question, acknowledge, words=words)


def compose(
    first: Mapping[str, object],
    second: Mapping[str, object],
    *,
    policy: Preset | Readings = "documented",
) -> Update:
    """One body that does what two do one after the other; raises `Unreachable` if there is none.

    >>> compose({"name": "A", "website": "w"}, {"name": "B"})
    {'name': 'B', 'website': 'w'}
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
    """What Commvault's answer says and what to do next; raises `Rejected` if it refuses.

        >>> parse_response(200, {"data": {"status": "updating"}}).next
        'poll'
    """
    return _ask.parse_response(_NAME, status, body, customer, update, policy)


def __getattr__(name: str) -> Any:
    # The types of the documents are for annotations; they are loaded when they are asked for.
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import _commvault

    return getattr(_commvault, name)
