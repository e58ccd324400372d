// The page of the local stand-in: it draws what /_standin/state says and sends what a person does to /_standin/act.
// It knows chats and nothing of the bot; the first steps, which do, are written in index.html.
// Text from messages becomes DOM nodes, never HTML.

// ---- What is looked at -------------------------------------------------------------------------------------------

const DIRECT = "direct"; // the place of the bot's direct messages; not a channel id
const view = { state: null, as: null, name: new URL(location).searchParams.get("as"), channel: null, thread: null, flash: null };
const drafts = new Map(); // what is being typed, for each person and place
const seen = new Map(); // the last message read, for each person and place
const byId = (id) => document.getElementById(id);

const person = (id) => view.state.people.find((p) => p.id === id);
const bot = () => view.state.people.find((p) => p.bot) ?? { id: "0", name: "Bot", bot: true };
const threads = () => view.state.channels.flatMap((c) => c.threads ?? []);
const thread = (id) => threads().find((t) => t.id === id);
const channel = (id) => view.state.channels.find((c) => c.id === id);
const isOrganiser = () => person(view.as)?.note === "organiser";
const placeName = (id) => (channel(id) ? `#${channel(id).name}` : thread(id)?.name);
const nowMillis = () => Date.parse(view.state.now);

/** Public and private messages of a place as this person sees them, oldest first. */
function messagesOf(place) {
  const { messages, private: hidden, direct } = view.state;
  if (place === DIRECT) return direct ?? [];
  const all = [...(messages[place] ?? []), ...(hidden?.[place] ?? [])];
  return all.sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp) || (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
}

// ---- Small tools for the DOM -------------------------------------------------------------------------------------

