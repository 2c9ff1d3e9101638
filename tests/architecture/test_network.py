"""Where the building can be left: only adapters, gateways' carriers and the server itself."""

import ast

from tests.architecture.tree import parsed, python_files, within

# Modules that open connections; urllib.parse only takes addresses apart.
NETWORK = {"socket", "http.client", "urllib.request", "smtplib", "imaplib", "ftplib"}
NETWORK |= {"requests", "httpx", "aiohttp", "urllib3", "django.core.mail"}


# No act runs through these, with the reason.
OUTSIDE = {
    "src/lienthong/apikit/line.py": "the connection that adapters of packages end in time",
    "src/lienthong/apikit/outbound.py": "the guarded connection that adapters of packages share",
    "src/lienthong/config/management/commands/serve.py": "the server asks whether its port is free",
    "src/lienthong/ledger/management/commands/ledger.py": "a command reads a head that it is shown",
    "src/lienthong/practice/system_job.py": "the story calls the interface within its own process",
    "src/lienthong/practice/network/site.py": "the play asks whether its servers answer yet",
    "src/lienthong/practice/failures.py": "the demo asks whether its port is free",
}


def test_nothing_but_adapters_reaches_for_the_network():
    """What cannot be imported cannot be called inside a transaction."""
    reaching = [
        f"{within(path)}: {name}"
        for path in python_files()
        if "adapters" not in path.parts and within(path) not in OUTSIDE
        for name in _imported(parsed(path))
        if name in NETWORK or name.split(".")[0] in NETWORK
    ]
    assert not reaching


def _imported(module: ast.Module) -> list[str]:
    names = []
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return names
