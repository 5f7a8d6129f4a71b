"""The typed layer says what the contract's answer says, for every case of the repository."""

import copy
import json
import pickle
from dataclasses import FrozenInstanceError, asdict, is_dataclass, replace
from datetime import date, datetime, timedelta, timezone
from types import MappingProxyType

import pytest
from common import CONTACTS, CUSTOMER, MARY, PACKAGE, questions, readable

import customer_core
from customer_core import (
    CustomerCoreError,
    Rejected,
    Undecided,
    Unreachable,
    Unreadable,
    _ask,
    _native,
    adobe,
    commvault,
    compare,
    decide_json,
    ibm,
)

MODULES = {"adobe": adobe, "ibm": ibm, "commvault": commvault}


def typed(question):
    """The question, asked through its vendor's module."""
    module = MODULES[question["vendor"]]
    more = {name: question[name] for name in ("internal", "policy") if name in question}
    for name, fact in question.get("facts", {}).items():
        more[_ask.keyword_of(name)] = fact
    (kind, value), *others = question["input"].items()
    assert not others
    function = module.decide if kind == "update" else getattr(module, kind)
    return function(question["customer"], value, **more)


def askable(question):
    """Whether Python's dictionaries and keywords can say it; the rest is for `decide_json`."""
    if "Infinity" in json.dumps(question):  # what 1e400 is as a float
        return False
    known = set(_ask.FACTS[question["vendor"]].values())
    facts = question.get("facts", {})
    return (
        isinstance(facts, dict)
        and facts.keys() <= known
        and None not in facts.values()
        and question.get("internal", {}) is not None
        and isinstance(question["input"], dict)
        and len(question["input"]) == 1
        and question["input"].keys() <= {"update", "commitment", "account", "operation", "settled"}
        and hasattr(MODULES[question["vendor"]], next(iter(question["input"])))
        | ("update" in question["input"])
    )


def as_answer(result):
    """A result as the contract's answer, without its version."""
    told = {}
    if isinstance(result, CustomerCoreError):
        verdict = {Rejected: "rejected", Undecided: "undecided", Unreadable: "unreadable"}
        told["verdict"] = verdict[type(result)]
        if told["verdict"] == "undecided":
            told["needs"] = [asdict(one) for one in result.needs]
        told["violations"] = [
            {name: value for name, value in asdict(one).items() if value is not None}
            for one in result.violations
        ]
        if told["verdict"] == "rejected":
            told |= {"response": result.response, "next": result.next}
        return told
    told = {
        "verdict": "applied" if result else "unchanged",
        "customer": result.customer,
        "internal": result.internal,
        "changes": [
            {name: value for name, value in asdict(one).items() if value is not None}
            for one in result.changes
        ],
        "effects": [
            {
                {"from_status": "from"}.get(name, name): value
                for name, value in asdict(one).items()
                if value is not None
            }
            for one in result.effects
        ],
        "response": result.response,
        "next": result.next,
    }
    return told


def test_every_case_is_answered_as_the_contract_answers_it():
    asked = 0
    for question in filter(askable, readable()):
        answer = json.loads(decide_json(json.dumps(question)))
        try:
            told = as_answer(typed(question))
        except CustomerCoreError as error:
            told = as_answer(error)
        expected = {name: answer[name] for name in answer.keys() - {"version"}}
        if answer["verdict"] in ("undecided", "unreadable"):
            expected = {name: expected[name] for name in told}
        assert told == expected
        asked += 1
    assert asked > 1000


def test_the_short_way_and_the_long_one_answer_alike():
    """Dictionaries are read by the native half, or by `json` if that does not know all of it."""
    asked = 0
    for question in readable():
        short = _native.ask(question)
        if short is not None:
            assert short == json.loads(decide_json(json.dumps(question)))
            asked += 1
    assert asked > 1000


@pytest.mark.parametrize(
    "value",
    ["", "Größe 🦀", '"\\\b\f\n\r\t\0\x1f\x7f/', 0, -1, 2**63 - 1, -(2**63), True, False, None]
    + [[], {}, (), [[{}]], {"": {"a": [1, (2, "x")]}}, {'"\n': 0}],
)
def test_what_is_carried_comes_back(value):
    customer = {**CUSTOMER, "extra": value}
    assert _native.ask({"vendor": "adobe", "customer": customer, "input": {"update": {}}})
    found = adobe.decide(customer, {}).customer["extra"]
    assert json.dumps(found) == json.dumps(value) and type(found) in (type(value), list)


