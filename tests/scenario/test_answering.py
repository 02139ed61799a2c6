"""Answering a summons: one press settles it, the first answer wins, and it may be changed."""

from datetime import timedelta

import pytest

from sandbox.faults import Fault
from tests.scenario.conftest import Town


async def test_one_press_settles_the_callout(town: Town) -> None:
    await town.raise_alarm()

    await town.press("U0MARIA", "Kvittera")

    [summons] = town.summonses_to("U0MARIA")
    assert "Kvitterad 10:00 av Maria Region" in summons.plain
    assert summons.labels == ["Ändra svar", "Timmar denna vecka"]
    assert "Jouren (Region Gävleborg): kvitterad" in town.situation


async def test_nothing_is_sent_after_an_answer(town: Town) -> None:
    await town.raise_alarm()
    await town.press("U0MARIA", "Kvittera")

    await town.forward(hours=3)

    assert len(town.summonses_to("U0MARIA")) == 1


async def test_the_answer_shows_on_the_other_platform_too(town: Town) -> None:
    await town.raise_alarm()

    await town.tap(900006, "Kvittera")

    assert "Kvitterad" in town.summonses_to("U0MARIA")[0].plain
    assert "Kvittera" not in town.summonses_to("U0MARIA")[0].labels


async def test_a_second_press_changes_nothing_and_says_why(town: Town) -> None:
    await town.raise_alarm()
    [before] = town.telegram.from_bot(900006)[:1]
    rows = [list(row) for row in before.rows]
    await town.tap(900006, "Kvittera")
    before.rows = rows  # the person's telephone had not seen the change yet

    answer = await town.telegram.press(900006, before, "Kvittera")

    assert answer is not None
    assert "ändrade inget" in answer.text


async def test_a_strangers_press_changes_nothing_and_says_why(town: Town) -> None:
    await town.raise_alarm()
    [summons] = town.summonses_to("U0MARIA")

    await town.slack.press("U0ZOE", summons, "Kvittera")
    await town.quiet()

    assert "Jouren (Region Gävleborg): väntar" in town.situation
    whispered = [m for m in town.channel_of("U0MARIA").messages if m.ephemeral_to == "U0ZOE"]
    assert "inte kallad" in whispered[-1].plain


async def test_hours_this_week_stand_with_the_answer(town: Town) -> None:
    await town.raise_alarm()
    await town.press("U0MARIA", "Kvittera")

    await town.press("U0MARIA", "Timmar denna vecka")
    await town.hands.fill("U0MARIA", "Timmar denna vecka", {"Timmar": "12"})
    await town.quiet()

    assert "12 h denna vecka" in town.situation


async def test_joining_later_settles_and_reminds_once_at_the_moment(town: Town) -> None:
    await town.raise_alarm()
    await town.press("U0MARIA", "Ansluter senare")
    moment = town.clock.now() + timedelta(hours=1)
    await town.hands.fill("U0MARIA", "Ansluter senare", {"När ansluter du?": moment})
    await town.quiet()
    assert "ansluter 11:00" in town.situation

    await town.forward(minutes=59)
    assert len(town.summonses_to("U0MARIA")) == 1
    await town.forward(minutes=2)

    assert len(town.summonses_to("U0MARIA")) == 2
    await town.press("U0MARIA", "Kvittera", "ansluta")
    assert "Jouren (Region Gävleborg): kvitterad" in town.situation


async def test_a_moment_in_the_past_is_refused_at_its_field(town: Town) -> None:
    await town.raise_alarm()
    await town.press("U0MARIA", "Ansluter senare")
    await town.slack.wait_for_view("U0MARIA")

    submitted = await town.slack.submit(
        "U0MARIA", {"När ansluter du?": town.clock.now() - timedelta(hours=1)}
    )

    assert "har redan varit" in submitted.errors["moment"]
    assert "Jouren (Region Gävleborg): väntar" in town.situation


async def test_a_reminder_that_is_not_answered_lets_the_chain_go_on(town: Town) -> None:
    await town.raise_alarm()
    await town.press("U0ANNA", "Ansluter senare", "Näringslivskontoret")
    moment = town.clock.now() + timedelta(minutes=30)
    await town.hands.fill("U0ANNA", "Ansluter senare", {"När ansluter du?": moment})
    await town.quiet()

    await town.forward(minutes=42)

    assert len(town.pages("U0BERTIL", "Näring")) == 1


