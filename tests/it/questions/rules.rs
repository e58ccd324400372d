//! Each rule of the format: one small change to a pack that is right, and what the loader says of it.

use super::{load, pack};

/// What the loader says of the pack once `from` has become `to` in one of its files, a line each.
fn said(file: &str, from: &str, to: &str) -> String {
    let mut files = pack();
    let (_, text) = files.iter_mut().find(|(path, _)| path.ends_with(file)).expect("the pack has the file");
    assert!(text.contains(from), "`{from}` is not in {file}");
    *text = text.replacen(from, &if to == "nothing" { String::new() } else { repeated(to) }, 1);
    let (sort, told) = match load(files) {
        Ok(loaded) if loaded.warnings.is_empty() => return "  fine\n".to_owned(),
        Ok(loaded) => ("warning ", loaded.warnings),
        Err(faults) => ("", faults.faults),
    };
    let lines = told.iter().map(|fault| {
        let text = fault.to_string();
        let short = text.strip_prefix(&format!("questions/w08-small/{file}:")).unwrap_or(&text);
        format!("  {sort}{}\n", short.trim_start())
    });
    lines.collect()
}

/// `x{3}` stands for `xxx`, so that a case about a length stays one line.
fn repeated(text: &str) -> String {
    let Some((before, rest)) = text.split_once('{') else { return text.to_owned() };
    let (times, after) = rest.split_once("}").expect("a brace is closed");
    let (before, letter) =
        before.split_at(before.char_indices().next_back().expect("a letter is repeated").0);
    format!("{before}{}{after}", letter.repeat(times.parse().expect("a number is in the braces")))
}

/// Makes each change `from => to` and compares what is said with the lines below it: the line in the file, what
/// is wrong, and how to mend it. `|` stands for the end of a line,
/// and `nothing` for no text.
fn check(file: &str, cases: &str) {
    let mut wanted = String::new();
    let mut told = String::new();
    for line in cases.trim_start().lines() {
        wanted.push_str(&format!("{line}\n"));
        if let Some((from, to)) = line.split_once(" => ") {
            told.push_str(&format!(
                "{line}\n{}",
                said(file, &from.replace('|', "\n"), &to.replace('|', "\n"))
            ));
        }
    }
    for (told, wanted) in told.lines().zip(wanted.lines()) {
        assert_eq!(told, wanted);
    }
    assert_eq!(told, wanted);
}

#[test]
fn front_matter_is_strict() {
    check(
        "w08-a.md",
        r#"
+++|id => id
  1: the file does not begin with `+++`. Put the front matter between two `+++` lines.
leaves_out = "A shell."|+++| => leaves_out = "A shell."|
  1: the front matter has no end. Close it with a second `+++` line.
title = "A question"| => nothing
  1: `title` is missing. Add it.
title = "A question" => title = ""
  3: `title` is not one line of text in quotes. Correct it.
title = "A question" => title = "A\nB"
  3: `title` is not one line of text in quotes. Correct it.
title = "A question" => title = 3
  3: `title` is not one line of text in quotes. Correct it.
title = "A question" => title = "A question
  3: this is not TOML: invalid basic string, expected `"`. Correct the line.
"A question" => "é{91}"
  3: `title` has 91 characters; at most 90 are allowed. Cut 1.
"w08-a" => "w08-b"
  2: `id` is `w08-b`, but its file or folder is named `w08-a`. Write `id = "w08-a"`, or rename back.
"open" => "choice"
  4: `kind` is `choice`, which is unknown. Known: open.
"open" => "boolean"
  4: `kind` is `boolean`, which is unknown. Known: open.
"open" => "numeric"
  4: `kind` is `numeric`, which is unknown. Known: open.
"open" => "essay"
  4: `kind` is `essay`, which is unknown. Known: open.
"ready" => "raedy"
  5: `status` is `raedy`, which is unknown. Did you mean `ready`?
"ready" => "finished"
  5: `status` is `finished`, which is unknown. Known: draft, ready, retired.
difficulty = 2 => difficulty = 6
  6: `difficulty` is not a whole number from 1 to 5. Correct it.
difficulty = 2 => difficulty = "2"
  6: `difficulty` is not a whole number from 1 to 5. Correct it.
difficulty = 2 => dificulty = 2
  1: `difficulty` is missing. Add it.
  6: `dificulty` is no known key here. Did you mean `difficulty`?
minutes = 6 => minutes = 0
  9: `minutes` is not a whole number from 1 to 120. Correct it.
minutes = 6 => minutes = 6|minutes = 7
  10: this is not TOML: duplicate key. Correct the line.
minutes = 6 => minutes = 6|colour = "red"
  10: `colour` is no known key here. Known: id, title, kind, status, difficulty, topic, tags, minutes, revision, facts_as_of, review_by, premise, premise_note, inspired_by, shows, practice, links, resources, authors, aliases.
revision = 1 => revision = 1.5
  10: `revision` is not a whole number from 1 to 1000000. Correct it.
"docker-images" => "Docker images"
  7: `topic` is `Docker images`, which is not an id. Use small letters, digits and single hyphens, as in `w08-image-size`.
["docker"] => ["docker-"]
  8: `tags` is `docker-`, which is not an id. Use small letters, digits and single hyphens, as in `w08-image-size`.
["docker"] => "docker"
  8: `tags` is not a list, as in ["one", "two"]. Correct it.
["docker"] => [1]
  8: `tags` is not one line of text in quotes. Correct it.
aliases = [] => aliases = ["W08"]
  16: `aliases` is `W08`, which is not an id. Use small letters, digits and single hyphens, as in `w08-image-size`.
aliases = [] => aliases = ["w08-b"]
  16: the question id `w08-b` is already taken by questions/w08-small/w08-b.md. An id is for ever: give the newer one another name.
"#,
    );
}

