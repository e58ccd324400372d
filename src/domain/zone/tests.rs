use super::*;

#[test]
fn a_city_is_found_whatever_its_case() {
    assert_eq!(find_zones("new york", 1), [chrono_tz::America::New_York]);
    assert_eq!(find_zones("DOUALA", 1), [chrono_tz::Africa::Douala]);
}
