//! How much a request may bring.

use domain::kinds::image_pull;

/// Bytes of any request body.
pub const BODY: usize = 256 * 1024;

/// Bytes of an uploaded file.
pub const FILE: usize = image_pull::MAX_VALUE_FILE_BYTES;

/// Fields of a form: four for each registry, and some.
pub const FIELDS: usize = image_pull::MAX_REGISTRIES * 4 + 64;

/// Bytes of a field's name.
pub const FIELD_NAME: usize = 100;
