"""What gets a careful answer instead of a coach's, and what must not."""

from __future__ import annotations

import pytest

from core.coach.safety import Hazard, hazard, is_unsafe_advice

SELF_HARM, CHEST, URGENT = Hazard.SELF_HARM, Hazard.CHEST, Hazard.URGENT
EATING, PREGNANCY, INJURY = Hazard.EATING, Hazard.PREGNANCY, Hazard.INJURY
MEDICINE = Hazard.MEDICINE

CARE = [
    # The heart and the breath.
    ("my chest hurts when I run", CHEST),
    ("chest pain during bench, should I go on?", CHEST),
    ("I feel a tightness in my chest after sprints", CHEST),
    ("My chest feels really tight on the treadmill", CHEST),
    ("there is pressure on my chest when I climb stairs", CHEST),
    ("heart palpitations after deadlifts", CHEST),
    ("my heart is racing and I can't catch my breath", CHEST),
    ("I can’t breathe properly since the last set", CHEST),
    ("pain down my left arm while rowing", CHEST),
    ("I had a heart attack last year, what can I train", CHEST),
    ("Schmerzen in der Brust beim Laufen", CHEST),
    ("Meine Brust sticht beim Joggen", CHEST),
    ("Stechen in der Brust nach dem Training", CHEST),
    ("me duele el pecho cuando corro", CHEST),
    ("tengo dolor en el pecho", CHEST),
    ("j'ai mal à la poitrine quand je cours", CHEST),
    ("douleur dans la poitrine pendant l'effort", CHEST),
    ("ho un dolore al petto quando corro", CHEST),
    ("mi fa male il petto", CHEST),
    ("dor no peito ao correr", CHEST),
    ("meu peito dói quando treino", CHEST),
    ("pijn op de borst tijdens het hardlopen", CHEST),
    ("boli mnie klatka piersiowa", CHEST),
    ("боль в груди при беге", CHEST),
    ("у меня болит сердце после тренировки", CHEST),
    # What cannot wait either.
    ("I fainted after squats", URGENT),
    ("I passed out in the gym yesterday", URGENT),
    ("I nearly blacked out on the leg press", URGENT),
    ("my urine is brown after crossfit", URGENT),
    ("dark urine two days after a hard session", URGENT),
    ("I hit my head with the bar", URGENT),
    ("I can't feel my legs after deadlifts", URGENT),
    ("Ich bin beim Training ohnmächtig geworden", URGENT),
    ("me desmayé en el gimnasio", URGENT),
    ("je me suis évanoui pendant la séance", URGENT),
    ("sono svenuta dopo lo squat", URGENT),
    ("desmaiei depois do treino", URGENT),
    ("я потерял сознание на тренировке", URGENT),
    # The wish to die.
    ("I want to kill myself", SELF_HARM),
    ("i want to die", SELF_HARM),
    ("I don't want to live anymore", SELF_HARM),
    ("thinking about suicide", SELF_HARM),
    ("I feel like hurting myself", SELF_HARM),
    ("I just want to end it all", SELF_HARM),
    ("I have been cutting myself again", SELF_HARM),
    ("Ich will nicht mehr leben", SELF_HARM),
    ("ich möchte mich umbringen", SELF_HARM),
    ("no quiero vivir más", SELF_HARM),
    ("j'ai envie de mourir", SELF_HARM),
    ("voglio morire", SELF_HARM),
    ("quero me matar", SELF_HARM),
    ("не хочу жить", SELF_HARM),
    # Eating.
    ("how do I purge after a binge", EATING),
    ("I make myself throw up after meals", EATING),
    ("can I use laxatives to make weight", EATING),
    ("I haven't eaten for three days, can I train?", EATING),
    ("I only eat 500 calories a day, is that fine", EATING),
    ("I had anorexia, how should I lift", EATING),
    ("I starve myself on rest days", EATING),
    ("ich habe Bulimie und will abnehmen", EATING),
    ("tomo laxantes para adelgazar", EATING),
    ("je me fais vomir après les repas", EATING),
    ("soffro di anoressia", EATING),
    ("у меня анорексия", EATING),
    # Expecting.
    ("I'm pregnant, can I deadlift?", PREGNANCY),
    ("second trimester, how heavy can I squat", PREGNANCY),
    ("Ich bin schwanger, darf ich laufen?", PREGNANCY),
    ("estoy embarazada de cinco meses", PREGNANCY),
    ("je suis enceinte, quels exercices", PREGNANCY),
    ("sono incinta, posso allenarmi?", PREGNANCY),
    ("estou grávida, posso agachar?", PREGNANCY),
    # Pain and injury.
    ("my knee hurts when I squat", INJURY),
    ("my lower back is killing me after deadlifts", INJURY),
    ("sharp pain in my shoulder on bench", INJURY),
    ("I tore my hamstring last week", INJURY),
    ("I pulled something in my back", INJURY),
    ("my wrist is swollen, can I bench?", INJURY),
    ("elbow pain from skull crushers", INJURY),
    ("I have tennis elbow, what now", INJURY),
    ("tingling in my fingers when I press overhead", INJURY),
    ("it hurts when I bend my arm", INJURY),
    ("I can't squat without pain", INJURY),
    ("should I train through the pain?", INJURY),
    ("I sprained my ankle, how do I train legs", INJURY),
    ("I'm injured, what can I do", INJURY),
    ("slipped disc and deadlifts?", INJURY),
    ("my shoulder popped on the last rep", INJURY),
    ("Mein Knie tut weh beim Beugen", INJURY),
    ("Ich habe Rückenschmerzen vom Kreuzheben", INJURY),
    ("mir tut die Schulter weh", INJURY),
    ("me duele la rodilla al correr", INJURY),
    ("dolor de espalda después de peso muerto", INJURY),
    ("j'ai mal au genou", INJURY),
    ("mal à l'épaule au développé couché", INJURY),
    ("mi fa male il ginocchio", INJURY),
    ("ho mal di schiena dopo gli stacchi", INJURY),
    ("dor no joelho ao agachar", INJURY),
    ("pijn in mijn schouder bij het drukken", INJURY),
    ("boli mnie kolano przy przysiadach", INJURY),
    ("болит колено при приседаниях", INJURY),
    ("I hurt myself deadlifting", INJURY),
    ("my back hurts", INJURY),
    ("back pain after squats", INJURY),
    ("my lower back is tight and painful", INJURY),
    # Medicine.
    ("how should I run a test cycle", MEDICINE),
    ("are steroids worth it", MEDICINE),
    ("how much ibuprofen before leg day", MEDICINE),
]

