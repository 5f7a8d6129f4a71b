// Prints index.js and customer.wasm as one script without imports: a page that is opened from a
// file may load neither modules nor anything by `fetch`.

import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const here = (name) => new URL(name, import.meta.url);
const loader = await readFile(here("index.js"), "utf8");
const wasm = gzipSync(await readFile(here("customer.wasm")), { level: 9 });

const beside = 'new URL("./customer.wasm", import.meta.url)';
if (loader.split(beside).length !== 2 || loader.split("\nexport ").length !== 2) {
  throw new Error("index.js has another form than this script knows");
}
const plain = loader.replace(beside, "packed()").replace("\nexport ", "\n");
const lines = wasm.toString("base64").replace(/.{1,100}/g, "$&\n");

console.log(`// Written by \`bindings/wasm/build playground\`: bindings/wasm/index.js, and the core.
"use strict";

globalThis.customerCore = (() => {
${plain}
/** The core's bytes, unpacked. */
function packed() {
  const bytes = Uint8Array.from(atob(PACKED), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
}

const PACKED = \`
${lines}\`;

return { load };
})();`);
