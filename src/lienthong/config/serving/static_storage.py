"""How the static files lie where the web server takes them from."""

import hashlib
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)


class OnceCompressed(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """As WhiteNoise keeps them, but each content is compressed once.

    Each file lies there under two names, its own and the one with its digest; compressing is nearly
    all of the first start of a version.
    """

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress files; yield each with the name of what came of it."""
        same = defaultdict(list)
        for path in sorted(paths):
            content = Path(self.path(path)).read_bytes()
            same[path.rpartition(".")[2], hashlib.sha256(content).digest()].append(path)
        others = {first: rest for first, *rest in same.values()}
        for path, made in super().compress_files(others):
            yield path, made
            for other in others[path]:
                copy = other + made.removeprefix(path)
                shutil.copy2(self.path(made), self.path(copy))
                yield other, copy
