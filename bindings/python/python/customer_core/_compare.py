"""One neutral customer at several vendors, side by side."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import _adobe, _ask, _commvault, _ibm, neutral
    from ._results import Comparison, Part
else:
    from ._lazy import ask as _ask


def compare(
    wished: neutral.Customer,
    *,
    adobe: Part[_adobe.Customer, _adobe.Internal, _adobe.Update] | None = None,
    ibm: Part[_ibm.Customer, _ibm.Internal, _ibm.Update] | None = None,
    commvault: Part[_commvault.Customer, _commvault.Internal, _commvault.Update] | None = None,
) -> Comparison:
    """What to send to each vendor so that its record reads as wished, and what is in the way.

    `wished` is a neutral customer: the same words for every vendor. Each vendor gets its own record
    by its `part`. Nothing is raised because a vendor can't do it; raises `Unreadable`.

        >>> from customer_core import adobe, commvault, compare, ibm
        >>> account = {"status": "active", "externalId": "X1", "name": "Acme"}
        >>> found = compare(
        ...     {"name": "Acme", "language": "de-DE"},
        ...     adobe=adobe.part({"status": "1000", "companyProfile": {"companyName": "Acme"}}),
        ...     ibm=ibm.part({"Customer": {"Organization": {"OrgName": "Acme"}}}),
        ...     commvault=commvault.part(account),
        ... )
        >>> for vendor, one in found.items():
        ...     print(vendor, one.outcome, one.facts, one.unsupported)
        adobe accepted () ()
        ibm unreachable ('role', 'same_organization') ()
        commvault partly () ('/language',)
        >>> found.adobe.plan.update
        {'companyProfile': {'preferredLanguage': 'de-DE'}}
    """
    asked = {"adobe": adobe, "ibm": ibm, "commvault": commvault}
    parts = {vendor: part for vendor, part in asked.items() if part is not None}
    return _ask.compare(wished, parts)
