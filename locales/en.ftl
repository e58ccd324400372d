# Every sentence a person reads, in English. The keys are the names of the functions in src/words.rs.
# Short, warm, plain words; say what to do next. No platform markup except bold and links where noted.

## Commands, as they are listed while typing (at most 100 characters)

command-today = Where is today's question, and have I answered it?
command-streak = How many questions in a row have I answered?
command-review = Meet again what you did not get to or found hard, just for you
command-progress = How far have I come, by week and topic?
command-leaderboard = Who answered most this week, this month or ever
command-question = Find a question that was asked here, and what a strong answer covers
command-resources = Find guides and workshops by topic or word
command-suggest = Propose a question for this group to be asked
command-privacy = See what I keep about you, hide from boards, or delete it
command-help = What I can do
command-setup = Set up the daily question: channel, time, packs
command-bank = See what comes next, look at any question, and decide what is asked here
command-doctor = Check that everything is ready for the next question
option-share = Show the reply to everyone in this channel
option-member = Someone else's streak
option-period = Which days to count
option-question = Words from the question
option-resources = A topic or a word, for example karpenter
option-city = The city whose clock your group lives by
option-bank = Words from a question, or its topic
period-week = This week
period-month = This month
period-all = All time

## What is typed: the names of commands and their options. English is what the code calls them.

name-today = today
name-streak = streak
name-leaderboard = leaderboard
name-review = review
name-progress = progress
name-question = question
name-resources = resources
name-suggest = suggest
name-privacy = privacy
name-help = help
name-setup = setup
name-bank = bank
name-doctor = doctor
name-share = share
name-member = member
name-period = period
name-search = search
name-city = city

## The thread under a question

thread-name = Day { $ordinal } · { $title }

## What members say in the demo

demo-answer-one = I would measure first, then change one thing at a time.
demo-answer-two = We met this at work. The fix was smaller than we feared.
demo-answer-three = My first guess was wrong, so here is my second one with the reason.

## Faults

error-inside = Something went wrong on my side, and nothing was lost. Please try again (ref { $reference }).
error-slow = That took too long on my side, and nothing was lost. Please try again (ref { $reference }).
error-not-organiser = Only people who may manage this server can do that. Ask one of them to run /setup.
error-unknown-command = I don't know this command any more. Restart your app to see the current list, or try /help.
error-unknown-press = This button is from an older version of me. Run the command again to get a fresh one.
error-unknown-zone = I'm not sure which place you mean by “{ $typed }”. Did you mean one of these: { $near }?
error-unknown-zone-alone = I don't know a city or time zone called “{ $typed }”. Try the largest city near you.
error-time = I can't read “{ $typed }” as a time. Open the form again and write it like 09:00 or 18:30.
error-not-out-yet = This question is not out yet. Press again once it stands in the channel.
error-one-moment = One moment, I am still busy with your last change. Please press again.
error-not-yours = Only whoever wrote this can take it back.
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
permission-send-forum = Create Posts
permission-send-in-threads-forum = Send Messages in Posts
permission-pin-forum = Manage Posts

## The morning's post

post-week = Week { $week }
post-minutes = { $minutes ->
    [one] about a minute
   *[other] about { $minutes } minutes
 }
post-by = by { $who }
post-answered-before = { $count ->
    [one] one of us answered last time
   *[other] { $count } of us answered last time
 }
post-counts-until = An answer counts, in the thread or privately, until { $until }.
post-counts = An answer counts in the thread as well as privately.
post-late = A little late today, my fault. Nobody's streak is touched.
post-round = asked again, round { $round }
post-note = **Good to know:** { $note }
post-preview = Only you see this. The next post will look like it:
button-my-streak = My streak
button-last-thread = Last time's answer
button-hint = Hint
congratulate = { $length ->
    [7] { $member } has answered 7 in a row. That is how habits start.
    [30] { $member } has answered 30 in a row. That is a month of mornings.
    [100] { $member } has answered 100 in a row. 💯
   *[other] { $member } has answered { $length } in a row.
 }

