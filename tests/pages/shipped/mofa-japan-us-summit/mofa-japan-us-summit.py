"""The same ministry's pages in Japanese, dated in years of the era."""

URL = "https://www.mofa.go.jp/mofaj/na/na1/us/pageit_000001_01583.html"
DOCUMENT_TYPE = "text/html; charset=utf-8"
TITLE = "日・ベルマルク首脳会談｜外務省"
PUBLISHED = None
MODIFIED = None
LANGUAGE = "ja"
TEXT = [
    "3月2日、外務大臣はベルマルクの外務大臣と港湾協定について会談を行いました。",
    "両大臣は、メロウ海峡の自由な航行を支持し、穀物への通行料に反対することで一致しました。",
    "双方は、漁獲枠について6月に改めて協議することを確認しました。",
]
DROPPED = [
    "令和8年",
    "関連リンク",
]
