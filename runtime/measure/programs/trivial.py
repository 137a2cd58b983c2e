def warm():
    return None


def main():
    return 1 + 1
