//! What a call must keep to before its record is looked at, in the order in which it is checked:
//! only an endpoint refuses by these rules.

use super::{ERRORS, HEADERS, IDEMPOTENCY, LISTS, OURS};
use crate::decision::Remedy::Never;
use crate::decision::{answers, rules};

const _: () = assert!(answers(RULES, true), "each of them answers a call");

rules! {
    refuses {
        TARGET_SIZE = "adobe.size.target", Chosen, OURS,
            code Some("414"), status Some(414), next Fix, instead Never,
            "the target is too long",
            "send at most 8 KiB";
        HEAD_SIZE = "adobe.size.head", Chosen, OURS,
            code Some("431"), status Some(431), next Fix, instead Never,
            "the header fields are too long",
            "send at most 32 KiB";
        PATH = "adobe.path.known", Chosen, OURS,
            code Some("404"), status Some(404), next Stop, instead Never,
            "no such path",
            "customers are at /v3/customers";
        METHOD = "adobe.method.known", Inferred, "published OpenAPI file",
            code Some("405"), status Some(405), next Stop, instead Never,
            "the path has no such method",
            "use one of those that Allow lists";
        API_KEY = "adobe.header.api-key", Documented, ERRORS,
            code Some("4115"), status Some(403), next Fix, instead Never,
            "X-Api-Key must be that of a client, once",
            "send the key of your credential";
        AUTHORIZATION = "adobe.header.authorization", Documented, ERRORS,
            code Some("4117"), status Some(403), next Fix, instead Never,
            "the call needs Authorization",
            "send the token as Bearer";
        TOKEN = "adobe.token.valid", Documented, ERRORS,
            code Some("4116"), status Some(401), next Fix, instead Never,
            "the token must be a bearer token that was issued here and is not expired",
            "get a new token";
        TOKEN_KEY = "adobe.token.of-key", Inferred, HEADERS,
            code Some("4115"), status Some(403), next Fix, instead Never,
            "the token must be issued to the client of the API key",
            "send key and token of one credential";
        BODY_SIZE = "adobe.size.body", Chosen, OURS,
            code Some("413"), status Some(413), next Fix, instead Never,
            "the body is too large",
            "send at most 4 MiB";
        CONTENT_TYPE = "adobe.header.content-type", Documented, HEADERS,
            code Some("415"), status Some(415), next Fix, instead Never,
            "the body must be application/json in UTF-8, and not encoded",
            "say so in Content-Type, once, and leave Content-Encoding out";
        ACCEPT = "adobe.header.accept", Documented, HEADERS,
            code Some("406"), status Some(406), next Fix, instead Never,
            "answers are application/json",
            "accept it";
        CORRELATION_ID = "adobe.header.correlation-id", Documented, ERRORS,
            code Some("4119"), status Some(400), next Fix, instead Never,
            "X-Correlation-Id must be there once, with 1 to 128 visible characters",
            "send one id for each intent";
        REQUEST_ID = "adobe.header.request-id", Chosen, OURS,
            code Some("400"), status Some(400), next Fix, instead Never,
            "X-Request-Id must have 1 to 128 visible characters, and be there once at most",
            "send a new id, or none";
        REQUEST_ID_NEW = "adobe.header.request-id-new", Documented, IDEMPOTENCY,
            code Some("4120"), status Some(400), next Fix, instead Never,
            "X-Request-Id must not be that of an earlier call",
            "send a new id";
        BODY = "adobe.body.object", Chosen, OURS,
            code Some("400"), status Some(400), next Fix, instead Never,
            "the body must be one JSON object with at most 10,000 contacts",
            "correct the JSON";
        BODY_TYPES = "adobe.body.types", Inferred, ERRORS,
            code Some("1117"), status Some(400), next Fix, instead Never,
            "the member has another type or is out of range",
            "send the type of the page";
        PARAMETER = "adobe.list.parameter", Chosen, LISTS,
            code Some("1117"), status Some(400), next Fix, instead Never,
            "the parameter has another form",
            "a page has 1 to 50 customers; correct the parameter";
        RESELLER = "adobe.reseller.not-found", Documented, ERRORS,
            code Some("1115"), status Some(404), next Stop, instead Never,
            "the reseller must exist and be the caller's",
            "send the id of a reseller of yours";
        RESELLER_ACTIVE = "adobe.reseller.active", Documented, ERRORS,
            code Some("1126"), status Some(400), next Wait, instead Never,
            "an inactive reseller can't get customers",
            "wait until the reseller is active";
    }
    also {}
    states {}
}
