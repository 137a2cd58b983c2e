#!/usr/bin/env python3
"""From a list of ideas to a reviewed draft: `python3 run.py OUT`. Needs Python's standard library and `lazaret`.

Every number of the draft is read from the ledger, and the reviewer holds it against the ledger once more.
"""

import argparse
import hashlib
import json
import math
import pathlib
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TASK = HERE.parent / "online-bin-packing"
BASELINES = [TASK / "candidates" / f"{name}.py" for name in ("best_fit", "first_fit", "gap_cost")]
METRIC = "excess over the bound, in percent"
SEARCH_SEED = 1
# Held-out cases are made of other seeds than those that ideas were chosen by.
HELD_OUT_SEEDS = (11, 12, 13, 14, 15)


def main():
    options = arguments()
    study = Study(options)
    ideas = json.loads(options.ideas.read_text())
    new = study.novel(ideas["ideas"])
    study.search(new)
    best = study.best(ideas["ideas"])
    refined = study.refine(best)
    ablations = study.ablations(best)
    study.measure([study.program(best), *([refined] if refined else []), *BASELINES, *ablations])
    draft = study.write(ideas, best, refined, ablations)
    return study.review(draft)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=pathlib.Path, help="the folder for programs, reports and the draft")
    parser.add_argument("--ideas", type=pathlib.Path, default=HERE / "ideas.json")
    parser.add_argument("--ledger", type=pathlib.Path, help="the ledger's folder [default: OUT/ledger]")
    parser.add_argument("--lazaret", default="lazaret", help="the command, if it is not in the search path")
    parser.add_argument("--trials", type=int, default=64, help="trials that refine the best idea; 0 for none")
    parser.add_argument("--seeds", type=int, default=3, help="seeds of held-out cases, up to 5")
    parser.add_argument("--model-url", help="an endpoint whose model refines the best idea, instead of small edits")
    parser.add_argument("--model", help="the model's name")
    parser.add_argument("--key-file", help="a file with the key that the endpoint wants")
    options = parser.parse_args()
    if not 1 <= options.seeds <= len(HELD_OUT_SEEDS):
        parser.error(f"--seeds: from 1 to {len(HELD_OUT_SEEDS)}")
    if options.trials < 0:
        parser.error("--trials: 0 or more")
    return options


