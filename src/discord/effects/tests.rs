use super::*;

fn refused(status: u16, code: Option<u32>) -> Failure {
    failure(RestError::Refused { status, code, message: "no".to_owned() })
}

#[test]
fn a_nonce_is_the_same_for_ever_and_short_enough() {
    assert_eq!(nonce("streak/discord:81384788765712384/2026-11-24"), "qd6a414bb40e7e2bb");
    assert_ne!(nonce("streak/discord:5/2026-11-24"), nonce("streak/discord:5/2026-11-25"));
    assert!(nonce("").len() <= 25);
}

#[test]
fn codes_say_who_can_mend_it() {
    let no = || "no".to_owned();
    for (status, code, refusal) in [
        (403, Some(50_001), Refusal::Forbidden(no())),
        (403, Some(50_013), Refusal::Forbidden(no())),
        (403, None, Refusal::Forbidden(no())),
        (400, Some(160_006), Refusal::Forbidden(no())),
        (404, Some(10_003), Refusal::PlaceGone(no())),
        (404, Some(10_004), Refusal::PlaceGone(no())),
        (404, Some(10_007), Refusal::MemberGone),
        (404, Some(10_008), Refusal::PlaceGone(no())),
        (403, Some(50_007), Refusal::Other(no())),
        (400, Some(50_035), Refusal::Other(no())),
    ] {
        assert_eq!(refused(status, code), Failure::Refused(refusal), "{status} {code:?}");
    }
}

#[test]
fn only_what_may_have_happened_is_unknown() {
    let unknown = || RestError::Unknown { why: String::new() };
    assert_eq!(failure(unknown()), Failure::Unknown);
    assert_eq!(again(unknown()), Failure::RetryAfter(UNREACHED));
    assert_eq!(failure(RestError::Unsent { why: String::new() }), Failure::RetryAfter(UNREACHED));
    let limited = RestError::RateLimited { retry_after: Duration::from_secs(7) };
    assert_eq!(failure(limited), Failure::RetryAfter(Duration::from_secs(7)));
}

#[test]
fn a_pin_that_is_gone_is_taken_away() {
    let gone = RestError::Refused { status: 404, code: Some(10_008), message: String::new() };
    assert_eq!(unless_gone(Err(gone)), Ok(Receipt::Done));
}

#[test]
fn ids_of_elsewhere_are_refused_instead_of_sent() {
    assert!(id::<ChannelId>(&"0").is_err() && id::<ChannelId>(&"C0123").is_err());
    assert_eq!(id::<ChannelId>(&"12"), Ok(ChannelId::new(12)));
}
