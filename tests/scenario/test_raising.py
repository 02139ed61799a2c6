"""Raising an alarm: who may, what the form says, whom it summons."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from handlers.delivery import settle
from handlers.work import Work
from sandbox.faults import Fault
from sandbox.slack.state import Channel
from storage import alarms, callouts, outbox
from storage.model import AlarmId, Summons
from tests.scenario.conftest import ROSTER, Town, a_town

FOUR = ["Kvittera", "Ansluter senare", "Skickar ersättare", "Kan inte"]
FORM = [
    "Kommun", "Slag", "Kodnamn", "Svar senast", "Grad", "Tempo", "Sekretess", "Fakta", "Aktörer",
    "Kontaktvägar", "Startmöte", "Grannkommuner",
]  # fmt: skip


async def test_the_form_has_the_contracts_fields_in_order(town: Town) -> None:
    await town.slack.command("U0ANNA", "/larm")
    view = await town.slack.wait_for_view("U0ANNA")

    labels = [b["label"]["text"] for b in view.body["blocks"] if b["type"] == "input"]
    mandatory = [
        b["label"]["text"]
        for b in view.body["blocks"]
        if b["type"] == "input" and not b.get("optional")
    ]

    assert labels == FORM
    assert mandatory == ["Kommun", "Slag", "Kodnamn"]
    assert view.body["submit"]["text"] == "Larma"


async def test_words_behind_the_command_fill_the_form_in(town: Town) -> None:
    await town.slack.command("U0ANNA", "/larm soderhamns kommun nedläggning Grå Skata")
    view = await town.slack.wait_for_view("U0ANNA")

    entered = {block: next(iter(value.values())) for block, value in view.state.items()}

    assert entered["municipality"]["selected_option"]["value"] == "2182"
    assert entered["kind"]["selected_option"]["value"] == "nedlaggning"
    assert entered["codename"]["value"] == "Grå Skata"


async def test_an_unknown_municipality_gets_the_three_nearest(town: Town) -> None:
    answer = await town.command("U0ANNA", "/larm Sodermham etablering X")

    assert "Söderhamn" in answer
    assert answer.count(",") >= 2


async def test_the_actors_are_proposed_once_municipality_and_kind_are_known(town: Town) -> None:
    await town.slack.command("U0ANNA", "/larm")
    await town.slack.wait_for_view("U0ANNA")

    await town.slack.fill("U0ANNA", "Kommun", "Söderhamn")
    await town.slack.fill("U0ANNA", "Slag", "etablering")

    def proposed() -> list[str]:
        view = town.slack.view("U0ANNA")
        blocks = view.body["blocks"] if view else []
        block = next(b for b in blocks if b.get("label", {}).get("text") == "Aktörer")
        return [option["value"] for option in block["element"].get("initial_options", [])]

    await town.eventually(lambda: proposed() != [])
    assert proposed() == ["naringsliv", "nat", "region", "stat", "linje"]
    view = town.slack.view("U0ANNA")
    assert view is not None
    assert view.state["municipality"]["value"]["selected_option"]["value"] == "2182"


async def test_three_fields_are_enough(town: Town) -> None:
    await town.slack.command("U0ANNA", "/larm")
    await town.slack.wait_for_view("U0ANNA")

    submitted = await town.slack.submit(
        "U0ANNA", {"Kommun": "Söderhamn", "Slag": "etablering", "Kodnamn": "Lavskrika"}
    )
    await town.quiet()

    assert submitted.errors == {}
    alarm = await town.alarm()
    assert (alarm.grade, alarm.tempo, alarm.secrecy) == ("larm", "akut", "begränsad")


async def test_every_actor_of_the_area_is_summoned_once_and_no_other(town: Town) -> None:
    await town.raise_alarm()

    assert len(town.summonses_to("U0ANNA")) == 1
    assert len(town.summonses_to("U0MARIA")) == 1
    assert len(town.summonses_to("U0OLLE")) == 1
    assert [m.labels for m in town.telegram.from_bot(900005)] == [[*FOUR, "Fel person"]]
    assert town.summonses_to("U0NISSE") == []  # a neighbour, not called yet
    assert town.summonses_to("U0FIA") == []  # after publication
    assert town.summonses_to("U0BO") == []  # not on call


async def test_somebody_with_both_platforms_is_summoned_on_both(town: Town) -> None:
    await town.raise_alarm()

    assert len(town.summonses_to("U0MARIA")) == 1
    assert len([m for m in town.telegram.from_bot(900006) if "Kvittera" in m.labels]) == 1


async def test_a_summons_says_what_is_needed_to_answer(town: Town) -> None:
    await town.raise_alarm(due=datetime(2026, 12, 11, 11, tzinfo=UTC))

    [summons] = town.summonses_to("U0MARIA")

    for word in (
        "Lavskrika", "Söderhamn", "etablering", "fre 11 dec 12:00", "Flernivåsamverkan",
        "Anna Ek", "Jouren", "Region Gävleborg",
    ):  # fmt: skip
        assert word in summons.plain
    assert summons.labels == [*FOUR, "Fel person"]


async def test_a_theme_without_local_actor_falls_to_the_nearest_level_and_is_told(
    town: Town,
) -> None:
    await town.raise_alarm()

    [summons] = town.summonses_to("U0OLLE")

    assert "Ni svarar även för Myndighetssamverkan" in summons.plain
    assert "lokal nivå" in summons.plain


async def test_an_unticked_actor_is_not_summoned(town: Town) -> None:
    await town.slack.command("U0ANNA", "/larm Söderhamn etablering Lavskrika")
    await town.slack.wait_for_view("U0ANNA")

    kept = ["naringsliv", "nat", "region", "linje"]
    await town.slack.submit("U0ANNA", {"Aktörer": kept})
    await town.quiet()

    assert town.summonses_to("U0OLLE") == []
    assert len(town.summonses_to("U0MARIA")) == 1


async def test_who_may_not_raise_is_told_whom_to_call(town: Town) -> None:
    answer = await town.command("U0ZOE", "/larm Söderhamn etablering Lavskrika")

    assert "inte rätt" in answer
    assert "Anna Ek" in answer
    assert "070-1740605" in answer
    assert town.slack.view("U0ZOE") is None


async def test_an_account_outside_the_roster_is_told_its_number(town: Town) -> None:
    town.slack.state.users["U0STRANGER"] = {"id": "U0STRANGER", "name": "x", "deleted": False}

    answer = await town.command("U0STRANGER", "/larm")

    assert "U0STRANGER" in answer


async def test_the_same_alarm_is_not_opened_twice(town: Town) -> None:
    await town.raise_alarm()
    await town.slack.command("U0ANNA", "/larm Söderhamn etablering lavskrika")
    await town.slack.wait_for_view("U0ANNA")

    submitted = await town.slack.submit("U0ANNA")

    assert "#1" in "".join(submitted.errors.values())
    assert len(await town.ask(lambda work: alarms.open_alarms(work.session))) == 1


async def test_a_reply_date_in_the_past_is_refused_at_its_field(town: Town) -> None:
    await town.slack.command("U0ANNA", "/larm Söderhamn etablering Lavskrika")
    await town.slack.wait_for_view("U0ANNA")

    submitted = await town.slack.submit(
        "U0ANNA", {"Svar senast": datetime(2026, 11, 1, tzinfo=UTC)}
    )

    assert list(submitted.errors) == ["deadline"]


async def test_the_channel_has_what_everybody_needs(town: Town) -> None:
    await town.raise_alarm(Fakta="Areal: 85 ha\nSkiftform: ?", Startmöte="tis 10:00")

    channel = town.channel
    assert channel.name == "larm-soderhamn-lavskrika"
    assert "Lavskrika" in channel.topic
    assert {"U0ANNA", "U0MARIA", "U0OLLE"} <= set(channel.members)
    assert len(channel.pins) == 2
    headings = [message.text for message in channel.messages]
    assert sum("(Lavskrika)" in heading for heading in headings) == 11  # a checklist per theme
    facts = next(m.plain for m in channel.messages if m.text.startswith("Fakta"))
    assert "Areal: 85 ha" in facts
    assert "Saknas" in facts
    assert "tis 10:00" in facts


async def test_each_checklist_bears_its_themes_name(town: Town) -> None:
    await town.raise_alarm()

    headings = {message.text for message in town.channel.messages}

    for theme in town.stage.larm.desk.blueprint.themes:
        assert f"{theme.sv} (Lavskrika)" in headings


async def test_those_without_slack_are_named_in_the_channel(town: Town) -> None:
    await town.raise_alarm()

    absent = next(m.plain for m in town.channel.messages if "Finns inte i kanalen" in m.plain)

    assert "Greta Nät" in absent


async def test_an_actor_without_chat_stands_on_the_call_list(town: Town) -> None:
    await town.raise_alarm()

    calls = next(m for m in town.channel.messages if m.text.startswith("Ringlista"))
    assert "Svenska kraftnät" in calls.plain
    assert "070-1740606" in calls.plain

    await town.slack.press("U0ANNA", calls, "Ringd")
    await town.quiet()

    assert "Anslutning (Svenska kraftnät): kvitterad" in town.situation


async def test_early_warning_reaches_municipality_region_and_state_only(town: Town) -> None:
    await town.raise_alarm(Grad="förvarning")

    actors = [s.actor for s in await _summonses(town)]

    assert actors == ["naringsliv", "nat", "region", "stat"]


async def test_upgrading_summons_the_rest(town: Town) -> None:
    await town.raise_alarm(Grad="förvarning")

    await town.press("U0ANNA", "Höj till larm")

    assert "linje" in [s.actor for s in await _summonses(town)]
    assert (await town.alarm()).grade == "larm"


async def test_publication_summons_those_who_wait_for_it(town: Town) -> None:
    await town.raise_alarm()

    await town.press("U0ANNA", "Offentligt")

    assert len(town.summonses_to("U0FIA")) == 1
    assert len(town.summonses_to("U0MARIA")) == 1


async def test_neighbours_are_named_and_summoned_when_the_lead_says_so(town: Town) -> None:
    await town.raise_alarm(Grannkommuner=["Bollnäs"])
    assert town.summonses_to("U0NISSE") == []

    await town.press("U0ANNA", "Larma grannkommuner")

    assert len(town.summonses_to("U0NISSE")) == 1
    assert "Bollnäs" in town.summonses_to("U0NISSE")[0].plain


NEIGHBOURS_GRID = """
  - id: grannat
    name: Grannätet
    organisation: Bollnäs Energi
    level: lokal
    area: ["2183"]
    themes: [ELV]
    on_call: {people: [fia], rotation: fixed}
  - id: grannfack
    name: Grannfacket
    organisation: Bollnäs kommun
    level: lokal
    area: ["2183"]
    themes: [KOM]
    after_publication: true
    on_call: {people: [zoe], rotation: fixed}