class Study:
    def __init__(self, options):
        self.options = options
        self.out = options.out.resolve()
        self.ledger = (options.ledger or self.out / "ledger").resolve()
        self.programs = self.out / "programs"
        self.programs.mkdir(parents=True, exist_ok=True)

    # Commands.

    def lazaret(self, *words, expected=(0,)):
        """Runs a command; its output if it ends as expected."""
        command = [self.options.lazaret, *map(str, words), "--ledger", str(self.ledger)]
        try:
            done = subprocess.run(command, capture_output=True, text=True)
        except OSError as error:
            sys.exit(f"cannot run `{self.options.lazaret}`: {error.strerror}; name it with --lazaret")
        if done.returncode not in expected:
            sys.exit(f"{' '.join(command)}\nended with {done.returncode}: {done.stderr}{done.stdout}")
        return done.stdout

    def export(self):
        """All entries; none if there is no ledger yet."""
        if not self.ledger.exists():
            return []
        return [json.loads(line) for line in self.lazaret("ledger", "export").splitlines()]

    def say(self, text):
        print(text, flush=True)

    # Ideas.

    def program(self, idea):
        return self.programs / f"{idea['name']}.py"

    def novel(self, ideas):
        """Writes the program of each idea, and keeps those that no campaign has tried, by name or by program."""
        tried = {}
        if self.ledger.exists():
            # The newest come first; an idea belongs to the campaign that had it first.
            for campaign in reversed(json.loads(self.lazaret("archive", "list", "--json"))["campaigns"]):
                name = campaign["campaign"]
                if campaign["task"] == TASK.name:
                    for trial in json.loads(self.lazaret("archive", "trials", name, "--json"))["trials"]:
                        place = f"trial {trial['number']} of `{name}`"
                        for key in (trial.get("candidate"), trial.get("note")):
                            tried.setdefault(key, place)
        new = []
        for idea in ideas:
            text = changed(idea["set"])
            self.program(idea).write_text(text)
            idea["digest"] = digest(text)
            known = tried.get(idea["digest"]) or tried.get(idea["name"])
            if known:
                self.say(f"not run again: `{idea['name']}` is {known}")
            else:
                new.append(idea)
                tried[idea["digest"]] = tried[idea["name"]] = f"the idea `{idea['name']}`"
        return new

    def search(self, ideas):
        """One campaign over the new ideas, each of which is one trial."""
        if not ideas:
            self.say("no idea is new")
            return
        folder = self.out / f"round-{self.number('ideas')}"
        folder.mkdir(exist_ok=True)
        for number, idea in enumerate(ideas):
            (folder / f"{number:04}-{idea['name']}.py").write_text(self.program(idea).read_text())
        words = ["--command", f"{quoted(sys.executable)} {quoted(HERE / 'propose.py')} {quoted(folder)}"]
        words += ["--from", HERE / "experiment.py", "--trials", 1 + len(ideas), "--round", len(ideas)]
        self.campaign("ideas", [*words, "--islands", 1])

    def refine(self, idea):
        """Goes on from the best idea, by small edits or a model; the program that came of it, if it is a better one."""
        options = self.options
        if options.trials == 0:
            return None
        words = ["--from", self.program(idea), "--trials", options.trials]
        for option in ("model_url", "model", "key_file"):
            if getattr(options, option):
                words += [f"--{option.replace('_', '-')}", getattr(options, option)]
        name, done = self.campaign("refined", words)
        if done["best"]["trial"] == 0:
            self.say("nothing better was found")
            return None
        path = self.programs / "refined.py"
        path.write_text(self.lazaret("archive", "best", name))
        return path

    def number(self, stem):
        names = [entry["body"]["name"] for entry in self.export() if entry["body"]["kind"] == "campaign"]
        return 1 + sum(name.startswith(f"{stem}-") for name in names)

    def campaign(self, stem, words):
        name = f"{stem}-{self.number(stem)}"
        self.say(f"campaign `{name}`")
        # Each program is judged on all cases: so few that one which is better only there would be missed.
        words = ["evolve", TASK, "--name", name, "--seed", SEARCH_SEED, "--rungs", "none", "--json", "--quiet", *words]
        done = json.loads(self.lazaret(*words))
        # The campaign's own manuscript, in three forms, each of which can be checked.
        for form, ending in (("html", "html"), ("markdown", "md"), ("latex", "tex")):
            path = self.out / f"{name}.{ending}"
            self.lazaret("report", name, "--format", form, "-o", path)
            self.lazaret("report", "--check", path)
        return name, done

    def best(self, ideas):
        """The idea with the best score where ideas were searched; of equal ones that with the fewest settings."""
        verdicts = Verdicts(self.export())
        scored = [(verdicts.search(idea["digest"]), len(idea["set"]), place) for place, idea in enumerate(ideas)]
        scored = [(verdict.score, settings, place) for verdict, settings, place in scored if verdict]
        if not scored:
            sys.exit("no idea has a score")
        return ideas[min(scored)[2]]

    def ablations(self, idea):
        """The idea without one of its settings, for each of them."""
        paths = []
        for setting in idea["set"]:
            path = self.programs / f"without-{setting.lower()}.py"
            path.write_text(changed({name: value for name, value in idea["set"].items() if name != setting}))
            paths.append(path)
        return paths

    def measure(self, programs):
        """All programs on held-out cases of several seeds. What was judged before is recalled."""
        for seed in HELD_OUT_SEEDS[: self.options.seeds]:
            self.say(f"held-out cases of seed {seed}: {len(programs)} programs")
            words = ["--split", "held-out", "--seed", seed, "--json", "--proposer", "ai-scientist"]
            # A program without a score is left out of the draft.
            self.lazaret("eval", TASK, *programs, *words, expected=(0, 1))

    # The draft.

    def write(self, ideas, best, refined, ablations):
        verdicts = Verdicts(self.export())
        seeds = HELD_OUT_SEEDS[: self.options.seeds]

        def row(path):
            return verdicts.row(path.stem, digest(path.read_text()), seeds)

        first = [digest(path.read_text()) for path in (self.program(best), BASELINES[0])]
        lines = [f"# {ideas['title']}", "", "## Question", "", ideas["question"], ""]
        lines += ["## Method", "", "Each idea is a program that differs from best fit in some settings. It was tried once on cases"]
        lines += ["for searching. The best of them there, by itself and with each of its settings taken back, was then"]
        lines += ["judged on held-out cases, of which no proposer hears, and so were the baselines.", ""]
        lines += [f"- `{idea['name']}`: {idea['hypothesis']}" for idea in ideas["ideas"]]
        lines += ["", "## Search", "", *table(verdicts.searched(idea["name"], idea["digest"]) for idea in ideas["ideas"])]
        lines += ["", "## Results", "", *table([row(self.program(best)), *([row(refined)] if refined else [])])]
        lines += ["", f"Best fit less the result is {verdicts.difference(first[1], first[0], seeds)}.", verdicts.spread(first[0], seeds)]
        lines += ["", "![Held-out scores](held-out.svg)", "", "## Baselines", "", *table(map(row, BASELINES))]
        lines += ["", "## Ablations", "", *table(map(row, ablations))]
        lines += ["", "## Limits", "", *ideas["limits"], ""]
        shown = [self.program(best), *([refined] if refined else []), *BASELINES, *ablations]
        (self.out / "held-out.svg").write_text(verdicts.figure(shown, seeds))
        text = "\n".join(lines)
        (self.out / "draft.md").write_text(text)
        self.say(f"draft: {self.out / 'draft.md'}")
        return text

    def review(self, text):
        """Hands the draft to the reviewer, as a program that says nothing but the text, and the ledger as data."""
        self.lazaret("ledger", "verify")
        (self.out / "checkpoint").write_text(self.lazaret("ledger", "checkpoint"))
        (self.out / "ledger.jsonl").write_text(self.lazaret("ledger", "export"))
        candidate = self.out / "draft.py"
        candidate.write_text(f"def draft():\n    return {text!r}\n")
        data = ["--data", self.out / "ledger.jsonl", "--data", self.out / "checkpoint"]
        words = ["eval", HERE / "review", candidate, *data, "--json"]
        result = json.loads(self.lazaret(*words, expected=(0, 1)))["results"][0]
        verdict = result["verdict"]
        (self.out / "review.json").write_text(json.dumps(verdict, indent=2) + "\n")
        if verdict["reason"]["code"] != "scored":
            self.say(f"review: refused: {verdict['reason']['message']}")
            return 1
        measured = {item["name"]: item["value"] for item in verdict["measurements"]}
        self.say(f"review: {measured['points']:g} of 100 points, {measured['numbers']:g} numbers follow from the ledger")
        for case in verdict["cases"]:
            for line in case["evaluator_logs"].get("lines", []):
                self.say(f"review: {line}")
        return 0 if measured["points"] == 100 else 1


