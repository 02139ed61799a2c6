// Slack's mrkdwn and Telegram's HTML as nodes; anything else in them stays text.
import { el } from "./dom.js";

const INLINE =
  /`([^`\n]+)`|<([^<>\n]+)>|(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]*?\S)\3(?![\p{L}\p{N}])/gu;
const STYLES = { "*": "strong", _: "em", "~": "s" };
const SAFE = /^(https?:|mailto:|tel:)/i;
const SIGNS = /([○◷●◐◑✕▲](?: \p{L}+)?)/u;
const TONES = { "○": "wait", "◷": "wait", "●": "good", "◐": "good", "◑": "good", "✕": "bad", "▲": "bad" };
const TELEGRAM = new Set("b strong i em u ins s strike del code pre a blockquote".split(" "));

/** Slack text as blocks of lines. `names` tells who <@U…> and what <#C…> is. */
export function mrkdwn(text, names = {}) {
  return text.split(/```\n?([\s\S]*?)\n?```/).flatMap((piece, i) => {
    if (i % 2) return [el("pre", {}, decoded(piece))];
    return piece.trim() === "" ? [] : paragraphs(piece, names);
  });
}

/** A plain_text object's text: no marks in it mean anything. */
export const plain = (text) => text.split("\n").map((line) => el("div", { className: "line" }, ...signed(line)));

function paragraphs(text, names) {
  const nodes = [];
  for (const line of text.replace(/^\n|\n$/g, "").split("\n")) {
    const [tag, content] = kind(line);
    const last = nodes.at(-1);
    const inside = tag === "ul" ? el("li", {}, inline(content, names)) : row(content, names);
    if (tag && last?.localName === tag) last.append(inside);
    else nodes.push(tag ? el(tag, {}, inside) : inside);
  }
  return nodes;
}

function kind(line) {
  const quote = line.match(/^(?:&gt;|>)\s?(.*)/);
  if (quote) return ["blockquote", quote[1]];
  const bullet = line.match(/^\s*[•-]\s+(.*)/);
  return bullet ? ["ul", bullet[1]] : [null, line];
}

const row = (text, names) => el("div", { className: "line" }, inline(text, names));

function inline(text, names) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(INLINE)) {
    nodes.push(...signed(decoded(text.slice(from, found.index))), marked(found, names));
    from = found.index + found[0].length;
  }
  return [...nodes, ...signed(decoded(text.slice(from)))];
}

function marked([, code, angle, mark, inner], names) {
  if (code) return el("code", {}, decoded(code));
  if (angle) return reference(angle, names);
  return el(STYLES[mark], {}, inline(inner, names));
}

function reference(angle, { person = (id) => id, channel = (id) => id }) {
  const [target, label] = angle.split("|");
  if (target.startsWith("@")) return mention(`@${label ?? person(target.slice(1))}`);
  if (target.startsWith("#")) return mention(`#${label ?? channel(target.slice(1))}`);
  if (target.startsWith("!")) return label ?? `@${target.slice(1)}`;
  return link(decoded(target), decoded(label ?? target));
}

const mention = (text) => el("span", { className: "mention" }, text);

function link(href, ...children) {
  if (!SAFE.test(href)) return el("span", {}, ...children);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

const decoded = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** Give the signs of the situation a colour, and keep each with the word that carries its meaning. */
function signed(text) {
  return text.split(SIGNS).filter(Boolean).map((piece) => {
    const tone = TONES[piece[0]];
    if (!tone) return piece;
    const sign = el("span", { className: `sign ${tone}`, "aria-hidden": "true" }, piece[0]);
    return el("span", { className: "state" }, sign, piece.slice(1));
  });
}

/** Telegram's HTML subset as nodes. It is parsed in an inert document and rebuilt tag by tag. */
export function telegramHtml(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return rebuilt(parsed.body);
}

function rebuilt(parent) {
  return [...parent.childNodes].flatMap((node) => {
    if (node.nodeType === Node.TEXT_NODE) return signed(node.data);
    if (!TELEGRAM.has(node.localName)) return rebuilt(node);
    const children = rebuilt(node);
    if (node.localName === "a") return [link(node.getAttribute("href") ?? "", ...children)];
    return [el(node.localName, {}, ...children)];
  });
}
