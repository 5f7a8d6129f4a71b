// Answers the questions of standard input, one a line, as `customer batch` does.

import { stdin, stdout } from "node:process";

import { load } from "../index.js";

const core = await load();
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
