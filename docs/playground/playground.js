// The page: it makes a question of what is in the boxes, asks the core, and shows the answer.
"use strict";

const PRESETS = {
  adobe: ["documented", "observed"],
  ibm: ["documented", "observed", "viewer"],
  commvault: ["documented", "lenient"],
};

const KINDS = {
  update: { label: "an update", hint: "the body that would be sent", member: "input" },
  merge: { label: "a wish, as a merge patch", hint: "what is to read otherwise", member: "wish" },
  document: { label: "a wish, as a whole record", hint: "all of the record", member: "wish" },
  customer: { label: "a wish, as a neutral customer", hint: "for any vendor", member: "wish" },
  event: { label: "an event", hint: "what happened, with its name", member: "input" },
};

const VERDICTS = {
  applied: ["good", "The record changes."],
  unchanged: ["good", "Accepted; the record reads as before."],
  planned: ["good", "One update brings all that is wished."],
  nothing: ["good", "Everything reads as wished already: there is nothing to send."],
  rejected: ["bad", "A rule refuses; nothing changes."],
  unreachable: ["bad", "No update brings all that is wished."],
  undecided: ["open", "A fact is missing, and nothing is guessed: look it up."],
  unreadable: ["bad", "The question can't be read."],
};

const NEXT = {
  done: "nothing more to do",
  poll: "ask the vendor until the update has settled",
  fix: "change the request, then send it",
  lookup: "look the facts up, then ask again",
  refetch: "read the record, make the change again, send again",
  wait: "send the same later",
  retry: "send the same now",
  stop: "this API can't do it",
};

// Values to begin with, where a fact is missing.
const FACTS = {
  today: () => new Date().toISOString().slice(0, 10),
  activeSubscriptions: () => 0,
  activeSubscriptionsInDeployments: () => 0,
  resellerMarketSegments: () => ["COM", "EDU", "GOV"],
  partnerGlobalSales: () => true,
  partnerLargeGovernmentAgency: () => true,
  owned: () => ({ LICENSE: 0, CONSUMABLES: 0 }),
  role: () => "CustomerAdministrator",
  sameOrganization: () => true,
  now: () => new Date().toISOString().slice(0, 19),
  externalIdTaken: () => false,
  nameTaken: () => false,
};

const at = (id) => document.getElementById(id);
const BOXES = ["customer", "internal", "request", "facts"];
let core;

/** An element with these children; text is never read as markup. */
function make(tag, options, ...children) {
  const element = Object.assign(document.createElement(tag), options);
  element.append(...children);
  return element;
}

function fill(select, options) {
  select.replaceChildren(...options.map(([value, text]) => make("option", { value }, text)));
}

/** The texts of the boxes, or null if one of them is no JSON. */
function read() {
  const texts = {};
  let whole = true;
  for (const box of BOXES) {
    texts[box] = at(box).value.trim();
    let fault = "";
    try {
      if (texts[box] || box === "customer" || box === "request") JSON.parse(texts[box]);
    } catch (error) {
      fault = texts[box] ? `This is no JSON: ${error.message}` : "Something must be here.";
    }
    at(`${box}-fault`).textContent = fault;
    at(box).classList.toggle("wrong", fault !== "");
    whole &&= fault === "";
  }
  return whole ? texts : null;
}

/** The question as one line. What is in the boxes goes into it as it is, so numbers stay exact. */
function questionOf({ customer, internal, request, facts }, kind) {
  const members = [
    `"vendor": ${JSON.stringify(at("vendor").value)}`,
    `"policy": ${JSON.stringify(at("policy").value)}`,
    `"customer": ${customer}`,
  ];
  if (internal) members.push(`"internal": ${internal}`);
  const asked = kind === "event" ? request : `{${JSON.stringify(kind)}: ${request}}`;
  members.push(`${JSON.stringify(KINDS[kind].member)}: ${asked}`);
  if (facts) members.push(`"facts": ${facts}`);
  // A line feed in JSON is white space, or an error that was found before.
  return `{${members.join(", ")}}`.replace(/\s*[\r\n]\s*/g, " ");
}

function show(value) {
  return value === undefined ? "" : JSON.stringify(value);
}

