// Block Kit's blocks as nodes: what the bot's messages and forms are made of.
import { button, confirmed, el } from "./dom.js";
import { buildField, initialState, isField, isGroup } from "./fields.js";
import { mrkdwn, plain } from "./mrkdwn.js";

/**
 * What a block is built in:
 * @typedef {object} Surface
 * @property {string} id     unique on the page; the ids of controls begin with it
 * @property {object} names  who <@U…> and what <#C…> is
 * @property {(action: object) => Promise<void>} act  sends an action to the bot
 * @property {(block: string, action: string) => object | undefined} [entered]  what was entered before
 * @property {(block: string, action: string, state: object) => void} [enter]   keeps what is entered
 * @property {(block: string, action: string, text: string) => Promise<object[]>} [suggest]
 */

const KINDS = {
  header: (block) => el("h4", {}, block.text.text),
  section,
  context: (block, surface) => el("div", { className: "context" }, block.elements.map((one) => detail(one, surface))),
  divider: () => el("hr"),
  actions: (block, surface) =>
    el("div", { className: "row" }, block.elements.map((one, i) => control(one, block, surface, i))),
  input,
};

/** Draw a message's blocks. A row of buttons is named by what stands above it. */
export function buildBlocks(blocks, surface) {
  const nodes = blocks.map((block) => buildBlock(block, surface));
  nodes.forEach((node, i) => {
    if (blocks[i].type !== "actions" || i === 0) return;
    nodes[i - 1].id ||= `${surface.id}-block-${i - 1}`;
    node.role = "group";
    node.setAttribute("aria-labelledby", nodes[i - 1].id);
  });
  return nodes;
}

/** Draw one block; a type that is not known says so. */
export function buildBlock(block, surface) {
  const build = KINDS[block.type] ?? (() => el("p", { className: "quiet" }, `(${block.type} kan inte visas här)`));
  return build(block, surface);
}

/** Draw text, which may be mrkdwn or plain. */
const words = (text, surface) => (text.type === "mrkdwn" ? mrkdwn(text.text, surface.names) : plain(text.text));

function section(block, surface) {
  const text = block.text && el("div", { className: "text" }, words(block.text, surface));
  const fields = block.fields && el("div", { className: "fields" }, block.fields.map((field) => el("div", {}, words(field, surface))));
  const body = el("div", { className: "grow" }, text, fields);
  if (!block.accessory) return body;
  return el("div", { className: "section" }, body, control(block.accessory, block, surface, 0));
}

function detail(element, surface) {
  if (element.type === "image") return el("span", {}, element.alt_text); // nothing is fetched from outside
  return el("div", {}, words(element, surface));
}

function control(element, block, surface, index) {
  const id = `${surface.id}-${block.block_id}-${element.action_id ?? index}-${index}`;
  if (element.type === "button") return pressable(element, block, surface, id);
  if (element.type === "overflow") return overflow(element, block, surface, id);
  if (isField(element)) return inline(element, block, surface, id);
  return el("span", { className: "quiet" }, `(${element.type})`);
}

function pressable(element, block, surface, id) {
  const { type, text, value, action_id, url } = element;
  if (url) return el("a", { href: url, className: "button", target: "_blank", rel: "noopener noreferrer" }, text.text);
  const send = () => surface.act({ type, block_id: block.block_id, action_id, text, value });
  const node = button(text.text, async () => {
    if (!(await isMeant(element))) return;
    node.ariaBusy = "true";
    await send();
    node.ariaBusy = null;
  }, { id, className: element.style ?? "", "aria-label": element.accessibility_label });
  return node;
}

async function isMeant({ confirm: question, style }) {
  if (!question) return true;
  return confirmed({
    title: question.title.text,
    text: question.text.text,
    confirm: question.confirm.text,
    deny: question.deny.text,
    style: question.style ?? style,
  });
}

function overflow(element, block, surface, id) {
  const { type, action_id } = element;
  const menu = el("details", { className: "menu" }, el("summary", { id, "aria-label": "Fler val" }, "⋯"));
  const choose = (option) => {
    menu.open = false;
    surface.act({ type, block_id: block.block_id, action_id, selected_option: option });
  };
  menu.append(el("div", { className: "sheet" }, element.options.map((option) => button(option.text.text, () => choose(option)))));
  return menu;
}

/** A field outside an input block: every settled change is an action. */
function inline(element, block, surface, id) {
  const { action_id } = element;
  const name = element.placeholder?.text ?? block.text?.text ?? "Val";
  return field(element, block, surface, {
    id,
    attributes: { "aria-label": name },
    settled: (state) => surface.act({ block_id: block.block_id, action_id, ...state }),
  });
}

/** A labelled field of a form. Those with `dispatch_action` tell the bot at once. */
function input(block, surface) {
  const { element, label, hint, optional } = block;
  const id = `${surface.id}-${block.block_id}-${element.action_id}`;
  const described = [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(" ");
  const attributes = { "aria-describedby": described, "aria-required": optional ? null : "true" };
  if (isGroup(element)) attributes["aria-labelledby"] = `${id}-label`;
  const settled = block.dispatch_action
    ? (state) => surface.act({ block_id: block.block_id, action_id: element.action_id, ...state })
    : () => {};
  const tag = isGroup(element) ? "span" : "label";
  return el(
    "div",
    { className: "field", "data-block": block.block_id },
    el("div", { className: "caption" },
      el(tag, { id: `${id}-label`, for: isGroup(element) ? null : id, className: "label" }, label.text),
      optional && el("span", { className: "quiet" }, "frivilligt")),
    field(element, block, surface, { id, attributes, settled }),
    hint && el("p", { id: `${id}-hint`, className: "hint" }, hint.text),
    el("p", { id: `${id}-error`, className: "error", hidden: true }),
  );
}

function field(element, block, surface, { id, attributes, settled }) {
  const { action_id } = element;
  let state = surface.entered?.(block.block_id, action_id) ?? initialState(element);
  surface.enter?.(block.block_id, action_id, state);
  const change = (entered, isSettled) => {
    state = { ...state, ...entered };
    surface.enter?.(block.block_id, action_id, state);
    if (isSettled) settled(state);
  };
  const suggest = (text) => surface.suggest?.(block.block_id, action_id, text) ?? Promise.resolve([]);
  return buildField({ element, id, state, attributes, change, suggest });
}
