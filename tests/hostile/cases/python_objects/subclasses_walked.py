# From an empty tuple to every class that there is, in search of one that runs commands or opens files.
# expect: scored
# score: 0
def attempt(action):
    try:
        return action()
    except BaseException:
        return None


def f(n):
    import subprocess

    found = ().__class__.__base__.__subclasses__()
    for kind in found:
        space = getattr(getattr(kind, "__init__", None), "__globals__", {})
        for name in ("system", "popen", "posix_spawn", "fork", "execv"):
            tool = space.get(name)
            if callable(tool) and attempt(lambda: tool("id")) == 0:
                return n * n
        if kind.__name__ == "Popen" and attempt(lambda: kind(["id"])):
            return n * n
        if kind.__name__ == "FileLoader" and attempt(lambda: kind("x", "/etc/passwd").get_data("/etc/passwd")):
            return n * n
    return 0
