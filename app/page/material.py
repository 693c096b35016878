"""The Material theme of panel-material-ui, made of the colours in `app.theme`."""

from __future__ import annotations

from typing import Any

from app.theme import FONT, Tokens, tokens


def material_theme(palette: str = "standard") -> dict[str, Any]:
    """`theme_config` of panel-material-ui: both themes, so that the switch needs no round trip."""
    return {
        "dark": _material("dark", palette),
        "light": _material("light", palette),
    }


def _material(theme: str, palette: str) -> dict[str, Any]:
    t = tokens(theme, palette)
    return {
        "palette": {
            "primary": {"main": t.accent, "contrastText": t.on_accent},
            "secondary": {"main": t.attention, "contrastText": t.on_accent},
            "success": {"main": t.good}, "warning": {"main": t.warning}, "error": {"main": t.bad},
            "info": {"main": t.accent},
            "background": {"default": t.background, "paper": t.surface},
            "text": {"primary": t.text, "secondary": t.text_secondary, "disabled": t.text_disabled},
            "divider": t.line,
        },
        "typography": {"fontFamily": FONT, "fontSize": 13, "button": {"textTransform": "none"}},
        "shape": {"borderRadius": 8},
        "components": _components(t),
    }  # fmt: skip


def _components(t: Tokens) -> dict[str, Any]:
    """Material's own parts, calmed down: flat dark surfaces with a hairline instead of shadows and slabs."""
    flat = {"backgroundImage": "none", "boxShadow": "none"}
    return {
        "MuiAppBar": {"styleOverrides": {"root": {
            "backgroundImage": "none", "boxShadow": f"inset 0 -1px 0 {t.line}",
            "backgroundColor": t.surface, "color": t.text,
            # It would tell of work of the whole process, and has no name for those who hear it; `quiet_page` stills it.
            "& > .MuiLinearProgress-root": {"display": "none"},
        }}},
        "MuiToolbar": {"styleOverrides": {"root": {
            "minHeight": "var(--flux-header-height) !important", "height": "var(--flux-header-height)",
            "margin": "0 !important", "padding": "0 var(--flux-space-3) !important",
            "& > .MuiBox-root": {"gap": "var(--flux-space-3)"},
        }}},
        "MuiPaper": {"styleOverrides": {"root": flat}},
        "MuiTabs": {"styleOverrides": {"root": {
            "minHeight": "var(--flux-tabs-height)",
            "backgroundColor": t.surface, "boxShadow": f"inset 0 -1px 0 {t.line}",
            "paddingLeft": "var(--flux-space-1)", "flexShrink": 0,
        }}},
        "MuiTab": {"styleOverrides": {"root": {
            "minHeight": "var(--flux-tabs-height)",
            "padding": "0 var(--flux-space-3)", "fontSize": "var(--flux-size-13)",
            "&.Mui-focusVisible": {"outline": f"2px solid {t.accent}", "outlineOffset": -2},
            "&:disabled": {"opacity": 0.5},  # the page is not live
        }}},
        "MuiTooltip": {"styleOverrides": {"tooltip": {
            "backgroundColor": t.raised, "color": t.text,
            "border": f"1px solid {t.line}", "fontSize": "var(--flux-size-12)",
        }}},
    }  # fmt: skip
