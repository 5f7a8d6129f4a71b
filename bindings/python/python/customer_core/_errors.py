"""What is raised instead of a result. No text of an exception holds a value of the question."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._results import Instead, Need, Next, Obstacle, Plan, Response, Violation

_SHOWN = 5
"""How many rules and places a text names before it counts the rest."""


def _places(found: tuple[Any, ...], about: str = "rule") -> str:
    places = (f"{getattr(one, about)} at {one.pointer or 'the whole'}" for one in found[:_SHOWN])
    shown = "; ".join(places)
    rest = len(found) - _SHOWN
    return f"{shown}; and {rest} more" if rest > 0 else shown


class CustomerCoreError(Exception):
    """Everything that this package raises about a question."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self})"


class Unreadable(CustomerCoreError):
    """The question can't be read: a document has not the vendor's form, or a fact not its type.

    This is a bug of the caller, not an answer of the vendor. `violations` says all that is wrong;
    their pointers point into the question (`/customer/...`, `/input/update/...`, `/facts/...`).
    """

    violations: tuple[Violation, ...]

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        super().__init__(violations)
        self.violations = violations

    def __str__(self) -> str:
        # The rule is nearly always the same one: that of the form.
        return _places(self.violations, "message")


class Undecided(CustomerCoreError):
    """A fact is missing: look the `facts` up, and ask again with them.

    Nothing is said in the vendor's name. `needs` says what asks for each fact (of a plan:
    `obstacles`), `violations` what is wrong whatever the facts are.
    """

    needs: tuple[Need, ...]
    violations: tuple[Violation, ...]
    obstacles: tuple[Obstacle, ...]

    def __init__(
        self,
        needs: tuple[Need, ...],
        violations: tuple[Violation, ...] = (),
        obstacles: tuple[Obstacle, ...] = (),
    ) -> None:
        super().__init__(needs, violations, obstacles)
        self.needs, self.violations, self.obstacles = needs, violations, obstacles

    @property
    def facts(self) -> tuple[str, ...]:
        """The keyword arguments to look up, each once."""
        from ._ask import keywords

        return keywords(self.needs, self.obstacles)

    def __str__(self) -> str:
        found = self.needs or self.obstacles
        return f"{', '.join(self.facts) or 'words'} not known: {_places(found)}"


class Rejected(CustomerCoreError):
    """The vendor refuses, and nothing changes: `violations` says all that is wrong, in its order.

    `response` is what the vendor answers (None where no call of its API was asked), `next` what to
    do: `fix` the request, `wait`, `refetch`, `retry`, or `stop`.
    """

    violations: tuple[Violation, ...]
    response: Response | None
    next: Next

    def __init__(
        self, violations: tuple[Violation, ...], response: Response | None, next: Next
    ) -> None:
        super().__init__(violations, response, next)
        self.violations, self.response, self.next = violations, response, next

    def __str__(self) -> str:
        return f"{self.next}: {_places(self.violations)}"


class Unreachable(CustomerCoreError):
    """No update brings what is wished: `obstacles` says why, and what would do it `instead`.

    `nearest` is the plan for the most that can be had, if there is one; `unsupported` what the
    vendor has no place for. `steps` of an obstacle are inputs that would do it one after another.
    """

    obstacles: tuple[Obstacle, ...]
    nearest: Plan[Any, Any, Any] | None
    next: Next
    unsupported: tuple[str, ...]

    def __init__(
        self,
        obstacles: tuple[Obstacle, ...],
        nearest: Plan[Any, Any, Any] | None,
        next: Next,
        unsupported: tuple[str, ...] = (),
    ) -> None:
        super().__init__(obstacles, nearest, next, unsupported)
        self.obstacles, self.nearest = obstacles, nearest
        self.next, self.unsupported = next, unsupported

    @property
    def instead(self) -> tuple[Instead, ...]:
        """What would do it, each once."""
        return tuple(dict.fromkeys(obstacle.instead for obstacle in self.obstacles))

    def __str__(self) -> str:
        return f"{self.next}: {_places(self.obstacles)}"