## Short answers

notice-not-started = The daily question has not started here yet. Someone who manages this server can start it with **/setup**.
notice-nothing-asked = Nothing has been asked here yet.
notice-nothing-asked-until = Nothing has been asked here yet. The first question comes { $when }.
notice-no-question-found = No question asked here so far matches “{ $typed }”. Try one word from its title. Those still to come stay a surprise.
notice-question-gone = “{ $title }” was asked here on { $date }. It is no longer in my collection, so I cannot show its text or answer. Every answer you gave still counts.
notice-question-gone-thread = “{ $title }” was asked here on { $date }, and talked about in { $thread }. It is no longer in my collection, so I cannot show its text or answer. Every answer you gave still counts.
notice-no-such-question = I no longer know which question that was.
notice-no-hints = I have no hints for this question. A first guess with a reason is a good start.
notice-no-practice = My collection no longer tells how I do this. What a strong answer covers still stands.
notice-hints-to-come = Hints open with their question, and this one is still to come.
notice-answer-is-out = The answer is out, so there is nothing left to hint at: [read it in the thread]({ $place }).
notice-answer-is-out-alone = The answer is out, so there is nothing left to hint at. **/question** shows it.
notice-no-resource-found = I have nothing on “{ $typed }” yet. I do have something on { $topics }.
notice-no-resource-found-alone = I have nothing on “{ $typed }” yet. Try a shorter word.
notice-on-its-way = Today's question is on its way. Please look again in a few minutes.
notice-hidden = Done: others no longer see you on the boards, nor your streak. Your answers still count, and **/streak** still works for you.
notice-shown = Done: you are on the boards again.
notice-kept-private = They keep their streak to themselves.
notice-nothing-met = Nothing can come back yet: your first answer starts that. **/today** shows where.
notice-nothing-back = Nothing is waiting for you. A question that you did not get to, or found hard, comes back here a week later.
notice-nothing-back-until = Nothing comes back today. The next one comes on { $date }.
notice-forgotten = Done: everything I kept about you is deleted, here and in every other server. If you answer again, you start afresh.

## Today

today-thread = Answer in { $thread }.
today-thread-answered = The talk goes on in { $thread }.
today-thread-opening = Its thread is just being opened. Look again in a moment.
today-open-until = Open until { $until }.
today-open = Open until the next question comes.
today-answered = { $count ->
    [0] The thread is still quiet: the first answer could be yours.
    [one] One of us has answered so far.
   *[other] { $count } of us have answered so far.
 }
today-reader-answered = You have answered. Today counts.
today-reader-not-yet = Your answer is still to come. A first sentence is enough.

## A question that was asked

question-asked-on = Asked on { $date }
question-thread = Discussed in { $thread }
question-reworded = It was improved since it was asked here, so you may remember other words.
question-revealed = [The answer in its thread]({ $place })
question-not-out = What a strong answer covers is not out yet. Until then it is yours to find.
question-must = What a strong answer covers
question-plus = What makes it better still
question-wrong = What people often get wrong
question-changed = What has changed
question-links = Read more
question-resources = Where to go next
question-facts = Facts checked on { $date }
question-outdated = These facts were due for a new check, so something may be out of date.
question-follow-up = To go on with
question-clipped = There is more than fits here; the links lead on.
question-others = Also found
question-others-more = { $count ->
    [one] and one more
   *[other] and { $count } more
 }

## The answer in its thread, hints, and how members did

