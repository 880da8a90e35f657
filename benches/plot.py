#!/usr/bin/env python3
"""Writes the figures of benches/peers/figures.jsonl into src/speed.md, and draws src/speed.svg.

Usage: benches/plot.py [FIGURES]. Nothing but Python's standard library is needed.
"""

import json
import math
import pathlib
import sys
from xml.sax.saxutils import escape

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "src/speed.md"
PLOT = ROOT / "src/speed.svg"
OWN, OTHERS, HAND = "#0b6e4f", "#8a8f98", "#c77700"


def read(path):
    """What it was measured on, and the figures by race, number of criteria and name."""
    machine, *lines = [json.loads(line) for line in pathlib.Path(path).read_text().splitlines()]
    figures = {}
    for line in lines:
        figures.setdefault((line["race"], line["criteria"]), {})[line["name"]] = line
    return machine, figures


def ratio(value):
    """A ratio with the digits that it is worth."""
    if value >= 100:
        return f"{round(value, 1 - math.floor(math.log10(value))):,.0f}"
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def time(nanoseconds):
    """A time in the unit that suits it."""
    for unit, size in (("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.3g} {unit}"
    return f"{nanoseconds:.3g} ns"


def called(name, machine):
    """The name of an entry, with the version of an engine that is not ours."""
    version = machine["versions"].get(name.split(",")[0])
    return name if version is None or name.startswith("predikat") else f"{name} {version}"


def table(machine, figures):
    """Who takes part, by how long a decision takes."""
    decided, from_json = figures["decided", 40], figures["from_json", 40]
    loaded = figures["loaded", 40]
    rows = ["| | a unit | by hand = 1 | JSON to outcome, by hand = 1 | rules loaded in |", "|---|--:|--:|--:|--:|"]
    for name, line in sorted(decided.items(), key=lambda item: item[1]["ratio"]):
        through = ratio(from_json[name]["ratio"]) if name in from_json else ""
        start = time(loaded[name]["nanoseconds"]) if name in loaded else ""
        shown = called(name, machine)
        shown = f"**{shown}**" if name.startswith("predikat") else shown
        rows.append(f"| {shown} | {time(line['nanoseconds'])} | {ratio(line['ratio'])} | {through} | {start} |")
    return rows


def sizes(figures):
    """The same for more criteria, predikat and by hand."""
    races = [(criteria, lines) for (race, criteria), lines in sorted(figures.items()) if race == "decided"]
    rows = ["| by hand = 1 | " + " | ".join(f"{criteria:,} criteria" for criteria, _ in races) + " |"]
    rows.append("|---|" + "--:|" * len(races))
    for name in races[-1][1]:
        if name.startswith("predikat"):
            rows.append(f"| {name} | " + " | ".join(ratio(lines[name]["ratio"]) for _, lines in races) + " |")
    return rows


def thresholds(figures):
    """Who falls off a threshold that a unit stands on exactly, in words."""
    lines = list(figures["verified", 40].values())
    wrong = [f"{line['name']} {line['wrong']}" for line in lines if line["wrong"]]
    told = "no entry got one wrong" if not wrong else "tiers wrong: " + ", ".join(wrong)
    return [f"Of the 10,000 units {lines[0]['on']:,} stand exactly on a threshold, with the total or a group: {told}."]


def measured_on(machine):
    """The machine and the day, in words."""
    return [
        f"Measured on {machine['date']}: {machine['processor']} ({machine['family']}), {machine['cores']} cores, "
        f"{machine['gigabytes']:.0f} GB, {machine['system'].replace(' on ', ' on `')}`, {machine['rustc']}, one thread; the load when it began was "
        f"{machine['load']}" + (" (an idle machine has 0)." if float(machine["load"]) >= 0.5 else ".")
    ]


def plot(machine, figures):
    """Bars on a scale of tens, from the decision by hand at 1 to the left where faster and to the right where slower."""
    bars = sorted(figures["decided", 40].values(), key=lambda line: line["ratio"])
    left, right, top, step, width = 190, 70, 64, 26, 760
    height = top + step * len(bars) + 40
    low = math.floor(math.log10(min(line["ratio"] for line in bars)))
    high = math.ceil(math.log10(max(line["ratio"] for line in bars)))

    def across(value):
        return left + (math.log10(value) - low) / (high - low) * (width - left - right)

    told = "; ".join(f"{called(line['name'], machine)} {ratio(line['ratio'])}" for line in bars)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" style="max-width: {width}px" role="img" '
        'aria-labelledby="speed-title speed-text" font-family="DejaVu Sans, Arial, sans-serif" font-size="13">',
        '<title id="speed-title">Time to decide one unit of 40 criteria, by hand = 1</title>',
        f'<desc id="speed-text">Bars on a logarithmic scale, from 1 to the left where faster and to the right where slower. {escape(told)}.</desc>',
        f'<rect width="{width}" height="{height}" rx="6" fill="#ffffff"/>',
        '<text x="16" y="26" font-size="15" font-weight="bold" fill="#1d2228">'
        "Time to decide one unit of 40 criteria, by hand = 1</text>",
        '<text x="16" y="45" fill="#555b63">a scale of tens: to the left of 1 is faster, to the right slower</text>',
    ]
    for power in range(low, high + 1):
        x = across(10**power)
        label = f"{10**power:,}" if power >= 0 else f"{10**power:.{-power}f}"
        stroke = "#9aa0a8" if power == 0 else "#e3e5e8"
        parts.append(f'<path d="M{x:.1f} {top - 6}V{height - 30}" stroke="{stroke}"/>')
        parts.append(f'<text x="{x:.1f}" y="{height - 14}" text-anchor="middle" fill="#555b63">{label}</text>')
    for at, line in enumerate(bars):
        y, one, end = top + at * step, across(1), across(line["ratio"])
        fill = OWN if line["name"].startswith("predikat") else HAND if "hand" in line["name"] else OTHERS
        parts.append(
            f'<text x="{left - 8}" y="{y + 14}" text-anchor="end" fill="#1d2228">'
            f"{escape(called(line['name'], machine))}</text>"
        )
        start, length = min(one, end) - 1, abs(end - one) + 2
        parts.append(f'<rect x="{start:.1f}" y="{y}" width="{length:.1f}" height="18" fill="{fill}"/>')
        parts.append(f'<text x="{max(one, end) + 8:.1f}" y="{y + 14}" fill="#1d2228">{ratio(line["ratio"])}</text>')
    # No empty line: to Markdown this is one block of HTML.
    return "\n".join([*parts, "</svg>", ""])


def between(page, name, lines):
    """The page with what stands between two marks replaced."""
    start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    before, rest = page.split(start, 1)
    return before + start + "\n" + "\n".join(lines) + "\n\n" + end + rest.split(end, 1)[1]


def main():
    machine, figures = read(sys.argv[1] if len(sys.argv) > 1 else ROOT / "benches/peers/figures.jsonl")
    page = PAGE.read_text()
    page = between(page, "the machine", measured_on(machine))
    page = between(page, "the thresholds", thresholds(figures))
    page = between(page, "the table", table(machine, figures))
    page = between(page, "the sizes", sizes(figures))
    PAGE.write_text(page)
    PLOT.write_text(plot(machine, figures))


if __name__ == "__main__":
    main()
