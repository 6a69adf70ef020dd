"""What a store keeps of a notice is all of it."""

import json
from dataclasses import replace

import pytest

from alerts.drafts import as_data, from_data
from alerts.notices import (
    DigestNotice,
    GroupNotice,
    NewNotice,
    Notice,
    OperatorNotice,
    SampleNotice,
    StateNotice,
)
from alerts.siblings import Sibling
from tests.alerts.conftest import NOW, build_change, build_source

_SIBLING = Sibling(slug="lorvania-fr", language="fr", seen_at=NOW, changed_at=NOW, number=2)
CHANGE = build_change(
    evidence=((("negation", "added", "not"),),),
    term_counts=(("harbor", 2, 1),),
    siblings=(_SIBLING, replace(_SIBLING, slug="lorvania-de", seen_at=None)),
)
NEW = NewNotice(
    alert_id=1, source=build_source(), number=1, title="T\0", excerpt="“so”", word_count=1,
    first_seen=NOW, capture_sha256="9f", chain_head="77",
)  # fmt: skip
STATE = StateNotice(
    alert_id=2, source=None, about="desk", state="broken", verdict=None, reason="full", since=NOW,
    last_good=None, last_version=None, remedy=None,
)  # fmt: skip
OPERATOR = OperatorNotice(subject="disk", lines=("It is full.", "Make room."))
GROUP = GroupNotice(host="a.example", members=(STATE, STATE), unchanged=0, needy=2, root="77")
DIGEST = DigestNotice(members=(CHANGE, NEW, STATE, OPERATOR))


@pytest.mark.parametrize(
    "notice", [CHANGE, NEW, STATE, OPERATOR, GROUP, DIGEST, SampleNotice(channel="desk")]
)
def test_a_notice_is_read_as_it_was_kept(notice: Notice) -> None:
    again = from_data(json.loads(json.dumps(as_data(notice))))
    assert again == notice
    assert type(again) is type(notice)


def test_what_fits_no_more_is_composed_anew() -> None:
    kept = as_data(CHANGE)
    assert isinstance(kept, dict)
    del kept["passages"]
    assert from_data(kept) is None
    assert from_data(None) is None
