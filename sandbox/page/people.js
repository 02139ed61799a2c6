// Who to be: everybody in the sandbox, searchable, one press away.
import { button, el, reconcile } from "./dom.js";

export const idOf = (person) => String(person.slack ?? person.telegram);

export class People {
  /** @param choose told who was chosen */
  constructor(section, choose) {
    this.choose = choose;
    this.all = [];
    this.news = new Set();
    this.search = el("input", { id: "person-search", type: "search", placeholder: "Namn, roll eller plats", oninput: () => this.draw() });
    this.list = el("ul", {});
    this.none = el("p", { className: "quiet", hidden: true }, "Ingen heter eller gör så.");
    section.append(
      el("h2", {}, "Vem vill du vara?"),
      el("label", { for: "person-search", className: "unseen" }, "Sök person"),
      this.search, this.list, this.none,
    );
  }

  load(people) {
    this.all = people;
    this.draw();
  }

  find(id) {
    return this.all.find((person) => idOf(person) === id);
  }

  /** The name of somebody with that Slack id. */
  name(slack) {
    return this.all.find((person) => person.slack === slack)?.name ?? slack;
  }

  select(person) {
    this.current = person;
    this.news.delete(idOf(person));
    this.draw();
    this.list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  /** Mark the person that a change is about, unless the person is looking. */
  mark({ platform, user }) {
    const person = this.all.find((one) => user && one[platform] === user);
    if (!person || person === this.current) return;
    this.news.add(idOf(person));
    this.draw();
  }

  draw() {
    const wanted = folded(this.search.value).split(" ");
    const shown = this.all.filter((person) => {
      const text = folded(`${person.name} ${person.title}`);
      return wanted.every((word) => text.includes(word));
    });
    const items = shown.map((person) => ({ ...person, isCurrent: person === this.current, isNew: this.news.has(idOf(person)) }));
    reconcile(this.list, items, { key: idOf, build: (item) => el("li", {}, this.item(item)) });
    this.none.hidden = shown.length > 0;
  }

  item(item) {
    const choose = () => this.choose(this.find(idOf(item)));
    return button(card(item), choose, { id: `person-${idOf(item)}`, "aria-current": item.isCurrent ? "true" : null });
  }
}

/** A person's initials, name, title and platforms. */
export function card(person) {
  const platforms = [person.slack && "Slack", person.telegram && "Telegram"].filter(Boolean).join(" · ");
  return el(
    "span",
    { className: "card" },
    el("span", { className: `face tint-${tint(person.name)}`, "aria-hidden": "true" }, initials(person.name)),
    el("span", { className: "grow" },
      el("strong", {}, person.name, " ", person.isNew ? el("span", { className: "new" }, "nytt") : null),
      el("small", {}, [person.title, platforms].filter(Boolean).join(" · "))),
  );
}

const folded = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").trim();
const initials = (name) => name.split(/[\s-]+/).map((part) => part[0]).filter((_, i, all) => i === 0 || i === all.length - 1).join("");
const tint = (name) => [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
