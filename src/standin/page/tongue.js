// The language of whoever is looking: the page's own few words, and commands by the names that the bot gave them there.

import { act, byId, h, isOrganiser, view } from "/view.js";

/** The languages a client of this page has, as the platform calls them. */
const LANGUAGES = [["en-US", "English"], ["fr", "Français"]];

const FRENCH = {
  "+1 hour": "+1 heure", "Next morning": "Demain matin", "Next week": "Dans une semaine", You: "Toi", Channel: "Salon", Thread: "Fil",
  "You are": "Tu es", "You speak": "Tu parles", "The server speaks": "Le serveur parle", "Show the first steps": "Montrer les premiers pas",
  "All of this is on your machine; nothing is kept.": "Tout se passe sur ta machine\u00a0; rien n’est gardé.",
  "The server is not answering. Trying again; what you typed is kept.": "Le serveur ne répond pas. Nouvel essai en cours\u00a0; ce que tu as écrit est gardé.",
  "The bot is away; nothing will answer.": "Le bot est absent\u00a0; rien ne répondra.", "New messages ↓": "Nouveaux messages ↓",
  "Write here, or / for commands": "Écris ici, ou / pour les commandes", "Enter sends it.": "Entrée pour envoyer.",
  "Enter sends it. Or choose an option with ↓.": "Entrée pour envoyer, ou ↓ pour choisir une option.", " (optional)": " (facultatif)",
  " · Tab for the next": " · Tab pour la suivante", "Choose one from the list.": "Choisis dans la liste.", Yes: "Oui", No: "Non",
  "Editing your message · ": "Modification de ton message · ", "Replying to ": "Réponse à ", Cancel: "Annuler", Submit: "Envoyer", Done: "Terminé",
  Filter: "Filtrer", Choose: "Choisir", Reply: "Répondre", Edit: "Modifier", Delete: "Supprimer", message: "message", messages: "messages",
  "Open the thread ›": "Ouvrir le fil ›", "From ": "Dans ", "In ": "Dans ", " pinned a message. ": " a épinglé un message. ",
  " started a thread: ": " a ouvert un fil\u00a0: ", "📌 pinned": "📌 épinglé", "📣 Published": "📣 Publié", " (edited)": " (modifié)", Someone: "Quelqu’un",
  " used ": " a utilisé ", "Only you can see this · ": "Toi seul vois ce message · ", Dismiss: "Fermer", " is thinking": " réfléchit",
  "Replying to a message that is gone": "Réponse à un message disparu", "yesterday, ": "hier, ", "No messages yet": "Aucun message", "put away": "archivé",
  "Nothing here yet. Type / to see what you can do.": "Rien ici pour l’instant. Tape / pour voir ce que tu peux faire.",
  "No posts yet. Each post that is made here has its own conversation.": "Aucun post pour l’instant. Chaque post a sa propre conversation.",
  organiser: "responsable", member: "membre", newcomer: "nouvelle tête", "Messages from ": "Messages de ",
};

/** Every text that stands in index.html and has a translation, to be said anew when the reader changes. */
const fixed = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) if (FRENCH[walker.currentNode.data.trim()]) fixed.push([walker.currentNode, walker.currentNode.data.trim()]);

const isFrench = () => view.state?.locale === "fr";
/** For dates: the browser's own, unless the person's client speaks another language. */
export const dateLocale = () => (isFrench() ? "fr" : undefined);
export const say = (text) => (isFrench() ? FRENCH[text] ?? text : text);
export const plural = (n, one, many) => `${n} ${say(n === 1 ? one : many)}`;
/** The time of a city. */
export const timeIn = (city) => (isFrench() ? `heure ${/^[AEIOUÉ]/.test(city) ? "d’" : "de "}${city}` : `${city} time`);

const localized = (thing, part) => thing[`${part}_localizations`]?.[view.state.locale] ?? thing[part];
/** A command, option or choice as its user reads it; `name` is what the bot is sent. */
export const nameOf = (thing) => localized(thing, "name");
export const aboutOf = (thing) => localized(thing, "description");

/** A command by the name that a message has of it. */
export function commandName(title) {
  const read = (path, things = []) => {
    const found = things.find((one) => one.name === path[0]);
    return found ? [nameOf(found), ...read(path.slice(1), found.options)] : path;
  };
  return read(title.split(" "), view.state.commands).join(" ");
}

export function renderLanguages() {
  document.documentElement.lang = isFrench() ? "fr" : "en";
  for (const [node, text] of fixed) node.data = node.data.replace(node.data.trim(), say(text));
  const { guild, locale } = view.state;
  const rows = [languageRow("language", say("You speak"), locale, (to) => act({ do: "speak", locale: to }))];
  const all = (to) => act({ do: "speak_here", guild: guild.id, locale: to });
  if (isOrganiser()) rows.push(languageRow("server-language", say("The server speaks"), guild.locale, all));
  const sig = JSON.stringify([view.as, locale, guild.locale]);
  const box = byId("languages");
  if (box.dataset.sig === sig) return;
  const focused = box.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
  box.dataset.sig = sig;
  box.replaceChildren(...rows);
  box.querySelector(`[data-testid="${focused}"]`)?.focus();
}

function languageRow(id, label, chosen, choose) {
  const options = LANGUAGES.map(([value, name]) => h("option", { value, lang: value, selected: value === chosen }, name));
  return h("label", { class: "language" }, h("span", null, label),
    h("select", { "data-testid": id, onchange: (event) => choose(event.target.value) }, options));
}
