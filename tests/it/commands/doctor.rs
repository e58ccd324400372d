//! `/doctor`: every permission by its bit, and each problem with its remedy.

use serde_json::json;

use crate::town::{Town, text};

/// What is asked for, the bit Discord gives it, and whether nothing works without.
const PERMISSIONS: [(&str, u64, bool); 8] = [
    ("View Channel", 1 << 10, true),
    ("Send Messages", 1 << 11, true),
    ("Embed Links", 1 << 14, true),
    ("Create Public Threads", 1 << 35, true),
    ("Send Messages in Threads", 1 << 38, true),
    ("Read Message History", 1 << 16, true),
    ("Add Reactions", 1 << 6, false),
    ("Pin Messages", 1 << 51, false),
];

async fn doctor(town: &Town) -> String {
    text(&town.runs("Amina", "/doctor", &[]).await)
}

/// A running community that pins.
async fn pinning() -> Town {
    let town = Town::running().await;
    let panel = town.runs("Amina", "/setup", &[]).await;
    let panel = town.presses("Amina", &panel, "setup/more").await;
    town.presses("Amina", &panel, "setup/pin").await;
    town
}

#[tokio::test]
async fn each_permission_that_is_missing_is_named_with_its_remedy() {
    let town = pinning().await;
    let (channel, bot) = (town.channel(), town.discord.bot());
    let said = doctor(&town).await;
    for (name, _, _) in PERMISSIONS {
        assert!(said.contains(&format!("✅ {name}")), "{name} in:\n{said}");
    }
    for (name, bit, needed) in PERMISSIONS {
        town.discord.set_overwrite(channel, bot, 0, bit);
        let said = doctor(&town).await;
        assert!(said.contains("thing to look at") || said.contains("things to look at"), "{said}");
        if name == "View Channel" {
            assert!(said.contains("I can't see") && said.contains(name), "{said}");
            continue;
        }
        let mark = if needed { "❌" } else { "⚠️" };
        assert!(said.contains(&format!("{mark} {name}")), "{name} in:\n{said}");
        assert!(
            said.contains(&format!("give my role {name} there"))
                || said.contains(&format!("Give my role {name} there")),
            "{name} in:\n{said}"
        );
    }
    town.discord.set_overwrite(channel, bot, 0, 0);
    town.close().await;
}

#[tokio::test]
async fn permissions_come_from_roles_and_overwrites_together() {
    const PIN: u64 = 1 << 51;
    let town = pinning().await;
    let guild = town.discord.guild("Cloud Study Group").unwrap();
    let role = town.discord.bot_role(guild).unwrap();
    let channel = town.channel();
    town.discord.set_overwrite(channel, guild, 0, PIN);
    town.discord.set_overwrite(channel, role, PIN, 0);
    assert!(doctor(&town).await.contains("✅ Pin Messages"), "a role's leave outweighs everyone's ban");
    town.discord.set_overwrite(channel, town.discord.bot(), 0, PIN);
    assert!(doctor(&town).await.contains("⚠️ Pin Messages"), "the member's own ban outweighs both");
    town.discord.set_role_permissions(guild, role, 1 << 3);
    assert!(doctor(&town).await.contains("✅ Pin Messages"), "an administrator may do everything");
    town.close().await;
}

#[tokio::test]
async fn what_is_not_wished_for_is_not_missed() {
    let town = Town::running().await;
    town.discord.set_overwrite(town.channel(), town.discord.bot(), 0, 1 << 51);
    let said = doctor(&town).await;
    assert!(!said.contains("Pin Messages"), "nobody asked for pins: {said}");
    town.close().await;
}

#[tokio::test]
async fn it_names_what_is_left_the_next_posts_and_the_clock() {
    let town = Town::running().await;
    let said = doctor(&town).await;
    for part in [
        "5 questions left before they start again",
        &format!("<t:{}:", town.next("Mon 09:00").timestamp()),
        "Mon 23 Nov 09:00 · Tue 24 Nov 09:00",
        "My clock says",
        "can hold questions",
        "Nobody is pinged",
    ] {
        assert!(said.contains(part), "{part} is not in:\n{said}");
    }
    town.close().await;
}

#[tokio::test]
async fn before_setup_it_says_what_is_missing_and_leads_to_the_panel() {
    let town = Town::founded().await;
    let doctor = town.runs("Amina", "/doctor", &[]).await;
    assert!(text(&doctor).contains("Tell me the city"), "{}", text(&doctor));
    let panel = town.presses("Amina", &doctor, "setup/check").await;
    assert!(text(&panel).contains("Daily question: not started yet"), "{}", text(&panel));
    town.close().await;
}

#[tokio::test]
async fn a_role_that_is_gone_or_silent_is_named() {
    let town = Town::founded().await;
    let guild = town.discord.guild("Cloud Study Group").unwrap();
    let quiet = town.discord.add_role(guild, "Quiet", 0, false);
    let panel = town.runs("Amina", "/setup", &[("city", json!("Europe/Paris"))]).await;
    town.chooses("Amina", &panel, "setup/role", &[&quiet.to_string()]).await;
    let said = doctor(&town).await;
    assert!(said.contains("would reach nobody"), "{said}");
    town.discord.set_overwrite(town.channel(), town.discord.bot(), 1 << 17, 0);
    let said = doctor(&town).await;
    assert!(said.contains("can be pinged"), "with leave to mention everyone any role can be: {said}");
    town.close().await;
}
