"""What a finger meets: things that are too small to hit, and pages that move sideways."""

from typing import Any

# Links within a sentence may be small (WCAG 2.5.8); whatever stands by itself may not.
_TOO_SMALL = """() => {
  const meant = "a, button, summary, select, textarea, label:has(input), input:not([type=hidden])";
  const found = [];
  for (const each of document.querySelectorAll(meant)) {
    const box = each.getBoundingClientRect(), style = getComputedStyle(each);
    if (!box.width || !box.height || style.visibility === "hidden") continue;
    if (each.closest(".visually-hidden, .skip, .viewer-pages") || box.width < 2) continue;
    if (each.tagName === "A" && style.display === "inline") continue;
    if (each.matches("[type=checkbox], [type=radio]") && each.closest("label")) continue;
    if (box.height >= 43.5 && box.width >= 43.5) continue;
    const words = (each.textContent || each.name || "").trim().replace(/\\s+/g, " ").slice(0, 40);
    found.push(`${words}: ${Math.round(box.width)} × ${Math.round(box.height)}`);
  }
  return found;
}"""


def hard_to_touch(page: Any) -> list[str]:
    """Return what is smaller than 44 by 44 pixels, and "sideways" for a page that is too wide."""
    found: list[str] = page.evaluate(_TOO_SMALL)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("sideways")
    return found