#[test]
fn an_answer_points_at_resources_that_help() {
    check(
        "w08-a.md",
        r#"
aliases = [] => aliases = []|resources = ["new-guide"]
  fine
aliases = [] => aliases = []|resources = "new-guide"
  17: `resources` is not a list, as in ["one", "two"]. Correct it.
aliases = [] => aliases = []|resources = ["no-guide"]
  17: `resources` names `no-guide`, which no pack has. Did you mean `new-guide`?
aliases = [] => aliases = []|resources = ["new-guide", "new-guide"]
  17: `resources` names `new-guide` twice. Remove one.
aliases = [] => aliases = []|resources = ["old-guide"]
  17: `resources` names `old-guide`, which is retired. Name what replaces it: new-guide.
premise = "current" => premise = "retired"|premise_note = "Gone."|resources = ["old-guide"]
  fine
aliases = [] => aliases = []|resources = ["new-guide", "a", "b", "c"]
  17: `resources` names 4; at most 3 are allowed. Keep those that fit best.
  17: `resources` names `a`, which no pack has. Known: new-guide, old-guide.
  17: `resources` names `b`, which no pack has. Known: new-guide, old-guide.
  17: `resources` names `c`, which no pack has. Known: new-guide, old-guide.
aliases = []|shows = ["deploy/Dockerfile#FROM scratch", ".dockerignore#*"]||[[links]]|title = "Docker"|url = "https://docs.docker.com/build/" => resources = ["new-guide"]|[[links]]|title = "Docker"|url = "https://docs.docker.com/guide/"
  16: `resources` names `new-guide`, whose address is among the links already. Remove one of the two.
"#,
    );
}

