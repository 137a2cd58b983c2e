"""`mixture.py` with one context more, and doubts that nobody has to tune: the more different bytes have followed a context,
the likelier is one that has not (Witten and Bell, 1991)."""

ORDERS = 6

followers = {}
recent = b""


def train(text):
    for byte in text:
        observe(byte)


def contexts():
    """The last bytes: none of them, the last one, the last two and so on."""
    return [recent[len(recent) - order :] for order in range(min(ORDERS, len(recent) + 1))]


def observe(byte):
    global recent
    for context in contexts():
        counts = followers.setdefault(context, {})
        counts[byte] = counts.get(byte, 0) + 1
    recent = (recent + bytes([byte]))[-ORDERS:]


def predict():
    weights = [1 / 256] * 256
    for context in contexts():
        counts = followers.get(context)
        if not counts:
            break
        total = sum(counts.values()) + len(counts)
        weights = [weight * len(counts) / total for weight in weights]
        for byte, count in counts.items():
            weights[byte] += count / total
    return [int(weight * 1e9) for weight in weights]
