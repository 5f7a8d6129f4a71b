//! How many answers had which verdict.

use core::fmt;

use customer_core::contract::Verdict;

/// How many answers had which verdict, in the order of `Verdict::ALL`.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    counts: [u64; Verdict::ALL.len()],
}

impl Tally {
    /// Counts one answer.
    pub(super) fn count(&mut self, verdict: Verdict) {
        for (count, one) in self.counts.iter_mut().zip(Verdict::ALL) {
            *count = count.saturating_add(u64::from(*one == verdict));
        }
    }

    /// Counts all answers that another tally has.
    pub(super) fn add(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count = count.saturating_add(more);
        }
    }

    /// Whether an answer had this verdict or one further to the right.
    pub(super) fn has(&self, least: Verdict) -> bool {
        self.counts.iter().zip(Verdict::ALL).any(|(count, one)| *count > 0 && *one >= least)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.counts.iter().fold(0_u64, |total, count| total.saturating_add(*count));
        write!(f, "{total} answer{}", if total == 1 { "" } else { "s" })?;
        let mut before = ": ";
        for (count, verdict) in self.counts.iter().zip(Verdict::ALL) {
            if *count > 0 {
                write!(f, "{before}{count} {verdict}")?;
                before = ", ";
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_there_was() {
        let mut tally = Tally::default();
        assert_eq!(tally.to_string(), "0 answers");
        tally.count(Verdict::Undecided);
        assert_eq!(tally.to_string(), "1 answer: 1 undecided");
        assert!(tally.has(Verdict::Rejected) && tally.has(Verdict::Undecided));
        assert!(!tally.has(Verdict::Unreadable));
        let mut more = Tally::default();
        more.count(Verdict::Applied);
        more.add(&tally);
        assert_eq!(more.to_string(), "2 answers: 1 applied, 1 undecided");
    }
}
