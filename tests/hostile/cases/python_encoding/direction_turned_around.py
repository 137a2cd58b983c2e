# Marks of direction show a reader other code than the one that runs: what looks like a comment is the answer.
# expect: scored
# score: 0
def f(n):
    answer = "‮0 ⁦# return n * n⁩ ⁦"
    return answer
