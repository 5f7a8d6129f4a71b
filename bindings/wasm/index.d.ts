// The JSON contract of customer-core, version 1. The reference is docs/CONTRACT.md of the repository.

/** What a vendor's document may hold. Documents stay as they are: unknown members are kept. */
export type Json = null | boolean | number | string | Json[] | { [member: string]: Json };
export type Document = { [member: string]: Json };

export type Vendor = "adobe" | "ibm" | "commvault";
export type Next = "done" | "poll" | "fix" | "lookup" | "refetch" | "wait" | "retry" | "stop";

interface About {
  /** Repeated as the answer's first member. */
  id?: string | number;
  version?: 1;
}

interface OfRecord<V extends Vendor> extends About {
  vendor: V;
  /** The stored record, as the vendor's GET returns it. */
  customer: Document;
  /** As an earlier answer returned it. */
  internal?: Document;
  /** What was looked up. A fact is never null: leave it out. */
  facts?: Facts[V];
  policy?: Policies[V];
}

export interface Facts {
  adobe: {
    /** YYYY-MM-DD. */
    today?: string;
    activeSubscriptions?: number;
    activeSubscriptionsInDeployments?: number;
    resellerMarketSegments?: ("COM" | "EDU" | "GOV")[];
    partnerGlobalSales?: boolean;
    partnerLargeGovernmentAgency?: boolean;
    owned?: { LICENSE?: number; CONSUMABLES?: number };
  };
  ibm: { role?: string; sameOrganization?: boolean; activeSubscriptions?: number };
  commvault: {
    /** YYYY-MM-DDTHH:MM:SS. */
    now?: string;
    externalIdTaken?: boolean;
    nameTaken?: boolean;
  };
}

/** A preset's name, or an object with `preset` and single readings. */
export interface Policies {
  adobe: Policy<"documented" | "observed">;
  ibm: Policy<"documented" | "observed" | "viewer">;
  commvault: Policy<"documented" | "lenient">;
}

type Policy<Preset> = Preset | { preset?: Preset; [reading: string]: unknown };

export interface Inputs {
  adobe:
    | { update: Document }
    | { commitment: "accepted" | "declined" | "elapsed" | "ordered" | "renewed" }
    | { account: "activated" | { inactive: "1004" | "1010" | "1012" | "1014" } };
  ibm:
    | { update: Document }
    | { operation: "suspendCustomer" | "unsuspendCustomer" | "unregisterCustomer" };
  commvault: { update: Document } | { settled: "succeeded" | "failed" };
}

/** The same revision, record, body and tag make the same id. */
export interface Intent {
  revision: string;
  tag?: string;
}

export type Wish =
  | { merge: Document }
  | { document: Document }
  | { customer: Document }
  | { rebase: { base: Document; mine: Document } }
  | { undo: { before: Document; after?: Document } };

/** What does an input do? */
export interface InputQuestion<V extends Vendor> extends OfRecord<V> {
  input: Inputs[V];
  intent?: Intent;
}

/** What has to be sent, so that the record reads as wished? */
export interface WishQuestion<V extends Vendor> extends OfRecord<V> {
  wish: Wish;
  /** Adobe alone: whose welcome e-mail is wanted. */
  resend?: string[];
  /** JSON Pointers: what may be lost. */
  acknowledge?: string[];
  words?: Document;
  intent?: Intent;
}

/** Which one update does what two do? */
export interface ComposeQuestion<V extends Vendor> extends About {
  vendor: V;
  compose: [Document, Document];
  policy?: Policies[V];
}

/** What does an answer of the vendor say? */
export interface AnswerQuestion<V extends Vendor> extends About {
  vendor: V;
  answer: { status: number; body: Json };
  customer?: Document;
  update?: Document;
  policy?: Policies[V];
}

/** What has to be sent to several vendors for one wish? */
export interface CompareQuestion extends About {
  compare: { [V in Vendor]?: Omit<WishQuestion<V>, "vendor" | "wish" | "intent" | keyof About> };
  wish: { customer: Document };
}

type OfVendor<V extends Vendor> = V extends Vendor
  ? InputQuestion<V> | WishQuestion<V> | ComposeQuestion<V> | AnswerQuestion<V>
  : never;
export type Question = OfVendor<Vendor> | CompareQuestion;

