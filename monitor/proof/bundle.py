"""The files of a proof, made of a case: what is checked, what checks it, what a person reads."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from alerts import when
from monitor.archive import warc_write
from monitor.proof import faces
from monitor.proof.kit import verify
from storage.errors import EvidenceDamaged
from storage.model import Document, unmarked
from storage.segments import Row
from storage.tables.base import compact

if TYPE_CHECKING:
    from monitor.proof.case import Case, Side, Stamped

_KIT = Path(__file__).with_name("kit")
_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the same proof is the same file


def packed(case: "Case", diff: Mapping[str, object]) -> bytes:
    """The proof as one zip file; `diff` is the object of `diff --json`.

    Raises EvidenceDamaged where what the store holds does not prove what it says.
    """
    files = dict(_files(case, diff))
    sums = "".join(f"{_sha256(files[name])}  {name}\n" for name in sorted(files))
    files["SHA256SUMS"] = sums.encode()
    _check(files)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as to:
        for name, data in files.items():
            to.writestr(_member(name), data)
    return out.getvalue()


def _check(files: dict[str, bytes]) -> None:
    """Nobody is handed a proof that does not hold."""
    for what, check in verify.CHECKS:
        try:
            check(files)
        except Exception as error:
            raise EvidenceDamaged(what=what, problem=str(error)) from error


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _NO_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member


def _files(case: "Case", diff: Mapping[str, object]) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", faces.readme(case).encode()
    yield "index.html", faces.page(case).encode()
    yield "verify.py", (_KIT / "verify.py").read_bytes()
    yield "proof.json", _json(_facts(case))
    for side in case.sides:
        yield _capture(side), _warc(case, side)
        yield _text(side), text(side.document)
        yield _shown(side), shown(side.document)
    yield "diff.json", _json(diff)
    yield "chain.jsonl", b"".join(map(_line, case.rows))
    for number, one in enumerate(case.stamps, 1):
        yield f"stamp-{number}.root", one.stamp.root_sha256
        yield f"stamp-{number}.token", one.stamp.token
        yield f"stamp-{number}.pem", one.stamp.certificate


def _facts(case: "Case") -> dict[str, object]:
    """What verify.py goes by; nothing here is believed, all of it is held against the chain."""
    return {
        "source": case.source.slug,
        "url": case.source.url,
        "name": case.source.name,
        "made_at": when.exact(case.made_at),
        "segment": {"after": case.after, "link_before": _hex(case.link_before)},
        "change_id": case.change.change_id if case.change else None,
        "versions": [_version(side) for side in case.sides],
        "stamps": [_stamp(number, one) for number, one in enumerate(case.stamps, 1)],
    }


def _version(side: "Side") -> dict[str, object]:
    return {
        "number": side.version.number,
        "version_id": side.version.version_id,
        "capture_id": side.version.capture_id,
        "capture": _capture(side),
        "text": _text(side),
        "shown": _shown(side),
        "memento": side.witness.memento if side.witness else None,
    }


def _stamp(number: int, one: "Stamped") -> dict[str, object]:
    return {
        "name": f"stamp-{number}",
        "authority": one.stamp.url,
        "stamped_at": when.exact(one.stamp.stamped_at),
        "slug": one.place.slug,
        "position": one.place.position,
        "path": [[step.side, step.sha256.hex()] for step in one.path],
    }


def text(document: Document) -> bytes:
    """The text as its SHA-256 is made of it: `[headline, [[kind, text], …]]`, canonical JSON."""
    blocks = [[block.kind, block.text] for block in document.blocks]
    return compact([document.headline, blocks]).encode()


def shown(document: Document) -> bytes:
    """The text as a person reads it: all that is compared, a blank line between blocks."""
    return (unmarked("\n\n".join(block.text for block in document.compared)) + "\n").encode()


def _warc(case: "Case", side: "Side") -> bytes:
    out = io.BytesIO()
    to = warc_write.writer(out)
    for record in warc_write.records(to, side.capture, case.source.slug):
        to.write_record(record)
    return out.getvalue()


def _line(row: Row) -> bytes:
    link = row.link
    told = {"position": link.position, "link": link.link_sha256.hex(), "content": row.content}
    return (compact(told) + "\n").encode("utf-8", "surrogatepass")


def _capture(side: "Side") -> str:
    return f"capture-{side.version.number}.warc.gz"


def _text(side: "Side") -> str:
    return f"version-{side.version.number}.json"


def _shown(side: "Side") -> str:
    return f"version-{side.version.number}.txt"


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")


def _hex(digest: bytes | None) -> str | None:
    return None if digest is None else digest.hex()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
