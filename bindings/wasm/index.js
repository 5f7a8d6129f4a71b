// The JSON contract of customer-core: one question in, one answer out. Node 20, browsers, Deno.

const utf8 = new TextDecoder();
const toUtf8 = new TextEncoder();

/** The core, instantiated. It keeps nothing from one question to the next. */
class Core {
  #wasm;

  constructor(instance) {
    this.#wasm = instance.exports;
  }

  /** The answer to a question of the contract, both as text. */
  applyText(question) {
    const bytes = typeof question === "string" ? encoded(question) : question;
    const { customer_allocate, customer_apply, customer_free, memory } = this.#wasm;
    const place = customer_allocate(bytes.length) >>> 0;
    new Uint8Array(memory.buffer, place, bytes.length).set(bytes);
    const answer = BigInt.asUintN(64, customer_apply(place, bytes.length));
    const [start, length] = [Number(answer & 0xffffffffn), Number(answer >> 32n)];
    // The memory may have grown, and then its old buffer is gone.
    const text = utf8.decode(new Uint8Array(memory.buffer, start, length));
    customer_free(start, length);
    return text;
  }

  /** The answer to a question of the contract, both as objects. */
  apply(question) {
    return JSON.parse(this.applyText(JSON.stringify(question)));
  }
}

/** UTF-8, which has no half of a surrogate pair: an encoder would put another character there. */
function encoded(text) {
  if (/\p{Surrogate}/u.test(text)) {
    throw new TypeError("the question is no text: it has half of a surrogate pair");
  }
  return toUtf8.encode(text);
}

/** Loads the core: from `customer.wasm` beside this file, or from what is given. */
export async function load(source = new URL("./customer.wasm", import.meta.url)) {
  return new Core(await instantiate(await source));
}

async function instantiate(source) {
  if (source instanceof WebAssembly.Module) {
    return WebAssembly.instantiate(source, {});
  }
  const { instance } = await WebAssembly.instantiate(await bytesOf(source), {});
  return instance;
}

async function bytesOf(source) {
  if (source instanceof URL && source.protocol === "file:") {
    const { readFile } = await import("node:fs/promises");
    return readFile(source);
  }
  const found = source instanceof URL ? await fetch(source) : source;
  if (typeof Response === "undefined" || !(found instanceof Response)) {
    return found;
  }
  if (!found.ok) {
    throw new Error(`the core can't be loaded: HTTP ${found.status}`);
  }
  return found.arrayBuffer();
}
