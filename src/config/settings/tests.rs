use super::*;

#[test]
fn distance_counts_letters_added_dropped_and_changed() {
    for (from, to, steps) in [("log", "log", 0), ("lag", "log", 1), ("", "log", 3), ("kitten", "sitting", 3)]
    {
        assert_eq!(distance(from, to), steps, "{from} to {to}");
    }
}

#[test]
fn a_far_name_gets_no_guess() {
    assert_eq!(advice("discord_tokn", |known| known.to_owned()), "did you mean discord_token?");
    assert!(advice("colour", |known| known.to_owned()).starts_with("remove it"));
}