#[test]
fn dates_and_premise_agree() {
    check(
        "w08-a.md",
        r#"
facts_as_of = 2026-11-23 => facts_as_of = "2026-11-23"
  11: `facts_as_of` is not a date without quotes, as in 2026-11-23. Correct it.
facts_as_of = 2026-11-23 => facts_as_of = 2026-11-23T10:00:00
  11: `facts_as_of` is not a date without quotes, as in 2026-11-23. Correct it.
facts_as_of = 2026-11-23 => facts_as_of = 2026-02-30
  11: this is not TOML: invalid date, expected day between 01 and 28. Correct the line.
review_by = 2027-05-23 => review_by = 2026-11-22
  12: `review_by` 2026-11-22 lies before `facts_as_of` 2026-11-23. Correct one of the two.
review_by = 2027-05-23 => review_by = 2027-11-23
  fine
review_by = 2027-05-23 => review_by = 2027-11-24
  12: `review_by` 2027-11-24 is more than twelve months after `facts_as_of` 2026-11-23. 2027-11-23 is the latest.
review_by = 2027-05-23| => nothing
  fine
facts_as_of = 2026-11-23|review_by = 2027-05-23 => facts_as_of = 2025-11-23|review_by = 2026-11-23
  warning 12: the facts were due for another look by 2026-11-23. Check them again, then move `facts_as_of` and `review_by`.
premise = "current" => premise = "dated"
  13: `premise_note` is missing, since `premise` is `dated`. Add it, or change `premise`.
premise = "current" => premise = "retired"|premise_note = "Gone."
  fine
premise = "current" => premise = "current"|premise_note = "Seen by nobody."
  warning 14: nobody sees `premise_note` while `premise` is `current`. Write `premise = "dated"`, or move the note to `## What changed`.
premise = "current" => premise = "dated"|premise_note = "x{201}"
  14: `premise_note` has 201 characters; at most 200 are allowed. Cut 1.
"#,
    );
}

#[test]
fn how_the_bot_does_it_is_told_whole_with_its_places() {
    check(
        "w08-a.md",
        r##"
deploy/Dockerfile#FROM scratch => deploy/Dockerfile
  17: `deploy/Dockerfile` in `shows` is no place. Write a file of the repository, `#`, and a piece of one of its lines, as in `deploy/Dockerfile#FROM scratch`.
deploy/Dockerfile#FROM scratch => ../Dockerfile#FROM scratch
  17: `../Dockerfile#FROM scratch` in `shows` is no place. Write a file of the repository, `#`, and a piece of one of its lines, as in `deploy/Dockerfile#FROM scratch`.
".dockerignore#*" => "a#a", "b#b", "c#c"
  17: `shows` names 4; at most 3 are allowed. Keep those that fit best.
[practice]|does = "It builds in one stage."|why = "It is small."|leaves_out = "A shell."| => nothing
  warning 17: nobody sees `shows`: there is no `[practice]` to go with it. Write it, or remove `shows`.
shows = ["deploy/Dockerfile#FROM scratch", ".dockerignore#*"]| => nothing
  fine
why = "It is small."| => nothing
  24: `why` is missing. Add it.
It is small. => x{361}
  26: `why` has 361 characters; at most 360 are allowed. Cut 1.
why =  => wy = 
  24: `why` is missing. Add it.
  26: `wy` is no known key here. Did you mean `why`?
[practice] => [[practice]]
  24: `practice` is not a table. Correct it.
"##,
    );
}

#[test]
fn links_lead_to_known_places() {
    check(
        "w08-a.md",
        r#"
https://docs.docker.com/build/ => http://docs.docker.com/build/
  21: `http://docs.docker.com/build/` is not an https address. Write it in full, as in `https://docs.docker.com/build/`.
https://docs.docker.com/build/ => https://docs docker.com/
  21: `https://docs docker.com/` is not an https address. Write it in full, as in `https://docs.docker.com/build/`.
https://docs.docker.com/build/ => https://docs.docker.com@evil.example/
  21: `https://docs.docker.com@evil.example/` is not an https address. Write it in full, as in `https://docs.docker.com/build/`.
https://docs.docker.com/build/ => https://docs.docker.com.evil.example/
  1: no link of kind `official` leads to a known official site. Add one to the documentation of those who make the thing.
https://docs.docker.com/build/ => https://localhost/
  21: `https://localhost/` is not an https address. Write it in full, as in `https://docs.docker.com/build/`.
kind = "official" => kind = "practice"
  1: no link of kind `official` leads to a known official site. Add one to the documentation of those who make the thing.
kind = "official" => kind = "offical"
  22: `kind` is `offical`, which is unknown. Did you mean `official`?
kind = "official" => kind = "official"|note = "?"
  23: `note` is no known key here. Known: title, url, kind.
[[links]] => [links]
  1: no link of kind `official` leads to a known official site. Add one to the documentation of those who make the thing.
  19: `links` is not a list of tables, each under [[links]]. Correct it.
title = "Docker"| => nothing
  19: `title` is missing. Add it.
"#,
    );
}