reveal-gone = What a strong answer covers has left my collection, and I can't show it any more. What you wrote here counts all the same.
button-score = How did you do?
score-ask = Hold your answer against these points. How many did you cover, with the why?
score-gone = The points for this question have left my collection. Go by what the thread made of it.
score-private = Only you see this. Press another one if you change your mind.
score-said-none = Saved: not this time. Then today teaches you the most.
score-said-little = Saved: a little of it. Pick the one point you want to keep.
score-said-most = Saved: most of it. The rest is close.
score-said-all = Saved: all of it. Well done.
practice-does = What this bot does
practice-why = Why
practice-leaves-out = What it leaves out
practice-where = Where to look in its repository
practice-page = [Open these places, and those of the other questions]({ $page })
button-practice = See how this bot does it
hint-title = Hint: { $title }
hint-now = Stuck still? The next one is open to you.
hint-later = Try a first sentence yourself: the next one opens after your answer, or at { $when }.
hint-last = Now say it in your own words.
button-next-hint = Next hint

## Places to learn more

resources-title = Learn more: { $query }
resources-title-alone = Learn more
resources-retired = Out of date. Better: { $instead }
resources-retired-alone = Out of date, and I know of nothing that replaces it.
resources-unknown = I could not check lately whether it still works.
resources-unknown-safer = I could not check lately whether it still works. Safer: { $safer }
resources-more = { $count ->
    [one] One more matches. Add a word to narrow it down.
   *[other] { $count } more match. Add a word to narrow it down.
 }
resource-guide = guide
resource-workshop = workshop
resource-playground = playground
resource-tool = tool
level-beginner = no experience needed
level-intermediate = some practice needed
level-advanced = for the experienced

## A streak

streak-title = Your streak
streak-title-of = Streak
streak-own = { $current ->
    [one] **1** answered. The next one makes it a row.
   *[other] **{ $current }** in a row.
 }
streak-of = { $current ->
    [one] { $member } has answered the latest question.
   *[other] { $member }: **{ $current }** in a row.
 }
streak-own-rested = Your longest run was **{ $longest }**.
streak-of-rested = { $member }'s longest run was **{ $longest }**.
streak-own-none = Your first answer starts your streak.
streak-of-none = { $member } has not started a streak yet.
streak-totals = Longest run: { $longest } · Answered in all: { $total }
streak-open-until = { $place } is open until { $until }.
streak-open = { $place } is open.
streak-open-answered = Today is answered.
streak-place = Today's question
mark-in-time = answered
mark-late = answered later
mark-none = not answered
mark-open = still open

## What comes back

review-ready = { $count ->
    [one] One question is ready to come back: **/review**
   *[other] { $count } questions are ready to come back: **/review**
 }
review-back = Back for you
review-changed = It has changed since you last met it.
review-hint = **Hint:** { $hint }
review-how = **How did you do?** Hold what you would have said against the points above.
reviewed-again = Noted. It comes back on { $date }.
reviewed-again-low = Good that you looked. It comes back on { $date }.
reviewed-over = You have it: it will not come back.
reviewed-before = That one is noted already, and nothing has changed.
reviewed-before-again = That one is noted already. It comes back on { $date }.
reviewed-gone = There is nothing left to do with this question: it will not come back.
reviewed-more = { $count ->
    [one] One more is ready, whenever you like.
   *[other] { $count } more are ready, whenever you like.
 }
reviewed-last = That was all for today.
button-review-hint = Hint
button-review-hint-more = Another hint
button-review-answer = Show the answer
button-review-next = Next one
score-none = Not this time
score-little = A little of it
score-most = Most of it
score-all = All of it

## How far someone has come

progress-title = Your progress
progress-title-of = Progress
progress-none = Your first answer starts this picture. **/today** shows where.
progress-none-of = { $member } has not started yet.
progress-week = Week { $week } · { $title }
progress-tally = { $asked } asked · { $answered } answered · { $mastered } mastered
progress-more = { $count ->
    [one] and one more topic
   *[other] and { $count } more topics
 }
square-mastered = mastered
square-begun = answered
square-asked = asked

## A board. A row's member is a mention.

board-week = This week's board
board-month = This month's board
board-all = The board of all time
board-row = **{ $place }.** { $member } · { $answered }
board-row-own = **{ $place }.** { $member } · **{ $answered }** (you)
board-around = Around you
board-empty = Nobody is on this board yet. The next answer is the first name here.
board-hidden = You are hidden, so nobody else sees you here. **/privacy** changes that.
board-asked = { $count ->
    [0] No question asked yet
    [one] 1 question asked
   *[other] { $count } questions asked
 }