async def test_a_substitute_is_summoned_and_settles_it(town: Town) -> None:
    await town.raise_alarm()

    await town.press("U0OLLE", "Skickar ersättare")
    await town.hands.fill("U0OLLE", "Skickar ersättare", {"Ersättare": "Karin Ö"})
    await town.quiet()
    assert "ersättare Karin Ö" in town.situation

    await town.press("U0KARIN", "Kvittera")
    assert "Etableringskontakten (Länsstyrelsen Gävleborg): kvitterad" in town.situation
    assert "Karin Ö" in town.situation


async def test_an_unanswering_substitute_lets_the_chain_go_on_past_both(town: Town) -> None:
    await town.raise_alarm()
    await town.press("U0ANNA", "Skickar ersättare", "Näringslivskontoret")
    await town.hands.fill("U0ANNA", "Skickar ersättare", {"Ersättare": "Bertil Ås"})
    await town.quiet()

    await town.forward(minutes=12)

    assert len(town.summonses_to("U0BO")) == 1  # next on call: Anna and the deputy are past
    assert len(town.pages("U0BERTIL", "Näringsliv")) == 1


async def test_declining_calls_the_next_at_once(town: Town) -> None:
    await town.raise_alarm()

    await town.press("U0ANNA", "Kan inte", "Näringslivskontoret")
    await town.hands.fill("U0ANNA", "Kan inte", {"Varför?": "Sjuk"})
    await town.quiet()

    assert len(town.pages("U0BERTIL", "Näringsliv")) == 1
    assert "väntar på Bertil Ås" in town.situation


async def test_a_reason_of_thousands_of_characters_is_taken(town: Town) -> None:
    await town.raise_alarm()

    await town.press("U0ANNA", "Kan inte", "Näringslivskontoret")
    await town.hands.fill("U0ANNA", "Kan inte", {"Varför?": "Sjuk. " * 490})
    await town.quiet()

    assert len(town.pages("U0BERTIL", "Näringsliv")) == 1


async def test_the_last_decline_leaves_the_callout_unanswered(town: Town) -> None:
    await town.raise_alarm()

    await town.press("U0OLLE", "Kan inte")
    await town.hands.fill("U0OLLE", "Kan inte", {})
    await town.quiet()
    await town.forward(minutes=31)

    assert "Etableringskontakten (Länsstyrelsen Gävleborg): obesvarad" in town.situation


async def test_an_earlier_page_may_still_be_answered(town: Town) -> None:
    await town.raise_alarm()
    await town.forward(minutes=21)  # the deputy has been paged by now
    assert len(town.pages("U0BERTIL", "Näringsliv")) == 1

    await town.press("U0ANNA", "Kvittera", "Näringslivskontoret")

    assert "Näringslivskontoret (Söderhamns kommun): kvitterad" in town.situation
    [deputys] = town.pages("U0BERTIL", "Näringsliv")
    assert "Kvittera" not in deputys.labels
    assert "Anna Ek" in deputys.plain


async def test_the_first_answer_wins(town: Town) -> None:
    await town.raise_alarm()
    await town.forward(minutes=21)
    [deputys] = town.pages("U0BERTIL", "Näringsliv")
    kept = list(deputys.blocks)
    await town.press("U0ANNA", "Kvittera", "Näringslivskontoret")
    deputys.blocks = kept  # the deputy's window had not seen the change yet

    await town.slack.press("U0BERTIL", deputys, "Kvittera")
    await town.quiet()

    holds = (await town.summons("naringsliv")).callout.answer
    assert holds is not None
    assert holds.by == "anna"
    assert any("Redan besvarat" in text for text in town.told("U0BERTIL"))


async def test_an_answer_may_be_changed_until_the_end(town: Town) -> None:
    await town.raise_alarm()
    await town.press("U0ANNA", "Kvittera", "Näringslivskontoret")

    await town.press("U0ANNA", "Ändra svar", "Näringslivskontoret")
    await town.press("U0ANNA", "Kan inte", "Näringslivskontoret")
    await town.hands.fill("U0ANNA", "Kan inte", {})
    await town.quiet()

    assert len(town.pages("U0BERTIL", "Näringsliv")) == 1


