# Toutes les phrases que l'on lit, en français. Les clés sont celles de en.ftl ; on tutoie.
# Court, chaleureux, des mots simples ; dire quoi faire ensuite. Pas de balisage, sauf le gras et les liens déjà notés.

## Les commandes, telles qu'elles apparaissent pendant la frappe (100 caractères au plus)

command-today = Où est la question du jour, et y ai-je répondu ?
command-streak = À combien de questions d'affilée ai-je répondu ?
command-review = Retrouver, rien que pour toi, ce que tu as manqué ou trouvé difficile
command-progress = Où en suis-je, par semaine et par thème ?
command-leaderboard = Qui a le plus répondu cette semaine, ce mois-ci ou depuis le début
command-question = Retrouver une question posée ici, et ce que contient une bonne réponse
command-resources = Trouver des guides et des ateliers par thème ou par mot
command-suggest = Proposer une question à poser à ce groupe
command-privacy = Voir ce que je garde sur toi, te masquer des classements ou tout effacer
command-help = Ce que je sais faire
command-setup = Régler la question du jour : salon, heure, questions
command-bank = Voir ce qui vient, regarder chaque question et décider de ce qui est posé ici
command-doctor = Vérifier que tout est prêt pour la prochaine question
option-share = Montrer la réponse à tout le monde dans ce salon
option-member = La série de quelqu'un d'autre
option-period = Quels jours compter
option-question = Des mots de la question
option-resources = Un thème ou un mot, par exemple karpenter
option-city = La ville dont ton groupe suit l'heure
option-bank = Des mots d'une question, ou son thème
period-week = Cette semaine
period-month = Ce mois-ci
period-all = Depuis le début

## Ce que l'on tape : les noms des commandes et de leurs options. Minuscules, sans espace, 32 caractères au plus.

name-today = question-du-jour
name-streak = série
name-leaderboard = classement
name-review = réviser
name-progress = progrès
name-question = question
name-resources = ressources
name-suggest = proposer
name-privacy = confidentialité
name-help = aide
name-setup = configurer
name-bank = réserve
name-doctor = diagnostic
name-share = partager
name-member = membre
name-period = période
name-search = recherche
name-city = ville

## Le fil sous une question

thread-name = Jour { $ordinal } · { $title }

## Ce que disent les membres dans la démonstration

demo-answer-one = Je commencerais par mesurer, puis je changerais une seule chose à la fois.
demo-answer-two = Ça nous est arrivé au travail. La solution était plus simple qu'on ne le craignait.
demo-answer-three = Ma première idée était fausse, alors voici la deuxième, avec la raison.

## Erreurs

error-inside = Quelque chose a mal tourné de mon côté, et rien n'est perdu. Réessaie, s'il te plaît (réf. { $reference }).
error-slow = C'était trop long de mon côté, et rien n'est perdu. Réessaie, s'il te plaît (réf. { $reference }).
error-not-organiser = Seules les personnes qui peuvent gérer ce serveur ont le droit de faire ça. Demande à l'une d'elles d'utiliser /configurer.
error-unknown-command = Je ne connais plus cette commande. Redémarre ton application pour voir la liste à jour, ou essaie /aide.
error-unknown-press = Ce bouton vient d'une version plus ancienne de moi. Relance la commande pour en avoir un neuf.
error-unknown-zone = Je ne suis pas sûr de l'endroit que tu appelles « { $typed } ». Est-ce l'un de ceux-ci : { $near } ?
error-unknown-zone-alone = Je ne connais ni ville ni fuseau horaire du nom de « { $typed } ». Essaie la plus grande ville près de chez toi.
error-time = Je n'arrive pas à lire une heure dans « { $typed } ». Rouvre le formulaire et écris par exemple 09:00 ou 18:30.
error-not-out-yet = Cette question n'est pas encore là. Appuie de nouveau dès qu'elle est dans le salon.
error-one-moment = Un instant, je m'occupe encore de ton dernier changement. Appuie de nouveau, s'il te plaît.
error-not-yours = Seule la personne qui a écrit ceci peut le retirer.
error-not-a-community = Je ne fonctionne que dans un serveur. Essaie cette commande là-bas.

## Les permissions, sous le nom qu'elles portent dans les paramètres

permission-view = Voir le salon
permission-send = Envoyer des messages
permission-embed = Intégrer des liens
permission-open-threads = Créer des fils publics
permission-send-in-threads = Envoyer des messages dans les fils
permission-read-history = Voir les anciens messages
permission-react = Ajouter des réactions
permission-pin = Épingler des messages
permission-send-forum = Créer des posts
permission-send-in-threads-forum = Envoyer des messages dans les posts
permission-pin-forum = Gérer les posts

## Le message du matin

post-week = Semaine { $week }
post-minutes = { $minutes ->
    [one] environ { $minutes } minute
   *[other] environ { $minutes } minutes
 }
post-by = par { $who }
post-answered-before = { $count ->
    [one] { $count } réponse de notre part la dernière fois
   *[other] nous étions { $count } à répondre la dernière fois
 }
post-counts-until = Une réponse compte, dans le fil ou en privé, jusqu'au { $until }.
post-counts = Une réponse compte dans le fil comme en privé.
post-late = Un peu en retard aujourd'hui, c'est ma faute. Aucune série n'en souffre.
post-round = posée à nouveau, tour { $round }
post-note = **Bon à savoir :** { $note }
post-preview = Toi seul vois ceci. Le prochain message aura cette allure :
button-my-streak = Ma série
button-last-thread = La réponse précédente
button-hint = Indice
congratulate = { $length ->
    [7] { $member } a répondu 7 fois d'affilée. C'est ainsi que naissent les habitudes.
    [30] { $member } a répondu 30 fois d'affilée. Un mois de matins.
    [100] { $member } a répondu 100 fois d'affilée. 💯
   *[other] { $member } a répondu { $length } fois d'affilée.
 }

