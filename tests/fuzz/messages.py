"""Mutated messages and records: a seed -> the XML of Suwinet or the lines of BUS, damaged.

Of a message the bytes are damaged, a text or an element is another one, or an
entity, an encoding or a depth is to do harm; of records the bytes, or the
length and the figures of a line. A tenth is left whole.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

from tests.fuzz.texts import OF_BYTES, VALUES

CASES = Path(__file__).parents[1] / "unit" / "contracts" / "cases"
RECORDS = 40
Change = Callable[[bytes, random.Random], bytes]
_TEXT = re.compile(rb">([^<>\s][^<>]*)<")
_NAME = re.compile(rb"<(/?[A-Za-z][\w:]*)")
_ELEMENT = re.compile(rb"<([A-Z]\w+)>.*?</\1>", re.DOTALL)
ATTACKS = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    b'<!DOCTYPE x SYSTEM "file:///etc/hosts">',
    b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]>',
    b"<?xml-stylesheet href='x'?>",
    b"<!-- " + b"-" * 5000 + b" -->",
    b"<a>" * 20_000,
)


def message(seed: int) -> tuple[str, bytes]:
    """What was changed in the message of this seed, and the message."""
    content = (CASES / "suwinet_voorbeeld.xml").read_bytes()
    return _mutated(content, random.Random(seed), OF_XML)


def records(seed: int) -> tuple[str, bytes]:
    """What was changed in the records of this seed, and the records."""
    rng = random.Random(seed)
    file = rng.choice(sorted(CASES.glob("busm_*.txt")))
    lines = file.read_bytes().splitlines(keepends=True)
    some = b"".join(rng.sample(lines, min(RECORDS, len(lines))))
    return _mutated(some, rng, OF_RECORDS)


def _mutated(
    content: bytes, rng: random.Random, changes: dict[str, tuple[Change, ...]]
) -> tuple[str, bytes]:
    if rng.random() < 0.1:
        return "nothing", content
    family = rng.choice(list(changes))
    for _ in range(rng.choice((1, 1, 2, 4))):
        content = rng.choice(changes[family])(content, rng)
    return family, content


def _between(content: bytes, found: list[re.Match[bytes]], rng: random.Random, new: bytes) -> bytes:
    if not found:
        return content
    hit = rng.choice(found)
    return content[: hit.start(1)] + new + content[hit.end(1) :]


def _text(content: bytes, rng: random.Random) -> bytes:
    new = rng.choice((*VALUES, "20091301", "00000000", "20090000", "&#0;", "&x;", "]]>"))
    return _between(content, list(_TEXT.finditer(content)), rng, new.encode())


def _name(content: bytes, rng: random.Random) -> bytes:
    names = [match[1] for match in _NAME.finditer(content)] or [b"a"]
    new = rng.choice((rng.choice(names), b"x", b"soap:Body", b"1a", b"\xff"))
    return _between(content, list(_NAME.finditer(content)), rng, new)


def _element(content: bytes, rng: random.Random) -> bytes:
    """One element is gone, stands there again, or stands inside another."""
    found = list(_ELEMENT.finditer(content))
    if not found:
        return content
    hit, other = rng.choice(found), rng.choice(found)
    return rng.choice(
        (
            content[: hit.start()] + content[hit.end() :],
            content[: hit.end()] + hit[0] * rng.choice((1, 50)) + content[hit.end() :],
            content[: other.start()] + hit[0] + content[other.start() :],
        )
    )


def _attack(content: bytes, rng: random.Random) -> bytes:
    before, mark, after = content.partition(b"?>")
    return before + mark + rng.choice(ATTACKS) + after.replace(b"WWB", b"&b;")


def _encoding(content: bytes, rng: random.Random) -> bytes:
    text = content.decode(errors="replace")
    name = rng.choice(("utf-16", "utf-32", "windows-1252", "utf-7", "bestaat-niet"))
    told = text.replace("UTF-8", name) if rng.random() < 0.7 else text
    codec = "utf-8" if name == "bestaat-niet" else name
    return told.encode(codec, errors="replace")


def _figures(content: bytes, rng: random.Random) -> bytes:
    """A few figures of a line become others, or a value that has as many signs."""
    lines = content.splitlines(keepends=True) or [b""]
    place = rng.randrange(len(lines))
    line = bytearray(lines[place])
    for _ in range(rng.choice((1, 3, 20))):
        if line:
            line[rng.randrange(len(line))] = rng.choice(b"0123456789 9Xx-\t\x00\xe9")
    lines[place] = bytes(line)
    return b"".join(lines)


def _length(content: bytes, rng: random.Random) -> bytes:
    lines = content.splitlines(keepends=True) or [b""]
    place = rng.randrange(len(lines))
    line = lines[place].rstrip(b"\r\n")
    longer = (
        line[:-1],
        line + b" ",
        line + b"0",
        line * 2,
        b"",
        line[: rng.randrange(len(line) + 1)],
    )
    lines[place] = rng.choice(longer) + rng.choice((b"\n", b"\r\n", b"\r", b""))
    return b"".join(lines)


OF_XML: dict[str, tuple[Change, ...]] = {
    "bytes": tuple(OF_BYTES.values()),
    "texts": (_text, _text, _name),
    "elements": (_element,),
    "attacks": (_attack, _encoding),
}
OF_RECORDS: dict[str, tuple[Change, ...]] = {
    "bytes": tuple(OF_BYTES.values()),
    "figures": (_figures,),
    "lengths": (_length,),
}
