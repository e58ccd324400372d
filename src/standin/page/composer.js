// The composer: one text box. After a command is chosen it asks for one option at a time, and what is given already
// stands before it as small labels.

import {
  act, authorName, byId, channelOption, drafts, h, isOrganiser, messagesOf, person, personOption, placeName,
  roleOption, view,
} from "/view.js";
import { aboutOf, nameOf, say } from "/tongue.js";
import { chip } from "/writing.js";
import { didSomething } from "/steps.js";

const TYPES = { string: 3, integer: 4, boolean: 5, user: 6, channel: 7, role: 8, mentionable: 9, number: 10 };

/** Commands as they are typed: each subcommand is a line of its own. */
function commandEntries() {
  const open = view.state.commands.filter((c) => (c.type ?? 1) === 1 && (!c.default_member_permissions || isOrganiser()));
  const unfold = (path, titles, { options = [], ...it }) => {
    const below = options.filter((o) => o.type <= 2);
    const [own, shown] = [[...path, it.name], [...titles, nameOf(it)]];
    if (below.length) return below.flatMap((o) => unfold(own, shown, o));
    return [{ path: own, title: shown.join(" "), description: aboutOf(it), options: [...options].sort((a, b) => !!b.required - !!a.required) }];
  };
  return open.flatMap((c) => unfold([], [], c)).sort((a, b) => a.title.localeCompare(b.title));
}

/** What may be typed for a command: its name where its user lives, or the one that the bot gave it. */
const names = (entry) => [entry.title, entry.path.join(" ")];

function fixedChoices(option) {
  const { people, channels, roles } = view.state;
  if (option.choices?.length) return option.choices.map((c) => ({ label: nameOf(c), value: c.value }));
  if (option.type === TYPES.boolean) return [{ label: say("Yes"), value: true }, { label: say("No"), value: false }];
  if (option.type === TYPES.user) return people.map(personOption);
  if (option.type === TYPES.channel) return channels.map(channelOption);
  if (option.type === TYPES.role) return roles.map(roleOption);
  if (option.type === TYPES.mentionable) return [...people.map(personOption), ...roles.map(roleOption)];
  return null;
}

/** What is wrong with a typed value, as a sentence; null when it is fine. */
function valueProblem(option, text) {
  const isNumber = option.type === TYPES.integer || option.type === TYPES.number;
  if (option.type === TYPES.integer && !/^-?\d+$/.test(text)) return `${nameOf(option)} is a whole number.`;
  if (isNumber && !Number.isFinite(Number(text))) return `${nameOf(option)} is a number.`;
  if (isNumber && Number(text) < (option.min_value ?? -Infinity)) return `${nameOf(option)} is at least ${option.min_value}.`;
  if (isNumber && Number(text) > (option.max_value ?? Infinity)) return `${nameOf(option)} is at most ${option.max_value}.`;
  if (!isNumber && text.length < (option.min_length ?? 0)) return `${nameOf(option)} needs at least ${option.min_length} characters.`;
  if (!isNumber && text.length > (option.max_length ?? Infinity)) return `${nameOf(option)} has at most ${option.max_length} characters.`;
  return null;
}

const emptyDraft = () => ({ text: "", command: null, values: [], option: null, reply: null, edit: null, found: null, isClosed: false, problem: null });
const mentionIds = (text) => view.state.people.reduce((all, p) => all.replaceAll(`@${p.name}`, `<@${p.id}>`), text);
const mentionNames = (text) => text.replace(/<@!?(\d+)>/g, (whole, id) => (person(id) ? `@${person(id).name}` : whole));