## Réponses courtes

notice-not-started = La question du jour n'a pas encore commencé ici. Une personne qui gère ce serveur peut la lancer avec **/configurer**.
notice-nothing-asked = Aucune question n'a encore été posée ici.
notice-nothing-asked-until = Aucune question n'a encore été posée ici. La première arrive le { $when }.
notice-no-question-found = Parmi les questions posées ici, aucune ne correspond à « { $typed } ». Essaie un mot de son titre. Celles qui viendront restent une surprise.
notice-question-gone = « { $title } » a été posée ici le { $date }. Elle n'est plus dans ma collection, alors je ne peux montrer ni son texte ni sa réponse. Toutes tes réponses comptent toujours.
notice-question-gone-thread = « { $title } » a été posée ici le { $date }, et on en a parlé dans { $thread }. Elle n'est plus dans ma collection, alors je ne peux montrer ni son texte ni sa réponse. Toutes tes réponses comptent toujours.
notice-no-such-question = Je ne sais plus de quelle question il s'agissait.
notice-no-hints = Je n'ai pas d'indice pour cette question. Une première idée, avec sa raison, est un bon début.
notice-no-practice = Ma collection ne dit plus comment je m'y prends pour cette question. Ce que contient une bonne réponse reste valable.
notice-hints-to-come = Les indices s'ouvrent avec leur question, et celle-ci n'est pas encore sortie.
notice-answer-is-out = La réponse est sortie, il n'y a plus rien à deviner : [lis-la dans le fil]({ $place }).
notice-answer-is-out-alone = La réponse est sortie, il n'y a plus rien à deviner. **/question** la montre.
notice-no-resource-found = Je n'ai encore rien sur « { $typed } ». J'ai quelque chose sur { $topics }.
notice-no-resource-found-alone = Je n'ai encore rien sur « { $typed } ». Essaie un mot plus court.
notice-on-its-way = La question du jour arrive. Reviens voir dans quelques minutes.
notice-hidden = C'est fait : les autres ne te voient plus dans les classements, ni ta série. Tes réponses comptent toujours, et **/série** marche toujours pour toi.
notice-shown = C'est fait : tu es de retour dans les classements.
notice-kept-private = Cette personne garde sa série pour elle.
notice-nothing-met = Rien ne peut encore revenir : ta première réponse lance le mouvement. **/question-du-jour** te montre où.
notice-nothing-back = Rien à revoir pour l'instant. Une question manquée, ou trouvée difficile, revient ici une semaine plus tard.
notice-nothing-back-until = Rien ne revient aujourd'hui. La prochaine revient le { $date }.
notice-forgotten = C'est fait : tout ce que je gardais sur toi est effacé, ici et dans tous les autres serveurs. Si tu réponds de nouveau, tu repars de zéro.

## Aujourd'hui

today-thread = Réponds dans { $thread }.
today-thread-answered = La discussion continue dans { $thread }.
today-thread-opening = Son fil est en train de s'ouvrir. Reviens voir dans un instant.
today-open-until = Ouverte jusqu'au { $until }.
today-open = Ouverte jusqu'à la prochaine question.
today-answered = { $count ->
    [0] Le fil est encore calme : la première réponse pourrait être la tienne.
    [one] Une personne a répondu jusqu'ici.
   *[other] Nous sommes { $count } à avoir répondu jusqu'ici.
 }
today-reader-answered = Tu as répondu. Aujourd'hui compte.
today-reader-not-yet = Ta réponse n'est pas encore là. Une première phrase suffit.

## Une question déjà posée

question-asked-on = Posée le { $date }
question-thread = On en parle dans { $thread }
question-reworded = Elle a été améliorée depuis qu'elle a été posée ici ; tu te souviens peut-être d'autres mots.
question-revealed = [La réponse dans son fil]({ $place })
question-not-out = Ce que contient une bonne réponse n'est pas encore sorti. D'ici là, à toi de trouver.
question-must = Ce que contient une bonne réponse
question-plus = Ce qui la rend encore meilleure
question-wrong = Les erreurs fréquentes
question-changed = Ce qui a changé
question-links = À lire
question-resources = Et ensuite
question-facts = Faits vérifiés le { $date }
question-outdated = Ces faits auraient dû être revérifiés : quelque chose a pu changer.
question-follow-up = Pour aller plus loin
question-clipped = Tout ne tient pas ici ; les liens mènent plus loin.
question-others = Trouvé aussi
question-others-more = { $count ->
    [one] et une autre
   *[other] et { $count } autres
 }

## La réponse dans son fil, les indices, et comment ça s'est passé

