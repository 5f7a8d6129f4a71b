// Answers the questions of standard input, one a line, as `customer batch` does. With the argument
// `playground` it is the core of the playground's page that answers.

import { readFile } from "node:fs/promises";
import { argv, stdin, stdout } from "node:process";
import { runInThisContext } from "node:vm";

import { load } from "../index.js";

async function playground() {
  const page = new URL("../../../docs/playground/core.js", import.meta.url);
  runInThisContext(await readFile(page, "utf8"));
  return globalThis.customerCore.load();
}

const core = await (argv[2] === "playground" ? playground() : load());
const chunks = [];
for await (const chunk of stdin) chunks.push(chunk);
const data = Buffer.concat(chunks);
const answers = [];
for (let start = 0; start < data.length; ) {
  const end = data.indexOf(10, start);
  answers.push(core.applyText(data.subarray(start, end < 0 ? data.length : end)), "\n");
  start = end < 0 ? data.length : end + 1;
}
stdout.write(answers.join(""));
