//! Calls server functions from the browser.

use leptos::prelude::window;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response};
use zeroize::Zeroizing;

use super::{SecretForm, secrets::Saved};
use crate::error::ActionError;

/// The arguments as the server function takes them.
#[derive(Serialize)]
struct Arguments {
    form: SecretForm,
}

/// Adds a secret, or saves a change of one.
///
/// # Errors
/// What the server answers, or [`ActionError::Unreachable`].
pub async fn save(new: bool, form: SecretForm) -> Result<Saved, ActionError> {
    let path = if new {
        "/rpc/secrets/create"
    } else {
        "/rpc/secrets/edit"
    };
    let body =
        serde_json::to_string(&Arguments { form }).map_err(|_| ActionError::NotUnderstood)?;
    let (good, answer) = post(path, &Zeroizing::new(body))
        .await
        .map_err(|_| ActionError::Unreachable)?;
    if good {
        serde_json::from_str(&answer).map_err(|_| ActionError::Unreachable)
    } else {
        Err(serde_json::from_str(&answer).unwrap_or(ActionError::Unavailable))
    }
}

/// Whether it went well, and the answer's text.
async fn post(path: &str, body: &str) -> Result<(bool, String), JsValue> {
    let headers = Headers::new()?;
    headers.set("content-type", "application/json")?;
    headers.set("accept", "application/json")?;
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_headers(&headers);
    request.set_body(&body.into());
    let answer = JsFuture::from(window().fetch_with_str_and_init(path, &request)).await?;
    let answer: Response = answer.dyn_into()?;
    let text = JsFuture::from(answer.text()?).await?;
    Ok((answer.ok(), text.as_string().unwrap_or_default()))
}
