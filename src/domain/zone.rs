//! Finding a time zone by the city someone types.

use chrono_tz::{TZ_VARIANTS, Tz};

/// The zones whose name or city matches `text`, best first, at most `limit`; everything typed counts, case does not.
pub fn find_zones(text: &str, limit: usize) -> Vec<Tz> {
    let wanted = normal(text);
    let mut found: Vec<(u8, bool, usize, Tz)> = TZ_VARIANTS
        .iter()
        .filter_map(|zone| {
            let name = normal(zone.name());
            let city = city(&name);
            let fit = match () {
                () if name == wanted || city == wanted => 0,
                () if city.starts_with(&wanted) => 1,
                () if name.starts_with(&wanted) => 2,
                () if name.contains(&wanted) => 3,
                () => return None,
            };
            // An abbreviation or an offset comes after all places, unless it was typed in full.
            let is_other = !is_place(zone.name());
            let fit = if is_other && fit > 0 { fit + 3 } else { fit };
            Some((fit, is_other, zone.name().len(), *zone))
        })
        .collect();
    found.sort_by_key(|(fit, is_other, length, zone)| (*fit, *is_other, *length, zone.name()));
    found.into_iter().take(limit).map(|(.., zone)| zone).collect()
}

/// Whether `text` is the name of a zone's city, by the same reading as [`find_zones`].
pub fn is_city(zone: Tz, text: &str) -> bool {
    city(&normal(zone.name())) == normal(text)
}

fn city(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// Lower case without accents, which no zone's name has, and with one spelling for the gap between words.
fn normal(text: &str) -> String {
    let plain = |letter: char| match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        ' ' | '-' => '_',
        other => other,
    };
    text.trim().to_lowercase().chars().map(plain).collect()
}

/// Whether a zone is named after a place, and not an abbreviation or an offset.
fn is_place(name: &str) -> bool {
    const REGIONS: [&str; 10] = [
        "Africa/",
        "America/",
        "Antarctica/",
        "Arctic/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    ];
    REGIONS.iter().any(|region| name.starts_with(region))
}

#[cfg(test)]
mod tests;