"""


async def test_neighbours_called_early_hear_of_the_upgrade_and_of_publication(
    tmp_path: Path,
) -> None:
    async with a_town(tmp_path, ROSTER + NEIGHBOURS_GRID) as town:
        await town.raise_alarm(Grannkommuner=["Bollnäs"], Grad="förvarning")
        await town.press("U0ANNA", "Larma grannkommuner")
        assert town.pages("U0FIA", "Grannätet") == []

        await town.press("U0ANNA", "Höj till larm")
        assert len(town.pages("U0FIA", "Grannätet")) == 1

        await town.press("U0ANNA", "Offentligt")
        assert len(town.pages("U0ZOE", "Grannfacket")) == 1


async def test_an_early_warning_says_what_waits_for_the_upgrade(tmp_path: Path) -> None:
    company = "name: Elnätet\n    organisation: Elnätet AB"
    roster = ROSTER.replace("name: Elnätet\n    organisation: Söderhamns kommun", company)
    async with a_town(tmp_path, roster) as town:
        await town.raise_alarm(Grad="förvarning")

        assert "saknas" not in _row(town.situation, "ELV")
        assert "lokal: ○ väntar" in _row(town.situation, "ELV")
        listed = [told for told in town.told("U0MARIA") if "Att samordna" in told]
        assert not any("El, vatten" in told for told in listed)


def _row(situation: str, theme: str) -> str:
    return next(line for line in situation.splitlines() if line.startswith(theme))


async def test_others_than_the_lead_cannot_press_the_leads_buttons(town: Town) -> None:
    await town.raise_alarm(Grannkommuner=["Bollnäs"])
    pinned = next(m for m in town.channel.messages if "Larma grannkommuner" in m.labels)

    await town.slack.press("U0OLLE", pinned, "Larma grannkommuner")
    await town.quiet()

    assert town.summonses_to("U0NISSE") == []
    whispered = [m.plain for m in town.channel.messages if m.ephemeral_to == "U0OLLE"]
    assert any("Bara den som leder" in text for text in whispered)


async def test_a_region_that_raises_asks_the_municipality_to_lead(town: Town) -> None:
    await town.raise_alarm("U0MARIA")

    assert (await town.alarm()).lead_actor is None
    await town.press("U0ANNA", "Ta ledningen")

    alarm = await town.alarm()
    assert (alarm.lead_actor, alarm.lead_person) == ("naringsliv", "anna")
    assert "Anna Ek" in town.channel.topic


async def _summonses(town: Town) -> list[Summons]:
    found: list[Summons] = await town.ask(lambda w: callouts.of_alarm(w.session, AlarmId(1)))
    return found


async def test_those_whom_slack_will_not_let_in_are_named_in_the_channel(town: Town) -> None:
    town.slack.state.users["U0OLLE"]["deleted"] = True

    await town.raise_alarm()

    absent = next(m.plain for m in town.channel.messages if "Finns inte i kanalen" in m.plain)
    assert "Olle Stat (Etableringskontakten): kunde inte bjudas in (cant_invite)" in absent
    assert "U0MARIA" in town.channel.members


async def test_a_name_that_is_taken_gets_a_number_behind(town: Town) -> None:
    for name in ("larm-soderhamn-lavskrika", "larm-soderhamn-lavskrika-2"):
        town.slack.state.channels[name] = Channel(name, name)

    await town.raise_alarm()

    ours = (await town.alarm()).channel
    assert town.slack.state.channels[str(ours)].name == "larm-soderhamn-lavskrika-3"


async def test_a_channel_made_unheard_is_found_and_an_older_alarms_left_alone(town: Town) -> None:
    await town.raise_alarm()
    older = (await town.alarm()).channel
    await town.hands.press("U0ANNA", "Avblås")
    await town.hands.fill("U0ANNA", "Avblås larmet", {"Skäl": "Fel"})
    await town.quiet()
    town.faults.add(Fault("drop", "slack", "conversations.create", times=2))

    await town.raise_alarm()

    newer = (await town.alarm(2)).channel
    names = [c.name for c in town.slack.state.channels.values() if not c.is_im]
    assert newer != older
    assert names == ["larm-soderhamn-lavskrika", "larm-soderhamn-lavskrika-2"]


OFFICE = """    may_alarm: true
    hours: kontorstid
    on_call: {people: [anna, bo], rotation: fixed}"""
AT_NIGHT = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)  # 21:00 in Stockholm


def _office_hours(roster: str) -> str:
    return roster.replace(
        "    may_alarm: true\n    on_call: {people: [anna, bo], rotation: fixed}", OFFICE
    )


async def test_the_question_for_the_lead_waits_until_the_actor_opens(tmp_path: Path) -> None:
    async with a_town(tmp_path, _office_hours(ROSTER), AT_NIGHT) as town:
        await town.raise_alarm("U0MARIA")
        assert town.told("U0ANNA") == []
        assert any("när de öppnar, tis 1 dec 08:00" in text for text in town.told("U0MARIA"))

        await town.until(datetime(2026, 12, 1, 7, 1, tzinfo=UTC))

        assert any("Tar ni ledningen?" in text for text in town.told("U0ANNA"))


async def test_a_region_outside_its_hours_hears_at_opening_unless_it_is_summoned(
    tmp_path: Path,
) -> None:
    closed = ROSTER.replace(
        "    coordinator: true\n", "    coordinator: true\n    hours: kontorstid\n"
    )
    async with a_town(tmp_path, closed, AT_NIGHT) as town:
        await town.raise_alarm()
        assert town.summonses_to("U0MARIA") == []
        assert not any("Ett larm om" in text for text in town.told("U0MARIA"))

        await town.slack.command("U0ANNA", "/larm Söderhamn etablering Skata")
        await town.slack.wait_for_view("U0ANNA")
        await town.slack.submit("U0ANNA", {"Aktörer": ["naringsliv"]})
        await town.quiet()
        assert not any("Ett larm om" in text for text in town.told("U0MARIA"))

        await town.until(datetime(2026, 12, 1, 7, 1, tzinfo=UTC))

        [told] = [text for text in town.told("U0MARIA") if "Ett larm om" in text]
        assert "Ett larm om etablering i Söderhamn är utlöst: Skata" in told
        assert len(town.summonses_to("U0MARIA")) == 1


async def test_the_urgent_question_reaches_who_is_on_duty_around_the_clock(tmp_path: Path) -> None:
    around_the_clock = """
  - id: larmcentral
    name: Larmcentralen
    organisation: Söderhamns kommun
    level: lokal
    area: ["2182"]
    themes: [TRA]
    on_call: {people: [bo, anna], rotation: fixed}
