"""Documents of adobe: written by `generate.py`, from the JSON Schemas."""

from datetime import date
from typing import Any, Literal, Required, TypedDict


class Address(TypedDict, total=False):
    """The form of Address."""

    country: str | None
    """Country code. Fixed."""

    region: str | None
    """Region code. Fixed."""

    city: str | None
    """City."""

    addressLine1: str | None
    """Street."""

    addressLine2: str | None
    """More of the street."""

    postalCode: str | None
    """Postal code."""

    phoneNumber: str | None
    """Phone."""


class MinimumQuantity(TypedDict, total=False):
    """The form of MinimumQuantity."""

    offerType: str | None
    """`LICENSE` or `CONSUMABLES`."""

    quantity: int | None
    """How many."""


class Commitment(TypedDict, total=False):
    """The form of Commitment."""

    startDate: str | None
    """First day."""

    endDate: str | None
    """Last day."""

    status: str | None
    """Its status."""

    minimumQuantities: list[MinimumQuantity] | None
    """How many of what."""


class Benefit(TypedDict, total=False):
    """The form of Benefit."""

    type: str | None
    """Which one."""

    status: str | None
    """Status, of the large-government benefit."""

    commitment: Commitment | None
    """The commitment in force. Only Adobe writes it."""

    commitmentRequest: Commitment | None
    """A request for a first or a larger commitment."""

    recommitmentRequest: Commitment | None
    """A request for the next three years."""


class Contact(TypedDict, total=False):
    """The form of Contact."""

    firstName: str | None
    """First name. Fixed."""

    lastName: str | None
    """Last name. Fixed."""

    email: str | None
    """E-mail address."""

    phoneNumber: str | None
    """Phone."""


class CompanyProfile(TypedDict, total=False):
    """The form of CompanyProfile."""

    companyName: str | None
    """Its name. Fixed."""

    preferredLanguage: str | None
    """The language of its mails."""

    marketSegment: str | None
    """`COM`, `EDU` or `GOV`; none counts as `COM`."""

    marketSubSegments: list[str] | None
    """Finer segments of `EDU` and, with the large-government benefit, of `GOV`."""

    address: Address | None
    """Where it is."""

    contacts: list[Contact] | None
    """The people who administer the account."""


class Discount(TypedDict, total=False):
    """The form of Discount."""

    offerType: str | None
    """What it is for."""

    level: str | None
    """The level."""

    discountCode: str | None
    """Code of a migrated discount."""


class Owned(TypedDict, total=False):
    """The form of Owned."""

    LICENSE: int
    """Licences; none when left out."""

    CONSUMABLES: int
    """Consumables; none when left out."""


class Facts(TypedDict, total=False):
    """What was looked up; what is left out is not known."""

    today: date | str | None
    """The day. Asked for by a new request; `accepted`, `elapsed`, `renewed`; `declined` where
    the day of the request is known; `activated` where a request of the creation waits."""

    active_subscriptions: int | None
    """How many subscriptions of the customer are active. Asked for by a change of market segment
    to COM, EDU or GOV."""

    active_subscriptions_in_deployments: int | None
    """How many of them are in deployments, that is in other countries. Asked for by switching
    global sales off, also by leaving the flag out where that is read so."""

    reseller_market_segments: list[Literal["COM", "EDU", "GOV"]] | None
    """The market segments that the reseller is enabled for. Asked for by a change of market
    segment to COM, EDU or GOV."""

    partner_global_sales: bool | None
    """Whether the partner is enabled for global sales. Asked for by switching global sales on."""

    partner_large_government_agency: bool | None
    """Whether the partner is enabled for large government agencies. Asked for by a conversion to
    large government."""

    owned: Owned | None
    """What the customer owns. Asked for by `accepted`, `ordered`, `renewed`."""


class Internal(TypedDict, total=False):
    """The form of Internal."""

    requestedOn: str | None
    """The day of the pending request, from which the answer window runs."""

    acceptedOn: str | None
    """The day of the acceptance, from which the compliance window runs."""

    systemAdmins: list[str] | None
    """E-mail addresses ever synced to the Admin Console. It only grows."""


class LinkedMembership(TypedDict, total=False):
    """The form of LinkedMembership."""

    id: str | None
    """Adobe's id of the group."""

    name: str | None
    """Its name, at most 80 characters."""

    type: str | None
    """`STANDARD` or `CONSORTIUM`."""

    linkedMembershipType: str | None
    """`OWNER` or `MEMBER`."""

    creationDate: str | None
    """When it was made."""

    country: str | None
    """Country, of large-government groups."""

    benefitTypes: list[str] | None
    """Benefits of the group."""


class NotActivated(TypedDict, total=False):
    """The form of NotActivated."""

    inactive: Required[Literal["1004", "1010", "1012", "1014"]]
    """Why: the status."""


Preset = Literal["documented", "observed"]
"""The presets of readings."""


Readings = TypedDict(
    "Readings",
    {
        "preset": Literal["documented", "observed"],
        "omitted-profile": Literal["keep", "refuse"],
        "omitted-global-sales": Literal["keep", "false"],
        "empty-contacts": Literal["refuse", "keep"],
        "other-name": Literal["refuse", "ignore"],
        "postal-codes": Literal["length", "shape"],
        "answer-window-days": int,
        "compliance-window-days": int,
        "recommitment-window-days": Literal["any"] | int,
        "coterm-window-days": int,
        "renewal-window-days": int,
        "full-term-years": int,
        "rest-term-years": int,
        "anniversary-years": int,
        "least-licenses": int,
        "least-consumables": int,
    },
    total=False,
)
"""A preset by its name, or an object with a preset and single readings."""


