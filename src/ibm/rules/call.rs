//! What a call must keep to before its record is looked at, in the order in which it is checked:
//! only an endpoint refuses by these rules.

use super::{INVALID_CODE, MISSING_CODE, STATUS_CODES};
use crate::decision::Remedy::Never;
use crate::decision::rules;

rules! {
refuses {
    TARGET_SIZE = "ibm.size.target", Chosen, "nobody says how long a target may be",
        code None, status Some(414), next Fix, instead Never,
        "the target is too long",
        "send at most 8 KiB";
    HEAD_SIZE = "ibm.size.head", Chosen, "nobody says how long a head may be",
        code None, status Some(431), next Fix, instead Never,
        "the header fields are too long",
        "send at most 32 KiB";
    PATH = "ibm.path.known", Documented, STATUS_CODES,
        code None, status Some(404), next Stop, instead Never,
        "no such resource",
        "customers are at /api/bss/resource/customer";
    METHOD = "ibm.method.known", Documented, STATUS_CODES,
        code None, status Some(405), next Stop, instead Never,
        "the resource has no such method",
        "use one of those that Allow lists";
    AUTHORIZATION = "ibm.header.authorization", Documented, STATUS_CODES,
        code None, status Some(401), next Fix, instead Never,
        "the call needs a known user and its password",
        "send both in Authorization: Basic";
    BODY_SIZE = "ibm.size.body", Chosen, "nobody says how large a body may be",
        code None, status Some(413), next Fix, instead Never,
        "the body is too large",
        "send at most 4 MiB";
    CONTENT_TYPE = "ibm.header.content-type", Documented, "Update customer profile, Input",
        code None, status Some(415), next Fix, instead Never,
        "the body must be application/json in UTF-8, and not encoded",
        "say so in Content-Type, once, and leave Content-Encoding out";
    ACCEPT = "ibm.header.accept", Chosen, "every answer is JSON",
        code None, status Some(406), next Fix, instead Never,
        "answers are application/json",
        "accept it";
    ID = "ibm.id.digits", Observed, "client smartcloud-administrator, tests",
        code Some(INVALID_CODE), status Some(400), next Fix, instead Never,
        "an id has 1 to 18 digits",
        "send the id that a list shows";
    LIST_MISSING = "ibm.list.value", Chosen, "client SocialSDK, named queries",
        code Some(MISSING_CODE), status Some(400), next Fix, instead Never,
        "the named query needs this parameter",
        "send a value, once";
    LIST_INVALID = "ibm.list.parameter", Chosen, "client SocialSDK, named queries and pages",
        code Some(INVALID_CODE), status Some(400), next Fix, instead Never,
        "the parameter has another form",
        "use a known query, a page from 1, and 1 to 100 customers on it";
    OPERATION_MISSING = "ibm.header.operation", Observed,
        "clients SocialSDK and smartcloud-administrator, suspend",
        code Some(MISSING_CODE), status Some(400), next Fix, instead Never,
        "the call needs x-operation",
        "send it, once";
    OPERATION_UNKNOWN = "ibm.header.operation-known", Chosen,
        "clients SocialSDK and smartcloud-administrator, suspend",
        code Some(INVALID_CODE), status Some(400), next Fix, instead Never,
        "no such operation",
        "send suspendCustomer or unsuspendCustomer";
    BODY = "ibm.body.readable", Documented, STATUS_CODES,
        code Some(INVALID_CODE), status Some(400), next Fix, instead Never,
        "the body can't be read here",
        "send one JSON object whose members have the types of the page";
}
also {}
states {}
}
