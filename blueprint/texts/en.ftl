### Everything that people read, in English. Code holds the keys; sv.ftl has the same ones.

## Words

kind-etablering = establishment
kind-expansion = expansion
kind-nedlaggning = closure
kind-varsel = redundancy notice
kind-lagkonjunktur = downturn
level-lokal = local
level-delregional = sub-regional
level-regional = regional
level-nationell = national
level-internationell = international
drill = ÖVNING (EXERCISE)
maybe-repeated = (may be a repeat)
nobody = nobody
unknown = not given
and-more = … and { $count } more: { $names }

## Buttons

button-acknowledge = Acknowledge
button-later = Joining later
button-substitute = Sending a substitute
button-decline = Cannot
button-change = Change answer
button-hours = Hours this week
button-take-over = Take over
button-why = Why?
button-done = Done
button-mine = I'll take it
button-phoned = Phoned
button-neighbours = Alert neighbouring municipalities
button-publish = Public
button-upgrade = Raise to alarm
button-call-off = Call off
button-finish = Finish
button-hand-over = Hand over
button-take-lead = Take the lead
button-template = Show template
button-send-alarm = Raise the alarm now
button-fill-more = Fill in more
button-ready = Ready
button-cancel = Cancel
button-skip = Skip
button-back = Back
button-ok = OK

## Summons

summons-heading = Alarm: { $codename }
summons-reminder-heading = Reminder { $number }: { $codename }
summons-joining-heading = You were to join now: { $codename }
summons-summary = Alarm { $codename } ({ $kind }): { $actor } is needed. Acknowledge with one press.
summons-actor = For
summons-municipality = Municipality
summons-kind = Kind
summons-grade = Grade
summons-deadline = Reply by
summons-themes = Your themes
summons-lead = Lead
summons-lead-asked = nobody yet ({ $actor } has been asked)
summons-lead-nobody = nobody yet
summons-why-on_call = You are on call for { $actor }.
summons-why-deputy = You are deputy for { $actor }; the person on call has not answered.
summons-why-next_on_call = You are next in turn for { $actor }; the person on call has not answered.
summons-why-chief = You are head of { $actor }; nobody on call has answered.
summons-why-coordinator = You are the coordinator; nobody at { $actor } has answered.
summons-why-substitute = { $sender } is sending you as a substitute for { $actor }.
summons-why-joining = You answered that you would join now. Press Acknowledge once you are here.
summons-stands-in = You also answer for { $themes } at local level: the municipality has no actor of its own there.
summons-neighbour = { $municipality } is called on as a neighbouring municipality.
summons-footer = Alarm #{ $number }. Answer with a button: nothing more is needed.

## Answers, as the summons shows them afterwards

answered-acknowledged = Acknowledged { $at } by { $who }
answered-phoned = Reached by phone { $at }, noted by { $who }
answered-later = Joining { $moment } ({ $who })
answered-substitute = Substitute: { $substitute } (sent by { $who })
answered-declined = Cannot ({ $who }, { $at })
answered-next = The next in order is called.
answered-nobody-left = Nobody is left to call: the coordinator has the actor on the list.
answered-taken-over = Taken over { $at } by { $who }
answered-hours = Hours this week: { $hours }
answered-note = Reason: { $note }
answered-by-other = { $actor }: { $answer }
superseded = There is a newer reminder further down. You can answer either.
ended-finished = The alarm is finished.
ended-called_off = The alarm has been called off and is finished.

## What a press answers

said-acknowledged = Thank you! { $actor } is acknowledged.
said-later = Noted: { $actor } joins { $moment }. You will be reminded then.
said-substitute = { $substitute } is now being called as a substitute for { $actor }.
said-declined = Noted. The next in order is being called for { $actor }.
said-declined-last = Noted. Nobody is left to call for { $actor }: the coordinator has the actor on the list.
said-reason = Thank you, the reason is noted for { $actor }.
said-change = Choose a new answer.
said-hours = Thank you, { $hours } hours this week are noted.
said-taken-over = You have taken over { $actor }.
said-phoned = { $actor } is ticked off: reached by phone.
said-done = Done: { $item }
said-mine = You have taken: { $item }
said-upgraded = The grade is raised to alarm. { $count ->
    [one] One more actor is being called.
   *[other] { $count } more actors are being called.
 }
said-neighbours = { $count ->
    [one] One actor in the neighbouring municipalities is being called.
   *[other] { $count } actors in the neighbouring municipalities are being called.
 }
said-published = The case is public. { $count ->
    [one] One more actor is being called.
   *[other] { $count } more actors are being called.
 }
said-amended = Noted: { $fields }
amend-overtaken = { $fields } has been changed by somebody else since you opened the form. Open Fill in more again.
amend-nothing = Nothing has changed.
amend-title = Fill in more
amend-submit = Save
said-lead-taken = You now lead the alarm { $codename }.
said-hand-over = { $actor } has been asked to take over the lead. You lead until somebody there answers.
said-hand-over-later = { $actor } will be asked to take over the lead when they open, { $at }. You lead until somebody there answers.
said-ended = The alarm { $codename } is finished. Everyone who was called will be told.
said-called-off = The alarm { $codename } has been called off. Everyone who was called will be told.
refused-not-summoned = You have not been called for { $actor } in this alarm, so your press changed nothing.
refused-already = Already answered: { $answer }. Your press changed nothing.
refused-same = You have already given that answer. Your press changed nothing.
refused-ended = The alarm { $codename } is finished. Your press changed nothing.
refused-ended-bare = The alarm has ended. The press changed nothing.
refused-moment-past = { $moment } has already passed. Choose a time ahead, at most seven days away.
refused-moment-far = { $moment } is too far away. Choose a time within seven days.
refused-moment-unclear = I did not understand the time. Write, for example, 16:30, tomorrow 8 or in an hour.
refused-substitute-unknown = I cannot find anyone like that in the roster: { $text }
refused-substitute-self = You cannot send yourself. Press Acknowledge instead.
refused-substitute-chat = { $name } has no account in the chat. Choose somebody else, or phone.
refused-unknown-person = Your account is not in the roster, so I do not know who you are. Ask whoever keeps the roster to add your account: { $account }
refused-not-lead = Only whoever leads the alarm can do that ({ $lead }).
refused-lead-ring = { $actor } cannot be asked in chat. Call { $who }.
refused-not-lead-bare = Only the lead of the alarm can do that.
refused-not-lead-or-coordinator = Only whoever leads the alarm, or the area's coordinator, can do that ({ $lead }).
refused-not-lead-or-coordinator-bare = Only the lead of the alarm, or the coordinator of the area, can do that.
refused-not-coordinator = Only the coordinator or whoever leads the alarm can do that.
refused-not-participant = Only those called to the alarm can do that.
refused-done-already = Already done: { $item }
refused-not-now = That cannot be done at this point: { $why }
refused-already-alarm = the grade is already alarm.
refused-already-public = the case is already public.
refused-already-neighbours = the neighbouring municipalities have already been alerted.
refused-no-neighbours = the alarm names no neighbouring municipalities.
refused-lead-other = The question is for { $actor }, and you are not on call there.
refused-unclear-press = I do not know that button. Write /larm hjälp for help.
refused-unclear-press-telegram = I do not know that button. Write /hjalp.
refused-gone = It is no longer there.