function table(heads, rows) {
  const cell = (tag, one) => (one instanceof Node ? one : make(tag, {}, one));
  const cells = (tag, row) =>
    row.map((one, column) => {
      const made = cell(tag, one);
      // On a narrow screen each cell says what it is.
      made.dataset.head = made.textContent && heads[column];
      return made;
    });
  return make(
    "table",
    {},
    make("thead", {}, make("tr", {}, ...cells("th", heads))),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, ...cells("td", row)))),
  );
}

const place = ({ pointer }) => code(pointer || "the whole");
const code = (text) => make("td", { className: "code" }, text);
const part = (title, ...children) => [make("h2", {}, title), ...children];

function changesOf(changes) {
  if (changes.length === 0) return part("Changes", make("p", { className: "hint" }, "None."));
  const rows = changes.map((change) => [
    make("td", { className: change.kind }, change.kind),
    code(change.pointer),
    code(show(change.before)),
    code(show(change.after)),
    change.cause,
  ]);
  return part("Changes", table(["", "place", "before", "after", "cause"], rows));
}

function mailsOf(effects) {
  const mailed = effects.filter((effect) => effect.effect === "welcome-email");
  const list = mailed.map((effect) => make("li", {}, effect.email));
  return part(
    "Mails",
    mailed.length === 0
      ? make("p", { className: "hint" }, "Nobody is mailed.")
      : make("ul", { id: "mailed" }, ...list),
  );
}

function effectsOf(effects) {
  const others = effects.filter((effect) => effect.effect !== "welcome-email");
  if (others.length === 0) return [];
  const lines = others.map(({ effect, ...data }) =>
    make("li", {}, [effect, ...Object.values(data)].join(" ")),
  );
  return part("What else is due", make("ul", {}, ...lines));
}

function violationsOf(violations = []) {
  if (violations.length === 0) return [];
  const rows = violations.map((one) => [one.code ?? "", place(one), one.message, code(one.rule)]);
  return part("What is wrong", table(["code", "place", "why", "rule"], rows));
}

function factButton(fact) {
  const add = make("button", { type: "button", id: `add-${fact}` }, "add a value");
  add.onclick = () => {
    const facts = JSON.parse(at("facts").value.trim() || "{}");
    facts[fact] = FACTS[fact]?.() ?? null;
    at("facts").value = JSON.stringify(facts);
    ask();
  };
  return make("td", {}, add);
}

function needsOf(needs = []) {
  if (needs.length === 0) return [];
  const rows = needs.map((need) => [code(need.fact), place(need), factButton(need.fact)]);
  return part("Facts to look up", table(["fact", "asked for by", ""], rows));
}

function obstaclesOf(obstacles = []) {
  if (obstacles.length === 0) return [];
  const rows = obstacles.map((one) => {
    const fact = /^\/facts\/(\w+)$/.exec(one.pointer)?.[1];
    const instead = fact ? factButton(fact) : one.instead;
    return [place(one), one.message, instead, code(one.rule)];
  });
  return part("What is in the way", table(["place", "why", "instead", "rule"], rows));
}

function bodyOf(title, body, id) {
  return part(title, make("pre", { id }, JSON.stringify(body, null, 2)));
}

function planOf(answer, title) {
  return [
    ...bodyOf(title, answer.update, "update"),
    ...(answer.losses.length > 0 ? [make("p", {}, `Lost: ${answer.losses.join(", ")}`)] : []),
  ];
}

/** At Adobe an echo mails everybody in it: what would have been enough? */
function insteadOf(texts, answer) {
  const mailed = (effects) => effects.filter((one) => one.effect === "welcome-email").length;
  if (at("vendor").value !== "adobe" || !mailed(answer.effects ?? [])) return [];
  const plan = JSON.parse(core.applyText(questionOf(texts, "merge")));
  const mails = plan.verdict === "planned" ? mailed(plan.effects) : 0;
  if (plan.verdict === "nothing") {
    const said = "The record reads so already: nothing has to be sent.";
    return part("Planned instead", make("p", { id: "instead" }, said));
  }
  if (plan.verdict !== "planned" || mails >= mailed(answer.effects)) return [];
  const said = `The same is had by this body, which mails ${mails || "nobody"}:`;
  return [...part("Planned instead", make("p", { id: "instead" }, said)),
    make("pre", {}, JSON.stringify(plan.update, null, 2))];
}

