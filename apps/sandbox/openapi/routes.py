"""The routes of the vendors and of the sandbox, for make.py."""

from own import OWN
from parts import INTEGER, LONG, answer, body, closed, operation, parameter, refer, schema, text

GATEWAY = "The fault `gateway-timeout`."
SANDBOX = ("Every answer has `X-Sandbox`; a replayed one `X-Sandbox-Replayed`, one of a fault "
           "`X-Sandbox-Fault`. Another method of a path is answered 405 with `Allow`.")

FIELDS = {
    "*": {"X-Sandbox": "The version of the sandbox.", "X-Sandbox-Fault": "The kind of the fault that it is of."},
    "4xx": {"Retry-After": "Seconds, where a fault asks for them."},
    "5xx": {"Retry-After": "Seconds, where a fault asks for them."},
}


def fields(challenge=None, **more):
    """The header fields of a vendor's answers."""
    own = {"401": {"WWW-Authenticate": f"`{challenge}`."}} if challenge else {}
    return {part: FIELDS.get(part, {}) | own.get(part, {}) | more.get(part, {})
            for part in FIELDS.keys() | own.keys() | more.keys()}

# Adobe

ADOBE_ERROR = closed({"code": text(), "message": text(),
                      "additionalDetails": {"type": "array", "items": text()}})
ADOBE_STATUSES = {
    "400": "Refused: `code` says why, `additionalDetails` names the places.",
    "401": "4116: the token is unknown, expired, or not sent as `Bearer`.",
    "403": "4115: the API key; 4117: no token.",
    "404": "1115 or 1116: no such reseller or customer, for this client.",
    "406": "`Accept` does not cover application/json.",
    "413": "The body is larger than 4 MiB.",
    "415": "The body is not application/json.",
    "429": "4118, by a fault.",
} | LONG
ADOBE_REQUEST_ID = {"X-Request-Id": "The id of this call: as sent, or made by the sandbox."}
ADOBE_RESPONSES = {status: answer(about, schema("adobe.Error"), headers=ADOBE_REQUEST_ID)
                   for status, about in ADOBE_STATUSES.items()}
ADOBE_RESPONSES["500"] = answer("A fault, or a bug.", schema("adobe.Error"), headers=ADOBE_REQUEST_ID)
ADOBE_RESPONSES["500"]["content"] |= body(text(), "text/plain")
ADOBE_RESPONSES |= {status: answer("A fault, or a store that is busy.", schema("adobe.Error"), headers=ADOBE_REQUEST_ID)
                    for status in ("502", "503")}
ADOBE_RESPONSES["504"] = answer(GATEWAY, schema("adobe.GatewayError"), headers=ADOBE_REQUEST_ID)
ADOBE_READ = refer("400 401 403 404 406 414 429 431 500 502 503 504")
ADOBE_WRITE = refer("400 401 403 404 406 413 414 415 429 431 500 502 503 504")

CORRELATION = parameter("X-Correlation-Id", "header", "Unique for each intent: a second call with it "
                        "gets the first answer for ten days.", True,
                        text(minLength=1, maxLength=128))
REQUEST_ID = parameter("X-Request-Id", "header", "Optional, and never that of another stored answer.",
                       of=text(minLength=1, maxLength=128))
CUSTOMER_ID = parameter("customer-id", "path", "The customer.")
ADOBE_CUSTOMER = {"allOf": [schema("adobe.Resource"), {"required": ["customerId", "status"]}]}
FORM = {"type": "object", "properties": {
    "grant_type": {"const": "client_credentials"}, "client_id": text(), "client_secret": text(),
    "scope": text()}, "required": ["grant_type", "client_id", "client_secret"]}
TOKEN = closed({"access_token": text(), "token_type": {"const": "bearer"},
                "expires_in": {"type": "integer", "minimum": 0}})
LISTED = closed({"customerId": text(), "status": text()},
                {"companyProfile": {"type": ["object", "null"]}, "links": {},
                 "externalReferenceId": {"type": ["string", "null"]},
                 "resellerId": {"type": ["string", "null"]},
                 "creationDate": {"type": ["string", "null"]}})


