//! One folder per kind: what its form asks, how it is read, written, changed and shown.

pub mod image_pull;
