// The loader, and the core behind it: the same answers as the contract's page says.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import test from "node:test";

import { load } from "../index.js";

const file = new URL("../customer.wasm", import.meta.url);
const contract = await readFile(new URL("../../../docs/CONTRACT.md", import.meta.url), "utf8");
const core = await load();
const customer = { status: "updating" };
const question = { vendor: "commvault", customer, input: { settled: "failed" } };

test("every example of the contract is answered as its page says", () => {
  const blocks = contract.matchAll(/```json question\n(.*?)```\s+```json answer\n(.*?)```/gs);
  let count = 0;
  for (const [, asked, answered] of blocks) {
    assert.deepEqual(core.apply(JSON.parse(asked)), JSON.parse(answered));
    assert.equal(core.applyText(asked), JSON.stringify(JSON.parse(answered)));
    count += 1;
  }
  assert.ok(count >= 4);
});

test("the module imports nothing, so it can do nothing but answer", async () => {
  const module = await WebAssembly.compile(await readFile(file));
  assert.deepEqual(WebAssembly.Module.imports(module), []);
});

test("it loads from bytes, a module, a URL, a response and a promise of one", async () => {
  const bytes = await readFile(file);
  const server = createServer((request, response) => {
    response.writeHead(request.url === "/customer.wasm" ? 200 : 404).end(bytes);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const address = `http://127.0.0.1:${server.address().port}`;
  const url = new URL("/customer.wasm", address);
  try {
    const module = await WebAssembly.compile(bytes);
    for (const source of [bytes, module, url, await fetch(url), fetch(url)]) {
      assert.equal((await load(source)).apply(question).next, "retry");
    }
    await assert.rejects(load(fetch(new URL("/other", address))), /HTTP 404/);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

test("text and bytes are answered alike, also beyond ASCII", () => {
  const text = JSON.stringify({ ...question, customer: { ...customer, name: "Größe 🎈" } });
  const answer = core.applyText(text);
  assert.equal(core.applyText(new TextEncoder().encode(text)), answer);
  assert.ok(answer.includes("Größe 🎈"));
});

test("what is no text is unreadable, and half of a surrogate pair is refused", () => {
  for (const bytes of [new Uint8Array(), new Uint8Array([255]), new Uint8Array([0])]) {
    assert.equal(JSON.parse(core.applyText(bytes)).verdict, "unreadable");
  }
  assert.throws(() => core.applyText('{"id": "\ud800"}'), TypeError);
  // JSON.stringify writes it as an escape, and the core says where it is.
  const half = core.apply({ ...question, customer: { name: "\ud800" } });
  assert.equal(half.verdict, "unreadable");
});

test("the memory grows for a large question, and is used again", async () => {
  const { instantiate } = WebAssembly;
  let memory;
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate(...given);
    memory = made.instance.exports.memory;
    return made;
  };
  const core = await load().finally(() => (WebAssembly.instantiate = instantiate));
  const large = { ...question, customer: { ...customer, services: Array(200_000).fill("x") } };
  const small = memory.buffer.byteLength;
  const sizes = [];
  for (let round = 0; round < 20; round += 1) {
    assert.equal(core.apply(large).verdict, "applied");
    core.apply(question);
    sizes.push(memory.buffer.byteLength);
  }
  assert.ok(sizes[0] > small);
  assert.equal(sizes[19], sizes[4], `${sizes}`);
});

test("a hundred thousand random questions are answered", () => {
  // A small generator with a seed, so that a failure can be seen again.
  let state = 16;
  const below = (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const model = new TextEncoder().encode(JSON.stringify(question));
  const seen = new Set();
  for (let round = 0; round < 100_000; round += 1) {
    const bytes = model.slice(0, round % 8 === 0 ? below(model.length) : model.length);
    for (let edits = below(3); edits > 0; edits -= 1) bytes[below(bytes.length)] = below(256);
    seen.add(JSON.parse(core.applyText(bytes)).verdict);
  }
  assert.deepEqual([...seen].sort(), ["applied", "rejected", "unreadable"]);
});

test("the example of the README prints what it says", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const [, code, expected] = /```js\n(.*?)```\s+```text\n(.*?)```/s.exec(readme);
  const index = JSON.stringify(new URL("../index.js", import.meta.url));
  const here = code.replace('"customer-core"', index);
  const lines = [];
  const { log } = console;
  console.log = (...words) => lines.push(words.join(" "));
  try {
    await import(`data:text/javascript,${encodeURIComponent(here)}`);
  } finally {
    console.log = log;
  }
  assert.equal(lines.join("\n") + "\n", expected);
});