reveal-gone = Ce que contient une bonne réponse n'est plus dans ma collection, et je ne peux plus le montrer. Ce que tu as écrit ici compte quand même.
button-score = Comment ça s'est passé ?
score-ask = Compare ta réponse à ces points. Combien en avais-tu, avec le pourquoi ?
score-gone = Les points de cette question ne sont plus dans ma collection. Fie-toi à ce que le fil en a fait.
score-private = Personne d'autre ne voit ceci. Appuie sur un autre bouton si tu changes d'avis.
score-said-none = C'est noté : pas cette fois. C'est donc aujourd'hui que tu apprends le plus.
score-said-little = C'est noté : un peu. Choisis le point que tu veux garder.
score-said-most = C'est noté : l'essentiel. Le reste n'est pas loin.
score-said-all = C'est noté : tout. Bien joué.
practice-does = Ce que fait ce bot
practice-why = Pourquoi
practice-leaves-out = Ce qu'il laisse de côté
practice-where = Où regarder dans son dépôt
practice-page = [Ouvrir ces endroits, et ceux des autres questions]({ $page })
button-practice = Voir comment ce bot s'y prend
hint-title = Indice : { $title }
hint-now = Tu cherches encore ? Le suivant t'est ouvert.
hint-later = Essaie d'abord une première phrase : le suivant s'ouvre après ta réponse, ou le { $when }.
hint-last = À toi maintenant de le dire avec tes mots.
button-next-hint = Indice suivant

## Où en apprendre plus

resources-title = En savoir plus : { $query }
resources-title-alone = En savoir plus
resources-retired = Dépassé. Mieux : { $instead }
resources-retired-alone = Dépassé, et je ne connais rien qui le remplace.
resources-unknown = Je n'ai pas pu vérifier récemment si cela fonctionne encore.
resources-unknown-safer = Je n'ai pas pu vérifier récemment si cela fonctionne encore. Plus sûr : { $safer }
resources-more = { $count ->
    [one] Une autre correspond. Ajoute un mot pour préciser.
   *[other] { $count } autres correspondent. Ajoute un mot pour préciser.
 }
resource-guide = guide
resource-workshop = atelier
resource-playground = bac à sable
resource-tool = outil
level-beginner = pour débuter
level-intermediate = avec un peu de pratique
level-advanced = pour les plus expérimentés

## Une série

streak-title = Ta série
streak-title-of = Série
streak-own = { $current ->
    [one] **{ $current }** réponse. Avec la prochaine, c'est une série.
   *[other] **{ $current }** d'affilée.
 }
streak-of = { $current ->
    [one] { $member } a répondu à la dernière question.
   *[other] { $member } : **{ $current }** d'affilée.
 }
streak-own-rested = Ta plus longue série : **{ $longest }**.
streak-of-rested = La plus longue série de { $member } : **{ $longest }**.
streak-own-none = Ta première réponse lance ta série.
streak-of-none = { $member } n'a pas encore commencé de série.
streak-totals = Plus longue série : { $longest } · Réponses en tout : { $total }
streak-open-until = { $place } est ouverte jusqu'au { $until }.
streak-open = { $place } est ouverte.
streak-open-answered = Tu as répondu aujourd'hui.
streak-place = La question du jour
mark-in-time = répondu
mark-late = répondu plus tard
mark-none = pas répondu
mark-open = encore ouverte
review-ready = { $count ->
    [one] Une question est prête à revenir : **/réviser**
   *[other] { $count } questions sont prêtes à revenir : **/réviser**
 }
review-back = De retour pour toi
review-changed = Elle a changé depuis la dernière fois que tu l'as vue.
review-hint = **Indice :** { $hint }
review-how = **Alors, comment ça s'est passé ?** Compare ce que tu aurais dit aux points ci-dessus.
reviewed-again = C'est noté. Elle revient le { $date }.
reviewed-again-low = Tu as bien fait de regarder. Elle revient le { $date }.
reviewed-over = C'est acquis : elle ne reviendra pas.
reviewed-before = Celle-ci est déjà notée, et rien n'a changé.
reviewed-before-again = Celle-ci est déjà notée. Elle revient le { $date }.
reviewed-gone = Il n'y a plus rien à faire avec cette question : elle ne reviendra pas.
reviewed-more = { $count ->
    [one] Une autre est prête, quand tu veux.
   *[other] { $count } autres sont prêtes, quand tu veux.
 }
reviewed-last = C'était tout pour aujourd'hui.
button-review-hint = Indice
button-review-hint-more = Un autre indice
button-review-answer = Montrer la réponse
button-review-next = La suivante
score-none = Pas cette fois
score-little = Un peu
score-most = L'essentiel
score-all = Tout
progress-title = Tes progrès
progress-title-of = Progrès
progress-none = Ta première réponse commence ce tableau. **/question-du-jour** te montre où.
progress-none-of = { $member } n'a pas encore commencé.
progress-week = Semaine { $week } · { $title }
progress-tally = { $asked ->
    [one] { $asked } posée
   *[other] { $asked } posées
 } · { $answered } avec réponse · { $mastered ->
    [one] { $mastered } acquise
   *[other] { $mastered } acquises
 }
progress-more = { $count ->
    [one] et un autre thème
   *[other] et { $count } autres thèmes
 }
square-mastered = acquise
square-begun = avec réponse
square-asked = posée

## Un classement. Le membre d'une ligne est une mention.

board-week = Le classement de la semaine
board-month = Le classement du mois
board-all = Le classement depuis le début
board-row = **{ $place }.** { $member } · { $answered }
board-row-own = **{ $place }.** { $member } · **{ $answered }** (toi)
board-around = Autour de toi
board-empty = Il n'y a encore personne dans ce classement. La prochaine réponse y inscrit le premier nom.
board-hidden = Personne d'autre ne te voit ici, car tu as choisi d'être masqué. **/confidentialité** permet de changer cela.
board-asked = { $count ->
    [0] Aucune question posée pour l'instant
    [one] { $count } question posée
   *[other] { $count } questions posées
 }
