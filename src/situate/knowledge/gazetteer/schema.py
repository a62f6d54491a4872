"""The binary shapes that builder and reader share."""

from __future__ import annotations

import struct

from situate.model import PlaceKind

SCHEMA = "9"  # raise it whenever keys, joins or tables come out otherwise
KINDS: tuple[PlaceKind, ...] = (
    "country", "adm1", "adm2", "adm3", "adm4", "settlement", "part", "area", "site", "region",
)  # fmt: skip
RECORD = struct.Struct("<ddIIIIIBB2sH")  # see `store.Facts`
KEY = "<IB"  # pid, flags
PRIMARY, PLAIN, SHORT = 1, 2, 4  # flags of a key; SHORT: met only without its qualifier
GONE, CAPITAL, LEARNED = 1, 2, 4  # flags of a row
