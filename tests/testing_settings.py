"""The product's settings, with its data in a folder of this test process."""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="lienthong-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["LIENTHONG_HOME"] = _home

from lienthong.config.settings import *  # noqa: E402, F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Names without hashes: nothing has to be collected before a test.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
