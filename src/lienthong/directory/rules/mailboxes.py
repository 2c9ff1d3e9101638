"""Which addresses may stand as the official mailbox of an agency (D2).

Source: 6806/UBND-TTTH of Đồng Nai, 20/08/2010: no free mail for official work.
"""

from collections.abc import Collection

# Offered to everybody for nothing; domains below one of these are of it too.
FREE_MAIL = frozenset(
    {
        *("gmail.com", "googlemail.com", "yahoo.com", "yahoo.com.vn", "yahoo.com.sg"),
        *("yahoo.co.uk", "yahoo.co.jp", "yahoo.co.id", "yahoo.fr", "ymail.com", "rocketmail.com"),
        *("hotmail.com", "hotmail.co.uk", "hotmail.fr", "outlook.com", "outlook.com.vn"),
        *("outlook.vn", "live.com", "live.vn", "live.com.vn", "msn.com", "windowslive.com"),
        *("icloud.com", "me.com", "mac.com", "aol.com", "aim.com", "mail.com", "email.com"),
        *("gmx.com", "gmx.net", "gmx.de", "web.de", "proton.me", "protonmail.com", "pm.me"),
        *("tutanota.com", "tuta.io", "zoho.com", "zohomail.com", "yandex.com", "yandex.ru"),
        *("mail.ru", "inbox.ru", "list.ru", "bk.ru", "qq.com", "163.com", "126.com", "foxmail.com"),
        *("sina.com", "naver.com", "hanmail.net", "daum.net", "zing.vn", "vnn.vn", "walla.com"),
    }
)


def domain_of(address: str) -> str:
    """Return what stands behind the last @ in lower case, "" where there is none."""
    return address.strip().rpartition("@")[2].rstrip(".").lower() if "@" in address else ""


def is_free_mail(address: str) -> bool:
    """Return whether an address is one that anybody gets for nothing."""
    return _is_in(domain_of(address), FREE_MAIL)


def is_official(address: str, domains: Collection[str]) -> bool:
    """Return whether an address may be the mailbox of an agency.

    domains: those of official mailboxes; none means any but free mail. What is written as one may
    be free mail all the same: the operator has said so.
    """
    return _is_in(domain_of(address), domains) if domains else not is_free_mail(address)


def _is_in(domain: str, domains: Collection[str]) -> bool:
    """Itself, or below one of them."""
    parts = domain.split(".")
    return any(".".join(parts[begin:]) in domains for begin in range(len(parts)))
