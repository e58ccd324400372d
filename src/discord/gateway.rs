//! The gateway link.
