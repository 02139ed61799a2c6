"""Whose work an item of a checklist is."""

import pytest

from blueprint.model import Level
from escalation.responsible import answers_to, is_for_lead
from roster.model import Actor, ActorId, Rotation


def actor(name: str, organisation: str = "Söderhamns kommun", role: str | None = None) -> Actor:
    return Actor(ActorId("a"), name, organisation, Level.LOCAL, (), (), Rotation(()), role=role)


@pytest.mark.parametrize(
    ("words", "one"),
    [
        ("näringslivschef", actor("Näringslivskontoret")),
        ("mark- och exploateringschef", actor("Marken", role="Mark- och exploateringschef")),
        ("länsstyrelse, miljökontor", actor("Jouren", "Länsstyrelsen Gävleborg")),
        ("region, Business Sweden", actor("Investeringar", "Business Sweden")),
        ("region", actor("Jouren", "Region Gävleborg")),
        ("Trafikverket", actor("Planering", "Trafikverket")),
    ],
)
def test_the_words_mean_an_actor_by_role_name_or_organisation(words: str, one: Actor) -> None:
    assert answers_to(one, words)


@pytest.mark.parametrize(
    ("words", "one"),
    [
        ("planchef", actor("Näringslivskontoret")),
        ("kommundirektör", actor("Näringslivskontoret")),
        ("elnätsföretag", actor("VA-jouren", "Demo VA & Energi AB")),
    ],
)
def test_other_words_do_not(words: str, one: Actor) -> None:
    assert not answers_to(one, words)


@pytest.mark.parametrize("words", ["ärendeägare", "kommunjurist, ärendeägare"])
def test_the_owner_of_the_case_is_the_lead(words: str) -> None:
    assert is_for_lead(words)


def test_a_job_title_is_not_the_lead() -> None:
    assert not is_for_lead("planchef")
