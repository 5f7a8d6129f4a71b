//! The scenes of the tour: what is asked, and what must come out.

/// What happens in a scene.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Input {
    /// An update's request body.
    Update(&'static str),
    /// Anything else, as the contract's `input`.
    Event(&'static str),
    /// What is wanted, as the contract's `wish`.
    Wish(&'static str),
}

/// One question of the tour.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene {
    /// A record to begin with; without one, the record is what the scene before left.
    pub(crate) start: Option<&'static str>,
    /// What is asked, in one line.
    pub(crate) about: &'static str,
    /// What happens.
    pub(crate) input: Input,
    /// What the caller looked up.
    pub(crate) facts: &'static str,
    /// The verdict that must come out.
    pub(crate) verdict: &'static str,
    /// What must be next.
    pub(crate) next: &'static str,
}

/// Scenes that belong together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Act {
    /// The vendor.
    pub(crate) vendor: &'static str,
    /// The heading.
    pub(crate) title: &'static str,
    /// How this vendor reads an update, in a few words.
    pub(crate) reads: &'static str,
    /// The scenes, in order.
    pub(crate) scenes: &'static [Scene],
}

macro_rules! file {
    ($name:literal) => {
        include_str!(concat!("../tour/", $name, ".json"))
    };
}

macro_rules! scenes {
    ($($(from $start:literal)? $about:literal, $kind:ident($input:expr), $facts:expr
        => $verdict:literal, $next:literal;)+) => {
        &[$(Scene {
            start: scenes!(@start $($start)?),
            about: $about,
            input: Input::$kind($input),
            facts: $facts,
            verdict: $verdict,
            next: $next,
        }),+]
    };
    (@start) => { None };
    (@start $start:literal) => { Some(file!($start)) };
}

/// The tour.
pub(crate) const ACTS: &[Act] = &[
    Act {
        vendor: "adobe",
        title: "Adobe: PATCH /v3/customers/<id>",
        reads: "absent keeps, null is refused, contacts are replaced whole, e-mails go out",
        scenes: ADOBE,
    },
    Act {
        vendor: "adobe",
        title: "Adobe: the life of a three-year commitment (3YC)",
        reads: "the partner asks, the customer answers, orders reach it, time ends it",
        scenes: COMMITMENT,
    },
    Act {
        vendor: "ibm",
        title: "IBM: PUT /resource/customer/<id>",
        reads: "a full replacement: absent deletes, and a copy that is not current is stale",
        scenes: IBM,
    },
    Act {
        vendor: "commvault",
        title: "Commvault: update account",
        reads: "absent keeps, null clears, and nothing is done before it has settled",
        scenes: COMMVAULT,
    },
    Act {
        vendor: "adobe",
        title: "Planning: from what is wanted to what must be sent",
        reads: "the smallest update that does it, or what is in its way and what would do it",
        scenes: PLANNING,
    },
];

