"""How the practice is called and entered: the one place for the demo, the scripts and the docs.

`python -m lienthong.practice.names installation` prints one of them, for scripts of the shell.
"""

import sys

# A ledger goes on under no other name than that under which it began.
INSTALLATION = "thuc-hanh.dong-nai"
PASSWORD = "Lien-Thong-2026"  # noqa: S105  # of the practice only, printed by the demo
TIME_STAMPER = "lienthong.signatures.adapters.time_stamps.stamper_of_this_installation"
_TOLD = {"installation": INSTALLATION, "password": PASSWORD, "time-stamper": TIME_STAMPER}


if __name__ == "__main__":
    sys.stdout.write(f"{_TOLD[sys.argv[1]]}\n")
