### Everything that people read, in Swedish. Code holds the keys.

## Words

kind-etablering = etablering
kind-expansion = expansion
kind-nedlaggning = nedläggning
kind-varsel = varsel
kind-lagkonjunktur = lågkonjunktur
level-lokal = lokal
level-delregional = delregional
level-regional = regional
level-nationell = nationell
level-internationell = internationell
drill = ÖVNING
maybe-repeated = (kan vara upprepad)
nobody = ingen
unknown = ej angivet
and-more = … och { $count } till: { $names }

## Buttons

button-acknowledge = Kvittera
button-later = Ansluter senare
button-substitute = Skickar ersättare
button-decline = Kan inte
button-change = Ändra svar
button-hours = Timmar denna vecka
button-take-over = Tar över
button-why = Varför?
button-done = Klar
button-mine = Tar den
button-phoned = Ringd
button-neighbours = Larma grannkommuner
button-publish = Offentligt
button-upgrade = Höj till larm
button-call-off = Avblås
button-finish = Avsluta
button-hand-over = Lämna över
button-take-lead = Ta ledningen
button-template = Visa mall
button-send-alarm = Larma nu
button-fill-more = Fyll i mer
button-ready = Färdig
button-cancel = Avbryt
button-skip = Hoppa över
button-back = Tillbaka
button-ok = OK

## Summons

summons-heading = Larm: { $codename }
summons-reminder-heading = Påminnelse { $number }: { $codename }
summons-joining-heading = Nu skulle du ansluta: { $codename }
summons-summary = Larm { $codename } ({ $kind }): { $actor } behövs. Kvittera med ett tryck.
summons-actor = Gäller
summons-municipality = Kommun
summons-kind = Slag
summons-grade = Grad
summons-deadline = Svar senast
summons-themes = Era teman
summons-lead = Leder
summons-lead-asked = ingen ännu ({ $actor } är tillfrågad)
summons-lead-nobody = ingen ännu
summons-why-on_call = Du har beredskap för { $actor }.
summons-why-deputy = Du är ersättare för { $actor }; ordinarie har inte svarat.
summons-why-next_on_call = Du står näst på tur för { $actor }; ordinarie har inte svarat.
summons-why-chief = Du är chef för { $actor }; ingen i beredskap har svarat.
summons-why-coordinator = Du är samordnare; ingen hos { $actor } har svarat.
summons-why-substitute = { $sender } skickar dig som ersättare för { $actor }.
summons-why-joining = Du svarade att du ansluter nu. Tryck Kvittera när du är med.
summons-stands-in = Ni svarar även för { $themes } på lokal nivå: kommunen har ingen egen aktör där.
summons-neighbour = { $municipality } larmas som grannkommun.
summons-footer = Larm #{ $number }. Svara med en knapp: inget mer behövs.

## Answers, as the summons shows them afterwards

answered-acknowledged = Kvitterad { $at } av { $who }
answered-phoned = Nådd per telefon { $at }, noterat av { $who }
answered-later = Ansluter { $moment } ({ $who })
answered-substitute = Ersättare: { $substitute } (skickad av { $who })
answered-declined = Kan inte ({ $who }, { $at })
answered-next = Nästa i ordningen kallas.
answered-nobody-left = Ingen är kvar att kalla: samordnaren har aktören på sin lista.
answered-taken-over = Övertagen { $at } av { $who }
answered-hours = Timmar denna vecka: { $hours }
answered-note = Skäl: { $note }
answered-by-other = { $actor }: { $answer }
superseded = En nyare påminnelse finns längre ned. Du kan svara på vilken som helst.
ended-finished = Larmet är avslutat.
ended-called_off = Larmet är avblåst och avslutat.

## What a press answers

said-acknowledged = Tack! { $actor } är kvitterad.
said-later = Noterat: { $actor } ansluter { $moment }. Du får en påminnelse då.
said-substitute = { $substitute } kallas nu som ersättare för { $actor }.
said-declined = Noterat. Nästa i ordningen kallas för { $actor }.
said-declined-last = Noterat. Ingen är kvar att kalla för { $actor }: samordnaren har aktören på sin lista.
said-reason = Tack, skälet är noterat för { $actor }.
said-change = Välj ett nytt svar.
said-hours = Tack, { $hours } timmar denna vecka är noterade.
said-taken-over = Du har tagit över { $actor }.
said-phoned = { $actor } är avbockad: nådd per telefon.
said-done = Klar: { $item }
said-mine = Du har tagit: { $item }
said-upgraded = Graden är höjd till larm. { $count ->
    [one] En aktör till kallas.
   *[other] { $count } aktörer till kallas.
 }
said-neighbours = { $count ->
    [one] En aktör i grannkommunerna kallas.
   *[other] { $count } aktörer i grannkommunerna kallas.
 }
said-published = Ärendet är offentligt. { $count ->
    [one] En aktör till kallas.
   *[other] { $count } aktörer till kallas.
 }
said-amended = Noterat: { $fields }
amend-overtaken = { $fields } har ändrats av någon annan sedan du öppnade formuläret. Öppna Fyll i mer igen.
amend-nothing = Inget är ändrat.
amend-title = Fyll i mer
amend-submit = Spara
said-lead-taken = Du leder nu larmet { $codename }.
said-hand-over = { $actor } är tillfrågad om att ta över ledningen. Du leder tills någon där svarar.
said-hand-over-later = { $actor } tillfrågas om att ta över ledningen när de öppnar, { $at }. Du leder tills någon där svarar.
said-ended = Larmet { $codename } är avslutat. Alla som kallats får veta det.
said-called-off = Larmet { $codename } är avblåst. Alla som kallats får veta det.
refused-not-summoned = Du är inte kallad för { $actor } i det här larmet, så trycket ändrade inget.
refused-already = Redan besvarat: { $answer }. Trycket ändrade inget.
refused-same = Du har redan svarat så. Trycket ändrade inget.
refused-ended = Larmet { $codename } är avslutat. Trycket ändrade inget.
refused-ended-bare = Larmet är avslutat. Trycket ändrade inget.
refused-moment-past = { $moment } har redan varit. Välj en tid framåt, högst sju dygn bort.
refused-moment-far = { $moment } är för långt bort. Välj en tid inom sju dygn.
refused-moment-unclear = Jag förstod inte tiden. Skriv till exempel 16:30, imorgon 8 eller om en timme.
refused-substitute-unknown = Jag hittar ingen sådan person i beredskapslistan: { $text }
refused-substitute-self = Du kan inte skicka dig själv. Tryck Kvittera i stället.
refused-substitute-chat = { $name } har inget konto i chatten. Välj någon annan, eller ring.
refused-unknown-person = Ditt konto finns inte i beredskapslistan, så jag vet inte vem du är. Be den som sköter listan lägga till ditt konto: { $account }
refused-not-lead = Bara den som leder larmet kan göra det ({ $lead }).
refused-lead-ring = { $actor } kan inte frågas i chatten. Ring { $who }.
refused-not-lead-bare = Bara den som leder larmet kan göra det.
refused-not-lead-or-coordinator = Bara den som leder larmet, eller områdets samordnare, kan göra det ({ $lead }).
refused-not-lead-or-coordinator-bare = Bara den som leder larmet, eller områdets samordnare, kan göra det.
refused-not-coordinator = Bara samordnaren eller den som leder larmet kan göra det.
refused-not-participant = Bara de som är kallade till larmet kan göra det.
refused-done-already = Redan klar: { $item }
refused-not-now = Det går inte i det här läget: { $why }
refused-already-alarm = graden är redan larm.
refused-already-public = ärendet är redan offentligt.
refused-already-neighbours = grannkommunerna är redan larmade.
refused-no-neighbours = larmet har inga grannkommuner angivna.
refused-lead-other = Frågan gäller { $actor }, och du har inte jouren där.
refused-unclear-press = Den knappen känner jag inte igen. Skriv /larm hjälp.
refused-unclear-press-telegram = Den knappen känner jag inte igen. Skriv /hjalp.
refused-gone = Det finns inte längre.

