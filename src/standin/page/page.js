// The page of the local stand-in: it draws what /_standin/state says and sends what a person does to /_standin/act.
// It knows chats and nothing of the bot; the first steps, which do, are written in index.html.

import {
  DIRECT, avatar, bot, byId, channel, cityOf, forumOf, goTo, h, isPrivate, lastId, listen, messagesOf, openPlace, person, placeName, post,
  reconcile, refresh, seen, thread, view,
} from "/view.js";
import { dateText, updateTimes } from "/writing.js";
import { renderLanguages, say, timeIn } from "/tongue.js";
import { messageItems } from "/messages.js";
import { postItems } from "/forum.js";
import { closePicker, picker, pickerKey } from "/picker.js";
import { composers } from "/composer.js";
import { doneSteps, prepareSteps, renderSteps } from "/steps.js";
import { renderModal } from "/modal.js";

/** Announcement channels and forums, as against channels for anything. */
const MARKS = { 5: "📣", 15: "💬" };

function closeThread() {
  const id = view.thread;
  view.thread = null;
  goTo("channel");
  render();
  const opener = document.querySelector(`[data-message-id="${id}"] [data-testid=thread-open], [data-post="${id}"]`);
  (opener ?? byId("messages")).focus();
}

function becomePerson({ id, name }) {
  Object.assign(view, { as: id, name });
  const url = new URL(location);
  url.searchParams.set("as", name);
  history.replaceState(null, "", url);
  closePicker();
  refresh();
}

/** A place first looked at counts as read; later messages of others make it unread. */
function isUnread(place) {
  const key = `${view.as} ${place}`;
  if (!seen.has(key)) seen.set(key, place === DIRECT ? null : lastId(place));
  if (place === view.channel || place === view.thread) seen.set(key, lastId(place));
  return seen.get(key) !== lastId(place) && messagesOf(place).at(-1)?.author.id !== view.as;
}

function render() {
  const { state } = view;
  const known = view.channel === DIRECT ? state.direct?.length : channel(view.channel);
  const beginning = state.channels.find((c) => c.name === byId("steps").dataset.beginIn);
  if (!known) view.channel = (beginning ?? state.channels.find((c) => c.type !== 4))?.id ?? null;
  if (!thread(view.thread)) view.thread = null;
  renderLanguages();
  renderTop();
  renderChannels();
  renderPeople();
  renderChannelPane();
  renderThreadPane();
  renderModal();
  renderSteps();
  updateTimes();
  flash();
}

function renderTop() {
  const { now, zone, can_push_clock, guild, bot_present } = view.state;
  const at = Date.parse(now);
  byId("clock").dateTime = now;
  byId("clock").textContent = dateText(at, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  byId("zone").textContent = timeIn(cityOf(zone));
  byId("clock-buttons").hidden = !can_push_clock;
  byId("guild").textContent = guild.name;
  byId("bot-away").hidden = bot_present !== false;
}

function renderChannels() {
  const { channels, direct } = view.state;
  const items = channels.filter((c) => c.type !== 4).flatMap((c) => [placeItem(c.id, c.name, MARKS[c.type] ?? "#"), ...recentThreads(c).map((t) => placeItem(t.id, t.name))]);
  if (direct?.length) items.push(placeItem(DIRECT, bot().name, "✉\ufe0e"));
  reconcile(byId("channels"), items);
}

/** The newest few; older ones are found under their messages. */
function recentThreads(c) {
  const newest = [...(c.threads ?? [])].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1));
  return newest.filter((t, at) => t.id === view.thread || (at < 5 && !t.archived));
}

function placeItem(id, name, mark) {
  const isOpen = id === view.channel || id === view.thread;
  const unread = isUnread(id);
  const make = () => h("li", { class: mark ? "place" : "place sub" }, h("button", { type: "button", "data-focus": id, "data-testid": mark ? `channel-${name}` : "thread-open",
    "aria-current": isOpen ? "true" : null, class: unread ? "unread" : null, title: mark ? null : name, onclick: () => openPlace(id) },
  h("span", { class: Object.values(MARKS).includes(mark) ? "mark picture" : "mark", "aria-hidden": "true" }, mark ?? "↳"), h("span", { class: "name" }, name), unread && h("span", { class: "dot" }, h("span", { class: "sr" }, "new messages"))));
  return { key: `place-${id}`, sig: `${name} ${isOpen} ${unread}`, make };
}

function renderPeople() {
  const people = view.state.people.filter((p) => !p.bot);
  reconcile(byId("people"), people.map((p) => ({
    key: p.id,
    sig: JSON.stringify([p, p.id === view.as, say(p.note)]),
    make: () => h("button", { type: "button", role: "radio", "aria-checked": String(p.id === view.as), tabindex: p.id === view.as ? "0" : "-1",
      class: "person", "data-testid": `person-${p.name}`, onclick: () => becomePerson(p) },
    avatar(p.id, p.name), h("span", { class: "name" }, p.name), h("span", { class: "muted" }, say(p.note))),
  })));
  byId("tab-me").replaceChildren(avatar(view.as, person(view.as).name));
}

function renderChannelPane() {
  const title = view.channel === DIRECT ? `${say("Messages from ")}${bot().name}` : placeName(view.channel) ?? "";
  document.title = [title, view.state.guild.name].filter(Boolean).join(" · ");
  byId("channel-title").textContent = title;
  byId("tab-channel").textContent = title;
  const isForum = Boolean(forumOf(view.channel));
  byId("composer").hidden = view.channel === DIRECT || !view.channel || isForum;
  byId("skip-composer").hidden = byId("composer").hidden;
  composers.channel.moveTo(view.channel);
  byId("messages").role = isForum ? "list" : "log";
  if (isForum) renderPosts(byId("messages"), view.channel);
  else renderList(byId("messages"), view.channel);
}

