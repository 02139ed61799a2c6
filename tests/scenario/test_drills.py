"""A drill: the whole chain, told apart in every message, and out of everybody's way."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from blueprint.model import CaseKind
from handlers import digest, figures, lead
from handlers.identity import Identity
from handlers.open_alarm import OpenAlarm, open_alarm
from handlers.work import Work
from storage import alarms, journal, outbox
from storage.model import RANK, AlarmId, Ending, Platform, Priority
from tests.scenario.conftest import ROSTER, Town, a_town
from tests.scenario.drilling import read, unmarked

ONE = AlarmId(1)
ANNA, GRETA, MARIA, ZOE = 900001, 900005, 900006, 900009
DRILL = "/larm övning Söderhamn etablering Höstprov"
FINISH = {"Utfall": "Klart", "Lärdom 1": "Ett", "Lärdom 2": "Två", "Lärdom 3": "Tre"}


async def start(town: Town, command: str = DRILL, user: str = "U0ANNA") -> None:
    await town.hands.raise_alarm(user, command, {})
    await town.quiet()


async def fill(town: Town, user: str, title: str, fields: Mapping[str, object]) -> None:
    await town.hands.fill(user, title, fields)
    await town.quiet()


async def start_in_telegram(town: Town, words: str, user: int = ANNA) -> None:
    await town.say(user, f"/ovning {words}")
    await town.tap(user, "Starta övning")


async def test_the_form_is_filled_in_and_says_that_it_is_a_drill(town: Town) -> None:
    await town.slack.command("U0ANNA", DRILL)

    view = await town.slack.wait_for_view("U0ANNA", "Övning")

    assert view.body["submit"]["text"] == "Starta övning"
    labels = [b["label"]["text"] for b in view.body["blocks"] if b["type"] == "input"]
    assert labels[:3] == ["Kommun", "Slag", "Kodnamn"]
    assert "Grannkommuner" not in labels


async def test_a_whole_drill_begins_every_message_with_the_word(town: Town) -> None:
    await start(town)
    channel = town.channel
    await town.press("U0OLLE", "Kvittera")
    await town.press("U0OLLE", "Ändra svar")
    await town.press("U0OLLE", "Kan inte")
    await fill(town, "U0OLLE", "Kan inte", {"Varför?": "Ledig"})
    await town.press("U0MARIA", "Ansluter senare")
    await fill(town, "U0MARIA", "Ansluter senare", {})
    await town.tap(GRETA, "Kan inte")
    await town.tap(GRETA, "Sjuk")
    await town.press("U0BERTIL", "Skickar ersättare")
    await fill(town, "U0BERTIL", "Skickar ersättare", {"Ersättare": "Zoe"})
    await town.tap(ZOE, "Kvittera")
    await town.tap(ZOE, "Timmar denna vecka")
    await town.tap(ZOE, "4 h")
    for label in ("Tar den", "Klar", "Visa mall"):
        await town.hands.press_in_channel("U0ANNA", channel.name, label, "")
    await town.hands.press_in_channel("U0NISSE", channel.name, "Klar", "")
    await town.press("U0ANNA", "Fyll i mer", "startad")
    await fill(town, "U0ANNA", "Fyll i mer", {"Startmöte": "i morgon 10"})
    await town.press("U0ANNA", "Lämna över", "startad")
    await fill(town, "U0ANNA", "Lämna över", {"Ny ledare": "Jouren"})
    await town.quiet()
    await town.press("U0MARIA", "Ta ledningen")
    await town.command("U0ANNA", "/larm avsluta")  # which is no longer hers
    await town.forward(hours=5)
    await town.press("U0MARIA", "Varför?")
    await town.press("U0MARIA", "Tar över")
    await town.command("U0MARIA", "/larm läge")
    await town.command("U0MARIA", "/larm varför Elnätet")
    await town.command("U0MARIA", "/larm avblås")
    await town.say(MARIA, "/lage")
    await town.say(MARIA, "/varfor Elnätet")
    await town.say(ZOE, "/avsluta")
    await town.forward(hours=20)

    assert not (await town.alarm()).is_open
    await town.press("U0BO", "Kvittera") if town.summonses_to("U0BO")[0].labels else None
    await town.quiet()
    assert unmarked(town) == []
    assert channel.name == "larm-ovning-soderhamn-hostprov"
    assert channel.topic.startswith("ÖVNING Höstprov")


async def test_a_drill_is_started_by_questions_too(town: Town) -> None:
    asked = await town.say(ANNA, "/ovning")
    assert asked.startswith("ÖVNING")
    await town.say(ANNA, "Söderhamn")
    await town.say(ANNA, "etablering")
    confirm = await town.say(ANNA, "Höstprov")

    assert confirm.startswith("ÖVNING")
    assert town.telegram.messages(ANNA)[-1].labels == ["Starta övning", "Fyll i mer", "Avbryt"]
    await town.tap(ANNA, "Starta övning")

    alarm = await town.alarm()
    assert (alarm.is_drill, alarm.codename) == (True, "Höstprov")
    assert unmarked(town) == []


async def test_what_is_wrong_in_a_drill_s_questions_is_told_as_a_drill_s(town: Town) -> None:
    await town.say(ANNA, "/ovning")
    for said in ("Söderhman", "Söderhamn", "blaj", "etablering", "x" * 80):
        await town.say(ANNA, said)

    assert "högst 60 tecken" in town.telegram.messages(ANNA)[-1].text
    assert unmarked(town) == []


async def test_who_may_not_raise_may_not_drill(town: Town) -> None:
    in_slack = await town.command("U0ZOE", DRILL)
    in_telegram = await town.say(ZOE, "/ovning Söderhamn etablering Höstprov")

    for told in (in_slack, in_telegram):
        assert "inte rätt att starta övningar för Söderhamn" in told
        assert "Anna Ek" in told
    assert "inte rätt att starta övningar" in await town.say(ZOE, "/ovning")


async def test_where_nobody_may_drill_nobody_is_told_to_ask_nobody(town: Town) -> None:
    told = await town.say(ANNA, "/ovning Stockholm etablering Prov")

    assert "och ingen i beredskapslistan har det" in told
    assert "Kontakta" not in told


async def test_a_drill_s_question_tells_of_gaps_in_its_own_themes_alone(town: Town) -> None:
    whole = await town.say(ANNA, "/ovning Söderhamn etablering Prov")
    themed = await town.say(ANNA, "/ovning Söderhamn etablering tema LAR Prov")
    county = await town.say(MARIA, "/ovning Gävleborgs län etablering Prov")

    assert "saknas på alla nivåer: Bostadsbyggande" in whole
    assert "sakna" not in themed
    assert "sakna" not in county


async def test_a_coordinator_without_the_alarm_may_drill(tmp_path: Path) -> None:
    roster = ROSTER.replace("    may_alarm: true\n    coordinator: true", "    coordinator: true")
    async with a_town(tmp_path, roster) as town:
        assert "inte rätt" in await town.command("U0MARIA", "/larm Söderhamn etablering X")
        await start_in_telegram(town, "Söderhamn etablering Höstprov", MARIA)

        assert (await town.alarm()).is_drill
        assert any("Tar ni ledningen" in text for text in town.told("U0ANNA"))


async def test_a_half_filled_drill_never_becomes_an_alarm(town: Town) -> None:
    await town.say(ANNA, "/ovning Söderhamn etablering Höstprov")

    answer = await town.say(ANNA, "/larm")

    assert "Vilken kommun" in answer
    assert not answer.startswith("ÖVNING")


async def test_a_county_drills_all_its_municipalities_and_each_actor_once(town: Town) -> None:
    assert "inte rätt att starta övningar för Gävleborgs län" in await town.command(
        "U0ANNA", "/larm övning Gävleborg etablering Länsprov"
    )

    await start(town, "/larm övning Gävleborg etablering Länsprov", "U0MARIA")

    actors = [one.actor for one in await town.callouts()]
    assert sorted(actors) == ["granne", "linje", "naringsliv", "nat", "region", "stat"]
    alarm = await town.alarm()
    assert (alarm.municipality, alarm.lead_actor) == ("2182", "region")
    assert town.channel.name == "larm-ovning-gavleborgs-lan-lansprov"
    page = town.pages("U0NISSE", "Grannkontoret")[0].plain
    assert "hela länet" in page
    assert "*Län:* Gävleborgs län" in page
    in_channel = [message.plain for message in town.channel.messages]
    assert any("*Kommuner i övningen:*" in text for text in in_channel)
    assert not any("Grannkommuner" in text for text in in_channel)
    assert unmarked(town) == []


async def test_a_county_is_drilled_by_questions_too(town: Town) -> None:
    await town.say(MARIA, "/ovning")
    await town.say(MARIA, "Gävleborgs län")
    await town.say(MARIA, "varsel")
    assert "Gävleborgs län" in await town.say(MARIA, "Länsprov")
    await town.tap(MARIA, "Starta övning")

    assert len(await town.callouts()) == 6


async def test_a_theme_drills_only_those_who_have_it(town: Town) -> None:
    await start(town, "/larm övning Söderhamn etablering tema ELV Elprov")

    assert [one.actor for one in await town.callouts()] == ["nat", "linje"]
    alarm = await town.alarm()
    assert (alarm.codename, alarm.themes) == ("Elprov", ("ELV",))
    assert "MOT" not in town.situation
    checklists = [m for m in town.channel.messages if "klara" in m.plain and "Klar" in m.labels]
    assert len(checklists) == 1
    assert any("Ett larm i länet" in text for text in town.told("U0MARIA"))
    assert unmarked(town) == []


async def test_an_unknown_theme_gets_those_there_are(town: Town) -> None:
    answer = await town.say(ANNA, "/ovning Söderhamn etablering tema XYZ Prov")

    assert "temat" in answer
    assert "ELV" in answer


async def test_no_outside_party_is_disturbed(town: Town) -> None:
    await start(town)

    assert "fack" not in [one.actor for one in await town.callouts()]
    assert not {"Offentligt", "Larma grannkommuner"} & {
        label for message in town.slack.direct("U0ANNA") for label in message.labels
    }
    refusals = [
        await town.ask(lambda work, use=use: use(work, Identity(Platform.SLACK, "U0ANNA"), ONE))
        for use in (lead.publish, lead.call_neighbours)
    ]
    assert all("utanför" in one.text and one.message.is_drill for one in refusals)


async def test_nobody_is_rung_and_no_template_is_sent(town: Town) -> None:
    await start(town)
    await town.hands.press_in_channel("U0ANNA", town.channel.name, "Visa mall", "")
    await town.eventually(lambda: "skicka inget" in town.channel.messages[-1].plain)

    calls = next(m for m in town.channel.messages if "Ringlista" in m.plain)
    assert "Ring inte, det är en övning" in calls.plain
    assert "Ringd" not in calls.labels
    assert "Anslutning, Svenska kraftnät" in calls.plain
    coordinators = next(m for m in town.slack.direct("U0MARIA") if "Att samordna" in m.plain)
    assert "Ring inte, det är en övning" in coordinators.plain
    assert "070-1740606" not in coordinators.plain


async def test_the_lead_is_not_offered_to_one_who_would_have_to_be_rung(town: Town) -> None:
    await start(town)

    await town.press("U0ANNA", "Lämna över", "startad")
    await town.slack.wait_for_view("U0ANNA", "Lämna över")
    errors = (await town.slack.submit("U0ANNA", {"Ny ledare": "Anslutning"})).errors

    assert "Ring inte, det är en övning" in next(iter(errors.values()))


async def test_an_unknown_place_gets_the_nearest_names(town: Town) -> None:
    for told in (
        await town.command("U0ANNA", "/larm övning Söderhman etablering Prov"),
        await town.say(ANNA, "/ovning Söderhman etablering Prov"),
    ):
        assert told.startswith("ÖVNING")
        assert "Söderhamn" in told


async def test_a_real_alarm_stops_a_drill_of_the_same_people(town: Town) -> None:
    await start(town)
    await town.raise_alarm()

    drill, alarm = await town.alarm(1), await town.alarm(2)
    assert (drill.ending, alarm.is_open) == (Ending.CALLED_OFF, True)
    told = [text for text in town.told("U0OLLE") if "riktigt larm går före" in text]
    assert len(told) == 1
    assert told[0].startswith("ÖVNING")
    before = len(town.slack.direct("U0BERTIL"))
    await town.forward(minutes=45)
    later = town.slack.direct("U0BERTIL")[before:]
    assert not any(message.text.startswith("ÖVNING") for message in later)
    assert not any("Övningsresultat" in text for text in town.told("U0ANNA"))


async def test_the_end_of_a_drill_is_never_taken_for_that_of_the_real_alarm(town: Town) -> None:
    await start(town, "/larm övning Söderhamn etablering Lavskrika")
    await town.raise_alarm()

    assert any("ÖVNING Övningen Lavskrika är avbruten" in text for text in town.told("U0OLLE"))
    assert [text for text in read(town) if "Larmet" in text and "avslutat" in text] == []


async def test_a_real_alarm_does_not_wait_for_the_farewells_of_a_drill(town: Town) -> None:
    def raise_in_earnest(work: Work) -> tuple[bool, int]:
        by = Identity(Platform.SLACK, "U0ANNA")
        open_alarm(work, OpenAlarm(by, "2182", CaseKind.ESTABLISHMENT, "Torsk"))
        told = outbox.like(work.session, "alarm/1/ended")
        return alarms.get(work.session, ONE).is_open, len(told)

    await start(town)
    assert await town.ask(raise_in_earnest) == (False, 0)
    town.stage.larm.ticker.wake()
    await town.quiet()

    assert len([text for text in town.told("U0OLLE") if "riktigt larm går före" in text]) == 1


@pytest.mark.parametrize(
    ("user", "label", "about", "title"),
    [
        ("U0OLLE", "Ansluter senare", "", "Ansluter senare"),
        ("U0OLLE", "Skickar ersättare", "", "Skickar ersättare"),
        ("U0OLLE", "Kan inte", "", "Kan inte"),
        ("U0ANNA", "Fyll i mer", "startad", "Fyll i mer"),
        ("U0ANNA", "Avsluta", "startad", "Avsluta larmet"),
    ],
)
async def test_every_form_of_a_drill_says_what_it_is(
    town: Town, user: str, label: str, about: str, title: str
) -> None:
    await start(town)
    await town.press(user, label, about)

    form = await town.slack.wait_for_view(user, title)

    assert form.body["blocks"][0]["text"]["text"].startswith("ÖVNING")


async def test_a_rehearsed_digest_tells_a_drill_apart(town: Town) -> None:
    await start(town)

    told = await town.ask(digest.rehearse)

    assert told
    assert all(text.startswith("ÖVNING") for text in told)


async def test_why_a_drill_stopped_is_said_in_each_readers_language(tmp_path: Path) -> None:
    roster = ROSTER.replace("name: Olle Stat,", "name: Olle Stat, language: en,")
    async with a_town(tmp_path, roster) as town:
        await start(town)
        await town.raise_alarm()

        assert any("real alarm goes first" in text for text in town.told("U0OLLE"))
        assert any("riktigt larm går före" in text for text in town.told("U0MARIA"))


async def test_a_code_name_means_the_alarm_before_a_later_drill(town: Town) -> None:
    await town.raise_alarm()
    await town.ask(lambda work: alarms.change(work.session, ONE, ended_at=work.now))
    await start(town, "/larm övning Söderhamn etablering Lavskrika")
    await town.ask(lambda work: alarms.change(work.session, AlarmId(2), ended_at=work.now))

    told = await town.command("U0ANNA", "/larm läge Lavskrika")

    assert "#1" in told
    assert "ÖVNING" not in told


async def test_a_second_drill_of_the_same_name_is_refused_as_a_drill(town: Town) -> None:
    await start_in_telegram(town, "Söderhamn etablering Höstprov")
    await start_in_telegram(town, "Söderhamn etablering Höstprov")

    told = town.telegram.messages(ANNA)[-1].text
    assert "Övningen Höstprov för Söderhamn pågår redan som #1" in told
    assert "arm" not in told


async def test_a_real_alarm_elsewhere_leaves_a_drill_alone(tmp_path: Path) -> None:
    text = ROSTER.replace('    area: ["2183"]', '    area: ["0180"]\n    may_alarm: true').replace(
        "    area: [SE]", '    area: ["21"]'
    )
    async with a_town(tmp_path, text) as town:
        await start(town)
        await town.hands.raise_alarm("U0NISSE", "/larm Stockholm etablering Torsk", {})
        await town.quiet()

        assert (await town.alarm(1)).is_open
        assert (await town.alarm(2)).is_open


async def test_a_drill_is_stopped_when_a_real_alarm_comes_to_need_its_people(
    tmp_path: Path,
) -> None:
    text = ROSTER.replace('    area: ["2183"]', '    area: ["0180"]\n    may_alarm: true').replace(
        "    area: [SE]", '    area: ["21"]'
    )
    async with a_town(tmp_path, text) as town:
        await start(town)
        await town.hands.raise_alarm("U0NISSE", "/larm Stockholm etablering Torsk", {})
        await town.quiet()

        await town.press("U0NISSE", "Skickar ersättare", "Torsk")
        await fill(town, "U0NISSE", "Skickar ersättare", {"Ersättare": "Bertil"})

        assert (await town.alarm(1)).ending is Ending.CALLED_OFF


async def test_no_drill_starts_while_a_real_alarm_has_the_people(town: Town) -> None:
    await town.raise_alarm()

    await town.slack.command("U0ANNA", DRILL)
    await town.slack.wait_for_view("U0ANNA", "Övning")
    errors = (await town.slack.submit("U0ANNA", {})).errors
    await town.say(ANNA, "/ovning Söderhamn etablering Höstprov")
    await town.tap(ANNA, "Starta övning")

    assert "#1 Lavskrika (Söderhamn) pågår" in next(iter(errors.values()))
    assert (
        "#1 Lavskrika" in town.telegram.from_bot(ANNA)[-1].text or "#1 Lavskrika" in read(town)[-1]
    )
    assert len(await town.ask(lambda work: alarms.open_alarms(work.session))) == 1


async def test_a_county_s_drill_waits_for_the_real_alarm_too(town: Town) -> None:
    await town.raise_alarm()

    await town.slack.command("U0MARIA", "/larm övning Gävleborg etablering Länsprov")
    await town.slack.wait_for_view("U0MARIA", "Övning")
    errors = (await town.slack.submit("U0MARIA", {})).errors

    assert "#1 Lavskrika (Söderhamn) pågår" in next(iter(errors.values()))


async def test_pages_of_a_drill_wait_for_everything_else(town: Town) -> None:
    await start(town)

    pages = await town.ask(lambda work: outbox.like(work.session, "callout/"))
    drilled = {one.priority for one in pages if one.target is None}
    assert drilled == {max(RANK.values())}
    await town.raise_alarm()
    [number] = {one.id for one in await town.callouts(2) if one.actor == "stat"}
    [page] = await town.ask(lambda work: outbox.like(work.session, f"callout/{number}/page/1@"))
    assert page.priority == RANK[Priority.FIRST_PAGE]


async def test_a_secret_drill_keeps_the_place_to_those_summoned(town: Town) -> None:
    await town.hands.raise_alarm("U0ANNA", DRILL, {"Sekretess": "hemlig"})
    await town.quiet()
    await town.press("U0ANNA", "Avsluta", "startad")
    await fill(town, "U0ANNA", "Avsluta larmet", FINISH)

    assert town.channel.name == "larm-ovning-hostprov"
    [result] = [t for t in town.told("U0ANNA") if "Övningsresultat" in t]
    assert "Plats" not in result
    assert unmarked(town) == []


async def test_a_drill_and_an_alarm_may_bear_the_same_name(town: Town) -> None:
    await start(town)

    await town.hands.raise_alarm("U0ANNA", "/larm Söderhamn etablering Höstprov", {})
    await town.quiet()

    assert not (await town.alarm(2)).is_drill


async def test_the_lead_ends_a_drill_and_the_result_names_nobody(town: Town) -> None:
    await start(town)
    await town.press("U0OLLE", "Kvittera")
    await town.press("U0MARIA", "Kvittera")
    await town.forward(hours=3)
    await town.press("U0ANNA", "Avsluta", "startad")
    await fill(town, "U0ANNA", "Avsluta larmet", FINISH)

    [to_anna] = [t for t in town.told("U0ANNA") if "Övningsresultat" in t]
    [to_maria] = [t for t in town.told("U0MARIA") if "Övningsresultat" in t]
    in_channel = [m.plain for m in town.channel.messages if "Övningsresultat" in m.plain]
    assert to_anna.startswith("ÖVNING Övningsresultat: Höstprov")
    assert to_maria == to_anna == in_channel[0]
    assert "*Svarade:* 2 av 5 aktörer" in to_anna
    assert "alla: 50 % inom 15 minuter" in to_anna
    assert "för få svar att visa: lokal; regional" in to_anna
    assert "Obesvarat: Näringslivskontoret, Söderhamns kommun; Elnätet" in to_anna
    assert "Nås bara per telefon, och ringdes inte: Anslutning" in to_anna
    for name in ("Anna Ek", "Olle Stat", "Greta Nät", "Maria Region", "Sven Linje"):
        assert name not in to_anna
    assert not any("Övningsresultat" in text for text in town.told("U0OLLE"))


async def test_an_answer_that_was_not_kept_is_told_apart_from_silence(town: Town) -> None:
    await start(town)
    await town.press("U0OLLE", "Skickar ersättare")
    await fill(town, "U0OLLE", "Skickar ersättare", {"Ersättare": "Zoe"})
    await town.forward(hours=3)
    await town.press("U0ANNA", "Avsluta", "startad")
    await fill(town, "U0ANNA", "Avsluta larmet", FINISH)

    [result] = [t for t in town.told("U0ANNA") if "Övningsresultat" in t]
    assert "*Svarade:* 1 av 5 aktörer" in result
    assert "Svarade först, men ingen kom: Etableringskontakten" in result
    assert "Etableringskontakten" not in result.partition("Obesvarat:")[2].partition("\n")[0]


async def test_what_the_coordinator_took_over_is_told_among_what_did_not_work(town: Town) -> None:
    await start(town)
    await town.forward(hours=3)
    [greta] = [one.id for one in await town.callouts() if one.actor == "nat"]
    await town.tap(MARIA, f"Tar över {greta}")
    await town.press("U0ANNA", "Avsluta", "startad")
    await fill(town, "U0ANNA", "Avsluta larmet", FINISH)

    [result] = [t for t in town.told("U0ANNA") if "Övningsresultat" in t]
    assert "övertaget av samordnaren: Elnätet, Söderhamns kommun" in result
    assert "*Svarade:* 0 av 5 aktörer" in result


async def test_the_result_tells_of_accounts_out_of_reach_and_themes_that_nobody_has(
    town: Town,
) -> None:
    town.telegram.block(GRETA)
    await start(town)
    await town.press("U0ANNA", "Avsluta", "startad")
    await fill(town, "U0ANNA", "Avsluta larmet", FINISH)

    [result] = [t for t in town.told("U0ANNA") if "Övningsresultat" in t]
    assert "Ett konto gick inte att nå, hos: Elnätet, Söderhamns kommun" in result
    assert "Teman som ingen har: Bostadsbyggande" in result


async def test_a_half_filled_alarm_waits_while_one_answers_a_drill(town: Town) -> None:
    await start(town)
    assert "Vad gäller det" in await town.say(ANNA, "/larm Söderhamn")
    await town.tap(ANNA, "Ansluter senare")

    told = await town.say(ANNA, "13:30")

    assert told.startswith("ÖVNING")
    assert "Vad gäller det" not in told


async def test_an_answer_in_earnest_is_not_marked_by_a_half_filled_drill(town: Town) -> None:
    await town.raise_alarm()
    await town.say(ANNA, "/ovning Söderhamn")
    await town.tap(ANNA, "Ansluter senare")

    told = await town.say(ANNA, "13:30")

    assert not told.startswith("ÖVNING")
    assert "ansluter" in told.lower()


async def test_a_drill_ends_by_itself_after_a_day_within_working_hours(tmp_path: Path) -> None:
    friday = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    async with a_town(tmp_path, at=friday) as town:
        await start(town)
        await town.forward(days=2)
        assert (await town.alarm()).is_open
        await town.forward(hours=21, minutes=59)
        assert (await town.alarm()).is_open

        await town.forward(minutes=2)

        assert not (await town.alarm()).is_open
        assert any("Övningsresultat" in text for text in town.told("U0ANNA"))
        assert any("pågått i ett dygn" in text for text in town.told("U0OLLE"))


async def test_a_drill_s_situation_is_not_sent_anew_at_night(town: Town) -> None:
    def situations() -> int:
        return len([m for m in town.channel.messages if "Tema och nivå" in m.plain])

    await start(town)
    await town.forward(hours=7)
    by_day = situations()

    await town.forward(hours=14, minutes=59)
    assert situations() == by_day > 1
    await town.forward(minutes=2)
    assert situations() == by_day + 1


def opened(case: str) -> float:
    return figures.REGISTRY.get_sample_value("larm_opened_total", {"case": case}) or 0


def answered_in_drills() -> float:
    name, level = "larm_drill_answer_seconds_count", {"level": "regional"}
    return figures.REGISTRY.get_sample_value(name, level) or 0


async def test_drills_are_counted_and_noted_apart(town: Town) -> None:
    drills, real, answers = opened("drill"), opened("alarm"), answered_in_drills()
    await start(town)
    await town.press("U0OLLE", "Kvittera")

    assert (opened("drill"), opened("alarm")) == (drills + 1, real)
    assert answered_in_drills() == answers + 1
    events = [one.event for one in await town.ask(lambda w: journal.of_alarm(w.session, ONE))]
    assert "drill_opened" in events
    assert "opened" not in events


async def test_the_situation_and_the_list_of_alarms_tell_drills_apart(tmp_path: Path) -> None:
    text = (
        ROSTER.replace('    area: ["2183"]', '    area: ["0180"]\n    may_alarm: true')
        .replace("    area: [SE]", '    area: ["21"]')
        .replace("[nisse]", "[nisse, zoe]")
        .replace("[greta]", "[greta, zoe]")
    )
    async with a_town(tmp_path, text) as town:
        await start(town)
        assert (await town.command("U0ANNA", "/larm läge")).startswith("ÖVNING")


async def test_a_digest_tells_drills_and_alarms_apart(tmp_path: Path) -> None:
    text = ROSTER.replace('    area: ["2183"]', '    area: ["0180"]\n    may_alarm: true').replace(
        "    area: [SE]", '    area: ["21"]'
    )
    async with a_town(tmp_path, text) as town:
        await town.hands.raise_alarm("U0NISSE", "/larm Stockholm etablering Torsk", {})
        await town.quiet()
        await start(town)
        await town.forward(hours=23)

        to_nisse = [m for m in town.slack.direct("U0NISSE") if "Lägessammanfattning" in m.text]
        to_bertil = [m for m in town.slack.direct("U0BERTIL") if "Lägessammanfattning" in m.text]
        assert not to_nisse[0].text.startswith("ÖVNING")
        assert to_bertil[0].text.startswith("ÖVNING")
        assert "ÖVNING #2 Höstprov" in to_bertil[0].plain
