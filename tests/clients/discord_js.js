// discord.js as it is published, but for its base address, as a bot in a pretend Discord.
//
//     discord_js.js ORIGIN TOKEN
//
// It posts a question with buttons, opens its thread, pins it, answers commands, presses and windows, and goes when a
// member tells it "good night". Each line it prints is an act: what the library says that it sent and received, what the
// bot found in the library's objects ("did"), and what the library did not like ("complained"), which must be nothing.
"use strict";

const { once } = require("node:events");
const {
  ActionRowBuilder, ApplicationCommandOptionType, AttachmentBuilder, ButtonBuilder, ButtonStyle, ChannelType, Client,
  Events, GatewayIntentBits, MessageFlags, MessageType, ModalBuilder, Partials, TextInputBuilder, TextInputStyle,
} = require("discord.js");

const [origin, token] = process.argv.slice(2);
const say = (kind, what) => console.log(`${kind} ${what}`);

const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.GuildMessageReactions],
  partials: [Partials.Message, Partials.Reaction, Partials.User],
  rest: { api: `${origin}/api` },
});

client.rest.on("response", (request, response) => say("sent", `${request.method} ${request.path} ${response.status}`));
client.on(Events.Raw, (packet) => say("received", packet.t));
const complain = (what) => say("complained", String(what?.stack ?? what?.message ?? what).replaceAll("\n", " / "));
for (const event of [Events.Warn, Events.Error, Events.ShardError, Events.Invalidated]) client.on(event, complain);
client.rest.on("rateLimited", (info) => say("waits", `for ${info.route}`));
client.rest.on("invalidRequestWarning", (info) => complain(`${info.count} invalid requests`));
process.on("warning", complain);

const COMMANDS = [
  {
    name: "streak",
    description: "How many days in a row",
    options: [
      { name: "member", description: "Whose", type: ApplicationCommandOptionType.User, required: true },
      { name: "topic", description: "Of which topic", type: ApplicationCommandOptionType.String, autocomplete: true },
    ],
  },
];

const buttons = (hint) =>
  new ActionRowBuilder().addComponents(
    new ButtonBuilder().setCustomId("answer").setLabel("Answer").setStyle(ButtonStyle.Primary),
    new ButtonBuilder().setCustomId("hint").setLabel("Hint").setStyle(ButtonStyle.Secondary).setDisabled(!hint),
  );

const window = () =>
  new ModalBuilder()
    .setCustomId("answer")
    .setTitle("Your answer")
    .addComponents(
      new ActionRowBuilder().addComponents(
        new TextInputBuilder().setCustomId("text").setLabel("Answer").setStyle(TextInputStyle.Paragraph).setMinLength(3),
      ),
    );

let question;
let thread;

client.once(Events.ClientReady, async () => {
  const guild = client.guilds.cache.first();
  const channels = guild.channels.cache.map((channel) => channel.name).join(", ");
  say("did", `logged in as ${client.user.username}, in ${guild.name} with ${channels}`);
  const all = await client.application.commands.set(COMMANDS);
  say("did", `registered ${all.map((command) => command.name).join(", ")} everywhere`);
  const one = await guild.commands.create({ name: "rank", description: "Your place" });
  say("did", `registered ${one.name} in ${guild.name}`);
  const others = await guild.commands.set(COMMANDS);
  say("did", `registered ${others.map((command) => command.name).join(", ")} in ${guild.name}`);
  const channel = guild.channels.cache.find((channel) => channel.name === "daily-question");
  question = await channel.send({
    embeds: [{ title: "Question 1", description: "What is a load balancer?" }],
    components: [buttons(true)],
    nonce: "q-1",
    enforceNonce: true,
    flags: MessageFlags.SuppressNotifications,
  });
  say("did", `posted ${question.embeds[0].title} in ${question.channel.name}`);
  await question.pin();
  thread = await question.startThread({ name: "Question 1", autoArchiveDuration: 1440 });
  say("did", `opened the thread ${thread.name} under ${thread.parent.name}: ${ChannelType[thread.type]}`);
});

