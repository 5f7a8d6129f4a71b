"""The neutral customer, and what can be wished: written by `generate.py`."""

from collections.abc import Mapping
from typing import Required, TypedDict


class Address(TypedDict, total=False):
    """The form of Address."""

    line1: str | None
    """Street and number."""

    line2: str | None
    """More of the street."""

    city: str | None
    """City."""

    region: str | None
    """Region: the part of ISO 3166-2 behind the hyphen."""

    country: str | None
    """Country: ISO 3166-1 alpha-2."""

    postalCode: str | None
    """Postal code."""


class Commitment(TypedDict, total=False):
    """The form of Commitment."""

    LICENSE: int | float | None
    """Licences."""

    CONSUMABLES: int | float | None
    """Consumables."""


class Contact(TypedDict, total=False):
    """The form of Contact."""

    givenName: str | None
    """First name."""

    familyName: str | None
    """Last name."""

    email: str | None
    """E-mail address."""

    phone: str | None
    """Phone."""

    address: Address | None
    """Where this person is."""


class Customer(TypedDict, total=False):
    """The form of Customer."""

    name: str | None
    """Its name."""

    externalReference: str | None
    """The caller's own id for it."""

    website: str | None
    """Its web site."""

    language: str | None
    """Its language, as `ll-CC`."""

    phone: str | None
    """Its phone."""

    address: Address | None
    """Where it is."""

    contacts: list[Contact] | None
    """Its people."""

    commitment: Commitment | None
    """What it commits to for three years."""


class Words(TypedDict, total=False):
    """The vendor's words for codes, each by its code."""

    country: Mapping[str, str]

    region: Mapping[str, str]

    language: Mapping[str, str]


class WishDocument(TypedDict, total=False):
    """The whole document."""

    document: Required[Mapping[str, object]]


class WishMerge(TypedDict, total=False):
    """A merge patch (RFC 7396) on it."""

    merge: Required[Mapping[str, object]]


class WishCustomer(TypedDict, total=False):
    """A neutral customer."""

    customer: Required[Customer]


class Rebase(TypedDict, total=False):
    """What was changed from base to mine, on today's record."""

    base: Required[Mapping[str, object]]

    mine: Required[Mapping[str, object]]


class WishRebase(TypedDict, total=False):
    """What was changed from base to mine, on today's record."""

    rebase: Required[Rebase]


class Undo(TypedDict, total=False):
    """The record as it was before, as far as nobody changed it since."""

    before: Required[Mapping[str, object]]

    after: Mapping[str, object]


class WishUndo(TypedDict, total=False):
    """The record as it was before, as far as nobody changed it since."""

    undo: Required[Undo]


Wish = WishDocument | WishMerge | WishCustomer | WishRebase | WishUndo
"""What is wanted: exactly one member."""
