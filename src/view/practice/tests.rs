use super::*;

#[test]
fn the_page_is_that_of_the_version_once_the_repository_has_an_address() {
    let page = |repository| page(repository, "1.2.0", &"w08-image-size".into());
    assert_eq!(page(""), None);
    let there = "https://github.com/someone/quotidian/blob/v1.2.0/docs/practice.md#w08-image-size";
    for repository in ["https://github.com/someone/quotidian", "https://github.com/someone/quotidian/"] {
        assert_eq!(page(repository).as_deref(), Some(there));
    }
}
