from pathlib import Path

from alerts.channels import Email, File
from alerts.message_id import domain, new_message_id

HERE = File(path=Path("alerts"))


def by_mail(sender: str) -> Email:
    return Email(smtp="smtp://localhost", password=None, sender=sender, to=("a@example.org",))


def test_the_same_deliveries_have_the_same_name_in_any_order() -> None:
    target = by_mail("Readout <readout@example.org>")
    name = new_message_id("store", [3, 1], target)
    assert name == new_message_id("store", [1, 3], target)
    assert name.startswith("<readout.")
    assert name.endswith("@example.org>")


def test_other_deliveries_and_other_stores_have_other_names() -> None:
    names = {
        new_message_id("a", [1, 2], HERE),
        new_message_id("a", [12], HERE),
        new_message_id("b", [1, 2], HERE),
    }
    assert len(names) == 3


def test_the_domain_is_the_senders() -> None:
    assert domain(by_mail("Büro <a@bücher.example>")) == "xn--bcher-kva.example"
    assert domain(by_mail("nobody")) == "readout.invalid"
    assert domain(HERE) == "readout.invalid"
