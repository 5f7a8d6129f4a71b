// What a caller writes, for the type checker: `tsc --noEmit`.

import { load, type Change, type Violation } from "../index.js";

const core = await load();
const answer = core.apply({
  vendor: "adobe",
  customer: { status: "1000" },
  input: { update: { externalReferenceId: "343" } },
  facts: { today: "2026-03-01", owned: { LICENSE: 3 } },
});
if (answer.verdict === "applied") {
  const changes: Change[] = answer.changes;
  console.log(changes.length, answer.internal);
} else if (answer.verdict === "rejected" || answer.verdict === "unreadable") {
  const violations: Violation[] = answer.violations;
  console.log(violations.length);
}

const plan = core.apply({
  vendor: "ibm",
  customer: {},
  wish: { merge: {} },
  acknowledge: ["/Customer"],
  policy: "viewer",
});
if (plan.verdict === "planned") console.log(plan.update, plan.losses.length);
if (plan.verdict === "unreachable") console.log(plan.obstacles[0]?.instead);

const text: string = core.applyText(new Uint8Array());
console.log(text);

// @ts-expect-error: an event of another vendor
core.apply({ vendor: "ibm", customer: {}, input: { settled: "failed" } });
// @ts-expect-error: a preset of another vendor
core.apply({ vendor: "adobe", customer: {}, input: { update: {} }, policy: "lenient" });
// @ts-expect-error: no such fact
core.apply({ vendor: "commvault", customer: {}, input: { update: {} }, facts: { role: "VSR" } });
// @ts-expect-error: a verdict that there is not
console.log(answer.verdict === "planned");
