// What is looked at and by whom, the way to the server, and small tools for the DOM. It draws nothing by itself:
// `redraw` asks page.js to.

export const DIRECT = "direct"; // the place of the bot's direct messages; not a channel id
export const view = { state: null, as: null, name: new URL(location).searchParams.get("as"), channel: null, thread: null, flash: null };
export const drafts = new Map(); // what is being typed, for each person and place
export const seen = new Map(); // the last message read, for each person and place
export const byId = (id) => document.getElementById(id);

export const person = (id) => view.state.people.find((p) => p.id === id);
export const bot = () => view.state.people.find((p) => p.bot) ?? { id: "0", name: "Bot", bot: true };
const threads = () => view.state.channels.flatMap((c) => c.threads ?? []);
export const thread = (id) => threads().find((t) => t.id === id);
export const channel = (id) => view.state.channels.find((c) => c.id === id);
/** The channel with this id, when it is a forum: it holds posts and no messages of its own. */
export const forumOf = (id) => view.state.channels.find((c) => c.id === id && c.type === 15);
export const isOrganiser = () => person(view.as)?.note === "organiser";
export const placeName = (id) => (channel(id) ? `#${channel(id).name}` : thread(id)?.name);
/** `Africa/Douala` is Douala to the people who live there. */
export const cityOf = (zone) => zone.split("/").at(-1).replaceAll("_", " ");
export const nowMillis = () => Date.parse(view.state.now);

/** Public and private messages of a place as this person sees them, oldest first. */
export function messagesOf(place) {
  const { messages, private: hidden, direct } = view.state;
  if (place === DIRECT) return direct ?? [];
  const all = [...(messages[place] ?? []), ...(hidden?.[place] ?? [])];
  return all.sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp) || (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
}

export const isPrivate = (m) => Boolean((m.flags ?? 0) & 64);

export const authorName = (m) => person(m.author.id)?.name ?? m.author.global_name ?? m.author.username;
/** The last thing said in a place; of a forum, its last post. */
export const lastId = (place) => (forumOf(place) ? channel(place).threads.at(-1)?.id : messagesOf(place).at(-1)?.id);

/** People, channels and roles as something to choose. */
export const personOption = (p) => ({ label: p.name, value: p.id, description: p.note });
export const channelOption = (c) => ({ label: `#${c.name}`, value: c.id });
export const roleOption = (r) => ({ label: `@${r.name}`, value: r.id });

/** Asks for everything to be drawn from the state. */
function redraw() {
  document.dispatchEvent(new Event("redraw"));
}

/** Goes to a channel or thread, and to a message in it. */
export function openPlace(id, message) {
  if (thread(id)) Object.assign(view, { channel: thread(id).parent_id, thread: id });
  else if (channel(id) || id === DIRECT) Object.assign(view, { channel: id, thread: channel(id) && thread(view.thread)?.parent_id === id ? view.thread : null });
  else return toast("You cannot see that place from here.");
  view.flash = message ?? null;
  goTo(thread(id) ? "thread" : "channel");
  redraw();
}

/** On a narrow screen one pane shows at a time; wide screens ignore this. */
export function goTo(pane) {
  document.body.dataset.pane = pane;
  for (const tab of document.querySelectorAll(".tabs button")) tab.ariaPressed = String(tab.dataset.go === pane);
}

/** Makes an element: `on*` become listeners, `true` a bare attribute, null and false nothing. */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false && c !== ""));
  return node;
}

/** Makes `parent` hold exactly `items` ({key, sig, make}); what did not change keeps its node, and with it focus. */
export function reconcile(parent, items) {
  const wanted = new Set(items.map((item) => item.key));
  const old = new Map();
  for (const node of [...parent.children]) {
    if (wanted.has(node.dataset.key)) old.set(node.dataset.key, node);
    else node.remove();
  }
  let at = parent.firstElementChild;
  for (const { key, sig, make } of items) {
    let node = old.get(key);
    if (!node || node.sig !== sig) {
      const fresh = Object.assign(make(), { sig });
      fresh.dataset.key = key;
      if (at === node && node) at = node.nextElementSibling;
      if (node) replaceKeepingFocus(node, fresh);
      else parent.insertBefore(fresh, at);
      node = fresh;
    } else if (node === at) at = at.nextElementSibling;
    else parent.insertBefore(node, at);
  }
}

function replaceKeepingFocus(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const id = focused?.dataset.customId ?? focused?.dataset.focus;
  old.replaceWith(fresh);
  if (!focused) return;
  const again = id && fresh.querySelector(`[data-custom-id="${CSS.escape(id)}"]:enabled, [data-focus="${CSS.escape(id)}"]`);
  (again || fresh).focus({ preventScroll: true });
}

export function avatar(id, name) {
  const initials = name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
  const color = person(id)?.color ?? "#6b6b6b";
  const node = h("span", { class: "avatar", "aria-hidden": "true" }, initials);
  node.style.background = color;
  node.style.color = isLight(color) ? "#16181a" : "#fff";
  return node;
}

function isLight(color) {
  const [r, g, b] = [1, 3, 5].map((at) => (parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.19; // above this, dark letters read better than white ones
}

export const hexColor = (number) => `#${(number ?? 0).toString(16).padStart(6, "0")}`;

function toast(text) {
  const node = byId("toast");
  node.textContent = text;
  node.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => (node.hidden = true), 7000);
}

export async function post(path, body) {
  try {
    const response = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    toast(answer.error ?? "That did not work.");
  } catch {
    toast("The server is not answering. Please try again in a moment.");
  }
  return null;
}

/** Does something as the current person. Answers null after telling them why it did not work. */
export async function act(what) {
  const answer = await post("/_standin/act", { as: view.as, ...what });
  if (answer && what.do !== "autocomplete") refresh();
  return answer;
}

/** Reads the state once more; calls made while one is under way are served by a single further one. */
export async function refresh() {
  if (refresh.running) return void (refresh.again = true);
  refresh.running = true;
  do {
    refresh.again = false;
    await readState().catch(() => setOffline(true));
  } while (refresh.again);
  refresh.running = false;
}

async function readState() {
  const as = view.as;
  const response = await fetch(`/_standin/state${as ? `?as=${encodeURIComponent(as)}` : ""}`, { cache: "no-store" });
  if (!response.ok && as) { // a restarted server may know nobody by this id: find the person again by name
    view.as = null;
    return void (refresh.again = true);
  }
  if (!response.ok) throw new Error("no state");
  const state = await response.json();
  if (view.as !== as) return void (refresh.again = true);
  setOffline(false);
  const named = as !== state.me && view.name && state.people.find((p) => !p.bot && p.name.toLowerCase() === view.name.toLowerCase());
  view.as = named ? named.id : state.me;
  if (view.as !== state.me) return void (refresh.again = true);
  view.state = state;
  redraw();
}

function setOffline(gone) {
  byId("offline").hidden = !gone;
  clearTimeout(setOffline.timer);
  if (gone) setOffline.timer = setTimeout(refresh, 2000);
}

export function listen() {
  const source = new EventSource("/_standin/changes");
  source.onmessage = refresh;
  source.onerror = () => {
    setOffline(true);
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  };
}
