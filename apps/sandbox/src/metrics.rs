//! What is counted, for Prometheus. Labels are route templates and closed sets, never ids.

use customer_core::contract;
use customer_core::decision::RuleKind;
use prometheus::{
    Encoder as _, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, Opts, Registry,
    TextEncoder,
};

use crate::fault::Kind;
use crate::openapi;

/// The counters of this process.
pub(crate) struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    decisions: IntCounterVec,
    violations: IntCounterVec,
    replays: IntCounterVec,
    conflicts: IntCounter,
    faults: IntCounterVec,
    settlements: IntCounterVec,
    pending: IntGauge,
    dropped: IntCounter,
}

impl Metrics {
    /// Counters at zero.
    pub(crate) fn new() -> prometheus::Result<Self> {
        let registry = Registry::new();
        let counters = |name: &str, help: &str, labels: &[&str]| {
            let counter = IntCounterVec::new(Opts::new(name, help), labels)?;
            registry.register(Box::new(counter.clone()))?;
            Ok::<_, prometheus::Error>(counter)
        };
        let labels = ["vendor", "route", "method", "status", "code"];
        let requests = counters("sandbox_requests_total", "Calls.", &labels)?;
        let decisions = counters(
            "sandbox_decisions_total",
            "Calls that were decided.",
            &["vendor", "verdict"],
        )?;
        let violations = counters("sandbox_violations_total", "Rules that refused.", &["rule"])?;
        let replays = counters("sandbox_replays_total", "Stored answers sent again.", &["body"])?;
        let faults = counters("sandbox_faults_total", "Faults that fired.", &["kind"])?;
        let settlements =
            counters("sandbox_settlements_total", "Activations and settlements.", &["outcome"])?;
        let options = HistogramOpts::new("sandbox_request_seconds", "How long calls took.");
        let seconds = HistogramVec::new(options, &["vendor", "route"])?;
        registry.register(Box::new(seconds.clone()))?;
        let conflicts = IntCounter::new("sandbox_conflicts_total", "Lost races.")?;
        registry.register(Box::new(conflicts.clone()))?;
        let pending = IntGauge::new("sandbox_outbox_pending", "Effects not performed yet.")?;
        registry.register(Box::new(pending.clone()))?;
        let dropped = "sandbox_log_lines_dropped_total";
        let dropped = IntCounter::new(dropped, "Lines of the log that were not written.")?;
        registry.register(Box::new(dropped.clone()))?;
        let this = Self {
            registry,
            requests,
            seconds,
            decisions,
            violations,
            replays,
            conflicts,
            faults,
            settlements,
            pending,
            dropped,
        };
        this.begin();
        Ok(this)
    }

    /// Shows what is known of the labels: a count that is not there yet is no count of zero.
    fn begin(&self) {
        for (vendor, route, method, status) in openapi::calls() {
            self.requests.with_label_values(&[vendor, route, &method, &status, ""]);
            self.seconds.with_label_values(&[vendor, route]);
        }
        for vendor in contract::VENDORS {
            for verdict in ["applied", "unchanged", "rejected"] {
                self.decisions.with_label_values(&[vendor.name, verdict]);
            }
            for rule in vendor.rules.iter().filter(|rule| rule.kind == RuleKind::Refuses) {
                self.violations.with_label_values(&[rule.id]);
            }
        }
        for body in ["same-body", "other-body"] {
            self.replays.with_label_values(&[body]);
        }
        for kind in Kind::ALL {
            self.faults.with_label_values(&[kind.as_str()]);
        }
        for outcome in ["succeeded", "failed"] {
            self.settlements.with_label_values(&[outcome]);
        }
    }

    /// Counts a call.
    pub(crate) fn request(&self, labels: [&str; 5], seconds: f64) {
        let [vendor, route, ..] = labels;
        self.requests.with_label_values(&labels).inc();
        self.seconds.with_label_values(&[vendor, route]).observe(seconds);
    }

    /// Counts a call that was decided.
    pub(crate) fn decision(&self, vendor: &str, verdict: &str) {
        self.decisions.with_label_values(&[vendor, verdict]).inc();
    }

    /// Counts a rule that refused.
    pub(crate) fn violation(&self, rule: &str) {
        self.violations.with_label_values(&[rule]).inc();
    }

    /// Counts a stored answer that was sent again.
    pub(crate) fn replay(&self, body: &str) {
        self.replays.with_label_values(&[body]).inc();
    }

    /// Counts a lost race.
    pub(crate) fn conflict(&self) {
        self.conflicts.inc();
    }

    /// Counts a fault that fired.
    pub(crate) fn fault(&self, kind: &str) {
        self.faults.with_label_values(&[kind]).inc();
    }

    /// Counts an activation or a settlement.
    pub(crate) fn settlement(&self, outcome: &str) {
        self.settlements.with_label_values(&[outcome]).inc();
    }

    /// The counter of lines that the log drops.
    pub(crate) const fn log_lines_dropped(&self) -> &IntCounter {
        &self.dropped
    }

    /// All of it as text.
    pub(crate) fn text(&self, pending: u64) -> prometheus::Result<String> {
        self.pending.set(i64::try_from(pending).unwrap_or(i64::MAX));
        let mut text = Vec::new();
        TextEncoder::new().encode(&self.registry.gather(), &mut text)?;
        Ok(String::from_utf8(text).unwrap_or_default())
    }
}
