"""A board: a table with numbers, departments and attached files beside the titles."""

URL = "https://www.mofa-board.example/www/brd/m_4080/list.do"
CSS = "table.board_list td.al a"
NEXT = "https://www.mofa-board.example/www/brd/m_4080/list.do?page=2"
ENTRIES = [
    (
        "https://www.mofa-board.example/www/brd/m_4080/view.do?seq=375210&page=1",
        "한·아벨란드 외교장관 통화",
        "2026-06-18",
    ),
    (
        "https://www.mofa-board.example/www/brd/m_4080/view.do?seq=375207&page=1",
        "안셀항 사건 관련 외교부 대변인 성명",
        "2026-06-17",
    ),
    (
        "https://www.mofa-board.example/www/brd/m_4080/view.do?seq=375199&page=1",
        "메로우 해협 정세에 관한 4개국 공동성명",
        "2026-06-16",
    ),
]
