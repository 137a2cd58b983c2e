def warm():
    return None


def queens(n, row, columns, rising, falling):
    if row == n:
        return 1
    count = 0
    for column in range(n):
        if columns[column] or rising[row + column] or falling[row - column + n]:
            continue
        columns[column] = rising[row + column] = falling[row - column + n] = True
        count += queens(n, row + 1, columns, rising, falling)
        columns[column] = rising[row + column] = falling[row - column + n] = False
    return count


def main():
    total = 0
    for _ in range(20):
        total += queens(8, 0, [False] * 8, [False] * 16, [False] * 17)
    return total
