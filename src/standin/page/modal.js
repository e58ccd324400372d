// Forms the bot asks a person to fill in.

import { act, byId, h, view } from "/view.js";
import { say } from "/tongue.js";
import { markdown } from "/writing.js";

export function renderModal() {
  const dialog = byId("modal");
  const { modal } = view.state;
  if ((modal?.interaction ?? null) === (renderModal.shown ?? null)) return;
  renderModal.shown = modal?.interaction ?? null;
  if (dialog.open) dialog.close();
  if (!modal) return;
  const unfold = (row) => (row.component ? [{ ...row.component, label: row.label, description: row.description }] : row.components ?? [row]);
  const fields = modal.components.flatMap(unfold);
  const form = h("form", { method: "dialog", onsubmit: (event) => (event.preventDefault(), submitModal(modal, form)) },
    h("h2", { id: "modal-title" }, modal.title), fields.map((f) => (f.type === 10 ? markdown(f.content) : modalField(f))),
    h("div", { class: "modal-end" }, h("button", { type: "button", class: "button style-2", onclick: () => dismissModal(modal) }, say("Cancel")),
      h("button", { type: "submit", class: "button style-1" }, say("Submit"))));
  dialog.replaceChildren(form);
  dialog.oncancel = (event) => (event.preventDefault(), dismissModal(modal));
  dialog.showModal();
  form.querySelector("input, textarea, select")?.focus();
}

function modalInput(f, props) {
  if (f.type === 3) return h("select", props, f.options.map((o) => h("option", { value: o.value, selected: o.default }, o.label)));
  return f.style === 2 ? h("textarea", { ...props, rows: "6" }, f.value ?? "") : h("input", { ...props, value: f.value });
}

function modalField(f) {
  const isRequired = f.required ?? true;
  const props = { name: f.custom_id, "data-custom-id": f.custom_id, placeholder: f.placeholder, required: isRequired, minlength: f.min_length || null, maxlength: f.max_length };
  const input = modalInput(f, props);
  const count = h("span", { class: "muted count", "aria-hidden": "true" });
  const countLetters = () => (count.textContent = f.max_length ? `${input.value.length} / ${f.max_length}` : "");
  input.addEventListener("input", countLetters);
  countLetters();
  return h("label", { class: "modal-field" }, h("span", null, f.label, isRequired && h("span", { class: "needed", "aria-hidden": "true" }, " *")),
    f.description && h("span", { class: "muted" }, f.description), input, count);
}

async function submitModal(modal, form) {
  const values = Object.fromEntries(new FormData(form));
  form.ariaBusy = "true";
  if (await act({ do: "submit", modal: modal.interaction, values })) byId("modal").close();
  form.ariaBusy = "false";
}

function dismissModal(modal) {
  byId("modal").close();
  act({ do: "dismiss_modal", modal: modal.interaction });
}
