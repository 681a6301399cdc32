"""Mutated JSON files: a seed -> a file that somebody might deliver, or make to do harm.

Three families: the bytes are damaged (cut, flipped, another encoding), a value
or key is replaced by one that fits nowhere, or the whole has another shape. A
tenth is left whole, so that reading itself is tried too.
"""

from __future__ import annotations

import codecs
import json
import random
from collections.abc import Callable
from typing import Any

PERIODS = ("2009MM03", "2009KW01", "2009JJ00", "2010MM12")
SERIES = ("D007076_2", "M006400", "D000203_2", "90210", "D000233", "D003284")
# Each stands for one value in the text, so that what JSON itself does not allow can be written.
VALUES = (
    *("NaN", "Infinity", "-Infinity", "1e999999999", "-1E-400", "1e5", "0.1", "-0", "1" * 5000),
    *("null", "true", "false", '""', '" "', '"x"', "[]", "{}", "[1]", '{"a": 1}', "[[[]]]"),
    *(r'"\ud800"', r'"\u0000"', r'"a\nb"', r'"\u001f"', r'"\udfff\ud800"', '"\ufeff"', '"=1+1"'),
    *('"' + "9" * 70_000 + '"', '"2009-13-45"', '"1.234"', '"n.v.t."', "'x'", "undefined", "+1"),
)
KEYS = ("Measure", "Value", "Perioden", "ValueAttribute", "value", "", "\\ud800", "x" * 3000)


def json_file(seed: int) -> bytes:
    """The file of this seed; the same seed gives the same bytes."""
    return mutated(seed)[1]


def mutated(seed: int) -> tuple[str, bytes]:
    """What was changed in the file of this seed, and the file."""
    rng = random.Random(seed)
    text = _text(rng)
    if rng.random() < 0.1:
        return "nothing", text.encode()
    family = rng.choice(list(FAMILIES))
    return family, FAMILIES[family](text, rng)


def _text(rng: random.Random) -> str:
    records = [
        {
            "Id": number,
            "Measure": rng.choice(SERIES),
            "ValueAttribute": "None",
            "Value": round(rng.uniform(0, 900), 1),
            "Perioden": f"20{number:02}MM{rng.randint(1, 12):02}",
        }
        for number in range(rng.randint(1, 9))
    ]
    return json.dumps({"odata.metadata": "x", "value": records}, indent=rng.choice((None, 1)))


def _bytes_damaged(text: str, rng: random.Random) -> bytes:
    content = text.encode()
    ways: tuple[Callable[[], bytes], ...] = (
        lambda: content[: rng.randrange(len(content))],
        lambda: _flipped(content, rng),
        lambda: codecs.BOM_UTF8 + content,
        lambda: text.encode("utf-16"),
        lambda: text.encode("utf-16-le"),
        lambda: text.encode("utf-32"),
        lambda: content.replace(b"None", b"N\xe9ne"),
        lambda: content + content,
        lambda: content + b"\x00" * rng.randint(1, 5000),
        lambda: content.replace(b"\n", b"\r").replace(b",", b",\r\r"),
        lambda: b"",
        lambda: b"\xef\xbb\xbf",
        lambda: bytes(rng.randrange(256) for _ in range(rng.randint(1, 400))),
    )
    return rng.choice(ways)()


def _flipped(content: bytes, rng: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.randint(1, 6)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _value_replaced(text: str, rng: random.Random) -> bytes:
    """One value or key in one record is another one, or stands there twice."""
    records = json.loads(text)["value"]
    place, key = rng.randrange(len(records)), rng.choice(("Measure", "Value", "Perioden"))
    parts = []
    for number, record in enumerate(records):
        pairs = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in record.items()]
        if number == place:
            other = rng.choice((key, rng.choice(KEYS)))
            replaced = f'"{other}": {rng.choice(VALUES)}'
            at = list(record).index(key)
            pairs = [*pairs[:at], replaced, *pairs[at + rng.randint(0, 1) :]]
        parts.append("{" + ", ".join(pairs) + "}")
    return ('{"value": [' + ", ".join(parts) + "]}").encode("utf-8", errors="surrogatepass")


def _other_shape(text: str, rng: random.Random) -> bytes:
    root: Any = json.loads(text)
    deep = rng.choice((50, 5_000, 200_000))
    shapes: tuple[Callable[[], str], ...] = (
        lambda: "[" * deep + "]" * deep,
        lambda: '{"value": ' * deep + "1" + "}" * deep,
        lambda: '{"value": [{"Measure": ' + "[" * deep + "]" * deep + "}]}",
        lambda: json.dumps(root["value"]),
        lambda: json.dumps({"value": root}),
        lambda: json.dumps({"value": {"a": root["value"]}}),
        lambda: json.dumps({"value": []}),
        lambda: json.dumps({"value": [None, 1, "x", [], {}]}),
        lambda: json.dumps({"value": [*root["value"], {}]}),
        lambda: json.dumps({"value": [*root["value"], rng.choice(root["value"])]}),
        lambda: '{"value": [], "value": ' + json.dumps(root["value"]) + "}",
        lambda: rng.choice(VALUES),
        lambda: "// commentaar\n" + text,
        lambda: text.replace("}", "},").replace("]", ",]"),
    )
    return rng.choice(shapes)().encode("utf-8", errors="surrogatepass")


FAMILIES: dict[str, Callable[[str, random.Random], bytes]] = {
    "bytes": _bytes_damaged,
    "values": _value_replaced,
    "shape": _other_shape,
}
