"""The page in a real browser: headless Chromium without JavaScript, driven over WebDriver.

Needs chromium and chromedriver, and a sandbox that is empty:

    python3 apps/sandbox/tests/page/browser.py http://127.0.0.1:8931 [FOLDER FOR PICTURES]
"""

import base64
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid

BASE = sys.argv[1]
PICTURES = sys.argv[2] if len(sys.argv) > 2 else None
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--hide-scrollbars", "--disable-dev-shm-usage"]


def send(method, url, body=None, **headers):
    data = None if body is None else json.dumps(body).encode()
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, data, headers | {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        text = answer.read()
    return json.loads(text) if text else None


class Browser:
    def __init__(self, port, width, height):
        self.driver = f"http://127.0.0.1:{port}"
        self.profile = tempfile.TemporaryDirectory()
        options = {
            "args": FLAGS + [f"--user-data-dir={self.profile.name}", f"--window-size={width},{height}"],
            "prefs": {"profile.managed_default_content_settings.javascript": 2},
        }
        if width < 500:  # Chromium has no window as narrow as a phone.
            metrics = {"width": width, "height": height, "pixelRatio": 1}
            options["mobileEmulation"] = {"deviceMetrics": metrics}
        wanted = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}}
        self.session = "/session/" + send("POST", self.driver + "/session", wanted)["value"]["sessionId"]

    def ask(self, method, path, body=None):
        return send(method, self.driver + self.session + path, body)["value"]

    def go(self, path):
        self.ask("POST", "/url", {"url": BASE + path})

    def find(self, css, within=""):
        found = self.ask("POST", "/elements", {"using": "css selector", "value": css})
        found = [one[ELEMENT] for one in found]
        return [one for one in found if within in self.text(one)]

    def text(self, element):
        return self.ask("GET", f"/element/{element}/text")

    def click(self, css, within=""):
        """Clicks, and waits for the page to which that leads."""
        before = self.root()
        self.ask("POST", f"/element/{self.find(css, within)[0]}/click", {})
        for _ in range(100):
            if self.root() not in (before, None):
                return
            time.sleep(0.05)
        check(f"a click on {css} leads somewhere", False)

    def root(self):
        found = self.ask("POST", "/elements", {"using": "css selector", "value": "html"})
        return found[0][ELEMENT] if found else None

    def write(self, css, text):
        element = self.find(css)[0]
        self.ask("POST", f"/element/{element}/clear", {})
        self.ask("POST", f"/element/{element}/value", {"text": text})

    def page(self):
        return self.text(self.find("body")[0])

    def width(self):
        return self.ask("GET", f"/element/{self.root()}/rect")["width"]

    def picture(self, name):
        if PICTURES:
            with open(os.path.join(PICTURES, name + ".png"), "wb") as file:
                file.write(base64.b64decode(self.ask("GET", "/screenshot")))

    def close(self):
        send("DELETE", self.driver + self.session)
        self.profile.cleanup()


def check(what, holds):
    print("ok  " if holds else "FAIL", what)
    if not holds:
        sys.exit(f"the page: {what}")


def adobe(method, path, body=None):
    form = "grant_type=client_credentials&client_id=dev-client-1&client_secret=dev-secret-1"
    request = urllib.request.Request(BASE + "/ims/token/v3", form.encode())
    token = json.load(urllib.request.urlopen(request))["access_token"]
    return send(method, BASE + path, body, Authorization="Bearer " + token, X_Api_Key="dev-client-1",
                X_Correlation_Id=str(uuid.uuid4()))


