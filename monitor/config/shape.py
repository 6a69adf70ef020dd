"""What sources.yaml may say, key by key: the one place that checks it and that documents it.

docs/sources.schema.json is generated from here, so the descriptions are written for the person
at the editor. Defaults are not here but in model.py: a field that was not given stays unset.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from monitor.config import kinds as k


class Shape(BaseModel):
    """A map in which every key is known."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Visiting(Shape):
    """How a page is visited, and who is told."""

    name: k.Text | None = Field(None, description="What people call it; the id, if not given.")
    publisher: k.Text | None = Field(None, description="Whose page it is.")
    timezone: k.TimeZone | None = Field(None, description="The publisher's, an IANA name.")
    alert: k.Texts | None = Field(None, description="The channels that are told.")
    every: k.Every | None = Field(
        None, description="How often: 30s, 15m, 6h, 1d, or a cron line in the source's time zone."
    )
    spacing: k.Duration | None = Field(None, description="Between two requests to one host.")
    second_look: k.Duration | None = Field(
        None, description="How long after a difference it is looked at again; 0s: at once."
    )
    timeout: k.Lasting | None = Field(None, description="For a whole exchange, redirects included.")
    max_size: k.Size | None = Field(None, description="The longest body that is read.")
    broken_after: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        None, description="Failures in a row, over at least broken_for, before people are told."
    )
    broken_for: k.Duration | None = Field(None, description="See broken_after.")
    allow_private: bool | None = Field(
        None, description="Whether addresses inside your network may be visited."
    )
    via: k.Vias | None = Field(
        None,
        description="The ways to the page: direct, and while it refuses programs (or alone) "
        "wayback, an archive's captures.",
    )


class Reading(Shape):
    """What is read from a page, and what in it deserves a second look."""

    language: k.Language | None = Field(
        None, description="The text's language; else found by script and stop words."
    )
    select: k.Selectors | None = Field(
        None,
        description="CSS of the text, or a list: the first that matches. "
        "Without it the main text is found once and its place kept.",
    )
    until: k.Selector | None = Field(None, description="CSS: the text ends before this.")
    ignore: k.Selectors | None = Field(None, description="CSS taken out of the text.")
    ignore_text: k.Patterns | None = Field(
        None, description="Regular expressions: a block that matches is furniture, not text."
    )
    watch: k.Watch | None = Field(
        None,
        description="Terms, or named sets across languages, "
        "whose coming, going or count is flagged.",
    )
    expect: k.Texts | None = Field(
        None, description="Phrases that must stand; you are told when one is gone."
    )
    attachments: k.Selector | None = Field(
        None, description="CSS of links to files that are watched with the page."
    )
    statement: k.Slug | None = Field(
        None, description="Joins the texts of one statement, across publishers and languages."
    )
    witness: k.Witness | None = Field(
        None,
        description="wayback: when a change is confirmed, "
        "the Internet Archive is asked to save the page.",
    )


class Defaults(Visiting, Reading):
    """What applies to every source that does not say otherwise."""


class Source(Defaults):
    """One page (or PDF) to watch."""

    id: k.Slug = Field(description="The name used everywhere: a-z, 0-9 and -.")
    url: k.Url = Field(description="The address of the page.")
    formerly: k.Slug | None = Field(
        None, description="An earlier id of this source: its history goes on here."
    )


class Listing(Visiting):
    """A page, feed or sitemap whose new links become sources."""

    id: k.Slug = Field(description="The name used everywhere; its sources are named ID-SLUG.")
    url: k.Url = Field(description="The address of the page, feed or sitemap.")
    links: k.Selector | None = Field(
        None, description="CSS of the links; not needed for feeds and sitemaps."
    )
    match: k.Pattern | None = Field(
        None, description="Regular expression on a document's title or address."
    )
    match_text: k.Pattern | None = Field(
        None, description="Regular expression on a document's text."
    )
    follow: k.Lasting | None = Field(None, description="How long each document is watched.")
    pace: k.Pace | None = Field(
        None,
        description="How often each document is visited as it ages: 10m for 6h, 1h for 3d, … "
        "A change sets it back to the first; document.every, if given, holds instead.",
    )
    pages: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        None, description="How many pages of the listing are read at first; 1, if not given."
    )
    document: Defaults | None = Field(None, description="What each source it finds is given.")


