# Places in shapes that no memory could hold are numbers of 64 bits, as everywhere.
# expect: value [[5627771580,117259570957],[1000000,7],"invalid dims: array size defined by dims is larger than the maximum possible size."]
import numpy as np

def f():
    places = ([1, 29], [3, 5], [3, 117], [19, 2], [2379, 1284], [2, 2], [0, 1])
    try:
        said = np.ravel_multi_index(([0], [0]), (2**62, 2))
    except ValueError as error:
        said = str(error)
    return [
        np.ravel_multi_index(places, (41, 7, 120, 36, 2706, 8, 6)),
        [int(place) for place in np.unravel_index(10**15 + 7, (10**9, 10**9))],
        said,
    ]