## Raising the alarm

form-title = Larma
form-submit = Larma
form-close = Avbryt
form-did-not-open = Formuläret gick inte att öppna. Försök igen om en stund.
form-municipality = Kommun
form-municipality-hint = Skriv de första bokstäverna
form-kind = Slag
form-codename = Kodnamn
form-codename-hint = Ett påhittat namn. Aldrig företagets.
form-deadline = Svar senast
form-grade = Grad
form-grade-advance = förvarning
form-grade-alarm = larm
form-tempo = Tempo
form-tempo-acute = akut
form-tempo-drawn-out = utdragen
form-secrecy = Sekretess
form-secrecy-open = öppen
form-secrecy-restricted = begränsad
form-secrecy-secret = hemlig
form-facts = Fakta
form-facts-hint = En uppgift per rad, t.ex. "Effekt vid start: 25 MW". Skriv ? när den saknas. Aldrig säkerhetsskyddsklassificerade uppgifter.
form-actors = Aktörer
form-unticked = Bortvalda aktörer
form-actors-hint = Ta bort dem som inte ska kallas
form-actors-empty = Välj kommun först, så föreslås aktörerna
form-contacts = Kontaktvägar
form-contacts-hint = Telefonnummer, möteslänk, reservväg
form-meeting = Startmöte
form-meeting-hint = T.ex. lör 28 nov 10:00, med länk
form-neighbours = Grannkommuner
form-neighbours-hint = Nämns i larmet; kallas när du trycker Larma grannkommuner
form-intro = Tre fält räcker. Resten kan fyllas i senare. När utmaningen är för stor för kommunen ensam är det dags att larma.
error-required = Fyll i det här fältet.
error-municipality = Jag känner inte igen kommunen "{ $text }". Menade du { $nearest }?
error-kind = Jag känner inte igen slaget "{ $text }". Välj etablering, expansion, nedläggning, varsel eller lågkonjunktur.
error-codename-long = Kodnamnet får vara högst 60 tecken.
error-too-long = { $field } får vara högst { $most } tecken; det här är { $length }. Korta ner och skicka igen.
error-deadline-past = Svarsdatumet har redan varit. Välj en tid framåt.
error-deadline-unclear = Jag förstod inte tiden. Skriv till exempel 11/12 kl 12, fredag 15 eller 2026-12-11 12:00.
error-may-not = Du har inte rätt att larma för { $municipality }. Kontakta { $callers }
error-may-not-nobody = Du har inte rätt att larma för { $municipality }, och ingen i beredskapslistan har det heller. Be den som sköter listan lägga till en aktör med may_alarm.
error-may-not-at-all = Du har inte rätt att larma för någon kommun. Kontakta { $callers }
error-whom-to-call = Behöver det larmas nu? Kontakta { $callers }
error-already-open = Larmet { $codename } för { $municipality } är redan öppet som #{ $number }. Inget nytt larm skapades.
raised-heading = Larm #{ $number } är utlöst: { $codename }
raised-text = { $count ->
    [one] En aktör kallas.
   *[other] { $count } aktörer kallas.
 }
raised-channel = Kanalen ställs i ordning.
raised-leads = Du ser här vad du kan göra som ledare.
raised-orphans = Ingen aktör finns för: { $themes }
raised-no-coordinator = Området har ingen samordnare i beredskapslistan. Du får veta vilka som inte svarar.
raised-no-channel = Kanalen till larm #{ $number } kunde inte skapas ({ $error }). Larmet går ut ändå, och svaren syns i /larm läge.
raised-lead-asked = { $actor } är tillfrågad om att leda.
raised-lead-asked-later = { $actor } tillfrågas om att leda när de öppnar, { $at }. Du leder tills någon där svarar.
raised-lead-ring = { $actor } kan inte frågas i chatten om att leda. Ring { $who }. Du leder så länge.
raised-no-lead = Kommunen har ingen aktör som kan leda. Någon i kommunen behöver utses.
raised-nobody = Ingen aktör i beredskapslistan täcker { $municipality } för { $kind }. Ring dem som behövs, och be den som sköter listan lägga till aktörer.
raised-all-unticked = Alla aktörer är bortvalda i formuläret: ingen kallas.

## Lead

lead-asked-heading = Tar ni ledningen? { $codename }
lead-asked-text = { $who } ({ $organisation }) har larmat om { $kind } i { $municipality }. Kommunen leder normalt. Tryck Ta ledningen om { $actor } gör det.
lead-offered-text = { $who } vill lämna över ledningen till { $actor }. Tryck Ta ledningen för att ta över.
lead-changed = { $who }, { $actor }, leder nu larmet { $codename }.
lead-accepted-elsewhere = Ledningen är redan tagen av { $who }.
lead-card-heading = Du leder larmet { $codename }

## The region's notice

region-notice-heading = Ett larm i länet
region-notice-open = Ett larm om { $kind } i { $municipality } är utlöst: { $codename }. { $lead } leder. Ni behöver inte svara.
region-notice-secret = Det finns ett hemligt ärende i länet.
region-notice-finished = Ett larm om { $kind } i { $municipality }, { $codename }, har varit utlöst och är avslutat. Ni behöver inte göra något.
region-notice-called_off = Ett larm om { $kind } i { $municipality }, { $codename }, har varit utlöst och är avblåst. Ni behöver inte göra något.
region-notice-was-secret = Det har funnits ett hemligt ärende i länet. Det är avslutat.

## Channel

channel-topic = { $codename } · { $kind }{ $municipality } · #{ $number } · leder: { $lead }
rules-heading = Spelregler
rules-lead = Leder: { $lead }. Bara den som leder höjer graden, avslutar och talar utåt.
rules-who = Här ser alla i kanalen allt. Den kallade får i sitt meddelande kodnamn, slag, svarsdatum och sina teman.
rules-share-open = Sekretess öppen: uppgifterna får delas med dem som behöver dem.
rules-share-restricted = Sekretess begränsad: fakta stannar i kanalen. Skriv aldrig företagets namn. För inget vidare.
rules-share-secret = Sekretess hemlig: inga fakta här. De finns i kommunens eget system. Skriv aldrig företagets namn.
rules-share-public = Ärendet är offentligt: det som är publicerat får delas. Fakta som inte är publicerade stannar i kanalen.
rules-record = Allt som skrivs här kan vara allmän handling och lämnas ut efter sekretessprövning.
rules-silent = Ingen läser med i det tysta: medlemmarna syns i kanalen, och nya medlemmar nämns.
rules-classified = Säkerhetsskyddsklassificerade uppgifter får aldrig finnas i chatten.
rules-groups = Bygger på: { $groups }
facts-heading = Fakta
facts-none = Inga uppgifter är lämnade ännu.
facts-secret = Ärendet är hemligt: fakta finns bara i kommunens eget system. Fråga den som leder.
facts-not-here = Ett hemligt ärendes fakta sparas inte här: de hör hemma i kommunens eget system. Jag frågar inte efter dem, och det du eventuellt hade skrivit är borttaget.
facts-missing = Saknas
facts-contacts = Kontaktvägar
facts-meeting = Nästa möte
facts-meeting-none = Ingen tid satt. Sätt startmöte inom ett dygn.
facts-neighbours = Grannkommuner
facts-reply = Svar senast
members-heading = Finns inte i kanalen
members-no-slack = { $name } ({ $actor }): har inget Slack-konto
members-refused = { $name } ({ $actor }): kunde inte bjudas in ({ $reason })
calls-heading = Ringlista
calls-text = De här aktörerna nås inte i chatten. Ring, och bocka av.
calls-line = { $actor }, { $organisation }: { $name } { $phone }
calls-no-phone = telefonnummer saknas
calls-done = { $actor }: nådd { $at }, noterat av { $who }
calls-more = … och { $count } till, att bocka av när andra är klara
published-text = { $who } har tryckt Offentligt. { $count ->
    [one] En aktör till kallas.
   *[other] { $count } aktörer till kallas.
 }
