"""The corpus as a whole: how much it holds, and that the table knows all of it."""

import pytest

from storage.model import Verdict
from tests.monitor.judge import corpus
from tests.monitor.judge.replies import Reply

FAILURES = tuple(corpus.failures())
GENUINE = tuple(corpus.genuine())
LANGUAGES = {"en", "ja", "zh", "ko", "fr", "de", "es", "ar"}
# fmt: off
SERVERS = (
    "cloudflare", "akamai", "aws waf", "cloudfront", "imperva", "f5", "sucuri", "datadome",
    "azure front door", "fastly", "varnish", "nginx", "iis", "asp.net", "apache", "drupal",
    "wordpress", "aem", "sitecore", "dns filter", "isp filter", "redirect stub", "login wall",
    "captive portal", "cookie wall", "geo-block", "queue page", "parked", "maintenance",
)
# fmt: on


def test_it_holds_what_it_should() -> None:
    assert len(FAILURES) >= 80
    assert len(GENUINE) >= 40
    names = [name.lower() for name, _, _ in FAILURES]
    assert [server for server in SERVERS if not any(server in name for name in names)] == []


def test_every_language_has_both_kinds() -> None:
    assert {str(reply.get("lang", "en")) for _, _, reply in FAILURES} >= LANGUAGES
    assert {str(reply.get("lang", "en")) for _, reply in GENUINE} >= LANGUAGES


@pytest.mark.parametrize(
    ("verdict", "reply"), [case[1:] for case in FAILURES], ids=[case[0] for case in FAILURES]
)
def test_what_is_no_page_gets_its_verdict(verdict: Verdict, reply: Reply) -> None:
    judgement = corpus.worth(reply)
    assert (judgement.verdict, bool(judgement.reason)) == (verdict, True)


@pytest.mark.parametrize("reply", [case[1] for case in GENUINE], ids=[case[0] for case in GENUINE])
def test_no_genuine_page_is_refused(reply: Reply) -> None:
    assert corpus.worth(reply).verdict == "ok"


@pytest.mark.slow
def test_no_page_of_one_sentence_is_refused() -> None:
    pages = list(corpus.sentences())
    assert len(pages) > 200
    assert [name for name, reply in pages if corpus.worth(reply).verdict != "ok"] == []


def test_a_login_wall_whose_button_changes_is_one_failure() -> None:
    walls = {name: corpus.worth(reply) for name, _, reply in FAILURES if "button says" in name}
    assert len(walls) == 2
    assert len(set(walls.values())) == 1
