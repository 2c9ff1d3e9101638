"""The keys that sign notifications, in files of the installation's folder."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from lienthong.apikit.signing import SigningKey
from lienthong.kernel import disk
from lienthong.kernel.ids import uuid7


class KeyFiles:
    """Ed25519 in `keys/hooks/<id>.pem` (PKCS #8, mode 0600); ids grow, the greatest is current."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "keys" / "hooks"

    def current(self) -> SigningKey | None:
        files = sorted(self._folder.glob("*.pem"))
        if not files:
            return None
        return SigningKey.read(files[-1].read_bytes(), files[-1].stem)

    def make(self) -> SigningKey:
        disk.make_folder(self._folder)
        file = self._folder / f"hooks-{uuid7().hex}.pem"
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        disk.put_in_place(file, pem)
        disk.flush_folder(self._folder)
        return SigningKey.read(pem, file.stem)
