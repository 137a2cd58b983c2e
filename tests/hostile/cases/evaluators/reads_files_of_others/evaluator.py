import lazaret


def evaluate(candidate, case):
    for name in ("../task.toml", "../evaluator.py", "/etc/passwd", "data/words.txt", "words.txt/../../task.toml", "words.txt\0"):
        try:
            lazaret.dataset(name)
            return 1.0
        except FileNotFoundError:
            pass
    return 0.0