function renderThreadPane() {
  const open = thread(view.thread);
  byId("thread").hidden = !open;
  byId("tab-thread").disabled = !open;
  byId("skip-thread").hidden = !open;
  document.body.classList.toggle("has-thread", Boolean(open));
  if (!open && document.body.dataset.pane === "thread") goTo("channel");
  if (!open) return;
  byId("thread-title").textContent = open.name;
  composers.thread.moveTo(open.id);
  renderList(byId("thread-messages"), open.id);
}

/** A forum is read from the top, where what is new stands. */
function renderPosts(node, forum) {
  const key = `${view.as} ${forum} ${view.state.locale}`;
  const isOther = node.place !== key;
  if (isOther) node.replaceChildren();
  reconcile(node, postItems(forum));
  if (isOther) node.scrollTop = 0;
  node.parentElement.querySelector(".newer").hidden = true;
  Object.assign(node, { place: key, newest: null, isAtEnd: false });
}

/** Keeps the reader where they are: at the end when they were there, else exactly in place. */
function renderList(node, place) {
  const key = `${view.as} ${place} ${view.state.locale}`;
  const isOther = node.place !== key;
  const last = messagesOf(place).at(-1);
  const newest = last?.id;
  const isForMe = newest !== node.newest && last && (last.author.id === view.as || isPrivate(last)); // said or asked for just now
  node.ariaLive = isOther ? "off" : "polite"; // a change of place is not read aloud from the top
  if (isOther) node.replaceChildren();
  reconcile(node, messageItems(place));
  if (isOther || isForMe) node.isAtEnd = true;
  const tall = isForMe && !isOther && node.querySelector(`[data-message-id="${newest}"]`);
  if (tall && tall.offsetHeight > node.clientHeight) return showTop(node, tall, { place: key, newest });
  const newer = node.parentElement.querySelector(".newer");
  if (node.isAtEnd) node.scrollTop = node.scrollHeight;
  newer.hidden = node.isAtEnd || (newer.hidden && newest === node.newest);
  Object.assign(node, { place: key, newest });
}

/** A message just asked for that is taller than the pane is read from its beginning. */
function showTop(node, message, now) {
  Object.assign(node, now, { isAtEnd: false });
  node.scrollTop += message.getBoundingClientRect().top - node.getBoundingClientRect().top - 8;
  node.parentElement.querySelector(".newer").hidden = true;
}

function followEnd(node) {
  const newer = node.parentElement.querySelector(".newer");
  node.isAtEnd = true;
  const toEnd = () => (node.scrollTop = node.scrollHeight);
  let top = 0;
  node.addEventListener("scroll", () => { // only scrolling up leaves the end; a list that became longer does not
    const isAtEnd = node.scrollHeight - node.scrollTop - node.clientHeight < 40;
    if (isAtEnd || node.scrollTop < top) node.isAtEnd = isAtEnd;
    top = node.scrollTop;
    if (isAtEnd) newer.hidden = true;
  }, { passive: true });
  node.addEventListener("load", () => node.isAtEnd && toEnd(), true); // a picture that arrives makes the list longer
  new ResizeObserver(() => node.isAtEnd && toEnd()).observe(node);
  newer.addEventListener("click", toEnd);
}

function flash() {
  const target = view.flash && document.querySelector(`[data-message-id="${CSS.escape(view.flash)}"]`);
  view.flash = null;
  if (!target) return;
  target.scrollIntoView({ block: "center" });
  target.focus({ preventScroll: true });
  target.classList.add("flash");
  setTimeout(() => target.classList.remove("flash"), 1800);
}

async function pushClock(button, body) {
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  if (await post("/_standin/clock", body)) await refresh();
  button.ariaBusy = "false";
}

/** Arrow keys walk through messages, so that Tab only stops at what can be pressed. */
function walkMessages(event) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const isMessage = event.target.matches(".message, .messages");
  if (!step || !isMessage) return;
  const all = [...event.currentTarget.querySelectorAll(".message[data-message-id]")];
  const at = all.indexOf(event.target);
  const next = at < 0 ? all.at(-1) : all[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function walkPeople(event) {
  const step = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...event.currentTarget.children];
  const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
  next.focus();
  next.click();
}

function begin() {
  const clocks = { hour: { advance_seconds: 3600 }, morning: { to: "next-morning" }, week: { to: "next-week" } };
  for (const [name, body] of Object.entries(clocks)) {
    const button = document.querySelector(`[data-testid=clock-${name}]`);
    button.addEventListener("click", () => pushClock(button, body));
  }
  for (const tab of document.querySelectorAll(".tabs button")) tab.addEventListener("click", () => goTo(tab.dataset.go));
  for (const id of ["messages", "thread-messages"]) {
    followEnd(byId(id));
    byId(id).addEventListener("keydown", walkMessages);
  }
  byId("people").addEventListener("keydown", walkPeople);
  byId("thread-close").addEventListener("click", closeThread);
  byId("picker").addEventListener("keydown", (event) => picker && pickerKey(event));
  document.addEventListener("pointerdown", (event) => picker && !byId("picker").contains(event.target) && !picker.opener.contains(event.target) && closePicker());
  byId("steps-again").addEventListener("click", () => (doneSteps.clear(), sessionStorage.removeItem("first-steps"), renderSteps()));
  document.addEventListener("redraw", render);
  prepareSteps();
  goTo("channel");
  listen();
  refresh();
  setInterval(refresh, 30000); // a clock that runs by itself announces no change
}

begin();