/** Makes an element: `on*` become listeners, `true` a bare attribute, null and false nothing. */
function h(tag, props, ...children) {
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
function reconcile(parent, items) {
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

function avatar(id, name) {
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

const hexColor = (number) => `#${(number ?? 0).toString(16).padStart(6, "0")}`;
const plural = (n, one, many) => `${n} ${n === 1 ? one : many}`;

function toast(text) {
  const node = byId("toast");
  node.textContent = text;
  node.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => (node.hidden = true), 7000);
}

// ---- Talking with the server -------------------------------------------------------------------------------------

async function post(path, body) {
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
async function act(what) {
  const answer = await post("/_standin/act", { as: view.as, ...what });
  if (answer && what.do !== "autocomplete") refresh();
  return answer;
}

/** Reads the state once more; calls made while one is under way are served by a single further one. */
async function refresh() {
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
  render();
}

function setOffline(gone) {
  byId("offline").hidden = !gone;
  clearTimeout(setOffline.timer);
  if (gone) setOffline.timer = setTimeout(refresh, 2000);
}

function listen() {
  const source = new EventSource("/_standin/changes");
  source.onmessage = refresh;
  source.onerror = () => {
    setOffline(true);
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  };
}

// ---- Dates: the reader's zone, the state's clock -----------------------------------------------------------------

const formats = {
  t: { timeStyle: "short" }, T: { timeStyle: "medium" }, d: { dateStyle: "short" }, D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" }, F: { dateStyle: "full", timeStyle: "short" },
};
const dateText = (millis, options) => new Intl.DateTimeFormat(undefined, options).format(millis);
const dayOf = (millis) => new Date(millis).toDateString();

function timeNode(millis, style, props) {
  const title = dateText(millis, formats.F);
  return h("time", { ...props, datetime: new Date(millis).toISOString(), title, "data-style": style }, timeText(millis, style));
}

function timeText(millis, style) {
  if (style === "R") return relativeText(millis - nowMillis());
  if (style !== "message") return dateText(millis, formats[style] ?? formats.f);
  const time = dateText(millis, formats.t);
  if (dayOf(millis) === dayOf(nowMillis())) return time;
  if (dayOf(millis) === dayOf(nowMillis() - 86400000)) return `yesterday, ${time}`;
  return dateText(millis, { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
}

function relativeText(difference) {
  const units = [["year", 31536e6], ["month", 2592e6], ["day", 864e5], ["hour", 36e5], ["minute", 6e4], ["second", 1e3]];
  const [unit, length] = units.find(([, size]) => Math.abs(difference) >= size) ?? units.at(-1);
  return new Intl.RelativeTimeFormat().format(Math.round(difference / length), unit);
}

/** The clock moves without the messages changing: their times follow in place. */
function updateTimes() {
  for (const node of document.querySelectorAll("time[data-style=R], time[data-style=message]")) {
    const text = timeText(Date.parse(node.dateTime), node.dataset.style);
    if (node.textContent !== text) node.textContent = text;
  }
}

// ---- Markdown, the way chats write it ----------------------------------------------------------------------------

const INLINE = [
  [/\\([^\w\s])/y, (m) => m[1]],
  [/(`+)([^`](?:[\s\S]*?[^`])?)\1(?!`)/y, (m) => h("code", null, m[2].trim() || m[2])],
  [/\[((?:[^[\]\\]|\\.)+)\]\(<?(https?:\/\/[^\s)>]+)>?(?: "[^"]*")?\)/y, (m) => link(m[2], inline(m[1]))],
  [/<(https?:\/\/[^\s>]+)>/y, (m) => link(m[1], m[1])],
  [/https?:\/\/(?:\([^\s<()]*\)|[^\s<()])*(?:\([^\s<()]*\)|[^\s<()\].,:;"'!?*_~|])/y, (m) => link(m[0], m[0])],
  [/<@!?(\d+)>/y, (m) => chip(`@${person(m[1])?.name ?? "someone"}`, m[1] === view.as)],
  [/<@&(\d+)>/y, (m) => chip(`@${view.state.roles.find((r) => r.id === m[1])?.name ?? "role"}`)],
  [/<#(\d+)>/y, (m) => placeChip(m[1])],
  [/<\/([^:>]+):\d+>/y, (m) => chip(`/${m[1]}`)],
  [/<t:(-?\d+)(?::([tTdDfFR]))?>/y, (m) => timeNode(m[1] * 1000, m[2] ?? "f", { class: "stamp" })],
  [/<a?:(\w+):\d+>/y, (m) => `:${m[1]}:`],
  [/@(?:everyone|here)\b/y, (m) => chip(m[0])],
  [/\*\*([\s\S]+?)\*\*(?!\*)/y, (m) => h("strong", null, inline(m[1]))],
  [/__([\s\S]+?)__(?!_)/y, (m) => h("u", null, inline(m[1]))],
  [/\*(?!\s)((?:\*\*|[^*])+?)\*(?!\*)/y, (m) => h("em", null, inline(m[1]))],
  [/(?<!\w)_((?:__|[^_])+?)_(?!\w)/y, (m) => h("em", null, inline(m[1]))],
  [/~~([\s\S]+?)~~/y, (m) => h("s", null, inline(m[1]))],
  [/\|\|([\s\S]+?)\|\|/y, (m) => spoiler(inline(m[1]))],
];

/** Text with inline marks as a list of nodes. */
function inline(text) {
  const nodes = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const [length, node] = /[\\`[<h@*_~|]/.test(text[at]) ? inlineAt(text, at) : [0];
    if (!length) plain += text[at++];
    else if (typeof node === "string") plain += node;
    else nodes.push(plain, node), (plain = "");
    at += length;
  }
  return [...nodes, plain];
}

function inlineAt(text, at) {
  for (const [pattern, make] of INLINE) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return [match[0].length, make(match)];
  }
  return [0];
}

function link(url, children) {
  const place = /^https:\/\/(?:\w+\.)?discord\.com\/channels\/[\d@me]+\/(\d+)(?:\/(\d+))?/.exec(url);
  if (!place) return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, children);
  const label = children === url ? placeName(place[1]) ?? url : children;
  return h("a", { href: url, onclick: (event) => (event.preventDefault(), openPlace(place[1], place[2])) }, label);
}

const chip = (text, mine) => h("span", { class: mine ? "chip mine" : "chip" }, text);

function placeChip(id) {
  const name = placeName(id);
  if (!name) return chip("#unknown");
  return h("button", { type: "button", class: "chip", onclick: () => openPlace(id) }, name);
}

function spoiler(children) {
  const node = h("button", { type: "button", class: "spoiler", "aria-label": "Hidden text, press to show" }, h("span", null, children));
  node.addEventListener("click", () => node.replaceWith(h("span", { class: "shown" }, ...node.firstChild.childNodes)));
  return node;
}

/** A whole message text as block nodes. */
function markdown(text) {
  const root = h("div", { class: "markdown" });
  for (const [at, part] of text.split(/```(?:[\w+#.-]*\n)?([\s\S]+?)```/).entries()) {
    if (at % 2) root.append(h("pre", { tabindex: "0" }, h("code", null, part.replace(/\n$/, ""))));
    else root.append(...blocks(part.split("\n")));
  }
  return root;
}

const BLOCKS = [
  [/^>>> ?/, (lines) => [h("blockquote", null, blocks([lines[0].replace(/^>>> ?/, ""), ...lines.slice(1)])), lines.length]],
  [/^> ?/, (lines) => { const own = leading(lines, /^> ?/); return [h("blockquote", null, blocks(own.map((l) => l.replace(/^> ?/, "")))), own.length]; }],
  [/^#{1,3} /, (lines) => { const [, marks, text] = /^(#+) (.*)/.exec(lines[0]); return [h(`h${marks.length + 2}`, null, inline(text)), 1]; }],
  [/^-# /, (lines) => [h("p", { class: "small" }, inline(lines[0].slice(3))), 1]],
  [/^\s*(?:[-*]|\d+\.) /, (lines) => { const own = leading(lines, /^\s*(?:[-*]|\d+\.) |^\s{2,}\S/); return [list(own), own.length]; }],
];

function leading(lines, pattern) {
  const end = lines.findIndex((line) => !pattern.test(line));
  return end < 0 ? lines : lines.slice(0, end);
}

function blocks(lines) {
  const nodes = [];
  let plain = [];
  const flush = () => {
    const text = plain.join("\n").replace(/^\s*\n|\n\s*$/g, "").trim();
    if (text) nodes.push(h("p", null, inline(text)));
    plain = [];
  };
  for (let at = 0; at < lines.length; ) {
    const rule = BLOCKS.find(([pattern]) => pattern.test(lines[at]));
    if (!rule) {
      plain.push(lines[at++]);
      continue;
    }
    flush();
    const [node, used] = rule[1](lines.slice(at));
    nodes.push(node);
    at += used;
  }
  flush();
  return nodes;
}

function list(lines) {
  const isNumbered = /^\s*\d/.test(lines[0]);
  const root = h(isNumbered ? "ol" : "ul", isNumbered ? { start: parseInt(lines[0], 10) } : null);
  for (let at = 0; at < lines.length; ) {
    const nested = leading(lines.slice(at + 1), /^\s{2,}/);
    const text = lines[at].replace(/^\s*(?:[-*]|\d+\.) /, "");
    const isList = nested.length && /^\s*(?:[-*]|\d+\.) /.test(nested[0]);
    const more = isList ? list(nested.map((line) => line.replace(/^\s+/, ""))) : nested.map((line) => ["\n", ...inline(line.trim())]);
    root.append(h("li", null, inline(text), more));
    at += 1 + nested.length;
  }
  return root;
}

// ---- Messages ----------------------------------------------------------------------------------------------------

const isPrivate = (m) => Boolean((m.flags ?? 0) & 64);
const authorName = (m) => person(m.author.id)?.name ?? m.author.global_name ?? m.author.username;
const usedCommand = (m) => m.interaction_metadata?.name ?? m.interaction?.name;

/** Everything a list shows: the thread's first post, days, messages, who is thinking. */
function messageItems(place) {
  const items = thread(place) ? starterItems(thread(place)) : [];
  let before = null;
  for (const m of messagesOf(place)) {
    const at = Date.parse(m.timestamp);
    const isNewDay = !before || dayOf(Date.parse(before.timestamp)) !== dayOf(at);
    if (isNewDay) items.push({ key: `day-${dayOf(at)}-${m.id}`, sig: "day", make: () => dayNode(at) });
    items.push(messageItem(m, !isNewDay && isSameBreath(before, m)));
    before = m;
  }
  if (!items.length) items.push({ key: "empty", sig: place, make: () => h("p", { class: "empty" }, "Nothing here yet.") });
  const waiting = (view.state.thinking ?? []).filter((t) => t.channel_id === place);
  return [...items, ...waiting.map((t) => ({ key: `thinking-${t.interaction}`, sig: "thinking", make: () => thinkingNode(t) }))];
}

function starterItems({ id, parent_id }) {
  const starter = (view.state.messages[parent_id] ?? []).find((m) => m.id === id);
  if (!starter) return [];
  const make = () => h("div", { class: "starter" }, h("p", { class: "muted" }, "From ", placeChip(parent_id)),
    messageNode({ ...starter, components: [], reactions: [], thread: null }, false, true));
  return [{ key: `starter-${id}`, sig: signature(starter), make }];
}

function isSameBreath(before, m) {
  return before && before.author.id === m.author.id && isPrivate(before) === isPrivate(m) && isPlain(before) && isPlain(m)
    && !m.message_reference && !usedCommand(m) && Date.parse(m.timestamp) - Date.parse(before.timestamp) < 420000;
}

const isPlain = (m) => [0, 19, 20, undefined].includes(m.type);

function messageItem(m, isGrouped) {
  const make = () => (m.type === 6 || m.type === 18 ? systemNode(m) : messageNode(m, isGrouped));
  return { key: m.id, sig: `${isGrouped} ${signature(m)}`, make };
}

/** Changes exactly when the message would look different. */
function signature(m) {
  const json = JSON.stringify(m);
  const names = [...json.matchAll(/<#(\d+)>/g)].map((match) => placeName(match[1]));
  const count = m.thread && thread(m.thread.id)?.message_count;
  return `${json} ${names} ${count} ${m.message_reference ? referenced(m)?.content : ""}`;
}

const dayNode = (at) => h("p", { class: "day" }, h("span", null, dateText(at, { weekday: "long", day: "numeric", month: "long" })));

function systemNode(m) {
  const at = timeNode(Date.parse(m.timestamp), "message", { class: "muted" });
  const name = h("b", null, authorName(m));
  const target = m.thread?.id ?? m.message_reference?.channel_id;
  const text = m.type === 6 ? [name, " pinned a message. "]
    : [name, " started a thread: ", thread(target) ? placeChip(target) : m.content, ". "];
  return h("p", { class: "system", "data-message-id": m.id }, text, at);
}

function messageNode(m, isGrouped, isCopy) {
  const name = authorName(m);
  const at = Date.parse(m.timestamp);
  const classes = ["message", isGrouped && "grouped", isPrivate(m) && "private", m.standin?.failed && "failed",
    m.mentions?.some((user) => user.id === view.as) && "for-me"].filter(Boolean).join(" ");
  const label = `${name}, ${timeText(at, "message")}`;
  return h("article", { class: classes, "data-message-id": isCopy ? null : m.id, tabindex: "-1", "aria-label": label },
    contextLine(m),
    isGrouped ? timeNode(at, "t", { class: "gutter", "aria-hidden": "true" }) : avatar(m.author.id, name),
    h("div", { class: "content" },
      !isGrouped && h("p", { class: "by" }, h("b", null, name), m.author.bot && h("span", { class: "tag" }, "BOT"),
        timeNode(at, "message", { class: "muted" }), m.pinned && h("span", { class: "muted" }, "📌 pinned")),
      m.content && messageText(m),
      attachments(m), (m.embeds ?? []).map((e) => embedNode(e, m)), (m.components ?? []).map((row) => rowNode(row, m)),
      reactionsNode(m), m.thread && threadChip(m.thread), isPrivate(m) && privateLine(m)),
    !isCopy && !m.standin?.failed && menuButton(m));
}

function messageText(m) {
  const node = markdown(m.content);
  const isOnlyEmoji = /^(?:\p{Extended_Pictographic}|\u200d|\ufe0f|\s){1,12}$/u.test(m.content);
  if (isOnlyEmoji) node.classList.add("big");
  const wasEdited = m.edited_timestamp && !m.author.bot;
  if (wasEdited) (node.lastElementChild ?? node).append(h("span", { class: "edited" }, " (edited)"));
  return node;
}

function referenced(m) {
  const { channel_id, message_id } = m.message_reference;
  return m.referenced_message ?? messagesOf(channel_id).find((other) => other.id === message_id);
}

/** What a message answers: another message, or a command somebody used. */
function contextLine(m) {
  const command = usedCommand(m);
  const user = m.interaction_metadata?.user ?? m.interaction?.user;
  if (command) return h("p", { class: "context" }, h("b", null, person(user?.id)?.name ?? "Someone"), " used ", chip(`/${command}`));
  if (m.type !== 19 || isPrivate(m)) return null;
  const other = referenced(m);
  if (!other) return h("p", { class: "context" }, "Replying to a message that is gone");
  const excerpt = plainText(other.content || other.embeds?.[0]?.title || "a message").slice(0, 90);
  return h("p", { class: "context" }, h("b", null, authorName(other)), " ",
    h("button", { type: "button", class: "link", onclick: () => openPlace(other.channel_id, other.id) }, excerpt));
}

const plainText = (text) => markdown(text).textContent.replace(/\s+/g, " ");

function privateLine(m) {
  const dismiss = () => act({ do: "dismiss", message: m.id });
  return h("p", { class: "only-you" }, "Only you can see this · ",
    h("button", { type: "button", class: "link", "data-focus": "dismiss", onclick: dismiss }, "Dismiss"));
}

function thinkingNode(waiting) {
  const dots = h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
  return h("article", { class: "message", tabindex: "-1" },
    waiting.name && h("p", { class: "context" }, h("b", null, person(waiting.user ?? view.as).name), " used ", chip(`/${waiting.name}`)),
    avatar(bot().id, bot().name),
    h("div", { class: "content" }, h("p", { class: "by" }, h("b", null, bot().name), h("span", { class: "tag" }, "BOT")),
      h("p", { class: "thinking" }, `${bot().name} is thinking`, dots)));
}

function threadChip({ id, name }) {
  const known = thread(id);
  const count = known?.message_count ?? 0;
  return h("button", { type: "button", class: "thread-chip", "data-testid": "thread-open", "data-focus": "thread", onclick: () => openPlace(id) },
    h("b", null, known?.name ?? name), " ", h("span", null, count ? `${plural(count, "message", "messages")} ›` : "Open the thread ›"));
}

function reactionsNode(m) {
  if (!m.reactions?.length) return null;
  return h("div", { class: "reactions" }, m.reactions.map(({ emoji, count, me }) =>
    h("button", { type: "button", class: me ? "reaction mine" : "reaction", "aria-pressed": String(Boolean(me)), "data-focus": `react-${emoji.name}`,
      "aria-label": `${emoji.name}, ${plural(count, "person", "people")}${me ? ", you too" : ""}`,
      onclick: () => !me && act({ do: "react", channel: m.channel_id, message: m.id, emoji: emoji.name }) }, `${emoji.name} ${count}`)));
}

// ---- Embeds and pictures -----------------------------------------------------------------------------------------

function mediaUrl(media, m) {
  const file = /^attachment:\/\/(.+)$/.exec(media?.url ?? "")?.[1];
  const url = file ? m.attachments?.find((a) => a.filename === file)?.url : media?.url;
  return /^(?:https?:\/\/|\/(?!\/)|data:image\/)/.test(url ?? "") ? url : null;
}

function picture(media, m, alt, kind) {
  const url = mediaUrl(media, m);
  if (!url) return null;
  return h("img", { class: kind, src: url, alt, width: media.width, height: media.height, decoding: "async" });
}

/** Attachments that no embed shows already. */
function attachments(m) {
  const shown = JSON.stringify((m.embeds ?? []).map((e) => [e.image?.url, e.thumbnail?.url]));
  return (m.attachments ?? []).filter((a) => !shown.includes(a.url) && !shown.includes(`attachment://${a.filename}`)).map((a) =>
    /^image\//.test(a.content_type ?? "") || /\.(png|jpe?g|gif|webp|svg)$/i.test(a.filename)
      ? picture(a, m, a.description ?? a.filename, "image") : h("p", { class: "file" }, "📄 ", link(a.url, a.filename)));
}

function embedNode(e, m) {
  const title = e.title && inline(e.title);
  const describe = m.attachments?.find((a) => mediaUrl(e.image, m) === a.url)?.description;
  const node = h("div", { class: "embed", role: "group", "aria-label": e.title ? plainText(e.title) : null },
    h("div", { class: "embed-text" },
      e.author && h("p", { class: "embed-author" }, e.author.url ? link(e.author.url, e.author.name) : e.author.name),
      title && h("p", { class: "embed-title" }, e.url ? link(e.url, title) : title),
      e.description && markdown(e.description),
      e.fields?.length ? h("dl", { class: "fields" }, e.fields.map(fieldNode)) : null),
    picture(e.thumbnail, m, "", "thumbnail"),
    picture(e.image, m, describe ?? e.title ?? "Picture", "image"),
    (e.footer || e.timestamp) && h("p", { class: "embed-foot" }, e.footer?.text, e.footer && e.timestamp && " · ",
      e.timestamp && timeNode(Date.parse(e.timestamp), "f")));
  if (e.color !== null && e.color !== undefined) node.style.setProperty("--bar", hexColor(e.color));
  return node;
}

const fieldNode = ({ name, value, inline: isInline }) =>
  h("div", { class: isInline ? "field" : "field wide" }, h("dt", null, inline(name)), h("dd", null, markdown(value)));

// ---- Buttons and selects -----------------------------------------------------------------------------------------

function rowNode(row, m) {
  return h("div", { class: "row" }, (row.components ?? []).map((c) => (c.type === 2 ? buttonNode(c, m) : selectNode(c, m))));
}

function buttonNode(c, m) {
  const face = [c.emoji && h("span", { "aria-hidden": c.label ? "true" : null }, c.emoji.name), c.label && h("span", null, c.label)];
  if (c.style === 5) {
    const node = link(c.url, face);
    node.className = "button style-5";
    if (node.target) node.append(h("span", { "aria-hidden": "true" }, "↗"));
    return node;
  }
  const node = h("button", { type: "button", class: `button style-${c.style}`, "data-custom-id": c.custom_id, disabled: c.disabled }, face);
  node.addEventListener("click", async () => {
    if (node.ariaBusy === "true") return; // one press at a time
    node.ariaBusy = "true";
    const done = await act({ do: "press", channel: m.channel_id, message: m.id, custom_id: c.custom_id });
    node.ariaBusy = "false";
    if (done) didSomething(`pressed:${c.label}`);
  });
  return node;
}

const personOption = (p) => ({ label: p.name, value: p.id, description: p.note });
const channelOption = (c) => ({ label: `#${c.name}`, value: c.id });
const roleOption = (r) => ({ label: `@${r.name}`, value: r.id });

function selectOptions(c) {
  const { people, roles, channels } = view.state;
  const inTypes = (x) => !c.channel_types?.length || c.channel_types.includes(x.type);
  if (c.type === 5) return people.map(personOption);
  if (c.type === 6) return roles.map(roleOption);
  if (c.type === 7) return [...people.map(personOption), ...roles.map(roleOption)];
  if (c.type === 8) return channels.filter(inTypes).map(channelOption);
  return c.options ?? [];
}

function selectNode(c, m) {
  let chosen = c.type === 3 ? c.options.filter((o) => o.default).map((o) => o.value) : (c.default_values ?? []).map((v) => v.id);
  const face = h("span", { class: "select-face" });
  const node = h("button", { type: "button", class: "select", "data-custom-id": c.custom_id, disabled: c.disabled, "aria-haspopup": "listbox" },
    face, h("span", { "aria-hidden": "true" }, "⌄"));
  const show = () => {
    const picked = selectOptions(c).filter((o) => chosen.includes(o.value));
    face.replaceChildren(picked.map((o) => [o.emoji?.name, o.label].filter(Boolean).join(" ")).join(", ") || c.placeholder || "Choose");
    face.classList.toggle("muted", !picked.length);
    node.ariaLabel = `${c.placeholder ?? "Choose"}: ${picked.length ? face.textContent : "nothing chosen"}`;
  };
  const done = (values) => {
    chosen = values;
    show();
    act({ do: "select", channel: m.channel_id, message: m.id, custom_id: c.custom_id, values });
  };
  node.addEventListener("click", () => openPicker(node, { title: c.placeholder ?? "Choose", options: selectOptions(c), chosen,
    min: c.min_values ?? 1, max: c.max_values ?? 1, done }));
  show();
  return node;
}

// ---- The picker: one floating list for selects and message menus. It lives outside the messages, so that they may
// ---- be drawn again while it is open.

let picker = null;

function openPicker(opener, { title, options, chosen = [], min = 1, max = 1, done, isMenu }) {
  closePicker();
  picker = { opener, home: opener.closest("[data-message-id]")?.dataset.messageId, options, chosen: new Set(chosen), min, max, done, isMenu };
  picker.isMulti = !isMenu && (max > 1 || min === 0);
  const items = options.map((o) => h("div", { role: isMenu ? "menuitem" : "option", tabindex: "-1", class: "pick", "data-value": o.value,
    onclick: () => pick(o.value) }, h("span", { class: "check", "aria-hidden": "true" }),
  h("span", null, [o.emoji?.name, o.label].filter(Boolean).join(" "), o.description && h("small", null, o.description))));
  const isLong = options.length > 8;
  byId("picker").replaceChildren(
    isLong ? h("input", { class: "filter", placeholder: "Filter", "aria-label": `Filter: ${title}`, oninput: filterPicker }) : "",
    h("div", { role: isMenu ? "menu" : "listbox", "aria-label": title, "aria-multiselectable": picker.isMulti ? "true" : null, class: "picks" }, items),
    picker.isMulti ? h("button", { type: "button", class: "button style-1", onclick: applyPicker }, "Done") : "");
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

function closePicker(returnsFocus) {
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

function pickerKey(event) {
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

function menuButton(m) {
  const isMine = m.author.id === view.as;
  const options = [];
  if (!isPrivate(m) && view.channel !== DIRECT) options.push({ value: "reply", label: "Reply", run: () => composerOf(m).reply(m) });
  if (isMine) options.push({ value: "edit", label: "Edit", run: () => composerOf(m).edit(m) });
  if ((isMine || isOrganiser()) && !isPrivate(m) && view.channel !== DIRECT)
    options.push({ value: "delete", label: "Delete", run: () => act({ do: "delete", channel: m.channel_id, message: m.id }) });
  if (!options.length) return null;
  return h("button", { type: "button", class: "icon menu", "data-focus": "menu", "aria-haspopup": "menu", "aria-label": "What to do with this message",
    onclick: (event) => openPicker(event.currentTarget, { title: "Message", options, isMenu: true }) }, "⋯");
}

const composerOf = (m) => (m.channel_id === view.thread ? composers.thread : composers.channel);

// ---- The composer: one text box. After a command is chosen it asks for one option at a time, and what is given
// ---- already stands before it as small labels.

const TYPES = { string: 3, integer: 4, boolean: 5, user: 6, channel: 7, role: 8, mentionable: 9, number: 10 };

/** Commands as they are typed: each subcommand is a line of its own. */
function commandEntries() {
  const open = view.state.commands.filter((c) => (c.type ?? 1) === 1 && (!c.default_member_permissions || isOrganiser()));
  const unfold = (path, { name, description, options = [] }) => {
    const below = options.filter((o) => o.type <= 2);
    const own = [...path, name];
    if (below.length) return below.flatMap((o) => unfold(own, o));
    return [{ path: own, title: own.join(" "), description, options: [...options].sort((a, b) => !!b.required - !!a.required) }];
  };
  return open.flatMap((c) => unfold([], c)).sort((a, b) => a.title.localeCompare(b.title));
}

function fixedChoices(option) {
  const { people, channels, roles } = view.state;
  if (option.choices?.length) return option.choices.map((c) => ({ label: c.name, value: c.value }));
  if (option.type === TYPES.boolean) return [{ label: "Yes", value: true }, { label: "No", value: false }];
  if (option.type === TYPES.user) return people.map(personOption);
  if (option.type === TYPES.channel) return channels.map(channelOption);
  if (option.type === TYPES.role) return roles.map(roleOption);
  if (option.type === TYPES.mentionable) return [...people.map(personOption), ...roles.map(roleOption)];
  return null;
}

/** What is wrong with a typed value, as a sentence; null when it is fine. */
function valueProblem(option, text) {
  const isNumber = option.type === TYPES.integer || option.type === TYPES.number;
  if (option.type === TYPES.integer && !/^-?\d+$/.test(text)) return `${option.name} is a whole number.`;
  if (isNumber && !Number.isFinite(Number(text))) return `${option.name} is a number.`;
  if (isNumber && Number(text) < (option.min_value ?? -Infinity)) return `${option.name} is at least ${option.min_value}.`;
  if (isNumber && Number(text) > (option.max_value ?? Infinity)) return `${option.name} is at most ${option.max_value}.`;
  if (!isNumber && text.length < (option.min_length ?? 0)) return `${option.name} needs at least ${option.min_length} characters.`;
  if (!isNumber && text.length > (option.max_length ?? Infinity)) return `${option.name} has at most ${option.max_length} characters.`;
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
    const rank = (entry) => (entry.title.startsWith(typed) ? 0 : entry.title.includes(typed) ? 1 : 2);
    return commandEntries().filter((e) => rank(e) < 2).sort((a, b) => rank(a) - rank(b))
      .map((e) => ({ label: `/${e.title}`, detail: e.description, run: () => choose(e) }));
  }

  const openOptions = () => draft.command.options.filter((o) => !draft.values.some((v) => v.name === o.name));

  function optionSuggestions() {
    const words = draft.text.trim().toLowerCase();
    return openOptions().filter((o) => o.name.includes(words))
      .map((o) => ({ label: o.name, detail: o.description, run: () => ask(o) }));
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
    draft.values.push({ name: draft.option.name, value, label });
    ask(openOptions().find((o) => o.required) ?? null);
  }

  /** Takes what was typed for the open option. False when it does not fit. */
  function giveTyped() {
    const text = draft.text.trim();
    const choices = fixedChoices(draft.option);
    const match = choices?.find((c) => c.label.toLowerCase().replace(/^[@#]/, "") === text.toLowerCase().replace(/^[@#]/, ""));
    draft.problem = choices && !match ? "Choose one from the list." : choices ? null : valueProblem(draft.option, text);
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
      const entry = found.find((e) => e.title === title);
      if (entry && !found.some((e) => e.title.startsWith(`${title} `))) choose(entry);
    } else if (draft.command && draft.text.endsWith(":")) {
      const option = openOptions().find((o) => `${o.name}:` === draft.text.trim().toLowerCase());
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
    if (missing) return ask(missing), warn(`${missing.name} is needed.`);
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
      ...draft.values.map((v) => h("span", { class: "given" }, h("b", null, v.name), v.label)),
      ...(draft.option ? [h("span", { class: "asking" }, draft.option.name)] : []));
    hint.textContent = draft.problem ?? hintText();
    hint.classList.toggle("problem", Boolean(draft.problem));
    showBanner();
    highlight();
    fit();
  }

  function hintText() {
    if (!draft.command) return "";
    const isLast = draft.option && openOptions().length === 1;
    if (draft.option) return `${draft.option.description}${draft.option.required ? "" : " (optional)"}${isLast ? "" : " · Tab for the next"}`;
    return openOptions().length ? "Enter sends it. Or choose an option with ↓." : "Enter sends it.";
  }

  function showBanner() {
    const other = draft.edit ?? draft.reply;
    banner.hidden = !other;
    if (!other) return;
    const cancel = h("button", { type: "button", class: "link", onclick: () => { if (draft.edit) reset(); else draft.reply = null; show(); input.focus(); } }, "Cancel");
    banner.replaceChildren(draft.edit ? "Editing your message · " : `Replying to ${authorName(other)} · `, cancel);
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
    input.placeholder = draft.command ? "" : "Write here, or / for commands";
  }

  function enter() {
    const exact = !draft.command && commandEntries().find((e) => `/${e.title}` === draft.text.trim().toLowerCase());
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
    if (moveTo.key === key) return;
    moveTo.key = key;
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

// ---- Forms -------------------------------------------------------------------------------------------------------

function renderModal() {
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
    h("div", { class: "modal-end" }, h("button", { type: "button", class: "button style-2", onclick: () => dismissModal(modal) }, "Cancel"),
      h("button", { type: "submit", class: "button style-1" }, "Submit")));
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
  return h("label", { class: "modal-field" }, h("span", null, f.label, isRequired ? "" : h("span", { class: "muted" }, " (optional)")),
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

// ---- Places ------------------------------------------------------------------------------------------------------

/** Goes to a channel or thread, and to a message in it. */
function openPlace(id, message) {
  if (thread(id)) Object.assign(view, { channel: thread(id).parent_id, thread: id });
  else if (channel(id) || id === DIRECT) Object.assign(view, { channel: id, thread: channel(id) && thread(view.thread)?.parent_id === id ? view.thread : null });
  else return toast("You cannot see that place from here.");
  view.flash = message ?? null;
  goTo(thread(id) ? "thread" : "channel");
  render();
}

/** On a narrow screen one pane shows at a time; wide screens ignore this. */
function goTo(pane) {
  document.body.dataset.pane = pane;
  for (const tab of document.querySelectorAll(".tabs button")) tab.ariaPressed = String(tab.dataset.go === pane);
}

function closeThread() {
  const id = view.thread;
  view.thread = null;
  goTo("channel");
  render();
  const opener = document.querySelector(`[data-message-id="${id}"] [data-testid=thread-open]`);
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

const lastId = (place) => messagesOf(place).at(-1)?.id;

/** A place first looked at counts as read; later messages of others make it unread. */
function isUnread(place) {
  const key = `${view.as} ${place}`;
  if (!seen.has(key)) seen.set(key, place === DIRECT ? null : lastId(place));
  if (place === view.channel || place === view.thread) seen.set(key, lastId(place));
  return seen.get(key) !== lastId(place) && messagesOf(place).at(-1)?.author.id !== view.as;
}

// ---- Drawing everything ------------------------------------------------------------------------------------------

function render() {
  const { state } = view;
  const known = view.channel === DIRECT ? state.direct?.length : channel(view.channel);
  const beginning = state.channels.find((c) => c.name === byId("steps").dataset.beginIn);
  if (!known) view.channel = (beginning ?? state.channels.find((c) => c.type !== 4))?.id ?? null;
  if (!thread(view.thread)) view.thread = null;
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
  byId("clock").textContent = dateText(at, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: zone });
  const here = dateText(at, formats.t);
  const isElsewhere = here !== dateText(at, { ...formats.t, timeZone: zone });
  byId("zone").textContent = isElsewhere ? `${zone} · ${here} for you` : zone;
  byId("clock-buttons").hidden = !can_push_clock;
  byId("guild").textContent = guild.name;
  document.title = `${guild.name} · local chat`;
  byId("bot-away").hidden = bot_present !== false;
}

function renderChannels() {
  const { channels, direct } = view.state;
  const items = channels.filter((c) => c.type !== 4).flatMap((c) => [placeItem(c.id, c.name, "#"), ...recentThreads(c).map((t) => placeItem(t.id, t.name))]);
  if (direct?.length) items.push(placeItem(DIRECT, "Messages from the bot", "✉\ufe0e"));
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
  h("span", { class: "mark", "aria-hidden": "true" }, mark ?? "↳"), h("span", { class: "name" }, name), unread && h("span", { class: "dot" }, h("span", { class: "sr" }, "new messages"))));
  return { key: `place-${id}`, sig: `${name} ${isOpen} ${unread}`, make };
}

function renderPeople() {
  const people = view.state.people.filter((p) => !p.bot);
  reconcile(byId("people"), people.map((p) => ({
    key: p.id,
    sig: JSON.stringify([p, p.id === view.as]),
    make: () => h("button", { type: "button", role: "radio", "aria-checked": String(p.id === view.as), tabindex: p.id === view.as ? "0" : "-1",
      class: "person", "data-testid": `person-${p.name}`, onclick: () => becomePerson(p) },
    avatar(p.id, p.name), h("span", { class: "name" }, p.name), h("span", { class: "muted" }, p.note)),
  })));
  byId("tab-me").replaceChildren(avatar(view.as, person(view.as).name));
}

function renderChannelPane() {
  const title = view.channel === DIRECT ? "Messages from the bot" : placeName(view.channel) ?? "";
  byId("channel-title").textContent = title;
  byId("tab-channel").textContent = title;
  byId("composer").hidden = view.channel === DIRECT || !view.channel;
  composers.channel.moveTo(view.channel);
  renderList(byId("messages"), view.channel);
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

/** Keeps the reader where they are: at the end when they were there, else exactly in place. */
function renderList(node, place) {
  const key = `${view.as} ${place}`;
  const isOther = node.place !== key;
  const last = messagesOf(place).at(-1);
  const newest = last?.id;
  const isForMe = newest !== node.newest && last && (last.author.id === view.as || isPrivate(last)); // said or asked for just now
  node.ariaLive = isOther ? "off" : "polite"; // a change of place is not read aloud from the top
  if (isOther) node.replaceChildren();
  reconcile(node, messageItems(place));
  if (isOther || isForMe) node.isAtEnd = true;
  const newer = node.parentElement.querySelector(".newer");
  if (node.isAtEnd) node.scrollTop = node.scrollHeight;
  newer.hidden = node.isAtEnd || (newer.hidden && newest === node.newest);
  Object.assign(node, { place: key, newest });
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

// ---- First steps (their words are in index.html) -----------------------------------------------------------------

const doneSteps = new Set(JSON.parse(localStorage.getItem("first-steps") ?? "[]"));

function didSomething(what) {
  rememberStep(what);
  renderSteps();
}

function rememberStep(what) {
  doneSteps.add(what);
  localStorage.setItem("first-steps", JSON.stringify([...doneSteps]));
}

function isTrue(condition) {
  if (condition !== "bot-posted") return doneSteps.has(condition);
  return view.state.channels.some((c) => (view.state.messages[c.id] ?? []).some((m) => m.author.bot && m.type === 0));
}

function renderSteps() {
  const steps = [...byId("steps").children];
  const isDone = (li) => doneSteps.has(`dismissed:${li.dataset.step}`) || li.dataset.doneWhen.split(" ").some(isTrue)
    || ("needsClock" in li.dataset && !view.state.can_push_clock);
  const current = steps.slice(steps.findLastIndex(isDone) + 1)[0] ?? null;
  for (const li of steps) li.hidden = li !== current;
  byId("steps").hidden = !current;
  byId("steps-again").hidden = Boolean(current);
  document.querySelectorAll(".pointed").forEach((node) => node.classList.remove("pointed"));
  if (current) document.querySelector(current.dataset.pointsTo)?.classList.add("pointed");
}

function prepareSteps() {
  const steps = [...byId("steps").children];
  for (const [at, li] of steps.entries()) {
    const dismiss = () => (didSomething(`dismissed:${li.dataset.step}`), composers.channel.focus());
    li.prepend(h("span", { class: "step-count" }, `${at + 1} of ${steps.length}`));
    li.append(h("button", { type: "button", class: "icon", "aria-label": "Dismiss this step", onclick: dismiss }, "×"));
  }
}

// ---- Beginning ---------------------------------------------------------------------------------------------------

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

const composers = {
  channel: makeComposer(byId("composer"), "composer"),
  thread: makeComposer(byId("thread-composer"), "thread-composer"),
};

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
  byId("steps-again").addEventListener("click", () => (doneSteps.clear(), localStorage.removeItem("first-steps"), renderSteps()));
  prepareSteps();
  goTo("channel");
  listen();
  refresh();
  setInterval(refresh, 30000); // a clock that runs by itself announces no change
}

begin();