def token(version, unit):
    problem = closed({"error": text(), "error_description": text()})
    fields = [parameter(name, "query", "In place of the same one in the body.", of=one)
              for name, one in FORM["properties"].items()]
    others = LONG | {"413": ADOBE_STATUSES["413"], "500": "A bug.", "503": "The store is busy."}
    return {"post": operation(
        f"token{version}", f"A new token; `expires_in` counts {unit}.",
        {"200": answer("A token.", TOKEN), "400": answer("None is issued.", problem)}
        | {status: answer(about, schema("adobe.Error")) for status, about in others.items()}, fields,
        security=[], requestBody={"content": body(FORM, "application/x-www-form-urlencoded")})}


ADOBE = {
    "title": "Adobe VIP Marketplace, as the sandbox plays it",
    "about": "Customers of resellers. " + SANDBOX, "each": False,
    "headers": fields(**{"*": {"X-Sandbox-Replayed": "`same-body` or `other-body`, of a stored answer."}}),
    "security": {
        "apiKey": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
        "token": {"type": "http", "scheme": "bearer"}},
    "responses": ADOBE_RESPONSES,
    "schemas": {
        "adobe.Error": ADOBE_ERROR,
        "adobe.GatewayError": closed({"error_code": text(), "message": text()}),
        "adobe.Listed": LISTED},
    "paths": {
        "/ims/token/v3": token("V3", "seconds"),
        "/ims/token/v2": token("V2", "milliseconds"),
        "/v3/customers": {"post": operation(
            "createCustomer", "Creates a customer, which is active a little later.",
            {"201": answer("Created; pending, `status` 1002.", ADOBE_CUSTOMER, headers=ADOBE_REQUEST_ID)}
            | ADOBE_WRITE,
            [CORRELATION, REQUEST_ID], body(schema("adobe.Update")))},
        "/v3/customers/{customer-id}": {
            "get": operation("getCustomer", "The customer as it is.",
                             {"200": answer("The customer.", ADOBE_CUSTOMER, headers=ADOBE_REQUEST_ID)}
                             | ADOBE_READ, [CUSTOMER_ID, CORRELATION, REQUEST_ID]),
            "patch": operation("updateCustomer", "Updates a customer; each contact named is mailed.",
                               {"200": answer("The customer after it.", ADOBE_CUSTOMER,
                                              headers=ADOBE_REQUEST_ID)} | ADOBE_WRITE,
                               [CUSTOMER_ID, CORRELATION, REQUEST_ID], body(schema("adobe.Update")))},
        "/v3/resellers/{reseller-id}/customers": {"get": operation(
            "listCustomers", "Customers of a reseller.",
            {"200": answer("A page of them.", closed({
                "totalCount": INTEGER, "count": INTEGER, "offset": INTEGER, "limit": INTEGER,
                "accounts": {"type": "array", "items": schema("adobe.Listed")}}),
                headers=ADOBE_REQUEST_ID)} | ADOBE_READ,
            [parameter("reseller-id", "path", "The reseller."), REQUEST_ID,
             parameter("status", "query", "1000 if left out."),
             parameter("company-name", "query", "`*` stands for any text; case does not count."),
             parameter("from-created-date", "query", "The first day.", of=text(format="date")),
             parameter("to-created-date", "query", "The last day.", of=text(format="date")),
             parameter("offset", "query", "How many are left out.", of=INTEGER | {"default": 0}),
             parameter("limit", "query", "How many at most.",
                       of={"type": "integer", "minimum": 1, "maximum": 50, "default": 20}),
             parameter("sort-by", "query", "The order.", of={"enum": ["creationDate", "companyName"]}),
             parameter("order-by", "query", "Its direction.", of={"enum": ["desc", "asc"]})])},
    },
}

# IBM