/// From what is wanted to what must be sent.
const PLANNING: &[Scene] = scenes![
    from "adobe-customer"
    "Another language and phone are wanted. Two members do it, and nobody is mailed.",
        Wish(r#"{"customer": {"language": "de-DE", "phone": "800-123-0000"}}"#), "{}"
        => "planned", "done";
    "Another company name as well. Support changes that; the rest can be had now.",
        Wish(r#"{"customer": {"name": "Fairmont School", "language": "de-DE"}}"#), "{}"
        => "unreachable", "stop";
];

/// What Adobe needs to know before it changes segment and global sales.
const MAY_CHANGE: &str = r#"{"activeSubscriptions": 0, "resellerMarketSegments": ["COM"],
    "partnerGlobalSales": true}"#;

/// What IBM needs to know about the caller.
const ADMINISTRATOR: &str = r#"{"role": "CustomerAdministrator", "sameOrganization": true}"#;

/// Partial updates, and their side effects.
const ADOBE: &[Scene] = scenes![
    from "adobe-customer"
    "The page's sample request on its sample customer, whose group differs.",
        Update(file!("adobe-update")),
        MAY_CHANGE
        => "rejected", "stop";
    "The same without the group: from education to commercial, and worldwide.",
        Update(file!("adobe-update-no-group")),
        MAY_CHANGE
        => "applied", "done";
    "Exactly the same once more: nothing changes, yet the e-mail goes out.",
        Update(file!("adobe-update-no-group")), "{}"
        => "unchanged", "done";
    "Another person in the contact list: who is left out stays administrator.",
        Update(file!("adobe-contacts")), "{}"
        => "applied", "done";
    "Another company name, no contact at all, and a member that nobody knows.",
        Update(file!("adobe-refused")), "{}"
        => "rejected", "fix";
];

/// From the request to the next term.
const COMMITMENT: &[Scene] = scenes![
    from "adobe-3yc-customer"
    "The partner asks for a commitment to 5 licences.",
        Update(file!("adobe-3yc-too-few")), r#"{"today": "2020-03-30"}"#
        => "rejected", "fix";
    "The partner asks for 20. From now on the customer has seven days to answer.",
        Update(file!("adobe-3yc-request")), r#"{"today": "2020-03-30"}"#
        => "applied", "done";
    "The customer accepts eight days later: too late.",
        Event(r#"{"commitment": "accepted"}"#),
        r#"{"today": "2020-04-07", "owned": {"LICENSE": 12}}"#
        => "rejected", "stop";
    "On the fifth day it is in time, but nobody has looked up what is owned.",
        Event(r#"{"commitment": "accepted"}"#), r#"{"today": "2020-04-04"}"#
        => "undecided", "lookup";
    "The same, looked up. 12 are owned: 30 days to order the rest.",
        Event(r#"{"commitment": "accepted"}"#),
        r#"{"today": "2020-04-04", "owned": {"LICENSE": 12}}"#
        => "applied", "done";
    "An order brings the 20: committed until 1 May 2023.",
        Event(r#"{"commitment": "ordered"}"#),
        r#"{"today": "2020-04-20", "owned": {"LICENSE": 20}}"#
        => "applied", "done";
    "Near the end the partner asks for three more years, with 15 licences.",
        Update(file!("adobe-3yc-again")), r#"{"today": "2023-04-10"}"#
        => "applied", "done";
    "The customer accepts.",
        Event(r#"{"commitment": "accepted"}"#),
        r#"{"today": "2023-04-12", "owned": {"LICENSE": 20}}"#
        => "applied", "done";
    "The day after the old term: the new one takes over.",
        Event(r#"{"commitment": "elapsed"}"#), r#"{"today": "2023-05-02"}"#
        => "applied", "done";
];

/// Replacing all of it.
const IBM: &[Scene] = scenes![
    from "ibm-customer"
    "A new work phone, from somebody whose role was not looked up.",
        Update(file!("ibm-update")), "{}"
        => "undecided", "lookup";
    "The same, looked up. Fax and job title were left out, and that deletes them.",
        Update(file!("ibm-update")), ADMINISTRATOR
        => "applied", "done";
    "The same request again: it was made from version 7, the record is at 8.",
        Update(file!("ibm-update")), ADMINISTRATOR
        => "rejected", "refetch";
    "A required attribute left out, and an address type that does not exist.",
        Update(file!("ibm-refused")), r#"{"role": "VSR", "sameOrganization": true}"#
        => "rejected", "fix";
];

/// Accepted first, done later.
const COMMVAULT: &[Scene] = scenes![
    from "commvault-account"
    "A new administrator with a first name only, and no account name.",
        Update(file!("commvault-refused")), r#"{"now": "2021-06-08T09:00:00"}"#
        => "rejected", "fix";
    "Null clears website and address line 2; a new city. Accepted, not yet done.",
        Update(file!("commvault-update")), r#"{"now": "2021-06-08T09:00:00"}"#
        => "applied", "poll";
    "Another update while that one runs.",
        Update(file!("commvault-rename")),
        r#"{"now": "2021-06-08T09:01:00", "nameTaken": false}"#
        => "rejected", "wait";
    "The running update fails: the account reads as before.",
        Event(r#"{"settled": "failed"}"#), r#"{"now": "2021-06-08T09:05:00"}"#
        => "applied", "retry";
    "The same update is sent again ...",
        Update(file!("commvault-update")), r#"{"now": "2021-06-08T09:06:00"}"#
        => "applied", "poll";
    "... and succeeds. Now it shows: two members cleared, two set.",
        Event(r#"{"settled": "succeeded"}"#), r#"{"now": "2021-06-08T09:09:00"}"#
        => "applied", "done";
];
