"""A board with a counter beside the text; the feed's links name a port that is not theirs."""

KIND = "rss"
LISTING_TYPE = "text/xml;charset=UTF-8"
MATCHED = [
    (
        "https://www.mofa.go.kr/www/brd/m_4080/view.do?seq=375001",
        "한-벨마르크 외교장관회담 개최",
        "2026-03-02T15:00:00",
    ),
    (
        "https://www.mofa.go.kr/www/brd/m_4080/view.do?seq=374990",
        "항만 협정 발효",
        "2026-02-27T10:00:00",
    ),
]
OTHERS = [
    "https://www.mofa.go.kr/www/brd/m_4081/list.do",
]
URL = "https://www.mofa.go.kr/www/brd/m_4080/view.do?seq=375001"
DOCUMENT_TYPE = "text/html; charset=utf-8"
TITLE = "한-벨마르크 외교장관회담 개최 | 보도자료 외교부"
PUBLISHED = None
MODIFIED = None
LANGUAGE = "ko"
TEXT = [
    "외교부 장관은 3월 2일 벨마르크 외교장관과 회담을 갖고 항만 협정에 관하여 협의하였다.",
    "양 장관은 메로 해협의 자유로운 항행을 지지하고, 곡물 통행료에 반대한다는 데 의견을 같이하였다.",
    "양측은 어획 한도에 대해서는 6월에 다시 협의하기로 하였다.",
]
DROPPED = [
    "1204",
    "목록",
    "등록일",
]
