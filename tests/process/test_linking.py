"""`larm roster link`: one address for one row, or a line that says why there is none."""

import json
import re

import pytest
from sqlalchemy import text

from storage.engine import Database
from tests.process.conftest import Installation


@pytest.mark.parametrize(
    ("token", "told"),
    [("", "LARM_TELEGRAM_TOKEN är inte satt"), ("123456:sandbox", "namn är inte känt ännu")],
)
async def test_without_a_bot_or_its_name_it_is_refused(
    installation: Installation, token: str, told: str
) -> None:
    installation.changes["LARM_TELEGRAM_TOKEN"] = token
    await installation.command("roster", "import", "roster.yaml")

    code, out, err = await installation.command("roster", "link", "bo")

    assert (code, out) == (1, "")
    assert told in err
    assert len(err.splitlines()) == 1


async def test_it_prints_an_address_that_the_bot_has_made_known(
    installation: Installation,
) -> None:
    process = await installation.run()
    code, _, err = await installation.command("roster", "link", "bo")
    assert code == 1
    assert "/larm koppla NAMN" in err
    process.terminate()
    await process.communicate()

    code, out, _ = await installation.command("roster", "link", "bo")
    unknown = await installation.command("roster", "link", "kalle")

    assert code == 0
    assert re.fullmatch(r"https://t\.me/larm_sandbox_bot\?start=[\w-]{20,64}\n", out)
    assert unknown[0] == 1
    assert 'heter "kalle"' in unknown[2]


async def test_check_names_whom_no_account_in_slack_was_found_for(
    installation: Installation,
) -> None:
    roster = installation.folder / "roster.yaml"
    file = roster.read_text(encoding="utf-8")
    by_email = file.replace("name: Bo Lind, slack: U0BO", "name: Bo Lind, email: bo@example.org")
    roster.write_text(by_email, encoding="utf-8")
    await installation.command("roster", "import", "roster.yaml")
    database = Database(installation.environment["LARM_DATABASE_URL"])
    with database.transaction() as session:
        session.execute(text("UPDATE person SET looked_up_at = known_since WHERE id = 'bo'"))
    database.dispose()

    _, out, _ = await installation.command("check", "--json")

    told = [one["text"] for one in json.loads(out) if one["about"] == "reach"]
    assert any("Bo Lind: no account in Slack has bo@example.org" in one for one in told)
