"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.BigInteger().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "bodies",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("raw_bytes", sa.Integer(), nullable=False),
        sa.Column("basis_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["basis_id"], ["bodies.body_id"], name=op.f("fk_bodies_basis_id")),
        sa.PrimaryKeyConstraint("body_id", name=op.f("pk_bodies")),
        sa.UniqueConstraint("sha256", name=op.f("uq_bodies_sha256")),
    )
    op.create_index(op.f("ix_bodies_basis_id"), "bodies", ["basis_id"], unique=False)
    op.create_table(
        "channels",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("since_at", INSTANT, nullable=False),
        sa.Column("next_probe_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "state IN ('new', 'ok', 'flapping', 'broken', 'overdue', 'gone', 'withdrawn', 'replaced', 'unlisted', 'ended', 'muted')",
            name=op.f("ck_channels_state"),
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_channels")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "messages",
        sa.Column("message_number", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=True),
        sa.Column("remote_id", sa.Text(), nullable=True),
        sa.Column("fixed_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("message_number", name=op.f("pk_messages")),
        sa.UniqueConstraint("message_id", name=op.f("uq_messages_message_id")),
    )
    op.create_table(
        "drafts",
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.message_id"], name=op.f("fk_drafts_message_id")
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_drafts")),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sources",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=True),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=True),
        sa.Column("assigned_by", sa.Text(), nullable=True),
        sa.Column("watch", sa.Text(), nullable=False),
        sa.Column("expect", sa.Text(), nullable=False),
        sa.Column("alert", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("removed_at", INSTANT, nullable=True),
        sa.Column("announced_at", INSTANT, nullable=True),
        sa.Column("passed_over_at", INSTANT, nullable=True),
        sa.Column("muted_until_at", INSTANT, nullable=True),
        sa.Column("mute_note", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('source', 'listing')", name=op.f("ck_sources_kind")),
        sa.CheckConstraint(
            "assigned_by IN ('overlap', 'hand')", name=op.f("ck_sources_assigned_by")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["sources.source_id"], name=op.f("fk_sources_listing_id")
        ),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_sources")),
        sa.UniqueConstraint("slug", name=op.f("uq_sources_slug")),
    )
    op.create_index(op.f("ix_sources_listing_id"), "sources", ["listing_id"], unique=False)
    op.create_index(op.f("ix_sources_statement"), "sources", ["statement"], unique=False)
    op.create_table(
        "texts",
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("basis_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["basis_id"], ["texts.text_id"], name=op.f("fk_texts_basis_id")),
        sa.PrimaryKeyConstraint("text_id", name=op.f("pk_texts")),
    )
    op.create_table(
        "volumes",
        sa.Column("volume_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("fold", sa.Text(), nullable=False),
        sa.Column("last_text_id", sa.Integer(), nullable=False),
        sa.Column("raw_bytes", sa.Integer(), nullable=False),
        sa.Column("lexicon", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("volume_id", name=op.f("pk_volumes")),
    )
    op.create_table(
        "uses",
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.source_id"], name=op.f("fk_uses_source_id")
        ),
        sa.ForeignKeyConstraint(["text_id"], ["texts.text_id"], name=op.f("fk_uses_text_id")),
        sa.PrimaryKeyConstraint("text_id", "source_id", name=op.f("pk_uses")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "blocks",
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["text_id"], ["texts.text_id"], name=op.f("fk_blocks_text_id")),
        sa.PrimaryKeyConstraint("digest", "text_id", "position", name=op.f("pk_blocks")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "captures",
        sa.Column("capture_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("final_url", sa.Text(), nullable=True),
        sa.Column("hops", sa.Text(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.LargeBinary(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("declared_bytes", sa.BigInteger(), nullable=True),
        sa.Column("received_bytes", sa.BigInteger(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=False),
        sa.Column("failure_kind", sa.Text(), nullable=True),
        sa.Column("failure_text", sa.Text(), nullable=True),
        sa.Column("retry_at", INSTANT, nullable=True),
        sa.Column("provenance", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "failure_kind IN ('timeout', 'dns', 'connect', 'tls', 'protocol', 'too_large', 'redirects', 'private', 'robots')",
            name=op.f("ck_captures_failure_kind"),
        ),
        sa.CheckConstraint(
            "origin IN ('direct', 'wayback', 'import')", name=op.f("ck_captures_origin")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.body_id"], name=op.f("fk_captures_body_id")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.source_id"], name=op.f("fk_captures_source_id")
        ),
        sa.PrimaryKeyConstraint("capture_id", name=op.f("pk_captures")),
    )
    op.create_index(op.f("ix_captures_body_id"), "captures", ["body_id"], unique=False)
    op.create_index(
        "ix_captures_redirected",
        "captures",
        ["ended_at"],
        unique=False,
        sqlite_where=sa.text("hops IS NOT NULL"),
    )
    op.create_index(op.f("ix_captures_source_id"), "captures", ["source_id"], unique=False)
    op.create_table(
        "chain",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("link_sha256", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('capture', 'sighting', 'version', 'change', 'message')",
            name=op.f("ck_chain_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.source_id"], name=op.f("fk_chain_source_id")
        ),
        sa.PrimaryKeyConstraint("source_id", "position", name=op.f("pk_chain")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "episodes",
        sa.Column("episode_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("since_at", INSTANT, nullable=False),
        sa.Column("until_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "state IN ('new', 'ok', 'flapping', 'broken', 'overdue', 'gone', 'withdrawn', 'replaced', 'unlisted', 'ended', 'muted')",
            name=op.f("ck_episodes_state"),
        ),
        sa.CheckConstraint(
            "verdict IN ('ok', 'not_modified', 'blocked', 'gone', 'truncated', 'empty', 'failed')",
            name=op.f("ck_episodes_verdict"),
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.source_id"], name=op.f("fk_episodes_source_id")
        ),
        sa.PrimaryKeyConstraint("episode_id", name=op.f("pk_episodes")),
    )
    op.create_index(op.f("ix_episodes_since_at"), "episodes", ["since_at"], unique=False)
    op.create_index(op.f("ix_episodes_source_id"), "episodes", ["source_id"], unique=False)
    op.create_table(
        "volatiles",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("differed_count", sa.Integer(), nullable=False),
        sa.Column("muted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.source_id"], name=op.f("fk_volatiles_source_id")
        ),
        sa.PrimaryKeyConstraint("source_id", "signature", name=op.f("pk_volatiles")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "open_sightings",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("capture_id", sa.Integer(), nullable=False),
        sa.Column("first_at", INSTANT, nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.Column("visit_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["capture_id"], ["captures.capture_id"], name=op.f("fk_open_sightings_capture_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.source_id"], name=op.f("fk_open_sightings_source_id")
        ),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_open_sightings")),
    )
    op.create_table(
        "pins",
        sa.Column("pin_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("selector", sa.Text(), nullable=False),
        sa.Column("capture_id", sa.Integer(), nullable=False),
        sa.Column("pinned_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["capture_id"], ["captures.capture_id"], name=op.f("fk_pins_capture_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.source_id"], name=op.f("fk_pins_source_id")
        ),
        sa.PrimaryKeyConstraint("pin_id", name=op.f("pk_pins")),
    )
    op.create_index(op.f("ix_pins_source_id"), "pins", ["source_id"], unique=False)
    op.create_table(
        "sightings",
        sa.Column("sighting_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("capture_id", sa.Integer(), nullable=False),
        sa.Column("first_at", INSTANT, nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.Column("visit_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["capture_id"], ["captures.capture_id"], name=op.f("fk_sightings_capture_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.source_id"], name=op.f("fk_sightings_source_id")
        ),
        sa.PrimaryKeyConstraint("sighting_id", name=op.f("pk_sightings")),
    )
    op.create_index(op.f("ix_sightings_source_id"), "sightings", ["source_id"], unique=False)
    op.create_table(
        "versions",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("capture_id", sa.Integer(), nullable=False),
        sa.Column("rules_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("first_seen_at", INSTANT, nullable=False),
        sa.Column("last_seen_at", INSTANT, nullable=False),
        sa.Column("not_before_at", INSTANT, nullable=True),
        sa.Column("text_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("blocks", sa.LargeBinary(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("headline", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("modified", sa.Text(), nullable=True),
        sa.Column("publisher_said", sa.Text(), nullable=True),
        sa.Column("same_as_number", sa.Integer(), nullable=True),
        sa.Column("supersedes_version_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("superseded_by_version_id", sa.Integer(), nullable=True),
        sa.Column("noted_since", sa.Text(), nullable=True),
        sa.CheckConstraint("cause IN ('page', 'rules')", name=op.f("ck_versions_cause")),
        sa.ForeignKeyConstraint(
            ["capture_id"], ["captures.capture_id"], name=op.f("fk_versions_capture_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.source_id"], name=op.f("fk_versions_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_version_id"],
            ["versions.version_id"],
            name=op.f("fk_versions_supersedes_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by_version_id"],
            ["versions.version_id"],
            name=op.f("fk_versions_superseded_by_version_id"),
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_versions")),
        sa.UniqueConstraint("source_id", "number", name=op.f("uq_versions_source_id_number")),
    )
    op.create_index(op.f("ix_versions_first_seen_at"), "versions", ["first_seen_at"], unique=False)
    op.create_index(
        op.f("ix_versions_source_id_first_seen_at"),
        "versions",
        ["source_id", "first_seen_at"],
        unique=False,
    )
    op.create_table(
        "changes",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("from_version_id", sa.Integer(), nullable=False),
        sa.Column("to_version_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("added_word_count", sa.Integer(), nullable=False),
        sa.Column("removed_word_count", sa.Integer(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("passages", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("cause IN ('page', 'rules')", name=op.f("ck_changes_cause")),
        sa.CheckConstraint("kind IN ('wording', 'typography')", name=op.f("ck_changes_kind")),
        sa.ForeignKeyConstraint(
            ["from_version_id"], ["versions.version_id"], name=op.f("fk_changes_from_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.source_id"], name=op.f("fk_changes_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_version_id"], ["versions.version_id"], name=op.f("fk_changes_to_version_id")
        ),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_source_id"), "changes", ["source_id"], unique=False)
    op.create_index(op.f("ix_changes_to_version_id"), "changes", ["to_version_id"], unique=False)
    op.create_table(
        "derivations",
        sa.Column("derivation_id", sa.Integer(), nullable=False),
        sa.Column("capture_id", sa.Integer(), nullable=False),
        sa.Column("rules_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("frame_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("derived_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "verdict IN ('ok', 'not_modified', 'blocked', 'gone', 'truncated', 'empty', 'failed')",
            name=op.f("ck_derivations_verdict"),
        ),
        sa.ForeignKeyConstraint(
            ["capture_id"], ["captures.capture_id"], name=op.f("fk_derivations_capture_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.version_id"], name=op.f("fk_derivations_version_id")
        ),
        sa.PrimaryKeyConstraint("derivation_id", name=op.f("pk_derivations")),
    )
    op.create_index(op.f("ix_derivations_capture_id"), "derivations", ["capture_id"], unique=False)
    op.create_table(
        "archive_sights",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("next_ask_at", INSTANT, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=True),
        sa.Column("refused", sa.Text(), nullable=True),
        sa.Column("captured_at", INSTANT, nullable=True),
        sa.Column("memento", sa.Text(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("vanished", sa.Text(), nullable=True),
        sa.Column("gone_since_at", INSTANT, nullable=True),
        sa.Column("told_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "verdict IN ('ok', 'not_modified', 'blocked', 'gone', 'truncated', 'empty', 'failed')",
            name=op.f("ck_archive_sights_verdict"),
        ),
        sa.CheckConstraint(
            "vanished IN ('withdrawn', 'replaced')", name=op.f("ck_archive_sights_vanished")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.source_id"], name=op.f("fk_archive_sights_source_id")
        ),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_archive_sights")),
    )
    op.create_table(
        "watches",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("next_check_at", INSTANT, nullable=False),
        sa.Column("last_check_at", INSTANT, nullable=True),
        sa.Column("last_ok_at", INSTANT, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_since_at", INSTANT, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("vanished", sa.Text(), nullable=True),
        sa.Column("failure_count", sa.Integer(), nullable=False),
        sa.Column("failing_since_at", INSTANT, nullable=True),
        sa.Column("told_at", INSTANT, nullable=True),
        sa.Column("telling_count", sa.Integer(), nullable=False),
        sa.Column("visit_count", sa.Integer(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("capture_id", sa.Integer(), nullable=True),
        sa.Column("captured_at", INSTANT, nullable=True),
        sa.Column("body_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("rules_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("ok_capture_id", sa.Integer(), nullable=True),
        sa.Column("ok_rules_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("frame_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_version_id", sa.Integer(), nullable=True),
        sa.Column("look", sa.Integer(), nullable=False),
        sa.Column("look_due_at", INSTANT, nullable=True),
        sa.Column("look_since_at", INSTANT, nullable=True),
        sa.Column("alternated_at", INSTANT, nullable=True),
        sa.Column("requested_at", INSTANT, nullable=True),
        sa.Column("quickened_at", INSTANT, nullable=True),
        sa.Column("followed_until_at", INSTANT, nullable=True),
        sa.Column("withdrawal", sa.Text(), nullable=True),
        sa.Column("withdrawal_since_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "state IN ('new', 'ok', 'flapping', 'broken', 'overdue', 'gone', 'withdrawn', 'replaced', 'unlisted', 'ended', 'muted')",
            name=op.f("ck_watches_state"),
        ),
        sa.CheckConstraint(
            "verdict IN ('ok', 'not_modified', 'blocked', 'gone', 'truncated', 'empty', 'failed')",
            name=op.f("ck_watches_verdict"),
        ),
        sa.CheckConstraint(
            "vanished IN ('withdrawn', 'replaced')", name=op.f("ck_watches_vanished")
        ),
        sa.ForeignKeyConstraint(
            ["capture_id"], ["captures.capture_id"], name=op.f("fk_watches_capture_id")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_version_id"],
            ["versions.version_id"],
            name=op.f("fk_watches_confirmed_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["ok_capture_id"], ["captures.capture_id"], name=op.f("fk_watches_ok_capture_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.source_id"], name=op.f("fk_watches_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.version_id"], name=op.f("fk_watches_version_id")
        ),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_watches")),
    )
    op.create_table(
        "alerts",
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('change', 'new', 'state', 'digest', 'heartbeat')", name=op.f("ck_alerts_kind")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["changes.change_id"], name=op.f("fk_alerts_change_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.source_id"], name=op.f("fk_alerts_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.version_id"], name=op.f("fk_alerts_version_id")
        ),
        sa.PrimaryKeyConstraint("alert_id", name=op.f("pk_alerts")),
    )
    op.create_index(op.f("ix_alerts_source_id"), "alerts", ["source_id"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("next_attempt_at", INSTANT, nullable=True),
        sa.Column("first_attempt_at", INSTANT, nullable=True),
        sa.Column("attempt_count", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('held', 'pending', 'sent', 'dead', 'withdrawn')",
            name=op.f("ck_deliveries_state"),
        ),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.alert_id"], name=op.f("fk_deliveries_alert_id")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.message_id"], name=op.f("fk_deliveries_message_id")
        ),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_deliveries")),
    )
    op.create_index(op.f("ix_deliveries_alert_id"), "deliveries", ["alert_id"], unique=False)
    op.create_index(op.f("ix_deliveries_message_id"), "deliveries", ["message_id"], unique=False)
    op.create_index(
        op.f("ix_deliveries_state_next_attempt_at"),
        "deliveries",
        ["state", "next_attempt_at"],
        unique=False,
    )
    op.create_table(
        "authorities",
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("authority_id", name=op.f("pk_authorities")),
    )
    op.create_table(
        "stamps",
        sa.Column("stamp_id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("root_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
        sa.Column("stamped_at", INSTANT, nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("basis_id", sa.Integer(), nullable=True),
        sa.Column("link_count", sa.Integer(), nullable=False),
        sa.Column("heads", sa.LargeBinary(), nullable=False),
        sa.Column("content_sha256", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.authority_id"], name=op.f("fk_stamps_authority_id")
        ),
        sa.ForeignKeyConstraint(["basis_id"], ["stamps.stamp_id"], name=op.f("fk_stamps_basis_id")),
        sa.PrimaryKeyConstraint("stamp_id", name=op.f("pk_stamps")),
    )
    op.create_table(
        "witnesses",
        sa.Column("witness_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempt_count", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", INSTANT, nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("memento", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'saved', 'refused')", name=op.f("ck_witnesses_state")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.version_id"], name=op.f("fk_witnesses_version_id")
        ),
        sa.PrimaryKeyConstraint("witness_id", name=op.f("pk_witnesses")),
    )
    op.create_index(op.f("ix_witnesses_version_id"), "witnesses", ["version_id"], unique=False)
    op.create_table(
        "entries",
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("first_seen_at", INSTANT, nullable=False),
        sa.Column("not_before_at", INSTANT, nullable=True),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("missing_since_at", INSTANT, nullable=True),
        sa.Column("unlisted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["sources.source_id"], name=op.f("fk_entries_listing_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.source_id"], name=op.f("fk_entries_source_id")
        ),
        sa.PrimaryKeyConstraint("listing_id", "key", name=op.f("pk_entries")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_entries_key"), "entries", ["key"], unique=False)
    op.create_index(op.f("ix_entries_source_id"), "entries", ["source_id"], unique=False)
    op.create_table(
        "remarks",
        sa.Column("remark_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("remarked_at", INSTANT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('retitled', 'redated', 'unlisted', 'listed', 'relinked', 'moved', 'silent', 'gone', 'canonical', 'noted')",
            name=op.f("ck_remarks_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.source_id"], name=op.f("fk_remarks_source_id")
        ),
        sa.PrimaryKeyConstraint("remark_id", name=op.f("pk_remarks")),
    )
    op.create_index(op.f("ix_remarks_source_id"), "remarks", ["source_id"], unique=False)
