"""What a caller writes, for the type checker."""

from datetime import date
from typing import assert_type

from customer_core import (
    Decision,
    Need,
    Plan,
    Rejected,
    Response,
    Wish,
    Words,
    adobe,
    commvault,
    compare,
    ibm,
    neutral,
)


def adobe_is_typed(customer: adobe.Customer) -> str | None:
    update: adobe.Update = {"companyProfile": {"preferredLanguage": "de-DE"}}
    decision = adobe.decide(
        customer, update, today=date(2026, 3, 1), owned={"LICENSE": 3}, active_subscriptions=None
    )
    assert_type(decision, Decision[adobe.Customer, adobe.Internal])
    assert_type(decision.customer.get("status"), str | None)
    again = adobe.decide(decision.customer, update, internal=decision.internal)
    assert_type(again.mailed, tuple[str, ...])
    assert_type(adobe.needs(customer, update), tuple[Need, ...])
    plan = adobe.plan(customer, {"merge": update}, intent={"revision": "1"}, policy="observed")
    assert_type(plan, Plan[adobe.Customer, adobe.Internal, adobe.Update])
    if plan.update is not None:
        adobe.decide(customer, plan.update, policy={"preset": "observed", "other-name": "refuse"})
    adobe.account(customer, {"inactive": "1014"})
    profile = again.customer.get("companyProfile")
    return profile["companyName"] if profile else None


def ibm_is_typed(customer: ibm.Customer) -> ibm.Customer:
    try:
        decision = ibm.operation(customer, "suspendCustomer", role="VSR", same_organization=True)
    except Rejected as no:
        assert_type(no.response, Response | None)
        raise
    return decision.customer


def wishes_are_typed(customer: ibm.Customer, wished: dict[str, object]) -> None:
    wishes: list[Wish] = [
        {"document": customer},
        {"merge": wished},
        {"customer": {"name": "Acme", "contacts": [{"email": None}]}},
        {"rebase": {"base": wished, "mine": customer}},
        {"undo": {"before": wished}},
    ]
    for wish in wishes:
        ibm.plan(customer, wish, role="VSR")


def vendors_are_compared(customer: adobe.Customer, document: ibm.Customer) -> str | None:
    wished: neutral.Customer = {"language": "de-DE", "address": {"country": "DE"}}
    words: Words = {"country": {"DE": "Germany"}}
    found = compare(wished, adobe=adobe.part(customer), ibm=ibm.part(document, words=words))
    if found.adobe and found.adobe.plan:
        assert_type(found.adobe.plan, Plan[adobe.Customer, adobe.Internal, adobe.Update])
    for _, one in found.items():
        assert_type(one.facts, tuple[str, ...])
    return found.ibm.outcome if found.ibm else None


def untyped_documents_are_taken(customer: dict[str, object]) -> commvault.Customer:
    decision = commvault.decide(customer, {"name": "A"}, policy="lenient", name_taken=False)
    assert_type(decision.internal.get("pending"), commvault.Customer | None)
    return commvault.settled(decision.customer, "succeeded", internal=decision.internal).customer
