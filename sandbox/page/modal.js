// The form in front of a person: a Slack view as a dialog that survives every update of itself.
import { post } from "./api.js";
import { buildBlock } from "./blocks.js";
import { button, el, reconcile } from "./dom.js";
import { isEmpty } from "./fields.js";

const REQUIRED = "Fyll i det här fältet.";

export class Modal {
  /** @param names who <@U…> and what <#C…> is; @param changed called when the server knows more */
  constructor(names, changed) {
    this.names = names;
    this.changed = changed;
    this.entered = new Map(); // what has been typed, by view, block and action
    this.blocks = el("div", { className: "blocks" });
    this.title = el("h2", { id: "modal-title" });
    this.close = button("Avbryt", () => this.cancel());
    this.send = el("button", { type: "submit", className: "primary" });
    this.dialog = this.build();
    document.body.append(this.dialog);
  }

  build() {
    const form = el(
      "form",
      { noValidate: true, onsubmit: (event) => this.submit(event) },
      el("header", {}, this.title, button("×", () => this.cancel(), { className: "ghost", "aria-label": "Stäng" })),
      this.blocks,
      el("footer", { className: "row end" }, this.close, this.send),
    );
    const cancel = (event) => {
      event.preventDefault();
      this.cancel();
    };
    return el("dialog", { className: "modal", "aria-labelledby": "modal-title", oncancel: cancel }, form);
  }

  /** Show the person's view, or none. */
  show(user, view) {
    if (!view) return this.dialog.close();
    const isAnother = this.view?.id !== view.id || this.user !== user;
    if (isAnother) this.blocks.replaceChildren();
    this.user = user;
    this.view = view;
    this.title.textContent = view.title.text;
    this.close.textContent = view.close?.text ?? "Avbryt";
    this.send.textContent = view.submit?.text ?? "";
    this.send.hidden = !view.submit;
    this.draw();
    if (!this.dialog.open) this.open();
  }

  open() {
    this.dialog.showModal();
    const first = this.blocks.querySelector("input, select, textarea, button") ?? this.close;
    first.focus();
  }

  draw() {
    const surface = {
      id: `view-${this.view.id}`,
      names: this.names,
      act: (action) => this.act(action),
      entered: (block, action) => this.recall(block, action),
      enter: (block, action, state) => this.enter(block, action, state),
      suggest: (block, action, text) => this.suggest(block, action, text),
    };
    reconcile(this.blocks, this.view.blocks, {
      key: (block) => `${this.view.id}/${block.block_id}`,
      build: (block) => el("div", { className: `block ${block.type}` }, buildBlock(block, surface)),
    });
  }

  key(block, action) {
    return [this.user, this.view.id, block, action].join("\n");
  }

  recall(block, action) {
    return this.entered.get(this.key(block, action)) ?? this.view.state?.values?.[block]?.[action];
  }

  enter(block, action, state) {
    this.entered.set(this.key(block, action), state);
    const field = this.blocks.querySelector(`[data-block="${CSS.escape(block)}"]`);
    if (field) mark(field, null); // whoever mends a mistake need not see it any more
  }

  act(action) {
    return post(["slack", this.user, "action"], { view_id: this.view.id, ...action }).then(this.changed);
  }

  async suggest(block_id, action_id, value) {
    const body = { view_id: this.view.id, block_id, action_id, value };
    const answer = await post(["slack", this.user, "suggest"], body);
    return answer?.options ?? [];
  }

  cancel() {
    this.dialog.close();
    return post(["slack", this.user, "close"], { view_id: this.view.id }).then(this.changed);
  }

  async submit(event) {
    event.preventDefault();
    const missing = this.missing();
    if (Object.keys(missing).length) return this.complain(missing);
    this.send.disabled = true;
    const state = { values: this.values() };
    const answer = await post(["slack", this.user, "submit"], { view_id: this.view.id, state });
    this.send.disabled = false;
    this.complain(answer?.errors ?? {});
    this.changed();
  }

  get inputs() {
    return this.view.blocks.filter((block) => block.type === "input");
  }

  values() {
    return Object.fromEntries(this.inputs.map(({ block_id, element: { action_id } }) =>
      [block_id, { [action_id]: this.recall(block_id, action_id) }]));
  }

  missing() {
    const empty = this.inputs.filter(({ block_id, optional, element: { action_id } }) =>
      !optional && isEmpty(this.recall(block_id, action_id)));
    return Object.fromEntries(empty.map(({ block_id }) => [block_id, REQUIRED]));
  }

  /** Show each field's error, none where there is none, and go to the first. */
  complain(errors) {
    for (const field of this.blocks.querySelectorAll("[data-block]")) mark(field, errors[field.dataset.block]);
    const wrong = this.blocks.querySelector("[aria-invalid]");
    (wrong?.querySelector("input") ?? wrong)?.focus();
  }
}

function mark(field, error) {
  const place = field.querySelector(".error");
  const control = field.querySelector("[aria-describedby]");
  place.textContent = error ?? "";
  place.hidden = !error;
  if (error) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}
