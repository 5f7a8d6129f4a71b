"""Documents of ibm: written by `generate.py`, from the JSON Schemas."""

from typing import Any, Literal, Required, TypedDict


class Account(TypedDict, total=False):
    """The form of Account."""

    AccountNumber: str | None
    """Its number; an empty one says that none exists."""

    LocationName: str | None
    """Name of the location."""

    PaymentMethodType: str | None
    """How it is paid."""

    CurrencyType: str | None
    """Its currency."""

    VendorId: Any
    """Read-only: the vendor it belongs to."""


class Address(TypedDict, total=False):
    """The form of Address."""

    AddressLine1: str | None
    """Street and number."""

    AddressLine2: str | None
    """More of the street."""

    AddressType: str | None
    """What the address is for."""

    City: str | None
    """City."""

    Country: str | None
    """Country or region, by its English name."""

    State: str | None
    """State, by its English name."""

    PostalCode: str | None
    """Postal code."""

    StateCode: str | None
    """Read-only: code of the state."""

    CountryCode: str | None
    """Read-only: code of the country."""

    Modified: str | None
    """Read-only: when the address last changed."""


class Contact(TypedDict, total=False):
    """The form of Contact."""

    FamilyName: str | None
    """Last name."""

    GivenName: str | None
    """First name."""

    EmailAddress: str | None
    """E-mail address."""

    NamePrefix: str | None
    """Written before the name."""

    NameSuffix: str | None
    """Written after the name."""

    EmployeeNumber: str | None
    """Number as an employee."""

    LanguagePreference: str | None
    """Preferred language; without one a reader assumes `en_US`."""

    WorkPhone: str | None
    """Phone at work."""

    HomePhone: str | None
    """Phone at home."""

    MobilePhone: str | None
    """Mobile phone."""

    Fax: str | None
    """Fax."""

    JobTitle: str | None
    """Job title."""

    WebSiteAddress: str | None
    """Web site."""

    TimeZone: str | None
    """Time zone; not an IANA name."""

    Photo: str | None
    """Where a photo is stored."""

    DN: str | None
    """Read-only: distinguished name."""

    Created: str | None
    """Read-only: when the contact was created."""

    Modified: str | None
    """Read-only: when the contact last changed."""

    Deleted: Any
    """Read-only: whether or when it was deleted."""

    SecurityRealm: str | None
    """Read-only: how the person signs in."""


class Organization(TypedDict, total=False):
    """The form of Organization."""

    OrgName: str | None
    """Its name."""

    Phone: str | None
    """Its phone."""

    Owner: Any
    """Read-only: who owns it."""

    Created: str | None
    """Read-only: when it was created."""

    Modified: str | None
    """Read-only: when it last changed."""

    Industry: str | None
    """Read-only: its industry."""

    PartyType: str | None
    """Read-only: person or organization."""

    CompanySize: Any
    """Read-only: its size."""

    SecurityRealm: str | None
    """Read-only: how its people sign in."""

    CustomerType: str | None
    """Read-only: direct or through a reseller."""

    IsPartner: bool | None
    """Read-only: whether it is a partner."""

    IsSyncPending: Any
    """Read-only: whether it waits for a synchronisation."""

    AddressSet: list[Address] | None
    """Its addresses."""

    Contact: Contact | None
    """Its contact person."""


class Identifier(TypedDict, total=False):
    """The form of Identifier."""

    Value: str | None
    """The identifier."""

    CustomerIdType: str | None
    """Which system it is from."""


class Profile(TypedDict, total=False):
    """The form of Profile."""

    CustomerNumber: str | None
    """Customer number."""

    Id: int | float | None
    """Read-only: the id that the server gave."""

    CustomerState: str | None
    """Read-only: its state; a customer without one may be updated, and no operation on it is
    accepted."""

    SuspensionDate: str | None
    """Read-only: since when it is suspended."""

    IsGuest: Any
    """Read-only: whether it is a guest."""

    LastSyncDate: str | None
    """Read-only: when it was last synchronised."""

    CustomerType: str | None
    """Read-only: direct or through a reseller."""

    Version: int | None
    """The lock token: a request that was made from another one is stale."""

    Organization: Organization | None
    """The organization."""

    CustomerAccountSet: list[Account] | None
    """Its accounts."""

    CustomerIdentifierSet: list[Identifier] | None
    """What other systems call it."""


class Customer(TypedDict, total=False):
    """The form of Customer."""

    Customer: Required[Profile]
    """All that is modelled."""


class Facts(TypedDict, total=False):
    """What was looked up; what is left out is not known."""

    role: str | None
    """The role of the caller. Asked for by everything."""

    same_organization: bool | None
    """Whether the customer is part of the caller's own organization. Asked for by everything."""

    active_subscriptions: int | None
    """How many subscriptions of the customer are active. Asked for by unregisterCustomer, where
    the reading refuses it with active subscriptions."""


class FlatUpdate(TypedDict, total=False):
    """The form of FlatUpdate."""

    CustomerNumber: str | None

    Id: int | float | None

    CustomerState: str | None

    SuspensionDate: str | None

    IsGuest: Any

    LastSyncDate: str | None

    CustomerType: str | None

    Version: int | None

    OrgName: str | None

    Phone: str | None

    AddressLine1: str | None

    AdressLine1: str | None

    AddressLine2: str | None

    AdressLine2: str | None

    AddressType: str | None

    AdressType: str | None

    City: str | None

    Country: str | None

    State: str | None

    PostalCode: str | None

    FamilyName: str | None

    GivenName: str | None

    EmailAddress: str | None

    NamePrefix: str | None

    NameSuffix: str | None

    EmployeeNumber: str | None

    LanguagePreference: str | None

    WorkPhone: str | None

    HomePhone: str | None

    MobilePhone: str | None

    Fax: str | None

    JobTitle: str | None

    WebSiteAddress: str | None

    WebsiteAddress: str | None

    TimeZone: str | None

    Photo: str | None

    AccountNumber: str | None

    LocationName: str | None

    PaymentMethodType: str | None

    CurrencyType: str | None


