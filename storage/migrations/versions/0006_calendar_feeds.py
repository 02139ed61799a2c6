"""Calendar feeds behind secret addresses."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sqlmodel.sql.sqltypes.UTCDateTime()
    word = sqlmodel.sql.sqltypes.AutoString()
    op.create_table(
        "feed",
        sa.Column("token", word, nullable=False, primary_key=True),
        sa.Column("kind", word, nullable=False),
        sa.Column("subject", word, nullable=False),
        sa.Column("created_by", word, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("revoked_at", moment, nullable=True),
        sa.Column("told", word, nullable=False),
        sa.Column("told_at", moment, nullable=True),
    )
    op.create_index("ix_feed_created_by", "feed", ["created_by"])


def downgrade() -> None:
    op.drop_table("feed")
