# Random numbers come from the seed.
# expect: value [0.6440979140317225,"ca533fb8",350,"387a58d6-7578-4944-a220-a62b4bf7dca7"]
import os
import random
import secrets
import uuid

def f():
    return [random.random(), os.urandom(4).hex(), secrets.randbelow(1000), str(uuid.uuid4())]
