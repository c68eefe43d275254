"""Services told stop by stop → one service whose trips have a time for each stop."""

from collections.abc import Sequence
from itertools import groupby, pairwise

from knowledge.facts import Service, Trip


def by_stops_joined(services: Sequence[Service]) -> list[Service]:
    """Join the services of one direction and kind of day that differ in their stop."""
    joined: list[Service] = []
    for _, group in groupby(sorted(services, key=_is_whole), key=_is_whole):
        same: dict[tuple[object, ...], list[Service]] = {}
        for service in group:
            same.setdefault(_what_runs(service), []).append(service)
        for parts in same.values():
            joined += [_one(parts)] if _fit(parts) else parts
    order = {id(service): index for index, service in enumerate(services)}
    return sorted(joined, key=lambda service: order.get(id(service), len(order)))


def _is_whole(service: Service) -> bool:
    return len(service.stops) != 1 or bool(service.route)


def _what_runs(service: Service) -> tuple[object, ...]:
    return (
        service.line,
        service.origin,
        service.destination,
        service.days,
        service.is_school,
        tuple(service.seasons),
        len(service.trips),
    )


def _fit(parts: Sequence[Service]) -> bool:
    """Different stops, passed one after the other."""
    stops = [part.stops[0] for part in parts if len(part.stops) == 1]
    return len(set(stops)) == len(parts) > 1 and all(
        _is_later(before, after) for before, after in pairwise(parts)
    )


def _is_later(before: Service, after: Service) -> bool:
    return all(
        a.times[0] <= b.times[0] or a.times[0] > "22:00"
        for a, b in zip(before.trips, after.trips, strict=True)
    )


def _one(parts: Sequence[Service]) -> Service:
    first = parts[0]
    first.stops = [part.stops[0] for part in parts]
    first.route, first.route_page = first.stops, first.page
    first.trips = [
        Trip([trip.times[0] for trip in trips], trips[0].note)
        for trips in zip(*(part.trips for part in parts), strict=True)
    ]
    return first