board-page = page { $page } of { $pages }
button-previous = Back
button-next = Next

## The panel of /setup

setup-title-new = Daily question: not started yet
setup-title-running = Daily question: running
setup-title-paused = Daily question: paused
setup-title-channel-gone = Daily question: stopped, its channel is gone
setup-title-removed = Daily question: stopped, I was away
setup-field-channel = Channel
setup-field-when = When
setup-field-ping = Ping
setup-field-packs = Questions
setup-field-next = Next five
setup-field-more = More settings
setup-field-problems = Please look at this
setup-line = **{ $name }:** { $value }
setup-channel-good = ✔ I can post, open threads and react here
setup-channel-good-forum = ✔ I can open posts and react here
setup-channel-none = not chosen yet
setup-when = { $time }, { $zone } · { $days }
setup-when-zoneless = { $time } · { $days }
setup-nobody = nobody
setup-pack = { $questions ->
    [one] Week { $week }: { $title } (1 question)
   *[other] Week { $week }: { $title } ({ $questions } questions)
 }
setup-pack-weekless = { $questions ->
    [one] { $title } (1 question)
   *[other] { $title } ({ $questions } questions)
 }
setup-packs-none = none chosen yet
pack-own = Our own questions
setup-left = { $count ->
    [0] This round is through; the questions start again.
    [one] One question left before they start again.
   *[other] { $count } questions left before they start again.
 }
setup-next-none = known once city and days are chosen
setup-state-new = Nothing is posted until you press **Start**.
setup-state-running = The next question comes { $when }. **Pause** stops it, and nothing is lost.
setup-state-running-idle = No next question is in sight. What is missing stands below.
setup-state-paused = Nothing is posted until you press **Start**. All streaks are kept.
setup-state-channel-gone = Choose another channel and press **Start**. All streaks are kept.
setup-state-removed = I was removed from this server and am back. Press **Start** to go on; what I still know is kept.
setup-said-saved = Saved.
setup-said-started = Started. The first question comes { $when } in { $channel }, with a thread to answer in. **Pause** stops it at any time.
setup-said-started-now = Started. Today's question is on its way to { $channel }. **Pause** stops it at any time.
setup-said-paused = Paused. No more questions until you press **Start**; all streaks are kept.
setup-said-not-yet = Not started yet: please look at the ❌ below first.
setup-said-checked = Looked again just now.
setup-more-order = **Order:** { $order }
setup-more-language = **Language:** { $language } in the channel; a reply to one person is in theirs
setup-more-reveal = **Answer:** { $when }
setup-more-pins-on = **Pin:** today's question is pinned, the one before is unpinned
setup-more-pins-off = **Pin:** off
setup-more-publishes-on = **Followers:** each question is published to the servers that follow this channel
setup-more-publishes-off = **Followers:** questions stay in this server
setup-first-day-title = Ask today already?
setup-first-day = { $time } has passed for today. I can ask today's question now, or start on the next day of your week.
setup-select-channel = Where shall I ask?
setup-select-role = Ping a role? Empty: nobody
setup-select-weekdays = On which days?
setup-select-packs = Which questions?
setup-select-order = In which order?
setup-select-language = In which language?
language-itself = English
setup-select-reveal = When is the answer shown?
reveal-with-next = With the next question
reveal-after-hours = { $hours ->
    [one] 1 hour after the question
   *[other] { $hours } hours after the question
 }
setup-pack-option = { $count ->
    [one] 1 question
   *[other] { $count } questions
 }
