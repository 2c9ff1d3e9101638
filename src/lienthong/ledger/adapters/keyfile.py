"""The ledger's key in a file of the installation's folder."""

from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from lienthong.kernel import disk
from lienthong.ledger.rules.signed.statements import describe_key
from lienthong.ledger.types import PublicKey


class KeyFile:
    """Ed25519 in `keys/ledger.pem` (PKCS #8, mode 0600); public half and newest head beside it.

    Loaded once and kept: reading a key costs more than signing with it.
    """

    def __init__(self, home: Path) -> None:
        self.path = home / "keys" / "ledger.pem"
        self.public_path = home / "keys" / "ledger.public.pem"
        self.retired_path = home / "keys" / "ledger.retired.pem"
        self.head_path = home / "keys" / "ledger.head.json"

    def is_there(self) -> bool:
        return self.path.exists()

    def make(self) -> None:
        """Write the key whole and durable under its name, or keep the one that is there."""
        disk.make_folder(self.path.parent)
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        if disk.put_if_new(self.path, pem):
            disk.flush_folder(self.path.parent)

    def retire(self, pem: bytes) -> None:
        self.retired_path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        disk.put_in_place(self.retired_path, pem)
        disk.flush_folder(self.retired_path.parent)

    def retired(self) -> bytes:
        try:
            return self.retired_path.read_bytes()
        except FileNotFoundError:
            return b""

    @property
    def public_key(self) -> PublicKey:
        return self._pair[1]

    def sign(self, statement: bytes) -> bytes:
        return self._pair[0].sign(statement)

    def newest_head(self) -> bytes | None:
        try:
            return self.head_path.read_bytes()
        except FileNotFoundError:
            return None

    def keep_head(self, head: bytes) -> None:
        disk.put_in_place(self.head_path, head)

    @cached_property
    def _pair(self) -> tuple[Ed25519PrivateKey, PublicKey]:
        key = load_pem_private_key(self.path.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError(f"{self.path} does not hold an Ed25519 key")
        made = describe_key(key.public_key())
        public = PublicKey(made.pem + self.retired(), made.key_id)
        if not self.public_path.exists():  # here, because who made the key may have been killed
            disk.put_in_place(self.public_path, public.pem)
        return key, public
