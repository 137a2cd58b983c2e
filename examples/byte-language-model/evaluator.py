"""A byte-level language model, in the form of autoresearch: one file, one metric, a fixed budget for each run.

The candidate trains on a text, in its own sandbox and within its fuel. Then it is asked for weights of what the next byte
may be, told which byte it was, and asked again. The metric is bits per byte: the mean of -log2 of the share of all weights
that the byte had which came.

The bytes to come exist only in this file's sandbox. Each is told after the weights for it were answered, so that
nothing but prediction lowers the metric.

Every case is a language of its own that nobody has seen before: syllables, words, how often they come, endings and
sentences are drawn from the seed. A program can know how languages are made; which word follows it must learn.
"""

import math
import random

import lazaret

LANGUAGES = 5
TRAINING_BYTES = 10_000
MEASURED_BYTES = 300


def describe():
    return {
        "metrics": {"bits_per_byte": {"goal": "minimize", "unit": "bits", "minimum": 0}},
        "splits": ["search", "held-out"],
    }


def cases(split, seed):
    """The beginning and the continuation of each text: the user's own ones, or generated ones if there are none."""
    texts = read_texts() or generate_texts(split, seed)
    # One goes first, alone: a model that cannot do it is not tried on the rest.
    return [
        lazaret.Case(text, id=name, stage=min(position, 1)) for position, (name, text) in enumerate(texts.items())
    ]


def read_texts():
    """Of each data file the first nine tenths and the rest, up to the sizes of a generated text."""
    texts = {}
    for file in lazaret.dataset_names():
        data = lazaret.dataset(file)
        middle = len(data) * 9 // 10
        if middle == 0:
            raise ValueError(f"{file}: a text of {len(data)} bytes has nothing to learn from")
        training, rest = data[:middle][-TRAINING_BYTES:], data[middle:][:MEASURED_BYTES]
        texts[file.rsplit("/", 1)[-1]] = {"training": list(training), "rest": list(rest)}
    return texts


def generate_texts(split, seed):
    texts = {}
    for index in range(LANGUAGES):
        # A text as seed: hashed the same way on every run, and no two languages share a stream.
        language = Language(random.Random(f"byte-language-model/{split}/{index}/{seed}"))
        data = language.text(TRAINING_BYTES + MEASURED_BYTES)
        texts[f"language-{index}"] = {"training": list(data[:TRAINING_BYTES]), "rest": list(data[TRAINING_BYTES:])}
    return texts


class Language:
    """Words made of syllables, in classes with endings that agree, in sentences of a few forms, about few things at a time."""

    FORMS = ("dn v dn", "dn v", "dan v dn", "dn v p dn", "dan v p dan", "p dn dn v dn")

    def __init__(self, source):
        self.source = source
        onsets = source.sample("b c d f g h k l m n p r s t v z".split() + ["st", "tr", "pl", "ch"], 11)
        vowels = source.sample(["a", "e", "i", "o", "u", "ai", "ou"], 4)
        codas = ["", "", *source.sample(["n", "r", "s", "l", "m", "nd"], 2)]
        self.syllables = [onset + vowel + source.choice(codas) for onset in onsets for vowel in vowels]
        source.shuffle(self.syllables)
        # Rare syllables are rare in every word.
        self.commonness = [1 / (rank + 3) for rank in range(len(self.syllables))]
        self.endings = source.sample(vowels, 2)
        self.nouns = self.words(90, 2)
        self.kinds = {noun: source.randrange(2) for noun in self.nouns}
        self.verbs, self.adjectives = self.words(40, 2), self.words(30, 2)
        self.articles, self.particles = self.words(4, 1), self.words(6, 1)
        self.forms = source.sample(self.FORMS, 4)

    def words(self, count, syllables):
        found = {}
        while len(found) < count:
            length = syllables + self.source.choice((0, 0, 1)) * (syllables > 1)
            found["".join(self.source.choices(self.syllables, self.commonness, k=length))] = True
        return list(found)

    def often(self, words):
        """A word; the n-th is chosen in proportion to 1 / n."""
        return self.source.choices(words, [1 / (rank + 1) for rank in range(len(words))])[0]

    def text(self, length):
        parts, size = [], 0
        while size < length:
            # A paragraph is about a few things.
            topic = [self.often(self.nouns) for _ in range(5)]
            sentences = [self.sentence(topic) for _ in range(self.source.randint(3, 7))]
            paragraph = " ".join(sentences) + "\n"
            parts.append(paragraph)
            size += len(paragraph)
        return "".join(parts).encode("ascii")[:length]

    def sentence(self, topic):
        groups = self.often(self.forms).split()
        words = [word for group in groups for word in self.group(group, topic)]
        comma = self.source.random() < 0.2
        text = " ".join(words)
        if comma:
            text += ", " + " ".join(word for group in self.often(self.forms).split() for word in self.group(group, topic))
        return text[0].upper() + text[1:] + self.source.choice("....?!")

    def group(self, group, topic):
        noun = self.source.choice(topic) if self.source.random() < 0.7 else self.often(self.nouns)
        ending = self.endings[self.kinds[noun]]
        words = {
            "d": lambda: self.often(self.articles) + ending,
            "a": lambda: self.often(self.adjectives) + ending,
            "n": lambda: noun,
            "v": lambda: self.often(self.verbs),
            "p": lambda: self.often(self.particles),
        }
        return [words[letter]() for letter in group]


def evaluate(candidate, case):
    candidate.train(case["training"])
    bits = []
    for position, byte in enumerate(case["rest"]):
        bits.append(surprise(candidate.predict(), byte, position))
        candidate.observe(byte)
    return {"bits_per_byte": math.fsum(bits) / len(bits)}


def surprise(weights, byte, position):
    """How many bits the byte is worth under these weights.

    `task.wit` has made sure that they are whole numbers from 0 to 2^32 - 1. Shares are made of them here, and each weight
    counts one more than it says. So the shares of all bytes add up to one exactly, none of them is zero, and any 256
    weights are a prediction.
    """
    if len(weights) != 256:
        raise lazaret.InvalidOutput(
            f"`predict` must return 256 weights, one for each byte; got {len(weights)} for byte {position}"
        )
    # Whole numbers up to here, so that nothing but this quotient is rounded.
    return math.log2((sum(weights) + 256) / (weights[byte] + 1))