## Raising the alarm

form-title = Raise the alarm
form-submit = Raise the alarm
form-close = Cancel
form-did-not-open = The form could not be opened. Try again in a moment.
form-municipality = Municipality
form-municipality-hint = Type the first letters
form-kind = Kind
form-codename = Code name
form-codename-hint = A made-up name. Never the company's.
form-deadline = Reply by
form-grade = Grade
form-grade-advance = advance warning
form-grade-alarm = alarm
form-tempo = Tempo
form-tempo-acute = urgent
form-tempo-drawn-out = drawn out
form-secrecy = Secrecy
form-secrecy-open = open
form-secrecy-restricted = restricted
form-secrecy-secret = secret
form-facts = Facts
form-facts-hint = One fact a line, e.g. "Power at start: 25 MW". Write ? where one is missing. Never security-classified information.
form-actors = Actors
form-unticked = Actors left out
form-actors-hint = Remove those who should not be called
form-actors-empty = Choose a municipality first, and actors will be proposed
form-contacts = Contact details
form-contacts-hint = Phone numbers, meeting link, fallback
form-meeting = First meeting
form-meeting-hint = E.g. Sat 28 Nov 10:00, with a link
form-neighbours = Neighbouring municipalities
form-neighbours-hint = Named in the alarm; called when you press Alert neighbouring municipalities
form-intro = Three fields are enough. The rest can be filled in later. When the challenge is too big for the municipality alone, it is time to raise the alarm.
error-required = Fill in this field.
error-municipality = I do not recognise the municipality "{ $text }". Did you mean { $nearest }?
error-kind = I do not recognise the kind "{ $text }". Choose etablering (establishment), expansion, nedläggning (closure), varsel (redundancy notice) or lågkonjunktur (downturn).
error-codename-long = The code name may be at most 60 characters.
error-too-long = { $field } may be at most { $most } characters; this is { $length }. Shorten it and send it again.
error-deadline-past = The reply date has already passed. Choose a time ahead.
error-deadline-unclear = I did not understand the time. Write, for example, 11/12 12:00, friday 15 or 2026-12-11 12:00.
error-may-not = You may not raise an alarm for { $municipality }. Contact { $callers }
error-may-not-nobody = You may not raise an alarm for { $municipality }, and neither may anyone else in the roster. Ask whoever keeps the roster to add an actor with may_alarm.
error-may-not-at-all = You may not raise an alarm for any municipality. Contact { $callers }
error-whom-to-call = Must the alarm be raised now? Contact { $callers }
error-already-open = The alarm { $codename } for { $municipality } is already open as #{ $number }. No new alarm was raised.
raised-heading = Alarm #{ $number } has been raised: { $codename }
raised-text = { $count ->
    [one] One actor is being called.
   *[other] { $count } actors are being called.
 }
raised-channel = The channel is being set up.
raised-leads = Here you see what you can do as lead.
raised-orphans = There is no actor for: { $themes }
raised-no-coordinator = The area has no coordinator in the roster. You will be told who does not answer.
raised-no-channel = The channel of alarm #{ $number } could not be made ({ $error }). The alarm goes out all the same, and the answers show in /larm läge.
raised-lead-asked = { $actor } has been asked to lead.
raised-lead-asked-later = { $actor } will be asked to lead when they open, { $at }. You lead until somebody there answers.
raised-lead-ring = { $actor } cannot be asked in chat to lead. Call { $who }. You lead meanwhile.
raised-no-lead = The municipality has no actor that can lead. Somebody in the municipality needs to be appointed.
raised-nobody = No actor in the roster covers { $municipality } for { $kind }. Phone those who are needed, and ask whoever keeps the roster to add actors.
raised-all-unticked = Every actor was unticked in the form: nobody is being called.

## Lead

lead-asked-heading = Will you take the lead? { $codename }
lead-asked-text = { $who } ({ $organisation }) has raised the alarm about { $kind } in { $municipality }. The municipality normally leads. Press Take the lead if { $actor } will.
lead-offered-text = { $who } wants to hand over the lead to { $actor }. Press Take the lead to take over.
lead-changed = { $who }, { $actor }, now leads the alarm { $codename }.
lead-accepted-elsewhere = { $who } has already taken the lead.
lead-card-heading = You lead the alarm { $codename }

## The region's notice

region-notice-heading = An alarm in the county
region-notice-open = An alarm about { $kind } in { $municipality } has been raised: { $codename }. { $lead } leads. You need not answer.
region-notice-secret = There is a secret case in the county.
region-notice-finished = An alarm about { $kind } in { $municipality }, { $codename }, was raised and has ended. You need not do anything.
region-notice-called_off = An alarm about { $kind } in { $municipality }, { $codename }, was raised and has been called off. You need not do anything.
region-notice-was-secret = There has been a secret case in the county. It has ended.

## Channel

channel-topic = { $codename } · { $kind }{ $municipality } · #{ $number } · lead: { $lead }
rules-heading = Ground rules
rules-lead = Lead: { $lead }. Only the lead raises the grade, ends the alarm and speaks in public.
rules-who = Here everyone in the channel sees everything. The message to each one called holds the code name, the kind, the reply date and their themes.
rules-share-open = Secrecy open: facts may be shared with those who need them.
rules-share-restricted = Secrecy restricted: facts stay in the channel. Never write the company's name. Pass nothing on.
rules-share-secret = Secrecy secret: no facts here. They are in the municipality's own system. Never write the company's name.
rules-share-public = The case is public: what is published may be shared. Facts that are not published stay in the channel.
rules-record = Whatever is written here may be a public record, and may be released after a secrecy review.
rules-silent = Nobody reads along in silence: members are shown in the channel, and new members are mentioned.
rules-classified = Security-classified information must never be in the chat.
rules-groups = Builds on: { $groups }
facts-heading = Facts
facts-none = No facts have been given yet.
facts-secret = The case is secret: facts are only in the municipality's own system. Ask whoever leads.
facts-not-here = The facts of a secret case are not kept here: they belong in the municipality's own system. I do not ask for them, and what you may have written is removed.
facts-missing = Missing
facts-contacts = Contact details
facts-meeting = Next meeting
facts-meeting-none = No time set. Hold the first meeting within a day.
facts-neighbours = Neighbouring municipalities
facts-reply = Reply by
members-heading = Not in the channel
members-no-slack = { $name } ({ $actor }): has no Slack account
members-refused = { $name } ({ $actor }): could not be invited ({ $reason })
calls-heading = Phone list
calls-text = These actors cannot be reached in the chat. Phone them, and tick them off.
calls-line = { $actor }, { $organisation }: { $name } { $phone }
calls-no-phone = phone number missing
calls-done = { $actor }: reached { $at }, noted by { $who }
calls-more = … and { $count } more, to tick off once others are done
published-text = { $who } has pressed Public. { $count ->
    [one] One more actor is being called.
   *[other] { $count } more actors are being called.
 }
