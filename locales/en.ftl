# Every sentence a person reads, in English. The keys are the names of the functions in src/words.rs.
# Short, warm, plain words; say what to do next. No platform markup except bold and links where noted.

## Commands, as they are listed while typing (at most 100 characters)

command-today = Where is today's question, and have I answered it?
command-streak = How many questions in a row have I answered?
command-leaderboard = Who answered most this week, this month or ever
command-question = Find a question that was asked here, and what a strong answer covers
command-resources = Find guides and workshops by topic or word
command-privacy = See what I keep about you, hide from boards, or delete it
command-help = What I can do
command-setup = Set up the daily question: channel, time, packs
command-doctor = Check that everything is ready for the next question
option-share = Show the reply to everyone in this channel
option-member = Someone else's streak
option-period = Which days to count
option-question = Words from the question
option-resources = A topic or a word, for example karpenter
option-city = The city whose clock your group lives by
period-week = This week
period-month = This month
period-all = All time

## The thread under a question

thread-name = Day { $ordinal } · { $title }

## Faults

error-inside = Something went wrong on my side, and nothing was lost. Please try again (ref { $reference }).
error-slow = That took too long on my side, and nothing was lost. Please try again (ref { $reference }).
error-not-organiser = Only people who may manage this server can do that. Ask one of them to run /setup.
error-unknown-command = I don't know this command any more. Restart your app to see the current list, or try /help.
error-unknown-press = This button is from an older version of me. Run the command again to get a fresh one.
error-unknown-zone = I'm not sure which place you mean by “{ $typed }”. Did you mean one of these: { $near }?
error-unknown-zone-alone = I don't know a city or time zone called “{ $typed }”. Try the largest city near you.
error-time = I can't read “{ $typed }” as a time. Write it like 09:00 or 18:30.
error-not-a-community = I only work inside a server. Try this command there.

## Permissions, by the names in the platform's settings

permission-view = View Channel
permission-send = Send Messages
permission-embed = Embed Links
permission-open-threads = Create Public Threads
permission-send-in-threads = Send Messages in Threads
permission-read-history = Read Message History
permission-react = Add Reactions
permission-pin = Pin Messages