IBM_ERROR = closed({"BSSResponse": closed(
    {"ResponseCode": text(), "ResponseMessage": text()},
    {"MessageCode": text(), "Severity": text(), "Useraction": text(), "ExceptionMessage": text()})})
IBM_STATUSES = {
    "400": "Refused: `MessageCode` says why, `ResponseMessage` names the member.",
    "401": "No user with this password.",
    "403": "Another role, or another organization.",
    "404": "No such customer, or none found.",
    "406": "`Accept` does not cover application/json.",
    "409": "Active subscriptions, or another state.",
    "413": "The body is larger than 4 MiB.",
    "415": "The body is not application/json.",
    "429": "A fault.",
    "502": "A fault.", "503": "A fault, or a store that is busy.", "504": GATEWAY,
} | LONG
IBM_RESPONSES = {status: answer(about, schema("ibm.Error")) for status, about in IBM_STATUSES.items()}
IBM_RESPONSES["500"] = answer("The copy is old (`StaleObjectStateException`), a fault, or a bug.",
                              schema("ibm.Error"))
IBM_RESPONSES["500"]["content"] |= body(text(), "text/plain")
IBM_READ = refer("400 401 403 404 406 414 429 431 500 502 503 504")
IBM_WRITE = refer("400 401 403 404 406 409 413 414 415 429 431 500 502 503 504")
IBM_ID = parameter("id", "path", "The customer.", of=text(pattern="^[0-9]{1,18}$"))
IBM_LIST = closed({"List": {"type": "array", "items": schema("ibm.Profile")}})
NONE = closed({"List": {"type": "array", "maxItems": 0}})


def ibm(base):
    kind = "" if base.startswith("/api") else "Short"
    empty = {"200": answer("None: the sandbox has none of them.", NONE)} | refer("401 403 406 414 429 431 500 502 503 504")
    return {
        f"{base}/customer": {
            "post": operation(f"registerCustomer{kind}", "Registers a customer. Role VSR only.",
                              {"200": answer("Its id.", closed({"Long": {"type": "integer"}}))} | IBM_WRITE,
                              request=body({"anyOf": [schema("ibm.Update"), schema("ibm.FlatUpdate")]})),
            "get": operation(
                f"findCustomers{kind}", "A list, or a finder named by `_namedQuery`.",
                {"200": answer("Customers; a finder that finds none answers 404.", IBM_LIST)} | IBM_READ,
                [parameter("_namedQuery", "query", "The finder.", of={"enum": [
                    "getCustomersByContactEmail", "getCustomersBySubscriberEmail",
                    "getCustomerByOrgName"]}),
                 parameter("emailAddress", "query", "Of the finders by e-mail."),
                 parameter("orgName", "query", "Of the finder by name."),
                 parameter("_pageNumber", "query", "From 1.", of={"type": "integer", "minimum": 1}),
                 parameter("_pageSize", "query", "25 if left out.",
                           of={"type": "integer", "minimum": 1, "maximum": 100})])},
        f"{base}/customer/{{id}}": {
            "get": operation(f"getCustomer{kind}", "The customer as it is.",
                             {"200": answer("The customer.", schema("ibm.Customer"))} | IBM_READ, [IBM_ID]),
            "put": operation(f"updateCustomer{kind}", "Replaces the customer: what is left out is deleted.",
                             {"204": answer("Done.")} | IBM_WRITE, [IBM_ID],
                             body({"anyOf": [schema("ibm.Update"), schema("ibm.FlatUpdate")]})),
            "delete": operation(f"unregisterCustomer{kind}", "The customer goes.",
                                {"204": answer("Gone.")} | IBM_WRITE, [IBM_ID]),
            "post": operation(f"operateCustomer{kind}", "Suspends a customer, or ends that.",
                              {"204": answer("Done.")} | IBM_WRITE,
                              [IBM_ID, parameter("x-operation", "header", "What is done.", True,
                                                 {"enum": ["suspendCustomer", "unsuspendCustomer"]})])},
        f"{base}/subscription": {"get": operation(f"findSubscriptions{kind}", "Always none.", empty)},
        f"{base}/subscriber": {"get": operation(f"findSubscribers{kind}", "Always none.", empty)},
    }


