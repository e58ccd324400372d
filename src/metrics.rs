//! The figures at `/metrics`. A handful, so that each one is looked at.
//!
//! A label names a platform, a kind or an outcome, all known when the bot is compiled (`&'static str`):
//! no id of a community or member may become a label, since each would be kept for ever and be seen by
//! whoever reads the figures.

use std::time::Duration;

use prometheus::core::Collector;
use prometheus::{
    HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry,
    TextEncoder,
};

/// Declares the figures: the doc comment is the help text that Prometheus shows.
macro_rules! figures {
    ($(#[doc = $help:literal] $field:ident: $kind:ty = $make:ident($name:literal $(, $labels:expr)?);)+) => {
        /// Every figure the bot keeps. Clones count together.
        #[derive(Clone, Debug)]
        pub struct Metrics {
            registry: Registry,
            $(#[doc = $help] $field: $kind,)+
        }

        impl Metrics {
            fn register() -> Metrics {
                let registry = Registry::new();
                Metrics {
                    $($field: registered(&registry, $make(Opts::new($name, $help.trim()) $(, &$labels)?)),)+
                    registry,
                }
            }
        }
    };
}

figures! {
    /// Events that reached the bot, by what came of them
    events: IntCounterVec = counters("quotidian_events_total", ["platform", "kind", "outcome"]);
    /// Transactions in which events and attempts were noted; what waits together shares one
    commits: IntCounter = counter("quotidian_commits_total");
    /// Acts the bot tried on a platform, by what came of them
    effects: IntCounterVec = counters("quotidian_effects_total", ["platform", "kind", "outcome"]);
    /// Acts that wait to be tried, as of the last look
    effects_waiting: IntGauge = gauge("quotidian_effects_waiting");
    /// Seconds from a command or button press to its final reply
    interactions: HistogramVec = seconds("quotidian_interaction_seconds", ["kind"]);
    /// Daily questions that stand in their channel
    questions_asked: IntCounter = counter("quotidian_questions_asked_total");
    /// Unexpected errors; each one is in the log with its reference
    errors: IntCounter = counter("quotidian_errors_total");
    /// 1 while the platform's event stream is connected
    gateway_connected: IntGauge = gauge("quotidian_gateway_connected");
    /// Events the platform sent that the bot could not read
    gateway_unread_events: IntCounter = counter("quotidian_gateway_unread_events_total");
    /// Always 1; the label says which version runs
    build_info: IntGaugeVec = gauges("quotidian_build_info", ["version"]);
}

impl Metrics {
    /// Figures that all stand at zero.
    pub fn new() -> Metrics {
        let metrics = Metrics::register();
        metrics.build_info.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
        metrics
    }

    /// Counts an event and what came of it, such as `("discord", "message_posted", "ok")`.
    pub fn count_event(&self, platform: &'static str, kind: &'static str, outcome: &'static str) {
        self.events.with_label_values(&[platform, kind, outcome]).inc();
    }

    /// Counts a transaction in which events and attempts were noted.
    pub fn count_commit(&self) {
        self.commits.inc();
    }

    /// Counts an attempt to perform an effect, such as `("discord", "publish_question", "retried")`.
    pub fn count_effect(&self, platform: &'static str, kind: &'static str, outcome: &'static str) {
        self.effects.with_label_values(&[platform, kind, outcome]).inc();
    }

    /// Shows how many effects wait to be carried out.
    pub fn set_effects_waiting(&self, waiting: i64) {
        self.effects_waiting.set(waiting);
    }

    /// Records how long a person waited for the final reply to a command or press of this kind.
    pub fn observe_interaction(&self, kind: &'static str, waited: Duration) {
        self.interactions.with_label_values(&[kind]).observe(waited.as_secs_f64());
    }

    /// Counts a daily question that stands in its channel, once that is noted.
    pub fn count_question_asked(&self) {
        self.questions_asked.inc();
    }

    /// Counts an error that nobody expected.
    pub fn count_error(&self) {
        self.errors.inc();
    }

    /// Shows whether the platform's event stream is connected; `Health` is where that is known.
    pub fn set_gateway_connected(&self, connected: bool) {
        self.gateway_connected.set(i64::from(connected));
    }

    /// Counts an event that the platform sent and the bot could not read.
    pub fn count_unread_event(&self) {
        self.gateway_unread_events.inc();
    }

    /// All figures in Prometheus' text format.
    pub fn render(&self) -> String {
        let figures = self.registry.gather();
        TextEncoder::new()
            .encode_to_string(&figures)
            .expect("every registered figure has a name and a help text")
    }
}

impl Default for Metrics {
    fn default() -> Metrics {
        Metrics::new()
    }
}

fn counter(opts: Opts) -> prometheus::Result<IntCounter> {
    IntCounter::with_opts(opts)
}

fn counters(opts: Opts, labels: &[&str]) -> prometheus::Result<IntCounterVec> {
    IntCounterVec::new(opts, labels)
}

fn gauge(opts: Opts) -> prometheus::Result<IntGauge> {
    IntGauge::with_opts(opts)
}

fn gauges(opts: Opts, labels: &[&str]) -> prometheus::Result<IntGaugeVec> {
    IntGaugeVec::new(opts, labels)
}

/// The platform gives up on an interaction after three seconds, hence the fine steps below that.
fn seconds(opts: Opts, labels: &[&str]) -> prometheus::Result<HistogramVec> {
    let steps = vec![0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 15.0];
    HistogramVec::new(HistogramOpts { common_opts: opts, buckets: steps }, labels)
}

fn registered<C: Collector + Clone + 'static>(registry: &Registry, figure: prometheus::Result<C>) -> C {
    let figure = figure.expect("the names above are legal");
    registry.register(Box::new(figure.clone())).expect("the names above differ");
    figure
}

#[cfg(test)]
mod tests;
