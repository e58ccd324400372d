use proptest::prelude::*;

use super::*;

#[test]
fn a_city_is_found_whatever_its_case() {
    assert_eq!(find_zones("new york", 1), [chrono_tz::America::New_York]);
    assert_eq!(find_zones("DOUALA", 1), [chrono_tz::Africa::Douala]);
}

#[test]
fn what_someone_types_finds_the_zone_they_mean_first() {
    let cases = [
        ("Europe/Paris", "Europe/Paris"),
        ("europe/par", "Europe/Paris"),
        ("paris", "Europe/Paris"),
        ("pari", "Europe/Paris"),
        (" Paris ", "Europe/Paris"),
        ("new-york", "America/New_York"),
        ("york", "America/New_York"),
        ("america/new york", "America/New_York"),
        ("buenos aires", "America/Buenos_Aires"),
        ("kolkata", "Asia/Kolkata"),
        ("calcutta", "Asia/Calcutta"),
        ("port-au-prince", "America/Port-au-Prince"),
        ("são paulo", "America/Sao_Paulo"),
        ("MONTRÉAL", "America/Montreal"),
        ("bogotá", "America/Bogota"),
        ("utc", "UTC"),
        ("etc/utc", "Etc/UTC"),
        ("jamaica", "America/Jamaica"),
        ("roc", "ROC"),
    ];
    for (text, wanted) in cases {
        let found: Vec<&str> = find_zones(text, 3).iter().map(|zone| zone.name()).collect();
        assert_eq!(found.first(), Some(&wanted), "{text:?} finds {found:?}");
    }
    assert_eq!(find_zones("Atlantis", 5), []);
    assert_eq!(find_zones("paris", 0), []);
}

#[test]
fn before_anything_is_typed_places_are_offered() {
    let offered = find_zones("", 25);
    assert_eq!(offered.len(), 25);
    assert!(offered.iter().all(|zone| is_place(zone.name())), "{offered:?}");
}

proptest! {
    #[test]
    fn every_text_gives_at_most_so_many_zones_and_none_twice(text in any::<String>(), limit in 0_usize..30) {
        let found = find_zones(&text, limit);
        prop_assert!(found.len() <= limit);
        let names: std::collections::BTreeSet<&str> = found.iter().map(|zone| zone.name()).collect();
        prop_assert_eq!(names.len(), found.len());
    }
}

#[test]
fn every_zone_is_among_the_first_for_its_own_name() {
    for zone in TZ_VARIANTS {
        let found = find_zones(zone.name(), 2);
        assert!(found.contains(&zone), "{zone} is not in {found:?}");
    }
}

#[test]
fn a_city_is_recognised_as_it_is_found() {
    assert!(
        is_city(chrono_tz::America::Sao_Paulo, " São Paulo ")
            && is_city(chrono_tz::America::New_York, "new york")
    );
    assert!(!is_city(chrono_tz::Europe::Paris, "Europe/Paris") && !is_city(chrono_tz::Europe::Paris, ""));
}
