//! The rules of the machine: what it refuses, then how it reads what happens. Only the table.

use crate::decision::Remedy::Never;
use crate::decision::rules;

const PAGE: &str = "three-year commit page";
const UPDATE_PAGE: &str = "update customer account page; partner guides of 2022 and 2024";
const SANDBOX: &str = "sandbox guide, three-year commit statuses";
const CLIENTS: &str = "public clients";
const OURS: &str = "this crate";

rules! {
    refuses {
        ONE_KIND_AT_A_TIME = "commitment.request.one-kind-at-a-time", Documented, PAGE,
            code None, status None, next Stop, instead Never,
            "a request must wait while one of the other kind is REQUESTED or ACCEPTED",
            "wait until the other request has ended";
        RECOMMITMENT_NEEDS_COMMITMENT = "commitment.recommitment.needs-commitment",
            Documented, UPDATE_PAGE, code None, status None, next Stop, instead Never,
            "a recommitment must follow a commitment that is COMMITTED",
            "ask for a commitment instead";
        RECOMMITMENT_WINDOW = "commitment.recommitment.window", Observed, CLIENTS,
            code None, status None, next Stop, instead Never, fact "today",
            "a recommitment must be asked for in the last days of the term",
            "ask in the last days of the term", {
                documented = "at any time of the term",
                observed = "in the last 30 days of the term",
            };
        AT_LEAST_ONE_OFFER = "commitment.quantities.at-least-one", Documented, PAGE,
            code None, status None, next Stop, instead Never,
            "a request must list LICENSE, CONSUMABLES or both",
            "list a quantity";
        COMMITTED_OFFER_LISTED = "commitment.quantities.committed-listed", Observed, CLIENTS,
            code None, status None, next Stop, instead Never,
            "a request on top of a commitment must list every committed offer",
            "list the committed quantity again";
        MINIMUM_QUANTITY = "commitment.quantity.minimum", Documented, PAGE,
            code None, status None, next Stop, instead Never,
            "a quantity must not be less than the minimum of its offer",
            "raise the quantity";
        COMMITTED_QUANTITY = "commitment.quantity.committed", Observed, CLIENTS,
            code None, status None, next Stop, instead Never,
            "a quantity must not be less than what is committed",
            "raise the quantity";
        ANSWER_NEEDS_REQUEST = "commitment.answer.needs-request", Inferred, PAGE,
            code None, status None, next Stop, instead Never,
            "an answer must be to a request that is REQUESTED",
            "make a request first";
        ANSWER_WINDOW = "commitment.answer.window", Documented, SANDBOX,
            code None, status None, next Stop, instead Never, fact "today",
            "an answer must come before the answer window after the request is over",
            "make a new request";
        RECOMMITMENT_IN_TIME = "commitment.recommitment.in-time", Inferred, PAGE,
            code None, status None, next Stop, instead Never, fact "today",
            "a recommitment must be accepted while the commitment that it follows runs",
            "make a commitment request";
        INCREASE_IN_TIME = "commitment.increase.in-time", Inferred, PAGE,
            code None, status None, next Stop, instead Never, fact "today",
            "an increase must be accepted while the commitment that it would increase runs",
            "let time pass first; then the request is one for a new term";
        RENEWAL_IN_TIME = "commitment.renewal.in-time", Chosen, OURS,
            code None, status None, next Stop, instead Never, fact "today",
            "a renewal must not be processed earlier than 30 days before its anniversary",
            "this anniversary was renewed already";
        DAY_BEYOND = "commitment.day.beyond", Chosen, OURS,
            code None, status None, next Stop, instead Never,
            "no day lies after 9999-12-31",
            "this can't be stored";
    }
    also {}
    states {
        REPLACES = "commitment.request.replaces", Documented, PAGE,
            "a request replaces the one of its kind, pending or ended";
        OF_CREATION = "commitment.request.of-creation", Chosen, OURS,
            "a request of the creation, which has no status, is made when the account is activated";
        OWNED_COUNTS = "commitment.answer.owned-counts", Documented, PAGE,
            "what is owned at the acceptance is committed as by an order";
        ORDER_REACHES = "commitment.order.reaches", Documented, PAGE,
            "an ACCEPTED request is committed when its quantities are owned";
        TERM_END = "commitment.term.end", Inferred,
            "three-year commit page, end date of the commitment; fits its dated samples",
            "accepted in the 30 days up to the anniversary: anniversary + 3 years - 1 day; at \
             another time: + 2 years - 1 day; without an anniversary: acceptance + 3 years - 1 day";
        ANNIVERSARY_AHEAD = "commitment.term.anniversary-ahead", Inferred, PAGE,
            "an anniversary before the acceptance counts as the next one on or after that day";
        INCREASE_KEEPS_TERM = "commitment.increase.keeps-term", Documented,
            "three-year commit guide of 2022",
            "an increase keeps the dates of the running commitment";
        SPLIT = "commitment.order.split", Documented, "three-year commit page, third example",
            "the offer that is reached moves into the commitment, the other stays ACCEPTED";
        NEVER_REVIVED = "commitment.order.never-revives", Inferred, PAGE,
            "an order brings no EXPIRED or NONCOMPLIANT commitment back: only a request with \
             another end becomes one";
        ANSWER_WINDOW_PASSED = "commitment.request.expires", Documented, SANDBOX,
            "a request is EXPIRED from the eighth day after it was made";
        COMPLIANCE_WINDOW_PASSED = "commitment.request.noncompliant", Documented, PAGE,
            "an accepted request is NONCOMPLIANT from the 31st day after its acceptance";
        TERM_OVER = "commitment.term.over", Documented, PAGE,
            "a commitment is EXPIRED from the day after its last one";
        INCREASE_ENDS = "commitment.increase.ends", Inferred, PAGE,
            "an accepted increase is EXPIRED when the term ends that it would increase";
        TAKEOVER = "commitment.recommitment.takes-over", Inferred,
            "flow picture of the three-year commit page; dates in the migration samples",
            "an accepted recommitment becomes the commitment on the day after the old end, \
             whatever is owned";
        RENEWAL_BELOW = "commitment.renewal.below", Observed, CLIENTS,
            "a renewal below a committed quantity makes the commitment NONCOMPLIANT for good";
        ANNIVERSARY = "commitment.renewal.anniversary", Inferred, PAGE,
            "a renewal moves the anniversary by one year";
        UNKNOWN_DATES = "commitment.date.unknown", Chosen, OURS,
            "a window whose beginning is not known does not run out";
        ONLY_ELAPSED = "commitment.date.only-elapsed", Chosen, OURS,
            "no input but elapsed moves the record to today";
    }
}
