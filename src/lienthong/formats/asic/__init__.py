"""ASiC-E containers (ETSI EN 319 162-1): a ZIP whose manifest names every file by its SHA-256.

One manifest and one detached CAdES signature over it. Pure: bytes in, bytes out.
"""