@pytest.mark.parametrize("value", [2**63, -(2**70), 0.1, 1e300, 1e16, -0.0, MappingProxyType({})])
def test_what_takes_the_long_way_comes_back(value):
    customer = {**CUSTOMER, "extra": value}
    assert _native.ask({"vendor": "adobe", "customer": customer}) is None
    assert adobe.decide(customer, {}).customer["extra"] == value


def test_names_that_are_no_text_are_what_json_makes_of_them():
    class Name(str):
        pass

    for extra in ({1: 2}, {None: 2}, {Name("a"): Name("b")}):
        expected = json.loads(json.dumps(extra))
        assert adobe.decide({**CUSTOMER, "extra": extra}, {}).customer["extra"] == expected


def test_mailed_are_those_of_the_welcome_emails():
    both = {"companyProfile": {"contacts": [*CUSTOMER["companyProfile"]["contacts"], MARY]}}
    assert adobe.decide(CUSTOMER, both).mailed == ("ada@example.com", "mary@example.com")
    assert adobe.decide(CUSTOMER, {"externalReferenceId": "1"}).mailed == ()


def test_a_fact_that_is_none_is_left_out():
    update = {"globalSalesEnabled": True}
    assert [need.keyword for need in adobe.needs(CUSTOMER, update, partner_global_sales=None)] == [
        "partner_global_sales"
    ]
    with pytest.raises(Undecided) as unknown:
        adobe.decide(CUSTOMER, update, partner_global_sales=None, today=None)
    assert unknown.value.facts == ("partner_global_sales",)
    assert adobe.decide(CUSTOMER, update, partner_global_sales=True)


def test_an_unknown_fact_is_refused_by_name():
    with pytest.raises(TypeError, match="adobe has no fact of this name: 'role'; it has today, "):
        adobe.decide(CUSTOMER, {}, role="VSR")


def test_dates_and_times_are_what_the_contract_takes():
    asked = {
        "benefits": [
            {
                "type": "THREE_YEAR_COMMIT",
                "commitmentRequest": {
                    "minimumQuantities": [{"offerType": "LICENSE", "quantity": 20}]
                },
            }
        ]
    }
    for today in (date(2026, 3, 1), "2026-03-01"):
        assert adobe.decide(CUSTOMER, asked, today=today).internal["requestedOn"] == "2026-03-01"
    with pytest.raises(Unreadable):
        adobe.decide(CUSTOMER, asked, today=datetime(2026, 3, 1, 9))
    account = {"status": "active", "externalId": "X", "name": "A", "contacts": [{"type": "admin"}]}
    update = {"externalId": "X", "name": "A", "website": "w", "contacts": [{}]}
    east = timezone(timedelta(hours=2))
    for now in (
        datetime(2026, 3, 1, 9),
        datetime(2026, 3, 1, 9, 0, 0, 999),
        datetime(2026, 3, 1, 11, tzinfo=east),
        "2026-03-01T09:00:00",
    ):
        decision = commvault.decide(account, update, now=now)
        assert decision.customer["updateTs"] == "2026-03-01T09:00:00"


def test_any_mapping_is_a_document():
    profile = MappingProxyType({"contacts": (MARY,)})
    frozen = MappingProxyType({**CUSTOMER, "companyProfile": profile})
    assert adobe.decide(frozen, MappingProxyType({"externalReferenceId": "1"}))


def test_missing_and_null_are_two_things():
    assert not adobe.decide(CUSTOMER, {})
    with pytest.raises(Rejected):
        adobe.decide(CUSTOMER, {"companyProfile": {"preferredLanguage": None}})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, b"x", 1j, object()])
def test_what_json_does_not_have_is_a_type_error_without_the_value(value):
    place = f"/customer/extra/1 is a {type(value).__name__}$"
    with pytest.raises(TypeError, match=place) as error:
        adobe.decide({**CUSTOMER, "extra": [None, value]}, {})
    assert error.value.__context__ is None and error.value.__cause__ is None


def test_what_contains_itself_is_a_type_error():
    loop = {}
    loop["loop"] = loop
    with pytest.raises(TypeError, match="nested too deep: /customer/loop/loop/"):
        adobe.decide(loop, {})


def test_half_a_surrogate_pair_is_unreadable():
    assert '"unreadable"' in decide_json("\ud800")
    with pytest.raises(Unreadable):
        adobe.decide({**CUSTOMER, "extra": "\ud800"}, {})


def raised(function, *arguments, **more):
    with pytest.raises(CustomerCoreError) as error:
        function(*arguments, **more)
    return error.value