async def test_a_press_after_the_end_is_told_that_the_alarm_has_ended(town: Town) -> None:
    await town.raise_alarm()
    [summons] = town.summonses_to("U0MARIA")
    kept = list(summons.blocks)
    await town.press("U0ANNA", "Avblås", "utlöst")
    await town.hands.fill("U0ANNA", "Avblås larmet", {"Skäl": "Fel kommun"})
    await town.quiet()
    summons.blocks = kept

    await town.slack.press("U0MARIA", summons, "Kvittera")
    await town.quiet()

    assert any("är avslutat" in text for text in town.told("U0MARIA"))


@pytest.mark.parametrize("is_checked", [True, False], ids=["by Slack", "by nobody before us"])
@pytest.mark.parametrize("written", ["16,5", "16.5", "abc", "-1", "81", "nan"])
async def test_hours_that_are_no_whole_number_are_told_at_the_field(
    town: Town, written: str, is_checked: bool
) -> None:
    await town.raise_alarm()
    await town.press("U0MARIA", "Kvittera")
    await town.press("U0MARIA", "Timmar denna vecka")
    form = await town.slack.wait_for_view("U0MARIA")
    if not is_checked:
        form.body["blocks"][0]["element"]["type"] = "plain_text_input"

    with pytest.raises(LookupError, match=r"enter a|helt tal"):
        await town.hands.fill("U0MARIA", "Timmar denna vecka", {"Timmar": written})

    assert town.slack.view("U0MARIA") is form
    assert "denna vecka" not in town.situation


async def test_declining_counts_on_the_press_and_the_reason_comes_after(town: Town) -> None:
    await town.raise_alarm()

    await town.press("U0ANNA", "Kan inte", "Näringslivskontoret")
    assert len(town.pages("U0BERTIL", "Näringsliv")) == 1

    await town.hands.fill("U0ANNA", "Kan inte", {"Varför?": "Sjuk"})
    await town.quiet()

    [declined] = (await town.summons("naringsliv")).callout.answers
    assert declined.note == "Sjuk"
    [summons] = town.pages("U0ANNA", "Näringsliv")
    assert "Skäl: Sjuk" in summons.plain
    assert "Nästa i ordningen kallas" in summons.plain


async def test_the_last_to_decline_hears_that_nobody_is_left(town: Town) -> None:
    await town.raise_alarm()

    await town.press("U0OLLE", "Kan inte")

    form = await town.slack.wait_for_view("U0OLLE", "Kan inte")
    assert "Ingen är kvar att kalla" in str(form.body["blocks"][0])
    [summons] = town.pages("U0OLLE", "Etableringskontakten")
    assert "Ingen är kvar att kalla" in summons.plain
    assert "Nästa i ordningen" not in summons.plain


async def test_hours_are_not_credited_to_the_next_who_answers(town: Town) -> None:
    await town.raise_alarm()
    await town.press("U0ANNA", "Kvittera", "Näringslivskontoret")
    await town.press("U0ANNA", "Timmar denna vecka", "Näringslivskontoret")
    await town.hands.fill("U0ANNA", "Timmar denna vecka", {"Timmar": 40})
    await town.quiet()

    await town.press("U0ANNA", "Ändra svar", "Näringslivskontoret")
    await town.press("U0ANNA", "Kan inte", "Näringslivskontoret")
    await town.press("U0BERTIL", "Kvittera", "Näringsliv")

    assert (await town.summons("naringsliv")).hours is None
    assert "40" not in town.pages("U0BERTIL", "Näringsliv")[0].plain
    assert "40 h" not in town.situation


async def test_the_same_answer_again_takes_the_buttons_back(town: Town) -> None:
    await town.raise_alarm()
    await town.press("U0ANNA", "Kvittera", "Näringslivskontoret")
    await town.press("U0ANNA", "Ändra svar", "Näringslivskontoret")

    await town.press("U0ANNA", "Kvittera", "Näringslivskontoret")

    [summons] = town.pages("U0ANNA", "Näringsliv")
    assert summons.labels == ["Ändra svar", "Timmar denna vecka"]
    assert any("redan svarat så" in text for text in town.told("U0ANNA"))


async def test_a_form_that_slack_will_not_open_is_told_to_the_person(town: Town) -> None:
    await town.raise_alarm()
    town.faults.add(Fault("500", "slack", "views.open", times=1))

    await town.press("U0ANNA", "Ansluter senare", "Näringslivskontoret")

    await town.eventually(
        lambda: any("Formuläret gick inte att öppna" in text for text in town.told("U0ANNA"))
    )
