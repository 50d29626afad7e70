"""Explicit sets of half-open intervals, `[from, to)`, as lists of pairs of instants.

Nothing here is clever: every question is answered by cutting a range at every edge of every set and
looking at each piece in turn.
"""

from collections.abc import Iterator

Span = tuple[int, int]


def holds(spans: list[Span], instant: int) -> bool:
    """Whether any of the intervals contains the instant."""
    return any(start <= instant < end for start, end in spans)


def pieces(start: int, end: int, *layers: list[Span]) -> Iterator[tuple[int, int, tuple[bool, ...]]]:
    """Cuts `[start, end)` at every edge of every layer; says of each piece which layers cover it."""
    if end <= start:
        return
    changes: dict[int, list[tuple[int, int]]] = {start: [], end: []}
    for index, layer in enumerate(layers):
        for first, last in layer:
            first, last = max(first, start), min(last, end)
            if first < last:
                changes.setdefault(first, []).append((index, 1))
                changes.setdefault(last, []).append((index, -1))
    depth = [0] * len(layers)
    edges = sorted(changes)
    for here, following in zip(edges, edges[1:]):
        for index, change in changes[here]:
            depth[index] += change
        yield here, following, tuple(d > 0 for d in depth)


def common(start: int, end: int, *layers: list[Span]) -> list[Span]:
    """The parts of `[start, end)` that every layer covers."""
    return [(a, b) for a, b, covered in pieces(start, end, *layers) if all(covered)]


def minus(start: int, end: int, kept: list[Span], removed: list[Span]) -> list[Span]:
    """The parts of `[start, end)` in `kept` and not in `removed`."""
    return [(a, b) for a, b, (inside, outside) in pieces(start, end, kept, removed) if inside and not outside]


def length(spans: list[Span]) -> int:
    """The total length of intervals that do not overlap."""
    return sum(end - start for start, end in spans)
