// A list of messages that grows at the bottom: keeps its place, and says what is new.
import { announce, button, el, reconcile } from "./dom.js";
import { clockTime, day, simulated } from "./time.js";

const NEAR = 80; // pixels from the bottom that still count as being there

export class Conversation {
  /** @param label what the list is called; @param build message -> node; @param summary message -> text to read aloud */
  constructor({ label, build, key, summary, empty }) {
    Object.assign(this, { build, key, summary });
    this.list = el("ol", { className: "messages", "aria-label": label, tabIndex: 0 });
    this.empty = el("div", { className: "empty" }, empty);
    this.down = button("Nya meddelanden ↓", () => this.toBottom(), { className: "down", hidden: true });
    this.list.addEventListener("scroll", () => { this.down.hidden ||= this.isAtBottom; });
    this.node = el("div", { className: "conversation" }, this.list, this.empty, this.down);
    this.seen = null;
  }

  /** Start over: another person, or another channel. */
  reset() {
    this.list.replaceChildren();
    this.down.hidden = true;
    this.seen = null;
  }

  show(messages) {
    const wasAtBottom = this.isAtBottom;
    const isFirst = this.seen === null;
    const fresh = isFirst ? [] : messages.filter((message) => !this.seen.has(this.key(message)));
    this.seen = new Set(messages.map(this.key));
    reconcile(this.list, messages, { key: this.key, build: this.build });
    this.empty.hidden = messages.length > 0;
    this.list.hidden = !messages.length;
    if (isFirst || wasAtBottom) this.toBottom();
    else this.down.hidden &&= !fresh.length;
    if (fresh.length) announce(fresh.map(this.summary).join(". "));
  }

  /** Show one message, and let the keyboard go on from there. */
  goTo(key) {
    const node = this.list.querySelector(`:scope > [data-key="${CSS.escape(key)}"]`);
    node?.scrollIntoView({ block: "start" });
    node?.focus({ preventScroll: true });
  }

  get isAtBottom() {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  toBottom() {
    this.list.scrollTop = this.list.scrollHeight;
    this.down.hidden = true;
  }
}

/** When something was sent, by the simulated clock; `seconds` are real ones. */
export function moment(seconds) {
  const at = simulated(seconds * 1000);
  const time = el("time", { dateTime: new Date(at).toISOString(), title: day(at) });
  time.textContent = clockTime(at);
  return time;
}

/** A line to write in: one field, and what it is called. */
export function composer({ id, label, placeholder, send }) {
  const input = el("input", { id, type: "text", autocomplete: "off", placeholder });
  const submit = (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text) return;
    input.value = "";
    send(text);
  };
  return el(
    "form",
    { className: "composer", onsubmit: submit },
    el("label", { for: id, className: "unseen" }, label),
    input,
    el("button", { type: "submit", className: "primary" }, "Skicka"),
  );
}
