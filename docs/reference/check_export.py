"""Check an export of the ledger with the standard library alone: check_export.py FILE KEYID

Checked: every leaf against its hash, its items against their root, its place; the root and the
Ed25519 signature of every head; that the export is whole. KEYID is the id of the installation's
public key from somewhere you trust. NOT checked: time-stamps (use openssl ts -verify), what the
commitments hide (an export has no clear values), and leaves before the first line of a part.
"""

import base64
import functools
import hashlib
import json
import sys

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
raw = base64.b64decode
D = -121665 * pow(121666, P - 2, P) % P

def need(holds, what):
    if not holds:
        raise SystemExit(f"WRONG {what}")

def add(a, b):  # points as x, y, z, t (RFC 8032, section 5.1.4)
    m, n = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P

def times(number, point):
    total = (0, 1, 1, 0)
    for bit in bin(number)[2:]:
        total = add(total, total)
        total = add(total, point) if bit == "1" else total
    return total

def point_of(data):  # section 5.1.3
    y = int.from_bytes(data, "little") & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    need(y < P and x * x % P == square, "no point of the curve")
    x = P - x if x & 1 != data[31] >> 7 else x
    return x, y, 1, x * y % P

def is_signed(key, signature, message):  # section 5.1.7
    s = int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    a = times(s, point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")))
    b = add(point_of(signature[:32]), times(k, point_of(key)))
    return s < ORDER and all((a[i] * b[2] - b[i] * a[2]) % P == 0 for i in (0, 1))

def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

def root_of(leaf_hashes, edge=(), size=0):  # RFC 9162, section 2.1; edge: of the `size` before
    edge = list(edge)
    for size, joined in enumerate(leaf_hashes, size):
        while size & 1:
            joined, size = sha(b"\x01", edge.pop(), joined), size >> 1
        edge.append(joined)
    total = functools.reduce(lambda right, left: sha(b"\x01", left, right), edge[::-1])
    return total, edge

def check(lines, key_id):
    first, counts, ended = json.loads(next(lines)), {"entry": 0, "head": 0}, None
    der = raw("".join(first["pem"].split("\n")[1:-2]))
    need(first["type"] == "lienthong-ledger-export/1", "format")
    need(hashlib.sha256(der).hexdigest()[:32] == first["key"] == key_id, "key")
    for number, line in enumerate(lines, 2):
        said, where = json.loads(line), f"in line {number}"
        if said["type"] == "epoch":
            epoch, size, root, edge = said["number"], 0, None, []
        elif said["type"] == "before":
            size, edge = said["size"], [raw(one) for one in said["hashes"]]
        elif said["type"] == "entry":
            leaf, items = raw(said["leaf"]), [raw(item) for item in said.get("items", ())]
            need(said["index"] == size, f"place {where}")
            need(sha(b"\0", leaf) == raw(said["leaf_hash"]), f"leaf or hash {where}")
            claim = json.loads(leaf)["items"] if items else None
            found = (len(items), root_of(sha(b"\0", one) for one in items)[0]) if items else None
            need(not items or (claim["count"], raw(claim["root"])) == found, f"items {where}")
            (root, edge), size = root_of([sha(b"\0", leaf)], edge, size), size + 1
        elif said["type"] == "head":
            statement, signature = raw(said["statement"]), raw(said["signature"])
            need(is_signed(der[-32:], signature, statement), f"signature {where}")
            head = json.loads(statement)
            names = [head[name] for name in ("type", "installation", "key", "epoch", "size")]
            known = ["lienthong-head/1", first["installation"], key_id, epoch, size]
            need(names == known and said["size"] == size, f"head {where}")
            need(raw(head["root"]) == root, f"root {where}")
        counts[said["type"]] = counts.get(said["type"], 0) + 1
        ended = said if said["type"] == "end" else None
    whole = {"entry": ended["entries"], "head": ended["heads"]} if ended else None
    need(whole == {name: counts[name] for name in ("entry", "head")}, "end: cut off")
    return f"OK {counts['entry']} entries, {counts['head']} heads\n"

if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        sys.stdout.write(check(file, sys.argv[2]))
