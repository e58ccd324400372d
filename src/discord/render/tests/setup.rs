use insta::assert_snapshot;

use super::*;
use crate::view::{ChannelKind, DoctorView, Permission, Problem, SetupSaid};

fn shows(setup: SetupView) -> String {
    drawn(&render(&View::Setup(Box::new(setup)), &ALONE))
}

#[test]
fn the_panel_comes_filled_in() {
    assert_snapshot!(shows(a_panel()), @r#"
    # Daily question: not started yet
    Nothing is posted until you press **Start**.

    **Channel:** <#1300000000000000001> · ✔ I can post, open threads and react here
    **When:** 09:00, Africa/Douala · Mon Tue Wed Thu Fri
    **Ping:** nobody
    **Questions:** Week 8: Containers and Kubernetes (25 questions)
    **Next five:** Tue 24 Nov 09:00 · Wed 25 Nov 09:00
    [Where shall I ask? ⌄ channel 1300000000000000001 → setup/channel]
    [Ping a role? Empty: nobody ⌄  → setup/role]
    [On which days? ⌄ Monday, Tuesday, Wednesday, Thursday, Friday → setup/weekdays]
    [Which questions? ⌄ Week 8: Containers and Kubernetes → setup/packs]
    [Start → setup/start] [Time and city → setup/when] [Preview → setup/preview] [More settings → setup/more]
    "#);
}

#[test]
fn problems_stand_beside_what_they_are_about() {
    let place: crate::domain::ChannelId = "1300000000000000001".into();
    let problems = vec![
        Problem::NoZone,
        Problem::FewQuestions(3),
        Problem::Missing(Permission::OpenThreads, place.clone(), ChannelKind::Text),
        Problem::Missing(Permission::Embed, place.clone(), ChannelKind::Text),
        Problem::Missing(Permission::React, place, ChannelKind::Text),
        Problem::RoleNotMentionable("9".into()),
    ];
    let said = Some(SetupSaid::NotYet);
    let panel =
        SetupView { zone: None, role: Some("9".into()), next: Vec::new(), problems, said, ..a_panel() };
    assert_snapshot!(shows(panel), @r#"
    # Daily question: not started yet
    Not started yet: please look at the ❌ below first.

    **Channel:** <#1300000000000000001>
    ❌ I can't open threads or show the question as a card in <#1300000000000000001> yet. Give my role **Create Public Threads** and **Embed Links** there, then press **Check again**.
    ⚠️ I can't mark answers with ✅ in <#1300000000000000001>. It works without; for the full experience give my role **Add Reactions** there.
    **When:** 09:00 · Mon Tue Wed Thu Fri
    ❌ Tell me the city whose clock you live by: press **Time and city**.
    **Ping:** <@&9>
    ⚠️ A ping of <@&9> would reach nobody. Allow everyone to mention that role in the server's role settings, or choose nobody.
    **Questions:** Week 8: Containers and Kubernetes (25 questions)
    ⚠️ 3 questions are left, then they start again. Add another set for new ones.
    **Next five:** known once city and days are chosen
    [Where shall I ask? ⌄ channel 1300000000000000001 → setup/channel]
    [Ping a role? Empty: nobody ⌄ role 9 → setup/role]
    [On which days? ⌄ Monday, Tuesday, Wednesday, Thursday, Friday → setup/weekdays]
    [Which questions? ⌄ Week 8: Containers and Kubernetes → setup/packs]
    [Start → setup/start] [Time and city → setup/when] [Preview → setup/preview] [More settings → setup/more] [Check again → setup/check]
    "#);
}

#[test]
fn every_problem_names_its_remedy() {
    let place: crate::domain::ChannelId = "7".into();
    let problems = [
        Problem::NoChannel,
        Problem::ChannelUnseen(place.clone()),
        Problem::WrongKind(place.clone()),
        Problem::NoUsableTag(place.clone()),
        Problem::Missing(Permission::Send, place.clone(), ChannelKind::Forum),
        Problem::Missing(Permission::Pin, place.clone(), ChannelKind::Forum),
        Problem::RoleGone("9".into()),
        Problem::NoWeekdays,
        Problem::NoQuestions,
        Problem::PostFailed(at("2026-11-24T08:00:00Z"), "Missing Access".to_owned()),
        Problem::PostUncertain(at("2026-11-24T08:00:00Z"), place),
        Problem::CannotCheck,
    ];
    let said = problems.map(|problem| {
        let problems = [problem];
        problem::lines(&problems, problem::subject(&problems[0]), Words::English).join("")
    });
    assert_snapshot!(said.join("\n"), @r#"
    ❌ Choose the channel for the daily question.
    ❌ I can't see <#7>. Give my role **View Channel** there, or choose another channel; then press **Check again**.
    ❌ I can't ask questions in <#7>. Choose a text channel, an announcement channel or a forum.
    ❌ <#7> wants a tag on every post, and has none that I may use. Add a tag that everyone may use, or give my role **Manage Posts** there; then press **Check again**.
    ❌ I can't post in <#7> yet. Give my role **Create Posts** there, then press **Check again**.
    ⚠️ I can't pin in <#7>. It works without; for the full experience give my role **Manage Posts** there.
    ⚠️ The role I was to ping no longer exists. Choose another, or nobody.
    ❌ Choose at least one day of the week.
    ❌ Choose at least one set of questions.
    ⚠️ The last question could not be posted (<t:1795507200:f>). Discord said: Missing Access. Mend that, then press **Check again**.
    ⚠️ I don't know whether the question of <t:1795507200:f> was posted, and I can't read <#7> to look. Give my role **Read Message History** there; I never post twice.
    ⚠️ I can't look at the channel just now, since Discord does not answer me. Press **Check again** in a minute.
    "#);
}

#[test]
fn after_the_start_it_says_what_comes_and_how_to_stop() {
    let next = at("2026-11-24T08:00:00Z");
    let panel =
        SetupView { state: SetupState::Running, said: Some(SetupSaid::Started(Some(next))), ..a_panel() };
    assert_snapshot!(shows(panel), @r#"
    # Daily question: running
    Started. The first question comes <t:1795507200:F> (<t:1795507200:R>) in <#1300000000000000001>, with a thread to answer in. **Pause** stops it at any time.

    **Channel:** <#1300000000000000001> · ✔ I can post, open threads and react here
    **When:** 09:00, Africa/Douala · Mon Tue Wed Thu Fri
    **Ping:** nobody
    **Questions:** Week 8: Containers and Kubernetes (25 questions)
    **Next five:** Tue 24 Nov 09:00 · Wed 25 Nov 09:00
    [Where shall I ask? ⌄ channel 1300000000000000001 → setup/channel]
    [Ping a role? Empty: nobody ⌄  → setup/role]
    [On which days? ⌄ Monday, Tuesday, Wednesday, Thursday, Friday → setup/weekdays]
    [Which questions? ⌄ Week 8: Containers and Kubernetes → setup/packs]
    [Pause → setup/pause] [Time and city → setup/when] [Preview → setup/preview] [More settings → setup/more]
    "#);
}

#[test]
fn a_first_day_whose_time_has_passed_is_asked_about() {
    let panel = SetupView { page: SetupPage::FirstDay, next: vec![at("2026-11-25T08:00:00Z")], ..a_panel() };
    assert_snapshot!(shows(panel), @r#"
    # Ask today already?
    09:00 has passed for today. I can ask today's question now, or start on the next day of your week.
    [Ask today's question now → setup/start-now] [Start on Wed 25 Nov → setup/start-next] [Back → setup/back]
    "#);
}

#[test]
fn the_second_page_holds_order_and_pin() {
    let panel = SetupView { page: SetupPage::More, pins: true, order: Order::Shuffled, ..a_panel() };
    assert_snapshot!(shows(panel), @r#"
    # More settings
    **Order:** Shuffled
    **Answer:** With the next question
    **Language:** English in the channel; a reply to one person is in theirs
    **Pin:** today's question is pinned, the one before is unpinned
    **Private answers:** stay private, unless their author shares them
    [In which order? ⌄ Shuffled → setup/order]
    [When is the answer shown? ⌄ With the next question → setup/reveal]
    [In which language? ⌄ English → setup/language]
    [Stop pinning → setup/unpin] [Share private answers → setup/share-private] [Check again → setup/check] [Back → setup/back]
    "#);
}

#[test]
fn an_announcement_channel_has_followers_to_publish_to() {
    let panel = SetupView {
        page: SetupPage::More,
        channel_kind: ChannelKind::Announcement,
        publishes: true,
        ..a_panel()
    };
    assert_snapshot!(shows(panel), @r"
    # More settings
    **Order:** In course order
    **Answer:** With the next question
    **Language:** English in the channel; a reply to one person is in theirs
    **Pin:** off
    **Followers:** each question is published to the servers that follow this channel
    **Private answers:** stay private, unless their author shares them
    [In which order? ⌄ In course order → setup/order]
    [When is the answer shown? ⌄ With the next question → setup/reveal]
    [In which language? ⌄ English → setup/language]
    [Pin today's question → setup/pin] [Stop publishing → setup/unpublish] [Share private answers → setup/share-private] [Check again → setup/check] [Back → setup/back]
    ");
}

#[test]
fn what_is_gone_is_not_offered_as_chosen() {
    let problems = vec![Problem::ChannelUnseen("1300000000000000001".into()), Problem::RoleGone("9".into())];
    let panel = SetupView { role: Some("9".into()), problems, ..a_panel() };
    let rows = render(&View::Setup(Box::new(panel)), &ALONE).json()["components"].clone();
    assert_eq!(rows[0]["components"][0]["default_values"].as_array(), None);
    assert_eq!(rows[1]["components"][0]["default_values"].as_array(), None);
}

#[test]
fn the_doctor_lists_every_check() {
    let granted = Permission::ALL.to_vec();
    let now = at("2026-11-23T10:00:00Z");
    let doctor = DoctorView { setup: SetupView { pins: true, ..a_panel() }, now, granted };
    let frame = Frame { asked_at: Some(now), ..ALONE };
    assert_snapshot!(drawn(&render(&View::Doctor(Box::new(doctor.clone())), &frame)), @r#"
    # Everything is ready
    Nothing is posted until you press **Start**.
    ## Settings
    ✅ <#1300000000000000001> can hold questions
    ✅ Nobody is pinged
    ✅ 09:00, Africa/Douala · Mon Tue Wed Thu Fri
    ✅ Week 8: Containers and Kubernetes (25 questions)
    ✅ 25 questions left before they start again.
    ## What I may do in the channel
    ✅ View Channel · ✅ Send Messages · ✅ Embed Links · ✅ Create Public Threads · ✅ Send Messages in Threads · ✅ Read Message History · ✅ Add Reactions · ✅ Pin Messages
    ## Next five
    Tue 24 Nov 09:00 · Wed 25 Nov 09:00
    ## Clock
    ✅ My clock says <t:1795428000:F>, as Discord's does.
    [Open the settings → setup/check]
    "#);
    let mut ill = doctor;
    ill.granted.retain(|permission| *permission != Permission::Send);
    ill.setup.problems =
        vec![Problem::Missing(Permission::Send, "1300000000000000001".into(), ChannelKind::Text)];
    let frame = Frame { asked_at: Some(at("2026-11-23T09:58:00Z")), ..ALONE };
    assert_snapshot!(drawn(&render(&View::Doctor(Box::new(ill)), &frame)), @r#"
    # 2 things to look at
    Nothing is posted until you press **Start**.
    ## Settings
    ✅ <#1300000000000000001> can hold questions
    ✅ Nobody is pinged
    ✅ 09:00, Africa/Douala · Mon Tue Wed Thu Fri
    ✅ Week 8: Containers and Kubernetes (25 questions)
    ✅ 25 questions left before they start again.
    ## What I may do in the channel
    ✅ View Channel · ❌ Send Messages · ✅ Embed Links · ✅ Create Public Threads · ✅ Send Messages in Threads · ✅ Read Message History · ✅ Add Reactions · ✅ Pin Messages
    ❌ I can't post in <#1300000000000000001> yet. Give my role **Send Messages** there, then press **Check again**.
    ## Next five
    Tue 24 Nov 09:00 · Wed 25 Nov 09:00
    ## Clock
    ⚠️ My clock says <t:1795428000:F>: that is 120 seconds away from Discord's. Tell whoever runs me.
    [Open the settings → setup/check]
    "#);
}