class Verdicts:
    """What the ledger has on the task: for each program, split and seed the verdict on all cases."""

    def __init__(self, entries):
        self.found = {}
        sizes = {}
        for entry in entries:
            body = entry["body"]
            if body["kind"] != "verdict" or body["task"] != TASK.name or body["code"] != "scored":
                continue
            commitment = entries[body["commitment"]]["body"]
            parts = {part["name"]: part["value"] for part in commitment["identity"]["parts"]}
            key = (body["candidate"], parts["split"], parts["seed"])
            # A campaign's cheap stages have fewer cases.
            if sizes.get(key, 0) < commitment["case_count"]:
                sizes[key] = commitment["case_count"]
                self.found[key] = Verdict(entry["sequence"], body["score"])

    def search(self, digest):
        return self.found.get((digest, "search", str(SEARCH_SEED)))

    def held_out(self, digest, seeds):
        """One for each seed, or none if one is missing."""
        verdicts = [self.found.get((digest, "held-out", str(seed))) for seed in seeds]
        return verdicts if all(verdicts) else []

    def searched(self, name, digest):
        verdict = self.search(digest)
        return [name, digest, cited([verdict]) if verdict else "no score"]

    def row(self, name, digest, seeds):
        verdicts = self.held_out(digest, seeds)
        return [name, digest, cited(verdicts) if verdicts else "no score"]

    def difference(self, one, other, seeds):
        one, other = self.held_out(one, seeds), self.held_out(other, seeds)
        if not one or not other:
            return "not known"
        return f"{mean(one) - mean(other):.4f} {entries(one)} less {entries(other)}"

    def spread(self, digest, seeds):
        verdicts = sorted(self.held_out(digest, seeds), key=lambda verdict: verdict.score)
        if not verdicts:
            return ""
        return f"Over the seeds, the result goes from {cited(verdicts[:1])} to {cited(verdicts[-1:])}."

    def figure(self, programs, seeds):
        """Bars for the means, dots for the seeds."""
        rows = [(path.stem, self.held_out(digest(path.read_text()), seeds)) for path in programs]
        rows = [(name, verdicts) for name, verdicts in rows if verdicts]
        scale = 400 / max((verdict.score for _, verdicts in rows for verdict in verdicts), default=1)
        parts = []
        for place, (name, verdicts) in enumerate(rows):
            top = 10 + 26 * place
            width = mean(verdicts) * scale
            parts.append(f'<text x="170" y="{top + 13}" text-anchor="end">{name}</text>')
            parts.append(f'<rect x="180" y="{top}" width="{width:.1f}" height="18" fill="#9bd"/>')
            parts += [f'<circle cx="{180 + it.score * scale:.1f}" cy="{top + 9}" r="3"/>' for it in verdicts]
            parts.append(f'<text x="{186 + max(it.score for it in verdicts) * scale:.1f}" y="{top + 13}">{mean(verdicts):.2f}</text>')
        head = f'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="{20 + 26 * len(rows)}" font-family="sans-serif" font-size="12">'
        return "\n".join([head, f"<title>Held-out {METRIC}</title>", *parts, "</svg>", ""])