upgraded-text = { $who } has raised the grade to alarm. { $count ->
    [one] One more actor is being called.
   *[other] { $count } more actors are being called.
 }
neighbours-text = { $who } has alerted the neighbouring municipalities { $names }. { $count ->
    [one] One more actor is being called.
   *[other] { $count } more actors are being called.
 }
amended-text = { $who } has filled in: { $fields }

## Checklist

checklist-heading = { $theme }
checklist-progress = { $done } of { $total } done
checklist-due = by { $moment }
counted-h = { $count ->
    [one] 1 hour
   *[other] { $count } hours
 }
counted-ad = { $count ->
    [one] 1 working day
   *[other] { $count } working days
 }
checklist-event = { $phase }
checklist-owner = responsible: { $owner }
checklist-owned = taken by { $owner }
checklist-done = Done { $at } by { $who }
checklist-by-larm = larm
checklist-overdue = OVERDUE
template-heading = Template: { $item }
chase-heading = Overdue in the checklist
chase-line = { $item } ({ $theme }), was to be done { $moment }, { $owner }
chase-nobody = nobody has taken it
chase-own = { $codename }: { $count ->
    [one] one of your items is overdue
   *[other] { $count } of your items are overdue
 }
chase-own-line = { $item }, was due { $moment }
chase-summary = { $codename }: { $count ->
    [one] one item is overdue
   *[other] { $count } items are overdue
 }

## Situation

situation-heading = Situation: { $codename }
situation-heading-final = Final situation: { $codename }
situation-head = { $kind } · { $grade } · #{ $number }
situation-head-public = { $kind } · { $grade } · #{ $number } · public
situation-municipality = Municipality
situation-lead = Lead
situation-reply = Reply by
situation-left = { $moment } ({ $left } left)
situation-left-past = { $moment } (has passed)
situation-meeting = Next meeting
situation-matrix = Theme and level
situation-actors = Actors
situation-at = As of { $at }
situation-tasks = Checklist
situation-tasks-value = { $done } of { $total } done, { $overdue } overdue
situation-answers = Answers
situation-answers-value = { $settled } of { $total } actors have answered
cell = { $level }: { $words }
actor-line = { $actor } ({ $organisation }): { $state }
state-waiting = waiting
state-waiting-for = waiting for { $who }
state-waiting-declined = waiting for { $who } ({ $declined } cannot)
state-parked = parked until { $until }
state-acknowledged = acknowledged { $at }, { $who }
state-acknowledged-hours = acknowledged { $at }, { $who }, { $hours } h this week
state-phoned = acknowledged { $at } (by phone)
state-joining = joining { $moment }, { $who }
state-substitute = substitute { $substitute }, sent by { $who }
state-taken-over = taken over { $at }, { $who }
state-declined = cannot ({ $who })
state-unanswered = unanswered
undelivered = Not delivered
undelivered-line = { $who } in { $platform }: { $count ->
    [one] one message
   *[other] { $count } messages
 } did not arrive ({ $error }).
undelivered-channel = the channel
undelivered-for-channel = { $who } in { $platform }: { $count ->
    [one] one message waits
   *[other] { $count } messages wait
 } for the channel to be created.
undelivered-behind = { $who } in { $platform }: { $count ->
    [one] one message
   *[other] { $count } messages
 } belonged to something that did not arrive.
mend-archived = The channel is archived: restore it in Slack, and the next message arrives.
mend-gone = The channel no longer exists: go on somewhere else.
mend-create = The channel could not be created: ask an administrator in Slack to allow it. Then the lead can try again.
mend-full = It is full there: ask an administrator of Slack for room.
mend-account = The account no longer exists: mend the roster, and call meanwhile.
mend-blocked = The person has blocked the bot in Telegram: call, and ask for a press on Start.
mend-start = The person has not pressed Start in Telegram: call, and ask for it.
mend-once = The connection broke, so it may have arrived all the same. No digest is sent twice.
uninvited-line = { $names } could not be invited to the channel ({ $error }): ask an administrator of Slack for help, and keep them informed meanwhile.
shut-token = { $platform } does not let the bot in ({ $error }): nothing arrives there, and all of it waits. Ask whoever runs the bot to replace its token. Call meanwhile.
shut-scope = { $platform } does not let the bot do everything ({ $error }): some of it waits. Ask whoever runs the bot to grant it; larm check says what.

word-waiting = waiting
word-parked = parked
word-acknowledged = acknowledged
word-joining = joining
word-substitute = substitute
word-taken_over = taken over
word-declined = cannot
word-unanswered = unanswered
word-missing = missing

## Coordinator

