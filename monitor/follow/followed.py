"""What listings and pages led to, as configuration: each is watched as its listing says."""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from monitor.config.model import Found, ListingConfig, SourceConfig
from storage import sources
from storage.model import SourceKind

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.config.model import Config
    from storage.model import Source
    from storage.watches import Watch

_SHARED = {field.name for field in fields(ListingConfig)} & {
    field.name for field in fields(SourceConfig)
}

# What says how a page is read says nothing of the files that it attaches, which may be in another
# language.
_OF_A_PAGE: dict[str, Any] = {
    "select": (), "until": None, "ignore": (), "ignore_text": (), "attachments": None,
    "formerly": None, "expect": (), "language": None,
}  # fmt: skip


def leads_on(config: "Config") -> bool:
    """Whether anything that is configured may lead to more sources."""
    return bool(config.listings) or any(one.attachments for one in config.sources)


def may_lead_on(source: SourceConfig, before: "Watch") -> bool:
    """Whether a visit to it may have changed what is followed. `before`: its watch until then."""
    unread = source.found is not None and before.confirmed_version_id is None
    return source.listing is not None or source.attachments is not None or unread


def with_found(rx: "Connection", config: "Config") -> "Config":
    """The configuration with what its listings and pages led to as sources and listings, too."""
    made: dict[str, SourceConfig | ListingConfig] = {one.id: one for one in config.sources}
    made.update({one.id: one for one in config.listings})
    named = frozenset(made)
    for source, found_by in sources.found(rx):
        parent = made.get(found_by)
        if parent is not None and source.slug not in named:
            made[source.slug] = child(
                parent,
                slug=source.slug,
                url=source.url,
                name=source.name,
                kind=source.kind,
                assigned=source if source.assigned_by is not None else None,
            )
    found = [one for slug, one in made.items() if slug not in named]
    if not found:
        return config
    return replace(
        config,
        sources=(*config.sources, *(one for one in found if isinstance(one, SourceConfig))),
        listings=(*config.listings, *(one for one in found if isinstance(one, ListingConfig))),
    )


def child(
    parent: SourceConfig | ListingConfig,
    *,
    slug: str,
    url: str,
    name: str,
    kind: SourceKind = "source",
    assigned: "Source | None" = None,
) -> SourceConfig | ListingConfig:
    """How something is watched that this listing, or this page, led to.

    `assigned`: it, where what is known of its statement counts more than what led to it says.
    """
    by = parent.found.by if parent.found else parent.id
    if isinstance(parent, SourceConfig):
        pace = parent.found.pace if parent.found else ()
        return replace(
            parent,
            id=slug,
            url=url,
            name=name,
            statement=assigned.statement if assigned else parent.statement,
            found=Found(by=by, pace=pace),
            **_OF_A_PAGE,
        )
    if kind == "listing":
        return replace(parent, id=slug, url=url, found=Found(by=by, pace=parent.pace))
    assert parent.template is not None
    return replace(
        parent.template,
        id=slug,
        url=url,
        name=name,
        statement=assigned.statement if assigned else parent.template.statement,
        found=Found(
            by=by,
            pace=() if "every" in parent.document else parent.pace,
            follow=parent.follow,
            match=parent.match,
            match_text=parent.match_text,
        ),
    )


def watched(config: "Config") -> Iterator[SourceConfig]:
    """All that is visited: the sources, and the listings as such."""
    yield from config.sources
    yield from map(as_source, config.listings)


def as_source(listing: ListingConfig) -> SourceConfig:
    """A listing as something that is visited."""
    shared = {name: getattr(listing, name) for name in _SHARED}
    return SourceConfig(**shared, listing=listing)
