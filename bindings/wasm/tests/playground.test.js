// docs/playground in a real browser, opened from a file and from a server: it answers what the
// program answers, sends nothing, and shows what it says.
//
// CHROMIUM is the browser (else /usr/bin/chromium), CUSTOMER the program, and SHOTS a folder for
// pictures of the page.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const { CUSTOMER, SHOTS, CHROMIUM = "/usr/bin/chromium" } = process.env;
const folder = fileURLToPath(new URL("../../../docs/playground/", import.meta.url));
const missing = !existsSync(CHROMIUM) ? `no browser at ${CHROMIUM}` : "CUSTOMER is not set";
const skip = existsSync(CHROMIUM) && CUSTOMER ? false : missing;
const types = { html: "text/html", css: "text/css", js: "text/javascript" };

let browser, server, address, scratch;
const requested = [];
const faults = [];

before(async () => {
  if (skip) return;
  scratch = mkdtempSync(join(tmpdir(), "playground-"));
  server = createServer(async (request, response) => {
    const name = request.url === "/" ? "index.html" : request.url.slice(1);
    const body = await readFile(join(folder, name)).catch(() => null);
    const type = types[name.split(".").pop()] ?? "text/plain";
    response.writeHead(body ? 200 : 404, { "content-type": type }).end(body);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  address = `http://127.0.0.1:${server.address().port}/`;
  const { chromium } = await import("playwright-core");
  const quiet = ["networking", "sync", "component-update"].map((one) => `--disable-${one}`);
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
  args.push("--disable-background-networking", ...quiet);
  browser = await chromium.launch({ executablePath: CHROMIUM, args });
});

after(async () => {
  await browser?.close();
  server?.close();
  if (scratch) rmSync(scratch, { recursive: true });
});

async function open(url = `file://${folder}index.html`, options = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  page.on("request", (request) => requested.push(request.url()));
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (said) => said.type() === "error" && faults.push(said.text()));
  await page.goto(url);
  await page.waitForFunction(() => document.getElementById("answer").textContent !== "");
  return page;
}

/** Each example of the page: what is asked and answered. */
async function examples(page) {
  const found = [];
  const values = (select) => {
    return page.locator(`${select} option`).evaluateAll((all) => all.map((one) => one.value));
  };
  for (const vendor of await values("#vendor")) {
    await page.selectOption("#vendor", vendor);
    for (const preset of await values("#policy")) {
      for (const example of await values("#example")) {
        await page.selectOption("#example", example);
        await page.selectOption("#policy", preset);
        const text = (id) => page.locator(id).textContent();
        found.push({
          vendor,
          preset,
          name: await page.locator("#example option:checked").textContent(),
          kind: await page.locator("#kind").inputValue(),
          question: await text("#question"),
          answer: await text("#answer"),
          verdict: await text("#verdict"),
        });
      }
    }
  }
  return found;
}

function batch(questions) {
  const input = questions.join("\n") + "\n";
  const out = execFileSync(CUSTOMER, ["batch", "--quiet"], { input, encoding: "utf8" });
  return out.trimEnd().split("\n");
}

for (const from of ["a file", "a server"]) {
  test(`opened from ${from}, it answers as customer batch does`, { skip }, async () => {
    const page = await open(from === "a file" ? undefined : address);
    const found = await examples(page);
    assert.ok(found.length >= 30, `${found.length} examples`);
    const expected = batch(found.map((one) => one.question));
    found.forEach((one, index) => {
      assert.equal(one.answer, expected[index], one.name);
      assert.equal(one.verdict, JSON.parse(one.answer).verdict, one.name);
      assert.notEqual(one.verdict, "unreadable", one.name);
    });
    const verdicts = new Set(found.map((one) => one.verdict));
    for (const verdict of ["applied", "rejected", "undecided", "planned", "unreachable"]) {
      assert.ok(verdicts.has(verdict), verdict);
    }
    await page.close();
  });
}

test("an update is answered as customer apply does", { skip }, async () => {
  const page = await open();
  let count = 0;
  for (const { vendor, preset, kind, question, answer } of await examples(page)) {
    if (kind !== "update") continue;
    const { customer, input, facts } = JSON.parse(question);
    const options = ["--vendor", vendor, "--policy", preset, "--json"];
    for (const [name, document] of Object.entries({ customer, update: input.update })) {
      const file = join(scratch, `${name}.json`);
      writeFileSync(file, JSON.stringify(document));
      options.push(`--${name}`, file);
    }
    if (facts) options.push("--facts", JSON.stringify(facts));
    let out;
    try {
      out = execFileSync(CUSTOMER, ["apply", ...options], { encoding: "utf8" });
    } catch (error) {
      // The exit status says which verdict.
      out = error.stdout;
    }
    assert.deepEqual(JSON.parse(out), JSON.parse(answer));
    count += 1;
  }
  assert.ok(count >= 10);
  await page.close();
});

test("what is pasted is asked as it is, and told where it is no JSON", { skip }, async () => {
  const page = await open();
  await page.fill("#customer", '{"status": "1000", "<b>x</b>": 1.000000000000000000001}');
  await page.fill("#request", '{"externalReferenceId": "1", "<b>x</b>": 2}');
  assert.match(await page.locator("#parts").textContent(), /<b>x<\/b>/);
  assert.equal(await page.locator("#parts b").count(), 0, "what is pasted is no markup");
  await page.fill("#request", '{"externalReferenceId": "1"}');
  const answer = await page.locator("#answer").textContent();
  assert.equal(answer, batch([await page.locator("#question").textContent()])[0]);
  assert.ok(answer.includes("1.000000000000000000001"), "numbers stay exact");
  await page.fill("#request", "{");
  assert.equal(await page.locator("#verdict").textContent(), "no question yet");
  assert.match(await page.locator("#request-fault").textContent(), /no JSON/);
  await page.fill("#request", "[]");
  assert.equal(await page.locator("#verdict").textContent(), "unreadable");
  await page.close();
});

test("mails, changes, plans and facts are shown", { skip }, async () => {
  const page = await open(address);
  const parts = page.locator("#parts");
  const mailed = await page.locator("#mailed li").allTextContents();
  assert.deepEqual(mailed, ["ada@example.com", "mary@example.com"]);
  assert.match(await parts.textContent(), /preferredLanguage.*"en-US".*"de-DE"/s);
  assert.match(await page.locator("#instead").textContent(), /which mails nobody/);

  await page.selectOption("#example", { label: "A fact is missing" });
  await page.click("#add-partnerGlobalSales");
  assert.equal(await page.locator("#verdict").textContent(), "applied");

  await page.selectOption("#example", { label: "A wish: what has to be sent?" });
  const update = JSON.parse(await page.locator("#update").textContent());
  assert.deepEqual(update, { companyProfile: { preferredLanguage: "de-DE" } });
  assert.match(await parts.textContent(), /Nobody is mailed/);

  await page.selectOption("#example", { label: "A wish that can't be had whole" });
  assert.match(await parts.textContent(), /support-ticket.*What can be had/s);

  // A record moves on: an update, and its settlement.
  await page.selectOption("#vendor", "commvault");
  await page.getByText("The record afterwards").click();
  await page.click("#take");
  await page.selectOption("#kind", "event");
  await page.fill("#request", '{"settled": "succeeded"}');
  await page.fill("#facts", "");
  assert.match(await parts.textContent(), /website/);
  await page.close();
});

test("nothing is sent anywhere", { skip }, async () => {
  const page = await open(address);
  // The page's policy refuses it, and says so.
  assert.deepEqual(faults, []);
  const refused = await page.evaluate(() => fetch("/anything").then(() => "sent", () => "refused"));
  assert.equal(refused, "refused");
  await page.close();
  assert.match(faults.splice(0).join("\n"), /Content Security Policy/);
  const own = ["index.html", "playground.css", "core.js", "examples.js", "playground.js"];
  for (const url of requested) {
    const base = url.startsWith("file:") ? `file://${folder}` : address;
    assert.ok(url === address || own.some((name) => url === base + name), url);
  }
  assert.ok(requested.length > 10);
});

test("the presets are those of the contract", { skip }, async () => {
  const schema = JSON.parse(readFileSync(join(folder, "../schema/question.json"), "utf8")).$defs;
  const page = await open();
  for (const vendor of ["adobe", "ibm", "commvault"]) {
    await page.selectOption("#vendor", vendor);
    const presets = await page.locator("#policy option").allTextContents();
    assert.deepEqual(presets, schema[`${vendor}.Policy`].anyOf[0].enum);
  }
  await page.close();
});

test("on a telephone nothing is wider than the screen", { skip }, async () => {
  const page = await open(undefined, { viewport: { width: 360, height: 740 } });
  for (const vendor of ["adobe", "ibm", "commvault"]) {
    await page.selectOption("#vendor", vendor);
    for (const label of await page.locator("#example option").allTextContents()) {
      await page.selectOption("#example", { label });
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll("body, body *")]
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5)
          .map((one) => one.outerHTML.slice(0, 80)),
      );
      assert.deepEqual(wide, [], label);
    }
  }
  await page.close();
});

test("pictures", { skip: skip || (!SHOTS && "SHOTS is not set") }, async () => {
  for (const [name, options] of Object.entries({
    light: {},
    dark: { colorScheme: "dark" },
    narrow: { viewport: { width: 420, height: 900 } },
  })) {
    const page = await open(undefined, options);
    await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
    await page.selectOption("#example", { label: "A wish that can't be had whole" });
    await page.screenshot({ path: join(SHOTS, `${name}-wish.png`), fullPage: true });
    await page.selectOption("#example", { label: "Three rules against it" });
    await page.screenshot({ path: join(SHOTS, `${name}-rejected.png`), fullPage: true });
    await page.close();
  }
});
