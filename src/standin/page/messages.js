// Messages and what is in them: replies, embeds, pictures, buttons, menus, reactions.

import {
  DIRECT, act, authorName, avatar, bot, channelOption, forumOf, h, hexColor, isOrganiser, isPrivate, messagesOf, openPlace,
  person, personOption, placeName, roleOption, thread, view,
} from "/view.js";
import { chip, dateText, dayOf, inline, link, markdown, placeChip, plainText, timeNode, timeText } from "/writing.js";
import { commandName, plural, say } from "/tongue.js";
import { openPicker } from "/picker.js";
import { composers } from "/composer.js";
import { didSomething } from "/steps.js";
import { postHeadItems } from "/forum.js";

function usedCommand(m) {
  const name = m.interaction_metadata?.name ?? m.interaction?.name;
  return name && commandName(name);
}

/** Everything a list shows: the thread's first post, days, messages, who is thinking. */
export function messageItems(place) {
  const items = thread(place) ? starterItems(thread(place)) : [];
  let before = null;
  for (const m of messagesOf(place)) {
    const at = Date.parse(m.timestamp);
    const isNewDay = !before || dayOf(Date.parse(before.timestamp)) !== dayOf(at);
    if (isNewDay) items.push({ key: `day-${dayOf(at)}-${m.id}`, sig: "day", make: () => dayNode(at) });
    items.push(messageItem(m, !isNewDay && isSameBreath(before, m)));
    before = m;
  }
  if (!items.length) items.push({ key: "empty", sig: place, make: () => h("p", { class: "empty" }, say("Nothing here yet. Type / to see what you can do.")) });
  const waiting = (view.state.thinking ?? []).filter((t) => t.channel_id === place);
  return [...items, ...waiting.map((t) => ({ key: `thinking-${t.interaction}`, sig: "thinking", make: () => thinkingNode(t) }))];
}

function starterItems(open) {
  const { id, parent_id } = open;
  if (forumOf(parent_id)) return postHeadItems(open);
  const starter = (view.state.messages[parent_id] ?? []).find((m) => m.id === id);
  if (!starter) return [];
  const make = () => h("div", { class: "starter" }, h("p", { class: "muted" }, say("From "), placeChip(parent_id)),
    messageNode({ ...starter, components: [], reactions: [], thread: null }, false, true));
  return [{ key: `starter-${id}`, sig: signature(starter), make }];
}

function isSameBreath(before, m) {
  return before && before.author.id === m.author.id && isPrivate(before) === isPrivate(m) && isPlain(before) && isPlain(m)
    && !m.message_reference && !isPublished(m) && !usedCommand(m) && Date.parse(m.timestamp) - Date.parse(before.timestamp) < 420000;
}

/** Whether the followers of an announcement channel have it too. */
const isPublished = (m) => Boolean((m.flags ?? 0) & 1);
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
  const text = m.type === 6 ? [name, say(" pinned a message. ")]
    : [name, say(" started a thread: "), thread(target) ? placeChip(target) : m.content, ". "];
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
        timeNode(at, "message", { class: "muted" }), m.pinned && h("span", { class: "muted" }, say("📌 pinned")),
        isPublished(m) && h("span", { class: "muted", title: "Followers of this channel have it too" }, say("📣 Published"))),
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
  if (wasEdited) (node.lastElementChild ?? node).append(h("span", { class: "edited" }, say(" (edited)")));
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
  if (command) return h("p", { class: "context" }, h("b", null, person(user?.id)?.name ?? say("Someone")), say(" used "), chip(`/${command}`));
  if (m.type !== 19 || isPrivate(m)) return null;
  const other = referenced(m);
  if (!other) return h("p", { class: "context" }, say("Replying to a message that is gone"));
  const excerpt = plainText(other.content || other.embeds?.[0]?.title || "a message").slice(0, 90);
  return h("p", { class: "context" }, h("b", null, authorName(other)), " ",
    h("button", { type: "button", class: "link", onclick: () => openPlace(other.channel_id, other.id) }, excerpt));
}

function privateLine(m) {
  const dismiss = () => act({ do: "dismiss", message: m.id });
  return h("p", { class: "only-you" }, say("Only you can see this · "),
    h("button", { type: "button", class: "link", "data-focus": "dismiss", onclick: dismiss }, say("Dismiss")));
}

function thinkingNode(waiting) {
  const dots = h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
  return h("article", { class: "message", tabindex: "-1" },
    waiting.name && h("p", { class: "context" }, h("b", null, person(waiting.user ?? view.as).name), say(" used "), chip(`/${commandName(waiting.name)}`)),
    avatar(bot().id, bot().name),
    h("div", { class: "content" }, h("p", { class: "by" }, h("b", null, bot().name), h("span", { class: "tag" }, "BOT")),
      h("p", { class: "thinking" }, `${bot().name}${say(" is thinking")}`, dots)));
}

function threadChip({ id, name }) {
  const known = thread(id);
  const count = known?.message_count ?? 0;
  return h("button", { type: "button", class: "thread-chip", "data-testid": "thread-open", "data-focus": "thread", onclick: () => openPlace(id) },
    h("b", null, known?.name ?? name), " ", h("span", null, count ? `${plural(count, "message", "messages")} ›` : say("Open the thread ›")));
}

function reactionsNode(m) {
  if (!m.reactions?.length) return null;
  return h("div", { class: "reactions" }, m.reactions.map(({ emoji, count, me }) =>
    h("button", { type: "button", class: me ? "reaction mine" : "reaction", "aria-pressed": String(Boolean(me)), "data-focus": `react-${emoji.name}`,
      "aria-label": `${emoji.name}, ${plural(count, "person", "people")}${me ? ", you too" : ""}`,
      onclick: () => !me && act({ do: "react", channel: m.channel_id, message: m.id, emoji: emoji.name }) }, `${emoji.name} ${count}`)));
}

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
    face.replaceChildren(picked.map((o) => [o.emoji?.name, o.label].filter(Boolean).join(" ")).join(", ") || c.placeholder || say("Choose"));
    face.classList.toggle("muted", !picked.length);
    node.ariaLabel = `${c.placeholder ?? say("Choose")}: ${picked.length ? face.textContent : "nothing chosen"}`;
  };
  const done = (values) => {
    chosen = values;
    show();
    act({ do: "select", channel: m.channel_id, message: m.id, custom_id: c.custom_id, values });
  };
  node.addEventListener("click", () => openPicker(node, { title: c.placeholder ?? say("Choose"), options: selectOptions(c), chosen,
    min: c.min_values ?? 1, max: c.max_values ?? 1, done }));
  show();
  return node;
}

function menuButton(m) {
  const isMine = m.author.id === view.as;
  const options = [];
  if (!isPrivate(m) && view.channel !== DIRECT) options.push({ value: "reply", label: say("Reply"), run: () => composerOf(m).reply(m) });
  if (isMine) options.push({ value: "edit", label: say("Edit"), run: () => composerOf(m).edit(m) });
  if ((isMine || isOrganiser()) && !isPrivate(m) && view.channel !== DIRECT)
    options.push({ value: "delete", label: say("Delete"), run: () => act({ do: "delete", channel: m.channel_id, message: m.id }) });
  if (!options.length) return null;
  return h("button", { type: "button", class: "icon menu", "data-focus": "menu", "aria-haspopup": "menu", "aria-label": "What to do with this message",
    onclick: (event) => openPicker(event.currentTarget, { title: "Message", options, isMenu: true }) }, "⋯");
}

const composerOf = (m) => (m.channel_id === view.thread ? composers.thread : composers.channel);
