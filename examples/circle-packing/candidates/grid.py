"""Centres on a grid of five columns and seven rows; then each circle grows until it meets a wall or another."""

from math import hypot


def construct(n):
    centres = [place(index % 5, index // 5, index // 5 % 2) for index in range(n)]
    return grown([[min(1.0, max(0.0, x)), min(1.0, max(0.0, y))] for x, y in centres])


def place(column, row, odd):
    x = (column + 0.5) / 5
    y = (row + 0.5) / 7
    return [x, y]


def grown(centres):
    circles = []
    for x, y in centres:
        room = min(x, 1 - x, y, 1 - y)
        for other_x, other_y, other_r in circles:
            room = min(room, hypot(x - other_x, y - other_y) - other_r)
        # A little less than fits: the evaluator is exact, and square roots are not.
        circles.append([x, y, max(room - 1e-12, 0.0)])
    return circles
