"""Pages that are missing, broken or hold nothing, whatever their status says."""

# ruff: noqa: E501 - one capture a line

from collections.abc import Callable

import pytest

from storage.model import Judgement, Verdict

ROOT = "https://www.ministry.example/"
MISSING = "says that the page was not found"
# fmt: off
OTHERS: dict[str, tuple[dict[str, object], Verdict, str]] = {
    "404": ({"status": 404, "title": "Not Found"}, "gone", "404: not found"),
    "410": ({"status": 410, "raw": b""}, "gone", "410: gone for good"),
    "soft 404 en, in the site's frame": ({"site": True, "title": "Page not found | Ministry", "body": "<h1>Page not found</h1><p>Try the search.</p>"}, "gone", MISSING),
    "soft 404 en, bare": ({"title": "Ministry", "body": "<p>The page you requested could not be found.</p>"}, "gone", MISSING),
    "soft 404 en, by h1 alone": ({"site": True, "title": "Ministry", "body": "<h1>Error 404</h1>"}, "gone", MISSING),
    "soft 404 ja": ({"site": True, "title": "外務省", "body": "<h1>お探しのページは見つかりませんでした</h1><p>移動または削除された可能性があります。</p>"}, "gone", MISSING),
    "soft 404 ja, euc-jp": ({"charset": "euc-jp", "title": "指定されたページは存在しません", "body": "<p>トップへ戻る</p>"}, "gone", MISSING),
    "soft 404 zh": ({"title": "提示", "body": "<p>对不起，您访问的页面不存在或已删除！</p>"}, "gone", MISSING),
    "soft 404 zh-tw, big5": ({"charset": "big5", "title": "找不到網頁", "body": "<p>請回首頁</p>"}, "gone", MISSING),
    "soft 404 ko": ({"charset": "euc-kr", "title": "페이지를 찾을 수 없습니다", "body": "<p>홈으로</p>"}, "gone", MISSING),
    "soft 404 fr": ({"site": True, "title": "Page introuvable | Ministère", "body": "<p>Erreur</p>"}, "gone", MISSING),
    "soft 404 de": ({"site": True, "title": "Seite nicht gefunden - Amt", "body": "<p>Zur Suche</p>"}, "gone", MISSING),
    "soft 404 es": ({"site": True, "title": "Página no encontrada", "body": "<p>Volver</p>"}, "gone", MISSING),
    "soft 404 ru": ({"charset": "windows-1251", "title": "Ошибка 404", "body": "<p>Запрашиваемая страница не найдена.</p>"}, "gone", MISSING),
    "soft 404 ar": ({"title": "وزارة الخارجية", "body": "<p>عذرا، الصفحة المطلوبة غير موجودة.</p>"}, "gone", MISSING),
    "sent to the front page": ({"site": True, "final_url": ROOT, "title": "Ministry", "body": "<p>Welcome to the Ministry of External Relations.</p>"}, "gone", "redirected to the front page of www.ministry.example"),
    "sent to the front page of a language": ({"site": True, "final_url": ROOT + "en/index.html", "title": "Ministry", "body": "<p>Welcome.</p>"}, "gone", "redirected to the front page of www.ministry.example"),
    "soft 404 with the day's news under it": ({"site": True, "title": "Page not found | Ministry", "body": "<h1>Page not found</h1><p>Here is our news.</p>" + "<div><h3>News</h3><p>The ministers met in the harbour city and agreed on wheat, rail links and the price of fish.</p></div>" * 20}, "gone", MISSING),
    "a part nobody asked for": ({"status": 206, "title": "Readout", "body": "<p>The ministers met.</p>", "headers": {"Content-Range": "bytes 0-99/5000"}}, "truncated", "206: only a part of the page came"),
    "sent to a page for missing pages": ({"site": True, "final_url": ROOT + "error/404.html?aspxerrorpath=/press", "title": "Ministry"}, "gone", "redirected to a page that says it was not found"),
    "parked": ({"title": "ministry.example", "body": "<p>The domain ministry.example is for sale.</p>"}, "gone", "the domain is parked or for sale"),
    "500": ({"status": 500, "title": "Oops"}, "failed", "500: server error"),
    "502": ({"status": 502, "title": "502 Bad Gateway"}, "failed", "502: server error"),
    "504": ({"status": 504, "raw": b""}, "failed", "504: the server or a gateway took too long"),
    "522": ({"status": 522, "raw": b"error code: 522"}, "failed", "522: Cloudflare cannot reach the site"),
    "varnish": ({"status": 503, "title": "503 Backend fetch failed", "body": "<h1>Error 503</h1><h3>Guru Meditation:</h3><p>XID: 7</p>"}, "failed", "503: service unavailable"),
    "wordpress maintenance": ({"status": 503, "title": "Maintenance", "body": "<p>Briefly unavailable for scheduled maintenance. Check back in a minute.</p>"}, "failed", "503: down for maintenance"),
    "drupal maintenance with 200": ({"title": "Site under maintenance", "body": "<h1>Site under maintenance</h1><p>Ministry is currently under maintenance. We should be back shortly. Thank you for your patience.</p>"}, "failed", "down for maintenance"),
    "maintenance ja": ({"title": "メンテナンス中", "body": "<p>ただいまメンテナンス中です。ご迷惑をおかけしますが、しばらくお待ちください。</p>"}, "failed", "down for maintenance"),
    "maintenance zh": ({"title": "系统维护", "body": "<p>网站正在维护，请稍后再试。</p>"}, "failed", "down for maintenance"),
    "maintenance ko": ({"title": "시스템 점검", "body": "<p>시스템 점검 중입니다. 불편을 드려 죄송합니다.</p>"}, "failed", "down for maintenance"),
    "maintenance fr": ({"title": "Site en maintenance", "body": "<p>Ce site est actuellement en maintenance.</p>"}, "failed", "down for maintenance"),
    "maintenance de": ({"title": "Wartungsarbeiten", "body": "<p>Wir sind in Kürze wieder da.</p>"}, "failed", "down for maintenance"),
    "maintenance ar": ({"title": "صيانة الموقع", "body": "<p>الموقع تحت الصيانة، سنعود قريبا.</p>"}, "failed", "down for maintenance"),
    "asp.net": ({"title": "Runtime Error", "body": "<h1>Server Error in '/' Application.</h1><h2><i>Runtime Error</i></h2><p>An application error occurred on the server.</p>"}, "failed", "an error page"),
    "sorry for the inconvenience": ({"title": "Ministry", "body": "<h1>Sorry for the inconvenience</h1><p>The page is not responding, please try again later.</p>"}, "failed", "an error page"),
    "wordpress database": ({"title": "Database Error", "body": "<h1>Error establishing a database connection</h1>"}, "failed", "an error page"),
    "nginx welcome": ({"title": "Welcome to nginx!", "body": "<h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed and working.</p>"}, "failed", "the web server's own default page"),
    "no body": ({"raw": b""}, "empty", "the response has no body"),
    "white space": ({"raw": b" \r\n\t "}, "empty", "the response holds nothing but white space"),
    "no words": ({"body": "<div id='root'></div><script>start()</script>"}, "empty", "the page has no words"),
    "script only": ({"title": "App", "body": "<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>"}, "empty", "shows its text only to browsers with JavaScript"),
    "redirect stub": ({"head": '<meta http-equiv="refresh" content="0; url=/new">', "body": '<p>This page has a new address. <a href="/new">Go on</a></p>'}, "empty", "only sends browsers on to another page"),
    "an image": ({"raw": b"\xff\xd8\xff\xe0", "headers": {"Content-Type": "image/jpeg"}}, "empty", "not a page but image/jpeg"),
    "binary bytes": ({"raw": bytes(range(256)) * 40}, "empty", "not a text: binary bytes"),
    "204": ({"status": 204, "raw": b""}, "empty", "204: no content"),
}
# fmt: on


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_page_is_known_for_what_it_is(
    name: str, judge: Callable[..., Judgement]
) -> None:
    reply, verdict, reason = OTHERS[name]
    assert judge(**reply) == Judgement(verdict=verdict, reason=reason)
