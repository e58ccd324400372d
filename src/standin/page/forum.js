// A forum: the list of its posts, and what stands above the messages of one.

import { channel, forumOf, h, messagesOf, openPlace, placeName, view } from "/view.js";
import { plural, say } from "/tongue.js";
import { placeChip, timeNode } from "/writing.js";

/** The posts of a forum: the pinned, then those written in last, then those put away. */
export function postItems(forum) {
  const posts = channel(forum).threads.map((t) => ({ ...t, last: messagesOf(t.id).at(-1) }));
  const moment = (post) => BigInt(post.last?.id ?? post.id);
  posts.sort((a, b) => b.pinned - a.pinned || a.archived - b.archived || (moment(a) < moment(b) ? 1 : -1));
  if (!posts.length) return [{ key: "empty", sig: forum, make: () => h("p", { class: "empty" }, say("No posts yet. Each post that is made here has its own conversation.")) }];
  return posts.map((post) => ({ key: `post-${post.id}`, sig: JSON.stringify([post, names(post), post.id === view.thread]), make: () => postNode(post) }));
}

/** What a post has above its first message. */
export function postHeadItems(post) {
  const make = () => h("div", { class: "starter post-head" }, h("p", { class: "muted" }, say("In "), placeChip(post.parent_id)), tagsNode(post), pinNode(post));
  return [{ key: `head-${post.id}`, sig: JSON.stringify([post.pinned, names(post), placeName(post.parent_id)]), make }];
}

const names = ({ parent_id, tags }) => tags.map((id) => forumOf(parent_id).tags.find((tag) => tag.id === id)?.name).filter(Boolean);

function postNode(post) {
  const count = post.message_count ? plural(post.message_count, "message", "messages") : say("No messages yet");
  const at = post.last && timeNode(Date.parse(post.last.timestamp), "message");
  return h("div", { role: "listitem", class: "post-item" },
    h("button", { type: "button", class: "post", "data-testid": "post", "data-post": post.id, "data-focus": post.id,
      "aria-current": post.id === view.thread ? "true" : null, onclick: () => openPlace(post.id) },
    h("b", { class: "post-title" }, post.name), tagsNode(post),
    h("span", { class: "post-foot" }, pinNode(post), h("span", null, count), at, post.archived && h("span", null, say("put away")))));
}

const tagsNode = (post) => (names(post).length ? h("span", { class: "post-tags" }, names(post).map((name) => h("span", { class: "post-tag" }, name))) : null);
const pinNode = (post) => post.pinned && h("span", { class: "muted" }, say("📌 pinned"));
