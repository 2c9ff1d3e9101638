"""P4, the floor: what durable, signed acceptance costs when nothing else is done."""

import hashlib
import os
import sqlite3
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

SIZE = 300_000


def floor(*, processes: int, seconds: float, folder: Path) -> float:
    """Return documents a second: hash 300 KB, check an RSA signature, file and commit on disk.

    Each document is written, flushed, put into its folder (flushed as well) and entered into one
    SQLite table with a commit of its own. All processes share the table.
    """
    with TemporaryDirectory(dir=folder) as place, ProcessPoolExecutor(processes) as pool:
        database = Path(place) / "floor.sqlite3"
        with sqlite3.connect(database) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("CREATE TABLE kept (digest BLOB PRIMARY KEY, size INTEGER)")
        working = [pool.submit(_work, place, seconds, number) for number in range(processes)]
        done = [each.result() for each in working]
    return sum(count / took for count, took in done)


def _work(place: str, seconds: float, number: int) -> tuple[int, float]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = key.public_key()
    body = bytearray(os.urandom(SIZE))
    signature = key.sign(hashlib.sha256(body).digest(), padding.PKCS1v15(), hashes.SHA256())
    stamped = hashlib.sha256(body).digest()
    connection = sqlite3.connect(Path(place) / "floor.sqlite3", timeout=30, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    folder = os.open(place, os.O_RDONLY)
    count, started = 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        body[:8] = count.to_bytes(8, "big")
        digest = hashlib.sha256(body).digest()
        public.verify(signature, stamped, padding.PKCS1v15(), hashes.SHA256())
        _keep(Path(place) / f"{number}-{count}", body, folder)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO kept VALUES (?, ?)", (digest, SIZE))
        connection.execute("COMMIT")
        count += 1
    os.close(folder)
    return count, time.perf_counter() - started


def _keep(path: Path, body: bytearray, folder: int) -> None:
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    os.fsync(folder)
