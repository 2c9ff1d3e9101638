"""Words that the installation must be able to say again, encrypted as files are.

The key of each lies among those of files: a change of the master key takes it along, a master key
that it needs is not forgotten, and whoever drops it has destroyed the words in every backup.
"""

import hashlib
import os
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lienthong.blobs import queries
from lienthong.blobs.errors import ContentDamaged
from lienthong.blobs.master_keys import master_keys
from lienthong.blobs.models import Seal
from lienthong.blobs.sealing import new_key
from lienthong.blobs.services.store_content import save_seals
from lienthong.blobs.types import NewSeal

_NONCE = 12


def seal_words(words: bytes, *, owner_id: UUID, now: datetime) -> bytes:
    """Return short words encrypted under a key of their own, which is kept in the transaction.

    owner_id: of the row that holds them; they can be read nowhere else. Two statements.
    """
    key, ring = new_key(), master_keys()
    nonce = os.urandom(_NONCE)
    sealed = nonce + AESGCM(key).encrypt(nonce, words, owner_id.bytes)
    # Of what is encrypted: the digest of guessable words would tell them.
    digest = hashlib.sha256(sealed).hexdigest()
    save_seals(
        [
            NewSeal(
                file_id=owner_id,
                digest=digest,
                master=ring.current,
                wrapped=ring.wrap(key, digest=digest),
                sealed_digest=digest,
                sealed_size=len(sealed),
                made_at=now,
            )
        ]
    )
    return sealed


def open_words(sealed: bytes, *, owner_id: UUID) -> bytes:
    """Return what `seal_words` was given. One statement.

    Raises ContentDamaged, ContentKeyLost, MasterKeyMissing, MasterKeyWrong.
    """
    key = queries.content_key(owner_id)
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], owner_id.bytes)
    except InvalidTag:
        raise ContentDamaged from None


def drop_words(owner_id: UUID) -> None:
    """Destroy words for ever, in every copy of the database. One statement."""
    Seal.objects.filter(pk=owner_id).delete()