#[test]
fn sections_are_all_there_in_their_order() {
    check(
        "w08-a.md",
        r#"
## Scenario| => Hello.||## Scenario|
  30: there is text before the first section. Move it under a heading.
## Scenario => ## scenario
  the section `## Scenario` is missing. Write it.
  30: `## scenario` is no section of an open question. Did you mean `Scenario`?
## What changed||- Nothing.|| => nothing
  the section `## What changed` is missing. Write it.
## What changed||- Nothing.||## Follow-up||And then?| => ## Follow-up||And then?||## What changed||- Nothing.|
  62: `## What changed` comes after `## Follow-up`. The order is: Scenario, Hints, Strong answer, Common wrong answers, What changed, Follow-up.
## Follow-up => ## Hints||## Follow-up
  62: `## Hints` comes twice. Merge it with the one on line 40.
## Follow-up => ## Choices||## Follow-up
  62: `## Choices` is no section of an open question. Known: Scenario, Hints, Strong answer, Common wrong answers, What changed, Follow-up.
## Follow-up => ### Follow-up
  the section `## Follow-up` is missing. Write it.
  62: the line is not part of the list that `## What changed` must be. Begin the next item with `- `, or indent the line to continue one.
And then?| => nothing
  62: the section `## Follow-up` is empty. Write it.
And then? => ```|## Scenario|```
  fine
And then? => ```|And then?
  64: the block of code is never closed. Close it with a line of ``` alone.
What now? => x{880}
  30: the scenario has 917 characters; at most 900 are allowed. Cut 17.
What now? => é{860}
  fine
"#,
    );
}

#[test]
fn lists_have_their_items() {
    check(
        "w08-a.md",
        r#"
2. A pointer.| => nothing
  40: `## Hints` has 1 of the 2 or more hints it needs. Add 1.
2. A pointer. => 2. A pointer.|3. An example.|4. The answer.
  40: `## Hints` has 4 hints; at most 3 are allowed. Remove 1.
2. A pointer. => 3. A pointer.
  40: `## Hints` has 1 of the 2 or more hints it needs. Add 1.
  44: the line is not part of the list that `## Hints` must be. Begin the next item with `2. `, or indent the line to continue one.
2. A pointer. => 2.
  40: `## Hints` has 1 of the 2 or more hints it needs. Add 1.
  44: the item is empty. Write it or remove it.
2. A pointer. => 2. x{301}
  44: the hint has 301 characters; at most 300 are allowed. Cut 1.
2. A pointer. => 2. A pointer.||Well?
  46: the line is not part of the list that `## Hints` must be. Begin the next item with `3. `, or indent the line to continue one.
- [must] Third. => - [plus] Third.
  46: `## Strong answer` has 2 of the 3 or more [must] points it needs. Add 1.
- [must] Third. => - [Must] Third.|- [must] Third.
  50: the point has no mark. Begin it with `- [must] ` or `- [plus] `.
- [must] Third. => * [must] Third.|- [must] Third.
  50: the line is not part of the list that `## Strong answer` must be. Begin the next item with `- `, or indent the line to continue one.
- [must] Third. => - [must] x{241}
  50: the point has 241 characters; at most 240 are allowed. Cut 1.
- [must] Third. => - [must] x{240}
  fine
- [plus] Fourth. => - [plus] 4|- [plus] 5|- [plus] 6|- [plus] 7|- [plus] 8|- [plus] 9
  46: `## Strong answer` has 9 points; at most 8 are allowed. Remove 1.
- **"That."** Why not: this.| => nothing
  53: `## Common wrong answers` has 1 of the 2 or more wrong answers it needs. Add 1.
- **"That."** Why not: this. => - That. Why not: this.
  56: the wrong answer has not its usual shape. Write `- **"What people say."** Why not: the reason.`.
- **"That."** Why not: this. => - **"That."** Because.
  56: the wrong answer has not its usual shape. Write `- **"What people say."** Why not: the reason.`.
- **"That."** Why not: this. => - **"That."**|  Why not: this.
  fine
- **"That."** Why not: this. => - **""** Why not: this.
  56: the wrong answer has not its usual shape. Write `- **"What people say."** Why not: the reason.`.
- Nothing. => Nothing.
  58: `## What changed` has 0 of the 1 or more points it needs. Add 1.
  60: the line is not part of the list that `## What changed` must be. Begin the next item with `- `, or indent the line to continue one.
"#,
    );
}

