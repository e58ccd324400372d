// The picker: one floating list for menus of messages. It lives outside the messages, so that they may be drawn again
// while it is open.

import { say } from "/tongue.js";
import { byId, h } from "/view.js";

export let picker = null;

export function openPicker(opener, { title, options, chosen = [], min = 1, max = 1, done, isMenu }) {
  closePicker();
  picker = { opener, home: opener.closest("[data-message-id]")?.dataset.messageId, options, chosen: new Set(chosen), min, max, done, isMenu };
  picker.isMulti = !isMenu && (max > 1 || min === 0);
  const items = options.map((o) => h("div", { role: isMenu ? "menuitem" : "option", tabindex: "-1", class: "pick", "data-value": o.value,
    onclick: () => pick(o.value) }, h("span", { class: "check", "aria-hidden": "true" }),
  h("span", null, [o.emoji?.name, o.label].filter(Boolean).join(" "), o.description && h("small", null, o.description))));
  const isLong = options.length > 8;
  byId("picker").replaceChildren(
    isLong ? h("input", { class: "filter", placeholder: say("Filter"), "aria-label": `${say("Filter")}: ${title}`, oninput: filterPicker }) : "",
    h("div", { role: isMenu ? "menu" : "listbox", "aria-label": title, "aria-multiselectable": picker.isMulti ? "true" : null, class: "picks" }, items),
    picker.isMulti ? h("button", { type: "button", class: "button style-1", onclick: applyPicker }, say("Done")) : "");
  byId("picker").hidden = false;
  opener.ariaExpanded = "true";
  showPicked();
  placePicker(opener);
  const first = byId("picker").querySelector(".pick[aria-selected=true]") ?? items[0];
  (isLong ? byId("picker").querySelector(".filter") : first)?.focus();
}

function placePicker(opener) {
  const box = byId("picker");
  const from = opener.getBoundingClientRect();
  box.style.minWidth = picker.isMenu ? "9rem" : `${Math.min(from.width, innerWidth - 16)}px`;
  box.style.left = `${Math.max(8, Math.min(from.left, innerWidth - box.offsetWidth - 8))}px`;
  const below = innerHeight - from.bottom;
  const isAbove = below < box.offsetHeight + 12 && from.top > below;
  box.style.top = isAbove ? `${Math.max(8, from.top - box.offsetHeight - 4)}px` : `${from.bottom + 4}px`;
}

function filterPicker(event) {
  const words = event.target.value.toLowerCase();
  for (const node of byId("picker").querySelectorAll(".pick")) node.hidden = !node.textContent.toLowerCase().includes(words);
}

function showPicked() {
  const { chosen, min, max, isMulti, isMenu } = picker;
  for (const node of byId("picker").querySelectorAll(".pick")) {
    if (isMenu) continue;
    const isChosen = chosen.has(node.dataset.value);
    node.ariaSelected = String(isChosen);
    node.ariaDisabled = String(isMulti && max > 1 && !isChosen && chosen.size >= max);
  }
  if (isMulti) byId("picker").lastElementChild.disabled = chosen.size < min;
}

function pick(value) {
  const { chosen, max, isMulti, isMenu, done, options } = picker;
  if (isMenu) return closePicker(true), options.find((o) => o.value === value).run();
  if (!isMulti) return closePicker(true), done([value]);
  if (chosen.has(value)) chosen.delete(value);
  else {
    if (max === 1) chosen.clear();
    if (chosen.size < max) chosen.add(value);
  }
  showPicked();
}

function applyPicker() {
  const { chosen, options, done } = picker;
  closePicker(true);
  done(options.map((o) => o.value).filter((value) => chosen.has(value)));
}

export function closePicker(returnsFocus) {
  if (!picker) return;
  const { opener, home } = picker;
  picker = null;
  byId("picker").hidden = true;
  opener.ariaExpanded = "false";
  if (!returnsFocus) return;
  const id = opener.dataset.customId ?? opener.dataset.focus;
  const attribute = opener.dataset.customId ? "data-custom-id" : "data-focus";
  const again = opener.isConnected ? opener : document.querySelector(`[data-message-id="${home}"] [${attribute}="${CSS.escape(id)}"]`);
  again?.focus();
}

export function pickerKey(event) {
  const shown = [...byId("picker").querySelectorAll(".pick:not([hidden])")];
  const at = shown.indexOf(document.activeElement);
  const move = { ArrowDown: at + 1, ArrowUp: Math.max(at - 1, 0), Home: 0, End: shown.length - 1 }[event.key];
  const isTyping = event.target.matches("input");
  if (event.key === "Escape" || (event.key === "Tab" && !picker.isMulti)) closePicker(true);
  else if (move !== undefined && !(isTyping && /Home|End/.test(event.key))) shown[Math.min(move, shown.length - 1)]?.focus();
  else if (event.key === "Enter" && isTyping && shown[0]) pick(shown[0].dataset.value);
  else if ((event.key === "Enter" || event.key === " ") && at >= 0) pick(shown[at].dataset.value);
  else return;
  event.preventDefault();
}
