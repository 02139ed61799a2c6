"""What comes in twice, or while a connection is being refreshed, is handled once."""

from sandbox.faults import Fault
from tests.scenario.conftest import Town


async def test_a_press_that_arrives_twice_counts_once(town: Town) -> None:
    await town.raise_alarm()
    town.faults.add(Fault("duplicate", "slack", "envelope:interactive", times=1))

    await town.press("U0MARIA", "Kvittera")

    assert len((await town.summons("region")).callout.answers) == 1


async def test_an_update_that_arrives_twice_counts_once(town: Town) -> None:
    await town.raise_alarm()
    town.faults.add(Fault("duplicate", "telegram", "update", times=1))

    await town.tap(900005, "Kvittera")

    assert len((await town.summons("nat")).callout.answers) == 1


async def test_a_form_that_arrives_twice_raises_one_alarm(town: Town) -> None:
    await town.slack.command("U0ANNA", "/larm Söderhamn etablering Lavskrika")
    await town.slack.wait_for_view("U0ANNA")
    town.faults.add(Fault("duplicate", "slack", "envelope:interactive", times=1))

    await town.slack.submit("U0ANNA")
    await town.quiet()

    assert len(town.summonses_to("U0MARIA")) == 1
    assert len([c for c in town.slack.state.channels.values() if not c.is_im]) == 1


async def test_a_refresh_of_one_connection_loses_no_press(town: Town) -> None:
    await town.raise_alarm()
    await town.slack.socket.disconnect("refresh_requested")
    await town.eventually(lambda: town.slack.socket.connections == 2)

    await town.press("U0MARIA", "Kvittera")

    assert "Jouren (Region Gävleborg): kvitterad" in town.situation


async def test_the_first_press_counts_though_slack_will_not_say_who_we_are(town: Town) -> None:
    town.faults.add(Fault("500", "slack", "auth.test"))

    await town.raise_alarm()

    assert len(town.summonses_to("U0MARIA")) == 1


async def test_a_bot_whose_sockets_are_closed_is_not_ready(town: Town) -> None:
    slack = town.stage.larm.slack
    assert slack is not None
    assert town.stage.larm.is_ready

    for handler in slack._handlers:
        assert handler.client.current_session is not None
        await handler.client.current_session.close()

    assert not town.stage.larm.is_ready