client.on(Events.MessageCreate, async (message) => {
  if (message.author.id === client.user.id || message.channelId !== thread?.id) return;
  say("did", `heard ${message.author.displayName} in ${message.channel.name}: '${message.content}'`);
  if (message.mentions.has(client.user) && message.content.includes("burst")) {
    const sent = await Promise.all([...Array(12).keys()].map((number) => thread.send(`Message ${number}`)));
    say("did", `sent ${sent.length} messages at once`);
    return;
  }
  if (message.mentions.has(client.user)) return leave();
  await message.react("✅");
  const answer = await message.reply({ content: "Counted.", allowedMentions: { repliedUser: false } });
  const replied = await answer.fetchReference();
  say("did", `replied to ${replied.author.displayName}`);
});

client.on(Events.MessageReactionAdd, (reaction, user) => {
  if (user.id !== client.user.id) say("did", `saw ${user.displayName} react with ${reaction.emoji}`);
});

client.on(Events.InteractionCreate, async (asked) => {
  const who = asked.user.displayName;
  if (asked.isAutocomplete()) {
    say("did", `suggested for '${asked.options.getFocused()}'`);
    await asked.respond([{ name: "Linux", value: "linux" }]);
  } else if (asked.isChatInputCommand()) {
    const member = asked.options.getMember("member").displayName;
    say("did", `was asked by ${who} for the streak of ${member} in ${asked.options.getString("topic") ?? "any"}`);
    await asked.deferReply({ flags: MessageFlags.Ephemeral });
    const edited = await asked.editReply(`${member}: 7 days`);
    say("did", `answered ${edited.content}`);
  } else if (asked.isButton()) {
    say("did", `got the press of ${asked.component.label} from ${who}`);
    if (asked.customId === "answer") return asked.showModal(window());
    await asked.update({ content: "A hint: it is a service.", components: [buttons(false)] });
    await asked.followUp({ content: "Only you see this", flags: MessageFlags.Ephemeral });
  } else if (asked.isModalSubmit()) {
    say("did", `read the window of ${who}: ${asked.fields.getTextInputValue("text")}`);
    await asked.reply({ content: "Thank you", flags: MessageFlags.Ephemeral });
  }
});

/** What is left to try, then good night. */
async function leave() {
  const { guild, channel } = question;
  const history = [...(await thread.messages.fetch({ limit: 10 })).values()].reverse();
  say("did", `read the thread: ${history.map((message) => MessageType[message.type]).join(", ")}`);
  question = await channel.messages.fetch({ message: question.id, force: true });
  say("did", `read the question: ${question.content} pinned ${question.pinned}, thread ${question.thread.name}`);
  const pins = await channel.messages.fetchPins();
  say("did", `counted ${pins.items.length} pin`);
  const card = new AttachmentBuilder(Buffer.from("not a picture"), { name: "streak.txt" });
  let note = await channel.send({ content: "A card", files: [card] });
  const sent = note.attachments.first();
  say("did", `sent ${sent.name} of ${sent.size} bytes`);
  say("did", `got ${await (await fetch(sent.url)).text()} back`);
  note = await note.edit("A better card");
  say("did", `changed it to ${note.content}`);
  await note.delete();
  await question.unpin();
  const active = await guild.channels.fetchActiveThreads();
  say("did", `counted ${active.threads.size} active thread`);
  const member = await guild.members.fetch({ user: guild.ownerId, force: true });
  const roles = await guild.roles.fetch();
  say("did", `looked up ${member.displayName}, of ${roles.size} roles`);
  await member.send("Good night");
  const heard = once(client, Events.ThreadUpdate);
  await thread.edit({ archived: true, name: "Question 1, closed" });
  await heard;
  const archived = await channel.threads.fetchArchived();
  say("did", `archived ${archived.threads.map((one) => one.name).join(", ")}`);
  await client.destroy();
  say("did", "left");
}

client.login(token).catch((error) => {
  complain(error);
  process.exitCode = 1;
});
