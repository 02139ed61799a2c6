// The simulated clock in the top bar: what it shows, how fast it goes, and how to jump ahead.
import { get, post } from "./api.js";
import { button, el } from "./dom.js";
import { clockTime, day, secondsUntil, setClock, simulated } from "./time.js";

const SPEEDS = [1, 10, 60, 600];
const TICK = 250; // milliseconds

export class Clock {
  constructor(section) {
    this.time = el("time", { className: "now" });
    this.day = el("span", { className: "day" });
    this.speeds = el("fieldset", { className: "speeds" }, el("legend", { className: "unseen" }, "Klockans fart"), SPEEDS.map((speed) => this.speed(speed)));
    this.jumps = el("div", { className: "jumps" },
      button("+15 min", () => this.set({ jump: 900 }), { title: "Hoppa fram 15 minuter", "aria-label": "Hoppa 15 min" }),
      button("till 08:00", () => this.set({ jump: secondsUntil("08:00", simulated()) }), { title: "Hoppa till klockan åtta", "aria-label": "Hoppa till 08:00" }));
    section.append(el("div", { className: "reading" }, this.day, this.time), this.speeds, this.jumps);
    setInterval(() => this.tick(), TICK);
  }

  speed(speed) {
    const choose = el("input", { type: "radio", name: "speed", value: speed, onchange: () => this.set({ speed }) });
    return el("label", {}, choose, el("span", {}, `${speed}×`));
  }

  async load() {
    this.take(await get("clock"));
  }

  async set(change) {
    this.take(await post(["clock"], change));
  }

  take(clock) {
    if (!clock) return;
    setClock(clock);
    this.speeds.hidden = this.jumps.hidden = clock.now === null; // real time cannot be hurried
    for (const input of this.speeds.querySelectorAll("input")) input.checked = Number(input.value) === clock.speed;
    this.tick();
  }

  tick() {
    const now = simulated();
    this.time.textContent = clockTime(now);
    this.time.dateTime = new Date(now).toISOString();
    this.day.textContent = day(now);
  }
}
