"""Planned drills in words."""

from blueprint import municipalities
from handlers.compose import words
from handlers.work import Work
from storage.model import DrillPlan


def line(work: Work, plan: DrillPlan, language: str) -> str:
    """Tell what is planned, where, when and how often."""
    told = work.say(
        "plan-line",
        language,
        codename=plan.codename,
        kind=words.kind(work, plan.kind, language),
        place=place(plan),
        moment=words.moment(work, plan.next_due_at, language),
    )
    repeated = work.say(f"plan-repeat-{plan.repeat}", language, line=told)
    if not plan.themes:
        return repeated
    themes = words.themes(work, plan.themes, language)
    return work.say("plan-line-themes", language, line=repeated, themes=themes)


def place(plan: DrillPlan) -> str:
    county = municipalities.county_name(plan.county) if plan.county else None
    return county or words.municipality_name(plan.municipality)