coordinator-heading = To coordinate: { $codename }
coordinator-heading-secret = To coordinate: a secret case in the county (#{ $number })
coordinator-summary = { $codename }: { $count ->
    [one] one line needs you
   *[other] { $count } lines need you
 }
coordinator-text = These have not answered, or are missing. Press Take over for whatever you see to.
coordinator-superseded = There is a newer list further down in the conversation.
coordinator-empty = Everything is answered or taken over.
coordinator-nothing-now = Nothing to do at the moment: those who have not answered are being reminded.
coordinator-unanswered = { $actor } ({ $organisation }): unanswered. Called: { $asked }
coordinator-waiting = { $actor } ({ $organisation }): { $state }
coordinator-secret = An actor who was called has not answered
coordinator-orphan = { $theme }: missing at local level, and no other actor has it
coordinator-closed = { $theme }: nobody within hours until { $until }
coordinator-no-chat = { $actor } ({ $organisation }): cannot be reached in the chat, phone { $phone }

## Why

why-heading = Why: { $codename }
why-row = Row of the roster
why-row-value = { $actor } ({ $level }, { $area }); on call now: { $person }
why-whole-country = the whole country
why-rule = Summoned because
why-rule-area = its area holds { $municipality } and it answers for { $kind }.
why-rule-neighbour = { $municipality } is a neighbour and the lead has pressed Alert neighbours.
why-rule-public = the lead has pressed Public.
why-rule-advance = an advance warning goes to the municipality's, the region's and the county board's actors.
why-rule-stands-in = It also answers for { $themes }, which has no local actor.
why-tried = So far
why-not-tried = Nobody has been summoned yet.
why-step-on_call = on call
why-step-deputy = deputy
why-step-next_on_call = next in turn
why-step-chief = head
why-step-coordinator = coordinator
why-step-sent = substitute or reminder
why-skipped-nobody = Passed over the { $role }: nobody to summon.
why-skipped-asked = Passed over the { $role }: { $who } has been summoned already.
why-page = { $at } { $who } ({ $role }, attempt { $attempt }). { $outcome }
why-on-the-list = stands on the coordinator's list
why-delivered = delivered { $at }
why-buried = did not arrive ({ $error })
why-withdrawn = withdrawn, no longer needed
why-sending = being sent now
why-queued = waits for its turn
why-retried = attempt { $attempt } failed ({ $error }), next attempt in { $seconds } s
why-next = Next
why-next-none = Nothing more happens by itself.
why-next-exhausted = Nothing more happens by itself: the policy has ended, and the coordinator has the line on the list.
why-next-page = { $at }: { $who } is summoned ({ $role }).
why-next-park = { $at }: I look again; the actor is open from { $until }.
why-next-exhaust = { $at }: the policy ends, and the coordinator gets the line on the list.
why-next-check = { $at }: I look again.
why-wait-hours = Not before: nothing is sent outside the actor's hours, and it is open from { $until }.
why-wait-answer = Not before: { $answer }
why-wait-first = Nothing has been sent yet.
why-wait-delivery = Not before: the newest message has not arrived yet. If nobody can take it, the policy goes on at once.
why-wait-patience = Not before: the patience is { $patience } from the delivery at { $at }.
why-more = { $count ->
    [one] One more actor. Write its name after the command.
   *[other] { $count } more actors. Write a name after the command.
 }
why-unknown = No actor in this alarm is called "{ $text }". There are: { $actors }
why-nothing-open = Everybody in { $codename } has answered. Write an actor's name after the command.

## Digest

digest-heading = Situation summary: { $codename }
digest-summary = Situation summary { $codename }, { $day }
digest-days-left = { $days ->
    [0] The reply is due today.
    [one] One day left until the reply.
   *[other] { $days } days left until the reply.
 }
digest-days-past = The reply date has passed.
digest-no-deadline = No reply date is set.
digest-unanswered = Unanswered
digest-overdue = Overdue
digest-done = Done since the last digest
digest-joining = Joining, or has sent a substitute
digest-none = nothing
digest-personal-heading = Situation summary: this is waiting for you
digest-personal-summary = Situation summary: { $count ->
    [one] one thing is waiting for you
   *[other] { $count } things are waiting for you
 }
digest-personal-callout = { $codename }: { $actor } is waiting for your answer
digest-personal-task = { $codename }: { $item }, { $moment }

## Ending

finish-title = Finish the alarm
finish-outcome = Outcome
finish-outcome-hint = How did it go? A sentence or two.
finish-lesson-1 = Lesson 1
finish-lesson-2 = Lesson 2
finish-lesson-3 = Lesson 3
finish-submit = Finish
call-off-title = Call off the alarm
call-off-reason = Reason
call-off-reason-hint = Why is the alarm being called off? The message to everyone will say so.
call-off-submit = Call off
ended-heading = The alarm { $codename } is finished
called-off-heading = The alarm { $codename } has been called off and is finished
ended-outcome = Outcome
ended-reason = Reason
ended-lessons = Lessons
ended-by = Ended by { $who }.
ended-channel = The channel will be archived { $at }.
ended-thanks = Thank you for your help!

## Dialogues and forms around answers

later-title = Joining later
later-field = When will you join?
later-submit = Save
later-ask = { $actor } in { $codename }: when will you join? Choose, or write a time (16:30, tomorrow 8, in an hour).
substitute-title = Sending a substitute
substitute-field = Substitute
substitute-hint = Search by name in the roster
substitute-submit = Send
substitute-ask = { $actor } in { $codename }: whom are you sending? Choose, or write part of the name.
substitute-none = Nobody in the roster has a name like "{ $text }". Write another name.
decline-title = Cannot
decline-field = Why?
decline-hint = Optional. It helps the coordinator.
decline-submit = Send
decline-ask = { $actor } in { $codename }: noted, the next in order is being called. Why can you not? Choose, write in your own words, or skip it.
decline-ill = Ill
decline-away = On leave
decline-busy = Busy
decline-wrong = Wrong person
hours-title = Hours this week
hours-field = Hours
hours-submit = Save
hours-ask = { $actor } in { $codename }: how many hours can you give this week? Choose, or write a number.
hours-unclear = Write a whole number between 0 and 80.
hand-over-title = Hand over
hand-over-field = New lead
hand-over-submit = Ask
hand-over-ask = { $codename }: which actor is to take over the lead?
finish-ask-outcome = { $codename }: how did it go? Write the outcome in a sentence or two.
finish-ask-lesson = Write lesson { $number } of 3, or skip it.
call-off-ask = { $codename }: why is the alarm being called off? Write a reason.
finish-confirm = Finish the alarm { $codename }?
call-off-confirm = Call off the alarm { $codename }?
ask-municipality = Which municipality is it about? Write its name.
ask-kind = What is it about?
ask-codename = Which code name? Make one up; never the company's name.
ask-confirm-heading = Raise the alarm?
ask-more = What would you like to fill in?
ask-more-of = { $codename }: what do you want to fill in?
ask-value-now = Now: { $value }
dialogue-ready = Done.
ask-value = { $field }: write a value.
ask-choice = { $field }: choose.
dialogue-cancelled = Cancelled. Nothing has been saved.
dialogue-nothing = There is nothing to cancel.
dialogue-stale = That question no longer applies.
dialogue-skipped = Thank you, that will do.

## The channel that could not be created

button-channel-again = Try to create the channel again
said-channel-again = I am trying again. If it does not work, you will hear why.
refused-channel-made = the channel is there already, or on its way
channel-made = The channel of alarm #{ $number } has been created. What waited for it is on its way there.
channel-tried-again = It has been tried again: see below.

## Taking over

taken-over-heading = You have taken over in { $codename }
taken-over-text = You answer for { $actor } now, and take part in alarm #{ $number }.
card-superseded = { $lead } leads now, and has the buttons.
## Shifts

button-give = Give away
button-swap = Swap
button-fill = Fill
button-more-shifts = Show more
button-away = I am away
button-take-now = I take the shift now
button-take-shift = Take the shift
button-no-thanks = No, thanks
button-withdraw = Withdraw
button-someone-else = Somebody else
shift-mine-heading = Your shifts
shift-mine-none = You have no shifts in the coming eight weeks.
shift-actor-heading = Shifts: { $actor }
shift-line = { $when }: { $what }
shift-now = now until { $until }
shift-span = { $start } – { $until }
shift-more = { $count ->
    [one] One more shift, later.
   *[other] { $count } more shifts, later.
 }
shift-changed = The shift has changed since the list was shown. Write /larm mina pass for a new list.
shift-not-yours = The shift is not yours. Only whoever has it, the head of { $actor } and the area's coordinator can change it.
shift-not-for-you = Only the head and the area's coordinator can change the shifts of { $actor }.
shift-ended-person = { $name } has left according to the roster, so nothing changes. Ask whoever keeps the roster to mend the row.
shift-person-unknown = That person is not in the roster. Search for another name.
shift-actor-unknown = No actor is called "{ $text }". Write part of the actor's or the organisation's name.
shift-actor-several = Several actors match "{ $text }": { $actors }. Write more of the name.
shift-give-ask = { $actor }, { $when }: who is to take the shift?
shift-give-note = You have the shift until whoever you ask has taken it.
shift-give-nobody = Nobody else at { $actor } can take it. Press Somebody else and search for a name.
shift-give-same = { $who } has the shift already.
shift-given = { $who } now has the shift and is told so: { $when }, { $actor }.
shift-given-unheard = { $who } now has the shift, but has no account in chat. Ring and tell: { $when }, { $actor }.
shift-no-chat = { $who } has no account in chat and cannot answer. Choose somebody else, or ask the head to give the shift away.
shift-hindered = { $who } cannot take the whole shift: absent then, or has left. Choose somebody else.
shift-hindered-self = You are absent during the shift, so you cannot take it. Press I am back on the absence in /larm mina pass first.
shift-swap-ask = { $actor }, { $when }: which shift do you want instead?
shift-swap-note = Nothing changes until the other has said yes.
shift-swap-none = Nobody else has a coming shift at { $actor } that can be swapped for this one. Give the shift away instead.
shift-swapped = Swapped: { $who } and { $other } have each other's shift, and are told so.
shift-take-ask = { $actor }
shift-take-which = Which shift do you take now?
shift-take-more = … and { $count } more. Write the actor's name behind the command.
shift-take-all = You have the shift at all your actors already.
shift-take-none = You belong to no actor in the roster.
shift-take-not-yours = You do not belong to { $actor }, so you cannot take the shift there. Ask the actor's head.
shift-take-already = You have the shift at { $actor } already.
shift-taken = You have the shift at { $actor } from now until { $until }. { $who } is told so.
shift-taken-gap = You have the shift at { $actor } from now until { $until }. Nobody had it.
shift-told-taken = { $to } has taken your shift: { $when }, { $actor }. You no longer have it.
shift-told-away = { $by } has given your shift to { $to }: { $when }, { $actor }. You no longer have it.
shift-told-got = { $by } has given you a shift: { $when }, { $actor }. Should it not suit you: write /larm mina pass.
shift-told-swapped = Swapped shifts at { $actor }: you now have { $gets }, and { $other } has { $had }.
offer-heading = Can you take a shift?
offer-give-line = { $who } wants to give a shift to { $other }: { $when }, { $actor }.
offer-swap-line = { $who } wants to swap shifts with { $other }: { $when } for { $returned }, { $actor }.
offer-lapses = The question stands until { $at }. Nothing changes unless you answer.
offer-made = { $who } has been asked. You have the shift until { $who } has said yes.
offer-already = { $who } has been asked already and has not answered.
offer-accepted = Done, the shift is yours: { $when }, { $actor }.
offer-declined = Noted. Nothing has changed.
offer-declined-told = { $who } declined the shift: { $when }, { $actor }. You still have it.
offer-lapsed-told = The question to { $who } no longer stands, the shift has begun or changed: { $when }, { $actor }.
offer-ended-told = { $who } has left according to the roster and cannot take the shift: { $when }, { $actor }. It is still yours. Ask somebody else with /larm mina pass.
offer-actor-ended-told = The question to { $who } no longer stands: { $actor } is no longer in the roster, so the shift { $when } is nobody's.
offer-withdrawn = The question is withdrawn. Nothing has changed.
offer-overtaken = The question no longer stands: the shift has begun or changed.
offer-not-yours = The question was not put to you. Nothing has changed.
offer-is-accepted = Answer: yes. The shift has changed hands.
offer-is-declined = Answer: no, thanks.
offer-is-withdrawn = The question is withdrawn.
offer-is-lapsed = The question no longer stands: the shift has begun or changed.
shift-else-ask = { $actor }: who is to take the shift? Write part of the name.
shift-else-which = Which of them?
shift-else-field = Who is to take the shift?
duty-else-title = Give the shift away
duty-else-submit = Ask
button-save = Save
button-returned = I am back
away-title = I am away
away-submit = Show
away-from = From
away-until = Up to and including
away-form-hint = Nothing is saved yet: you see first which shifts it concerns.
away-hint = When are you away? Write for instance /larm borta 1/12-14/12, or press the button.
away-ask = When are you away? Write for instance 1/12-14/12, tomorrow, week 51, or friday 12 to monday 8.
away-unclear = I did not understand the time. Write for instance 1/12-14/12, tomorrow, week 51, or friday 12 to monday 8.
away-past = The end lies before the beginning, or is past already. Choose a later day.
away-long = A year at most at a time. If you are away longer: ask whoever keeps the roster to change it.
away-heading = Away { $when }
away-line = Away { $when }
away-days-now = now, up to and including { $until }
away-meaning = It means
away-covered = • { $when }, { $actor }: { $who } has the shift.
away-gap = • { $when }, { $actor }: NOBODY has the shift. { $who } is told.
away-gap-unheard = • { $when }, { $actor }: NOBODY has the shift, and there is no head or coordinator to tell. Find a stand-in with Give away in /larm mina pass.
away-no-shifts = You have no shifts then. Nobody summons you meanwhile.
away-not-yet = Nothing is saved until you press Save.
away-saved = Saved: you are away { $when }. You are not summoned then.
away-saved-already = That absence is saved already.
away-taken-back = Welcome back: the absence { $when } is removed, and your shifts are yours again.
away-over = That absence is over already, or removed.
away-not-yours = The absence is not yours. Only whoever is away can take it back.
away-in-file = That absence stands in the roster's file. Ask whoever keeps the roster to remove the row.
away-told = { $who } is away, so you have these shifts:
away-back-told = { $who } is back and has these shifts again; you no longer have them:
away-gap-told = { $who } is away, and nobody is on call for { $actor } then:
away-gap-mended = { $who } is back and has the duty for { $actor } again:
handoff-heading = Your duty in the coming day
handoff-on = You now have the duty for { $actor }, until { $until }.
handoff-relieves = You relieve { $who }.
handoff-off = You are relieved by { $who } at { $actor }. Thank you!
handoff-off-gap = Your shift at { $actor } is over. Nobody is on call after you.
handoff-on-several = You are now on call for { $count } actors:
handoff-on-line = • { $actor }, until { $until }. You relieve { $who }.
handoff-on-line-alone = • { $actor }, until { $until }.
handoff-off-several = Your shifts at { $count } actors have ended. Thank you!
handoff-off-line = • { $actor }: { $who } relieves you.
handoff-off-line-alone = • { $actor }: nobody is on call after you.
handoff-alarms = Open alarms
handoff-alarm = • { $alarm }, { $actor }: { $state }
handoff-no-alarms = No open alarms.
## Gaps

gaps-heading = Gaps: { $place }
gaps-matrix-heading = Theme and level: { $place }
gaps-matrix-empty = missing: { $levels }
gaps-none = No gaps: every theme has somebody local, and no actor is without anybody on call in the coming { $weeks } weeks.
gaps-all-local = Every theme has somebody local
gaps-themes = { $count ->
    [one] 1 theme has nobody local
   *[other] { $count } themes have nobody local
 }
gaps-themes-nobody = , { $count } of them nobody at all
gaps-actors-lacking = { $count ->
    [one] 1 actor has nobody on call now
   *[other] { $count } actors have nobody on call now
 }
gaps-missing = Nobody local, instead answers
gaps-nowhere = Missing at every level
gaps-to = These go to the coordinator: { $who }
gaps-no-coordinator = There is no coordinator.
gaps-nobody-now = nobody on call now
gaps-lacking = Nobody on call now
gaps-lacking-line = { $actor }: until { $until }.
gaps-at-least = at least { $moment }
gaps-weak = Vulnerable
gaps-on-one-person = Hangs on one person: { $names }
gaps-unreachable = Not reached in chat (the account does not answer, or Start was never pressed): { $names }
gaps-without-chat = Reached only by telephone or e-mail: { $names }
gaps-unconfirmed = Have not confirmed their row: { $names }
gaps-coming = Gaps in the coming { $weeks } weeks
gaps-coming-line = { $begins } until { $ends }: { $actor } ({ $themes }).
gaps-instead = { $who } is called instead.
gaps-instead-nobody = Nobody is called instead.
gaps-next = next gap { $moment }
gaps-follows = then { $who } { $moment }
gaps-more = … and { $count } more
few-of-many = { $names } and { $count } more
gaps-municipalities = The municipalities, the weakest first
gaps-clear = { $count ->
    [one] 1 municipality has no gaps.
   *[other] { $count } municipalities have no gaps.
 }
gaps-area = { $count } of { $all } municipalities have gaps.
gaps-area-none = No gaps in any municipality in the coming { $weeks } weeks.
gaps-country = Gaps at the actors that answer for the whole country:
gaps-country-none = No gaps at the actors that answer for the whole country, in the coming { $weeks } weeks.
gaps-shared-lacking = Shared actors with nobody on call now
gaps-shared-coming = Shared actors' gaps in the coming { $weeks } weeks
gaps-ask = Which municipality or county? Write for example /larm gaps Söderhamn or /larm gaps Gävleborgs län.
gaps-ask-telegram = Which municipality or county? Write for example /gaps Söderhamn or /gaps Gävleborgs län.
gaps-unknown = I find neither municipality nor county for "{ $text }". Nearest: { $nearest }.
gaps-weekly-none = No gaps this week: { $place }.
gaps-weekly-more = Write "/larm gaps { $place }" in Slack or "/gaps { $place }" directly to me in Telegram for the whole picture.
button-show-whole = Show all
form-gaps-local = { $count ->
    [one] 1 theme has nobody local: { $themes }.
   *[other] { $count } themes have nobody local: { $themes }.
 }
form-gaps-instead = { $actors } will answer instead.
form-gaps-nobody = { $count ->
    [one] 1 theme is missing at every level: { $themes }.
   *[other] { $count } themes are missing at every level: { $themes }.
 }
form-gaps-coordinator = The coordinator answers instead: { $actor }.
form-gaps-lacking = Nobody on call now: { $actors }.
## Keeping the roster true

button-wrong-person = Wrong person
mend-asked = { $who } is asked to mend the roster.
mend-asked-nobody = The roster names no head or coordinator to ask: tell whoever keeps the roster.
keeper-heading = The roster
keeper-summary = The roster: { $count ->
    [one] one thing to look at
   *[other] { $count } things to look at
 }
keeper-how = Mend the row in the roster's file and import it, or ask whoever keeps the roster.
keeper-how-account = A new Telegram account you link yourself: /larm koppla NAME in Slack, /koppla NAME in Telegram.
keeper-more = … and { $count } more
keeper-wrong-person = { $who } was summoned for { $actor } at { $at } and answers Wrong person. The next in order was called at once. Mend who is on call.
keeper-wrong-person-drill = DRILL: { $who } was summoned for { $actor } { $at } and answers Wrong person. The roster is to be mended in earnest: change who is on call.
keeper-wrong-row = { $who } says that the row in the roster is wrong: "{ $said }". The row now: { $row }
keeper-unconfirmed-list = { $count ->
    [one] One row is unconfirmed
   *[other] { $count } rows are unconfirmed
 }
keeper-unconfirmed = { $who }: unconfirmed since { $since }, in spite of reminders
keeper-disputed = { $who }: says that the row is wrong (the row is from { $since })
keeper-ending = The last day of { $who } in the roster is { $until }. After that no alarms go there.
keeper-ending-alone = Nobody else is on call for { $actors }: appoint a successor.
keeper-account-blocked = { $who } has blocked the bot in { $platform } and gets no alarms there. Ask them to open the bot and press Start.
keeper-account-gone = { $who }'s account in { $platform } is gone or deactivated, so alarms do not arrive there. Mend the account in the row { $id }.
keeper-linked = { $who } has linked an account in { $platform } to their row.

button-row-right = It is right
button-row-wrong = Something is wrong
row-ask = Is your row in the roster right?
row-ask-again = Reminder: is your row in the roster right?
row-heading = Your row in the roster
row-has-changed = The row has changed since you were asked. Is it right now?
row-confirmed = Thank you! Your row is confirmed.
row-name = Name
row-phone = Telephone
row-email = E-mail
row-accounts-slack = Slack
row-accounts-telegram = Telegram
row-language = Language
row-language-sv = Swedish
row-language-en = English
row-until = Last day
row-until-none = none set
row-missing = missing
row-linked = linked
row-places = Actor and role
row-no-place = no actor; you can be sent as a substitute
row-place = { $actor }: { $roles }
row-stands-in = standing in by a swap
row-shifts = on call { $turn }, { $sharing } people take turns
row-shifts-fixed = on call, one of { $sharing } in a fixed order
row-shifts-alone = on call, alone
row-turn-hourly = { $every ->
    [one] by the hour
   *[other] { $every } hours at a time
 }
row-turn-daily = { $every ->
    [one] by the day
   *[other] { $every } days at a time
 }
row-turn-weekly = { $every ->
    [one] by the week
   *[other] { $every } weeks at a time
 }
row-turn-monthly = { $every ->
    [one] by the month
   *[other] { $every } months at a time
 }
row-wrong-title = Something is wrong
row-wrong-field = What is wrong?
row-wrong-hint = For example: new telephone number 070-123 45 67
row-wrong-submit = Send
row-wrong-ask = What is wrong in your row? Choose, or write what it should say.
row-wrong-empty = Write what is wrong.
row-ends = Your last day in the roster is { $until }. After that you get no alarms.
row-ends-tell = If that is wrong, tell { $who }.
row-ends-tell-nobody = If that is wrong, tell whoever keeps the roster.
row-unconfirmed = { $who } (unconfirmed since { $since })
raised-unconfirmed = Unconfirmed rows in the roster among those summoned: { $names }. Call if the answer is slow.
link-made = Give this address to { $who }. Whoever opens it in Telegram and presses Start gets the alarms of that row, so hand it to the person directly. It works once, until { $until }:
link-no-platform = There is no Telegram bot to link to: LARM_TELEGRAM_TOKEN is not set.
link-no-name = The Telegram bot's name is not known yet. Start larm run once with a route to Telegram, and try again.
link-nobody = Nobody in the roster is called "{ $text }". Write the name, or the id as it stands in the file.
link-several = Several are called that. Write the id: { $names }
link-not-yours = Only the actor's head, or the area's coordinator, can link { $who }.
link-unknown = I do not know that address. Ask whoever gave it to you for a new one.
link-used = The address has been used. Ask whoever gave it to you for a new one.
link-replaced = A newer address has taken its place. Use the latest that you were given.
link-expired = The address has expired: it works for fourteen days. Ask whoever gave it to you for a new one.
link-row-gone = The row that the address is for is no longer in the roster.
link-other = This account belongs to { $who } already. Open the address from the account that is to be linked, or ask whoever keeps the roster to mend the row.
## Calendar

feed-name = On call: { $whose }
feed-shift = On call: { $actor }
feed-shift-of = { $who }: on call for { $actor }
feed-heading-own = Your shifts in your calendar
feed-heading-actor = Everybody's shifts in your calendar: { $actor }
feed-how = Add the address to your calendar as a subscription (from a web address). Changes show when the calendar fetches it the next time. Write an actor's name behind the command for everybody's shifts there.
feed-secret = Whoever has the address can read the shifts. If it has gone astray: press New address, and the old one stops at once.
feed-renewed = Here is a new address. The old one no longer works.
feed-stopped = The address is stopped. Calendars that fetch it get nothing more.
feed-gone = That no longer holds. Ask for the calendar again.
feed-no-public-url = The calendar cannot be reached yet. Ask whoever runs larm to set LARM_PUBLIC_URL, the address it is reached under from outside.
feed-unknown-actor = I find no actor "{ $text }". Write a part of its name or organisation.
feed-too-many = { $count } actors fit "{ $text }". Write more, such as name and municipality.
feed-which = Which actor's shifts?
feed-not-yours = Everybody's shifts at { $actor } are shown to those who belong to it and to the area's coordinator. Your own need no name behind the command.
button-feed-renew = New address
button-feed-stop = Stop
## Drills

button-start-drill = Start the drill
button-drop-drill = Remove
drill-title = Drill
drill-submit = Start the drill
drill-intro = This is a drill. All that is sent begins with ÖVNING, and no outside party is contacted.
drill-intro-themes = Only the themes: { $themes }.
drill-intro-county = The drill is for the whole of { $county }: every municipality and the county's own actors.
drill-county = County
drill-themes = Themes
drill-started = Drill #{ $number } has started: { $codename }
drill-ask-place = Which municipality, or which county, is to drill? Write the name.
drill-ask-confirm = Start the drill?
drill-may-not = You may not start drills for { $place }. Contact { $callers }
drill-may-not-nobody = You may not start drills for { $place }, and nobody in the roster may.
drill-may-not-at-all = You may not start drills. Those who may raise the alarm for an area may, and its coordinator.
drill-unknown-theme = I do not know the theme "{ $text }". Themes: { $themes }
drill-real-open = The drill cannot start: { $alarm } is under way and needs the same people.
drill-real-secret = an alarm
drill-ended-heading = The drill { $codename } is over
drill-called-off-heading = The drill { $codename } has been stopped
drill-ended-finished = The drill is over.
drill-ended-called_off = The drill has been stopped.
drill-over = The drill has gone on for a day and is over.
drill-stopped = A real alarm goes first, so the drill is called off. Nothing more is needed in the drill.
refused-in-drill = a drill touches nobody outside it.
refused-lead-drill = { $actor } cannot be asked in chat. Do not call, this is a drill: choose another.
drill-already-open = The drill { $codename } for { $municipality } is already under way as #{ $number }. No new drill was started.
drill-municipalities = Municipalities in the drill
drill-nobody = No actor in the roster covers { $municipality } for { $kind }: nobody is summoned.
raised-lead-drill = { $actor } cannot be asked to lead in chat. Do not call, this is a drill: you lead.
summons-drill-county = The drill is for the whole county; { $municipality } takes part.
calls-drill = These actors cannot be reached in chat. Do not call, this is a drill.
coordinator-no-chat-drill = { $actor } ({ $organisation }): cannot be reached in chat. Do not call, this is a drill.
template-drill = This is a drill: send nothing to the enquirer. The template only shows what the answer would have been.
result-heading = The drill's result: { $codename }
result-place = Place
result-lasted = Lasted
result-answered = Answered
result-answered-value = { $answered } of { $total } actors
result-levels = Share answered, by level
result-themes = Share answered, by theme
result-share = { $group }: { $quarter } % within 15 minutes, { $hour } % within 1 hour, { $day } % within 24 hours ({ $count } actors)
result-all = all
result-too-few = too few answers to show: { $groups }
result-failures = What did not work
result-no-failures = Nothing to remark on.
result-unreachable = { $count ->
    [one] One account could not be reached
   *[other] { $count } accounts could not be reached
 }, at: { $actors }
result-unanswered = Unanswered: { $actors }
result-not-kept = Answered first, but nobody came: { $actors }
result-taken-over = Without an answer of their own, taken over by the coordinator: { $actors }
result-parked = Had not opened before the end: { $actors }
result-missing = Themes that nobody has: { $themes }
result-calls = Reached by telephone only, and not called: { $actors }
result-note = Answers are Acknowledge, Joining later and Sending a substitute, counted by actor from the arrival of the first message. If the drill ended earlier, answers count until then. Groups under three are not shown.
plan-said = Planned drill: { $plan }.
plan-moved = The time was moved to working hours.
plan-heading = Planned drills
plan-none = No drills are planned. Write for example /larm övning planera Söderhamn etablering Vårprov 2027-02-03 10:00 varje kvartal.
plan-none-telegram = No drills are planned. Write for example /ovning planera Söderhamn etablering Vårprov 2027-02-03 10:00 varje kvartal.
plan-line = { $codename }: { $kind } in { $place }, { $moment }
plan-line-themes = { $line } (themes: { $themes })
plan-repeat-none = { $line }
plan-repeat-monthly = { $line }, every month
plan-repeat-quarterly = { $line }, every quarter
plan-repeat-halfyearly = { $line }, every half-year
plan-how = Write municipality or county, kind, code name and time, for example: planera Söderhamn etablering Vårprov 2027-02-03 10:00 varje kvartal.
plan-no-moment = I did not understand when. { $how }
plan-past = That time has been already. Choose a time ahead.
plan-dropped = Removed: { $plan }.
plan-gone = The drill has already been removed or held.
plan-not-yours = Only whoever planned the drill, or may start drills there, can remove it.
plan-no-right = The planned drill { $codename } ({ $place }) did not start and has been removed: { $who }, who planned it, may no longer start drills there. Plan it anew if it is needed.
plan-waits = The planned drill { $codename } is put off. { $why } It is tried again { $moment }, then every working day.
plan-failed = The planned drill { $codename } could not start. { $why }

## Commands

help-heading = How larm works
help-text = /larm opens the form. /larm Söderhamn etablering Lavskrika opens it filled in.
help-telegram-text = /larm asks for municipality, kind and code name, one at a time.
help-commands =
    /larm läge – where an alarm stands
    /larm jour Söderhamn – who is on call
    /larm mina pass – your coming shifts: give away, swap, say that you are away
    /larm ta passet – take the duty now
    /larm borta 1/12-14/12 – you are away
    /larm gaps Söderhamn – what is missing, now and in the weeks to come
    /larm kalender – your shifts in your own calendar
    /larm varför – why somebody is summoned, or not yet
    /larm uppgifter – your row in the roster
    /larm koppla NAME – an address that links a Telegram account
    /larm avblås – an alarm raised by mistake or withdrawn
    /larm avsluta – finish with outcome and lessons
    /larm lämna över – hand the lead to another actor
    /larm övning Söderhamn etablering Höstprov – drill the whole chain
    /larm övningar – planned drills
    /larm hjälp – this text
help-commands-telegram =
    /lage – where an alarm stands
    /jour Söderhamn – who is on call
    /mina pass – your coming shifts: give away, swap, say that you are away
    /ta passet – take the duty now
    /borta 1/12-14/12 – you are away
    /gaps Söderhamn – what is missing, now and in the weeks to come
    /kalender – your shifts in your own calendar
    /varfor – why somebody is summoned, or not yet
    /uppgifter – your row in the roster
    /koppla NAME – an address that links a Telegram account
    /avblas – an alarm raised by mistake or withdrawn
    /avsluta – finish with outcome and lessons
    /lamna – hand the lead over to another actor
    /ovning Söderhamn etablering Höstprov – drill the whole chain
    /ovningar – planned drills
    /avbryt – cancel what you are doing
    /hjalp – this text
help-number = Outside an alarm's channel: write the alarm's number or code name after the command.
help-number-telegram = Write the alarm's number or code name after the command when several are open.
help-unknown = I do not understand "{ $text }".
help-unknown-municipality = I do not recognise the municipality "{ $text }". Did you mean { $nearest }?
help-only-text = I read only text and buttons. Write /hjalp to see what I can do.
direct-please = Write to me directly: { $link }
more-elsewhere = … There is no room for it all here. /lage shows the rest.
start-known = Hello { $name }! This account is linked to the roster: your alarms come here, and a button answers them. /larm raises an alarm, /lage shows the situation, /hjalp the rest.
start-unknown = Hello! Your account is not in the roster yet. Ask your head for an address that links it (/larm koppla), or give this number to whoever keeps the roster: { $account }
status-none = No alarms are open.
status-which = Several alarms are open. Write the number or the code name after the command:
status-which-line = #{ $number } { $codename } ({ $municipality })
status-which-secret = #{ $number } { $codename }
status-unknown = I cannot find an alarm "{ $text }".
status-not-yours = You have not been called to that alarm.
status-secret = The situation of a secret alarm is shown in Slack only.
oncall-heading = On call: { $municipality }
oncall-line = { $actor } ({ $organisation }): { $who }
oncall-hours = { $who } (open from { $until })
oncall-nobody = nobody
oncall-none = No actor in the roster covers { $municipality }.
oncall-ask = Which municipality? Write, for example, /larm jour Söderhamn.
oncall-ask-telegram = Which municipality? Write for instance /jour Söderhamn.
oncall-missing = Themes without a local actor: { $themes }
command-larm = Raise the alarm
command-lage = Where an alarm stands
command-jour = Who is on call
command-mina = Your coming shifts
command-ta = Take the duty now
command-borta = Say that you are away
command-gaps = What the roster lacks
command-kalender = Your shifts in your own calendar
command-varfor = Why somebody is summoned, or not yet
command-uppgifter = Your row in the roster
command-koppla = Link a Telegram account to a row
command-avblas = Call off an alarm
command-avsluta = Finish an alarm
command-lamna = Hand over the lead
command-ovning = Drill the whole chain
command-ovningar = Planned drills
command-hjalp = Help
command-avbryt = Cancel what you are doing
told-twice = I have answered that command already.
broken = Something went wrong on my side. It is in the log. Please try again in a while.
