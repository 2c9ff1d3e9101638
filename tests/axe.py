"""What axe-core finds wrong with a page that a browser shows."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

# The rest stays in the page: axe tells at length of rules that are kept, too.
_VIOLATIONS = """;axe.run({ resultTypes: ["violations"] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => [id, nodes[0].html.slice(0, 160)]))"""


def accessibility_problems(page: Any) -> list[tuple[str, str]]:
    """Return each rule that the page breaks, with the beginning of the first place."""
    return [(rule, html) for rule, html in page.evaluate(AXE_SCRIPT + _VIOLATIONS)]
