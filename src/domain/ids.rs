//! A type for each identity, so that a thread can never be passed where a member is meant.

macro_rules! text_ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub String);

        impl $name {
            /// The id as text, as it is stored and as the platform spells it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
    )+};
}

text_ids! {
    /// A community, spelled `platform:id`, for example `discord:81384788765712384`.
    CommunityId;
    /// A person, as the platform names them.
    MemberId;
    /// A place where questions are posted.
    ChannelId;
    /// The conversation under one question.
    ThreadId;
    /// One message of a channel or a thread.
    MessageId;
    /// A group of members that can be called together.
    RoleId;
    /// A question of the bank: its file name without the ending; never reused, never renamed.
    QuestionId;
}

impl CommunityId {
    /// The name of the community's platform.
    pub fn platform(&self) -> &str {
        self.0.split_once(':').map_or("", |(platform, _)| platform)
    }

    /// The community's id as its platform spells it, without the platform's name.
    pub fn local(&self) -> &str {
        self.0.split_once(':').map_or(self.0.as_str(), |(_, local)| local)
    }
}

impl QuestionId {
    /// How the ids of communities' own questions begin, and of no other: so the two never meet.
    pub const OWN: &str = "own-";

    /// Whether it is the id of a community's own question, and not of one of the bank.
    pub fn is_own(&self) -> bool {
        self.0.starts_with(Self::OWN)
    }
}

impl MessageId {
    /// Whether this message was written before another of the same thread: platforms count up, so of two ids the
    /// shorter is the older, and of two equally long ones the smaller.
    pub fn is_older_than(&self, other: &Self) -> bool {
        (self.0.len(), &self.0) < (other.0.len(), &other.0)
    }
}

/// The number of a question within its community: the first question asked is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ordinal(pub i64);
