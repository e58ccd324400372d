use clap::CommandFactory;

use super::*;

#[test]
fn the_arguments_contradict_nothing() {
    Arguments::command().debug_assert();
}

#[test]
fn a_bot_that_listens_everywhere_is_asked_on_loopback() {
    for (address, url) in [
        ("127.0.0.1:9464", "http://127.0.0.1:9464/healthz"),
        ("0.0.0.0:80", "http://127.0.0.1:80/healthz"),
        ("[::]:80", "http://[::1]:80/healthz"),
        ("10.1.2.3:80", "http://10.1.2.3:80/healthz"),
    ] {
        assert_eq!(health_url(address.parse().unwrap()), url);
    }
}
