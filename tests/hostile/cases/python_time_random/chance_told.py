# Tells what every source of chance gives, so that two verdicts differ as soon as one of them is real.
# expect: scored
# score: 0
import os
import random
import secrets
import tempfile
import uuid


def f(n):
    print(random.random(), random.SystemRandom().random(), random.Random().getrandbits(64))
    print(os.urandom(16).hex(), secrets.token_hex(16), uuid.uuid4(), uuid.uuid7())
    print(next(tempfile._get_candidate_names()), random.sample(range(1000), 5))
    return 0
