//! The languages the bot speaks.

/// A language that every sentence is there in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// What is said to those whose language is not here.
    #[default]
    English,
    /// French.
    French,
}

impl Language {
    /// Every language, the one everybody falls back on first.
    pub const ALL: [Self; 2] = [Self::English, Self::French];

    /// Its stored form, as in the names of translations.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    /// The language of a locale such as `fr`, `fr-CA` or `en-GB`; none where it is not one of ours.
    pub fn of_locale(locale: &str) -> Option<Self> {
        let main = locale.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| main.eq_ignore_ascii_case(language.code()))
    }
}

impl AsRef<str> for Language {
    fn as_ref(&self) -> &str {
        self.code()
    }
}

/// What a later version stored and this one does not speak is said in English.
impl From<String> for Language {
    fn from(code: String) -> Self {
        Self::of_locale(&code).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
