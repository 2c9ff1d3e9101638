"""The product's settings, with its data in a folder of this test process."""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="lienthong-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["LIENTHONG_HOME"] = _home
# What libraries write for a while goes with this process too, also when its children are killed.
tempfile.tempdir = os.path.join(_home, "passing")
os.mkdir(tempfile.tempdir, 0o700)

from lienthong.config.settings import *  # noqa: E402, F403

# Whoever a test signs in works at once; the tests of access ask for second factors themselves.
LIENTHONG_SECOND_FACTOR_GRACE_DAYS = 100_000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Names without hashes: nothing has to be collected before a test.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A process asks once whether the tables fit, and tests count statements: only its own tests ask.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.endswith(".SchemaMiddleware")]  # noqa: F405
# A sign-in of the product costs a tenth of a second on purpose; hundreds of tests sign in.
PASSWORD_HASHERS = ["tests.hashing.QuickArgon2"]
# Tests of damage change rows that nobody may change; tests of the guards switch them on.
LIENTHONG_GUARD_ROWS = False
