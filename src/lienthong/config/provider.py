"""Allauth's settings of the one identity provider of the province."""

from typing import Any

from lienthong.config.environment import Environment

# The name under which subjects are kept; it never changes, whatever the provider is called.
OIDC_PROVIDER = "tinh"


def oidc_settings(environment: Environment) -> dict[str, Any]:
    """Return SOCIALACCOUNT_PROVIDERS; empty without an address."""
    if not environment.oidc_url:
        return {}
    secret = environment.oidc_secret
    app = {
        "provider_id": OIDC_PROVIDER,
        "name": environment.oidc_name or environment.oidc_url,
        "client_id": environment.oidc_client,
        "secret": secret.get_secret_value() if secret else "",
        "settings": {"server_url": environment.oidc_url, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
