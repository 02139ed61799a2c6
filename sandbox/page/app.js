// The page as a whole: who one is, what is shown, and when it is loaded anew.
import { get, listen } from "./api.js";
import { Clock } from "./clock.js";
import { button, closeMenus, el, toast } from "./dom.js";
import { Faults } from "./faults.js";
import { People, card, idOf } from "./people.js";
import { SlackPane } from "./slack.js";
import { TelegramPane } from "./telegram.js";

const PAUSE = 120; // milliseconds of changes that are loaded in one go
const FIRST = "Anna Ek"; // whom a newcomer is invited to be
const OTHER = { name: "Wilma Dahl", command: "/larm Nässjö varsel Strandskata" }; // and in another case
const TABS = ["slack", "telegram"];
const $ = (id) => document.getElementById(id);

const clock = new Clock($("clock"));
new Faults($("faults"));
const people = new People($("people"), (person) => {
  location.hash = idOf(person);
  openPeople(false);
});
const panes = {
  slack: new SlackPane($("slack"), (id) => people.name(id)),
  telegram: new TelegramPane($("telegram")),
};
const waiting = { slack: null, telegram: null };
let current = null;

async function start() {
  people.load((await get("people")) ?? []);
  await clock.load();
  be(people.find(decodeURIComponent(location.hash.slice(1))));
  listen(heard);
}

/** Become somebody, or nobody yet. */
function be(person) {
  current = person ?? null;
  $("welcome").hidden = Boolean(person);
  for (const id of ["tabs", ...TABS]) $(id).hidden = !person;
  for (const platform of TABS) delete $(`tab-${platform}`).dataset.news;
  openPeople(false);
  for (const platform of TABS) panes[platform].show(person?.[platform] ?? null);
  if (!person) return welcome();
  document.title = `${person.name} – larm, sandlåda`;
  people.select(person);
  $("self").replaceChildren(card({ ...person, isNew: false }));
  selectTab(person.slack ? "slack" : "telegram");
}

function welcome() {
  const first = people.all.find((person) => person.name === FIRST) ?? people.all[0];
  $("self").replaceChildren(el("p", { className: "quiet" }, "Ingen är vald än."));
  if (!first) return toast("Det finns inga personer i sandlådan.");
  const other = people.all.find((person) => person.name === OTHER.name);
  $("welcome").replaceChildren(
    el("h2", { id: "welcome-title" }, "Öva på ett larm"),
    el("p", {}, "Här kan du vara vem som helst i beredskapen och se vad larm skriver till var och en, i Slack och i Telegram. Ingenting lämnar din dator."),
    el("ol", { className: "steps" },
      el("li", {}, `Välj ${first.name}${first.title ? `, ${first.title[0].toLowerCase()}${first.title.slice(1)}` : ""}, och tryck Larm.`),
      el("li", {}, "Fyll i kommun, slag och kodnamn. Tryck Larma."),
      el("li", {}, "Byt till dem som får ett larm, och svara. Den som inte svarar? Låt klockan gå fortare.")),
    button(`Bli ${first.name}`, () => people.choose(first), { className: "primary large" }),
    other && el("p", {}, `Eller öva på ett varsel: bli ${other.name} och skriv `, el("code", {}, OTHER.command), "."),
    other && button(`Bli ${other.name}`, () => people.choose(other)),
  );
}

/** Take in a change on the server; null after a break, when anything may have changed. */
function heard(change) {
  if (!change) return TABS.forEach(reloadSoon);
  const { platform, user } = change;
  if (platform === "clock") return clock.load();
  people.mark(change);
  const mine = current?.[platform]; // null for somebody without the platform
  if (!mine || (user && user !== mine)) return undefined;
  panes[platform].note?.(change);
  if (!$(platform).classList.contains("shown")) $(`tab-${platform}`).dataset.news = "nytt";
  return reloadSoon(platform);
}

/** Gather changes for a moment, and load them in one go. */
function reloadSoon(platform) {
  waiting[platform] ??= setTimeout(() => {
    waiting[platform] = null;
    panes[platform].reload();
  }, PAUSE);
}

/** On narrow screens one platform at a time; the style sheet shows both where there is room. */
function selectTab(name, isFocused = false) {
  for (const platform of TABS) {
    const tab = $(`tab-${platform}`);
    const isChosen = platform === name;
    tab.ariaSelected = String(isChosen);
    tab.tabIndex = isChosen ? 0 : -1;
    $(platform).classList.toggle("shown", isChosen);
    if (isChosen) delete tab.dataset.news;
    if (isChosen && isFocused) tab.focus();
  }
  panes[name].talk.toBottom(); // what is not shown cannot be scrolled
}

for (const platform of TABS) {
  const tab = $(`tab-${platform}`);
  const other = TABS.find((one) => one !== platform);
  tab.addEventListener("click", () => selectTab(platform));
  tab.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") selectTab(other, true);
  });
}

function openPeople(isOpen) {
  if (!isOpen && $("people").classList.contains("open")) $("switch").focus();
  $("switch").ariaExpanded = String(isOpen);
  $("people").classList.toggle("open", isOpen);
  if (isOpen) people.search.focus();
}

$("switch").addEventListener("click", () => openPeople($("switch").ariaExpanded !== "true"));
$("people").addEventListener("keydown", (event) => {
  if (event.key === "Escape") openPeople(false);
});
addEventListener("hashchange", () => be(people.find(decodeURIComponent(location.hash.slice(1)))));
closeMenus();
await start();
