"""The HTTP interface of the national axis as its client SDK speaks it; pure Python.

Everything that looks like a parameter is a header field; the fields are signed with a shared
secret; answers are JSON in ASCII. docs/reference/vxp.md has the whole of it.
"""
