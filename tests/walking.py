"""Walks through a questionnaire with random answers."""

from questionnaire.knowledge.model import ChoiceQuestion, ManyQuestion, NumberQuestion


def random_answer(random, question):
    """Answers as a person would; often not sure, seldom with many boxes."""
    if random.random() < 0.15:
        return None
    match question:
        case NumberQuestion(low=low, high=high, step=step):
            answer = low + step * random.randint(0, int((high - low) / step))
            return int(answer) if answer.denominator == 1 else float(answer)
        case ChoiceQuestion(choices=choices):
            return random.choice(choices).id
        case ManyQuestion(choices=choices):
            exclusive = [choice.id for choice in choices if choice.exclusive]
            if exclusive and random.random() < 0.5:
                return tuple(exclusive)
            others = [choice.id for choice in choices if not choice.exclusive]
            return tuple(random.sample(others, random.randint(1, min(3, len(others)))))


def walk(questionnaire, random):
    """Answers question after question; returns the answers in the order given."""
    answers = {}
    while (question := questionnaire.next_question(answers)) is not None:
        assert question.id not in answers
        assert question.id in questionnaire.route(answers).path
        answers[question.id] = random_answer(random, question)
        assert len(answers) <= len(questionnaire.rulebook.questions)
    return answers


def shuffled(random, answers):
    return dict(random.sample(list(answers.items()), len(answers)))