board-page = page { $page } sur { $pages }
button-previous = Précédent
button-next = Suivant

## Le panneau de /setup

setup-title-new = Question du jour : pas encore lancée
setup-title-running = Question du jour : en cours
setup-title-paused = Question du jour : en pause
setup-title-channel-gone = Question du jour : arrêtée, son salon n'existe plus
setup-title-removed = Question du jour : arrêtée, je n'étais plus là
setup-field-channel = Salon
setup-field-when = Quand
setup-field-ping = Mention
setup-field-packs = Questions
setup-field-next = Les cinq prochaines
setup-field-more = Plus de réglages
setup-field-problems = À regarder
setup-line = **{ $name } :** { $value }
setup-channel-good = ✔ Je peux y écrire, y ouvrir des fils et y réagir
setup-channel-good-forum = ✔ Je peux y ouvrir des posts et y réagir
setup-channel-none = pas encore choisi
setup-when = { $time }, { $zone } · { $days }
setup-when-zoneless = { $time } · { $days }
setup-nobody = personne
setup-pack = { $questions ->
    [one] Semaine { $week } : { $title } ({ $questions } question)
   *[other] Semaine { $week } : { $title } ({ $questions } questions)
 }
setup-pack-weekless = { $questions ->
    [one] { $title } ({ $questions } question)
   *[other] { $title } ({ $questions } questions)
 }
setup-packs-none = aucune choisie pour l'instant
pack-own = Nos propres questions
setup-left = { $count ->
    [0] Ce tour est terminé ; les questions recommencent.
    [one] Encore une question avant qu'elles ne recommencent.
   *[other] Encore { $count } questions avant qu'elles ne recommencent.
 }
setup-next-none = connues dès que la ville et les jours sont choisis
setup-state-new = Rien n'est publié avant que tu appuies sur **Lancer**.
setup-state-running = La prochaine question arrive le { $when }. **Mettre en pause** l'arrête, et rien n'est perdu.
setup-state-running-idle = Aucune question n'est prévue. Ce qui manque est indiqué ci-dessous.
setup-state-paused = Rien n'est publié avant que tu appuies sur **Lancer**. Toutes les séries sont gardées.
setup-state-channel-gone = Choisis un autre salon et appuie sur **Lancer**. Toutes les séries sont gardées.
setup-state-removed = On m'avait retiré de ce serveur, et me revoilà. Appuie sur **Lancer** pour continuer ; ce que je sais encore est gardé.
setup-said-saved = Enregistré.
setup-said-started = C'est lancé. La première question arrive le { $when } dans { $channel }, avec un fil pour répondre. **Mettre en pause** l'arrête à tout moment.
setup-said-started-now = C'est lancé. La question du jour arrive dans { $channel }. **Mettre en pause** l'arrête à tout moment.
setup-said-paused = En pause. Plus de questions avant que tu appuies sur **Lancer** ; toutes les séries sont gardées.
setup-said-not-yet = Pas encore lancée : regarde d'abord les ❌ ci-dessous.
setup-said-checked = Je viens de tout revérifier.
setup-more-order = **Ordre :** { $order }
setup-more-reveal = **Réponse :** { $when }
setup-more-language = **Langue :** { $language } dans le salon ; à une seule personne, je réponds dans la sienne
setup-more-pins-on = **Épingle :** la question du jour est épinglée, la précédente ne l'est plus
setup-more-pins-off = **Épingle :** non
setup-more-publishes-on = **Abonnés :** chaque question est publiée dans les serveurs qui suivent ce salon
setup-more-publishes-off = **Abonnés :** les questions restent dans ce serveur
setup-first-day-title = Poser déjà une question aujourd'hui ?
setup-first-day = Il est plus de { $time } aujourd'hui. Je peux poser la question du jour maintenant, ou commencer au prochain jour prévu.
setup-select-channel = Où poser les questions ?
setup-select-role = Mentionner un rôle ? Vide : personne
setup-select-weekdays = Quels jours ?
setup-select-packs = Quelles questions ?
setup-select-order = Dans quel ordre ?
setup-select-reveal = Quand montrer la réponse ?
reveal-with-next = Avec la question suivante
reveal-after-hours = { $hours ->
    [one] 1 heure après la question
   *[other] { $hours } heures après la question
 }
setup-select-language = Dans quelle langue ?
language-itself = Français
setup-pack-option = { $count ->
    [one] { $count } question
   *[other] { $count } questions
 }
order-curriculum = Dans l'ordre du cours
order-shuffled = Mélangées
order-curriculum-about = Du premier thème au dernier
order-shuffled-about = Un nouveau mélange à chaque tour ; aucune ne revient deux fois
button-start = Lancer
button-pause = Mettre en pause
button-preview = Aperçu
button-when = Heure et ville
button-more = Plus de réglages
button-back = Retour
button-check = Revérifier
button-pin = Épingler la question du jour
button-unpin = Ne plus épingler
button-publish = Publier aux abonnés
button-unpublish = Ne plus publier
button-start-now = Poser la question du jour maintenant
button-start-next = Commencer le { $date }
button-start-next-day = Commencer au prochain jour
button-open-setup = Ouvrir les réglages
button-form = Ouvrir le formulaire
button-form-again = Rouvrir le formulaire
form-late = Le formulaire est prêt. Appuie sur le bouton, et il s'ouvre.
form-private-title = Répondre en privé
form-private-answer = Ta réponse (visible pour toi seulement)
form-private-answer-to-share = Ta réponse (partagée à la clôture)
form-private-example = Une première phrase suffit : elle compte comme dans le fil. Vide, la réponse est retirée.
form-when-title = Quand poser la question ?
form-when-time = Heure
form-when-time-example = 09:00, 18:30 … (vide : inchangée)
form-when-zone = La ville qui donne l'heure à ton groupe
form-when-zone-example = Douala, Paris … (vide : inchangée)