upgraded-text = { $who } har höjt graden till larm. { $count ->
    [one] En aktör till kallas.
   *[other] { $count } aktörer till kallas.
 }
neighbours-text = { $who } har larmat grannkommunerna { $names }. { $count ->
    [one] En aktör till kallas.
   *[other] { $count } aktörer till kallas.
 }
amended-text = { $who } har fyllt i: { $fields }

## Checklist

checklist-heading = { $theme }
checklist-progress = { $done } av { $total } klara
checklist-due = senast { $moment }
counted-h = { $count ->
    [one] 1 timme
   *[other] { $count } timmar
 }
counted-ad = { $count ->
    [one] 1 arbetsdag
   *[other] { $count } arbetsdagar
 }
checklist-event = { $phase }
checklist-owner = ansvar: { $owner }
checklist-owned = tagen av { $owner }
checklist-done = Klar { $at } av { $who }
checklist-by-larm = larm
checklist-overdue = FÖRSENAD
template-heading = Mall: { $item }
chase-heading = Försenat i checklistan
chase-line = { $item } ({ $theme }), skulle vara klart { $moment }, { $owner }
chase-nobody = ingen har tagit den
chase-own = { $codename }: { $count ->
    [one] en av dina punkter är försenad
   *[other] { $count } av dina punkter är försenade
 }
chase-own-line = { $item }, skulle vara klart { $moment }
chase-summary = { $codename }: { $count ->
    [one] en punkt är försenad
   *[other] { $count } punkter är försenade
 }

## Situation

situation-heading = Lägesbild: { $codename }
situation-heading-final = Slutläge: { $codename }
situation-head = { $kind } · { $grade } · #{ $number }
situation-head-public = { $kind } · { $grade } · #{ $number } · offentligt
situation-municipality = Kommun
situation-lead = Leder
situation-reply = Svar senast
situation-left = { $moment } ({ $left } kvar)
situation-left-past = { $moment } (har passerat)
situation-meeting = Nästa möte
situation-matrix = Tema och nivå
situation-actors = Aktörer
situation-at = Läget { $at }
situation-tasks = Checklista
situation-tasks-value = { $done } av { $total } klara, { $overdue } försenade
situation-answers = Svar
situation-answers-value = { $settled } av { $total } aktörer har svarat
cell = { $level }: { $words }
actor-line = { $actor } ({ $organisation }): { $state }
state-waiting = väntar
state-waiting-for = väntar på { $who }
state-waiting-declined = väntar på { $who } ({ $declined } kan inte)
state-parked = parkerad till { $until }
state-acknowledged = kvitterad { $at }, { $who }
state-acknowledged-hours = kvitterad { $at }, { $who }, { $hours } h denna vecka
state-phoned = kvitterad { $at } (per telefon)
state-joining = ansluter { $moment }, { $who }
state-substitute = ersättare { $substitute }, skickad av { $who }
state-taken-over = övertagen { $at }, { $who }
state-declined = kan inte ({ $who })
state-unanswered = obesvarad
undelivered = Ej levererat
undelivered-line = { $who } i { $platform }: { $count ->
    [one] ett utskick
   *[other] { $count } utskick
 } gick inte fram ({ $error }).
undelivered-channel = kanalen
undelivered-for-channel = { $who } i { $platform }: { $count ->
    [one] ett utskick
   *[other] { $count } utskick
 } väntar på att kanalen skapas.
undelivered-behind = { $who } i { $platform }: { $count ->
    [one] ett utskick
   *[other] { $count } utskick
 } hörde till något som inte gick fram.
mend-archived = Kanalen är arkiverad: återställ den i Slack, så når nästa utskick fram.
mend-gone = Kanalen finns inte längre: för samtalet vidare någon annanstans.
mend-create = Kanalen kunde inte skapas: be en administratör i Slack tillåta det. Sedan kan den som leder försöka igen.
mend-full = Det är fullt där: be en administratör i Slack om plats.
mend-account = Kontot finns inte längre: rätta beredskapslistan, och ring så länge.
mend-blocked = Personen har blockerat boten i Telegram: ring, och be om ett tryck på Start.
mend-start = Personen har inte tryckt på Start i Telegram: ring, och be om det.
mend-once = Anslutningen bröts, så det kan ha kommit fram ändå. Ingen sammanfattning skickas två gånger.
uninvited-line = { $names } kunde inte bjudas in i kanalen ({ $error }): be en administratör i Slack om hjälp, och håll dem underrättade så länge.
shut-token = { $platform } släpper inte in boten ({ $error }): inget når fram där, och allt väntar. Säg till den som driver boten att byta dess nyckel. Ring så länge.
shut-scope = { $platform } låter inte boten göra allt ({ $error }): en del väntar. Säg till den som driver boten att ge den behörighet; larm check säger vilken.

word-waiting = väntar
word-parked = parkerad
word-acknowledged = kvitterad
word-joining = ansluter
word-substitute = ersättare
word-taken_over = övertagen
word-declined = kan inte
word-unanswered = obesvarad
word-missing = saknas

## Coordinator