function afterOf(answer) {
  const take = make("button", { type: "button", id: "take" }, "take it as the record");
  take.onclick = () => {
    at("customer").value = JSON.stringify(answer.customer, null, 2);
    at("internal").value = Object.keys(answer.internal).length
      ? JSON.stringify(answer.internal, null, 2)
      : "";
    ask();
  };
  return [
    make("details", {}, make("summary", {}, "The record afterwards"),
      make("pre", {}, JSON.stringify(answer.customer, null, 2)),
      make("h3", {}, "Internal state"),
      make("pre", {}, JSON.stringify(answer.internal, null, 2)),
      take),
  ];
}

function vendorsAnswer(response) {
  if (!response) return [];
  const body = response.body === null ? "an empty body" : JSON.stringify(response.body, null, 2);
  const title = `The vendor's answer: HTTP ${response.status}`;
  return [make("details", {}, make("summary", {}, title), make("pre", {}, body))];
}

function parts(texts, answer) {
  const outcome = ({ effects, changes }) => [
    ...mailsOf(effects),
    ...changesOf(changes),
    ...effectsOf(effects),
  ];
  const found = [
    ...(answer.verdict === "planned" ? planOf(answer, "What has to be sent") : []),
    ...violationsOf(answer.violations),
    ...needsOf(answer.needs),
    ...obstaclesOf(answer.obstacles),
    ...(answer.effects ? outcome(answer) : []),
    ...(at("kind").value === "update" ? insteadOf(texts, answer) : []),
  ];
  if (answer.nearest) {
    found.push(...planOf(answer.nearest, "What can be had"), ...outcome(answer.nearest));
  }
  if (answer.unsupported?.length) {
    const places = make("p", {}, answer.unsupported.join(", "));
    found.push(...part("This vendor has no place for", places));
  }
  if (answer.customer) found.push(...afterOf(answer));
  return [...found, ...vendorsAnswer(answer.response)];
}

function ask() {
  const texts = read();
  if (!texts || !core) {
    at("verdict").className = "open";
    at("verdict").textContent = core ? "no question yet" : "loading the core ...";
    at("summary").textContent = "";
    for (const id of ["parts", "question", "answer"]) at(id).replaceChildren();
    return;
  }
  const question = questionOf(texts, at("kind").value);
  const text = core.applyText(question);
  const answer = JSON.parse(text);
  const [colour, says] = VERDICTS[answer.verdict] ?? ["open", ""];
  at("verdict").className = colour;
  at("verdict").textContent = answer.verdict;
  at("summary").textContent = `${says} Next: ${answer.next} (${NEXT[answer.next]}).`;
  at("parts").replaceChildren(...parts(texts, answer));
  at("question").textContent = question;
  at("answer").textContent = text;
}

function takeExample() {
  const example = EXAMPLES[at("vendor").value][at("example").value];
  const pretty = (value) => (value === undefined ? "" : JSON.stringify(value, null, 2));
  at("customer").value = pretty(example.customer);
  at("internal").value = pretty(example.internal);
  at("internal-box").open = example.internal !== undefined;
  at("request").value = pretty(example.request);
  at("facts").value = example.facts ? JSON.stringify(example.facts) : "";
  at("kind").value = example.kind;
  kindChanged();
}

function vendorChanged() {
  const vendor = at("vendor").value;
  fill(at("policy"), PRESETS[vendor].map((name) => [name, name]));
  fill(at("example"), EXAMPLES[vendor].map((example, index) => [String(index), example.name]));
  takeExample();
}

function kindChanged() {
  at("kind-hint").textContent = KINDS[at("kind").value].hint;
  ask();
}

async function main() {
  fill(at("kind"), Object.entries(KINDS).map(([name, kind]) => [name, kind.label]));
  at("asked").onsubmit = () => false;
  at("vendor").onchange = vendorChanged;
  at("example").onchange = takeExample;
  at("policy").onchange = ask;
  at("kind").onchange = kindChanged;
  for (const box of BOXES) at(box).oninput = ask;
  vendorChanged();
  try {
    core = await customerCore.load();
  } catch (error) {
    at("verdict").textContent = "the core can't be loaded";
    at("summary").textContent = String(error);
    return;
  }
  ask();
}

main();
