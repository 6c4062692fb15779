//! Sealing: key ring, envelope, rotation.
//!
//! Every stored value is encrypted under a data key of its own, and the data key under a root
//! key that is never in the database ([`Sealed`]). A value is bound to its place
//! ([`Context`]).
//!
//! Nothing may call `Sealer::open` but:
//! - placement: putting a value where it is used,
//! - checks: trying a value against the host it is for,
//! - re-sealing: an edit that keeps a part of the stored value, a change of scope,
//! - `instance`: the key check at start.
//!
//! Rotation does not: it renews wraps and never sees a value.

mod aad;
mod envelope;
mod instance;
mod key_ring;
mod keys;
mod lease;
mod root_key;
mod rotation;
mod sealer;

pub use aad::Context;
pub use envelope::{SealError, Sealed};
pub(crate) use instance::InstanceSecret;
pub use key_ring::{KeyInfo, KeyRing, KeyRingError, KeyState};
pub use keys::{KeyUse, Keys, KeysError, Rotated};
pub use root_key::{KeyId, RootKey};
pub use rotation::Progress;
pub(crate) use sealer::Sealer;
