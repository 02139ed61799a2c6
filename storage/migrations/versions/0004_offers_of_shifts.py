"""Offers of shifts: to give one away, or to swap two."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sqlmodel.sql.sqltypes.UTCDateTime()
    word = sqlmodel.sql.sqltypes.AutoString()
    op.create_table(
        "shift_offer",
        sa.Column("id", sa.Integer(), nullable=False, primary_key=True),
        sa.Column("kind", word, nullable=False),
        sa.Column("actor_id", word, nullable=False),
        sa.Column("from_person", word, nullable=False),
        sa.Column("to_person", word, nullable=False),
        sa.Column("starts_at", moment, nullable=False),
        sa.Column("ends_at", moment, nullable=False),
        sa.Column("return_starts_at", moment, nullable=True),
        sa.Column("return_ends_at", moment, nullable=True),
        sa.Column("asked_by", word, nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("state", word, nullable=False),
        sa.Column("answered_at", moment, nullable=True),
    )
    op.create_index("ix_shift_offer_actor_id", "shift_offer", ["actor_id"])
    op.create_index("ix_shift_offer_state", "shift_offer", ["state"])


def downgrade() -> None:
    op.drop_table("shift_offer")
