"""discord.py as it is published, but for its base address, as a bot in a pretend Discord.

    discord_py.py ORIGIN TOKEN

It posts a question with buttons, opens its thread, pins it, answers commands, presses and windows, and goes when a
member tells it "good night". Each line it prints is an act: what the library says that it sent and received, what the
bot found in the library's objects ("did"), and what the library did not like ("complained"), which is nothing but that
there is no voice.
"""

import asyncio
import io
import logging
import sys

import discord
from discord import app_commands

ORIGIN, TOKEN = sys.argv[1:]
discord.http.Route.BASE = f"{ORIGIN}/api/v10"


def say(kind: str, what: str) -> None:
    print(f"{kind} {what}", flush=True)


class Ear(logging.Handler):
    """Hears the library's own log."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING or "unknown" in record.msg.lower():
            say("complained", " / ".join(self.format(record).splitlines()))
        elif record.msg == "%s %s with %s has returned %s":
            method, url, _, status = record.args
            say("sent", f"{method} {url.removeprefix(discord.http.Route.BASE)} {status}")
        elif record.msg == "Webhook ID %s with %s %s has returned status code %s":
            _, method, url, status = record.args
            say("sent", f"{method} {url.removeprefix(discord.http.Route.BASE)} {status}")


logging.getLogger("discord").setLevel(logging.DEBUG)
logging.getLogger("discord").addHandler(Ear())


class Window(discord.ui.Modal, title="Your answer"):
    text = discord.ui.TextInput(label="Answer", style=discord.TextStyle.long, custom_id="text", min_length=3)

    async def on_submit(self, asked: discord.Interaction) -> None:
        say("did", f"read the window of {asked.user.display_name}: {self.text.value}")
        await asked.response.send_message("Thank you", ephemeral=True)


class Question(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Answer", custom_id="answer", style=discord.ButtonStyle.primary)
    async def answer(self, asked: discord.Interaction, button: discord.ui.Button) -> None:
        say("did", f"got the press of {button.label} from {asked.user.display_name}")
        await asked.response.send_modal(Window())

    @discord.ui.button(label="Hint", custom_id="hint")
    async def hint(self, asked: discord.Interaction, button: discord.ui.Button) -> None:
        say("did", f"got the press of {button.label} from {asked.user.display_name}")
        button.disabled = True
        await asked.response.edit_message(content="A hint: it is a service.", view=self)
        await asked.followup.send("Only you see this", ephemeral=True)


class Bot(discord.AutoShardedClient):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True, guild_messages=True, guild_reactions=True))
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        commands = await self.tree.sync()
        say("did", f"registered {', '.join(command.name for command in commands)} everywhere")

    async def on_ready(self) -> None:
        guild = self.guilds[0]
        channels = ", ".join(channel.name for channel in guild.text_channels)
        say("did", f"logged in as {self.user.name}, in {guild.name} with {channels}")
        self.tree.copy_global_to(guild=guild)
        commands = await self.tree.sync(guild=guild)
        say("did", f"registered {', '.join(command.name for command in commands)} in {guild.name}")
        channel = discord.utils.get(guild.text_channels, name="daily-question")
        embed = discord.Embed(title="Question 1", description="What is a load balancer?")
        self.question = await channel.send(embed=embed, view=Question(), nonce="q-1", silent=True)
        say("did", f"posted {self.question.embeds[0].title} in {self.question.channel.name}")
        await self.question.pin()
        self.thread = await self.question.create_thread(name="Question 1", auto_archive_duration=1440)
        say("did", f"opened the thread {self.thread.name} under {self.thread.parent.name}: {self.thread.type}")

    async def on_socket_event_type(self, name: str) -> None:
        say("received", name)

    async def on_message(self, message: discord.Message) -> None:
        if message.author == self.user or message.channel != self.thread:
            return
        say("did", f"heard {message.author.display_name} in {message.channel.name}: {message.content!r}")
        if self.user in message.mentions and "burst" in message.content:
            sent = await asyncio.gather(*(self.thread.send(f"Message {number}") for number in range(12)))
            say("did", f"sent {len(sent)} messages at once")
            return
        if self.user in message.mentions:
            await self.leave()
            return
        await message.add_reaction("✅")
        answer = await message.reply("Counted.", mention_author=False)
        say("did", f"replied to {answer.reference.resolved.author.display_name}")

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        if event.user_id != self.user.id:
            say("did", f"saw {event.member.display_name} react with {event.emoji}")

    async def leave(self) -> None:
        """What is left to try, then good night."""
        guild, channel = self.guilds[0], self.question.channel
        history = [message.type.name async for message in self.thread.history(limit=10, oldest_first=True)]
        say("did", f"read the thread: {', '.join(history)}")
        question = await channel.fetch_message(self.question.id)
        say("did", f"read the question: {question.content} pinned {question.pinned}, thread {question.thread.name}")
        pins = [message async for message in channel.pins()]
        say("did", f"counted {len(pins)} pin")
        card = discord.File(io.BytesIO(b"not a picture"), filename="streak.txt")
        note = await channel.send("A card", file=card)
        say("did", f"sent {note.attachments[0].filename} of {note.attachments[0].size} bytes")
        got = await note.attachments[0].read()
        say("did", f"got {got.decode()} back")
        note = await note.edit(content="A better card")
        say("did", f"changed it to {note.content}")
        await note.delete()
        await self.question.unpin()
        active = await guild.active_threads()
        say("did", f"counted {len(active)} active thread")
        member = await guild.fetch_member(guild.owner_id)
        say("did", f"looked up {member.display_name}, of {len(await guild.fetch_roles())} roles")
        await member.send("Good night")
        heard = self.wait_for("raw_thread_update")
        await self.thread.edit(archived=True, name="Question 1, closed")
        await heard
        archived = [thread.name async for thread in channel.archived_threads()]
        say("did", f"archived {', '.join(archived)}")
        await self.close()
        say("did", "left")


bot = Bot()


@bot.tree.command(description="How many days in a row")
@app_commands.describe(member="Whose", topic="Of which topic")
async def streak(asked: discord.Interaction, member: discord.Member, topic: str = "any") -> None:
    say("did", f"was asked by {asked.user.display_name} for the streak of {member.display_name} in {topic}")
    await asked.response.defer(ephemeral=True)
    edited = await asked.edit_original_response(content=f"{member.display_name}: 7 days")
    say("did", f"answered {edited.content}")


@streak.autocomplete("topic")
async def suggest(asked: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    say("did", f"suggested for {typed!r}")
    return [app_commands.Choice(name="Linux", value="linux")]


bot.run(TOKEN, log_handler=None)
