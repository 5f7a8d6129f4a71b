"""IBM BSS: the customer document and its PUT.

An update replaces the whole customer: what it leaves out is deleted. So an update is made from the
record, its `Version` included, or planned. A missing member is a missing key; null is `None`.

    >>> from customer_core import ibm
    >>> address = {"AddressType": "MAILING", "AddressLine1": "1 Main Street", "City": "Littleton",
    ...     "State": "Massachusetts", "PostalCode": "01460", "Country": "United States"}
    >>> contact = {"GivenName": "Jane", "FamilyName": "Doe", "EmailAddress": "jane@example.com",
    ...     "WorkPhone": "555-0101", "Fax": "555-0103"}
    >>> customer = {"Customer": {"Version": 7, "CustomerState": "ACTIVE",
    ...     "Organization": {"OrgName": "Tools", "AddressSet": [address], "Contact": contact},
    ...     "CustomerAccountSet": [{"AccountNumber": "", "LocationName": "Headquarters"}]}}
    >>> import copy
    >>> update = copy.deepcopy(customer)
    >>> del update["Customer"]["Organization"]["Contact"]["Fax"]
    >>> decision = ibm.decide(customer, update, role="VSR", same_organization=True)
    >>> [(change.pointer, change.cause) for change in decision.changes]
    [('/Customer/Version', 'derived'), ('/Customer/Organization/Contact/Fax', 'omitted')]

Facts are keyword arguments: `role` (`CustomerAdministrator`, `VSR` or another) and
`same_organization`, which everything asks for, and `active_subscriptions`. One that is None, or
left out, was not looked up.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Literal, Unpack

    from . import _ask
    from ._ibm import Customer as Customer
    from ._ibm import Facts as Facts
    from ._ibm import Internal as Internal
    from ._ibm import Preset as Preset
    from ._ibm import Readings as Readings
    from ._ibm import Update as Update
    from ._results import Accepted, Decision, Intent, Need, Part, Plan
    from .neutral import Wish, Words
else:
    from ._lazy import ask as _ask

_NAME = "ibm"


def decide(
    customer: Mapping[str, object],
    update: Mapping[str, object],
    *,
    internal: Mapping[str, object] | None = None,
    policy: Preset | Readings = "documented",
    intent: Intent | None = None,
    **facts: Unpack[Facts],
) -> Decision[Customer, Internal]:
    """What a PUT with this body does.

    `customer` is what a GET returns. Raises `Rejected`, `Undecided`, `Unreadable`.

        >>> customer = {"Customer": {"Version": 7, "CustomerState": "ACTIVE"}}
        >>> from customer_core import Rejected
        >>> try:
        ...     decide(customer, customer, role="guest", same_organization=True)
        ... except Rejected as no:
        ...     print(no.violations[0].rule, no.response["status"], no.next)
        ibm.role.permitted 403 stop

    What depends on a fact that was not given is not guessed:

        >>> from customer_core import Undecided
        >>> try:
        ...     decide(customer, customer)
        ... except Undecided as unknown:
        ...     print(unknown.facts)
        ('role', 'same_organization')
    """
    question = _ask.question_of(_NAME, customer, internal, policy, facts, intent=intent)
    return _ask.decide(question, {"update": update})


def operation(
    customer: Mapping[str, object],
    call: Literal["suspendCustomer", "unsuspendCustomer", "unregisterCustomer"],
    *,
    internal: Mapping[str, object] | None = None,
    policy: Preset | Readings = "documented",
    **facts: Unpack[Facts],
) -> Decision[Customer, Internal]:
    """What a call of the life cycle does.

        >>> customer = {"Customer": {"Version": 7, "CustomerState": "ACTIVE"}}
        >>> decision = operation(customer, "suspendCustomer", role="VSR", same_organization=True)
        >>> decision.customer["Customer"]["CustomerState"]
        'SUSPENDED'
    """
    question = _ask.question_of(_NAME, customer, internal, policy, facts)
    return _ask.decide(question, {"operation": call})


def needs(
    customer: Mapping[str, object],
    update: Mapping[str, object],
    *,
    internal: Mapping[str, object] | None = None,
    policy: Preset | Readings = "documented",
    **facts: Unpack[Facts],
) -> tuple[Need, ...]:
    """The facts that an update asks for, but those that are given here.

        >>> customer = {"Customer": {"Version": 7, "CustomerState": "ACTIVE"}}
        >>> [need.keyword for need in needs(customer, customer, role="VSR")]
        ['same_organization']
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
    """The whole document to send so that the record reads as wished, and what it does.

    A wish is `{"merge": ...}` (a merge patch on the record, RFC 7396), `{"document": ...}` (the
    whole record), `{"customer": ...}` (a neutral customer; `words` translates its codes),
    `{"rebase": {"base", "mine"}}` or `{"undo": {"before", "after"}}`. Nothing is deleted that is
    not wished away, and nothing is lost that `acknowledge` does not point to.
    Raises `Unreachable`, `Undecided`, `Unreadable`.

        >>> address = {"AddressType": "MAILING", "AddressLine1": "1 Main Street", "City": "Lima",
        ...     "State": "Lima", "PostalCode": "01460", "Country": "Peru"}
        >>> contact = {"GivenName": "Jane", "FamilyName": "Doe",
        ...     "EmailAddress": "jane@example.com", "WorkPhone": "1", "Fax": "2"}
        >>> customer = {"Customer": {"Version": 7, "CustomerState": "ACTIVE",
        ...     "Organization": {"OrgName": "Tools", "AddressSet": [address], "Contact": contact},
        ...     "CustomerAccountSet": [{"AccountNumber": "", "LocationName": "Lima"}]}}
        >>> wish = {"merge": {"Customer": {"Organization": {"Contact": {"WorkPhone": "3"}}}}}
        >>> todo = plan(customer, wish, role="VSR", same_organization=True)
        >>> todo.update["Customer"]["Organization"]["Contact"]["Fax"]
        '2'
        >>> [change.pointer for change in todo.changes]
        ['/Customer/Version', '/Customer/Organization/Contact/WorkPhone']
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

        >>> from customer_core import compare, ibm
        >>> customer = {"Customer": {"Version": 7, "CustomerState": "ACTIVE"}}
        >>> asked = ibm.part(customer, role="guest", same_organization=True)
        >>> found = compare({"name": "Acme"}, ibm=asked)
        >>> found.ibm.outcome, found.ibm.obstacles[0].rule
        ('unreachable', 'ibm.role.permitted')
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

    The token is the first's, since the second was made from what the first left.

        >>> first = {"Customer": {"Version": 7, "Organization": {"OrgName": "A"}}}
        >>> second = {"Customer": {"Version": 8, "Organization": {"OrgName": "B"}}}
        >>> compose(first, second)
        {'Customer': {'Version': 7, 'Organization': {'OrgName': 'B'}}}
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
    """What IBM's answer says and what to do next; raises `Rejected` if it refuses.

        >>> from customer_core import Rejected
        >>> try:
        ...     parse_response(404, None)
        ... except Rejected as no:
        ...     print(no.next)
        stop
    """
    return _ask.parse_response(_NAME, status, body, customer, update, policy)


def __getattr__(name: str) -> Any:
    # The types of the documents are for annotations; they are loaded when they are asked for.
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import _ibm

    return getattr(_ibm, name)
