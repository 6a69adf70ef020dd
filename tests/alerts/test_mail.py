from collections.abc import Callable
from email import message_from_bytes, policy
from email.header import decode_header

from hypothesis import given
from hypothesis import strategies as st

from alerts.channels import Email
from alerts.headline import subject
from alerts.mail import POLICY, as_bytes, mail
from alerts.notices import ChangeNotice, Envelope, SourceCard
from storage.model import Passage

DESK = Email(
    smtp="smtp://localhost",
    password=None,
    sender="Readout <readout@example.org>",
    to=("desk@example.org", "Night Desk <night@example.org>"),
)


def test_headers_for_readers_filters_and_threads(
    change: Callable[..., ChangeNotice], envelope: Callable[..., Envelope]
) -> None:
    sent = mail(change(), envelope(thread_id="<readout.first@example.org>"), DESK)
    read = message_from_bytes(as_bytes(sent), policy=policy.default)
    assert read["From"] == "Readout <readout@example.org>"
    assert read["To"] == "desk@example.org, Night Desk <night@example.org>"
    assert read["Subject"].startswith('"oppose" → "welcome" | Lorvania Foreign Office: Joint')
    assert read["Message-ID"] == "<readout.0123abcd@example.org>"
    assert read["In-Reply-To"] == read["References"] == "<readout.first@example.org>"
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["List-Id"] == "readout <lorvania-harbor.readout.example.org>"
    assert read["Date"] == "Thu, 13 Feb 2025 14:26:00 +0000"
    assert read.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in read.iter_parts()]
    assert kinds == ["text/plain", "text/html"]


def test_the_first_message_of_a_thread_refers_to_nothing(
    change: Callable[..., ChangeNotice], envelope: Callable[..., Envelope]
) -> None:
    first = envelope()
    assert "References" not in mail(change(), first, DESK)
    again = envelope(thread_id=first.message_id)
    assert "In-Reply-To" not in mail(change(), again, DESK)


def test_the_name_of_the_message_answered_stands_on_one_line(
    change: Callable[..., ChangeNotice], envelope: Callable[..., Envelope]
) -> None:
    first = f"<readout.{'0123456789' * 4}@mail.readout.example.org>"
    raw = as_bytes(mail(change(), envelope(thread_id=first), DESK)).decode("ascii")
    assert f"\r\nIn-Reply-To: {first}\r\n" in raw
    assert f"\r\nReferences: {first}\r\n" in raw


def test_the_same_message_twice_is_the_same_to_the_byte(
    passage: Callable[..., Passage],
    change: Callable[..., ChangeNotice],
    envelope: Callable[..., Envelope],
) -> None:
    long = change(*(passage(("-", f"Clause {n}, 削除"), kind="removed") for n in range(40)))
    once, again = (as_bytes(mail(long, envelope(), DESK)) for _ in range(2))
    assert once == again
    assert once.isascii()


def test_a_long_diff_is_attached_whole(
    passage: Callable[..., Passage],
    change: Callable[..., ChangeNotice],
    envelope: Callable[..., Envelope],
) -> None:
    long = change(*(passage(("-", f"Clause {n}."), kind="removed") for n in range(40)))
    read = message_from_bytes(as_bytes(mail(long, envelope(), DESK)), policy=policy.default)
    (attached,) = read.iter_attachments()
    assert attached.get_filename() == "diff.html"
    assert "Clause 39." in attached.get_content()


def test_hostile_names_make_no_headers(
    passage: Callable[..., Passage],
    change: Callable[..., ChangeNotice],
    envelope: Callable[..., Envelope],
    source: Callable[..., SourceCard],
) -> None:
    evil = "x\r\nBcc: all@example.org\r\n\r\n<h1>body</h1>\ud800 \u2029=?utf-8?q?y?="
    notice = change(passage(("-", evil), kind="removed"), source=source(name=evil, publisher=evil))
    sent = as_bytes(mail(notice, envelope(), DESK))
    read = message_from_bytes(sent, policy=policy.default)
    assert read["Bcc"] is None
    assert read["To"] == "desk@example.org, Night Desk <night@example.org>"
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]


def test_a_japanese_subject_is_encoded(
    passage: Callable[..., Passage],
    change: Callable[..., ChangeNotice],
    envelope: Callable[..., Envelope],
    source: Callable[..., SourceCard],
) -> None:
    notice = change(
        passage(("=", "両国は"), ("-", "反対"), ("+", "支持"), ("=", "する。")),
        source=source(name="港湾に関する共同声明" * 4, publisher="ロルバニア外務省"),
    )
    raw = as_bytes(mail(notice, envelope(), DESK)).decode("ascii")
    assert all(len(line) <= 998 for line in raw.splitlines())
    read = message_from_bytes(raw.encode(), policy=policy.default)
    assert read["Subject"].startswith('"反対" → "支持" | ロルバニア外務省: 港湾に関する共同声明')
    assert decode_header(read["Subject"])


_WORDS = st.lists(st.sampled_from(["oppose", "→", "“we", "台湾海峡", "the…”", "|", "of" * 20]))


@given(_WORDS.map(" ".join))
def test_a_subject_is_read_as_it_was_written(words: str) -> None:
    folded = POLICY.header_factory("Subject", words).fold(policy=POLICY)
    assert all(len(line) <= 78 for line in folded.splitlines())
    read = message_from_bytes(folded.encode("ascii") + b"\r\n", policy=policy.default)
    assert read["Subject"] == words


def test_no_space_is_doubled_where_a_subject_is_folded(
    passage: Callable[..., Passage],
    change: Callable[..., ChangeNotice],
    envelope: Callable[..., Envelope],
) -> None:
    lost = "They would station no ships of war in the strait while talks on the isles continue."
    notice = change(passage(("-", lost), kind="removed"))
    read = message_from_bytes(as_bytes(mail(notice, envelope(), DESK)), policy=policy.default)
    assert read["Subject"] == subject(notice)
