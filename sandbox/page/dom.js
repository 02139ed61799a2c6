// Building and refreshing the document: nodes, never HTML from strings.

/** Make an element. Properties are set as such, `aria-*`, `data-*` and `role` as attributes. */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) put(node, name, value);
  node.append(...children.flat().filter((child) => (child ?? false) !== false));
  return node;
}

function put(node, name, value) {
  if (value === undefined || value === null) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name.includes("-") || name === "role" || name === "for") node.setAttribute(name, value);
  else node[name] = value;
}

/** A button that does something, as opposed to one that sends a form. */
export function button(label, onclick, properties = {}) {
  return el("button", { type: "button", onclick, ...properties }, label);
}

/** Text for ears only. */
export function unseen(text) {
  return el("span", { className: "unseen" }, text);
}

/**
 * Make a list's children match `items`: those whose content is the same keep their node,
 * and with it what was typed, opened or focused inside.
 */
export function reconcile(list, items, { key, build, version = JSON.stringify }) {
  const kept = new Map([...list.children].map((node) => [node.dataset.key, node]));
  const nodes = items.map((item) => {
    const old = kept.get(String(key(item)));
    const wanted = version(item);
    if (old?.version === wanted) return old;
    const node = build(item);
    node.dataset.key = key(item);
    node.version = wanted;
    return node;
  });
  if (nodes.length !== list.children.length || nodes.some((node, i) => node !== list.children[i])) {
    keepFocus(() => place(list, nodes));
  }
}

/** Move as few nodes as possible: a node that is moved loses its focus. */
function place(list, nodes) {
  const wanted = new Set(nodes);
  for (const node of [...list.children]) if (!wanted.has(node)) node.remove();
  nodes.forEach((node, i) => {
    if (list.children[i] !== node) list.insertBefore(node, list.children[i] ?? null);
  });
}

/** Redraw without losing the reader's place: the same field, or else the item it stood in. */
export function keepFocus(redraw) {
  const focused = document.activeElement;
  const id = focused?.id;
  const item = focused?.closest("[data-key]")?.dataset.key;
  const { selectionStart, selectionEnd } = focused ?? {};
  redraw();
  if (!focused || focused === document.body || focused === document.activeElement) return;
  const successor =
    (id && document.getElementById(id)) || (item && document.querySelector(`[data-key="${CSS.escape(item)}"]`));
  successor?.focus({ preventScroll: true });
  if (typeof selectionStart === "number" && successor?.id === id) {
    successor.setSelectionRange?.(selectionStart, selectionEnd);
  }
}

/** A short notice at the bottom of the page, also read aloud. */
export function toast(text) {
  if (!text) return;
  const place = document.getElementById("toast");
  place.replaceChildren(el("p", {}, text));
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => place.replaceChildren(), Math.max(4000, text.length * 90));
}

/** Read aloud what the eye sees anyway. */
export function announce(text) {
  document.getElementById("announcer").textContent = text;
}

/** Ask before something is done; resolves to true when the person goes on. */
export function confirmed({ title, text, confirm = "OK", deny = "Avbryt", style }) {
  return new Promise((resolve) => {
    const dialog = el(
      "dialog",
      { className: "box", "aria-labelledby": "box-title", onclose: () => done(dialog, resolve) },
      el("h2", { id: "box-title" }, title),
      text && el("p", {}, text),
      el(
        "form",
        { method: "dialog", className: "row end" },
        deny && el("button", { value: "" }, deny),
        el("button", { value: "yes", className: style ?? "primary" }, confirm),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

function done(dialog, resolve) {
  dialog.remove();
  resolve(dialog.returnValue === "yes");
}

/** Close `<details>` menus on Escape and on a press outside them, also those yet to be drawn. */
export function closeMenus() {
  document.addEventListener("pointerdown", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = menu.contains(event.target);
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
    if (!menu) return;
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
