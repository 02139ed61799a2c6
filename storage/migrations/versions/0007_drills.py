"""Drills: those that are planned, and the themes that one is for."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sqlmodel.sql.sqltypes.UTCDateTime()
    word = sqlmodel.sql.sqltypes.AutoString()
    op.add_column(
        "alarm", sa.Column("themes", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
    )
    op.create_table(
        "drill_plan",
        sa.Column("id", sa.Integer(), nullable=False, primary_key=True),
        sa.Column("municipality", word, nullable=False),
        sa.Column("county", word, nullable=True),
        sa.Column("kind", word, nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("codename", word, nullable=False),
        sa.Column("first_at", moment, nullable=False),
        sa.Column("repeat", word, nullable=False),
        sa.Column("created_by", word, nullable=False),
        sa.Column("next_due_at", moment, nullable=False),
    )
    op.create_index("ix_drill_plan_next_due_at", "drill_plan", ["next_due_at"])


def downgrade() -> None:
    op.drop_table("drill_plan")
    op.drop_column("alarm", "themes")