def everything():
    """A result and an exception of each kind."""
    yield adobe.decide(CUSTOMER, CONTACTS)
    yield adobe.plan(CUSTOMER, {"merge": CONTACTS}, intent={"revision": "1"})
    yield adobe.parse_response(200, {"companyProfile": {"contacts": [MARY]}})
    yield from adobe.needs(CUSTOMER, {"globalSalesEnabled": True})
    yield raised(adobe.decide, CUSTOMER, {"companyProfile": {"companyName": "Secret"}})
    yield raised(adobe.decide, CUSTOMER, {"globalSalesEnabled": True, **CONTACTS})
    yield raised(adobe.decide, {"status": 1, **CONTACTS}, CONTACTS)
    renamed = {"companyProfile": {"companyName": "Secret", "contacts": [MARY]}}
    yield raised(adobe.plan, CUSTOMER, {"merge": renamed})


def same(one, other):
    if is_dataclass(one):
        return one == other
    return type(one) is type(other) and one.args == other.args and str(one) == str(other)


def test_everything_can_be_copied_and_pickled():
    for one in everything():
        copies = [copy.copy(one), copy.deepcopy(one)]
        copies += [pickle.loads(pickle.dumps(one, how)) for how in range(2, 6)]
        assert all(same(one, other) for other in copies), one


def test_results_are_frozen():
    decision = adobe.decide(CUSTOMER, CONTACTS)
    with pytest.raises(FrozenInstanceError):
        decision.next = "stop"
    assert replace(decision, next="stop").next == "stop" and decision.next == "done"
    assert not hasattr(decision, "__dict__")


def test_no_text_of_a_result_or_an_exception_holds_a_value():
    seen = 0
    for one in everything():
        for text in (str(one), repr(one)):
            for secret in ("example.com", "Ada", "Mary", "Somerville", "Secret", "Analytical"):
                assert secret not in text, text
            seen += 1
    assert seen >= 16


def test_an_exception_names_rules_and_places_and_counts_the_rest():
    error = raised(adobe.decide, CUSTOMER, {f"m{n}": n for n in range(9)})
    assert str(error).startswith("fix: adobe.member.unknown at /m0; ")
    assert str(error).endswith("; and 4 more")


def test_a_plan_with_nothing_to_send_gives_the_record_back():
    plan = adobe.plan(CUSTOMER, {"document": CUSTOMER})
    assert not plan and plan.update is None and plan.customer == CUSTOMER and plan.next == "done"


def test_what_can_not_be_had_says_the_nearest():
    wished = {"companyProfile": {"companyName": "B", "preferredLanguage": "de-DE"}}
    with pytest.raises(Unreachable) as error:
        adobe.plan(CUSTOMER, {"merge": wished})
    assert error.value.instead == ("support-ticket",) and error.value.next == "stop"
    assert error.value.nearest.update == {"companyProfile": {"preferredLanguage": "de-DE"}}
    assert "/companyProfile/companyName" in str(error.value)


def test_a_plan_asks_for_facts():
    with pytest.raises(Undecided) as unknown:
        adobe.plan(CUSTOMER, {"merge": {"globalSalesEnabled": True}})
    assert unknown.value.facts == ("partner_global_sales",) and unknown.value.obstacles


def test_resend_and_acknowledge():
    plan = adobe.plan(CUSTOMER, {"merge": {}}, resend=["ada@example.com"])
    assert plan and plan.mailed == ("ada@example.com",)
    sub = {"companyProfile": {"marketSegment": "EDU", "marketSubSegments": ["K_12"]}}
    wish, facts = {"merge": {"companyProfile": {"marketSegment": "COM"}}}, {
        "active_subscriptions": 0,
        "reseller_market_segments": ["COM", "EDU"],
    }
    with pytest.raises(Unreachable) as error:
        adobe.plan(sub, wish, **facts)
    assert error.value.instead == ("acknowledge",)
    (place,) = [obstacle.pointer for obstacle in error.value.obstacles]
    assert adobe.plan(sub, wish, acknowledge=[place], **facts).losses == (place,)


def test_two_updates_that_are_none():
    from customer_core import Unreachable

    ada = {"contacts": CUSTOMER["companyProfile"]["contacts"]}
    with pytest.raises(Unreachable) as error:
        adobe.compose({"companyProfile": ada}, CONTACTS)
    assert len(error.value.obstacles[0].steps) == 2


