// Dates in the zone and by the clock of the state, and Markdown the way chats write it. Text becomes DOM nodes, never HTML.

import { h, nowMillis, openPlace, person, placeName, view } from "/view.js";
import { commandName, dateLocale, say } from "/tongue.js";

export const formats = {
  t: { timeStyle: "short" }, T: { timeStyle: "medium" }, d: { dateStyle: "short" }, D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" }, F: { dateStyle: "full", timeStyle: "short" },
};
/** All times are those of the people on this page: one clock, wherever the reader's own computer is. */
export const dateText = (millis, options) => new Intl.DateTimeFormat(dateLocale(), { timeZone: view.state.zone, ...options }).format(millis);
export const dayOf = (millis) => dateText(millis, { dateStyle: "short" });

export function timeNode(millis, style, props) {
  const title = dateText(millis, formats.F);
  return h("time", { ...props, datetime: new Date(millis).toISOString(), title, "data-style": style }, timeText(millis, style));
}

export function timeText(millis, style) {
  if (style === "R") return relativeText(millis - nowMillis());
  if (style !== "message") return dateText(millis, formats[style] ?? formats.f);
  const time = dateText(millis, formats.t);
  if (dayOf(millis) === dayOf(nowMillis())) return time;
  if (dayOf(millis) === dayOf(nowMillis() - 86400000)) return `${say("yesterday, ")}${time}`;
  return dateText(millis, { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
}

function relativeText(difference) {
  const units = [["year", 31536e6], ["month", 2592e6], ["day", 864e5], ["hour", 36e5], ["minute", 6e4], ["second", 1e3]];
  const [unit, length] = units.find(([, size]) => Math.abs(difference) >= size) ?? units.at(-1);
  return new Intl.RelativeTimeFormat(dateLocale()).format(Math.round(difference / length), unit);
}

/** The clock moves without the messages changing: their times follow in place. */
export function updateTimes() {
  for (const node of document.querySelectorAll("time[data-style=R], time[data-style=message]")) {
    const text = timeText(Date.parse(node.dateTime), node.dataset.style);
    if (node.textContent !== text) node.textContent = text;
  }
}

const INLINE = [
  [/\\([^\w\s])/y, (m) => m[1]],
  [/(`+)([^`](?:[\s\S]*?[^`])?)\1(?!`)/y, (m) => h("code", null, m[2].trim() || m[2])],
  [/\[((?:[^[\]\\]|\\.)+)\]\(<?(https?:\/\/[^\s)>]+)>?(?: "[^"]*")?\)/y, (m) => link(m[2], inline(m[1]))],
  [/<(https?:\/\/[^\s>]+)>/y, (m) => link(m[1], m[1])],
  [/https?:\/\/(?:\([^\s<()]*\)|[^\s<()])*(?:\([^\s<()]*\)|[^\s<()\].,:;"'!?*_~|])/y, (m) => link(m[0], m[0])],
  [/<@!?(\d+)>/y, (m) => chip(`@${person(m[1])?.name ?? "someone"}`, m[1] === view.as)],
  [/<@&(\d+)>/y, (m) => chip(`@${view.state.roles.find((r) => r.id === m[1])?.name ?? "role"}`)],
  [/<#(\d+)>/y, (m) => placeChip(m[1])],
  [/<\/([^:>]+):\d+>/y, (m) => chip(`/${commandName(m[1])}`)],
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
export function inline(text) {
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

export function link(url, children) {
  const place = /^https:\/\/(?:\w+\.)?discord\.com\/channels\/[\d@me]+\/(\d+)(?:\/(\d+))?/.exec(url);
  if (!place) return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, children);
  const label = children === url ? placeName(place[1]) ?? url : children;
  return h("a", { href: url, onclick: (event) => (event.preventDefault(), openPlace(place[1], place[2])) }, label);
}

export const chip = (text, mine) => h("span", { class: mine ? "chip mine" : "chip" }, text);

export function placeChip(id) {
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
export function markdown(text) {
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

export const plainText = (text) => markdown(text).textContent.replace(/\s+/g, " ");
