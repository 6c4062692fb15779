//! The keys under which Kubernetes holds a secret's data.

use domain::kind::Kind;

/// The keys of the `data` map of the Kubernetes Secret of this kind.
/// Source: Kubernetes, `staging/src/k8s.io/api/core/v1/types.go`.
pub fn data_keys(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::ImagePull => &[".dockerconfigjson"],
    }
}
