"""Why somebody was summoned, or not yet: by command, and from the coordinator's list."""

from datetime import UTC, datetime
from pathlib import Path

from sandbox.faults import Fault
from tests.scenario.conftest import ROSTER, Town, a_town

GRETA, MARIA = 900005, 900006
EVENING = datetime(2026, 11, 30, 19, 0, tzinfo=UTC)  # 20:00 in Stockholm, outside office hours


async def test_the_row_the_rule_the_attempts_and_what_comes_next_are_told(town: Town) -> None:
    await town.raise_alarm()
    await town.forward(minutes=11)

    told = await town.command("U0ANNA", "/larm varför Lavskrika elnätet")

    assert "Elnätet (Söderhamns kommun): väntar på Greta Nät" in told
    assert "nat (lokal, Söderhamn); i beredskap nu: Greta Nät" in told
    assert "området omfattar Söderhamn och aktören svarar för etablering" in told
    assert "10:00 Greta Nät (i beredskap, försök 1). Telegram: levererad 10:00" in told
    assert "10:10 Greta Nät (i beredskap, försök 2). Telegram: levererad 10:10" in told
    assert "10:20 kallas Bertil Ås (ersättare)" in told
    assert "tålamodet är 10 min från leveransen 10:10" in told


async def test_without_an_actor_ones_own_summons_is_explained(town: Town) -> None:
    await town.raise_alarm()

    told = await town.say(GRETA, "/varfor")

    assert "Elnätet (Söderhamns kommun)" in told
    assert "Näringslivskontoret" not in told


async def test_an_answer_ends_the_chain_and_is_told(town: Town) -> None:
    await town.raise_alarm()
    await town.press("U0MARIA", "Kvittera")

    told = await town.command("U0MARIA", "/larm varför jouren")

    assert "Kvitterad 10:00 av Maria Region" in told
    assert "Inget mer sker av sig självt." in told


async def test_what_waits_for_opening_hours_says_so(tmp_path: Path) -> None:
    async with a_town(tmp_path, at=EVENING) as town:
        await town.raise_alarm()

        told = await town.command("U0ANNA", "/larm varför etableringskontakten")

    assert "Ingen är kallad ännu" in told
    assert "tis 1 dec 08:00 kallas Olle Stat" in told
    assert "öppet från tis 1 dec 08:00" in told


async def test_what_did_not_arrive_says_why(town: Town) -> None:
    town.telegram.block(GRETA)
    await town.raise_alarm()

    told = await town.command("U0ANNA", "/larm varför elnätet")

    assert "gick inte fram (Forbidden: bot was blocked by the user)" in told
    assert "Bertil Ås (ersättare, försök 1). Slack: levererad" in told


async def test_what_is_tried_again_says_when(town: Town) -> None:
    town.faults.add(Fault("429", "telegram", "sendMessage", retry_after=60))
    await town.hands.raise_alarm("U0ANNA", "/larm Söderhamn etablering Lavskrika", {})
    await town.eventually(lambda: any(c.status == 429 for c in town.telegram.api.calls))

    told = await town.command("U0ANNA", "/larm varför elnätet")

    assert "nytt försök om" in told
    assert "det senaste meddelandet har inte gått fram" in told
    town.faults.clear()


async def test_a_neighbour_and_a_stand_in_are_told_their_rules(town: Town) -> None:
    await town.raise_alarm(Grannkommuner=["2183"])
    await town.hands.press("U0ANNA", "Larma grannkommuner")
    await town.quiet()

    neighbour = await town.command("U0ANNA", "/larm varför grannkontoret")
    stand_in = await town.command("U0ANNA", "/larm varför etableringskontakten")

    assert "Bollnäs är grannkommun och ledaren har tryckt Larma grannkommuner" in neighbour
    assert "Svarar även för" in stand_in


async def test_the_coordinators_list_has_a_button_that_explains(town: Town) -> None:
    await town.raise_alarm()
    await town.forward(hours=2)

    await town.hands.press("U0MARIA", "Varför?", "Elnätet")
    await town.eventually(lambda: any("Varför: Lavskrika" in m for m in town.told("U0MARIA")))

    told = next(m for m in town.told("U0MARIA") if "Varför: Lavskrika" in m)
    assert "står på samordnarens lista" in told


async def test_the_button_explains_in_telegram_too(tmp_path: Path) -> None:
    only_telegram = ROSTER.replace("slack: U0MARIA, ", "")
    async with a_town(tmp_path, only_telegram) as town:
        await town.raise_alarm()
        await town.forward(hours=2)

        await town.hands.tap(MARIA, "Varför? 2")
        await town.eventually(
            lambda: any("Varför: Lavskrika" in m.text for m in town.telegram.from_bot(MARIA))
        )


async def test_who_takes_no_part_is_told_nothing(town: Town) -> None:
    await town.raise_alarm()

    assert "inte kallad" in await town.command("U0ZOE", "/larm varför Lavskrika elnätet")


async def test_an_unknown_actor_gets_the_names_that_there_are(town: Town) -> None:
    await town.raise_alarm()

    told = await town.command("U0ANNA", "/larm varför Lavskrika brandkåren")

    assert 'Ingen aktör i larmet heter "brandkåren"' in told
    assert "Näringslivskontoret; Elnätet" in told


async def test_what_was_given_up_is_told_to_the_coordinator_with_the_mend(town: Town) -> None:
    town.telegram.block(GRETA)
    await town.raise_alarm()
    await town.forward(minutes=2)

    lists = [told for told in town.told("U0MARIA") if "Att samordna" in told]
    assert "Greta Nät i Telegram: ett utskick gick inte fram" in lists[-1]
    assert "be om ett tryck på Start" in lists[-1]
    assert "Ej levererat" in await town.command("U0ANNA", "/larm läge")


async def test_a_list_that_reaches_no_coordinator_goes_to_whoever_raised_the_alarm(
    town: Town,
) -> None:
    town.slack.state.users.pop("U0MARIA")
    town.telegram.block(MARIA)

    await town.raise_alarm()
    await town.forward(minutes=2)

    assert any("Att samordna" in told for told in town.told("U0ANNA"))


async def test_a_code_name_of_several_alarms_asks_which_is_meant(town: Town) -> None:
    await town.raise_alarm()
    await town.hands.raise_alarm("U0MARIA", "/larm Bollnäs etablering Lavskrika", {})
    await town.quiet()

    told = await town.command("U0MARIA", "/larm varför Lavskrika jouren")

    assert "#1 Lavskrika (Söderhamn)" in told
    assert "#2 Lavskrika (Bollnäs)" in told
    assert "Varför" not in told
    assert "Jouren" in await town.command("U0MARIA", "/larm varför 2 jouren")


async def test_a_number_in_an_alarms_channel_means_the_alarm_of_that_number(town: Town) -> None:
    await town.raise_alarm()
    await town.hands.raise_alarm("U0ANNA", "/larm Söderhamn etablering Skata", {})
    await town.quiet()

    async def ask(text: str) -> str:
        answer = await town.slack.command("U0ANNA", f"/larm varför {text}", channel=channel)
        assert answer is not None
        return answer.plain

    channel = town.channel.id
    assert 'inget larm "99"' in await ask("99")
    assert "Varför: Skata" in await ask("2 elnätet")
    assert "Varför: Skata" in await ask("#2")
    assert "Varför: Lavskrika" in await ask("elnätet")
    assert 'heter "99 bussar"' in await ask("99 bussar")
