// A text field that suggests options while one types: a combobox with a list, for keyboard and ear.
import { el } from "./dom.js";

const PAUSE = 150; // milliseconds without typing before the server is asked

/**
 * @param attributes of the input: id, placeholder, aria-…
 * @param minimum    how many characters must be there before anything is suggested
 * @param suggest    text -> promise of options
 * @param choose     told which option was taken, null when the field was emptied
 */
export function typeahead({ attributes, minimum, suggest, choose }) {
  const list = el("ul", { id: `${attributes.id}-list`, role: "listbox", hidden: true, "aria-label": "Träffar" });
  const input = el("input", {
    ...attributes,
    type: "text",
    autocomplete: "off",
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  });
  const field = { input, list, minimum, suggest, choose, options: [], active: -1, asked: null };
  input.addEventListener("input", () => typed(field));
  input.addEventListener("click", () => list.hidden && input.value.length >= minimum && ask(field));
  input.addEventListener("keydown", (event) => pressed(field, event));
  input.addEventListener("blur", () => left(field));
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the input keeps its focus
  return el("div", { className: "typeahead" }, input, list);
}

function typed(field) {
  clearTimeout(field.timer);
  if (!field.input.value) field.choose(null);
  if (field.input.value.length < field.minimum) return close(field);
  field.timer = setTimeout(() => ask(field), PAUSE);
}

async function ask(field) {
  const text = field.input.value;
  const options = await field.suggest(text);
  if (text !== field.input.value || document.activeElement !== field.input) return;
  field.asked = text;
  field.options = options;
  show(field);
}

function show(field) {
  const empty = el("li", { className: "quiet" }, "Ingen träff");
  const items = field.options.map((option, i) =>
    el("li", { id: `${field.list.id}-${i}`, role: "option", onclick: () => take(field, option) }, option.text.text));
  field.list.replaceChildren(...(items.length ? items : [empty]));
  field.list.hidden = false;
  field.input.setAttribute("aria-expanded", "true");
  activate(field, field.options.length ? 0 : -1);
}

function activate(field, index) {
  field.active = index;
  [...field.list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
  const item = field.list.children[index];
  field.input.setAttribute("aria-activedescendant", index < 0 ? "" : item.id);
  if (index >= 0) item.scrollIntoView({ block: "nearest" });
}

function close(field) {
  field.list.hidden = true;
  field.active = -1;
  field.input.setAttribute("aria-expanded", "false");
  field.input.setAttribute("aria-activedescendant", "");
}

function take(field, option) {
  clearTimeout(field.timer);
  close(field);
  field.choose(option);
}

function pressed(field, event) {
  const isOpen = !field.list.hidden;
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) {
    event.preventDefault();
    return isOpen ? move(field, steps[event.key]) : ask(field);
  }
  if (!isOpen || (event.key !== "Enter" && event.key !== "Escape")) return;
  event.preventDefault(); // neither sends nor closes the form that the field stands in
  event.stopPropagation();
  if (event.key === "Enter" && field.active >= 0) take(field, field.options[field.active]);
  else close(field);
}

function move(field, step) {
  const count = field.options.length;
  if (count) activate(field, (field.active + step + count) % count);
}

/** Who leaves the field with a suggestion highlighted for exactly what was typed, meant it. */
function left(field) {
  const isMeant = !field.list.hidden && field.active >= 0 && field.input.value && field.asked === field.input.value;
  if (isMeant) take(field, field.options[field.active]);
  else close(field);
}