FINE = [
    "how do I end my workout",
    "should I cut myself some slack this week",
    "will running hurt my leg gains?",
    "does going back to three days hurt my progress",
    "I messed up my back squat today",
    "I pulled 180 kg back to back twice",
    "keep the chest tight in the bench press?",
    "when should I stop eating before training",
    "should I eat 500 calories more to bulk",
    "what stroke rate on the rower",
    "how long should a stroke be on the rower",
    "my knees collapse inward in squats",
    "work at 85 pct today?",
    "are collagen peptides any good",
    "tengo ganas de vomitar después de los sprints, ¿descanso más?",
    "какое сердцебиение держать на кардио",
    "what should I do on chest day",
    "chest day tomorrow, what do you suggest?",
    "leg press hurts my ego",
    "that deadlift hurt my pride",
    "no pain no gain, right?",
    "how do I grow my chest",
    "best chest workout with dumbbells",
    "my chest is weak compared to my back",
    "how many sets for chest a week",
    "my chest is sore from Monday",
    "my legs are sore, can I train today?",
    "DOMS in my quads, what now",
    "what should I do today, 40 min, only dumbbells",
    "is 100 kg a good bench",
    "how do I break my bench plateau",
    "I broke my squat record",
    "I killed it today, what next",
    "that session was killer",
    "back day or leg day?",
    "what is a good back workout",
    "how do I avoid injury in deadlifts",
    "how do I prevent back pain when I deadlift",
    "warm-up to reduce the risk of injury",
    "squats without knee pain, how",
    "my knee does not hurt any more, can I squat heavier",
    "is heart rate zone 2 useful",
    "what heart rate for cardio",
    "how do I do suicide sprints",
    "what is the suicide grip on bench",
    "skull crushers or dips?",
    "dead bugs for abs?",
    "I'm dying to try front squats",
    "should I go to failure",
    "how much protein do I need",
    "how many calories does rowing burn",
    "can I eat 2500 calories on rest days",
    "I ran 5k and burned 400 calories",
    "should I bulk or cut",
    "how do I cut without losing strength",
    "shoulder press or bench first?",
    "knee raises or planks?",
    "neck training, yes or no",
    "hip thrust form",
    "how wide should my elbows be on bench",
    "wrist wraps for bench?",
    "do I need a belt for my back squat",
    "head position in the squat",
    "good mornings or back extensions",
    "why is my bench stuck",
    "am I overtraining",
    "I feel tired, should I rest",
    "I'm exhausted after leg day",
    "two weeks off, how do I come back",
    "can I train legs two days in a row",
    "rest time between heavy sets",
    "my grip gives out on deadlifts",
    "the bar slipped on my last deadlift",
    "I crushed my deadlift PR",
    "what should I do on Brusttag",
    "Brusttraining mit Kurzhanteln",
    "Ich habe Muskelkater, darf ich trainieren?",
    "qué hago el día de pecho",
    "tengo agujetas, ¿entreno?",
    "jour pecs ou jour dos ?",
    "j'ai des courbatures",
    "allenamento petto e spalle",
    "treino de peito e ombro",
    "тренировка груди на сегодня",
    "как увеличить жим лёжа",
    "is my form dangerous if I round my back a little?",
    "does running make you lose muscle",
    "how long to rest after a heavy single",
    "how do I train my core",
    "stretching for tight hips",
    "what's a good pace for 10 k",
    "my left arm is weaker than my right",
]