IBM = {
    "title": "IBM BSS, as the sandbox plays it", "about": "Customers of a vendor. " + SANDBOX, "each": True,
    "headers": fields("Basic realm=\"BSS\""),
    "security": {"basic": {"type": "http", "scheme": "basic"}},
    "responses": IBM_RESPONSES, "schemas": {"ibm.Error": IBM_ERROR},
    "paths": ibm("/api/bss/resource") | ibm("/resource"),
}

# Commvault

COMMVAULT_ERROR = closed({"error": closed({"code": {"type": "integer"}, "message": text()})})
COMMVAULT_STATUSES = {
    "400": "Refused: `message` names each place.",
    "401": "No such token.",
    "403": "The token may not use the partner APIs.",
    "404": "1006: no such account, for this partner.",
    "406": "`Accept` does not cover application/json.",
    "409": "Another update runs, or a name or external id is taken.",
    "413": "The body is larger than 4 MiB.",
    "415": "The body is not application/json.",
    "429": "A fault.",
    "502": "A fault.", "503": "A fault, or a store that is busy.", "504": GATEWAY,
} | LONG
COMMVAULT_RESPONSES = {status: answer(about, schema("commvault.Error"))
                       for status, about in COMMVAULT_STATUSES.items()}
COMMVAULT_RESPONSES["500"] = answer("A fault, or a bug.", schema("commvault.Error"))
COMMVAULT_RESPONSES["500"]["content"] |= body(text(), "text/plain")
COMMVAULT_READ = refer("400 401 403 404 406 414 429 431 500 502 503 504")
COMMVAULT_WRITE = refer("400 401 403 404 406 409 413 414 415 429 431 500 502 503 504")
ACCOUNT_ID = parameter("id", "path", "The account; case does not count.")


def update(method):
    return operation(
        f"updateAccount{method}", "Updates an account, which settles a little later. PUT and PATCH mean "
        "the same: the vendor's pages do not say which it is.",
        {"200": answer("`updating`, with the old values until it settles.", schema("commvault.Wrapped"))}
        | COMMVAULT_WRITE, [ACCOUNT_ID], body(schema("commvault.Update")))


COMMVAULT = {
    "title": "Commvault partner accounts, as the sandbox plays them",
    "about": "Accounts of a partner. " + SANDBOX, "each": True,
    "headers": fields("Bearer"),
    "security": {"token": {"type": "http", "scheme": "bearer"}},
    "responses": COMMVAULT_RESPONSES, "schemas": {"commvault.Error": COMMVAULT_ERROR},
    "paths": {
        "/api/v1/partner/accounts": {"get": operation(
            "listAccounts", "Accounts of the partner.",
            {"200": answer("A page of them.", closed({
                "data": {"type": "array", "items": schema("commvault.Profile")},
                "metadata": closed({"pagination": closed({
                    "pageNumber": INTEGER, "pageSize": INTEGER, "totalRecords": INTEGER})},
                    {"filter": {}, "sort": {}})}))} | COMMVAULT_READ,
            [parameter("filter", "query", "Such as `name=Acme`: `name`, `status`, `id`, `searchTerm`."),
             parameter("sort", "query", "`desc:updateTs` if left out."),
             parameter("pageNumber", "query", "From 0.", of=INTEGER),
             parameter("pageSize", "query", "25 if left out.",
                       of={"type": "integer", "minimum": 1, "maximum": 100})])},
        "/api/v1/partner/accounts/{id}": {
            "get": operation("getAccount", "The account as it is.",
                             {"200": answer("The account.", schema("commvault.Wrapped"))} | COMMVAULT_READ,
                             [ACCOUNT_ID]),
            "put": update("Put"), "patch": update("Patch")},
    },
}

DOCUMENTS = {"adobe": ADOBE, "ibm": IBM, "commvault": COMMVAULT, "sandbox": OWN}