"""
    async with a_town(tmp_path, _office_hours(ROSTER) + around_the_clock, AT_NIGHT) as town:
        await town.raise_alarm("U0MARIA")

        assert any("Tar ni ledningen?" in text for text in town.told("U0ANNA"))


async def test_the_question_for_the_lead_goes_to_the_deputy_when_nobody_else_has_chat(
    tmp_path: Path,
) -> None:
    roster = ROSTER.replace("slack: U0ANNA, telegram: 900001, ", "")
    async with a_town(tmp_path, roster) as town:
        await town.raise_alarm("U0MARIA")

        assert any("Tar ni ledningen?" in text for text in town.told("U0BERTIL"))


async def test_whom_to_ring_is_told_when_nobody_can_be_asked_to_lead(tmp_path: Path) -> None:
    roster = ROSTER.replace("slack: U0ANNA, telegram: 900001, ", "")
    roster = roster.replace("    deputy: bertil\n    chief: karin\n", "")
    async with a_town(tmp_path, roster) as town:
        await town.raise_alarm("U0MARIA")

        told = "\n".join(town.told("U0MARIA"))
        assert "Ring Anna Ek (Näringslivskontoret, Söderhamns kommun) 070-1740605" in told
        assert "är tillfrågad" not in told


async def test_the_raiser_hears_that_there_is_no_channel(town: Town) -> None:
    await town.raise_alarm()
    refused = partial(_refuse_channel, reason="restricted_action")

    await town.stage.larm.runner.act(refused)
    await town.quiet()

    told = next(text for text in town.told("U0ANNA") if "kunde inte skapas" in text)
    assert "restricted_action" in told
    assert "be en administratör" in told


def _refuse_channel(work: Work, reason: str) -> None:
    promised = outbox.get(work.session, "alarm/1/channel")
    assert promised is not None
    settle.give_up(work, promised, reason)


async def test_everyone_unticked_is_told_as_it_is(town: Town) -> None:
    await town.slack.command("U0ANNA", "/larm Söderhamn etablering Lavskrika")
    await town.slack.wait_for_view("U0ANNA")
    await town.slack.submit("U0ANNA", {"Aktörer": []})
    await town.quiet()

    assert any("Alla aktörer är bortvalda" in text for text in town.told("U0ANNA"))


async def test_the_forms_actors_follow_the_grade(town: Town) -> None:
    await town.slack.command("U0ANNA", "/larm Söderhamn etablering Lavskrika")
    await town.slack.wait_for_view("U0ANNA")
    assert "Svenska kraftnät" in _proposed(town)

    await town.slack.fill("U0ANNA", "Grad", "förvarning")
    await town.eventually(lambda: "Svenska kraftnät" not in _proposed(town))

    assert "Region Gävleborg" in _proposed(town)


def _proposed(town: Town) -> str:
    view = town.slack.view("U0ANNA")
    assert view is not None
    return str(next(b for b in view.body["blocks"] if str(b["block_id"]).startswith("actors")))