def test(desktop, phone):
    desktop.go("/")
    check("without customers it says so", desktop.page().count("No customers yet.") == 3)
    desktop.click("#adobe button")
    check("an example appears as a page of its own", "Fairmont Tools" in desktop.page())
    desktop.go("/_sandbox/")
    check("and in the list", len(desktop.find("#adobe tbody tr", "Fairmont Tools")) == 1)
    for vendor in ("ibm", "commvault"):
        desktop.click(f"#{vendor} button")
        desktop.go("/_sandbox/")

    name = "<script>document.title='run'</script><b>Ada</b>"
    placed = json.loads(open(os.path.join(os.path.dirname(__file__), "customer.json")).read())
    placed["customer"]["companyProfile"]["companyName"] = name
    odd = send("POST", BASE + "/_sandbox/adobe/customers", placed)["id"]
    desktop.go("/_sandbox/")
    check("a customer that is placed appears", len(desktop.find("#adobe tbody tr", odd)) == 1)
    check("a name <script> stays text", len(desktop.find("#adobe tbody a", name)) == 1)
    desktop.go(f"/_sandbox/page/customers/adobe/{odd}")
    check("also as a title", desktop.text(desktop.find("h1")[0]) == name)
    check("and is no element", not desktop.find("main b") and not desktop.find("script"))

    desktop.go("/_sandbox/")
    desktop.click("#adobe tbody a", "Fairmont Tools")
    path = desktop.ask("GET", "/url").removeprefix(BASE)
    id = path.rsplit("/", 1)[1]
    profile = adobe("GET", f"/v3/customers/{id}")["companyProfile"]
    profile["contacts"][1] = {"firstName": "Grace", "lastName": "Hopper", "email": "grace@example.com"}
    quantity = {"minimumQuantities": [{"offerType": "LICENSE", "quantity": 10}]}
    adobe("PATCH", f"/v3/customers/{id}", {
        "companyProfile": {"contacts": profile["contacts"]},
        "benefits": [{"type": "THREE_YEAR_COMMIT", "commitmentRequest": quantity}],
    })
    desktop.go(path)
    newest = desktop.text(desktop.find("ol.history > li")[0])
    for word in ("PATCH /v3/customers/", "/companyProfile/contacts/1", "Somerville", "Hopper", "replaced",
                 "dev-client-1", "Welcome email", "grace@example.com"):
        check(f"an update shows {word}", word in newest)
    desktop.picture("customer")
    phone.go(path)
    check("a phone shows it without scrolling sideways", phone.width() <= 390)
    phone.picture("customer-phone")

    desktop.click(".next button", "accepted")
    check("a button puts its input", "sandbox: input" in desktop.text(desktop.find("ol.history > li")[0]))
    check("and is gone then", not desktop.find(".next button", "accepted"))

    desktop.go("/_sandbox/page/outbox?mails=on")
    mails = [desktop.text(mail) for mail in desktop.find("li.mail")]
    check("the outbox shows a mail to each contact", [m.split("\n")[0] for m in mails]
          == ["To grace@example.com", "To ada@example.com"])
    desktop.go("/_sandbox/page/outbox")
    desktop.picture("outbox")
    phone.go("/_sandbox/page/outbox")
    phone.picture("outbox-phone")

    desktop.go("/_sandbox/page/control")
    before = send("GET", BASE + "/_sandbox/clock")["now"]
    desktop.click("button", "1 day")
    check("the clock moves by a button", send("GET", BASE + "/_sandbox/clock")["now"][:10] > before[:10])
    desktop.write("input[name=status]", "429")
    desktop.click("button", "Add the fault")
    check("a fault is added by a form", send("GET", BASE + "/_sandbox/faults")[0]["status"] == 429)
    desktop.picture("control")
    phone.go("/_sandbox/page/control")
    phone.picture("control-phone")
    desktop.click("ul.faults button")
    check("and removed", send("GET", BASE + "/_sandbox/faults") == [])
    desktop.write("input[name=settlement_delay_ms]", "60000")
    desktop.click("button", "Set all")
    check("knobs are turned", send("GET", BASE + "/_sandbox/config")["settlement_delay_ms"] == 60000)
    desktop.write("input[name=set]", "1999-01-01T00:00:00Z")
    desktop.click("button", "Set the clock")
    check("what is refused is told", "never goes backwards" in desktop.page())

    commvault = send("GET", BASE + "/_sandbox/commvault/customers")[0]["id"]
    account = {"name": "Acme Industries", "externalId": "XSP1234", "contacts": [
        {"type": "admin", "email": "john@example.com", "firstName": "John", "lastName": "Doe"}]}
    send("PATCH", f"{BASE}/api/v1/partner/accounts/{commvault}", account, Authorization="Bearer dev-token-1")
    desktop.go(f"/_sandbox/page/customers/commvault/{commvault}")
    check("an account that is updating can settle either way", len(desktop.find(".next button")) == 2)
    desktop.click(".next button", "failed")
    check("and fails by a button", "update_failure" in desktop.text(desktop.find("p.facts")[0]))

    desktop.go("/_sandbox/?q=acme")
    check("the search finds by a part of the name", len(desktop.find("tbody tr")) == 1)
    desktop.go("/_sandbox/page/calls")
    newest = desktop.text(desktop.find("tbody tr")[0])
    check("calls are listed", "PATCH /api/v1/partner/accounts/" in newest)
    desktop.picture("calls")
    phone.go("/_sandbox/")
    phone.picture("customers-phone")
    desktop.go("/_sandbox/")
    desktop.picture("customers")
    desktop.go("/_sandbox/page/control")
    desktop.click("button", "Reset")
    check("reset empties", desktop.page().count("No customers yet.") == 3)


def main():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL)
    browsers = []
    try:
        for _ in range(100):
            try:
                send("GET", f"http://127.0.0.1:{port}/status")
                break
            except OSError:
                time.sleep(0.1)
        for width, height in ((1200, 1400), (390, 844)):
            browsers.append(Browser(port, width, height))
        test(*browsers)
    finally:
        for browser in browsers:
            browser.close()
        driver.terminate()
        driver.wait()


main()
