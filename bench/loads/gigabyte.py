"""A file as large as one may be, up and down: the memory of the server does not grow with it."""

import asyncio
import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path

from bench.processes import Memory
from bench.roads.api import ApiRoad, Program
from bench.wire import answer, head_of

_PIECE = 1 << 20
_BINARY = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Carried:
    """megabytes: of the file; more_mb: how far the server's memory rose above its idle state."""

    megabytes: int
    up_mb_a_second: float
    down_mb_a_second: float
    idle_mb: float
    more_up_mb: float
    more_down_mb: float


async def gigabyte(road: ApiRoad, folder: Path, *, megabytes: int) -> Carried:
    """Bring a file, send it as an attachment, and let a reader fetch it. Raises RuntimeError."""
    file = folder / "large.txt"
    digest = await asyncio.to_thread(_write, file, megabytes)
    await road.catch_up()
    with Memory(road.roots) as idle:
        await asyncio.sleep(1)
    with Memory(road.roots) as up:
        started = time.perf_counter()
        upload = await _bring(road.senders[0], file, digest)
        took_up = time.perf_counter() - started
    code = road.readers[0].code
    await road.submit(0, 1, code, [{"upload": upload}])
    arrival = (await road.readers[0].arrivals())[-1]
    with Memory(road.roots) as down:
        started = time.perf_counter()
        came = await _fetch(road.readers[0], f"/api/v1/deliveries/{arrival['id']}/attachments/1")
        took_down = time.perf_counter() - started
    file.unlink()
    if came != digest:
        raise RuntimeError("the file came back changed")
    return Carried(
        megabytes=megabytes,
        up_mb_a_second=round(megabytes / took_up, 1),
        down_mb_a_second=round(megabytes / took_down, 1),
        idle_mb=round(idle.peak / 1e6),
        more_up_mb=round((up.peak - idle.peak) / 1e6),
        more_down_mb=round((down.peak - idle.peak) / 1e6),
    )


def _write(file: Path, megabytes: int) -> bytes:
    digest = hashlib.sha256()
    with file.open("wb") as target:
        for number in range(megabytes):
            piece = f"{number:08d}\n".encode() + b"van ban \n" * (_PIECE // 9)
            digest.update(piece[:_PIECE])
            target.write(piece[:_PIECE])
    return digest.digest()


async def _bring(program: Program, file: Path, digest: bytes) -> str:
    path = "/api/v1/uploads?name=lon.txt"
    fields = program.fields("POST", path, digest=digest, media_type=_BINARY)
    reader, writer = await program.wire.connect()
    writer.write(program.wire.head("POST", path, fields, file.stat().st_size))
    with file.open("rb") as source:
        while piece := source.read(_PIECE):
            writer.write(piece)
            await writer.drain()
    said = json.loads(await answer(reader, path))
    writer.close()
    return str(said["id"])


async def _fetch(program: Program, path: str) -> bytes:
    reader, writer = await program.wire.connect()
    writer.write(program.wire.head("GET", path, program.fields("GET", path), 0))
    head = await head_of(reader)
    left, digest = int(head["content-length"]), hashlib.sha256()
    while left:
        piece = await reader.read(min(left, _PIECE))
        if not piece:
            raise RuntimeError(f"{path}: {left} bytes did not come")
        digest.update(piece)
        left -= len(piece)
    writer.close()
    return digest.digest()