class Verdict:
    def __init__(self, entry, score):
        self.entry, self.score = entry, score


def mean(verdicts):
    return math.fsum(verdict.score for verdict in verdicts) / len(verdicts)


def entries(verdicts):
    return f"[{', '.join(str(verdict.entry) for verdict in verdicts)}]"


def cited(verdicts):
    return f"{mean(verdicts):.4f} {entries(verdicts)}"


def table(rows):
    """The rows as Markdown, each with the digest that the reviewer holds its number to."""
    short = lambda digest: digest.removeprefix("sha256:")[:12]
    shown = [f"| `{name}` | `{short(digest)}` | {value} |" for name, digest, value in rows if value != "no score"]
    return [f"| program | digest | {METRIC} |", "|---|---|---|", *shown]


def changed(settings):
    """The experiment with other values for some settings."""
    lines = (HERE / "experiment.py").read_text().split("\n")
    for name, value in settings.items():
        places = [place for place, line in enumerate(lines) if line.startswith(f"{name} = ")]
        if len(places) != 1:
            sys.exit(f"`{name}` is no setting of experiment.py")
        lines[places[0]] = f"{name} = {value!r}"
    return "\n".join(lines)


def digest(text):
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def quoted(path):
    return shlex.quote(str(path))


if __name__ == "__main__":
    sys.exit(main())
