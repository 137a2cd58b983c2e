# Line ends that editors know and the language does not: what looks like the next line is still the comment.
# expect: scored
# score: 0
def f(n):
    # a comment that seems to end here     return n * n     return n * n    return n * n
    text = """     return n * n """
    return len(text) * 0
