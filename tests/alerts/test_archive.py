"""An archive's sight is said to be one in every form of a message."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from alerts import compose, drafts, slack_blocks
from alerts.archive import ArchiveView, older, sight
from alerts.as_json import as_json
from alerts.headline import subject
from alerts.notices import NewNotice
from tests.alerts.conftest import build_change, build_envelope, build_source
from tests.slack import faults

if TYPE_CHECKING:
    from alerts.notices import ChangeNotice

AT = datetime(2025, 2, 13, 14, 25, tzinfo=UTC)
MEMENTO = "https://web.archive.org/web/20250213142500/https://www.example.org/statements/harbor"
VIEW = ArchiveView(
    at=AT, memento=MEMENTO, site="blocked", site_since=datetime(2025, 2, 4, tzinfo=UTC)
)
SAID = (
    "THE ARCHIVE'S SIGHT, not ours: captured by the Wayback Machine at 2025-02-13 14:25 UTC; "
    "the site itself: blocked since 4 Feb 2025."
)


def _told(**given: object) -> "ChangeNotice":
    return build_change(archive=VIEW, confirmed=False, looks=1, seconds_apart=None, **given)


def test_the_sentence_says_whose_sight_it_is_and_how_the_site_is() -> None:
    assert sight(VIEW) == SAID
    assert sight(ArchiveView(at=AT, memento=None)) == f"{SAID.partition(';')[0]}."
    assert older(VIEW) == "The older text is the Wayback Machine's capture of 2025-02-13 14:25 UTC."


def test_a_mail_and_slack_say_it() -> None:
    notice, envelope = _told(), build_envelope()
    assert subject(notice).endswith(" | the archive's sight")
    text = " ".join(compose.text(notice, envelope).split())
    assert SAID in text
    assert "captured by the Wayback Machine at" in compose.html(notice, envelope)
    assert "NOT CONFIRMED" not in text
    assert f"ARCHIVE {MEMENTO}" in text
    assert "(old words last read in full / new words in the archive's capture)" in text
    message = slack_blocks.message(notice, envelope, threaded=False)
    assert "THE ARCHIVE'S SIGHT, not ours" in str(message.blocks)
    assert faults({"text": message.text, "blocks": message.blocks}) is None


def test_what_the_site_shows_by_the_time_of_sending_is_said_too() -> None:
    text = " ".join(compose.text(build_change(archive=VIEW), build_envelope()).split())
    assert f"{SAID} The site itself has shown it since." in text
    assert "Seen twice" not in text


def test_a_change_from_what_the_archive_saw_says_so() -> None:
    text = compose.text(build_change(archive_before=VIEW), build_envelope())
    assert f"Seen twice, 11 s apart. {older(VIEW)}" in " ".join(text.split())


def test_a_new_document_read_from_the_archive_says_so() -> None:
    notice = NewNotice(
        alert_id=7, source=build_source(), number=1, title="T", excerpt="We met.", word_count=2,
        first_seen=AT, capture_sha256="9f" * 32, chain_head="77" * 32, archive=VIEW,
    )  # fmt: skip
    text = compose.text(notice, build_envelope())
    assert SAID in " ".join(text.split())
    assert (as_json(notice)["origin"], as_json(notice)["memento"]) == ("wayback", MEMENTO)


def test_json_and_drafts_keep_it() -> None:
    notice = _told()
    assert (as_json(notice)["origin"], as_json(notice)["memento"]) == ("wayback", MEMENTO)
    assert (as_json(build_change())["origin"], as_json(build_change())["memento"]) == (
        "direct", None,
    )  # fmt: skip
    assert drafts.from_data(drafts.as_data(notice)) == notice
