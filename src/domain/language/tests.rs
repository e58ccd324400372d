use super::*;

#[test]
fn a_locale_has_the_language_it_begins_with() {
    let known = [("fr", Language::French), ("fr-CA", Language::French), ("FR", Language::French)];
    let english = ["en", "en-US", "en-GB"].map(|locale| (locale, Language::English));
    for (locale, language) in known.into_iter().chain(english) {
        assert_eq!(Language::of_locale(locale), Some(language), "{locale}");
    }
    for other in ["de", "pt-BR", "fro", "e", ""] {
        assert_eq!(Language::of_locale(other), None, "{other}");
    }
}

#[test]
fn a_language_is_stored_by_its_code_and_an_unknown_one_read_as_english() {
    for language in Language::ALL {
        assert_eq!(Language::from(language.code().to_owned()), language);
    }
    assert_eq!(Language::from("eo".to_owned()), Language::English);
}
