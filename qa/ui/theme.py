"""The colours and fonts that Gradio's own parts take: quiet, and all from this machine."""

from __future__ import annotations

import gradio as gr

SANS = ("ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Arial", "sans-serif")
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "Liberation Mono", "monospace")


# Blue pencil, from the lightest to the darkest.
PENCIL = gr.themes.Color(
    c50="#f0f6fb",
    c100="#dceaf6",
    c200="#bcd7ec",
    c300="#8fc0ea",
    c400="#5b9bd0",
    c500="#2a6ca5",
    c600="#1f5a8c",
    c700="#17476f",
    c800="#123754",
    c900="#0d293f",
    c950="#081a29",
    name="pencil",
)


def theme() -> gr.themes.Base:
    """Return the theme; plain font names are system fonts, so nothing is fetched."""
    return gr.themes.Base(
        primary_hue=PENCIL,
        neutral_hue=gr.themes.colors.stone,
        radius_size=gr.themes.sizes.radius_md,
        font=SANS,
        font_mono=MONO,
    ).set(
        body_background_fill="#faf9f6",
        body_background_fill_dark="#16181b",
        body_text_color_subdued="#5a6069",
        body_text_color_subdued_dark="#a5a9b0",
        body_text_color="#1d1f23",
        body_text_color_dark="#e9e7e2",
        background_fill_primary="#ffffff",
        background_fill_primary_dark="#1e2024",
        background_fill_secondary="#f6f4ef",
        background_fill_secondary_dark="#26282d",
        block_background_fill="#ffffff",
        block_background_fill_dark="#1e2024",
        block_border_color="#e2dfd8",
        block_border_color_dark="#34373d",
        block_label_text_color="#5a6069",
        block_label_text_color_dark="#a5a9b0",
        block_title_text_color="#5a6069",
        block_title_text_color_dark="#a5a9b0",
        border_color_accent="#1f5a8c",
        border_color_accent_dark="#8fc0ea",
        border_color_primary="#e2dfd8",
        border_color_primary_dark="#34373d",
        color_accent="#1f5a8c",
        input_background_fill="#ffffff",
        input_background_fill_dark="#16181b",
        input_border_color="#cfcbc2",
        input_border_color_dark="#44484f",
        input_border_color_focus="#1f5a8c",
        input_border_color_focus_dark="#8fc0ea",
        button_border_width="1px",
        button_large_text_weight="500",
        button_medium_text_weight="500",
        button_primary_background_fill="#1f5a8c",
        button_primary_background_fill_hover="#17476f",
        button_primary_background_fill_dark="#2a6ca5",
        button_primary_background_fill_hover_dark="#3480c0",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#ffffff",
        button_secondary_background_fill="#ffffff",
        button_secondary_background_fill_dark="#26282d",
        button_secondary_background_fill_hover="#f6f4ef",
        button_secondary_background_fill_hover_dark="#34373d",
        button_primary_border_color="#1f5a8c",
        button_primary_border_color_dark="#2a6ca5",
        button_secondary_border_color="#cfcbc2",
        button_secondary_border_color_dark="#44484f",
    )