#[test]
fn manifests_are_strict() {
    check(
        "pack.toml",
        r#"
format_version = 1 => format_version = 2
  1: `format_version` is 2, which this program does not know. Write 1, or use a newer program.
format_version = 1| => nothing
  1: `format_version` is missing. Add it.
id = "w08-small" => id = "w08-big"
  2: `id` is `w08-big`, but its file or folder is named `w08-small`. Write `id = "w08-small"`, or rename back.
summary = "A pack for tests" => sumary = "A pack for tests"
  1: `summary` is missing. Add it.
  4: `sumary` is no known key here. Did you mean `summary`?
license = "CC-BY-SA-4.0"| => nothing
  1: `license` is missing. Add it.
["w08-b"] => ["w08-b", "w08-b"]
  6: `order` names `w08-b` twice. Remove one.
["w08-b"] => ["w08-c"]
  6: `order` names `w08-c`, which has no file. Did you mean `w08-a`?
["w08-b"] => []
  fine
default_review_months = 6 => default_review_months = 13
  7: `default_review_months` is not a whole number from 1 to 12. Correct it.
author = "Someone" => autor = "Someone"
  9: `author` is missing. Add it.
  11: `autor` is no known key here. Did you mean `author`?
https://example.org/article => example.org
  12: `example.org` is not an https address. Write it in full, as in `https://docs.docker.com/build/`.
[inspired_by] => [[inspired_by]]
  9: `inspired_by` is not a table. Correct it.
"#,
    );
}

#[test]
fn resources_are_strict() {
    check(
        "pack.toml",
        r#"
id = "old-guide" => id = "new-guide"
  27: the resource id `new-guide` is already taken by questions/w08-small/pack.toml:15. Keep one of the two, or rename one.
  35: the resource `new-guide` replaces itself. Name another, or none.
id = "old-guide" => id = "Old guide"
  27: `id` is `Old guide`, which is not an id. Use small letters, digits and single hyphens, as in `w08-image-size`.
https://docs.docker.com/old/ => ftp://docs.docker.com/old/
  29: `ftp://docs.docker.com/old/` is not an https address. Write it in full, as in `https://docs.docker.com/build/`.
"History." => "x{201}"
  30: `good_for` has 201 characters; at most 200 are allowed. Cut 1.
kind = "workshop" => kind = "worksop"
  31: `kind` is `worksop`, which is unknown. Did you mean `workshop`?
level = "advanced" => level = "expert"
  32: `level` is `expert`, which is unknown. Known: beginner, intermediate, advanced.
topics = [] => topics = ["no topic"]
  33: `topics` is `no topic`, which is not an id. Use small letters, digits and single hyphens, as in `w08-image-size`.
status = "retired" => status = "gone"
  34: `status` is `gone`, which is unknown. Known: current, retired, unknown.
status = "retired" => status = "current"
  34: a current resource is replaced by nothing. Write `status = "retired"`, or empty `replaced_by`.
status = "retired" => status = "unknown"
  fine
["new-guide"] => []
  34: a retired resource says nothing of what replaces it. Name what to use instead in `replaced_by`, or say in a `note` why there is nothing.
["new-guide"] => []|note = "There is nothing like it."
  fine
["new-guide"] => ["no-guide"]
  35: `replaced_by` names `no-guide`, which is no resource. Did you mean `new-guide`?
["new-guide"] => ["old-guide"]
  35: the resource `old-guide` replaces itself. Name another, or none.
checked = 2026-11-23||[[resources]]|id = "old => [[resources]]|id = "old
  14: `checked` is missing. Add it.
checked = 2026-11-23||[[resources]]|id = "old => checked = 2026-11-23|price = 3||[[resources]]|id = "old
  25: `price` is no known key here. Known: id, title, url, good_for, note, kind, level, topics, replaced_by, status, checked.
"#,
    );
}
