// A person's Slack: channels, messages, the line to write in, and the form when one is open.
import { get, post } from "./api.js";
import { buildBlock, buildBlocks } from "./blocks.js";
import { Conversation, composer, moment } from "./conversation.js";
import { button, el, reconcile, toast, unseen } from "./dom.js";
import { Modal } from "./modal.js";
import { plain } from "./mrkdwn.js";

const COMMANDS = ["/larm läge", "/larm jour", "/larm hjälp"];

export class SlackPane {
  /** @param section where to draw; @param personName id -> name */
  constructor(section, personName) {
    this.section = section;
    this.names = { person: personName, channel: (id) => this.channels.find((one) => one.id === id)?.name ?? id };
    this.user = null;
    this.channels = [];
    this.chosen = new Map(); // person -> channel
    this.news = new Set(); // channels with something unread
    this.modal = new Modal(this.names, () => this.reload());
    this.build();
  }

  build() {
    this.list = el("ul", { id: "channels", className: "channels" });
    this.fold = button("Kanal", () => this.toggle(), { className: "fold", "aria-controls": "channels", "aria-expanded": "false" });
    this.head = el("div");
    this.talk = new Conversation({
      label: "Meddelanden i Slack",
      key: (message) => message.ts,
      build: (message) => this.message(message),
      summary: (message) => `Nytt i Slack från ${message.from}: ${message.text}`,
      empty: welcome(),
    });
    const alarm = button("Larm", () => this.command("/larm"), { className: "alarm", title: "Öppna larmformuläret (/larm)" });
    const write = composer({
      id: "slack-text",
      label: "Skriv ett kommando till larm i Slack",
      placeholder: "/larm Söderhamn etablering Lavskrika",
      send: (text) => this.command(text.startsWith("/") ? text : `/larm ${text}`),
    });
    const quick = COMMANDS.map((text) => button(text, () => this.command(text), { className: "chip" }));
    this.missing = el("p", { className: "empty" }, "Den här personen har inte Slack.");
    this.body = el(
      "div",
      { className: "split" },
      el("nav", { "aria-label": "Kanaler i Slack" }, this.fold, this.list),
      el("div", { className: "column" }, this.head, this.talk.node, el("div", { className: "row quick" }, quick), write),
    );
    this.section.append(el("header", { className: "pane-head" }, el("h2", {}, "Slack"), alarm), this.missing, this.body);
    this.alarm = alarm;
  }

  /** Show a person's Slack; `user` is null for somebody without one. */
  show(user) {
    this.user = user;
    this.news.clear();
    this.talk.reset();
    this.body.hidden = this.alarm.hidden = !user;
    this.missing.hidden = Boolean(user);
    if (!user) return this.modal.show(null, null);
    return this.reload();
  }

  async reload() {
    const { user } = this;
    const overview = user && (await get("slack", user));
    if (!overview || user !== this.user) return;
    this.channels = overview.channels;
    this.drawChannels();
    this.modal.show(user, overview.view);
    await this.reloadMessages();
  }

  async reloadMessages() {
    const { user, channel } = this;
    if (!channel) return;
    const messages = await get("slack", user, channel.id, "messages");
    if (!messages || user !== this.user || channel.id !== this.channel?.id) return;
    const pins = messages.filter((message) => message.pinned).map(({ ts, text }) => ({ ts, text }));
    reconcile(this.head, [{ ...channel, pins }], { key: (one) => `head-${one.id}`, build: (one) => this.channelHead(one) });
    this.talk.show(messages);
  }

  get channel() {
    const id = this.chosen.get(this.user);
    return this.channels.find((one) => one.id === id) ?? this.channels.find((one) => one.kind === "dm") ?? this.channels[0];
  }

  /** Remember that a channel which is not shown has something new. */
  note({ channel }) {
    if (channel && channel !== this.channel?.id) this.news.add(channel);
  }

  choose(channel) {
    this.chosen.set(this.user, channel.id);
    this.news.delete(channel.id);
    this.toggle(false);
    this.talk.reset();
    this.drawChannels();
    return this.reloadMessages();
  }

