// A person's Telegram: the chat with the bot, its keyboards, and the quick commands.
import { get, post } from "./api.js";
import { Conversation, composer, moment } from "./conversation.js";
import { button, confirmed, el, reconcile, toast } from "./dom.js";
import { telegramHtml } from "./mrkdwn.js";

export class TelegramPane {
  constructor(section) {
    this.section = section;
    this.user = null;
    this.build();
  }

  build() {
    this.block = button("Blockera", () => this.toggleBlock(), { className: "ghost", title: "Stäng boten ute, som vem som helst kan göra i Telegram" });
    this.talk = new Conversation({
      label: "Meddelanden i Telegram",
      key: (message) => `t${message.id}`,
      build: (message) => this.message(message),
      summary: (message) => (message.from_bot ? `Nytt i Telegram: ${message.text}` : `Du skrev: ${message.text}`),
      empty: [el("h4", {}, "Ett samtal med larm"), el("p", {}, "Här kan den som saknar Slack larma, svara och följa läget.")],
    });
    this.start = button("Starta", () => this.send("/start"), { className: "primary wide" });
    this.quick = el("ul", { className: "row quick", "aria-label": "Kommandon" });
    this.write = composer({
      id: "telegram-text",
      label: "Skriv till larm i Telegram",
      placeholder: "Skriv ett meddelande",
      send: (text) => this.send(text),
    });
    this.invitation = el("div", { className: "start" },
      el("p", {}, "En bot får inte skriva först i Telegram. Tryck Starta, så kan larm nå dig här."), this.start);
    this.missing = el("p", { className: "empty" }, "Den här personen har inte Telegram.");
    this.body = el("div", { className: "column" }, this.talk.node, this.invitation, this.quick, this.write);
    this.section.append(el("header", { className: "pane-head" }, el("h2", {}, "Telegram"), this.block), this.missing, this.body);
  }

  /** Show a person's Telegram; `user` is null for somebody without one. */
  show(user) {
    this.user = user;
    this.talk.reset();
    this.body.hidden = this.block.hidden = user === null;
    this.missing.hidden = user !== null;
    return this.reload();
  }

  async reload() {
    const { user } = this;
    const chat = user === null ? null : await get("telegram", user);
    if (!chat || user !== this.user) return;
    this.blocked = chat.blocked;
    this.block.textContent = chat.blocked ? "Släpp in larm igen" : "Blockera";
    this.invitation.hidden = chat.started;
    this.quick.hidden = this.write.hidden = !chat.started;
    this.drawCommands(chat.commands);
    this.talk.show(chat.messages);
  }

  drawCommands(commands) {
    reconcile(this.quick, commands, {
      key: (one) => one.command,
      build: ({ command, description }) =>
        el("li", {}, button(`/${command}`, () => this.send(`/${command}`), { className: "chip", title: description })),
    });
  }

  message(message) {
    const keyboard = message.rows.map((row, r) =>
      el("div", { className: "keys" }, row.map((key, i) => this.key(message, key, `t-${message.id}-${r}-${i}`))));
    const content = message.from_bot ? telegramHtml(message.html) : [message.text];
    return el(
      "li",
      { className: `bubble ${message.from_bot ? "theirs" : "mine"}`, tabIndex: -1 },
      el("div", { className: "text" }, content),
      el("div", { className: "meta" }, message.edited && el("span", { className: "note" }, "ändrat"), moment(message.at)),
      keyboard.length ? el("div", { className: "keyboard" }, keyboard) : null,
    );
  }

  key(message, { label, data }, id) {
    const node = button(label, async () => {
      node.ariaBusy = "true";
      await this.press(message.id, data);
      node.ariaBusy = null;
    }, { id });
    return node;
  }

  async press(message_id, data) {
    const answer = await post(["telegram", this.user, "press"], { message_id, data });
    await this.reload();
    if (answer?.text && answer.alert) await confirmed({ title: "larm", text: answer.text, deny: "" });
    else toast(answer?.text);
  }

  async send(text) {
    await post(["telegram", this.user, "send"], { text });
    await this.reload();
    this.talk.toBottom();
  }

  async toggleBlock() {
    await post(["telegram", this.user, "block"], { blocked: !this.blocked });
    await this.reload();
  }
}