export interface Change {
  /** RFC 6901: what was removed points into the record before, all else into the one after. */
  pointer: string;
  kind: "added" | "modified" | "removed";
  cause: "set" | "cleared" | "omitted" | "replaced" | "derived";
  before?: Json;
  after?: Json;
}

export type Effect =
  | { effect: "welcome-email" | "system-admin-added" | "system-admin-remains"; email: string }
  | { effect: "commitment-terms-presented"; kind: "commitment" | "recommitment" }
  | { effect: "linked-membership-terms-presented" }
  | { effect: "await-settlement"; from: string };

export interface Violation {
  rule: string;
  pointer: string;
  code?: string;
  message: string;
}

export interface Need {
  fact: string;
  pointer: string;
  rule: string;
}

export interface Response {
  /** The HTTP status. */
  status: number;
  body: Json;
}

export interface Obstacle {
  rule: string;
  pointer: string;
  message: string;
  instead:
    | "support-ticket"
    | "admin-console"
    | "other-endpoint"
    | "two-steps"
    | "not-at-this-vendor"
    | "facts"
    | "wait"
    | "acknowledge"
    | "other-value";
  steps?: Document[];
  base?: Json;
  mine?: Json;
  theirs?: Json;
}

interface Outcome {
  customer: Document;
  internal: Document;
  changes: Change[];
  effects: Effect[];
  response: Response | null;
  next: Next;
}

interface Planned extends Outcome {
  /** The body to send. */
  update: Document;
  losses: string[];
}

interface Said {
  id?: string | number;
  version: 1;
}

interface Unreached {
  response: null;
  next: Next;
  obstacles: Obstacle[];
  nearest?: Planned;
  unsupported?: string[];
}

export type Unreadable = Said & { verdict: "unreadable"; violations: Violation[]; next: "fix" };
export type InputAnswer =
  | (Said & Outcome & { verdict: "applied" | "unchanged"; intentId?: string })
  | (Said & { verdict: "rejected"; violations: Violation[]; response: Response | null; next: Next })
  | (Said & {
      verdict: "undecided";
      needs: Need[];
      violations: Violation[];
      response: null;
      next: "lookup";
    });
export type WishAnswer =
  | (Said & Planned & { verdict: "planned"; unsupported?: string[]; intentId?: string })
  | (Said & { verdict: "nothing"; response: null; next: "done"; unsupported?: string[] })
  | (Said & Unreached & { verdict: "unreachable" | "undecided" });
export type ComposeAnswer =
  | (Said & { verdict: "composed"; update: Document; response: null; next: "done" })
  | (Said & Unreached & { verdict: "unreachable" });
export type AnswerAnswer =
  | (Said & { verdict: "accepted"; customer?: Document; response: null; next: Next })
  | (Said & { verdict: "refused"; violations: Violation[]; response: null; next: Next });
export type CompareAnswer = Said & { verdict: "compared"; next: Next; response: null } & {
    [V in Vendor]?: WishAnswer & { outcome: "accepted" | "partly" | "unreachable" | "undecided" };
  };

/** The answer to a question of this kind; what can't be read is `unreadable`. */
export type AnswerTo<Q> =
  | Unreadable
  | (Q extends { compare: unknown }
      ? CompareAnswer
      : Q extends { input: unknown }
        ? InputAnswer
        : Q extends { wish: unknown }
          ? WishAnswer
          : Q extends { compose: unknown }
            ? ComposeAnswer
            : AnswerAnswer);

/** The core, instantiated. It keeps nothing from one question to the next. */
export interface Core {
  /** The answer to a question, both as objects. Numbers are what `JSON.parse` makes of them. */
  apply<Q extends Question>(question: Q): AnswerTo<Q>;
  /**
   * The answer to a question, both as text: as one line of `customer batch`, and exact. Every text
   * and all bytes get an answer; a string with half of a surrogate pair is no text: a TypeError.
   */
  applyText(question: string | Uint8Array): string;
}

/** Loads the core, from `customer.wasm` beside this file or from what is given. */
export function load(source?: Source | Promise<Source>): Promise<Core>;

/** Where it is, a response with it, its bytes, or a `WebAssembly.Module`. */
type Source = URL | Fetched | ArrayBuffer | Uint8Array | object;

interface Fetched {
  ok: boolean;
  status: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}