## Une réponse privée, pour qui l'a écrite ; et telle qu'elle est dans le fil une fois partagée

private-saved = **C'est noté.** Ta réponse compte pour aujourd'hui. Tu peux la changer jusqu'au { $until }.
private-here = Ta réponse compte. Tu peux la changer jusqu'au { $until }.
private-saved-open = **C'est noté.** Ta réponse compte pour aujourd'hui. Tu peux la changer jusqu'à la prochaine question.
private-here-open = Ta réponse compte. Tu peux la changer jusqu'à la prochaine question.
private-closed = La question est close, et ta réponse a compté.
private-none = Tu n'as pas de réponse privée ici. La question est encore ouverte : appuie sur **Répondre en privé**, ou écris dans le fil.
private-none-closed = Tu n'as pas de réponse privée à cette question, et la suivante est déjà là.
private-taken-back = C'est retiré : le texte est effacé, et rien ne compte avant une nouvelle réponse. La question est encore ouverte.
private-deleted = Le texte est effacé. Que tu aies répondu compte toujours.
private-too-late = La question suivante est arrivée avant, alors je n'ai rien enregistré. Voici ton texte, pour que tu puisses l'emporter.
private-stays = Elle n'est visible que pour toi. Une fois la question close, tu pourras la partager dans le fil.
private-later = Elle n'est visible que pour toi jusqu'à la clôture de la question ; ensuite je la partage dans le fil, avec ton nom et sans mention.
private-shared = Elle est dans le fil, avec ton nom. Tu peux l'en retirer à tout moment.
private-kept = Je garde le texte jusqu'au { $until }, puis je l'efface.
private-talk = La discussion continue dans { $thread }.
private-title = Ta réponse
button-private-write = Répondre en privé
button-private-mine = Ma réponse privée
button-private-change = Modifier
button-private-take-back = Retirer
button-private-delete = Effacer le texte
button-private-share-later = Partager à la clôture
button-private-share = Partager dans le fil
button-private-keep = Garder en privé
button-private-unshare = Retirer du fil
shared-answer = { $member } a répondu en privé, et le partage maintenant :
button-shared-take-back = C'est à moi : retirer
setup-more-shares-on = **Réponses privées :** partagées dans le fil à la clôture de la question, sauf si leur auteur dit non
setup-more-shares-off = **Réponses privées :** elles restent privées, sauf si leur auteur les partage
button-share-private = Partager les réponses privées
button-keep-private = Garder les réponses privées

## La réserve de questions, pour qui organise

bank-title = Ce qui vient
bank-title-found = Trouvé : { $query }
bank-not-running = Rien n'est publié avant que quelqu'un appuie sur **Lancer** dans **/configurer**. Voici ce qui viendrait alors :
bank-today-asked = Aujourd'hui : **{ $title }**, dans { $thread }.
bank-today-asked-alone = Aujourd'hui : **{ $title }**.
bank-today-on-its-way = Aujourd'hui : **{ $title }** arrive.
bank-today-on-its-way-alone = La question du jour arrive.
bank-order = { $order } · { $days }
bank-days-off = pas de question { $days }
bank-round = **Tour { $round } :** les questions recommencent
bank-now = tout de suite
bank-put-first = avancée à la main
bank-none = Il ne reste aucune question à poser. Active un jeu de questions ou fais revenir une question.
bank-found-none = Rien ne correspond. Essaie avec moins de mots, ou un thème comme docker.
bank-found-more = { $count ->
    [one] Une autre correspond. Ajoute un mot pour préciser.
   *[other] { $count } autres correspondent. Ajoute un mot pour préciser.
 }
bank-comes = Vient le { $when }
bank-comes-again = Revient le { $when }
bank-comes-after = { $count ->
    [0] Vient ensuite
    [one] Vient après une autre
   *[other] Vient après { $count } autres
 }