class Resource(TypedDict, total=False):
    """The form of Resource."""

    externalReferenceId: str | None
    """The partner's own id for the customer."""

    customerId: str | None
    """Adobe's id. Read-only."""

    resellerId: str | None
    """The reseller's id. Read-only here."""

    distributorId: str | None
    """The distributor's id. Read-only."""

    globalSalesEnabled: bool | None
    """Whether the customer may buy for other countries."""

    tags: list[str] | None
    """Marks that Adobe sets. Read-only."""

    linkedMembership: LinkedMembership | None
    """The group of customers that this one owns or belongs to."""

    companyProfile: CompanyProfile | None
    """Name, language, segment, address, contacts."""

    discounts: list[Discount] | None
    """Discount levels. Read-only."""

    benefits: list[Benefit] | None
    """The three-year commitment and the large-government benefit."""

    cotermDate: str | None
    """The anniversary date. Read-only."""

    creationDate: str | None
    """When the account was made. Read-only."""

    status: str | None
    """Account status. Read-only."""

    links: Any
    """Links: any JSON, carried as it came. Read-only."""


class SentAddress(TypedDict, total=False):
    """The form of SentAddress."""

    country: str | None
    """Country code. Fixed."""

    region: str | None
    """Region code. Fixed."""

    city: str | None
    """City."""

    addressLine1: str | None
    """Street."""

    addressLine2: str | None
    """More of the street."""

    postalCode: str | None
    """Postal code."""

    phoneNumber: str | None
    """Phone."""


class SentMinimumQuantity(TypedDict, total=False):
    """The form of SentMinimumQuantity."""

    offerType: str | None
    """`LICENSE` or `CONSUMABLES`."""

    quantity: int | float | None
    """How many."""


class SentCommitment(TypedDict, total=False):
    """The form of SentCommitment."""

    startDate: str | None
    """First day."""

    endDate: str | None
    """Last day."""

    status: str | None
    """Its status."""

    minimumQuantities: list[SentMinimumQuantity | None] | None
    """How many of what."""


class SentBenefit(TypedDict, total=False):
    """The form of SentBenefit."""

    type: str | None
    """Which one."""

    status: str | None
    """Status, of the large-government benefit."""

    commitment: SentCommitment | None
    """The commitment in force. Only Adobe writes it."""

    commitmentRequest: SentCommitment | None
    """A request for a first or a larger commitment."""

    recommitmentRequest: SentCommitment | None
    """A request for the next three years."""


class SentContact(TypedDict, total=False):
    """The form of SentContact."""

    firstName: str | None
    """First name. Fixed."""

    lastName: str | None
    """Last name. Fixed."""

    email: str | None
    """E-mail address."""

    phoneNumber: str | None
    """Phone."""


class SentCompanyProfile(TypedDict, total=False):
    """The form of SentCompanyProfile."""

    companyName: str | None
    """Its name. Fixed."""

    preferredLanguage: str | None
    """The language of its mails."""

    marketSegment: str | None
    """`COM`, `EDU` or `GOV`; none counts as `COM`."""

    marketSubSegments: list[str | None] | None
    """Finer segments of `EDU` and, with the large-government benefit, of `GOV`."""

    address: SentAddress | None
    """Where it is."""

    contacts: list[SentContact | None] | None
    """The people who administer the account."""


class SentDiscount(TypedDict, total=False):
    """The form of SentDiscount."""

    offerType: str | None
    """What it is for."""

    level: str | None
    """The level."""

    discountCode: str | None
    """Code of a migrated discount."""


class SentLinkedMembership(TypedDict, total=False):
    """The form of SentLinkedMembership."""

    id: str | None
    """Adobe's id of the group."""

    name: str | None
    """Its name, at most 80 characters."""

    type: str | None
    """`STANDARD` or `CONSORTIUM`."""

    linkedMembershipType: str | None
    """`OWNER` or `MEMBER`."""

    creationDate: str | None
    """When it was made."""

    country: str | None
    """Country, of large-government groups."""

    benefitTypes: list[str | None] | None
    """Benefits of the group."""


class Update(TypedDict, total=False):
    """The form of Update."""

    externalReferenceId: str | None
    """The partner's own id for the customer."""

    customerId: str | None
    """Adobe's id. Read-only."""

    resellerId: str | None
    """The reseller's id. Read-only here."""

    distributorId: str | None
    """The distributor's id. Read-only."""

    globalSalesEnabled: bool | None
    """Whether the customer may buy for other countries."""

    tags: list[str | None] | None
    """Marks that Adobe sets. Read-only."""

    linkedMembership: SentLinkedMembership | None
    """The group of customers that this one owns or belongs to."""

    companyProfile: SentCompanyProfile | None
    """Name, language, segment, address, contacts."""

    discounts: list[SentDiscount | None] | None
    """Discount levels. Read-only."""

    benefits: list[SentBenefit | None] | None
    """The three-year commitment and the large-government benefit."""

    cotermDate: str | None
    """The anniversary date. Read-only."""

    creationDate: str | None
    """When the account was made. Read-only."""

    status: str | None
    """Account status. Read-only."""

    links: Any
    """Links: any JSON, carried as it came. Read-only."""


Customer = Resource