order-curriculum = In course order
order-shuffled = Shuffled
order-curriculum-about = From the first topic to the last
order-shuffled-about = A new mix each round; none comes twice
button-start = Start
button-pause = Pause
button-preview = Preview
button-when = Time and city
button-more = More settings
button-back = Back
button-check = Check again
button-pin = Pin today's question
button-unpin = Stop pinning
button-publish = Publish to followers
button-unpublish = Stop publishing
button-start-now = Ask today's question now
button-start-next = Start on { $date }
button-start-next-day = Start on the next day
button-open-setup = Open the settings
button-form = Open the form
button-form-again = Open the form again
form-late = The form is ready. Press the button and it opens.
form-private-title = Answer privately
form-private-answer = Your answer (only you see it)
form-private-answer-to-share = Your answer (shared when the question closes)
form-private-example = A first sentence is enough: it counts like one in the thread. Empty takes it back.
form-when-title = When shall I ask?
form-when-time = Time of day
form-when-time-example = 09:00, 18:30 … (empty: as it is)
form-when-zone = City whose clock you live by
form-when-zone-example = Douala, Paris … (empty: as it is)

## A private answer, for its author; and as it stands in the thread once it is shared

private-saved = **Saved.** It counts for today. You can change it until { $until }.
private-here = Your answer counts. You can change it until { $until }.
private-saved-open = **Saved.** It counts for today. You can change it until the next question comes.
private-here-open = Your answer counts. You can change it until the next question comes.
private-closed = The question is closed, and your answer counted.
private-none = You have no private answer here. The question is still open: press **Answer privately**, or write in the thread.
private-none-closed = You have no private answer to this question, and the next one is out already.
private-taken-back = Taken back: the text is deleted, and nothing counts until you answer again. The question is still open.
private-deleted = The text is deleted. That you answered still counts.
private-too-late = The next question came first, so I did not save this. Here it is, for you to take along.
private-stays = Only you see it. Once the question is closed you can share it in the thread.
private-later = Only you see it until the question closes; then I share it in the thread, with your name and no ping.
private-shared = It stands in the thread with your name. You can take it out again at any time.
private-kept = I keep the text until { $until } and then delete it.
private-talk = The talk goes on in { $thread }.
private-title = Your answer
button-private-write = Answer privately
button-private-mine = My private answer
button-private-change = Change it
button-private-take-back = Take it back
button-private-delete = Delete the text
button-private-share-later = Share it when the question closes
button-private-share = Share it in the thread
button-private-keep = Keep it private
button-private-unshare = Take it out of the thread
shared-answer = { $member } answered privately, and shares it now:
button-shared-take-back = Mine: take it out
setup-more-shares-on = **Private answers:** shared in the thread when the question closes, unless their author says no
setup-more-shares-off = **Private answers:** stay private, unless their author shares them
button-share-private = Share private answers
button-keep-private = Keep answers private

## The organiser's bank

bank-title = What comes next
bank-title-found = Found: { $query }
bank-not-running = Nothing is posted until someone presses **Start** in **/setup**. This is what would come then:
bank-today-asked = Today: **{ $title }**, in { $thread }.
bank-today-asked-alone = Today: **{ $title }**.
bank-today-on-its-way = Today: **{ $title }** is on its way.
bank-today-on-its-way-alone = Today's question is on its way.
bank-order = { $order } · { $days }
bank-days-off = no question on { $days }
bank-round = **Round { $round }:** the questions start again
bank-now = at once
bank-put-first = put next by an organiser
bank-none = No question is left to ask. Switch a set on, or bring a question back.
bank-found-none = Nothing matches. Try fewer words, or a topic such as docker.
bank-found-more = { $count ->
    [one] One more matches. Add a word to narrow it down.
   *[other] { $count } more match. Add a word to narrow it down.
 }
bank-comes = Comes { $when }
bank-comes-again = Comes again { $when }
bank-comes-after = { $count ->
    [0] Comes next
    [one] Comes after one other
   *[other] Comes after { $count } others
 }