bank-comes-now = Vient tout de suite
bank-fate-asked = Déjà posée dans ce tour
bank-fate-skipped = Laissée de côté pour ce tour
bank-fate-retired = Retirée ici : elle n'est plus posée
bank-fate-off = Son jeu de questions est désactivé
bank-asked-on = Posée pour la dernière fois le { $date }
bank-difficulty = difficulté { $difficulty } sur 5
bank-said-skip = **{ $title }** est laissée de côté pour ce tour. La suivante prend sa place.
bank-said-next = **{ $title }** est la prochaine.
bank-said-retire = **{ $title }** est retirée : elle n'est plus posée ici.
bank-said-restore = **{ $title }** est de retour.
bank-said-pack-on = **{ $title }** est activé.
bank-said-pack-off = **{ $title }** est désactivé : aucune de ses questions ne vient.
bank-said-pack-on-already = **{ $title }** est déjà activé.
bank-said-pack-off-already = **{ $title }** est déjà désactivé.
bank-said-now = La question du jour arrive. Il n'y en aura pas de deuxième aujourd'hui.
bank-not-now-off = Aucune question n'est prévue aujourd'hui, il n'y en a donc pas à poser maintenant.
bank-not-now-asked = La question du jour est déjà là. Il n'y en a jamais deux le même jour.
bank-not-now-on-its-way = La question du jour arrive déjà.
bank-not-now-stopped = Rien n'est posé ici en ce moment. Utilise **/configurer** et appuie d'abord sur **Lancer**.
bank-not-now-none = Il n'y a aucune question à poser. Active d'abord un jeu de questions.
bank-objected-off = Le jeu de **{ $title }** est désactivé. Active-le d'abord.
bank-objected-retired = **{ $title }** est retirée ici. **Faire revenir** permet de la poser à nouveau.
bank-objected-asked = **{ $title }** a déjà été posée dans ce tour. Elle revient au suivant.
bank-objected-just-asked = **{ $title }** vient d'être posée, et rien ne vient deux fois de suite.
bank-objected-other-round = Ce tour est fini. Voici ce qui vient maintenant.
bank-objected-skipped = **{ $title }** est déjà laissée de côté pour ce tour.
bank-objected-next = **{ $title }** est déjà la prochaine.
bank-objected-not-out = **{ $title }** n'est pas laissée de côté : elle vient comme d'habitude.
bank-undone-skip = Annulé : **{ $title }** n'est plus laissée de côté.
bank-undone-next = Annulé : **{ $title }** a retrouvé sa place.
bank-undone-retire = Annulé : **{ $title }** n'est plus retirée.
bank-undone-restore = Annulé : **{ $title }** est de nouveau laissée de côté.
bank-undone-now = Annulé : la question du jour attend son heure.
bank-undone-before = C'était déjà annulé, rien n'a donc changé.
bank-undone-too-late = Il n'y a plus rien à annuler : elle a été posée depuis, ou son tour est fini.
bank-stands-already = La question du jour est déjà là, ou son heure est venue : elle reste.
bank-unknown = Je ne connais plus celle-là. Voici ce qui vient.
bank-select-look = Regarder l'une d'elles
bank-select-aside = Laissées de côté ici
bank-select-packs = Activer ou désactiver un jeu de questions
bank-option-skip = laissée de côté pour ce tour
bank-option-retire = retirée ici
bank-option-on = { $count ->
    [one] activé · 1 question · choisis-le pour le désactiver
   *[other] activé · { $count } questions · choisis-le pour le désactiver
 }
bank-option-off = { $count ->
    [one] désactivé · 1 question · choisis-le pour l'activer
   *[other] désactivé · { $count } questions · choisis-le pour l'activer
 }
button-undo = Annuler
button-ask-now = Poser celle du jour maintenant
button-bank-search = Chercher
button-coming = Ce qui vient
button-answer = Sa réponse
button-skip = Pas dans ce tour
button-put-next = Mettre en premier
button-retire = Retirer d'ici
button-restore = Faire revenir
form-bank-search-title = Chercher dans les questions
form-bank-search = Des mots d'une question, ou son thème
form-bank-search-example = secrets, autoscaling, EKS …

## Ce qui fait obstacle, chaque fois avec le remède

problem-no-channel = Choisis le salon de la question du jour.
problem-channel-unseen = Je ne vois pas { $channel }. Donne à mon rôle **Voir le salon** là-bas, ou choisis un autre salon ; puis appuie sur **Revérifier**.
problem-wrong-kind = Je ne peux pas poser de questions dans { $channel }. Choisis un salon textuel, un salon d'annonces ou un forum.
problem-no-usable-tag = { $channel } exige un tag sur chaque post, et il n'y en a aucun que je puisse utiliser. Ajoute un tag ouvert à tous, ou donne à mon rôle **Gérer les posts** là-bas ; puis appuie sur **Revérifier**.
problem-missing = Je ne peux pas encore { $things } dans { $channel }. Donne à mon rôle { $permissions } là-bas, puis appuie sur **Revérifier**.
problem-missing-wish = Je ne peux pas { $things } dans { $channel }. Ça marche sans ; pour que tout y soit, donne à mon rôle { $permissions } là-bas.
problem-role-not-mentionable = Mentionner { $role } ne préviendrait personne. Dans les paramètres du serveur, permets à tout le monde de mentionner ce rôle, ou choisis personne.
problem-role-gone = Le rôle que je devais mentionner n'existe plus. Choisis-en un autre, ou personne.
problem-no-zone = Dis-moi quelle ville donne l'heure à ton groupe : appuie sur **Heure et ville**.
problem-no-weekdays = Choisis au moins un jour de la semaine.
problem-no-questions = Choisis au moins un jeu de questions.
problem-few-questions = { $count ->
    [0] Toutes les questions ont été posées ; à partir d'ici, elles recommencent. Ajoute un autre jeu pour en avoir de nouvelles.
    [one] Il reste une question, puis elles recommencent. Ajoute un autre jeu pour en avoir de nouvelles.
   *[other] Il reste { $count } questions, puis elles recommencent. Ajoute un autre jeu pour en avoir de nouvelles.
 }
problem-post-failed = La dernière question n'a pas pu être publiée ({ $since }). Discord a dit : { $why }. Corrige cela, puis appuie sur **Revérifier**.
problem-reveal-failed = La dernière réponse n'a pas pu être montrée ({ $since }). Discord a dit : { $why }. Corrige cela, puis appuie sur **Revérifier** ; en attendant, **/question** la montre.
problem-post-uncertain = Je ne sais pas si la question du { $when } a été publiée, et je ne peux pas lire { $channel } pour regarder. Donne à mon rôle **Voir les anciens messages** là-bas ; je ne publie jamais deux fois.
problem-cannot-check = Je ne peux pas regarder le salon pour l'instant : Discord ne me répond pas. Appuie sur **Revérifier** dans une minute.
act-view = voir le salon
act-send = publier
act-embed = montrer la question sous forme de carte
act-open-threads = ouvrir des fils
act-send-in-threads = écrire dans les fils
act-read-history = retrouver mes propres messages
act-react = marquer les réponses d'un ✅
act-pin = épingler