def test_every_comparison_is_answered_as_the_contract_answers_it():
    asked = 0
    for text in (one for one in questions() if b'"compare"' in one):
        answer = json.loads(decide_json(text))
        if answer["verdict"] != "compared":
            continue
        question = json.loads(text)
        parts = {}
        for vendor, said in question["compare"].items():
            more = {name: said[name] for name in said.keys() - {"customer", "facts"}}
            for name, fact in said.get("facts", {}).items():
                more[_ask.keyword_of(name)] = fact
            parts[vendor] = MODULES[vendor].part(said["customer"], **more)
        found = compare(question["wish"]["customer"], **parts)
        assert found.next == answer["next"]
        assert [vendor for vendor, _ in found.items()] == [one for one in MODULES if one in parts]
        for vendor, one in found.items():
            asked += 1
            told = answer[vendor]
            assert (one.outcome, one.next) == (told["outcome"], told["next"])
            assert one.unsupported == tuple(told.get("unsupported", ()))
            assert [each.rule for each in one.obstacles] == [
                each["rule"] for each in told.get("obstacles", ())
            ]
            planned = told.get("nearest") if "obstacles" in told else told
            assert (one.plan is None) == (planned is None) != bool(one)
            if planned is not None:
                assert one.plan.update == planned.get("update")
                record = question["compare"][vendor]["customer"]
                assert one.plan.customer == planned.get("customer", record)
    assert asked > 100


def test_a_comparison_asks_for_facts_and_names_nobody():
    found = compare({"name": "Acme"}, ibm=ibm.part({"Customer": {"Version": 7}}, role="VSR"))
    assert found.adobe is None and found.commvault is None and found.next == "fix"
    assert found.ibm.facts == ("same_organization",) and "other-value" in found.ibm.instead
    refused = compare({"name": "B"}, adobe=adobe.part(CUSTOMER), commvault=commvault.part(CUSTOMER))
    assert refused.adobe.instead == ("support-ticket",) and not refused.adobe
    for one in (found, refused, adobe.part(CUSTOMER)):
        assert "Ada" not in repr(one) and "Analytical" not in repr(one)
        assert pickle.loads(pickle.dumps(one)) == one == copy.deepcopy(one)


@pytest.mark.parametrize("part", [ibm.part({}), {}, CUSTOMER])
def test_a_part_is_of_its_vendor(part):
    with pytest.raises(TypeError, match=r"adobe is asked by adobe\.part"):
        compare({"name": "Acme"}, adobe=part)


def test_what_can_not_be_read_says_what_it_must_be():
    with pytest.raises(Unreadable, match="^must be an array at /input/update/companyProfile/contac"):
        adobe.decide(CUSTOMER, {"companyProfile": {"contacts": {}}})
    with pytest.raises(Unreadable, match="^must be one of documented, observed at /policy$"):
        adobe.decide(CUSTOMER, {}, policy="documentd")


def test_a_comparison_of_wrong_form_says_where():
    with pytest.raises(Unreadable) as error:
        compare({"nam": "Acme"}, adobe=adobe.part({"status": 1}))
    assert [one.pointer for one in error.value.violations] == [
        "/wish/customer/nam",
        "/compare/adobe/customer/status",
    ]
    with pytest.raises(Unreadable):
        compare({"name": "Acme"})


def test_a_vendors_answer_is_what_decide_would_have_said():
    update = {"companyProfile": {"companyName": "B"}}
    expected = raised(adobe.decide, CUSTOMER, update)
    response = expected.response
    parsed = raised(
        adobe.parse_response,
        response["status"],
        response["body"],
        customer=CUSTOMER,
        update=update,
    )
    assert parsed.next == expected.next and parsed.response == response
    assert [one.rule for one in parsed.violations] == [one.rule for one in expected.violations]
    assert adobe.parse_response(200, CUSTOMER).customer == CUSTOMER


def test_the_types_are_those_of_the_schemas():
    answer = json.loads((PACKAGE.parent.parent / "docs/schema/answer.json").read_text())["$defs"]
    from customer_core import Change, Effect, Need, Violation

    for vendor in MODULES:
        for name, of in (("Change", Change), ("Need", Need), ("Violation", Violation)):
            assert set(answer[f"{vendor}.{name}"]["properties"]) == set(of.__dataclass_fields__)
        effects = answer[f"{vendor}.Accepted"]["properties"]["effects"]["items"]
        for effect in effects.get("oneOf", ()) if isinstance(effects, dict) else ():
            members = set(answer[effect["$ref"].rsplit("/", 1)[1]]["properties"])
            members = {"from_status" if one == "from" else one for one in members}
            assert members <= set(Effect.__dataclass_fields__)


def test_everything_listed_is_there():
    for name in customer_core.__all__:
        assert getattr(customer_core, name) is not None
    for module in MODULES.values():
        for name in ("Customer", "Update", "Facts", "Internal", "Preset", "Readings"):
            assert getattr(module, name) is not None
        with pytest.raises(AttributeError):
            module.Nobody  # noqa: B018
