"""Deliver in turns and by lease, hear things once, renew what is stale."""

from uuid import uuid4

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_delivery_next", "gate IS NULL AND state = 'waiting'", "platform priority turn id"),
    ("ix_delivery_address", "state = 'waiting'", "address platform priority"),
    ("ix_delivery_due", "state = 'waiting'", "due_at"),
    ("ix_delivery_sending", "state = 'sending'", "platform leased_until"),
    ("ix_delivery_buried", "state = 'buried'", "subject"),
)


def upgrade() -> None:
    moment = sqlmodel.sql.sqltypes.UTCDateTime()
    word = sqlmodel.sql.sqltypes.AutoString()
    op.create_table(
        "lease",
        sa.Column("name", word, nullable=False, primary_key=True),
        sa.Column("holder", word, nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("until", moment, nullable=False),
    )
    op.create_table(
        "heard",
        sa.Column("id", word, nullable=False, primary_key=True),
        sa.Column("at", moment, nullable=False),
    )
    op.create_index("ix_heard_at", "heard", ["at"])
    op.add_column("alarm", sa.Column("stale_since", moment, nullable=True))
    op.create_index("ix_alarm_stale_since", "alarm", ["stale_since"])
    op.add_column("delivery", sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
    op.drop_index("ix_delivery_waiting", "delivery")
    for name, where, columns in INDEXES:
        op.create_index(
            name,
            "delivery",
            columns.split(),
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    # What was read of the roster is remembered by its edition's name, used once in the world.
    setting = sa.table("setting", sa.column("name"), sa.column("value"))
    op.bulk_insert(setting, [{"name": "roster_edition", "value": uuid4().hex}])


def downgrade() -> None:
    for name, _, _ in INDEXES:
        op.drop_index(name, "delivery")
    op.create_index("ix_delivery_waiting", "delivery", ["platform", "priority", "id"])
    op.drop_column("delivery", "turn")
    op.drop_index("ix_alarm_stale_since", "alarm")
    op.drop_column("alarm", "stale_since")
    op.drop_table("heard")
    op.drop_table("lease")
