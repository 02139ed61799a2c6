// Block Kit's input elements as form controls. Each reads and tells its state in Slack's own shape.
import { button, el } from "./dom.js";
import { instant, wallTime } from "./time.js";
import { typeahead } from "./typeahead.js";

/**
 * What an element is built with:
 * @typedef {object} Field
 * @property {object} element    Slack's description
 * @property {string} id         of the control, for its label
 * @property {object} state      what has been entered, in Slack's shape
 * @property {object} attributes of the control: aria-describedby, required, aria-label …
 * @property {(state: object, isSettled: boolean) => void} change  told every change
 * @property {(text: string) => Promise<object[]>} suggest         asks for options
 */

const KINDS = {
  plain_text_input: textInput,
  email_text_input: (field) => singleLine(field, { type: "email" }),
  url_text_input: (field) => singleLine(field, { type: "url" }),
  number_input: numberInput,
  datetimepicker: dateTimePicker,
  datepicker: (field) => picker(field, "date", "selected_date"),
  timepicker: (field) => picker(field, "time", "selected_time"),
  static_select: select,
  external_select: externalSelect,
  multi_static_select: (field) => choices(field, "checkbox"),
  multi_external_select: multiExternalSelect,
  checkboxes: (field) => choices(field, "checkbox"),
  radio_buttons: (field) => choices(field, "radio"),
};
const GROUPS = new Set(["multi_static_select", "checkboxes", "radio_buttons"]);

export const isField = (element) => element.type in KINDS;
/** Whether the element is many controls, named by a legend rather than a label. */
export const isGroup = (element) => GROUPS.has(element.type);
export const buildField = (field) => KINDS[field.element.type](field);

/** What an untouched element would send. */
export function initialState(element) {
  const { type } = element;
  if (type.startsWith("multi_") || type === "checkboxes") {
    return { type, selected_options: element.initial_options ?? [] };
  }
  if (type.endsWith("_select") || type === "radio_buttons") {
    return { type, selected_option: element.initial_option ?? null };
  }
  if (type === "datetimepicker") return { type, selected_date_time: element.initial_date_time ?? null };
  if (type === "datepicker") return { type, selected_date: element.initial_date ?? null };
  if (type === "timepicker") return { type, selected_time: element.initial_time ?? null };
  return { type, value: element.initial_value ?? null };
}

/** Whether nothing has been entered. */
export const isEmpty = (state) =>
  Object.entries(state).every(([key, value]) => key === "type" || value === null || value === "" || value.length === 0);

function textInput(field) {
  if (!field.element.multiline) return singleLine(field, { type: "text" });
  const area = el("textarea", { ...texts(field), rows: 3 });
  area.addEventListener("input", () => field.change({ value: area.value || null }, false));
  return area;
}

function numberInput(field) {
  const { min_value: min, max_value: max, is_decimal_allowed: isDecimal } = field.element;
  return singleLine(field, { type: "number", min, max, step: isDecimal ? "any" : "1" });
}

function singleLine(field, properties) {
  const input = el("input", { ...texts(field), ...properties });
  const tell = (isSettled) => field.change({ value: input.value || null }, isSettled);
  input.addEventListener("input", () => tell(false));
  input.addEventListener("change", () => tell(true));
  return input;
}

function texts({ id, element, state, attributes }) {
  return {
    id,
    ...attributes,
    value: state.value ?? "",
    placeholder: element.placeholder?.text,
    maxLength: element.max_length,
    minLength: element.min_length,
  };
}

function picker({ id, state, attributes, change }, type, key) {
  const input = el("input", { id, type, ...attributes, value: state[key] ?? "" });
  input.addEventListener("change", () => change({ [key]: input.value || null }, true));
  return input;
}

function dateTimePicker({ id, state, attributes, change }) {
  const value = state.selected_date_time ? wallTime(state.selected_date_time) : "";
  const input = el("input", { id, type: "datetime-local", ...attributes, value });
  const entered = () => (input.value ? instant(input.value) : null);
  input.addEventListener("change", () => change({ selected_date_time: entered() }, true));
  return input;
}

function select({ id, element, state, attributes, change }) {
  const all = allOptions(element);
  const option = (one) => el("option", { value: one.value }, one.text.text);
  const groups = element.option_groups?.map((group) =>
    el("optgroup", { label: group.label.text }, group.options.map(option)));
  const blank = el("option", { value: "" }, element.placeholder?.text ?? "Välj …");
  const node = el("select", { id, ...attributes }, blank, groups ?? all.map(option));
  node.value = state.selected_option?.value ?? "";
  const chosen = () => all.find((one) => one.value === node.value) ?? null;
  node.addEventListener("change", () => change({ selected_option: chosen() }, true));
  return node;
}

const allOptions = (element) => element.options ?? element.option_groups.flatMap((group) => group.options);

function choices({ id, element, state, attributes, change }, type) {
  const options = allOptions(element);
  const picked = [state.selected_option, ...(state.selected_options ?? [])].filter(Boolean);
  const isPicked = (option) => picked.some((one) => one.value === option.value);
  const list = el("div", { id, className: "choices", role: type === "radio" ? "radiogroup" : "group", ...attributes });
  list.removeAttribute("required");
  list.append(...options.map((option, i) => choice(option, { type, name: id, id: `${id}-${i}`, checked: isPicked(option) })));
  list.addEventListener("change", () => {
    const chosen = options.filter((_, i) => list.querySelectorAll("input")[i].checked);
    change(type === "radio" ? { selected_option: chosen[0] ?? null } : { selected_options: chosen }, true);
  });
  return list;
}

function choice(option, properties) {
  const description = option.description && el("small", {}, option.description.text);
  return el("label", { className: "choice" }, el("input", properties), el("span", {}, option.text.text, description));
}

function externalSelect({ id, element, state, attributes, change, suggest }) {
  let chosen = state.selected_option;
  const take = (option) => {
    if (!option && !chosen) return;
    chosen = option;
    input.value = option?.text.text ?? "";
    change({ selected_option: option }, true);
  };
  const node = typeahead({
    attributes: { id, ...attributes, placeholder: element.placeholder?.text ?? "Skriv för att söka" },
    minimum: element.min_query_length ?? 3,
    suggest,
    choose: take,
  });
  const input = node.querySelector("input");
  input.value = chosen?.text.text ?? "";
  input.addEventListener("blur", () => { input.value = chosen?.text.text ?? ""; });
  return node;
}

function multiExternalSelect({ id, element, state, attributes, change, suggest }) {
  let chosen = state.selected_options;
  const chips = el("ul", { className: "chips", "aria-label": "Valda" });
  const set = (options) => {
    chosen = options;
    change({ selected_options: chosen }, true);
    draw();
  };
  const draw = () => chips.replaceChildren(...chosen.map((one) =>
    chip(one, () => { set(chosen.filter((other) => other !== one)); input.focus(); })));
  const node = typeahead({
    attributes: { id, ...attributes, placeholder: element.placeholder?.text ?? "Skriv för att söka" },
    minimum: element.min_query_length ?? 3,
    suggest: async (text) => unchosen(await suggest(text), chosen),
    choose: (option) => {
      if (!option) return;
      input.value = "";
      set([...chosen, option]);
    },
  });
  const input = node.querySelector("input");
  input.addEventListener("blur", () => { input.value = ""; });
  draw();
  return el("div", {}, chips, node);
}

const unchosen = (options, chosen) =>
  options.filter((option) => !chosen.some((one) => one.value === option.value));

function chip(option, drop) {
  const { text } = option.text;
  return el("li", {}, text, button("×", drop, { "aria-label": `Ta bort ${text}` }));
}