function makeComposer(root, testId) {
  const listId = `${testId}-list`;
  const input = h("textarea", { id: `${testId}-input`, "data-testid": testId, rows: "1", "aria-autocomplete": "list",
    "aria-haspopup": "listbox", "aria-controls": listId, "aria-describedby": `${testId}-hint`, enterkeyhint: "send", autocomplete: "off" });
  const listBox = h("div", { id: listId, class: "suggestions", role: "listbox", tabindex: "-1", "aria-label": "Suggestions", hidden: true });
  const labels = h("span", { class: "labels" });
  const hint = h("p", { id: `${testId}-hint`, class: "hint", role: "status" });
  const banner = h("p", { class: "banner", hidden: true });
  const sendButton = h("button", { type: "button", class: "icon send", "aria-label": "Send", onclick: () => send() }, "➤");
  root.className = "composer";
  root.replaceChildren(listBox, banner, h("div", { class: "box" }, labels, input, sendButton), hint);

  let place = null;
  let draft = emptyDraft();
  let entries = [];
  let current = -1; // the highlighted suggestion

  function suggestions() {
    if (draft.isClosed) return [];
    if (!draft.command) return commandSuggestions();
    if (!draft.option) return optionSuggestions();
    const words = draft.text.trim().toLowerCase();
    const all = draft.option.autocomplete ? draft.found ?? [] : (fixedChoices(draft.option) ?? []).filter((o) => o.label.toLowerCase().includes(words));
    return all.map((o) => ({ label: o.label, detail: o.description, run: () => give(o.value, o.label) }));
  }

  function commandSuggestions() {
    if (draft.edit || !/^\/[^\n]*$/.test(draft.text)) return [];
    const typed = draft.text.slice(1).toLowerCase();
    const rank = (entry) => (names(entry).some((n) => n.startsWith(typed)) ? 0 : names(entry).some((n) => n.includes(typed)) ? 1 : 2);
    return commandEntries().filter((e) => rank(e) < 2).sort((a, b) => rank(a) - rank(b))
      .map((e) => ({ label: `/${e.title}`, detail: e.description, run: () => choose(e) }));
  }

  const openOptions = () => draft.command.options.filter((o) => !draft.values.some((v) => v.name === o.name));

  function optionSuggestions() {
    const words = draft.text.trim().toLowerCase();
    return openOptions().filter((o) => nameOf(o).includes(words))
      .map((o) => ({ label: nameOf(o), detail: aboutOf(o), run: () => ask(o) }));
  }

  function choose(entry) {
    Object.assign(draft, { command: entry, values: [], text: "", problem: null });
    ask(entry.options.find((o) => o.required) ?? null);
  }

  function ask(option) {
    Object.assign(draft, { option, text: "", found: null, isClosed: false, problem: null });
    input.value = "";
    show();
    if (option?.autocomplete) complete();
    input.focus();
  }

  function give(value, label) {
    draft.values.push({ name: draft.option.name, shown: nameOf(draft.option), value, label });
    ask(openOptions().find((o) => o.required) ?? null);
  }

  /** Takes what was typed for the open option. False when it does not fit. */
  function giveTyped() {
    const text = draft.text.trim();
    const choices = fixedChoices(draft.option);
    const match = choices?.find((c) => c.label.toLowerCase().replace(/^[@#]/, "") === text.toLowerCase().replace(/^[@#]/, ""));
    draft.problem = choices && !match ? say("Choose one from the list.") : choices ? null : valueProblem(draft.option, text);
    if (draft.problem) return false;
    const isNumber = draft.option.type === TYPES.integer || draft.option.type === TYPES.number;
    give(match ? match.value : isNumber ? Number(text) : text, match?.label ?? text);
    return true;
  }

  /** Commands typed in one go: a space after a command chooses it, `name:` opens that option. */
  function readTyping() {
    if (!draft.command && /^\/.* $/.test(draft.text)) {
      const title = draft.text.slice(1, -1).toLowerCase();
      const found = commandEntries();
      const entry = found.find((e) => names(e).includes(title));
      if (entry && !found.some((e) => names(e).some((n) => n.startsWith(`${title} `)))) choose(entry);
    } else if (draft.command && draft.text.endsWith(":")) {
      const option = openOptions().find((o) => `${nameOf(o)}:` === draft.text.trim().toLowerCase());
      if (option) ask(option);
    }
  }

  async function complete() {
    const asked = draft.option;
    const options = [...draft.values.map(({ name, value }) => ({ name, value })), { name: asked.name, value: draft.text.trim(), focused: true }];
    const answer = await act({ do: "autocomplete", channel: place, name: draft.command.path[0], options: underPath(draft.command, options) });
    if (draft.option !== asked) return;
    draft.found = (answer?.choices ?? []).map((c) => ({ label: c.name, value: c.value }));
    show();
  }

  async function send() {
    if (draft.command) return sendCommand();
    const text = mentionIds(draft.text.trim());
    if (!text) return;
    const unknown = /^\/([\w-]+)$/.exec(text);
    if (unknown && !draft.edit) return warn(`There is no command /${unknown[1]} here.`);
    const sent = draft;
    reset();
    const done = sent.edit ? await act({ do: "edit", channel: place, message: sent.edit.id, content: text })
      : await act({ do: "message", channel: place, content: text, ...(sent.reply && { reply_to: sent.reply.id }) });
    if (!done) giveBack(sent);
  }

  async function sendCommand() {
    if (draft.option && draft.text.trim() && !giveTyped()) return show();
    const missing = openOptions().find((o) => o.required);
    if (missing) return ask(missing), warn(`${nameOf(missing)} is needed.`);
    if (draft.text.trim()) return warn(`/${draft.command.title} has no option for “${draft.text.trim()}”.`);
    const sent = draft;
    reset();
    const options = underPath(sent.command, sent.values.map(({ name, value }) => ({ name, value })));
    if (await act({ do: "command", channel: place, name: sent.command.path[0], options })) didSomething(`command:${sent.command.path[0]}`);
    else giveBack(sent);
  }

  function warn(problem) {
    draft.problem = problem;
    show();
  }

  function reset() {
    draft = emptyDraft();
    drafts.set(`${view.as} ${place}`, draft);
    input.value = "";
    show();
  }

  /** Nothing typed is lost when the server refuses, unless something new was typed meanwhile. */
  function giveBack(sent) {
    if (draft.text || draft.command) return;
    draft = sent;
    drafts.set(`${view.as} ${place}`, draft);
    input.value = draft.text;
    show();
  }

  function show() {
    entries = suggestions();
    const isOptional = draft.command && !draft.option && !draft.text.trim(); // Enter sends; an arrow key picks an option
    if (current >= entries.length || isOptional !== show.wasOptional || draft.text !== show.text) current = isOptional ? -1 : 0;
    Object.assign(show, { wasOptional: isOptional, text: draft.text });
    listBox.replaceChildren(...entries.map((entry, at) => h("div", { role: "option", id: `${listId}-${at}`, class: "suggestion",
      onmousedown: (event) => (event.preventDefault(), entry.run()) }, h("b", null, entry.label), entry.detail && h("small", null, entry.detail))));
    listBox.hidden = !entries.length;
    labels.replaceChildren(...(draft.command ? [chip(`/${draft.command.title}`)] : []),
      ...draft.values.map((v) => h("span", { class: "given" }, h("b", null, v.shown), v.label)),
      ...(draft.option ? [h("span", { class: "asking" }, nameOf(draft.option))] : []));
    hint.textContent = draft.problem ?? hintText();
    hint.classList.toggle("problem", Boolean(draft.problem));
    showBanner();
    highlight();
    fit();
  }

  function hintText() {
    if (!draft.command) return "";
    const isLast = draft.option && openOptions().length === 1;
    if (draft.option) return `${aboutOf(draft.option)}${draft.option.required ? "" : say(" (optional)")}${isLast ? "" : say(" · Tab for the next")}`;
    return openOptions().length ? say("Enter sends it. Or choose an option with ↓.") : say("Enter sends it.");
  }

  function showBanner() {
    const other = draft.edit ?? draft.reply;
    banner.hidden = !other;
    if (!other) return;
    const cancel = h("button", { type: "button", class: "link", onclick: () => { if (draft.edit) reset(); else draft.reply = null; show(); input.focus(); } }, say("Cancel"));
    banner.replaceChildren(draft.edit ? say("Editing your message · ") : `${say("Replying to ")}${authorName(other)} · `, cancel);
  }

  function highlight() {
    [...listBox.children].forEach((node, at) => (node.ariaSelected = String(at === current)));
    listBox.children[current]?.scrollIntoView({ block: "nearest" });
    if (entries[current]) input.setAttribute("aria-activedescendant", `${listId}-${current}`);
    else input.removeAttribute("aria-activedescendant");
  }

  function fit() {
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight, 180)}px`;
    input.placeholder = draft.command ? "" : say("Write here, or / for commands");
  }

  function enter() {
    const exact = !draft.command && draft.text.startsWith("/") && commandEntries().find((e) => names(e).includes(draft.text.trim().toLowerCase().slice(1)));
    if (exact && current <= 0 && !exact.options.some((o) => o.required)) return choose(exact), send();
    if (entries[current]) return entries[current].run();
    send();
  }

  function back() {
    if (draft.option && !draft.option.required) ask(null);
    else if (draft.values.length) ask(draft.command.options.find((o) => o.name === draft.values.pop().name));
    else {
      const text = `/${draft.command.title}`;
      Object.assign(draft, emptyDraft(), { text });
      input.value = text;
      show();
    }
  }

  function escape() {
    if (entries.length) draft.isClosed = true;
    else if (draft.command || draft.edit) reset();
    else draft.reply = null;
    show();
  }

  function editLast() {
    const last = messagesOf(place).findLast((m) => m.author.id === view.as);
    if (last) edit(last);
  }

  input.addEventListener("input", () => {
    Object.assign(draft, { text: input.value, isClosed: false, problem: null });
    readTyping();
    show();
    clearTimeout(complete.timer);
    if (draft.option?.autocomplete) complete.timer = setTimeout(complete, 200);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const isPlainKey = !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!isPlainKey) return;
    if (step && entries.length) (current = (Math.max(current, step < 0 ? 0 : -1) + step + entries.length) % entries.length), highlight();
    else if (event.key === "ArrowUp" && !draft.text && !draft.command) editLast();
    else if (event.key === "Tab" && entries[current]) entries[current].run();
    else if (event.key === "Tab" && draft.option && draft.text.trim()) giveTyped() || show();
    else if (event.key === "Enter") enter();
    else if (event.key === "Escape") escape();
    else if (event.key === "Backspace" && !draft.text && draft.command) back();
    else return;
    event.preventDefault();
  });

  function edit(m) {
    Object.assign(draft, emptyDraft(), { text: mentionNames(m.content), edit: m });
    input.value = draft.text;
    show();
    input.focus();
  }

  function reply(m) {
    Object.assign(draft, { reply: m, edit: null });
    show();
    input.focus();
  }

  /** Moves to another place or person, keeping what was typed where it was typed. */
  function moveTo(next) {
    const key = `${view.as} ${next}`;
    const shown = `${key} ${view.state.locale}`;
    if (moveTo.key === shown) return;
    moveTo.key = shown;
    place = next;
    draft = drafts.get(key) ?? emptyDraft();
    drafts.set(key, draft);
    input.value = draft.text;
    input.ariaLabel = `Message ${placeName(next) ?? ""}`;
    show();
  }

  return { moveTo, edit, reply, focus: () => input.focus() };
}

/** Options of a subcommand travel inside it, as the platform sends them. */
const underPath = ({ path }, options) =>
  path.slice(1).reduceRight((inner, name, at) => [{ name, type: at === path.length - 2 ? 1 : 2, options: inner }], options);

export const composers = {
  channel: makeComposer(byId("composer"), "composer"),
  thread: makeComposer(byId("thread-composer"), "thread-composer"),
};
