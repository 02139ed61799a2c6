"""Confirmations, account links, and what keepers of rows are to hear."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WORD = sqlmodel.sql.sqltypes.AutoString()
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()


def upgrade() -> None:
    for name in ("known_since", "confirmed_at", "asked_at", "disputed_at", "looked_up_at"):
        op.add_column("person", sa.Column(name, MOMENT, nullable=True))
    op.add_column("person", sa.Column("asked", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("person", sa.Column("until_told", sa.Date(), nullable=True))
    op.execute(  # whoever is in the roster already counts as stated today
        sa.update(sa.table("person", sa.column("known_since"))).values(known_since=sa.func.now())
    )
    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False, primary_key=True),
        sa.Column("person_id", WORD, nullable=False),
        sa.Column("platform", WORD, nullable=False),
        sa.Column("token", WORD, nullable=True, unique=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("account", WORD, nullable=True),
        sa.Column("file_account", WORD, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
    )
    op.create_index("ix_link_person_id", "link", ["person_id"])
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False, primary_key=True),
        sa.Column("key", WORD, nullable=False, unique=True),
        sa.Column("reader", WORD, nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
    )
    op.create_index("ix_notice_reader", "notice", ["reader"])


def downgrade() -> None:
    op.drop_table("notice")
    op.drop_table("link")
    names = ("known_since", "confirmed_at", "asked_at", "disputed_at", "looked_up_at")
    with op.batch_alter_table("person") as person:
        for name in (*names, "asked", "until_told"):
            person.drop_column(name)
