"""Genuine pages, short and treacherous ones among them: none may be refused."""

# ruff: noqa: E501 - one capture a line

from collections.abc import Callable

import pytest

from storage.model import Judgement

COOKIE_BANNER = (
    '<div class="cookie"><h2>We value your privacy</h2><p>We use cookies to measure visits. You can accept all '
    "cookies or change your cookie settings at any time.</p><button>Accept all</button></div>"
)
SEARCH_AND_LOGIN = '<form action="/login"><input name="u"><input type="password" name="p"><button>Log in</button></form>'
READOUT = (
    "<h1>Readout of the Foreign Minister's call with her counterpart of Norland</h1><p>The two ministers reviewed "
    "the preparations for the summit in May. They agreed to meet again in Port Ellis on 14 April.</p>"
)
# fmt: off
GENUINE: dict[str, dict[str, object]] = {
    "two sentences": {"title": "Readout | Ministry", "body": READOUT},
    "two sentences in the site's frame": {"site": True, "title": "Readout | Ministry", "body": READOUT},
    "with a cookie banner": {"site": True, "title": "Readout", "body": COOKIE_BANNER + READOUT},
    "with a login box": {"site": True, "title": "Readout", "body": SEARCH_AND_LOGIN + READOUT},
    "with a noscript notice": {"title": "Readout", "body": "<noscript>Please enable JavaScript and cookies to continue using all functions.</noscript>" + READOUT},
    "behind incapsula": {"head": '<script src="/_Incapsula_Resource?SWJIYLWA=719d"></script>', "title": "R", "body": READOUT},
    "behind cloudflare": {"headers": {"Server": "cloudflare", "CF-RAY": "8f1"}, "title": "Readout", "body": READOUT + "<script>a.src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'</script>"},
    "behind f5 and datadome": {"headers": {"X-DataDome": "protected"}, "title": "Readout", "body": READOUT + "<script src='/TSPD/08a1'></script><script src='https://js.datadome.co/tags.js'></script>"},
    "access denied as its subject": {"title": "Access Denied: statement on the refusal of entry to inspectors", "body": "<h1>Access denied: statement on the refusal of entry to inspectors</h1><p>Inspectors were denied access to the harbour of Sund on Monday. Access was blocked again on Tuesday. The Ministry protests.</p>"},
    "blocked as its subject": {"title": "Blocked shipments", "body": "<h1>Blocked shipments</h1><p>Our request was rejected without a reason, and all shipments have been blocked since Friday. We do not have permission to name the carrier.</p>"},
    "maintenance as its subject": {"title": "Maintenance of the Sund bridge", "body": "<h1>Maintenance of the Sund bridge</h1><p>The bridge is closed for maintenance from 3 to 9 May. Both governments share the costs of the maintenance works.</p>"},
    "maintenance of a reactor": {"title": "Statement on Unit 3", "body": "<p>Unit 3 is currently undergoing scheduled maintenance and is temporarily out of service. No radiation was released.</p>"},
    "a document that does not exist": {"title": "Press remarks", "body": "<p>The spokesperson said that the document does not exist and that no such file could be found.</p>"},
    "an error in a transcript": {"title": "Correction", "body": "<h1>Correction</h1><p>An error occurred in the transcript of 3 May. The second answer should read: we do not support it.</p>"},
    "404 people": {"title": "404 people return from Norland", "body": "<h1>404 people return from Norland</h1><p>The last ferry arrived on Sunday evening.</p>"},
    "403 and 500 in figures": {"title": "Aid in figures", "body": "<p>403 tents and 500 blankets were sent on Monday.</p>"},
    "a queue as its subject": {"title": "Visa queues", "body": "<p>People wait in line for four hours. We will open a second counter.</p>"},
    "login as its subject": {"title": "Statement on the attack on the state portal", "body": "<p>Attackers obtained log in data of 40 officials. The portal was taken offline at once.</p>"},
    "a visit refused, in chinese": {"title": "发言人谈话", "body": "<p>关于代表团访问被拒绝一事，发言人表示，中方正在维护地区和平，有关内容不存在任何问题。</p>"},
    "access restricted, in japanese": {"title": "報道官談話", "body": "<p>現在、当該地域への立入りを停止しており、職員は現地にアクセスできません。日本側はこの措置に抗議した。</p>"},
    "a request rejected, in korean": {"title": "대변인 논평", "body": "<p>상대측은 우리의 요청을 거부하였다. 현재 현장에서 안전 점검 중이며 통행이 차단되었다.</p>"},
    "security check, in german": {"title": "Erklärung der Sprecherin", "body": "<p>Der Zugang zum Hafen wurde verweigert. Die Prüfer konnten die Unterlagen nicht finden.</p>"},
    "suspended, in french": {"title": "Déclaration", "body": "<p>L'accès au port a été refusé aux inspecteurs. Le document demandé par la France n'existe pas.</p>"},
    "technical difficulties as its subject": {"title": "Consular hotline", "body": "<h1>Consular hotline</h1><p>The embassy in Norland is experiencing technical difficulties with its telephone lines. We apologise for the inconvenience. Please write to us instead.</p>"},
    "a list of links": {"title": "Press releases", "body": "<ul>" + "".join(f'<li><a href="/r/{n}">Release number {n} of the year</a></li>' for n in range(40)) + "</ul>"},
    "a table of figures": {"title": "Rates", "body": "<table><tr><td>3.25</td><td>3.50</td></tr></table>"},
    "plain text": {"raw": b"The Committee decided to leave the rate at 2 percent.", "headers": {"Content-Type": "text/plain"}},
    "json": {"raw": b'{"details": {"body": "<p>Page not found</p>"}}', "headers": {"Content-Type": "application/json"}},
    "a feed": {"raw": b'<?xml version="1.0"?><rss><channel><title>News</title><item><title>404</title></item></channel></rss>', "headers": {"Content-Type": "application/rss+xml"}},
    "a pdf": {"raw": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n", "headers": {"Content-Type": "application/pdf"}},
    "a pdf that is called a page": {"raw": b"%PDF-1.4\n...\n%%EOF"},
    "moved to a new address": {"final_url": "https://www.ministry.example/en/press/joint-statement", "title": "Readout", "body": READOUT},
    "front page asked for": {"url": "https://www.ministry.example/", "final_url": "https://www.ministry.example/en/", "title": "Ministry", "body": READOUT},
    "202 with a whole page": {"status": 202, "site": True, "title": "Readout", "body": READOUT},
}
# fmt: on


@pytest.mark.parametrize("name", GENUINE)
def test_a_genuine_page_is_never_refused(name: str, judge: Callable[..., Judgement]) -> None:
    assert judge(**GENUINE[name]) == Judgement(verdict="ok", reason=None)
