"""The report as files: complete, well formed, the same again, and written only where it altered."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.errors import UsageError
from monitor.html import change as change_page
from monitor.report import folder
from storage import entries, episodes, remarks, sources, versions, watches
from storage.model import Entry, Remark, Version
from tests.monitor.conftest import Desk, ScriptedSite
from tests.monitor.report.conftest import EVIL, MARKUP, Report
from tests.storage import build
from tests.storage.build import NOW

pytestmark = pytest.mark.slow

A, CHANGE = "sources/a/index.html", "sources/a/1-2.html"


def test_every_page_is_well_formed_and_every_link_leads_somewhere(report: Report) -> None:
    files = report.files
    assert {"index.html", "feed.xml", "style.css", A, CHANGE, "sources/b/index.html",
            "sources/a/feed.xml", "statements/pact.html"} <= set(files)  # fmt: skip
    for page in report.pages:
        assert set(page.links) <= set(files), page.name
        assert page.tree.find("head/title").text  # type: ignore[union-attr]
        ids = [one.get("id") for one in page.tree.iter() if one.get("id")]
        assert len(ids) == len(set(ids)), page.name
    reached, left = set(), ["index.html"]
    while left:
        name = left.pop()
        if name not in reached:
            reached.add(name)
            left += report.page(name).links if name.endswith(".html") else ()
    assert set(files) - reached == {name for name in files if name.endswith("report.json")}


def test_a_page_needs_nothing_from_elsewhere_and_runs_nothing(report: Report) -> None:
    for page in report.pages:
        for one in page.tree.iter():
            assert one.tag not in {"script", "iframe", "img", "object", "form"}, page.name
            assert not [name for name in one.attrib if str(name).startswith("on")]
            whole = str(one.get("href", "")).startswith("http")
            assert not whole or one.tag == "a", (page.name, one.attrib)
    style = report.files["style.css"].decode()
    assert "url(" not in style
    assert "@import" not in style


def test_the_first_page_says_what_changed_and_what_is_not_read(report: Report) -> None:
    said = report.page("index.html").said
    assert '"oppose" → "do not support"' in said
    assert "version 1 to version 2, 1 word removed, 3 added" in said
    assert "Not read now b: cannot be read (403" in said
    assert said.count("→") == 1, "neither typography nor a state is a change of wording"


def test_the_page_of_a_source_tells_its_history_and_its_text(report: Report) -> None:
    page = report.page(A)
    for words in ("@2", "wording", "negation", "typography", "confirmed", "Times: UTC",
                  "The sides do not support it.", "The text, version"):  # fmt: skip
        assert words in page.said
    (picture,) = (one for one in page.tree.iter() if str(one.tag).endswith("desc"))
    assert picture.text == "3 versions: 1 first text, 1 wording, 1 typography."
    assert "not seen: blocked (403" in report.page("sources/b/index.html").said


def test_texts_say_their_language(report: Report) -> None:
    text = report.page("sources/b/index.html").tree.find(".//div[@class='document']")
    assert text is not None
    assert text.get("lang") == "ja"


def test_an_address_is_said_where_the_page_began_to_stand_there(
    site: ScriptedSite, desk: Callable[..., Desk], tmp_path: Path
) -> None:
    site.answers["/a"] = (302, b"", {"Location": "/elsewhere"})
    site.say("/elsewhere", "The sides oppose it.")
    here = desk("/a")
    here.baseline()
    site.say("/elsewhere", "The sides welcome it.")
    here.round()
    made = Report(folder=tmp_path / "site", store=here.scheduler.store, now=here.clock.now)
    made.publish()
    assert made.page(A).said.count("read at http") == 1


def test_a_statement_is_a_page_whatever_it_is_called(report: Report) -> None:
    with report.store.write() as tx:
        for slug in ("a", "b"):
            one = sources.get(tx, slug)
            assert one is not None
            sources.assign(tx, one.source_id, "../Pact & 'more'", "hand")
    done = report.publish()
    assert done.removed == ["statements/pact.html"]
    assert "statements/___Pact____more_.html" in report.page(A).links
    assert "../Pact & 'more'" in report.page("statements/___Pact____more_.html").said


def test_the_page_of_a_change_is_what_diff_writes(report: Report) -> None:
    text = report.files[CHANGE].decode()
    assert "<del>oppose</del>" in text
    assert "<ins>do not support</ins>" in text
    assert change_page.style() in report.files["style.css"].decode()
    assert report.page(CHANGE).links.count("sources/a/2-3.html") == 1, "the change after it"


def test_the_same_store_gives_the_same_bytes_and_nothing_is_written_twice(
    report: Report, tmp_path: Path
) -> None:
    before, times = report.files, report.times
    assert report.publish().written == []
    assert (report.files, report.times) == (before, times)
    again = replace(report, folder=tmp_path / "again")
    again.publish()
    assert again.files == before


def test_only_what_altered_is_written(
    report: Report, watched: Desk, site: ScriptedSite, tmp_path: Path
) -> None:
    watched.round()  # no text altered; when the pages were last read did
    assert set(report.publish().written) <= {"index.html", "report.json"}
    site.say("/a", "The sides welcome it.", "They will meet in the 'autumn'.")
    watched.round()
    done = report.publish()
    latest = max(one.number for one in _history(report, "a"))
    assert f"sources/a/{latest - 1}-{latest}.html" in done.written
    assert CHANGE not in done.written
    assert not [page for page in done.written if page.startswith("sources/b/")]
    fresh = replace(report, folder=tmp_path / "fresh")
    fresh.publish()
    assert fresh.files == report.files, "by steps or at once"


def test_a_page_that_was_taken_away_is_written_again(report: Report, watched: Desk) -> None:
    for gone in ([CHANGE], ["sources/a/feed.xml"], [A, CHANGE, "style.css"]):
        for page in gone:
            (report.folder / page).unlink()
        assert sorted(report.publish().written) == sorted(gone)


def test_a_note_alters_the_pages_that_show_it(report: Report) -> None:
    with report.store.write() as tx:
        versions.annotate(tx, _history(report, "a")[1].version_id, f"asked the desk {EVIL}")
    assert CHANGE in report.publish().written
    assert "asked the desk" in report.page(A).said
    assert "asked the desk" in report.page(CHANGE).said


def test_a_new_id_takes_the_pages_along_and_leaves_a_way_from_the_old(report: Report) -> None:
    with report.store.write() as tx:
        sources.rename(tx, "a", "pact")
    done = report.publish(former={"a": "pact"})
    assert report.page(CHANGE).links.count("sources/pact/1-2.html") == 1
    assert 'content="0; url=../pact/1-2.html"' in report.files[CHANGE].decode()
    assert report.files["sources/a/feed.xml"] == report.files["sources/pact/feed.xml"]
    assert set(report.page("index.html").links).isdisjoint({A})
    assert done.removed == []
    assert report.publish(former={"a": "pact"}).written == []
    gone = report.publish().removed
    assert {A, CHANGE} <= set(gone)
    assert not (report.folder / "sources" / "a").exists()


@pytest.mark.parametrize("name", ["notes.txt", ".git", "index.html"])
def test_a_folder_of_somebody_elses_is_left_alone(
    report: Report, name: str, tmp_path: Path
) -> None:
    foreign = tmp_path / "theirs"
    foreign.mkdir()
    (foreign / name).write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=f"is no earlier report and holds {name}"):
        replace(report, folder=foreign).publish()
    assert [one.name for one in foreign.iterdir()] == [name]
    with pytest.raises(UsageError, match="is a file; name a folder"):
        replace(report, folder=foreign / name).publish()


def test_what_others_put_beside_the_pages_stays(report: Report) -> None:
    for name in ("CNAME", "sources/a/mine.txt"):
        (report.folder / name).write_text("mine", encoding="utf-8")
    with report.store.write() as tx:
        sources.rename(tx, "a", "pact")
    report.publish()
    assert (report.folder / "CNAME").read_text(encoding="utf-8") == "mine"
    assert [one.name for one in (report.folder / "sources" / "a").iterdir()] == ["mine.txt"]


def test_a_crash_leaves_whole_pages_in_a_folder_that_is_ours(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, real, left = replace(report, folder=tmp_path / "other"), folder.write, 4

    def write(path: Path, content: bytes) -> bool:
        nonlocal left
        left -= 1
        if not left:
            raise OSError(28, "No space left on device", str(path))
        return real(path, content)

    monkeypatch.setattr(folder, "write", write)
    with pytest.raises(OSError, match="No space left"):
        other.publish()
    monkeypatch.undo()
    other.publish()
    assert other.files == report.files


def test_two_at_once_do_not_write_to_one_folder(report: Report) -> None:
    with folder.claimed(report.folder), pytest.raises(UsageError, match="another readout report"):
        report.publish()


def test_a_manifest_that_cannot_be_used_is_no_earlier_report(report: Report) -> None:
    (report.folder / "report.json").write_text(json.dumps({"form": "else"}), encoding="utf-8")
    with pytest.raises(UsageError, match="is no earlier report"):
        report.publish()


def test_page_text_is_only_text_wherever_it_stands(
    site: ScriptedSite, desk: Callable[..., Desk], tmp_path: Path
) -> None:
    shown = EVIL.replace("&", "&amp;").replace("<", "&lt;").replace("\x1b", "&#27;")
    site.say("/a", f"The sides oppose {shown}.")
    name = json.dumps(MARKUP)
    here = desk("/a", extra=f'select: "#text", name: {name}, publisher: {name}')
    here.baseline()
    site.say("/a", f"The sides welcome {shown}.")
    here.round()
    site.answers["/a"] = (403, b"x", {"Server": "<script>"})
    here.round()
    with here.scheduler.store.write() as tx:
        one = sources.get(tx, "a")
        assert one is not None
        episodes.enter(tx, source_id=one.source_id, state="broken", verdict="failed", reason=EVIL,
                       now=here.clock.now())  # fmt: skip
    made = Report(folder=tmp_path / "site", store=here.scheduler.store, now=here.clock.now)
    made.publish()
    for page in made.pages:
        assert {one.tag for one in page.tree.iter()}.isdisjoint({"script", "img"}), page.name
        assert "{{ 7*7 }}" in page.said or page.name == "index.html"
        assert not set(page.text) & {"\x1b", "\u202e"}, page.name
        if page.name != "index.html":
            assert "<script>alert(1)</script>" in page.said, page.name


def test_a_listing_leads_to_what_it_found_and_not_to_what_it_passed_over(report: Report) -> None:
    with report.store.write() as tx:
        parent = build.source(tx, "press", kind="listing", name="All statements")
        build.source(tx, "press-harbour", name="On the harbour", listing_id=parent)
        over = build.source(tx, "press-weather", name="On the weather", listing_id=parent)
        sources.pass_over(tx, over, build.NOW)
        told = {"source_id": parent, "at": build.NOW, "before": None}
        remarks.add(tx, Remark(kind="silent", after="nothing new for 9 d", **told))  # type: ignore[arg-type]
    report.publish()
    first = report.page("index.html")
    assert "3 texts watched" in first.said
    assert "Listings Pages, feeds" in first.said
    assert "On the harbour: not read yet since" in first.said
    listing = report.page("sources/press/index.html")
    assert "A listing: the documents it names" in listing.said
    assert "nothing new for 9 d" in listing.said
    assert "sources/press-harbour/index.html" in listing.links
    assert "sources/press/index.html" in report.page("sources/press-harbour/index.html").links
    assert not (report.folder / "sources/press-weather").exists()
    with report.store.write() as tx:
        remarks.add(tx, Remark(kind="relinked", after=f"a{EVIL}", **told))  # type: ignore[arg-type]
    assert report.publish().written == ["sources/press/index.html"]


def _history(report: Report, slug: str) -> list[Version]:
    with report.store.read() as rx:
        one = sources.get(rx, slug)
        assert one is not None
        return versions.history(rx, one.source_id)


def test_words_from_right_to_left_are_set_apart_in_pages_and_feeds(
    site: ScriptedSite, desk: Callable[..., Desk], tmp_path: Path
) -> None:
    site.say("/ar", "الطرف الأول لا يدعم الاستقلال.", "سيجتمع الطرفان في الخريف القادم.")
    here = desk("/ar", extra='select: "#text", name: بيان مشترك, language: ar')
    here.baseline()
    site.say("/ar", "الطرف الأول يدعم الاستقلال.", "سيجتمع الطرفان في الخريف القادم.")
    here.round()
    report = Report(folder=tmp_path / "site", store=here.scheduler.store, now=here.clock.now)
    report.publish("https://example.org/report")
    assert '\u2069" → "\u2068' in report.page("index.html").said
    (feed,) = [text.decode() for name, text in report.files.items() if name == "feed.xml"]
    assert '\u2069" → "\u2068' in feed
    assert " | \u2068بيان مشترك\u2069" in feed


def test_a_page_that_nobody_visits_any_more_is_not_called_read_well(
    report: Report, watched: Desk
) -> None:
    assert "read well" in report.page("index.html").said
    read = watched.clock.now()
    watched.clock.pass_by(days=5)
    report.publish()
    first, page = report.page("index.html").said, report.page(A).said
    assert f"a: not read since {read:%Y-%m-%d %H:%M}" in first
    assert "read well" not in first
    assert f"This page is not read now: not read since {read:%Y-%m-%d %H:%M}" in page
    assert report.publish().written == []
    watched.round()
    report.publish()
    assert "not read" not in report.page(A).said


def test_a_text_that_is_listed_no_more_is_said_to_be_so_and_is_read(report: Report) -> None:
    with report.store.write() as tx:
        one = sources.get(tx, "a")
        assert one is not None
        press = build.source(tx, "press", kind="listing")
        left = Entry(
            listing_id=press, key="//a", url="https://a", title=None, published=None,
            source_id=one.source_id, first_seen=NOW, not_before=None, is_listed=False,
            missing_since=NOW, unlisted_at=build.later(days=1),
        )  # fmt: skip
        entries.add(tx, [left])
    report.publish()
    said = "no longer listed by its publisher since"
    assert said in report.page(A).said
    assert "not read now" not in report.page(A).said
    index = report.page("index.html").said
    assert f"en{said}" in index
    assert f"a: {said}" not in index, "it is read"


def test_a_text_that_was_withdrawn_is_not_said_to_have_another_in_its_place(report: Report) -> None:
    reason = "withdrawn: the page says that it was taken back"
    with report.store.write() as tx:
        watches.save(tx, [replace(watch, state="withdrawn", state_since=NOW, failures=3,
                                  failing_since=NOW, reason=reason)
                          for watch in watches.load(tx).values()])  # fmt: skip
    report.publish()
    said = report.page(A).said
    assert "withdrawn by its publisher (the page says that it was taken back)" in said
    assert "another text" not in said