bank-comes-now = Comes at once
bank-fate-asked = Asked in this round
bank-fate-skipped = Left out of this round
bank-fate-retired = Retired here: it is not asked
bank-fate-off = Its set of questions is off
bank-asked-on = Last asked on { $date }
bank-difficulty = difficulty { $difficulty } of 5
bank-said-skip = **{ $title }** is left out of this round. The next one takes its place.
bank-said-next = **{ $title }** comes next.
bank-said-retire = **{ $title }** is retired: it is not asked here any more.
bank-said-restore = **{ $title }** is back.
bank-said-pack-on = **{ $title }** is on.
bank-said-pack-off = **{ $title }** is off: none of its questions come.
bank-said-pack-on-already = **{ $title }** is on already.
bank-said-pack-off-already = **{ $title }** is off already.
bank-said-now = Today's question is on its way. There won't be a second one today.
bank-not-now-off = No question is asked today, so there is none to ask now.
bank-not-now-asked = Today's question is there already. There is never a second one on the same day.
bank-not-now-on-its-way = Today's question is on its way already.
bank-not-now-stopped = Nothing is asked here at the moment. Run **/setup** and press **Start** first.
bank-not-now-none = There is no question to ask. Switch a set on first.
bank-objected-off = The set of **{ $title }** is off. Switch it on first.
bank-objected-retired = **{ $title }** is retired here. **Bring back** has it asked again.
bank-objected-asked = **{ $title }** was asked in this round already. It comes again in the next.
bank-objected-just-asked = **{ $title }** was the last one asked, and nothing comes twice running.
bank-objected-other-round = That round is over. This is what comes now.
bank-objected-skipped = **{ $title }** is left out of that round already.
bank-objected-next = **{ $title }** comes next already.
bank-objected-not-out = **{ $title }** is not left out: it comes as usual.
bank-undone-skip = Taken back: **{ $title }** is not left out.
bank-undone-next = Taken back: **{ $title }** is where it was before.
bank-undone-retire = Taken back: **{ $title }** is not retired.
bank-undone-restore = Taken back: **{ $title }** is left out again.
bank-undone-now = Taken back: today's question waits for its time.
bank-undone-before = That was taken back already, so nothing has changed.
bank-undone-too-late = There is nothing left to take back: it was asked since, or its round is over.
bank-stands-already = Today's question is there already, or its time has come, so it stays.
bank-unknown = I don't know that one any more. This is what comes.
bank-select-look = Look at one of these
bank-select-aside = Left out here
bank-select-packs = Switch a set of questions on or off
bank-option-skip = left out of this round
bank-option-retire = retired here
bank-option-on = { $count ->
    [one] on · 1 question · choose it to switch it off
   *[other] on · { $count } questions · choose it to switch it off
 }
bank-option-off = { $count ->
    [one] off · 1 question · choose it to switch it on
   *[other] off · { $count } questions · choose it to switch it on
 }
button-undo = Undo
button-ask-now = Ask today's question now
button-bank-search = Search
button-coming = What comes next
button-answer = Its answer
button-skip = Not this round
button-put-next = Put next
button-retire = Retire here
button-restore = Bring back
form-bank-search-title = Search the questions
form-bank-search = Words from a question, or its topic
form-bank-search-example = secrets, autoscaling, EKS …

## What stands in the way, each with its remedy

problem-no-channel = Choose the channel for the daily question.
problem-channel-unseen = I can't see { $channel }. Give my role **View Channel** there, or choose another channel; then press **Check again**.
problem-wrong-kind = I can't ask questions in { $channel }. Choose a text channel, an announcement channel or a forum.
problem-no-usable-tag = { $channel } wants a tag on every post, and has none that I may use. Add a tag that everyone may use, or give my role **Manage Posts** there; then press **Check again**.
problem-missing = I can't { $things } in { $channel } yet. Give my role { $permissions } there, then press **Check again**.
problem-missing-wish = I can't { $things } in { $channel }. It works without; for the full experience give my role { $permissions } there.
problem-role-not-mentionable = A ping of { $role } would reach nobody. Allow everyone to mention that role in the server's role settings, or choose nobody.
problem-role-gone = The role I was to ping no longer exists. Choose another, or nobody.
problem-no-zone = Tell me the city whose clock you live by: press **Time and city**.
problem-no-weekdays = Choose at least one day of the week.
problem-no-questions = Choose at least one set of questions.
problem-few-questions = { $count ->
    [0] All questions have been asked; from here they start again. Add another set for new ones.
    [one] One question is left, then they start again. Add another set for new ones.
   *[other] { $count } questions are left, then they start again. Add another set for new ones.
 }
