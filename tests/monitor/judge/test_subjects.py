"""Short texts that speak of what refusals speak of: each is a page, and a document."""

# ruff: noqa: E501 - one capture a line

import re
from collections.abc import Callable

import pytest

from monitor.judge.document import judge_document
from storage.model import Block, Document, Judgement

# fmt: off
SUBJECTS: tuple[dict[str, object], ...] = (
    {"title": "Access to the strait denied | Ministry", "body": "<h1>Access to the strait denied</h1><p>Access has been denied to the research vessel. The Ministry regrets the decision.</p>"},
    {"title": "Access Denied | Statement by the Foreign Minister", "body": "<h1>Access denied</h1><p>On 4 March our consul was denied access to a detained citizen. We have asked for an explanation, and we expect access to be granted without delay under the consular convention.</p>"},
    {"title": "Statement on site maintenance", "body": "<h1>Statement on site maintenance</h1><p>The nuclear site will undergo maintenance in May. The Agency has been informed.</p>"},
    {"title": "Statement", "body": "<form><input name=user><input type=password name=word><button>Log in</button></form><h1>Statement on the attack</h1><p>We condemn the attack. Our thoughts are with the families.</p>"},
    {"title": "Statement", "body": "<div class=cookie-banner><p>We use cookies to improve your experience. By continuing you agree to our use of cookies.</p><button>Accept all</button></div><h1>Statement</h1><p>We condemn the attack. Our thoughts are with the families.</p>"},
    {"title": "Forbidden weapons", "body": "<p>Chemical weapons are forbidden. There is no exception.</p>"},
    {"title": "Notice of website maintenance", "body": "<h1>Notice of website maintenance</h1><p>The visa portal will not be available on 14 June from 22:00 to 23:30 because of maintenance. Applications that were begun are kept.</p>", "site": True},
    {"title": "Scheduled maintenance of the consular portal on 12 May", "body": "<p>Our website will be closed for maintenance on 12 May between 08:00 and 10:00. We apologise for the inconvenience.</p>", "site": True},
    {"title": "システムメンテナンスのお知らせ（5月12日）", "lang": "ja", "body": "<p>5月12日22時から24時まで、システムメンテナンスのため電子申請を停止します。ご迷惑をおかけしますが、御理解願います。</p>", "site": True},
    {"title": "关于签证系统维护的公告", "lang": "zh", "body": "<p>签证系统将于5月12日22时至24时进行维护，届时暂停服务。敬请谅解。</p>", "site": True},
    {"title": "Statement", "body": "<p>We were unable to find the page of the treaty that mentions this.</p>"},
    {"title": "Press release 404", "body": "<h1>Press release 404</h1><p>The delegation arrived.</p>"},
    {"title": "Error", "site": True, "body": "<h1>Correction of an error</h1><p>In the statement of 2 May a figure was wrong: it is 2,000, not 20,000.</p>"},
    {"title": "We are sorry", "body": "<h1>We are sorry: apology to the families</h1><p>The government apologises to the families of the victims.</p>"},
    {"title": "Sorry", "site": True, "body": "<h1>Apology</h1><p>The Prime Minister today apologised to the families of those who died in the fire.</p>"},
    {"title": "The Minister's login credentials were not stolen", "body": "<p>Reports that log-in data were stolen are false. Passwords were changed as a precaution.</p>"},
    {"title": "Security check at the embassy", "body": "<p>Visitors must pass a security check. Please bring identification.</p>"},
    {"title": "Security verification mission", "body": "<p>The verification mission confirms that the arms were destroyed.</p>"},
    {"title": "Joint statement", "body": "<p>The two sides checked that you can trust the text: verify the signatures.</p>"},
    {"title": "Waiting rooms reopened", "body": "<p>The waiting rooms of the consulate are open again.</p>"},
    {"title": "外交部发言人答记者问", "lang": "zh", "body": "<p>问：外方称访问被拒绝。答：中方已多次表明立场。请你向主管部门了解。</p>"},
    {"title": "外交部发言人谈话", "lang": "zh", "body": "<p>您的请求已转交有关部门。我们正在核实有关情况。</p>"},
    {"title": "报道", "lang": "zh", "body": "<p>有关网站的内容不存在事实依据，中方坚决反对，要求立即删除。</p>"},
    {"title": "代表团访问", "lang": "zh", "body": "<p>应外长邀请，代表团今日抵达访问。双方就共同关心的问题交换意见。</p>"},
    {"title": "ページ・ワン社に対する措置", "lang": "ja", "body": "<p>政府は同社の資産を凍結することを決定した。</p>"},
    {"title": "談話", "lang": "ja", "body": "<p>ご指摘の文書は存在しません。政府として確認した。</p>"},
    {"title": "報告書の削除について", "lang": "ja", "body": "<p>当該ページは削除されたとの指摘があるが、事実ではない。</p>"},
    {"title": "대변인 논평", "lang": "ko", "body": "<p>정부는 상대측의 접근 차단 조치에 유감을 표명하고 즉각 철회를 요청하였다.</p>"},
    {"title": "브리핑", "lang": "ko", "body": "<p>서비스 무역 협정이 일시 중지되었다. 양측은 재개를 협의한다.</p>"},
    {"title": "Communiqué", "lang": "fr", "body": "<p>La France regrette que l'accès des observateurs ait été refusé. Votre demande a été transmise au ministre.</p>"},
    {"title": "Point de presse", "lang": "fr", "body": "<p>Le service de presse est actuellement fermé. Le ministre est en déplacement.</p>"},
    {"title": "Erklärung", "lang": "de", "body": "<p>Der Zugang wurde verweigert. Ein Fehler ist aufgetreten in der Übersetzung vom 3. Mai; die richtige Fassung folgt.</p>"},
    {"title": "Meldung", "lang": "de", "body": "<p>Das Konsulat ist vorübergehend nicht erreichbar. Bitte melden Sie sich per Brief.</p>"},
    {"title": "Comunicado", "lang": "es", "body": "<p>El acceso de los observadores fue denegado. El Gobierno lamenta la decisión.</p>"},
    {"title": "Aviso", "lang": "es", "body": "<p>Se ha producido un error en la traducción del comunicado del 3 de mayo.</p>"},
    {"title": "Комментарий", "lang": "ru", "body": "<p>Доступ наблюдателям был ограничен. Мы ждем объяснений. На сайте посольства размещён полный текст.</p>"},
    {"title": "Сообщение", "lang": "ru", "body": "<p>Произошла ошибка при переводе заявления от 3 мая. Верный текст приводится ниже.</p>"},
    {"title": "بيان", "lang": "ar", "body": "<p>تم رفض وصول المراقبين إلى الميناء. وتعرب الوزارة عن أسفها.</p>"},
    {"title": "أعمال الصيانة", "lang": "ar", "body": "<p>تستمر أعمال صيانة الجسر حتى مايو في الموقع الشمالي.</p>"},
    {"title": "Embassy closed", "body": "<p>The embassy is temporarily closed. Please try again later in the week by telephone, or contact the duty officer.</p>"},
    {"title": "Power outage", "body": "<p>The server of the election commission is overloaded. An unexpected error occurred in the count of two districts.</p>"},
    {"title": "Domain statement", "body": "<p>The domain of outer space is not for sale.</p>"},
    {"title": "Human rights: are you human?", "body": "<p>A campaign on dignity was opened by the minister today.</p>"},
    {"title": "Media note", "body": "<p>Content blocked in Norland: our broadcasts are not available in that country. The Ministry protests.</p>"},
    {"title": "Index", "body": "<p>Index of prices: 103.2</p>"},
    {"title": "Subscribe", "body": "<p>The ministers agreed. </p><p>Subscribe to continue receiving our newsletter.</p>"},
    {"title": "Readout", "body": "<p>The ministers met.</p><form><input type=email><div class='g-recaptcha'></div><p>This site is protected by reCAPTCHA and the Google Privacy Policy and Terms of Service apply.</p></form>"},
    {"title": "Readout", "body": "<p>The President spoke with the Prime Minister.</p><noscript>JavaScript is disabled in your browser. Please enable JavaScript to use all functions.</noscript>", "site": True},
    {"title": "Readout", "body": "<p>The President spoke with the Prime Minister.</p>", "head": "<meta http-equiv='refresh' content='300'>"},
    {"title": "Statement on the blocked bridge", "body": "<h1>Blocked</h1><p>The bridge has been blocked since Tuesday; both governments are in contact.</p>"},
    {"title": "Temporarily unavailable documents", "body": "<p>Two annexes are temporarily unavailable. The treaty text is complete.</p>"},
    {"title": "Service suspended", "body": "<p>Consular services in Sund are suspended until further notice.</p>"},
    {"title": "Just a moment of silence", "body": "<p>The nation holds a moment of silence at noon.</p>"},
    {"title": "MOFA: 500", "body": "<h1>500</h1><p>Five hundred evacuees have returned home on three flights this week, the minister said.</p>"},
    {"title": "Readout of Call | Ministry", "site": True, "body": "<h1>Readout</h1><p>The Minister spoke by telephone with her counterpart. They discussed regional security.</p><p><a href=/login>Log in</a> to comment.</p>"},
    {"title": "Press release", "body": "<p>Please sign in to the embassy register before 4 May.</p>"},
    {"title": "Statement on cyber attack", "body": "<p>Your access to public services was restricted last night. All services are back.</p>"},
    {"title": "Travel advice", "body": "<p>Do not travel. Your connection may be cancelled; your request for assistance has been registered.</p>"},
    {"title": "Notice to the press", "body": "<p>The briefing has been moved to 15:00. The page of questions will be published later.</p>"},
    {"title": "Correction", "body": "<p>This page has been updated: the name of the delegate was wrong.</p>"},
    {"title": "Archive notice", "body": "<p>This document is no longer in force. It was replaced by the agreement of 2024.</p>"},
    {"title": "Verification", "body": "<p>Inspectors verify that you, the parties, keep the ceasefire.</p>"},
    {"title": "Human verification of ceasefire", "body": "<p>Observers began work on Monday.</p>"},
    {"title": "Just a moment in history", "body": "<h1>Just a moment in history</h1><p>The exhibition opens on Friday.</p>"},
    {"title": "Press", "body": "<p>Access for journalists: accreditation closes on 3 May. Access to this site is restricted to accredited media.</p>"},
    {"title": "Site visit", "body": "<p>Access to the site has been restricted since the accident. The site is down to two reactors.</p>"},
    {"title": "Port closure", "body": "<p>The port is temporarily closed for maintenance. We will be back with an update on Friday.</p>"},
    {"title": "Error in statistics", "body": "<p>A server error at the statistics office delayed the publication.</p>"},
    {"title": "Queue at the border", "body": "<p>You are in line with the rules, the minister told drivers.</p>"},
    {"title": "Budget 503", "body": "<h1>503 million for harbours</h1><p>Parliament agreed.</p>"},
    {"title": "500", "body": "<p>500 days of war. The ministers recalled the victims.</p>"},
    {"title": "Ministry", "site": True, "body": "<p>Statement follows.</p>"},
    {"title": "外相会談（結果）", "lang": "ja", "site": True, "body": "<h1>日・ノルランド外相会談</h1><p>両外相は、地域情勢について意見交換を行った。</p>"},
    {"title": "アクセス", "lang": "ja", "body": "<h1>アクセス</h1><p>大使館への行き方。駅から徒歩五分です。</p>", "site": True},
    {"title": "サイバー攻撃について", "lang": "ja", "body": "<p>現在、国内の複数のサイトでサービスが停止している。政府は状況の把握に努めている。</p>"},
    {"title": "定例会見", "lang": "ja", "body": "<p>記者会見の内容は削除または修正されることはない。ただいまの質問にお答えする。</p>"},
    {"title": "王毅会见外宾", "lang": "zh", "body": "<p>王毅会见来访的外宾，双方同意加强合作，维护国际体系。</p>"},
    {"title": "系统性合作", "lang": "zh", "body": "<p>双方同意升级合作平台，平台升级，服务两国人民。</p>"},
    {"title": "声明", "lang": "zh", "body": "<p>你没有权利干涉。禁止访问受制裁的港口。</p>"},
    {"title": "공지", "lang": "ko", "body": "<p>원자로 시설 점검 중 이상이 없음을 확인하였다. 시스템은 정상이다.</p>"},
    {"title": "성명", "lang": "ko", "body": "<p>존재하지 않는 조항을 근거로 한 주장에 반대한다.</p>"},
    {"title": "Déclaration conjointe", "lang": "fr", "body": "<p>Les deux parties condamnent. La page est tournée.</p>"},
    {"title": "Gemeinsame Erklärung", "lang": "de", "body": "<p>Diese Seite der Geschichte wurde nicht vergessen. Wir sind bald wieder zu Gesprächen bereit.</p>"},
    {"title": "Hinweis", "lang": "de", "body": "<p>Wegen Wartungsarbeiten an der Brücke ist der Grenzübergang nicht passierbar.</p>"},
    {"title": "Declaración", "lang": "es", "body": "<p>El portal diplomático no está disponible para comentarios. Volveremos a negociar.</p>"},
    {"title": "Заявление", "lang": "ru", "body": "<p>На сайте МИД опубликован текст. Технические консультации продолжатся в мае.</p>"},
    {"title": "О сайте", "lang": "ru", "body": "<p>Посольство обслуживает граждан в обычном режиме; сайт обновлён.</p>"},
    {"title": "بيان صحفي", "lang": "ar", "body": "<p>عقد الوزيران اجتماعا في الموقع الجديد حاليا تحت صيانة الجسر.</p>"},
    {"title": "Redirecting aid", "body": "<h1>Redirecting aid</h1><p>Aid will be redirected to the south.</p>"},
    {"title": "Redirection of funds", "body": "<p>Funds will be redirected.</p>"},
    {"title": "Found", "body": "<p>The missing sailors were found alive on Sunday.</p>"},
    {"title": "Under construction", "body": "<p>The bridge is under construction.</p>"},
    {"title": "Loading", "body": "<p>Loading of grain ships resumed at the port today.</p>"},
    {"title": "Identification", "lang": "fr", "body": "<p>L'identification des victimes est achevée.</p><form action=/s></form>"},
    {"title": "Maintenance", "body": "<p>Both sides agreed on the maintenance of the dam.</p>"},
    {"title": "Unavailable", "body": "<p>The minister is unavailable today.</p>"},
    {"title": "Apologies | Ministry", "site": True, "body": "<h1>Sorry</h1><p>The minister apologised for the inconvenience caused to travellers by the closure of the northern border crossing last week.</p>"},
)
# fmt: on
OK = Judgement(verdict="ok", reason=None)


def _document(reply: dict[str, object]) -> Document:
    """What would be read from such a page."""
    found = re.findall(r"<(h1|p)>(.*?)</", str(reply["body"]))
    return Document(
        title=str(reply["title"]),
        headline=None,
        language=None,
        published=None,
        modified=None,
        blocks=tuple(
            Block(kind="heading" if name == "h1" else "paragraph", text=text)
            for name, text in found
        ),
    )


@pytest.mark.parametrize("reply", SUBJECTS, ids=[str(reply["title"]) for reply in SUBJECTS])
def test_a_text_about_such_things_is_a_text(
    reply: dict[str, object], judge: Callable[..., Judgement]
) -> None:
    assert judge(**reply) == OK
    assert judge_document(_document(reply), selector="#main") == OK
