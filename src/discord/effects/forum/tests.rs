use super::*;

fn tag(id: u64, name: &str) -> TagFacts {
    TagFacts { id, name: name.to_owned(), moderated: false }
}

fn chosen(tags: &[TagFacts], labels: &[&str], requires_tag: bool) -> Vec<u64> {
    choose(tags, &labels.iter().map(|label| (*label).to_owned()).collect::<Vec<_>>(), requires_tag)
}

#[test]
fn tags_are_known_by_name_whatever_their_case_and_marks() {
    let tags = [tag(1, "Week 8"), tag(2, "🐳 Docker"), tag(3, "CI/CD"), tag(4, "EKS")];
    assert_eq!(chosen(&tags, &["docker", "ci-cd", "week 8"], false), [2, 3, 1]);
    assert_eq!(chosen(&tags, &["docker", "DOCKER"], false), [2], "each once");
    assert_eq!(chosen(&tags, &["helm"], false), Vec::<u64>::new());
}

#[test]
fn at_most_five_are_set_and_the_most_telling_come_first() {
    let names = ["a", "b", "c", "d", "e", "f"];
    let tags: Vec<TagFacts> = (10..).zip(names).map(|(id, name)| tag(id, name)).collect();
    assert_eq!(chosen(&tags, &["f", "a", "b", "c", "d", "e"], true), [15, 10, 11, 12, 13]);
}

#[test]
fn a_required_tag_is_the_first_when_none_fits() {
    assert_eq!(chosen(&[tag(7, "Daily"), tag(8, "Other")], &["helm"], true), [7]);
    assert_eq!(chosen(&[], &["helm"], true), Vec::<u64>::new(), "then Discord says what is missing");
    assert_eq!(chosen(&[tag(7, "🎉")], &["🐳"], true), [7], "a name of marks alone is no name");
}