class Nothing(TypedDict, total=False):
    """The form of Nothing."""


Preset = Literal["documented", "observed", "viewer"]
"""The presets of readings."""


Readings = TypedDict(
    "Readings",
    {
        "preset": Literal["documented", "observed", "viewer"],
        "required": Literal["article", "client", "viewer"],
        "empty-state": Literal["refused", "stored"],
        "null": Literal["refused", "missing"],
        "length": Literal["scalar-values", "utf-16"],
        "words": Literal["exact", "any-case"],
        "sets": Literal["one", "some"],
        "read-only": Literal["compared", "ignored"],
        "unregister": Literal["refused", "cancels"],
    },
    total=False,
)
"""A preset by its name, or an object with a preset and single readings."""


class SentAccount(TypedDict, total=False):
    """The form of SentAccount."""

    AccountNumber: str | None
    """Its number; an empty one says that none exists."""

    LocationName: str | None
    """Name of the location."""

    PaymentMethodType: str | None
    """How it is paid."""

    CurrencyType: str | None
    """Its currency."""

    VendorId: Any
    """Read-only: the vendor it belongs to."""


class SentAddress(TypedDict, total=False):
    """The form of SentAddress."""

    AddressLine1: str | None
    """Street and number."""

    AddressLine2: str | None
    """More of the street."""

    AddressType: str | None
    """What the address is for."""

    City: str | None
    """City."""

    Country: str | None
    """Country or region, by its English name."""

    State: str | None
    """State, by its English name."""

    PostalCode: str | None
    """Postal code."""

    StateCode: str | None
    """Read-only: code of the state."""

    CountryCode: str | None
    """Read-only: code of the country."""

    Modified: str | None
    """Read-only: when the address last changed."""


class SentContact(TypedDict, total=False):
    """The form of SentContact."""

    FamilyName: str | None
    """Last name."""

    GivenName: str | None
    """First name."""

    EmailAddress: str | None
    """E-mail address."""

    NamePrefix: str | None
    """Written before the name."""

    NameSuffix: str | None
    """Written after the name."""

    EmployeeNumber: str | None
    """Number as an employee."""

    LanguagePreference: str | None
    """Preferred language; without one a reader assumes `en_US`."""

    WorkPhone: str | None
    """Phone at work."""

    HomePhone: str | None
    """Phone at home."""

    MobilePhone: str | None
    """Mobile phone."""

    Fax: str | None
    """Fax."""

    JobTitle: str | None
    """Job title."""

    WebSiteAddress: str | None
    """Web site."""

    TimeZone: str | None
    """Time zone; not an IANA name."""

    Photo: str | None
    """Where a photo is stored."""

    DN: str | None
    """Read-only: distinguished name."""

    Created: str | None
    """Read-only: when the contact was created."""

    Modified: str | None
    """Read-only: when the contact last changed."""

    Deleted: Any
    """Read-only: whether or when it was deleted."""

    SecurityRealm: str | None
    """Read-only: how the person signs in."""


class SentIdentifier(TypedDict, total=False):
    """The form of SentIdentifier."""

    Value: str | None
    """The identifier."""

    CustomerIdType: str | None
    """Which system it is from."""


class SentOrganization(TypedDict, total=False):
    """The form of SentOrganization."""

    OrgName: str | None
    """Its name."""

    Phone: str | None
    """Its phone."""

    Owner: Any
    """Read-only: who owns it."""

    Created: str | None
    """Read-only: when it was created."""

    Modified: str | None
    """Read-only: when it last changed."""

    Industry: str | None
    """Read-only: its industry."""

    PartyType: str | None
    """Read-only: person or organization."""

    CompanySize: Any
    """Read-only: its size."""

    SecurityRealm: str | None
    """Read-only: how its people sign in."""

    CustomerType: str | None
    """Read-only: direct or through a reseller."""

    IsPartner: bool | None
    """Read-only: whether it is a partner."""

    IsSyncPending: Any
    """Read-only: whether it waits for a synchronisation."""

    AddressSet: list[SentAddress | None] | None
    """Its addresses."""

    Contact: SentContact | None
    """Its contact person."""


class SentProfile(TypedDict, total=False):
    """The form of SentProfile."""

    CustomerNumber: str | None
    """Customer number."""

    Id: int | float | None
    """Read-only: the id that the server gave."""

    CustomerState: str | None
    """Read-only: its state; a customer without one may be updated, and no operation on it is
    accepted."""

    SuspensionDate: str | None
    """Read-only: since when it is suspended."""

    IsGuest: Any
    """Read-only: whether it is a guest."""

    LastSyncDate: str | None
    """Read-only: when it was last synchronised."""

    CustomerType: str | None
    """Read-only: direct or through a reseller."""

    Version: int | None
    """The lock token: a request that was made from another one is stale."""

    Organization: SentOrganization | None
    """The organization."""

    CustomerAccountSet: list[SentAccount | None] | None
    """Its accounts."""

    CustomerIdentifierSet: list[SentIdentifier | None] | None
    """What other systems call it."""


class Update(TypedDict, total=False):
    """The form of Update."""

    Customer: Required[SentProfile | None]
    """The customer as it will be."""


Internal = Nothing
