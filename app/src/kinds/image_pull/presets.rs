//! The provider presets as a row of chips.

use domain::kinds::image_pull::{PRESETS, Preset};
use leptos::prelude::*;

/// Links that fill a row while nothing is typed yet; a living form fills it in place.
pub(super) fn presets(rows: usize, chosen: &str) -> AnyView {
    view! {
        <div class="presets" role="group" aria-label="Provider">
            {PRESETS
                .iter()
                .map(|preset| {
                    view! {
                        <a
                            class="chip"
                            href=address(preset, rows)
                            data-preset=preset.id
                            aria-current=(preset.id == chosen).then_some("true")
                        >
                            {preset.label}
                        </a>
                    }
                })
                .collect_view()}
        </div>
    }
    .into_any()
}

fn address(preset: &Preset, rows: usize) -> String {
    format!("?preset={}&rows={rows}", preset.id)
}
