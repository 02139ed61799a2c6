// The menu where the platforms are made to misbehave.
import { post, remove } from "./api.js";
import { button, el, toast } from "./dom.js";

const KINDS = {
  429: "För många anrop (429)",
  500: "Serverfel (500)",
  hang: "Häng: svarar inte alls",
  drop: "Tappa svar: gör i tysthet",
  duplicate: "Dubblett: levererar dubbelt",
};
const PLATFORMS = { slack: "Slack", telegram: "Telegram" };
const TIMES = { 1: "en gång", 3: "tre gånger", 20: "20 gånger", "": "tills jag rensar" };

export class Faults {
  constructor(menu) {
    this.ordered = el("ul", { className: "ordered", "aria-live": "polite" });
    this.form = el(
      "form",
      { className: "sheet", onsubmit: (event) => this.add(event) },
      el("p", { className: "hint" }, "Pröva vad larm gör när plattformarna krånglar."),
      chooser("kind", "Vad", KINDS),
      chooser("platform", "Var", PLATFORMS),
      chooser("times", "Hur länge", TIMES),
      el("div", { className: "row end" }, button("Rensa", () => this.clear()), el("button", { type: "submit", className: "primary" }, "Börja störa")),
      this.ordered,
    );
    menu.append(this.form);
  }

  async add(event) {
    event.preventDefault();
    const { kind, platform, times } = Object.fromEntries(new FormData(this.form));
    const answer = await post(["faults"], { kind, platform, times: times ? Number(times) : null });
    if (answer) this.ordered.append(el("li", {}, `${PLATFORMS[platform]}: ${KINDS[kind]}, ${TIMES[times]}`));
  }

  async clear() {
    if (!(await remove("faults"))) return;
    this.ordered.replaceChildren();
    toast("Störningarna är borta.");
  }
}

function chooser(name, label, options) {
  const id = `fault-${name}`;
  const select = el("select", { id, name }, Object.entries(options).map(([value, text]) => el("option", { value }, text)));
  return el("div", { className: "field" }, el("label", { for: id, className: "label" }, label), select);
}
