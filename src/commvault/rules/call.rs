//! What a call must keep to before its record is looked at, in the order in which it is checked:
//! only an endpoint refuses by these rules.

use super::{ACCOUNTS, SILENT, USAGE};
use crate::decision::Remedy::Never;
use crate::decision::{answers, rules};

const _: () = assert!(answers(RULES, true), "each of them answers a call");

rules! {
    refuses {
        TARGET_SIZE = "commvault.size.target", Chosen, SILENT,
            code None, status Some(414), next Fix, instead Never,
            "the target is too long",
            "send at most 8 KiB";
        HEAD_SIZE = "commvault.size.head", Chosen, SILENT,
            code None, status Some(431), next Fix, instead Never,
            "the header fields are too long",
            "send at most 32 KiB";
        PATH = "commvault.path.known", Chosen, SILENT,
            code None, status Some(404), next Stop, instead Never,
            "no such path",
            "accounts are at /api/v1/partner/accounts";
        METHOD = "commvault.method.known", Chosen, SILENT,
            code None, status Some(405), next Stop, instead Never,
            "the path has no such method",
            "use one of those that Allow lists; PUT and PATCH mean the same";
        AUTHORIZATION = "commvault.header.authorization", Documented, USAGE,
            code None, status Some(401), next Fix, instead Never,
            "the call needs Authorization with a known bearer token",
            "send one";
        PARTNER_APIS = "commvault.caller.partner-apis", Documented, USAGE,
            code None, status Some(403), next Stop, instead Never,
            "the token may not use the partner APIs",
            "use a partner's token";
        BODY_SIZE = "commvault.size.body", Chosen, SILENT,
            code None, status Some(413), next Fix, instead Never,
            "the body is too large",
            "send at most 4 MiB";
        CONTENT_TYPE = "commvault.header.content-type", Chosen, SILENT,
            code None, status Some(415), next Fix, instead Never,
            "the body must be application/json in UTF-8, and not encoded",
            "say so in Content-Type, once, and leave Content-Encoding out";
        ACCEPT = "commvault.header.accept", Chosen, SILENT,
            code None, status Some(406), next Fix, instead Never,
            "answers are application/json",
            "accept it";
        BODY = "commvault.body.readable", Chosen, SILENT,
            code None, status Some(400), next Fix, instead Never,
            "the body can't be read here",
            "send one JSON object whose members have the types of the page";
        LIST = "commvault.list.parameter", Documented, ACCOUNTS,
            code None, status Some(400), next Fix, instead Never,
            "the parameter has another form",
            "filter by name, status, id or searchTerm with =, sort by asc: or desc: and a member, \
             a page has 1 to 100 accounts";
    }
    also {}
    states {}
}