coordinator-heading = Att samordna: { $codename }
coordinator-heading-secret = Att samordna: ett hemligt ärende i länet (#{ $number })
coordinator-summary = { $codename }: { $count ->
    [one] en rad behöver dig
   *[other] { $count } rader behöver dig
 }
coordinator-text = De här har inte svarat eller saknas. Tryck Tar över på det du tar hand om.
coordinator-superseded = Det finns en nyare lista längre ner i konversationen.
coordinator-empty = Allt är besvarat eller övertaget.
coordinator-nothing-now = Inget att göra just nu: de som inte har svarat påminns.
coordinator-unanswered = { $actor } ({ $organisation }): obesvarad. Kallade: { $asked }
coordinator-waiting = { $actor } ({ $organisation }): { $state }
coordinator-secret = En kallad aktör har inte svarat
coordinator-orphan = { $theme }: saknas på lokal nivå och har ingen annan aktör
coordinator-closed = { $theme }: ingen inom arbetstid förrän { $until }
coordinator-no-chat = { $actor } ({ $organisation }): nås inte i chatten, ring { $phone }

## Why

why-heading = Varför: { $codename }
why-row = Rad i beredskapslistan
why-row-value = { $actor } ({ $level }, { $area }); i beredskap nu: { $person }
why-whole-country = hela landet
why-rule = Kallas därför att
why-rule-area = området omfattar { $municipality } och aktören svarar för { $kind }.
why-rule-neighbour = { $municipality } är grannkommun och ledaren har tryckt Larma grannkommuner.
why-rule-public = ledaren har tryckt Offentligt.
why-rule-advance = förvarning går till kommunens, regionens och länsstyrelsens aktörer.
why-rule-stands-in = Svarar även för { $themes }, som saknar lokal aktör.
why-tried = Hittills
why-not-tried = Ingen är kallad ännu.
why-step-on_call = i beredskap
why-step-deputy = ersättare
why-step-next_on_call = näst på tur
why-step-chief = chef
why-step-coordinator = samordnare
why-step-sent = ersättare eller påminnelse
why-skipped-nobody = Hoppade över { $role }: ingen att kalla.
why-skipped-asked = Hoppade över { $role }: { $who } är redan kallad.
why-page = { $at } { $who } ({ $role }, försök { $attempt }). { $outcome }
why-on-the-list = står på samordnarens lista
why-delivered = levererad { $at }
why-buried = gick inte fram ({ $error })
why-withdrawn = återtagen, behövdes inte längre
why-sending = skickas nu
why-queued = väntar på sin tur
why-retried = försök { $attempt } misslyckades ({ $error }), nytt försök om { $seconds } s
why-next = Härnäst
why-next-none = Inget mer sker av sig självt.
why-next-exhausted = Inget mer sker av sig självt: ordningen är slut, och samordnaren har raden på sin lista.
why-next-page = { $at } kallas { $who } ({ $role }).
why-next-park = { $at } ser jag efter igen; aktören har öppet från { $until }.
why-next-exhaust = { $at } är ordningen slut, och samordnaren får raden på sin lista.
why-next-check = { $at } ser jag efter igen.
why-wait-hours = Inte förr: utanför aktörens tider skickas inget, och den har öppet från { $until }.
why-wait-answer = Inte förr: { $answer }
why-wait-first = Inget har hunnit skickas ännu.
why-wait-delivery = Inte förr: det senaste meddelandet har inte gått fram ännu. Kan ingen ta emot det går ordningen vidare genast.
why-wait-patience = Inte förr: tålamodet är { $patience } från leveransen { $at }.
why-more = { $count ->
    [one] En aktör till. Skriv aktörens namn efter kommandot.
   *[other] { $count } aktörer till. Skriv aktörens namn efter kommandot.
 }
why-unknown = Ingen aktör i larmet heter "{ $text }". Här finns: { $actors }
why-nothing-open = Alla i larmet { $codename } har svarat. Skriv en aktörs namn efter kommandot.

## Digest

digest-heading = Lägessammanfattning: { $codename }
digest-summary = Lägessammanfattning { $codename }, { $day }
digest-days-left = { $days ->
    [0] Svaret ska lämnas i dag.
    [one] En dag kvar till svaret.
   *[other] { $days } dagar kvar till svaret.
 }
digest-days-past = Svarsdatumet har passerat.
digest-no-deadline = Inget svarsdatum är satt.
digest-unanswered = Obesvarat
digest-overdue = Försenat
digest-done = Klart sedan förra sammanfattningen
digest-joining = Ansluter, eller har skickat ersättare
digest-none = inget
digest-personal-heading = Lägessammanfattning: det här väntar på dig
digest-personal-summary = Lägessammanfattning: { $count ->
    [one] en sak väntar på dig
   *[other] { $count } saker väntar på dig
 }
digest-personal-callout = { $codename }: { $actor } väntar på ditt svar
digest-personal-task = { $codename }: { $item }, { $moment }

## Ending

finish-title = Avsluta larmet
finish-outcome = Utfall
finish-outcome-hint = Hur gick det? En eller två meningar.
finish-lesson-1 = Lärdom 1
finish-lesson-2 = Lärdom 2
finish-lesson-3 = Lärdom 3
finish-submit = Avsluta
call-off-title = Avblås larmet
call-off-reason = Skäl
call-off-reason-hint = Varför blåses larmet av? Det står i meddelandet till alla.
call-off-submit = Avblås
ended-heading = Larmet { $codename } är avslutat
called-off-heading = Larmet { $codename } är avblåst och avslutat
ended-outcome = Utfall
ended-reason = Skäl
ended-lessons = Lärdomar
ended-by = Avslutat av { $who }.
ended-channel = Kanalen arkiveras { $at }.
ended-thanks = Tack för insatsen!

## Dialogues and forms around answers

later-title = Ansluter senare
later-field = När ansluter du?
later-submit = Spara
later-ask = { $actor } i { $codename }: när ansluter du? Välj, eller skriv en tid (16:30, imorgon 8, om en timme).
substitute-title = Skickar ersättare
substitute-field = Ersättare
substitute-hint = Sök på namn i beredskapslistan
substitute-submit = Skicka
substitute-ask = { $actor } i { $codename }: vem skickar du? Välj, eller skriv en del av namnet.
substitute-none = Ingen i beredskapslistan heter något med "{ $text }". Skriv ett annat namn.
decline-title = Kan inte
decline-field = Varför?
decline-hint = Frivilligt. Hjälper samordnaren.
decline-submit = Skicka
decline-ask = { $actor } i { $codename }: noterat, nästa i ordningen kallas. Varför kan du inte? Välj, skriv själv, eller hoppa över.
decline-ill = Sjuk
decline-away = Ledig
decline-busy = Upptagen
decline-wrong = Fel person
hours-title = Timmar denna vecka
hours-field = Timmar
hours-submit = Spara
hours-ask = { $actor } i { $codename }: hur många timmar kan du lägga den här veckan? Välj, eller skriv ett tal.
hours-unclear = Skriv ett helt tal mellan 0 och 80.
hand-over-title = Lämna över
hand-over-field = Ny ledare
hand-over-submit = Fråga
hand-over-ask = { $codename }: vilken aktör ska ta över ledningen?
finish-ask-outcome = { $codename }: hur gick det? Skriv utfallet i en eller två meningar.
finish-ask-lesson = Skriv lärdom { $number } av 3, eller hoppa över.
call-off-ask = { $codename }: varför blåses larmet av? Skriv ett skäl.
finish-confirm = Avsluta larmet { $codename }?
call-off-confirm = Avblås larmet { $codename }?
ask-municipality = Vilken kommun gäller det? Skriv namnet.
ask-kind = Vad gäller det?
ask-codename = Vilket kodnamn? Hitta på ett, aldrig företagets namn.
ask-confirm-heading = Larma?
ask-more = Vad vill du fylla i?
ask-more-of = { $codename }: vad vill du fylla i?
ask-value-now = Nu: { $value }
dialogue-ready = Klart.
ask-value = { $field }: skriv ett värde.
ask-choice = { $field }: välj.
dialogue-cancelled = Avbrutet. Inget är sparat.
dialogue-nothing = Det finns inget att avbryta.
dialogue-stale = Den frågan gäller inte längre.
dialogue-skipped = Tack, det räcker så.

## The channel that could not be created

button-channel-again = Försök skapa kanalen igen
said-channel-again = Jag försöker igen. Går det inte får du veta varför.
refused-channel-made = kanalen finns redan, eller är på väg
channel-made = Kanalen till larm #{ $number } är skapad. Det som väntade på den kommer nu dit.
channel-tried-again = Nytt försök är gjort: se längre ner.

## Taking over

taken-over-heading = Du har tagit över i { $codename }
taken-over-text = Du svarar nu för { $actor }, och deltar i larm #{ $number }.
card-superseded = { $lead } leder nu, och har knapparna.
## Shifts

button-give = Lämna bort
button-swap = Byt
button-fill = Bemanna
button-more-shifts = Visa fler
button-away = Jag är borta
button-take-now = Jag tar passet nu
button-take-shift = Ta passet
button-no-thanks = Nej tack
button-withdraw = Dra tillbaka
button-someone-else = Någon annan
shift-mine-heading = Dina pass
shift-mine-none = Du har inga pass de närmaste åtta veckorna.
shift-actor-heading = Pass: { $actor }
shift-line = { $when }: { $what }
shift-now = nu till { $until }
shift-span = { $start } – { $until }
shift-more = { $count ->
    [one] Ett pass till, längre fram.
   *[other] { $count } pass till, längre fram.
 }
shift-changed = Passet har ändrats sedan listan visades. Skriv /larm mina pass, så får du en ny lista.
shift-not-yours = Passet är inte ditt. Bara den som har det, chefen för { $actor } och områdets samordnare kan ändra det.
shift-not-for-you = Bara chefen och områdets samordnare kan ändra passen hos { $actor }.
shift-ended-person = { $name } har slutat enligt beredskapslistan, så inget ändras. Be den som sköter listan rätta raden.
shift-person-unknown = Den personen finns inte i beredskapslistan. Sök på ett annat namn.
shift-actor-unknown = Ingen aktör heter "{ $text }". Skriv en del av aktörens eller organisationens namn.
shift-actor-several = Flera aktörer passar in på "{ $text }": { $actors }. Skriv mer av namnet.
shift-give-ask = { $actor }, { $when }: vem ska ta passet?
shift-give-note = Du har passet tills den du frågar har tagit det.
shift-give-nobody = Ingen annan hos { $actor } kan ta det. Tryck Någon annan och sök på namn.
shift-give-same = { $who } har redan passet.
shift-given = { $who } har nu passet och får veta det: { $when }, { $actor }.
shift-given-unheard = { $who } har nu passet, men har inget konto i chatten. Ring och berätta: { $when }, { $actor }.
shift-no-chat = { $who } har inget konto i chatten och kan inte svara. Välj någon annan, eller be chefen ge bort passet.
shift-hindered = { $who } kan inte ta hela passet: frånvarande då, eller har slutat. Välj någon annan.
shift-hindered-self = Du är frånvarande under passet, så du kan inte ta det. Tryck Tillbaka på frånvaron i /larm mina pass först.
shift-swap-ask = { $actor }, { $when }: vilket pass vill du ha i stället?
shift-swap-note = Inget ändras förrän den andra har sagt ja.
shift-swap-none = Ingen annan har ett kommande pass hos { $actor } som går att byta mot det här. Lämna bort passet i stället.
shift-swapped = Bytt: { $who } och { $other } har varandras pass, och får veta det.
shift-take-ask = { $actor }
shift-take-which = Vilket pass tar du nu?
shift-take-more = … och { $count } till. Skriv aktörens namn efter kommandot.
shift-take-all = Du har redan passet hos alla dina aktörer.
shift-take-none = Du hör inte till någon aktör i beredskapslistan.
shift-take-not-yours = Du hör inte till { $actor }, så du kan inte ta passet där. Be aktörens chef.
shift-take-already = Du har redan passet hos { $actor }.
shift-taken = Du har passet hos { $actor } från nu till { $until }. { $who } får veta det.
shift-taken-gap = Du har passet hos { $actor } från nu till { $until }. Ingen hade det.
shift-told-taken = { $to } har tagit ditt pass: { $when }, { $actor }. Du har det inte längre.
shift-told-away = { $by } har gett ditt pass till { $to }: { $when }, { $actor }. Du har det inte längre.
shift-told-got = { $by } har gett dig ett pass: { $when }, { $actor }. Passar det inte: skriv /larm mina pass.
shift-told-swapped = Bytt pass hos { $actor }: du har nu { $gets }, och { $other } har { $had }.
offer-heading = Kan du ta ett pass?
offer-give-line = { $who } vill lämna ett pass till { $other }: { $when }, { $actor }.
offer-swap-line = { $who } vill byta pass med { $other }: { $when } mot { $returned }, { $actor }.
offer-lapses = Frågan gäller till { $at }. Inget ändras om du inte svarar.
offer-made = { $who } har fått frågan. Du har passet tills { $who } har svarat ja.
offer-already = { $who } har redan fått frågan och har inte svarat.
offer-accepted = Klart, passet är ditt: { $when }, { $actor }.
offer-declined = Noterat. Inget är ändrat.
offer-declined-told = { $who } tackade nej till passet: { $when }, { $actor }. Du har det fortfarande.
offer-lapsed-told = Frågan till { $who } gäller inte längre, passet har börjat eller ändrats: { $when }, { $actor }.
offer-ended-told = { $who } har slutat enligt beredskapslistan och kan inte ta passet: { $when }, { $actor }. Du har det fortfarande. Fråga någon annan med /larm mina pass.
offer-actor-ended-told = Frågan till { $who } gäller inte längre: { $actor } finns inte kvar i beredskapslistan, så passet { $when } är ingens.
offer-withdrawn = Frågan är återtagen. Inget är ändrat.
offer-overtaken = Frågan gäller inte längre: passet har börjat eller ändrats.
offer-not-yours = Frågan är inte ställd till dig. Inget är ändrat.
offer-is-accepted = Svar: ja. Passet har bytt ägare.
offer-is-declined = Svar: nej tack.
offer-is-withdrawn = Frågan är återtagen.
offer-is-lapsed = Frågan gäller inte längre: passet har börjat eller ändrats.
shift-else-ask = { $actor }: vem ska ta passet? Skriv en del av namnet.
shift-else-which = Vem av dem?
shift-else-field = Vem ska ta passet?
duty-else-title = Lämna bort passet
duty-else-submit = Fråga
button-save = Spara
button-returned = Tillbaka
away-title = Jag är borta
away-submit = Visa
away-from = Från och med
away-until = Till och med
away-form-hint = Inget sparas ännu: du får först se vilka pass det gäller.
away-hint = När är du borta? Skriv till exempel /larm borta 1/12-14/12, eller tryck på knappen.
away-ask = När är du borta? Skriv till exempel 1/12-14/12, imorgon, v 51, eller fredag 12 till måndag 8.
away-unclear = Jag förstod inte tiden. Skriv till exempel 1/12-14/12, imorgon, v 51, eller fredag 12 till måndag 8.
away-past = Slutet ligger före början, eller har redan varit. Välj en senare dag.
away-long = Högst ett år i taget. Är du borta längre: be den som sköter listan ändra schemat.
away-heading = Borta { $when }
away-line = Borta { $when }
away-days-now = nu till och med { $until }
away-meaning = Det betyder
away-covered = • { $when }, { $actor }: { $who } har passet.
away-gap = • { $when }, { $actor }: INGEN har passet. { $who } får veta det.
away-gap-unheard = • { $when }, { $actor }: INGEN har passet, och ingen chef eller samordnare finns att säga till. Ordna en ersättare med Lämna bort i /larm mina pass.
away-no-shifts = Du har inga pass då. Ingen kallar dig under tiden.
away-not-yet = Inget är sparat förrän du trycker Spara.
away-saved = Sparat: du är borta { $when }. Du kallas inte då.
away-saved-already = Den frånvaron är redan sparad.
away-taken-back = Välkommen tillbaka: frånvaron { $when } är borttagen, och dina pass är dina igen.
away-over = Den frånvaron är redan slut eller borttagen.
away-not-yours = Frånvaron är inte din. Bara den som är borta kan ta tillbaka den.
away-in-file = Den frånvaron står i beredskapslistans fil. Be den som sköter listan ta bort raden.
away-told = { $who } är borta, så du har de här passen:
away-back-told = { $who } är tillbaka och har de här passen igen; du har dem inte längre:
away-gap-told = { $who } är borta, och ingen har jouren för { $actor } då:
away-gap-mended = { $who } är tillbaka och har jouren för { $actor } igen:
handoff-heading = Din jour det kommande dygnet
handoff-on = Nu har du jouren för { $actor }, till { $until }.
handoff-relieves = Du avlöser { $who }.
handoff-off = Du är avlöst av { $who } hos { $actor }. Tack för passet!
handoff-off-gap = Ditt pass hos { $actor } är slut. Ingen har jouren efter dig.
handoff-on-several = Nu har du jouren för { $count } aktörer:
handoff-on-line = • { $actor }, till { $until }. Du avlöser { $who }.
handoff-on-line-alone = • { $actor }, till { $until }.
handoff-off-several = Dina pass hos { $count } aktörer är slut. Tack för passen!
handoff-off-line = • { $actor }: du är avlöst av { $who }.
handoff-off-line-alone = • { $actor }: ingen har jouren efter dig.
handoff-alarms = Öppna larm
handoff-alarm = • { $alarm }, { $actor }: { $state }
handoff-no-alarms = Inga öppna larm.
## Gaps

gaps-heading = Luckor: { $place }
gaps-matrix-heading = Tema och nivå: { $place }
gaps-matrix-empty = saknas: { $levels }
gaps-none = Inga luckor: alla teman har lokal jour, och ingen aktör står utan beredskap de kommande { $weeks } veckorna.
gaps-all-local = Alla teman har lokal jour
gaps-themes = { $count ->
    [one] 1 tema saknar lokal jour
   *[other] { $count } teman saknar lokal jour
 }
gaps-themes-nobody = , varav { $count } saknar allt
gaps-actors-lacking = { $count ->
    [one] 1 aktör har ingen i beredskap nu
   *[other] { $count } aktörer har ingen i beredskap nu
 }
gaps-missing = Saknar lokal jour, i stället svarar
gaps-nowhere = Saknas på alla nivåer
gaps-to = Dessa går till samordnaren: { $who }
gaps-no-coordinator = Ingen samordnare finns.
gaps-nobody-now = ingen i beredskap nu
gaps-lacking = Ingen i beredskap nu
gaps-lacking-line = { $actor }: till { $until }.
gaps-at-least = minst { $moment }
gaps-weak = Sårbart
gaps-on-one-person = Hänger på en person: { $names }
gaps-unreachable = Nås inte i chatten (kontot svarar inte, eller Start är aldrig tryckt): { $names }
gaps-without-chat = Nås bara per telefon eller e-post: { $names }
gaps-unconfirmed = Har inte bekräftat sin rad: { $names }
gaps-coming = Luckor de kommande { $weeks } veckorna
gaps-coming-line = { $begins } till { $ends }: { $actor } ({ $themes }).
gaps-instead = { $who } kallas i stället.
gaps-instead-nobody = Ingen kallas i stället.
gaps-next = nästa lucka { $moment }
gaps-follows = sedan { $who } { $moment }
gaps-more = … och { $count } till
few-of-many = { $names } och { $count } till
gaps-municipalities = Kommunerna, de svagaste först
gaps-clear = { $count ->
    [one] 1 kommun har inga luckor.
   *[other] { $count } kommuner har inga luckor.
 }
gaps-area = { $count } av { $all } kommuner har luckor.
gaps-area-none = Inga luckor i någon kommun de kommande { $weeks } veckorna.
gaps-country = Luckor hos de aktörer som svarar för hela landet:
gaps-country-none = Inga luckor hos de aktörer som svarar för hela landet, de kommande { $weeks } veckorna.
gaps-shared-lacking = Gemensamma aktörer utan beredskap nu
gaps-shared-coming = Gemensamma aktörers luckor de kommande { $weeks } veckorna
gaps-ask = Vilken kommun eller vilket län? Skriv till exempel /larm gaps Söderhamn eller /larm gaps Gävleborgs län.
gaps-ask-telegram = Vilken kommun eller vilket län? Skriv till exempel /gaps Söderhamn eller /gaps Gävleborgs län.
gaps-unknown = Jag hittar varken kommun eller län för "{ $text }". Närmast: { $nearest }.
gaps-weekly-none = Inga luckor den här veckan: { $place }.
gaps-weekly-more = Skriv "/larm gaps { $place }" i Slack eller "/gaps { $place }" direkt till mig i Telegram för hela bilden.
button-show-whole = Visa hela
form-gaps-local = { $count ->
    [one] 1 tema saknar lokal jour: { $themes }.
   *[other] { $count } teman saknar lokal jour: { $themes }.
 }
form-gaps-instead = { $actors } svarar i stället.
form-gaps-nobody = { $count ->
    [one] 1 tema saknas på alla nivåer: { $themes }.
   *[other] { $count } teman saknas på alla nivåer: { $themes }.
 }
form-gaps-coordinator = Samordnaren svarar i stället: { $actor }.
form-gaps-lacking = Ingen i beredskap nu: { $actors }.
## Keeping the roster true

button-wrong-person = Fel person
mend-asked = { $who } ombeds rätta beredskapslistan.
mend-asked-nobody = Listan har ingen chef eller samordnare att fråga: säg till den som sköter beredskapslistan.
keeper-heading = Beredskapslistan
keeper-summary = Beredskapslistan: { $count ->
    [one] en sak att se över
   *[other] { $count } saker att se över
 }
keeper-how = Rätta raden i beredskapslistans fil och läs in den, eller be den som sköter listan.
keeper-how-account = Ett nytt Telegramkonto kopplar du själv: /larm koppla NAMN i Slack, /koppla NAMN i Telegram.
keeper-more = … och { $count } till
keeper-wrong-person = { $who } kallades för { $actor } { $at } och svarar Fel person. Nästa i ordningen kallades genast. Rätta vem som har beredskap.
keeper-wrong-person-drill = ÖVNING: { $who } kallades för { $actor } { $at } och svarar Fel person. Listan ska rättas på riktigt: ändra vem som har beredskap.
keeper-wrong-row = { $who } säger att raden i beredskapslistan inte stämmer: "{ $said }". Raden nu: { $row }
keeper-unconfirmed-list = { $count ->
    [one] En rad är inte bekräftad
   *[other] { $count } rader är inte bekräftade
 }
keeper-unconfirmed = { $who }: obekräftad sedan { $since }, trots påminnelser
keeper-disputed = { $who }: säger själv att raden inte stämmer (raden är från { $since })
keeper-ending = { $who } har sin sista dag i beredskapslistan { $until }. Därefter går inga larm dit.
keeper-ending-alone = Ingen annan har beredskap för { $actors }: utse en efterträdare.
keeper-account-blocked = { $who } har blockerat boten i { $platform } och nås inte av larm där. Be personen öppna boten och trycka på Start.
keeper-account-gone = { $who }s konto i { $platform } finns inte längre eller är avstängt, så larm når inte fram dit. Rätta kontot i raden { $id }.
keeper-linked = { $who } har kopplat ett konto i { $platform } till sin rad.

button-row-right = Stämmer
button-row-wrong = Stämmer inte
row-ask = Stämmer din rad i beredskapslistan?
row-ask-again = Påminnelse: stämmer din rad i beredskapslistan?
row-heading = Din rad i beredskapslistan
row-has-changed = Raden har ändrats sedan du fick frågan. Stämmer den nu?
row-confirmed = Tack! Din rad är bekräftad.
row-name = Namn
row-phone = Telefon
row-email = E-post
row-accounts-slack = Slack
row-accounts-telegram = Telegram
row-language = Språk
row-language-sv = svenska
row-language-en = engelska
row-until = Sista dag
row-until-none = ingen satt
row-missing = saknas
row-linked = kopplat
row-places = Aktör och roll
row-no-place = ingen aktör; du kan skickas som ersättare
row-place = { $actor }: { $roles }
row-stands-in = inhoppare enligt ett byte
row-shifts = i beredskap { $turn }, { $sharing } personer turas om
row-shifts-fixed = i beredskap, en av { $sharing } i en fast ringordning
row-shifts-alone = i beredskap, ensam
row-turn-hourly = { $every ->
    [one] timvis
   *[other] { $every } timmar i taget
 }
row-turn-daily = { $every ->
    [one] dygnsvis
   *[other] { $every } dygn i taget
 }
row-turn-weekly = { $every ->
    [one] veckovis
   *[other] { $every } veckor i taget
 }
row-turn-monthly = { $every ->
    [one] månadsvis
   *[other] { $every } månader i taget
 }
row-wrong-title = Stämmer inte
row-wrong-field = Vad stämmer inte?
row-wrong-hint = Till exempel: nytt telefonnummer 070-123 45 67
row-wrong-submit = Skicka
row-wrong-ask = Vad stämmer inte i din rad? Välj, eller skriv vad det ska stå.
row-wrong-empty = Skriv vad som inte stämmer.
row-ends = Din sista dag i beredskapslistan är { $until }. Därefter får du inga larm.
row-ends-tell = Stämmer det inte, säg till { $who }.
row-ends-tell-nobody = Stämmer det inte, säg till den som sköter beredskapslistan.
row-unconfirmed = { $who } (obekräftad sedan { $since })
raised-unconfirmed = Obekräftade rader i beredskapslistan bland de kallade: { $names }. Ring om svaret dröjer.
link-made = Ge den här länken till { $who }. Den som öppnar den i Telegram och trycker på Start får larmen för den raden, så lämna den direkt till personen. Den gäller en gång, till { $until }:
link-no-platform = Det finns ingen Telegrambot att koppla till: LARM_TELEGRAM_TOKEN är inte satt.
link-no-name = Telegrambotens namn är inte känt ännu. Starta larm run en gång med nät till Telegram, och försök igen.
link-nobody = Ingen i beredskapslistan heter "{ $text }". Skriv namnet, eller id som det står i filen.
link-several = Flera heter så. Skriv id: { $names }
link-not-yours = Bara chefen för aktören, eller områdets samordnare, kan koppla { $who }.
link-unknown = Länken känner jag inte igen. Be den som gav dig den om en ny.
link-used = Länken är redan använd. Be den som gav dig den om en ny.
link-replaced = Länken är ersatt av en nyare. Använd den senaste du fått.
link-expired = Länken har gått ut: den gäller i fjorton dagar. Be den som gav dig den om en ny.
link-row-gone = Raden som länken gäller finns inte längre i beredskapslistan.
link-other = Det här kontot hör redan till { $who }. Öppna länken från det konto som ska kopplas, eller be den som sköter listan rätta raden.
## Calendar

feed-name = Beredskap: { $whose }
feed-shift = Beredskap: { $actor }
feed-shift-of = { $who }: beredskap för { $actor }
feed-heading-own = Dina pass i din kalender
feed-heading-actor = Allas pass i din kalender: { $actor }
feed-how = Lägg in adressen i din kalender som prenumeration (från webbadress). Byten syns när kalendern hämtar nästa gång. Skriv en aktörs namn efter kommandot för allas pass hos aktören.
feed-secret = Den som har adressen kan läsa passen. Har den kommit på avvägar: tryck på Ny adress, så slutar den gamla att gälla genast.
feed-renewed = Här är en ny adress. Den gamla gäller inte längre.
feed-stopped = Adressen är avstängd. Kalendrar som hämtar från den får inget mer.
feed-gone = Det gäller inte längre. Fråga efter kalendern igen.
feed-no-public-url = Kalendern går inte att nå ännu. Be den som sköter larm att ange LARM_PUBLIC_URL, adressen som den nås på utifrån.
feed-unknown-actor = Jag hittar ingen aktör "{ $text }". Skriv en del av aktörens namn eller organisation.
feed-too-many = { $count } aktörer passar "{ $text }". Skriv mer, till exempel namn och kommun.
feed-which = Vilken aktörs pass?
feed-not-yours = Allas pass hos { $actor } visas för dem som hör till aktören och för områdets samordnare. Dina egna får du utan namn efter kommandot.
button-feed-renew = Ny adress
button-feed-stop = Stäng av
## Drills

button-start-drill = Starta övning
button-drop-drill = Ta bort
drill-title = Övning
drill-submit = Starta övning
drill-intro = Det här är en övning. Allt som skickas börjar med ÖVNING, och ingen utomstående kontaktas.
drill-intro-themes = Bara teman: { $themes }.
drill-intro-county = Övningen gäller hela { $county }: alla kommuner och länets egna aktörer.
drill-county = Län
drill-themes = Teman
drill-started = Övning #{ $number } är startad: { $codename }
drill-ask-place = Vilken kommun, eller vilket län, ska öva? Skriv namnet.
drill-ask-confirm = Starta övningen?
drill-may-not = Du har inte rätt att starta övningar för { $place }. Kontakta { $callers }
drill-may-not-nobody = Du har inte rätt att starta övningar för { $place }, och ingen i beredskapslistan har det.
drill-may-not-at-all = Du har inte rätt att starta övningar. Det har de som får larma för ett område, och dess samordnare.
drill-unknown-theme = Jag känner inte igen temat "{ $text }". Teman: { $themes }
drill-real-open = Övningen kan inte startas: { $alarm } pågår och berör samma personer.
drill-real-secret = ett larm
drill-ended-heading = Övningen { $codename } är slut
drill-called-off-heading = Övningen { $codename } är avbruten
drill-ended-finished = Övningen är slut.
drill-ended-called_off = Övningen är avbruten.
drill-over = Övningen har pågått i ett dygn och är slut.
drill-stopped = Ett riktigt larm går före, så övningen är avbruten. Inget mer behövs i övningen.
refused-in-drill = en övning berör ingen utanför den.
refused-lead-drill = { $actor } kan inte frågas i chatten. Ring inte, det är en övning: välj någon annan.
drill-already-open = Övningen { $codename } för { $municipality } pågår redan som #{ $number }. Ingen ny övning startades.
drill-municipalities = Kommuner i övningen
drill-nobody = Ingen aktör i beredskapslistan täcker { $municipality } för { $kind }: ingen kallas.
raised-lead-drill = { $actor } kan inte frågas i chatten om att leda. Ring inte, det är en övning: du leder.
summons-drill-county = Övningen gäller hela länet; { $municipality } är med.
calls-drill = De här aktörerna nås inte i chatten. Ring inte, det är en övning.
coordinator-no-chat-drill = { $actor } ({ $organisation }): nås inte i chatten. Ring inte, det är en övning.
template-drill = Det här är en övning: skicka inget till den som frågar. Mallen visar bara vad svaret skulle ha varit.
result-heading = Övningsresultat: { $codename }
result-place = Plats
result-lasted = Pågick
result-answered = Svarade
result-answered-value = { $answered } av { $total } aktörer
result-levels = Andel svar per nivå
result-themes = Andel svar per tema
result-share = { $group }: { $quarter } % inom 15 minuter, { $hour } % inom 1 timme, { $day } % inom 24 timmar ({ $count } aktörer)
result-all = alla
result-too-few = för få svar att visa: { $groups }
result-failures = Det som inte fungerade
result-no-failures = Inget att anmärka.
result-unreachable = { $count ->
    [one] Ett konto gick inte att nå
   *[other] { $count } konton gick inte att nå
 }, hos: { $actors }
result-unanswered = Obesvarat: { $actors }
result-not-kept = Svarade först, men ingen kom: { $actors }
result-taken-over = Utan eget svar, övertaget av samordnaren: { $actors }
result-parked = Hann inte öppna före slutet: { $actors }
result-missing = Teman som ingen har: { $themes }
result-calls = Nås bara per telefon, och ringdes inte: { $actors }
result-note = Svar är Kvittera, Ansluter senare och Skickar ersättare, räknade per aktör från det att det första meddelandet gick fram. Slutade övningen tidigare räknas svaren till dess. Grupper under tre visas inte.
plan-said = Planerad övning: { $plan }.
plan-moved = Tiden är flyttad till arbetstid.
plan-heading = Planerade övningar
plan-none = Inga övningar är planerade. Skriv till exempel /larm övning planera Söderhamn etablering Vårprov 2027-02-03 10:00 varje kvartal.
plan-none-telegram = Inga övningar är planerade. Skriv till exempel /ovning planera Söderhamn etablering Vårprov 2027-02-03 10:00 varje kvartal.
plan-line = { $codename }: { $kind } i { $place }, { $moment }
plan-line-themes = { $line } (teman: { $themes })
plan-repeat-none = { $line }
plan-repeat-monthly = { $line }, varje månad
plan-repeat-quarterly = { $line }, varje kvartal
plan-repeat-halfyearly = { $line }, varje halvår
plan-how = Skriv kommun eller län, slag, kodnamn och tid, till exempel: planera Söderhamn etablering Vårprov 2027-02-03 10:00 varje kvartal.
plan-no-moment = Jag förstod inte när. { $how }
plan-past = Tiden har redan varit. Välj en tid framåt.
plan-dropped = Borttagen: { $plan }.
plan-gone = Övningen är redan borttagen eller genomförd.
plan-not-yours = Bara den som planerade övningen, eller den som får starta övningar där, kan ta bort den.
plan-no-right = Den planerade övningen { $codename } ({ $place }) startade inte och är borttagen: { $who }, som planerade den, får inte längre starta övningar där. Planera den på nytt om den behövs.
plan-waits = Den planerade övningen { $codename } är uppskjuten. { $why } Nästa försök görs { $moment }, sedan varje arbetsdag.
plan-failed = Den planerade övningen { $codename } kunde inte startas. { $why }

## Commands

help-heading = Så fungerar larm
help-text = /larm öppnar formuläret. /larm Söderhamn etablering Lavskrika öppnar det ifyllt.
help-telegram-text = /larm frågar om kommun, slag och kodnamn, ett i taget.
help-commands =
    /larm läge – läget i ett larm
    /larm jour Söderhamn – vem som har beredskap
    /larm mina pass – dina kommande pass: lämna bort, byt, säg att du är borta
    /larm ta passet – ta jouren nu
    /larm borta 1/12-14/12 – du är borta
    /larm gaps Söderhamn – vad som saknas, nu och de kommande veckorna
    /larm kalender – dina pass i din egen kalender
    /larm varför – varför någon är kallad, eller inte ännu
    /larm uppgifter – dina uppgifter i beredskapslistan
    /larm koppla NAMN – länk som kopplar ett Telegramkonto
    /larm avblås – felaktigt eller återkallat larm
    /larm avsluta – avsluta med utfall och lärdomar
    /larm lämna över – lämna ledningen till en annan aktör
    /larm övning Söderhamn etablering Höstprov – öva hela kedjan
    /larm övningar – planerade övningar
    /larm hjälp – den här texten
help-commands-telegram =
    /lage – läget i ett larm
    /jour Söderhamn – vem som har beredskap
    /mina pass – dina kommande pass: lämna bort, byt, säg att du är borta
    /ta passet – ta jouren nu
    /borta 1/12-14/12 – du är borta
    /gaps Söderhamn – vad som saknas, nu och de kommande veckorna
    /kalender – dina pass i din egen kalender
    /varfor – varför någon är kallad, eller inte ännu
    /uppgifter – dina uppgifter i beredskapslistan
    /koppla NAMN – länk som kopplar ett Telegramkonto
    /avblas – felaktigt eller återkallat larm
    /avsluta – avsluta med utfall och lärdomar
    /lamna – lämna ledningen till en annan aktör
    /ovning Söderhamn etablering Höstprov – öva hela kedjan
    /ovningar – planerade övningar
    /avbryt – avbryt det du håller på med
    /hjalp – den här texten
help-number = Utanför ett larms kanal: skriv larmets nummer eller kodnamn efter kommandot.
help-number-telegram = Skriv larmets nummer eller kodnamn efter kommandot när flera är öppna.
help-unknown = Jag förstår inte "{ $text }".
help-unknown-municipality = Jag känner inte igen kommunen "{ $text }". Menade du { $nearest }?
help-only-text = Jag läser bara text och knappar. Skriv /hjalp, så visar jag vad jag kan.
direct-please = Skriv till mig direkt: { $link }
more-elsewhere = … Allt får inte plats här. /lage visar resten.
start-known = Hej { $name }! Det här kontot är kopplat till beredskapslistan: du får larm här, och svarar med en knapp. /larm larmar, /lage visar läget, /hjalp visar resten.
start-unknown = Hej! Ditt konto finns inte i beredskapslistan ännu. Be din chef om en länk som kopplar det (/larm koppla), eller ge det här numret till den som sköter listan: { $account }
status-none = Inga larm är öppna.
status-which = Flera larm är öppna. Skriv numret eller kodnamnet efter kommandot:
status-which-line = #{ $number } { $codename } ({ $municipality })
status-which-secret = #{ $number } { $codename }
status-unknown = Jag hittar inget larm "{ $text }".
status-not-yours = Du är inte kallad till det larmet.
status-secret = Läget i ett hemligt larm visas bara i Slack.
oncall-heading = I beredskap: { $municipality }
oncall-line = { $actor } ({ $organisation }): { $who }
oncall-hours = { $who } (öppet från { $until })
oncall-nobody = ingen
oncall-none = Ingen aktör i beredskapslistan täcker { $municipality }.
oncall-ask = Vilken kommun? Skriv till exempel /larm jour Söderhamn.
oncall-ask-telegram = Vilken kommun? Skriv till exempel /jour Söderhamn.
oncall-missing = Teman utan lokal aktör: { $themes }
command-larm = Larma
command-lage = Läget i ett larm
command-jour = Vem som har beredskap
command-mina = Dina kommande pass
command-ta = Ta jouren nu
command-borta = Säg att du är borta
command-gaps = Vad som saknas i beredskapen
command-kalender = Dina pass i din egen kalender
command-varfor = Varför någon är kallad, eller inte ännu
command-uppgifter = Dina uppgifter i beredskapslistan
command-koppla = Koppla ett Telegramkonto till en rad
command-avblas = Avblås ett larm
command-avsluta = Avsluta ett larm
command-lamna = Lämna över ledningen
command-ovning = Öva hela kedjan
command-ovningar = Planerade övningar
command-hjalp = Hjälp
command-avbryt = Avbryt det du håller på med
told-twice = Det kommandot har jag redan svarat på.
broken = Något gick fel hos mig. Det är sparat i loggen. Försök igen om en stund.