## Toutes les vérifications

doctor-next = La prochaine question arrive le { $when }.
doctor-title-good = Tout est prêt
doctor-title-bad = { $count ->
    [one] Un point à regarder
   *[other] { $count } points à regarder
 }
doctor-field-settings = Réglages
doctor-field-permissions = Ce que j'ai le droit de faire dans le salon
doctor-field-clock = Horloge
doctor-channel = { $channel } peut recevoir des questions
doctor-role = { $role } peut être mentionné
doctor-role-nobody = Personne n'est mentionné
doctor-unchecked = Inconnu pour l'instant
doctor-clock = Mon horloge indique { $now }, comme celle de Discord.
doctor-clock-off = { $seconds ->
    [one] Mon horloge indique { $now } : { $seconds } seconde d'écart avec celle de Discord. Préviens la personne qui m'héberge.
   *[other] Mon horloge indique { $now } : { $seconds } secondes d'écart avec celle de Discord. Préviens la personne qui m'héberge.
 }

## Ce qui est gardé sur les gens

privacy-title = Ce que je garde sur toi ici
privacy-held = { $count ->
    [0] Aucune réponse de toi n'est notée.
    [one] Une réponse : qu'elle est de toi, quand elle est arrivée et dans quel message. Jamais ce que tu as écrit dans un fil.
   *[other] { $count } réponses : qu'elles sont de toi, quand elles sont arrivées et dans quels messages. Jamais ce que tu as écrit dans un fil.
 }
privacy-texts = { $count ->
    [one] Une réponse privée avec son texte, pendant 14 jours après ton dernier changement ; effacée tout de suite si tu la retires.
   *[other] { $count } réponses privées avec leur texte, chacune pendant 14 jours après ton dernier changement ; effacées tout de suite si tu les retires.
 }
privacy-scores = { $count ->
    [one] Comment tu dis t'en être sorti sur une question, quand sa réponse est venue. Personne d'autre ne le voit.
   *[other] Comment tu dis t'en être sorti sur { $count } questions, quand leurs réponses sont venues. Personne d'autre ne le voit.
 }
privacy-hints = Combien d'indices tu as ouverts d'une question dont la réponse n'est pas encore sortie.
privacy-reviews = { $count ->
    [one] Ce que tu dis avoir réussi d'une question revenue, une fois. Personne d'autre ne le voit.
   *[other] Ce que tu dis avoir réussi de questions revenues, { $count } fois. Personne d'autre ne le voit.
 }
privacy-proposed = { $count ->
    [one] Une question que tu as proposée, et qu'elle vient de toi.
   *[other] { $count } questions que tu as proposées, et qu'elles viennent de toi.
 }
privacy-organiser = La dernière personne à avoir utilisé **/configurer** est notée aussi, pour que je puisse la prévenir si quelque chose échoue.
privacy-how-long = Je le garde jusqu'à ce que tu l'effaces ici, ou jusqu'à 30 jours après mon départ de ce serveur. Cela sert aux séries, aux classements, à **/réviser** et à **/progrès**, à rien d'autre.
privacy-shown = Les autres te voient dans les classements.
privacy-hidden = Les autres ne te voient pas dans les classements.
privacy-confirm = Tout effacer ? Ta série et tes places partent avec, et je ne peux pas les rétablir. Tes messages restent ; ils sont à toi. Pour tout garder, ferme simplement ceci.
button-hide = Me masquer des classements
button-show = Me montrer dans les classements
button-forget = Effacer tout ce qui me concerne
button-forget-sure = Oui, tout effacer

## Aide

help-title = Une bonne question par jour
help-intro = Chaque jour prévu, je publie une question et j'ouvre un fil dessous. Écris dans le fil, et la journée compte. C'est tout.
help-command = **/{ $name }** { $about }
help-organisers = Pour les personnes qui gèrent ce serveur
help-private = Toi seul vois mes réponses, sauf si tu choisis de les partager.

## Nouvelles pour la dernière personne à avoir utilisé /setup

news-post-failed = Je n'ai pas pu faire { $part } dans { $community }. Discord a dit : { $why }. Utilise **/diagnostic** là-bas : tu y verras quoi changer.
news-post-uncertain = Je ne sais pas si la question du jour est arrivée dans { $channel }, dans { $community } : Discord a coupé, et je ne peux pas lire le salon pour regarder. Je ne publie jamais deux fois, alors j'attends. Donne à mon rôle **Voir les anciens messages** là-bas : je regarderai, et je continuerai d'après ce que je trouve.
news-channel-gone = Le salon de la question du jour dans { $community } n'existe plus, alors j'ai mis en pause. Utilise **/configurer** là-bas pour en choisir un autre ; toutes les séries sont gardées.
news-few-questions = { $count ->
    [one] Il reste une question dans { $community }, puis elles recommencent. **/configurer** là-bas montre ce que j'ai d'autre.
   *[other] Il reste { $count } questions dans { $community }, puis elles recommencent. **/configurer** là-bas montre ce que j'ai d'autre.
 }
