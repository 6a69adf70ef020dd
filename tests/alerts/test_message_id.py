from datetime import UTC, datetime, timedelta
from pathlib import Path

from alerts.channels import Email, File
from alerts.message_id import domain, new_message_id

HERE = File(path=Path("alerts"))
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def by_mail(sender: str) -> Email:
    return Email(smtp="smtp://localhost", password=None, sender=sender, to=("a@example.org",))


def test_the_same_deliveries_have_the_same_name_in_any_order() -> None:
    target = by_mail("Readout <readout@example.org>")
    name = new_message_id("store", [3, 1], target, NOW)
    assert name == new_message_id("store", [1, 3], target, NOW)
    assert name.startswith("<readout.")
    assert name.endswith("@example.org>")


def test_other_deliveries_and_other_stores_have_other_names() -> None:
    names = {
        new_message_id("a", [1, 2], HERE, NOW),
        new_message_id("a", [12], HERE, NOW),
        new_message_id("b", [1, 2], HERE, NOW),
    }
    assert len(names) == 3


def test_a_store_restored_from_a_backup_gives_other_names_to_the_same_ids() -> None:
    later = NOW + timedelta(microseconds=1)
    assert new_message_id("a", [1], HERE, NOW) != new_message_id("a", [1], HERE, later)


def test_the_domain_is_the_senders() -> None:
    assert domain(by_mail("Büro <a@bücher.example>")) == "xn--bcher-kva.example"
    assert domain(by_mail("nobody")) == "readout.invalid"
    assert domain(HERE) == "readout.invalid"
