#!/usr/bin/env python3
"""Prints the golden vectors of a small log, made from docs/SPECIFICATION.md alone.

It shares nothing with the programs that it is to check: sections 8 and 9 of the specification, the
standard library and SHA-256. Recursive, one serial at a time, and slow; that is the point.

    python3 scripts/golden-log.py > libs/transparency/src/golden-log.json
    npx biome format --write libs/transparency/src/golden-log.json
"""

import hashlib
import json

ZERO = bytes(32)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def number(value, size):
    return value.to_bytes(size, "big")


def canonical(value):
    """RFC 8785 for what stands in these events: names in ASCII, whole numbers, text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sized(size, content):
    return number(len(content), size) + content


def leaf(event):
    """TL-2: both metadata and data are JSON objects, so the form is 3."""
    return (
        b"liushui/leaf/1\n"
        + bytes.fromhex(event["id"].replace("-", ""))
        + number(event["revision"], 8)
        + b"\x03"
        + sized(2, event["stream"].encode())
        + sized(2, event["type"].encode())
        + sized(4, canonical(event["metadata"]))
        + sized(4, canonical(event["data"]))
    )


def split(count):
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def tree(leaves):
    """TL-4."""
    if not leaves:
        return sha256()
    if len(leaves) == 1:
        return sha256(b"\x00", leaves[0])
    k = split(len(leaves))
    return sha256(b"\x01", tree(leaves[:k]), tree(leaves[k:]))


def path(index, leaves):
    """TL-6: RFC 9162, section 2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return path(index, leaves[:k]) + [tree(leaves[k:])]
    return path(index - k, leaves[k:]) + [tree(leaves[:k])]


def consistency(first, leaves, whole=True):
    """TL-7: RFC 9162, section 2.1.4.1."""
    if first == len(leaves):
        return [] if whole else [tree(leaves)]
    k = split(len(leaves))
    if first <= k:
        return consistency(first, leaves[:k], whole) + [tree(leaves[k:])]
    return consistency(first - k, leaves[k:], False) + [tree(leaves[:k])]


def segments(chains, prefix, digits, block):
    """SM-3."""
    made, before = b"", None
    for offset in range(4096):
        chain = chains.get((prefix, digits, block * 4096 + offset), ZERO)
        if chain != before:
            made += number(offset, 2) + chain
        before = chain
    return b"" if made == number(0, 2) + ZERO else made


def node(blocks, height, index):
    """SM-4, over the nodes of the blocks that something touches."""
    below = [block for block in blocks if block >> height == index]
    if not below:
        return ZERO
    if height == 0:
        return blocks[index]
    left = node(blocks, height - 1, 2 * index)
    return sha256(b"\x12", left, node(blocks, height - 1, 2 * index + 1))


def metadata(day):
    actor = {"user": "6f1f1f5e-9a0a-4c55-8d1b-2f8f3f3c7f10", "role": "clerk", "centre": "52010000"}
    return {"schema": 1, "occurredOn": day, "actor": actor, "correlationId": "c"}


def lots(*ranges):
    texts = [{"to": last, "from": first} for first, last in ranges]
    return [{"ranges": texts, "level": 5, "edition": "2013-普通"}]


A, B = ("A", 9), ("B", 6)
#: Stream, revision, type, data, and the serials touched: series, first, last.
STORY = [
    ("centres", 0, "CentreRegistered", {"name": "贵阳", "code": "52010000"}, []),
    (
        "book-52010000", 0, "BlanksRegistered",
        {"lots": lots(("A000000001", "A000004200"), ("B000100", "B000199")), "supplier": "印制单位",
         "deliveryNote": "1"},
        [(A, 1, 4200), (B, 100, 199)],
    ),
    (
        "book-52010000", 1, "SerialsSpoiled",
        {"lots": lots(("A000000040", "A000000041")), "cause": "misprint"},
        [(A, 40, 41)],
    ),
    ("book-52010000", 2, "ProposalRefused", {"proposal": "52010000-1", "reason": "重复"}, []),
    (
        "book-52010000", 3, "SerialDestroyed",
        {"lots": lots(("A000000041", "A000000041")),
         "minutes": {"on": "2013-05-04", "place": "贵阳", "method": "粉碎", "witnesses": ["甲", "乙"]}},
        [(A, 41, 41)],
    ),
    (
        "book-52010000", 4, "SpoilageReversed",
        {"lots": lots(("A000000040", "A000000040")), "reason": "未损坏"},
        [(A, 40, 40)],
    ),
    (
        "book-52010000", 5, "SerialsSpoiled",
        {"lots": lots(("B000150", "B000150")), "cause": "damaged", "note": "水渍"},
        [(B, 150, 150)],
    ),
]


def main():
    leaves, chains, told = [], {}, []
    for index, (stream, revision, kind, data, touched) in enumerate(STORY):
        event = {
            "id": f"00000000-0000-4000-8000-{index:012d}",
            "stream": stream,
            "revision": revision,
            "type": kind,
            "metadata": metadata(f"2013-05-{index + 1:02d}"),
            "data": data,
        }
        leaves.append(leaf(event))
        leaf_hash = sha256(b"\x00", leaves[-1])
        for (prefix, digits), first, last in touched:
            for ordinal in range(first, last + 1):
                serial = (prefix, digits, ordinal)
                before = chains.get(serial, ZERO)
                chains[serial] = sha256(b"\x10", before, number(index, 8), leaf_hash)
        ranges = [{"series": f"{p}:{d}", "first": f, "last": l} for (p, d), f, l in touched]
        told.append(event | {"leaf": leaves[-1].hex(), "hash": leaf_hash.hex(), "touches": ranges})
    series, blocks = [], []
    for prefix, digits in (A, B):
        numbers = {o // 4096 for p, d, o in chains if (p, d) == (prefix, digits)}
        nodes = {}
        for block in sorted(numbers):
            made = segments(chains, prefix, digits, block)
            nodes[block] = sha256(b"\x11", made)
            name = f"{prefix}:{digits}"
            blocks.append(
                {"series": name, "block": block, "segments": made.hex(), "node": nodes[block].hex()}
            )
        series.append((prefix, digits, node(nodes, 28, 0)))
    root = sha256(
        b"\x13",
        *[number(len(p), 1) + p.encode() + number(d, 1) + top for p, d, top in series],
    )
    shown = [("A", 9, 1), ("A", 9, 40), ("A", 9, 41), ("B", 6, 150)]
    golden = {
        "events": told,
        "roots": [tree(leaves[:count]).hex() for count in range(len(leaves) + 1)],
        "paths": [[one.hex() for one in path(index, leaves)] for index in range(len(leaves))],
        "consistency": [
            [one.hex() for one in consistency(first, leaves)] for first in range(1, len(leaves) + 1)
        ],
        "chains": [
            {"series": f"{p}:{d}", "ordinal": o, "chain": chains[(p, d, o)].hex()}
            for p, d, o in shown
        ],
        "blocks": blocks,
        "series": [{"series": f"{p}:{d}", "node": top.hex()} for p, d, top in series],
        "mapRoot": root.hex(),
    }
    print(json.dumps(golden, ensure_ascii=False, indent=2))


main()
