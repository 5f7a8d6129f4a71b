#!/usr/bin/env python3
"""Does what many integrations do to correct a phone number at Adobe: GET the customer, change one
member, send the whole profile back. Then asks the sandbox whom that mailed. Needs only Python.

    python3 apps/sandbox/clients/sync.py http://127.0.0.1:8931
"""
import json
import sys
import urllib.parse
import urllib.request
import uuid

BASE = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8931"
if not BASE.startswith("http"):
    sys.exit(__doc__)
KEY, SECRET, RESELLER = "dev-client-1", "dev-secret-1", "P1000000001"


def call(method, path, body=None, **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    if isinstance(body, dict):
        body, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
    request = urllib.request.Request(BASE + path, body, headers, method=method)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def adobe(method, path, body=None):
    return call(method, path, body, X_Api_Key=KEY, Authorization="Bearer " + token, X_Correlation_Id=str(uuid.uuid4()))


def mailed(customer, effect="welcome-email"):
    rows = call("GET", f"/_sandbox/outbox?vendor=adobe&id={customer}&effect={effect}")
    return [row["data"]["email"] for row in rows]


def person(first, last):
    return {"firstName": first, "lastName": last, "email": f"{first}@example.com".lower(), "phoneNumber": "408-555-0100"}


form = {"grant_type": "client_credentials", "client_id": KEY, "client_secret": SECRET, "scope": "openid"}
token = call("POST", "/ims/token/v3", urllib.parse.urlencode(form).encode())["access_token"]
address = {"country": "US", "region": "CA", "city": "San Jose", "addressLine1": "200 Fairmont Ave", "postalCode": "95110"}
contacts = [person("Ada", "Byron"), person("Mary", "Somerville"), person("Grace", "Hopper")]
placed = call("POST", "/_sandbox/adobe/customers", {"tenant": KEY, "customer": {
    "resellerId": RESELLER, "status": "1000", "companyProfile": {
        "companyName": "Fairmont Tools", "preferredLanguage": "en-US", "address": address, "contacts": contacts}}})
path = f"/v3/customers/{placed['id']}"

profile = adobe("GET", path)["companyProfile"]          # GET ...
profile["address"]["phoneNumber"] = "408-555-0199"      # ... one member ...
adobe("PATCH", path, {"companyProfile": profile})       # ... and all of it back.
by_accident = mailed(placed["id"])
print(f"one phone number changed; mailed by accident: {', '.join(by_accident) or 'nobody'}")

profile["address"]["phoneNumber"] = "408-555-0123"
del profile["contacts"]                                 # An update that names no contact ...
adobe("PATCH", path, {"companyProfile": profile})
print(f"the same without contacts; mailed: {', '.join(mailed(placed['id'])[len(by_accident):]) or 'nobody'}")
print(f"see {BASE}/_sandbox/page/customers/adobe/{placed['id']}")
