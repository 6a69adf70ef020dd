"""What is said of a new document: how long it is, where it was found, what it replaces."""

from alerts import archive, when
from alerts.inert import one_line
from alerts.notices import NewNotice


def summary(notice: NewNotice) -> str:
    """`New document, 412 words, found in mofa-press. | TERM "Taiwan" 2`."""
    parts = ["New document"]
    if notice.number is None:
        parts.append(f"NOT READ ({one_line(notice.reason or notice.verdict)})")
    else:
        unit = "character" if notice.unparted else "word"
        parts.append(f"{notice.word_count} {unit}{'' if notice.word_count == 1 else 's'}")
    if notice.published:
        parts.append(f"dated {one_line(when.page_date(notice.published) or '')} by the page")
    elif notice.listed:
        parts.append(f"dated {one_line(when.page_date(notice.listed) or '')} by its listing")
    if notice.attached_to:
        parts.append(f"attached to {one_line(notice.attached_to)}")
    elif notice.found_by:
        parts.append(f"found in {one_line(notice.found_by)}")
    if notice.passages:
        parts.append(
            f"in place of {one_line(notice.replaces or '')}@{notice.replaced_number} "
            f"({notice.beside_replaced})"
        )
    said = ", ".join(parts) + "."
    if notice.archive is not None:
        said += f" {archive.sight(notice.archive)}"
    counts = (f'TERM "{one_line(name)}" {count}' for name, count in notice.term_counts)
    return " | ".join((said, *counts))


def facts(notice: NewNotice) -> list[tuple[str, str]]:
    """What it replaces, and the statement that it is taken for a text of."""
    found = archive.facts(notice.archive)
    if notice.replaces:
        said = f"its link stands where that of {one_line(notice.replaces)} stood, in the same words"
        if notice.beside_replaced:
            said += f"; beside @{notice.replaced_number} of that: {notice.beside_replaced}"
        found.append(("REPLACES", said))
    if notice.taken_for:
        found.append(("STATEMENT", _taken_for(notice.source.slug, *notice.taken_for)))
    return found


def comparing(notice: NewNotice) -> tuple[str, ...]:
    """The command that sets a document beside the one that it replaced."""
    if notice.number is None or notice.replaced_number is None:
        return ()
    replaced = f"{one_line(notice.replaces or '')}@{notice.replaced_number}"
    return (f"readout compare {replaced} {notice.source.slug}@{notice.number}",)


def _taken_for(slug: str, statement: str, other: str, why: str) -> str:
    """That nobody said so, on what it rests, and how it is corrected."""
    return one_line(
        f"taken for one of {statement}, with {other}, by {why}; "
        f"readout statement {slug} NAME corrects it, --none takes it out"
    )
