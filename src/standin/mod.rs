//! A pretend platform on loopback, for the demo and the tests. It knows nothing of our bot: it is *them*.
