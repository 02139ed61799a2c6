"""The sandbox's page in a real browser: raise in Slack, acknowledge in Telegram, see the matrix."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import FloatRect, Locator, Page, async_playwright, expect

from bot.demo import cast
from bot.demo.stage import stage

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 30_000  # milliseconds; the channel's messages keep to Slack's limits


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with (
        stage(cast.case("lavskrika").alarm_at) as set_up,
        async_playwright() as playwright,
    ):
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = await browser.new_context(locale="sv-SE")
        found = await context.new_page()
        found.set_default_timeout(PATIENCE)
        found.on("pageerror", lambda error: pytest.fail(str(error)))
        await found.goto(set_up.sandbox.url)
        yield found
        await context.close()
        await browser.close()


async def become(page: Page, name: str) -> None:
    await page.get_by_role("button", name=re.compile(f"^{name}")).first.click()


async def raise_lavskrika(page: Page) -> None:
    await become(page, "Anna Ek")
    slack = page.get_by_role("region", name="Slack")
    await slack.get_by_role("button", name="Larm", exact=True).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Kommun", exact=True).fill("Söderh")
    await page.get_by_role("option", name=re.compile("Söderhamn")).first.click()
    await dialog.get_by_label("Slag", exact=True).select_option(label="etablering")
    await dialog.get_by_label("Kodnamn", exact=True).fill("Lavskrika")
    await dialog.get_by_role("button", name="Larma", exact=True).click()
    await expect(dialog).to_be_hidden(timeout=PATIENCE)


async def test_raise_in_slack_acknowledge_in_telegram_and_see_the_matrix(page: Page) -> None:
    await raise_lavskrika(page)

    await become(page, "Maria Nyström")
    telegram = page.get_by_role("region", name="Telegram")
    await telegram.get_by_role("button", name="Kvittera", exact=True).first.click()
    await expect(telegram.get_by_text("Kvitterad 15:4").first).to_be_visible(timeout=PATIENCE)

    slack = page.get_by_role("region", name="Slack")
    await slack.get_by_role("button", name=re.compile("larm-soderhamn-lavskrika")).click()
    state = slack.get_by_text(re.compile(r"Etableringsjouren \(Region Gävleborg\): kvitterad"))
    await expect(state.first).to_be_visible(timeout=PATIENCE)
    await expect(slack.get_by_text("Tema och nivå").first).to_be_visible()


async def test_a_mistake_in_the_form_stands_at_its_field(page: Page) -> None:
    await raise_lavskrika(page)
    await asyncio.sleep(0)

    slack = page.get_by_role("region", name="Slack")
    await slack.get_by_role("button", name="Larm", exact=True).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Kommun", exact=True).fill("Söderh")
    await page.get_by_role("option", name=re.compile("Söderhamn")).first.click()
    await dialog.get_by_label("Slag", exact=True).select_option(label="etablering")
    await dialog.get_by_label("Kodnamn", exact=True).fill("Lavskrika")
    await dialog.get_by_role("button", name="Larma", exact=True).click()

    await expect(dialog.get_by_text("är redan öppet som #1")).to_be_visible(timeout=PATIENCE)


async def test_the_page_works_on_a_phones_width(page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    await page.reload()

    overflow = await page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )

    assert overflow is False
    await expect(page.get_by_text("larm", exact=True).first).to_be_visible()


async def test_on_a_phone_nothing_floats_over_the_messages_or_the_line_to_write_in(
    page: Page,
) -> None:
    await raise_lavskrika(page)
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.get_by_role("button", name="Byt person").click()
    await become(page, "Maria Nyström")
    await page.get_by_role("tab", name="Telegram").click()
    telegram = page.get_by_role("region", name="Telegram")
    block = await box_of(telegram.get_by_role("button", name="Blockera"))
    messages = await box_of(telegram.get_by_role("list", name="Meddelanden i Telegram"))

    await telegram.get_by_role("button", name="Kvittera", exact=True).first.click()
    told = await box_of(page.get_by_role("status").get_by_text("Tack!"))
    write = await box_of(telegram.get_by_label("Skriv till larm i Telegram"))

    assert block["y"] + block["height"] <= messages["y"]
    assert told["y"] + told["height"] <= messages["y"]
    assert told["y"] + told["height"] <= write["y"]


async def test_whoever_has_no_slack_has_nothing_new_there(page: Page) -> None:
    await raise_lavskrika(page)
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.get_by_role("button", name="Byt person").click()
    await become(page, "Jasmina Kovač")
    telegram = page.get_by_role("region", name="Telegram")

    await telegram.get_by_role("button", name="Kvittera", exact=True).first.click()
    await expect(telegram.get_by_text("Kvitterad 15:4").first).to_be_visible(timeout=PATIENCE)

    await expect(page.get_by_role("tab", name="Slack")).not_to_have_attribute("data-news", "nytt")


async def test_the_other_case_is_offered_too(page: Page) -> None:
    await page.get_by_role("button", name="Bli Wilma Dahl").click()
    slack = page.get_by_role("region", name="Slack")
    await slack.get_by_label("Skriv ett kommando").fill("/larm Nässjö varsel Strandskata")

    await slack.get_by_role("button", name="Skicka").click()

    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_label("Kodnamn", exact=True)).to_have_value("Strandskata")


async def box_of(found: Locator) -> FloatRect:
    box = await found.bounding_box()
    assert box is not None
    return box


async def test_everything_that_can_be_pressed_or_filled_in_has_a_name(page: Page) -> None:
    await raise_lavskrika(page)
    slack = page.get_by_role("region", name="Slack")
    await slack.get_by_role("button", name=re.compile("larm-soderhamn-lavskrika")).click()
    await expect(slack.get_by_text("Tema och nivå").first).to_be_visible(timeout=PATIENCE)

    nameless = await page.evaluate(NAMELESS)

    assert nameless == []


async def test_the_alarm_is_raised_and_acknowledged_with_the_keyboard_alone(page: Page) -> None:
    await tab_to(page, re.compile("Anna Ek Näringslivschef"))
    await page.keyboard.press("Enter")
    await tab_to(page, re.compile("^Larm$"))
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_label("Kommun", exact=True)).to_be_focused()
    await page.keyboard.type("Söderh")
    await expect(page.get_by_role("option", name=re.compile("Söderhamn")).first).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await tab_to(page, re.compile("^Slag"))
    await page.keyboard.type("etab")
    await tab_to(page, re.compile("^Kodnamn"))
    await page.keyboard.type("Lavskrika")
    await tab_to(page, re.compile("^Larma$"))
    await page.keyboard.press("Enter")
    await expect(dialog).to_be_hidden(timeout=PATIENCE)

    slack = page.get_by_role("region", name="Slack")
    await expect(slack.get_by_role("button", name="Kvittera").first).to_be_visible()
    await tab_to(page, re.compile("^Kvittera$"))
    await page.keyboard.press("Enter")
    await expect(slack.get_by_text("Kvitterad 15:4").first).to_be_visible(timeout=PATIENCE)


async def tab_to(page: Page, name: re.Pattern[str]) -> None:
    """Press the tabulator until what is so named has the focus, as one without a mouse does."""
    seen = []
    for _ in range(150):
        await page.keyboard.press("Tab")
        seen.append(await page.evaluate(FOCUSED))
        if name.search(seen[-1]):
            return
    raise AssertionError(f"{name.pattern} is not reached: {[one[:40] for one in seen]}")


FOCUSED = """() => {
  const found = document.activeElement;
  const label = found.labels?.[0]?.textContent ?? found.ariaLabel ?? found.textContent;
  return label.trim();
}"""
NAMELESS = """() => [...document.querySelectorAll("button, input, select, textarea, summary, a")]
  .filter((one) => one.offsetParent !== null)
  .filter((one) => !(one.labels?.length || one.ariaLabel || one.getAttribute("aria-labelledby")
    || one.textContent.trim() || one.title))
  .map((one) => one.outerHTML)
"""