problem-post-failed = The last question could not be posted ({ $since }). Discord said: { $why }. Mend that, then press **Check again**.
problem-reveal-failed = The last answer could not be shown ({ $since }). Discord said: { $why }. Mend that, then press **Check again**; **/question** shows it meanwhile.
problem-post-uncertain = I don't know whether the question of { $when } was posted, and I can't read { $channel } to look. Give my role **Read Message History** there; I never post twice.
problem-cannot-check = I can't look at the channel just now, since Discord does not answer me. Press **Check again** in a minute.
act-view = see the channel
act-send = post
act-embed = show the question as a card
act-open-threads = open threads
act-send-in-threads = write in threads
act-read-history = look for my own posts
act-react = mark answers with ✅
act-pin = pin

## Every check

doctor-next = The next question comes { $when }.
doctor-title-good = Everything is ready
doctor-title-bad = { $count ->
    [one] One thing to look at
   *[other] { $count } things to look at
 }
doctor-field-settings = Settings
doctor-field-permissions = What I may do in the channel
doctor-field-clock = Clock
doctor-channel = { $channel } can hold questions
doctor-role = { $role } can be pinged
doctor-role-nobody = Nobody is pinged
doctor-unchecked = Not known just now
doctor-clock = My clock says { $now }, as Discord's does.
doctor-clock-off = { $seconds ->
    [one] My clock says { $now }: that is 1 second away from Discord's. Tell whoever runs me.
   *[other] My clock says { $now }: that is { $seconds } seconds away from Discord's. Tell whoever runs me.
 }

## What is kept about people

privacy-title = What I keep about you here
privacy-held = { $count ->
    [0] No answer of yours is noted.
    [one] One answer: that it is yours, when it came and which message it is. Never what you wrote in a thread.
   *[other] { $count } answers: that they are yours, when they came and which messages they are. Never what you wrote in a thread.
 }
privacy-texts = { $count ->
    [one] One private answer with its text, for 14 days after you last changed it; at once if you take it back.
   *[other] { $count } private answers with their text, each for 14 days after you last changed it; at once if you take it back.
 }
privacy-hints = How many hints you opened of a question whose answer is not out yet.
privacy-reviews = { $count ->
    [one] How you say you did with a question that came back, once. Nobody else sees that.
   *[other] How you say you did with questions that came back, { $count } times. Nobody else sees that.
 }
privacy-scores = { $count ->
    [one] How you say you did on one question when its answer came. Nobody else sees that.
   *[other] How you say you did on { $count } questions when their answers came. Nobody else sees that.
 }
privacy-proposed = { $count ->
    [one] One question that you suggested, and that it came from you.
   *[other] { $count } questions that you suggested, and that they came from you.
 }
privacy-organiser = Whoever ran **/setup** last is noted too, so that I can tell them when something fails.
privacy-how-long = I keep that until you delete it here, or until 30 days after I leave this server. It makes streaks, boards, **/review** and **/progress**, nothing else.
privacy-shown = Others see you on the boards.
privacy-hidden = Others don't see you on the boards.
privacy-confirm = Delete it all? Your streak and your places go with it, and I can't bring them back. Your messages stay; those are yours. To keep it all, just close this.
button-hide = Hide me from boards
button-show = Show me on boards
button-forget = Delete everything about me
button-forget-sure = Yes, delete everything

## Help

help-title = One good question a day
help-intro = Each scheduled day I post one question and open a thread under it. Write in the thread and the day counts. That is all there is to it.
help-command = **/{ $name }** { $about }
help-organisers = For those who manage this server
help-private = Only you see what I reply, unless you choose to share it.

