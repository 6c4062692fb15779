//! The provider presets as a row of chips.

use domain::kinds::image_pull::PRESETS;
use leptos::prelude::*;

/// Buttons that fill a row; a living form fills it in place.
pub(super) fn presets(chosen: &str) -> AnyView {
    view! {
        <div class="presets" role="group" aria-label="Provider">
            {PRESETS
                .iter()
                .map(|preset| {
                    view! {
                        <button
                            class="chip"
                            name="do"
                            value=format!("preset.{}", preset.id)
                            data-preset=preset.id
                            aria-pressed=if preset.id == chosen { "true" } else { "false" }
                        >
                            {preset.label}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
    .into_any()
}