news-no-questions = Il n'y a plus de question à poser dans { $community }. Utilise **/configurer** là-bas et choisis un jeu de questions.
news-server = ton serveur
part-message = le message du jour
part-thread = le fil sous la question du jour
part-crosspost = la publication du message du jour aux abonnés
part-pin = l'épingle de la question du jour
part-mark = la marque sur une réponse
part-reveal = le message avec la réponse à une question

## Dates et listes

date = { $day ->
    [1] 1er
   *[other] { $day }
 } { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
 } { $year }
date-short = { $weekday ->
    [1] lun.
    [2] mar.
    [3] mer.
    [4] jeu.
    [5] ven.
    [6] sam.
   *[7] dim.
 } { $day ->
    [1] 1er
   *[other] { $day }
 } { $month ->
    [1] janv.
    [2] févr.
    [3] mars
    [4] avr.
    [5] mai
    [6] juin
    [7] juil.
    [8] août
    [9] sept.
    [10] oct.
    [11] nov.
   *[12] déc.
 }
weekday = { $number ->
    [1] Lundi
    [2] Mardi
    [3] Mercredi
    [4] Jeudi
    [5] Vendredi
    [6] Samedi
   *[7] Dimanche
 }
weekday-short = { $number ->
    [1] lun.
    [2] mar.
    [3] mer.
    [4] jeu.
    [5] ven.
    [6] sam.
   *[7] dim.
 }
labelled = { $label } : { $text }
list-and = { $first } et { $last }
list-or = { $first } ou { $last }

## Questions proposées

suggest-sent = Merci. Les personnes qui gèrent ce serveur vont la lire, et je te dirai ce qu'elles en pensent.
suggest-approved = Acceptée. Elle fait maintenant partie de vos propres questions, avec un merci à son auteur, que je préviens.
suggest-declined = Refusée. Son auteur l'apprend, avec ton mot.
suggest-saved = Enregistré.
suggest-already-approved = Quelqu'un vient d'accepter celle-ci.
suggest-already-declined = Quelqu'un vient de refuser celle-ci.
suggest-gone = Celle-ci n'est plus là.
suggest-nothing-waits = Aucune proposition n'attend.
suggest-was-approved = Ta question « { $title } » est acceptée : elle sera posée, avec un merci pour toi.
suggest-was-declined = Ta question « { $title } » n'est pas retenue cette fois. Merci de l'avoir proposée.
suggest-hint = Un indice :
suggest-more = { $count ->
    [one] Une autre attend.
   *[other] { $count } autres attendent.
 }
suggest-select-own = Modifier une de vos propres questions
button-suggest = Proposer une question
button-approve = Accepter
button-edit = Modifier
button-decline = Refuser
form-suggest-title = Proposer une question
form-suggest-name = Titre
form-suggest-name-example = Le déploiement que personne n'a vu
form-suggest-scenario = Que se passe-t-il, et que demandes-tu ?
form-suggest-scenario-example = Une situation réelle avec un enjeu, et une seule question claire à la fin
form-suggest-points = Que contient une bonne réponse ?
form-suggest-points-example = Un point par ligne, avec sa raison : une à huit lignes
form-suggest-link = Une page pour en lire plus (facultatif)
form-suggest-link-example = https://…
form-suggest-hint = Un indice (facultatif)
form-suggest-hint-example = Un coup de pouce pour qui reste bloqué
form-decline-title = Refuser gentiment
form-decline-note = Un mot pour l'auteur (facultatif)
form-decline-note-example = Pourquoi pas maintenant, ou ce qui la ferait convenir
news-suggested = Quelqu'un a proposé une question dans { $community }. Lance **/suggest** là-bas pour la lire et décider.
error-suggestions-wait = { $count } de tes propositions attendent d'être lues. Dès que l'une est décidée, il y a de la place pour la suivante.
error-suggested-enough = Cela fait { $count } propositions en un jour, merci. Il y aura de nouveau de la place demain.
error-suggestion-points = Donne un à huit points, un par ligne, de 240 caractères au plus.
error-suggestion-link = Je n'arrive pas à lire le lien. Copie-le en entier, à partir de https://, ou laisse-le vide.
error-suggestion-unreadable = Je n'arrive pas encore à en faire une question. Raccourcis le texte, et ferme les blocs de code.
error-own-full = Vous avez autant de questions à vous que je peux en garder. Retirez-en avant d'en ajouter.

## Les thèmes, par leur nom dans les fichiers ; celui qui manque ici se lit tel quel

topic-name = { $slug ->
    [autoscaling] Mise à l'échelle automatique
    [ci-cd] CI/CD
    [compute-cost] Coût du calcul
    [container-networking] Réseau des conteneurs
    [container-operations] Exploitation des conteneurs
    [container-secrets] Secrets des conteneurs
    [container-security] Sécurité des conteneurs
    [cost] Coûts
    [deployments] Déploiements
    [docker-builds] Builds Docker
    [docker-images] Images Docker
    [kubernetes-governance] Gouvernance Kubernetes
    [kubernetes-networking] Réseau Kubernetes
    [kubernetes-nodes] Nœuds Kubernetes
    [kubernetes-resilience] Résilience Kubernetes
    [kubernetes-security] Sécurité Kubernetes
    [networking] Réseau
    [observability] Observabilité
    [our-own] Nos propres questions
    [platform-choice] Choix de la plateforme
    [resilience] Résilience
    [security] Sécurité
   *[other] { $written }
 }
