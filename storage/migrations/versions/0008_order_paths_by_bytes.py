"""Order keys and subjects byte by byte, so that an index serves what begins alike.

SQLite does so from the start.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PATHS = ("key", "subject")


def upgrade() -> None:
    _alter(sa.String(collation="C"))


def downgrade() -> None:
    _alter(sqlmodel.sql.sqltypes.AutoString())


def _alter(word: sa.types.TypeEngine[str]) -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for path in PATHS:
        op.alter_column("delivery", path, type_=word)