  toggle(isOpen = this.fold.ariaExpanded !== "true") {
    this.fold.ariaExpanded = String(isOpen);
  }

  drawChannels() {
    const items = this.channels.map((channel) => ({
      ...channel,
      isCurrent: channel.id === this.channel.id,
      isNew: this.news.has(channel.id) && channel.id !== this.channel.id,
    }));
    items.sort((a, b) => (a.kind === "dm" ? -1 : 0) - (b.kind === "dm" ? -1 : 0));
    reconcile(this.list, items, { key: (one) => one.id, build: (one) => this.channelItem(one) });
    this.fold.textContent = `Kanal: ${title(this.channel)}${items.some((one) => one.isNew) ? " (nytt i en annan)" : ""}`;
  }

  channelItem(channel) {
    const properties = { id: `channel-${channel.id}`, "aria-current": channel.isCurrent ? "true" : null };
    const node = button(title(channel), () => this.choose(channel), properties);
    if (channel.isNew) node.append(el("span", { className: "new" }, "nytt"));
    if (channel.is_archived) node.append(el("span", { className: "quiet" }, "arkiverad"));
    return el("li", {}, node);
  }

  channelHead(channel) {
    const members = channel.members.filter((name) => name !== "larm");
    return el(
      "div",
      { className: "head" },
      el("h3", {}, title(channel)),
      el("div", { className: "facts" },
        channel.is_archived && el("span", {}, "arkiverad"),
        channel.kind === "channel" && menu(counted(members.length, "person", "personer"), members.map((name) => el("li", {}, name))),
        channel.pins.length > 0 && menu(counted(channel.pins.length, "fäst", "fästa"), channel.pins.map((pin) => el("li", {}, this.pin(pin))))),
      channel.topic && el("p", { className: "topic" }, channel.topic),
    );
  }

  pin({ ts, text }) {
    return button(text, (event) => {
      event.target.closest("details").open = false;
      this.talk.goTo(ts);
    }, { className: "ghost" });
  }

  message(message) {
    const surface = {
      id: `m-${this.channel.id}-${message.ts}`,
      names: this.names,
      act: (action) => this.act(message, action),
    };
    const body = message.blocks?.length ? buildBlocks(message.blocks, surface) : this.text(message);
    return el(
      "li",
      { className: `message ${message.ephemeral ? "ephemeral" : ""}`, tabIndex: -1 },
      el("div", { className: "meta" },
        el("strong", { className: message.from === "larm" ? "bot" : "" }, message.from), moment(message.ts), notes(message)),
      el("div", { className: "content" }, body),
    );
  }

  text(message) {
    return buildBlock({ type: "section", text: { type: "mrkdwn", text: message.text } }, { names: this.names });
  }

  async act({ ts }, action) {
    await post(["slack", this.user, "action"], { channel: this.channel.id, ts, ...action });
    await this.reload();
  }

  async command(text) {
    const answer = await post(["slack", this.user, "command"], { channel: this.channel?.id, text });
    await this.reload();
    this.talk.toBottom();
    if (answer?.error) toast(answer.error);
  }
}

const title = (channel) => (channel.kind === "dm" ? "larm (direkt)" : `# ${channel.name}`);

const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

const menu = (label, items) =>
  el("details", { className: "menu" }, el("summary", {}, label), el("ul", { className: "sheet" }, items));

function notes({ ephemeral, edited, pinned }) {
  const told = [ephemeral && "bara du ser det här", pinned && "fäst", edited && "ändrat"].filter(Boolean);
  return told.map((text) => el("span", { className: "note" }, text));
}

function welcome() {
  return [
    el("h4", {}, "Här skriver larm till dig"),
    ...plain("Tryck Larm för att öppna formuläret: tre fält räcker.\nEller skriv allt på en rad, i Söderhamn eller i Nässjö:"),
    el("code", {}, "/larm Söderhamn etablering Lavskrika"),
    el("code", {}, "/larm Nässjö varsel Strandskata"),
    unseen("Skriv det i fältet längst ner."),
  ];
}
