"""What a page's own dates say of a change."""

from dataclasses import replace
from datetime import UTC, datetime

from lxml import html

from monitor.said import dates, new_notes, redated
from monitor.text.meta import page_meta
from storage.model import Version

AT = datetime(2026, 5, 5, tzinfo=UTC)
BYLINE = "<p><time datetime=2026-05-05>5 May</time></p>"
UPDATED = "<ul><li><time datetime=2026-05-09>9 May</time> Added a map.</ul>"


def version(published: str | None, modified: str | None = None) -> Version:
    return Version(
        version_id=1, source_id=1, number=1, capture_id=1, rules_sha256=b"", cause=None,
        first_seen=AT, last_seen=AT, not_before=None, text_sha256=b"", title=None, language=None,
        published=published, modified=modified, publisher_said=None, same_as=None, supersedes=None,
        confirmed_at=None, note=None,
    )  # fmt: skip


def dated(body: str) -> Version:
    meta = page_meta(html.document_fromstring(f"<html><body>{body}</body></html>"))
    return version(meta.published, meta.modified)


def test_a_second_time_on_the_page_takes_no_date_away() -> None:
    before, after = dated(BYLINE), dated(BYLINE + UPDATED)
    assert redated(before, after) == ("2026-05-05", None)
    assert dates(before, after) == ("2026-05-05", "not one date")
    assert dates(after, before) == ("not one date", "2026-05-05")
    assert dates(before, before) is None
    assert dates(after, after) is None


def test_a_page_that_says_its_last_change_no_more_is_not_of_an_earlier_day_again() -> None:
    before = version("2026-05-05", "2026-05-09")
    assert redated(before, version("2026-05-05")) == ("2026-05-09", None)
    assert redated(before, version("2026-05-10")) == ("2026-05-09", "2026-05-10")
    assert redated(before, version("2026-05-09")) == (None, None)
    assert redated(version("2026-05-05"), before) == ("2026-05-05", "2026-05-09")


def test_only_what_is_new_is_news() -> None:
    plain = version(None)
    first = replace(plain, publisher_said="First published.")
    second = replace(plain, publisher_said="Added a map.\nFirst published.")
    assert new_notes(plain, plain) is None
    assert new_notes(first, second) == "Added a map."
    assert new_notes(first, first) is None
    assert new_notes(first, plain) is None
    assert new_notes(replace(first, noted_since="Added a map."), second) is None