## News for whoever ran /setup last

news-post-failed = I could not make { $part } in { $community }. Discord said: { $why }. Run **/doctor** there: it names what to change.
news-post-uncertain = I don't know whether today's question reached { $channel } in { $community }: Discord broke off, and I can't read the channel to look. I never post twice, so I wait. Give my role **Read Message History** there: then I look, and go on from what I find.
news-channel-gone = The channel of the daily question in { $community } is gone, so I have paused. Run **/setup** there to choose another; all streaks are kept.
news-few-questions = { $count ->
    [one] One question is left in { $community }, then they start again. **/setup** there shows which others I have.
   *[other] { $count } questions are left in { $community }, then they start again. **/setup** there shows which others I have.
 }
news-no-questions = There is no question left to ask in { $community }. Run **/setup** there and choose a set of questions.
news-server = your server
part-message = today's post
part-thread = the thread under today's question
part-crosspost = the publishing of today's post to followers
part-pin = the pin of today's question
part-mark = the mark on an answer
part-reveal = the post with a question's answer

## Dates and lists

date = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
 } { $year }
date-short = { $weekday ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
 } { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] June
    [7] July
    [8] Aug
    [9] Sept
    [10] Oct
    [11] Nov
   *[12] Dec
 }
weekday = { $number ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
 }
weekday-short = { $number ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
 }
labelled = { $label }: { $text }
list-and = { $first } and { $last }
list-or = { $first } or { $last }

## Proposed questions

suggest-sent = Thank you. The people who run this server look at it, and I tell you what they say.
suggest-approved = Taken. It is among your own questions now, with thanks to its author, who hears of it.
suggest-declined = Declined. Its author hears of it, with your note.
suggest-saved = Saved.
suggest-already-approved = Someone has just taken this one.
suggest-already-declined = Someone has just declined this one.
suggest-gone = That one is not here any more.
suggest-nothing-waits = No suggestion is waiting.
suggest-was-approved = Your question “{ $title }” was taken: it will be asked, with thanks to you.
suggest-was-declined = Your question “{ $title }” was not taken this time. Thank you for offering it.
suggest-hint = A hint:
suggest-more = { $count ->
    [one] One more is waiting.
   *[other] { $count } more are waiting.
 }
suggest-select-own = Change one of your own questions
button-suggest = Suggest a question
button-approve = Approve
button-edit = Edit
button-decline = Decline
form-suggest-title = Suggest a question
form-suggest-name = Title
form-suggest-name-example = The deploy that nobody noticed
form-suggest-scenario = What happens, and what do you ask?
form-suggest-scenario-example = A real situation with something at stake, and one clear question at the end
form-suggest-points = What does a strong answer cover?
form-suggest-points-example = One point a line, each with its reason: one to eight lines
form-suggest-link = A page to read more (may stay empty)
form-suggest-link-example = https://…
form-suggest-hint = A hint (may stay empty)
form-suggest-hint-example = A nudge for whoever is stuck
form-decline-title = Decline kindly
form-decline-note = A note to the author (may stay empty)
form-decline-note-example = Why not now, or what would make it fit
news-suggested = Someone suggested a question in { $community }. Run **/suggest** there to see it, and to decide.
error-suggestions-wait = { $count } of your suggestions are waiting to be read. As soon as one is decided there is room for the next.
error-suggested-enough = That is { $count } suggestions within a day, thank you. There is room for more tomorrow.
error-suggestion-points = Give one to eight points, one a line, each at most 240 characters.
error-suggestion-link = I can't read the link. Copy it in full, beginning with https://, or leave it empty.
error-suggestion-unreadable = I can't make a question of this yet. Shorten the text, and leave out code blocks that do not end.
error-own-full = You have as many questions of your own as I can keep. Take some out before you add more.

## Topics, by their slug; one that is not named here is read as it is written

topic-name = { $slug ->
   *[other] { $written }
 }
