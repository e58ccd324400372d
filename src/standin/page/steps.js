// The first steps: which one is shown. Their words, and all they know of the bot, are in index.html.

import { byId, cityOf, h, view } from "/view.js";

export const doneSteps = new Set(JSON.parse(sessionStorage.getItem("first-steps") ?? "[]")); // a new visit begins anew, as the server does

export function didSomething(what) {
  rememberStep(what);
  renderSteps();
}

function rememberStep(what) {
  doneSteps.add(what);
  sessionStorage.setItem("first-steps", JSON.stringify([...doneSteps]));
}

function isTrue(condition) {
  if (condition.startsWith("offered:") && isOffered(condition.slice(8))) rememberStep(condition);
  if (condition !== "bot-posted") return doneSteps.has(condition);
  const places = view.state.channels.flatMap((c) => [c, ...(c.type === 15 ? c.threads : [])]);
  return places.some(({ id }) => (view.state.messages[id] ?? []).some((m) => m.author.bot && m.type === 0));
}

/** Whether someone may press this button somewhere. */
function isOffered(id) {
  const all = [...Object.values(view.state.messages), ...Object.values(view.state.private ?? {})].flat();
  return all.some((m) => m.components?.some((row) => row.components?.some((c) => c.custom_id === id)));
}

export function renderSteps() {
  const steps = [...byId("steps").children];
  const isDone = (li) => doneSteps.has(`dismissed:${li.dataset.step}`) || li.dataset.doneWhen.split(" ").some(isTrue)
    || ("needsClock" in li.dataset && !view.state.can_push_clock);
  const current = steps.slice(steps.findLastIndex(isDone) + 1)[0] ?? null;
  for (const li of steps) li.hidden = li !== current;
  byId("steps").hidden = !current;
  byId("steps-again").hidden = Boolean(current);
  document.querySelectorAll(".pointed").forEach((node) => node.classList.remove("pointed"));
  if (!current) return;
  current.querySelectorAll("[data-city]").forEach((node) => (node.textContent = cityOf(view.state.zone)));
  const target = document.querySelector(current.dataset.pointsTo);
  const isSeen = target?.checkVisibility() ?? false; // on a phone, people are behind a tab
  (isSeen ? target : document.querySelector("[data-go=side]"))?.classList.add("pointed");
}

export function prepareSteps() {
  const steps = [...byId("steps").children];
  for (const [at, li] of steps.entries()) {
    const dismiss = () => (didSomething(`dismissed:${li.dataset.step}`), byId("composer-input").focus());
    li.prepend(h("span", { class: "step-count" }, `${at + 1} / ${steps.length}`));
    li.append(h("button", { type: "button", class: "icon", "aria-label": "Dismiss this step", onclick: dismiss }, "×"));
  }
}
