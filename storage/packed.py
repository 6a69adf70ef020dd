"""Values kept as compressed JSON: header lists and passages, which nobody queries.

A CRC-32 stands first: deflate ends within a byte, and what fills it up could be altered unseen.
The byte after it says how: 0 for JSON as it is, 1 for deflate with the words below as dictionary.
zlib rather than zstandard: a history is read with them, and zlib is loaded in no time.
The words may never change: what was packed with them could not be read. Others get a new number.
"""

import json
import zlib

from storage.errors import EvidenceDamaged

_CHECKSUM = 4  # bytes
_PLAIN, _WITH_WORDS = b"\0", b"\1"
_SHORT = 64
_RAW = -zlib.MAX_WBITS

_WORDS = b"""[["Server","nginx"],["Server","Apache"],["Server","cloudflare"],\
["Server","AkamaiGHost"],["Date","Mon, 01 Jan 2025 00:00:00 GMT"],\
["Last-Modified","Tue, 02 Feb 2026 00:00:00 GMT"],\
["Expires","Thu, 19 Nov 1981 08:52:00 GMT"],["Content-Type","application/pdf"],\
["Content-Length","65536"],["Connection","keep-alive"],["Connection","close"],\
["Transfer-Encoding","chunked"],["Vary","Accept-Encoding, Cookie, User-Agent"],\
["Cache-Control","no-cache, no-store, must-revalidate, private, public, max-age=300"],\
["Pragma","no-cache"],["Age","0"],["ETag","W/\""],["Accept-Ranges","bytes"],\
["Content-Encoding","gzip"],["Content-Encoding","br"],["Content-Language","en"],\
["Strict-Transport-Security","max-age=31536000; includeSubDomains; preload"],\
["X-Content-Type-Options","nosniff"],["X-Frame-Options","SAMEORIGIN"],\
["X-XSS-Protection","1; mode=block"],["Referrer-Policy","strict-origin-when-cross-origin"],\
["Permissions-Policy","geolocation=(), microphone=(), camera=()"],\
["Content-Security-Policy","default-src 'self' 'unsafe-inline' https: data:; script-src"],\
["Set-Cookie","session=; path=/; HttpOnly; Secure; SameSite=Lax"],["X-Cache","HIT"],\
["Via","1.1 varnish"],["CF-Cache-Status","DYNAMIC"],["CF-RAY",""],\
["Alt-Svc","h3=\":443\"; ma=86400"],\
["Link","<https://www.example.org/>; rel=shortlink"],["X-Powered-By","PHP/8"],\
{"after":"","before":"","change":"wording","edits":[["=",""],["-",""],["+",""]],\
"flags":["number"],"kind":"changed","paragraph":1,"section":null},\
["Content-Type","text/html; charset=utf-8"],["Content-Type","text/html; charset=UTF-8"]]"""


def pack(value: object) -> bytes:
    """The value as bytes; lone surrogates survive."""
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    data = plain.encode("utf-8", "surrogatepass")
    if len(data) < _SHORT:
        return _checked(_PLAIN + data)
    press = zlib.compressobj(level=9, wbits=_RAW, zdict=_WORDS)
    return _checked(_WITH_WORDS + press.compress(data) + press.flush())


def _checked(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(_CHECKSUM) + data


def unpack(packed: bytes) -> object:
    """What `pack` was given; tuples come back as lists.

    Raises EvidenceDamaged if it was altered.
    """
    data = packed[_CHECKSUM:]
    if _checked(data) != packed:
        raise EvidenceDamaged(what="a packed value", problem="its checksum differs")
    plain = data[1:]
    if data[:1] == _WITH_WORDS:
        plain = zlib.decompressobj(wbits=_RAW, zdict=_WORDS).decompress(plain)
    value: object = json.loads(plain.decode("utf-8", "surrogatepass"))
    return value
