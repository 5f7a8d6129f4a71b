"""Documents of commvault: written by `generate.py`, from the JSON Schemas."""

from datetime import datetime
from typing import Literal, Required, TypedDict


class Address(TypedDict, total=False):
    """The form of Address."""

    addressLine1: str | None
    """First line."""

    addressLine2: str | None
    """Second line."""

    city: str | None
    """City."""

    state: str | None
    """State."""

    country: str | None
    """Country."""

    postalCode: str | None
    """Postal code."""


class Contact(TypedDict, total=False):
    """The form of Contact."""

    type: str | None
    """`admin`; others are kept and never updated."""

    email: str | None
    """E-mail address."""

    firstName: str | None
    """First name."""

    lastName: str | None
    """Last name."""

    phone: str | None
    """Phone number."""

    address: Address | None
    """Address."""


class Facts(TypedDict, total=False):
    """What was looked up; what is left out is not known."""

    now: datetime | str | None
    """The vendor's clock; `None` leaves `updateTs` as it is, and is never missed. Asked for by
    nothing: left out, updateTs stays as it is."""

    external_id_taken: bool | None
    """Whether another account of the partner has the new `externalId`. Asked for by a new,
    permitted externalId."""

    name_taken: bool | None
    """Whether another account of the partner has the new `name`. Asked for by a new, permitted
    name."""


class Service(TypedDict, total=False):
    """The form of Service."""


class Options(TypedDict, total=False):
    """The form of Options."""

    disableLogin: bool | None
    """Whether nobody can sign in."""

    disableBackup: bool | None
    """Whether nothing is backed up."""

    disableRestore: bool | None
    """Whether nothing can be restored."""


class Profile(TypedDict, total=False):
    """The form of Profile."""

    id: str | None
    """The vendor's id."""

    status: str | None
    """Where the account is in its life."""

    insertTs: str | None
    """When it was created."""

    updateTs: str | None
    """When it last changed."""

    externalId: str | None
    """The partner's id."""

    name: str | None
    """Name of the account."""

    website: str | None
    """Website."""

    provisionCountry: str | None
    """Country where the account was set up."""

    contacts: list[Contact] | None
    """Its contacts; the page has one."""

    services: list[Service] | None
    """What it subscribes to."""

    deactivatedOptions: Options | None
    """What is switched off while it is deactivated."""

    type: str | None
    """`POC`, `Internal` or `Production`."""


class Internal(TypedDict, total=False):
    """The form of Internal."""

    pending: Profile | None
    """The account as it will read if the running update succeeds."""

    statusBefore: str | None
    """The status to return to where it is not `active`."""


Preset = Literal["documented", "lenient"]
"""The presets of readings."""


Readings = TypedDict(
    "Readings",
    {
        "preset": Literal["documented", "lenient"],
        "names-missing": Literal["refused", "kept"],
        "contacts-missing": Literal["refused", "kept"],
        "empty": Literal["value", "null"],
        "not-updatable": Literal["refused", "ignored"],
        "updating": Literal["refused", "replaced"],
        "deactivated": Literal["refused", "returns"],
    },
    total=False,
)
"""A preset by its name, or an object with a preset and single readings."""


class SentAddress(TypedDict, total=False):
    """The form of SentAddress."""

    addressLine1: str | None
    """First line."""

    addressLine2: str | None
    """Second line."""

    city: str | None
    """City."""

    state: str | None
    """State."""

    country: str | None
    """Country."""

    postalCode: str | None
    """Postal code."""


class SentContact(TypedDict, total=False):
    """The form of SentContact."""

    type: str | None
    """`admin`; others are kept and never updated."""

    email: str | None
    """E-mail address."""

    firstName: str | None
    """First name."""

    lastName: str | None
    """Last name."""

    phone: str | None
    """Phone number."""

    address: SentAddress | None
    """Address."""


class Update(TypedDict, total=False):
    """The form of Update."""

    id: str | None
    """The vendor's id."""

    status: str | None
    """Where the account is in its life."""

    insertTs: str | None
    """When it was created."""

    updateTs: str | None
    """When it last changed."""

    externalId: str | None
    """The partner's id."""

    name: str | None
    """Name of the account."""

    website: str | None
    """Website."""

    provisionCountry: str | None
    """Country where the account was set up."""

    contacts: list[SentContact | None] | None
    """Its contacts; the page has one."""

    services: list[Service | None] | None
    """What it subscribes to."""

    deactivatedOptions: Options | None
    """What is switched off while it is deactivated."""

    type: str | None
    """`POC`, `Internal` or `Production`."""


class Wrapped(TypedDict, total=False):
    """The form of Wrapped."""

    data: Required[Profile]
    """The account."""


Customer = Profile
