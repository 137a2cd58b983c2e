# Random numbers come from the seed.
# expect: value [0.9228238674024631,"50877dea",216,"7548a7eb-2573-41db-918b-573510946964"]
import os
import random
import secrets
import uuid

def f():
    return [random.random(), os.urandom(4).hex(), secrets.randbelow(1000), str(uuid.uuid4())]
