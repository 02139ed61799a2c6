"""Overrides of three kinds, and absences."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sqlmodel.sql.sqltypes.UTCDateTime()
    word = sqlmodel.sql.sqltypes.AutoString()
    op.add_column("override", sa.Column("kind", word, nullable=False, server_default="replace"))
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False, primary_key=True),
        sa.Column("person_id", word, nullable=False),
        sa.Column("starts_at", moment, nullable=False),
        sa.Column("ends_at", moment, nullable=False),
        sa.Column("source", word, nullable=False),
    )
    op.create_index("ix_absence_person_id", "absence", ["person_id"])


def downgrade() -> None:
    op.drop_table("absence")
    op.drop_column("override", "kind")
