"""Volumes: the texts of many sheets, folded and bound together, so that a search is soon done.

To open some hundred thousand sheets takes minutes; a few hundred volumes, tenths of a second, and
those that cannot hold the phrase stay closed (`storage.lexicons`). They are made from the sheets a
few at a time (`bind`), and nothing rests on them: the sheets that none holds yet are searched
themselves, as are those of a volume made under other rules of the fold, and all of them where a
volume is damaged. A sheet that two volumes hold is found once.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from storage import lexicons, shelving, texts
from storage.binding import Forms, Needle, Volume, bound, pack, unpack, volume
from storage.errors import EvidenceDamaged
from storage.placing import Place
from storage.tables.readings import TEXTS, VOLUMES

_FULL = 1_000_000  # bytes; to a volume that is smaller others are added
_AT_ONCE = 256  # sheets that are bound in one step, at the most
_FEW = 100  # sheets that are left for later
_LONG = 100_000  # bytes of sheets that are not left, though they are few
_OPENED_AT_ONCE = 50  # volumes that are read together to be searched

_LAST = select(func.coalesce(func.max(VOLUMES.c.last_text_id), 0))
_SIZE = select(func.coalesce(func.sum(VOLUMES.c.raw_bytes), 0))
_TAIL = (
    select(TEXTS.c.text_id, func.length(TEXTS.c.data).label("size"))
    .where(TEXTS.c.text_id > bindparam("after"))
    .order_by(TEXTS.c.text_id)
)
_LEXICONS = select(VOLUMES.c.volume_id, VOLUMES.c.fold, VOLUMES.c.lexicon)
_OPENED = select(VOLUMES.c.fold, VOLUMES.c.data).where(
    VOLUMES.c.volume_id.in_(bindparam("volumes", expanding=True))
)
_ONE = select(VOLUMES.c.volume_id, VOLUMES.c.data).limit(1)
_STALE = _ONE.where(VOLUMES.c.fold != bindparam("rules"))
_SMALL = _ONE.where(
    VOLUMES.c.source_id.is_(None), VOLUMES.c.raw_bytes < bindparam("full")
).order_by(VOLUMES.c.last_text_id.desc())
_INSERT = insert(VOLUMES)
_UPDATE = update(VOLUMES).where(VOLUMES.c.volume_id == bindparam("volume"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """How texts are folded for searching, and the name of the rules by which that is done."""

    rules: str
    forms: Forms


def size(rx: Connection) -> int:
    """How many bytes of texts a search through all volumes has before it."""
    return int(rx.execute(_SIZE).scalar_one())


def found(rx: Connection, needles: Collection[Needle], fold: Fold) -> dict[Place, int]:
    """Where the texts stand that hold any of the phrases, and how often each does."""
    places: dict[Place, int] = {}
    try:
        listed = _that_may_hold(rx, needles, fold)
        for start in range(0, len(listed), _OPENED_AT_ONCE):
            some = listed[start : start + _OPENED_AT_ONCE]
            for row in rx.execute(_OPENED, {"volumes": some}):
                opened = unpack(row.data)
                if row.fold == fold.rules:
                    places |= opened.places(needles)
                else:
                    places |= found_on(rx, opened.text_ids, needles, fold)
    except EvidenceDamaged:
        return found_on(rx, [row.text_id for row in _tail(rx, 0)], needles, fold)
    tail = [row.text_id for row in _tail(rx, _last(rx))]
    return places | found_on(rx, tail, needles, fold)


def _that_may_hold(rx: Connection, needles: Collection[Needle], fold: Fold) -> list[int]:
    """The volumes that cannot be left out: by their lexicons, or made under other rules."""
    may_hold = lexicons.asked(needles)
    with rx.execute(_LEXICONS, execution_options={"yield_per": 200}) as rows:
        return [row.volume_id for row in rows if row.fold != fold.rules or may_hold(row.lexicon)]


def found_on(
    rx: Connection, text_ids: Collection[int], needles: Collection[Needle], fold: Fold
) -> dict[Place, int]:
    """As `found`, among the texts of these sheets, which are read themselves."""
    places: dict[Place, int] = {}
    listed = sorted(text_ids)
    for start in range(0, len(listed), _AT_ONCE):
        read = texts.read(rx, listed[start : start + _AT_ONCE])
        places |= volume(bound(read, fold.forms)).places(needles)
    return places


def bind(tx: Connection, fold: Fold) -> bool:
    """Make some of what is new ready for searching: a short step. Whether there may be more to do.

    The last few sheets are left until they are more. What is damaged is made anew, all of it. What
    was bound is sorted before more is, so that no step has much to sort.
    """
    try:
        return _renew(tx, fold) or shelving.step(tx, fold.rules) or _add(tx, fold)
    except EvidenceDamaged:
        tx.execute(delete(VOLUMES))
        return True


def _renew(tx: Connection, fold: Fold) -> bool:
    """Fold a volume of other rules anew; False where there is none."""
    stale = tx.execute(_STALE, {"rules": fold.rules}).one_or_none()
    if stale is None:
        return False
    read = texts.read(tx, unpack(stale.data).text_ids)
    tx.execute(_UPDATE, {"volume": stale.volume_id, **_row(volume(bound(read, fold.forms)), fold)})
    return True


def _add(tx: Connection, fold: Fold) -> bool:
    """Bind the next of the sheets that no volume holds; False where they are few."""
    tail = _tail(tx, _last(tx))[:_AT_ONCE]
    if len(tail) < _FEW and sum(row.size for row in tail) < _LONG:
        return False
    new = bound(texts.read(tx, [row.text_id for row in tail]), fold.forms)
    last = {"last_text_id": tail[-1].text_id}
    small = tx.execute(_SMALL, {"full": _FULL}).one_or_none()
    if small is None:
        tx.execute(_INSERT, {**_row(volume(new), fold), **last, "source_id": None})
    else:
        both = volume([*unpack(small.data).sheets(), *new])
        tx.execute(_UPDATE, {"volume": small.volume_id, **_row(both, fold), **last})
    return True


def _last(rx: Connection) -> int:
    """The last sheet that a volume holds: volumes hold all before it, too."""
    return rx.execute(_LAST).scalar_one()


def _tail(rx: Connection, after: int) -> Sequence[Row[int, int]]:
    return rx.execute(_TAIL, {"after": after}).all()


def _row(made: Volume, fold: Fold) -> dict[str, object]:
    return {
        "fold": fold.rules,
        "raw_bytes": len(made.data),
        "lexicon": lexicons.made(made.data),
        "data": pack(made),
    }
