"""Our own fonts, by the only addresses that a printed form may load."""

from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"
FONT_SCHEME = "font:"
# The family has a name of its own, so that a font of the machine can never take its place.
FONT_FAMILY = "Lien Thong Tinos"
FACES = {
    "Tinos-Regular.ttf": ("normal", "normal"),
    "Tinos-Bold.ttf": ("bold", "normal"),
    "Tinos-Italic.ttf": ("normal", "italic"),
    "Tinos-BoldItalic.ttf": ("bold", "italic"),
}


def font_faces() -> str:
    """Return the style rules that name the fonts."""
    return "\n".join(
        f"@font-face {{ font-family: '{FONT_FAMILY}'; src: url('{FONT_SCHEME}{name}');"
        f" font-weight: {weight}; font-style: {style}; }}"
        for name, (weight, style) in FACES.items()
    )
