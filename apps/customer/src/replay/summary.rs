//! What a run says at its end: nothing that depends on time, jobs or store.

use core::fmt::Write as _;

use serde::Serialize;

use super::shard::Counts;
use super::tally::Tally;

/// What became of everything.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Summary {
    customers: u64,
    updates: u64,
    #[serde(flatten)]
    counts: Counts,
    #[serde(rename = "final")]
    out: Digest,
    rejects: Digest,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Digest>,
    /// Whether nothing was written.
    dry_run: bool,
}

/// A file that was written, or would have been.
#[derive(Serialize)]
struct Digest {
    bytes: u64,
    sha256: String,
}

impl From<&Tally> for Digest {
    fn from(tally: &Tally) -> Self {
        Self { bytes: tally.bytes(), sha256: tally.sha256() }
    }
}

impl Summary {
    /// Of all that was written.
    pub(super) fn new(
        (customers, counts): (u64, Counts),
        [out, rejects]: [&Tally; 2],
        changes: Option<&Tally>,
        dry_run: bool,
    ) -> Self {
        let (out, rejects) = (out.into(), rejects.into());
        let changes = changes.map(Into::into);
        Self { customers, updates: counts.total(), counts, out, rejects, changes, dry_run }
    }

    /// For people.
    pub(super) fn text(&self) -> String {
        let Self { customers, updates, out, rejects, .. } = self;
        let Counts { applied, unchanged, rejected, undecided, unreadable, unknown } = self.counts;
        let mut text = format!(
            "customers   {customers}\nupdates     {updates}\napplied     {applied}\n\
             unchanged   {unchanged}\nrejected    {rejected}\nundecided   {undecided}\n\
             unreadable  {unreadable}\nunknown     {unknown}\n\
             final       sha256 {}\nrejects     sha256 {}\n",
            out.sha256, rejects.sha256
        );
        if let Some(changes) = &self.changes {
            let _ = writeln!(text, "changes     sha256 {}", changes.sha256);
        }
        text
    }

    /// For programs: one object on one line.
    pub(super) fn json(&self) -> String {
        let mut text = serde_json::to_string(self).unwrap_or_default();
        text.push('\n');
        text
    }
}