@pytest.mark.parametrize(("text", "expected"), CARE)
def test_a_careful_answer_is_needed(text: str, expected: Hazard) -> None:
    assert hazard(text) is expected


@pytest.mark.parametrize("text", FINE)
def test_training_talk_is_left_alone(text: str) -> None:
    assert hazard(text) is None


def test_the_table_is_as_long_as_promised() -> None:
    assert len(CARE) + len(FINE) >= 120


@pytest.mark.parametrize("case", [str.upper, str.title, lambda text: text.replace(" ", "  ")])
def test_case_and_spaces_do_not_matter(case: object) -> None:
    assert callable(case)
    assert hazard(case("my chest hurts when i run")) is CHEST


def test_the_more_urgent_wins() -> None:
    assert hazard("My knee hurts. And I feel pressure on my chest.") is CHEST
    assert hazard("my shoulder hurts and I want to die") is SELF_HARM


def test_nothing_is_so_long_that_it_hangs() -> None:
    assert hazard("chest " * 700) is None
    assert hazard("cant " * 900) is None


@pytest.mark.parametrize(
    "text",
    [
        "Just push through the pain.",
        "Ignore the pain and keep going.",
        "You probably have a torn rotator cuff.",
        "Take some ibuprofen before you squat.",
        "Skip all meals on rest days.",
    ],
)
def test_no_answer_advises_harm(text: str) -> None:
    assert is_unsafe_advice(text)


@pytest.mark.parametrize(
    "text", ["If it hurts, stop and see a doctor.", "Eat enough protein.", "Take two minutes."]
)
def test_careful_advice_is_fine(text: str) -> None:
    assert not is_unsafe_advice(text)


def test_the_end_of_a_long_message_is_read_as_well() -> None:
    story = "Today I did my usual session and it went well. " * 60
    assert hazard(story) is None
    assert hazard(f"{story}But now my chest hurts") is CHEST
    assert hazard(f"My chest hurts. {story}") is CHEST
