"""Proposes the programs of a folder, one after the other, each with its name: `lazaret evolve TASK --command 'python3
propose.py FOLDER'`. What a round is about comes as a line of JSON, and so does what is proposed go."""

import json
import pathlib
import sys

programs = sorted(pathlib.Path(sys.argv[1]).glob("*.py"))

for line in sys.stdin:
    proposals = []
    for slot in json.loads(line)["slots"]:
        # Trial 0 is the program that the campaign began with, so that trial 1 is the first idea. A campaign that goes
        # on after it was interrupted asks for the same trials again.
        place = slot["trial"] - 1
        if place < len(programs):
            # The number before the name keeps the order of the ideas.
            name = programs[place].stem.split("-", 1)[1]
            proposals.append({"program": programs[place].read_text(), "note": name})
        else:
            proposals.append({"program": "", "note": "there is no further idea"})
    print(json.dumps({"proposals": proposals}), flush=True)
