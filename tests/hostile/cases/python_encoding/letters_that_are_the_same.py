# Letters of another width are the same letters for the language, so this is a function of the name that is asked for.
# expect: scored
# score: 0
def ｆ(ｎ):
    return -ｎ