class Email(Shape):
    """A mail server, and who writes to whom."""

    smtp: k.Smtp = Field(
        description="smtps://USER@HOST is TLS from the start, smtp:// upgrades with STARTTLS."
    )
    password: k.Secret | None = Field(None, description="Best as ${NAME}.")
    sender: k.Address = Field(alias="from", description="The address alerts come from.")
    to: k.Addresses = Field(description="The addresses alerts go to.", min_length=1)


class Slack(Shape):
    """A webhook; or a bot's token and channel: then threads, and long diffs as a file."""

    webhook: k.SecretUrl | None = Field(None, description="An incoming webhook's address.")
    token: k.Secret | None = Field(None, description="A bot's token, with channel.")
    channel: k.Text | None = Field(None, description="The channel the bot writes to.")


class Webhook(Shape):
    """An address of your own that is sent JSON."""

    url: k.Url = Field(description="Where the JSON is posted.")
    secret: k.Secret | None = Field(None, description="Signs each body with HMAC-SHA-256.")


class File(Shape):
    """A folder that receives one .eml a message."""

    path: k.Text = Field(description="The folder, relative to this file.")


class Channel(Shape):
    """Where alerts go: exactly one of email, slack, webhook and file."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": [way]} for way in ("email", "slack", "webhook", "file")]
        }
    )

    email: Email | None = None
    slack: Slack | None = None
    webhook: Webhook | None = None
    file: File | None = None
    timezone: k.TimeZone | None = Field(None, description="The reader's, an IANA name.")
    tell: k.Tells | None = Field(None, description="What is told here: wording, new, state, …")
    only: k.Flags | None = Field(
        None, description="Flags without which a change is not told here; [] for no condition."
    )
    quiet: k.Quiet | None = Field(
        None, description="Hours in which alerts are collected, to be sent at their end."
    )
    urgent: k.Flags | None = Field(
        None, description="Flags told at once, even in quiet hours and digests."
    )


class Stamp(Shape):
    """A time-stamping authority (RFC 3161) that stamps the root over all evidence."""

    url: k.Url = Field(description="Where it takes time-stamp queries.")
    certificate: k.Text = Field(
        description="The file with its certificate, PEM, relative to this file."
    )


class Root(Shape):
    """A whole sources.yaml."""

    contact: k.Contact | None = Field(
        None, description="Goes into the User-Agent, so that a webmaster can reach you."
    )
    operator: k.Texts | None = Field(
        None, description="The channels told of what concerns the machine."
    )
    heartbeat: k.Heartbeat | None = Field(
        None,
        description="When the daily message comes, in the zone of the operator's first channel; "
        "false to have none.",
    )
    ping: k.Url | None = Field(
        None, description="A dead-man switch, called after each healthy round."
    )
    stamp: Stamp | None = Field(
        None, description="Who stamps the evidence, daily and after each confirmed change."
    )
    report_url: k.Url | None = Field(
        None, description="Where the report is published; alerts link to it."
    )
    min_free: k.Size | None = Field(
        None, description="With less free on the store's disk the operator is told."
    )
    thin: bool | None = Field(
        None, description="Whether the daemon drops old bodies of unchanged texts, as `thin` does."
    )
    defaults: Defaults | None = Field(
        None, description="Anything a source may say, for all of them."
    )
    channels: dict[k.ChannelName, Channel] | None = Field(
        None, description="Where alerts go, by name."
    )
    sources: tuple[Source, ...] | None = Field(None, description="The pages to watch.")
    listings: tuple[Listing, ...] | None = Field(
        None, description="Index pages, feeds and sitemaps whose new links become sources."
    )
