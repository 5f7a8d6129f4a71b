"""What is answered. Documents stay dictionaries, so that nothing unknown to this package is lost.

What holds a customer's data is left out of `repr`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, TypedDict, TypeVar

if TYPE_CHECKING:
    from . import _adobe, _commvault, _ibm

C = TypeVar("C")
I = TypeVar("I")  # noqa: E741
U = TypeVar("U")

Next = Literal["done", "poll", "fix", "lookup", "refetch", "wait", "retry", "stop"]
"""What to do now."""

Instead = Literal[
    "support-ticket",
    "admin-console",
    "other-endpoint",
    "two-steps",
    "not-at-this-vendor",
    "facts",
    "wait",
    "acknowledge",
    "other-value",
]
"""What would do what an update can't."""


class Response(TypedDict):
    """What the vendor answers."""

    status: int
    """The HTTP status."""

    body: dict[str, Any] | None
    """The body; None if it is empty."""


class Intent(TypedDict, total=False):
    """What makes the id of an attempt: the same record, revision, body and tag have the same id."""

    revision: str
    """The revision of the record in your store. Required."""

    tag: str
    """Another tag is another attempt, where the same is wanted twice."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong."""

    rule: str
    """The rule's stable id; `customer explain ID` tells all about it."""
    pointer: str
    """Where: a JSON Pointer into the update's body; of an unreadable question, into the question."""
    message: str
    """In words, without values."""
    code: str | None = None
    """The vendor's code, where one is known."""


@dataclass(frozen=True, slots=True)
class Need:
    """A fact to look up."""

    fact: str
    """Its name in the contract."""
    pointer: str
    """What asks for it."""
    rule: str
    """The rule that asks."""

    @property
    def keyword(self) -> str:
        """The keyword argument of this package."""
        from ._ask import keyword_of

        return keyword_of(self.fact)


@dataclass(frozen=True, slots=True)
class Change:
    """One place that reads otherwise."""

    pointer: str
    """Where: what was removed in the record before, else in the one after."""
    kind: Literal["added", "modified", "removed"]
    cause: Literal["set", "cleared", "omitted", "replaced", "derived"]
    before: Any = field(default=None, repr=False)
    """The value before; None if there was none."""
    after: Any = field(default=None, repr=False)
    """The value after; None if there is none."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Work that follows, for you to do at least once."""

    effect: str
    """Which: `welcome-email`, `system-admin-added`, `await-settlement`, ..."""
    email: str | None = field(default=None, repr=False)
    """Whom it concerns, of those about a contact."""
    kind: str | None = None
    """Of `commitment-terms-presented`: `commitment` or `recommitment`."""
    from_status: str | None = None
    """Of `await-settlement`: the status to leave."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What is in the way of a wish."""

    rule: str
    pointer: str
    """Where: in the wished document; of a loss, in the stored one; `/facts/...` of a missing fact."""
    message: str
    instead: Instead
    """What would do it."""
    steps: tuple[dict[str, Any], ...] = field(default=(), repr=False)
    """Of `two-steps`: inputs that do it one after the other."""
    base: Any = field(default=None, repr=False)
    mine: Any = field(default=None, repr=False)
    theirs: Any = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[C, I]):
    """What an accepted update does."""

    customer: C = field(repr=False)
    """The record afterwards. Store it with `internal`."""
    internal: I = field(repr=False)
    """What the vendor keeps to itself. Hand it over with the record in the next question."""
    changes: tuple[Change, ...]
    """What changed, in document order."""
    effects: tuple[Effect, ...]
    """What is due now, in order."""
    response: Response | None = field(repr=False)
    """What the vendor answers; None where no call of its API was asked."""
    next: Next
    """What to do now."""
    intent_id: str | None = field(default=None, kw_only=True)
    """The id of this attempt, where an `intent` was given."""

    @property
    def mailed(self) -> tuple[str, ...]:
        """Who gets an e-mail of the vendor: the addresses of the `welcome-email` effects."""
        return tuple(one.email for one in self.effects if one.email and one.effect[-6:] == "-email")


@dataclass(frozen=True, slots=True)
class Decision(Outcome[C, I]):
    """The vendor accepts. A decision is true if the record reads otherwise afterwards."""

    def __bool__(self) -> bool:
        return bool(self.changes)


@dataclass(frozen=True, slots=True)
class Plan(Outcome[C, I], Generic[C, I, U]):
    """One update brings all that is wished. A plan is true if there is something to send."""

    update: U | None = field(default=None, repr=False)
    """The body to send; None if everything reads as wished already."""
    losses: tuple[str, ...] = ()
    """What is lost besides, as you acknowledged: pointers into the record before."""
    unsupported: tuple[str, ...] = ()
    """Of a neutral customer: what this vendor has no place for."""

    def __bool__(self) -> bool:
        return self.update is not None


@dataclass(frozen=True, slots=True)
class Part(Generic[C, I, U]):
    """What one vendor is asked in a comparison: `adobe.part(...)` makes Adobe's."""

    vendor: str
    asked: dict[str, object] = field(repr=False)
    """The part of the contract's question."""


@dataclass(frozen=True, slots=True)
class Compared(Generic[C, I, U]):
    """What one vendor makes of a wish that is put to several; true if something can be had."""

    outcome: Literal["accepted", "partly", "undecided", "unreachable"]
    """`accepted`: all of it; `partly`: the plan brings a part."""
    plan: Plan[C, I, U] | None
    """What to send there; its `update` is None if the record reads so already."""
    obstacles: tuple[Obstacle, ...]
    """What is in the way of the rest."""
    unsupported: tuple[str, ...]
    """What the vendor has no place for: pointers into the neutral customer."""
    next: Next
    """What to do now."""

    @property
    def facts(self) -> tuple[str, ...]:
        """The keyword arguments of `part` to look up, each once."""
        from ._ask import keywords

        return keywords((), self.obstacles)

    @property
    def instead(self) -> tuple[Instead, ...]:
        """What would do the rest, each once."""
        return tuple(dict.fromkeys(obstacle.instead for obstacle in self.obstacles))

    def __bool__(self) -> bool:
        return self.plan is not None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One neutral customer at several vendors; a vendor that was not asked is None."""

    adobe: Compared[_adobe.Customer, _adobe.Internal, _adobe.Update] | None
    ibm: Compared[_ibm.Customer, _ibm.Internal, _ibm.Update] | None
    commvault: Compared[_commvault.Customer, _commvault.Internal, _commvault.Update] | None
    next: Next
    """What to do now, of all of them: the first of `stop`, `fix`, `lookup`, `wait`, and so on."""

    def items(self) -> tuple[tuple[str, Compared[Any, Any, Any]], ...]:
        """Each vendor that was asked, and what it makes of the wish."""
        every = (("adobe", self.adobe), ("ibm", self.ibm), ("commvault", self.commvault))
        return tuple((name, one) for name, one in every if one is not None)


@dataclass(frozen=True, slots=True)
class Accepted(Generic[C]):
    """A vendor's answer that accepts."""

    customer: C | None = field(repr=False)
    """The record as the answer shows it; None if it does not."""
    next: Next
