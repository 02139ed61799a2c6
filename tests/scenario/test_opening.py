"""Outside hours people are left in peace: what is told, not asked, waits until they open."""

from datetime import UTC, datetime
from pathlib import Path

from tests.scenario.conftest import ROSTER, Town, a_town

MONDAY_EVENING = datetime(2026, 11, 30, 19, 0, tzinfo=UTC)  # 20:00 in Stockholm
TUESDAY_BEFORE_EIGHT = datetime(2026, 12, 1, 6, 59, tzinfo=UTC)
TUESDAY_PAST_EIGHT = datetime(2026, 12, 1, 7, 1, tzinfo=UTC)
KEPT = ["naringsliv", "nat", "stat", "linje"]
OFFICE_REGION = ROSTER.replace("coordinator: true", "hours: kontorstid")
FINISH = {"Utfall": "Svaret är lämnat", "Lärdom 1": "Ett", "Lärdom 2": "Två", "Lärdom 3": "Tre"}


async def raise_without_region(town: Town, **fields: str) -> None:
    await town.slack.command("U0ANNA", "/larm Söderhamn etablering Lavskrika")
    await town.slack.wait_for_view("U0ANNA")
    await town.slack.submit("U0ANNA", {"Aktörer": KEPT, **fields})
    await town.quiet()


async def call_off(town: Town) -> None:
    await town.slack.command("U0ANNA", "/larm avblås")
    await town.hands.fill("U0ANNA", "Avblås larmet", {"Skäl": "Fel kommun"})
    await town.quiet()


async def test_the_region_hears_of_a_case_when_it_opens(tmp_path: Path) -> None:
    async with a_town(tmp_path, OFFICE_REGION, MONDAY_EVENING) as town:
        await raise_without_region(town)

        await town.until(TUESDAY_BEFORE_EIGHT)
        assert town.told("U0MARIA") == []
        await town.until(TUESDAY_PAST_EIGHT)

        [told] = town.told("U0MARIA")
        assert "Ett larm om etablering i Söderhamn är utlöst: Lavskrika" in told


async def test_a_region_within_hours_hears_of_it_at_once(tmp_path: Path) -> None:
    async with a_town(tmp_path, OFFICE_REGION) as town:
        await raise_without_region(town)

        assert any("Ett larm om etablering" in told for told in town.told("U0MARIA"))


async def test_who_has_been_relieved_meanwhile_is_not_told_of_the_case(tmp_path: Path) -> None:
    relieved = OFFICE_REGION.replace(
        "on_call: {people: [maria], rotation: fixed}",
        'on_call: {people: [maria, karin], rotation: daily, handoff: "07:30", from: 2026-11-30}',
    )
    async with a_town(tmp_path, relieved, MONDAY_EVENING) as town:
        await raise_without_region(town)

        await town.until(TUESDAY_PAST_EIGHT)

        assert not any("Ett larm om etablering" in told for told in town.told("U0MARIA"))
        assert any("Ett larm om etablering" in told for told in town.told("U0KARIN"))


async def test_a_region_that_opens_after_the_end_hears_how_it_stands(tmp_path: Path) -> None:
    async with a_town(tmp_path, OFFICE_REGION, MONDAY_EVENING) as town:
        await raise_without_region(town)
        await call_off(town)

        await town.until(TUESDAY_PAST_EIGHT)

        [told] = town.told("U0MARIA")
        assert "Lavskrika, har varit utlöst och är avblåst" in told
        assert "är utlöst:" not in told


async def test_a_region_that_opens_after_the_end_of_a_secret_case_hears_no_more(
    tmp_path: Path,
) -> None:
    async with a_town(tmp_path, OFFICE_REGION, MONDAY_EVENING) as town:
        await raise_without_region(town, Sekretess="hemlig")
        await call_off(town)

        await town.until(TUESDAY_PAST_EIGHT)

        [told] = town.told("U0MARIA")
        assert "Det har funnits ett hemligt ärende i länet. Det är avslutat." in told
        assert not any(secret in told for secret in ("Lavskrika", "Söderhamn", "etablering"))


async def test_the_end_is_told_outside_hours_only_to_those_at_work_with_it(town: Town) -> None:
    await town.raise_alarm()
    await town.press("U0MARIA", "Kvittera")
    await town.until(datetime(2026, 11, 30, 17, 0, tzinfo=UTC))
    await town.press("U0ANNA", "Avsluta")
    await town.hands.fill("U0ANNA", "Avsluta larmet", FINISH)
    await town.quiet()
    for user in ("U0ANNA", "U0MARIA"):
        assert any(told.startswith("Larmet Lavskrika är avslutat") for told in town.told(user))

    await town.until(TUESDAY_BEFORE_EIGHT)
    assert not any(told.startswith("Larmet Lavskrika") for told in town.told("U0OLLE"))
    assert "avslutat" in town.summonses_to("U0OLLE")[0].plain
    await town.until(TUESDAY_PAST_EIGHT)

    [told] = [t for t in town.told("U0OLLE") if t.startswith("Larmet Lavskrika är avslutat")]
    assert "Avslutat av Anna Ek" in told
    assert "Kanalen arkiveras 18:00" in told


async def test_a_channel_that_is_gone_when_they_open_is_not_said_to_go(tmp_path: Path) -> None:
    friday = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)
    async with a_town(tmp_path, at=friday) as town:
        await town.raise_alarm()
        await town.until(datetime(2026, 11, 27, 17, 0, tzinfo=UTC))
        await call_off(town)

        await town.until(datetime(2026, 11, 30, 7, 1, tzinfo=UTC))

        [told] = [t for t in town.told("U0OLLE") if t.startswith("Larmet Lavskrika är avblåst")]
        assert "Kanalen" not in told
