use std::sync::{Arc, Mutex};

use super::*;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn logged(filter: &str, look: Look, act: impl FnOnce()) -> String {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = subscriber(parse_filter(filter).unwrap(), look, move || writer.clone());
    tracing::subscriber::with_default(subscriber, act);
    String::from_utf8(lines.0.lock().unwrap().clone()).unwrap()
}

#[test]
fn no_setting_lets_serenitys_requests_or_events_into_the_log() {
    let log = logged("trace,serenity::http=trace,serenity=trace", Look::Pretty { colours: false }, || {
        let request = tracing::error_span!(target: "serenity::http::request", "fire", body = "member text");
        let _inside = request.enter();
        tracing::error!(target: "serenity::http::client", "token in a url");
        tracing::warn!(target: "serenity::gateway::ws", "member text in an event that it could not read");
        tracing::debug!(target: "serenity::gateway::shard", "member text in an event");
        tracing::warn!(target: "serenity::gateway::shard", "reconnecting");
        tracing::debug!(target: "serenity_like", "someone else");
    });

    assert!(!log.contains("member text") && !log.contains("token"), "{log}");
    assert!(log.contains("reconnecting") && log.contains("someone else"), "{log}");
}

#[test]
fn a_json_line_carries_its_fields_and_its_span() {
    let log = logged("info", Look::Json, || {
        let event = tracing::info_span!("event", kind = "tick");
        let _inside = event.enter();
        tracing::info!(community.id = "c1", question.ordinal = 7, "Asked question 7");
    });

    let line: serde_json::Value = serde_json::from_str(&log).unwrap();
    assert_eq!(line["message"], "Asked question 7");
    assert_eq!(line["community.id"], "c1");
    assert_eq!(line["question.ordinal"], 7);
    assert_eq!(line["span"]["kind"], "tick");
}

#[test]
fn a_misspelt_level_is_refused_rather_than_silencing_everything() {
    for good in ["info", "off", "info,quotidian::store=debug", "warn,[event]=debug"] {
        assert!(parse_filter(good).is_ok(), "{good}");
    }
    for bad in ["", "dbug", "info,,", "quotidian=loud"] {
        assert!(parse_filter(bad).is_err(), "{bad}");
    }
}
