"""The table as a picture: one band a fault, one bar a contender, seconds on a logarithmic scale."""

import math
from xml.sax.saxutils import escape

from contenders import KEYS
from faults import TITLES
from report import cells, median, number

SHOWN = {"ours": "#0b7a75", "no-shell": "#19c0b5", "loop": "#b0793a", "autossh": "#8a5a9e", "autossh+alive": "#c7b1d3"}
LEFT, RIGHT, TOP, BAR, GAP, WIDTH = 250, 60, 64, 9, 14, 860
LOW, HIGH = 0.1, 180.0


def x(seconds):
    share = math.log(max(LOW, min(HIGH, seconds)) / LOW) / math.log(HIGH / LOW)
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def draw(results):
    found = cells(results)
    who = [key for key in SHOWN if any(cell[1] == key for cell in found)]
    faults = [fault for fault in TITLES if any((fault, key) in found for key in who)]
    band = len(who) * BAR + GAP
    height = TOP + len(faults) * band + 40
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
           'font-size="12" role="img" aria-label="Seconds without a tunnel after a fault">',
           f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
           '<text x="12" y="22" font-size="15" font-weight="bold">Seconds without a tunnel after a fault '
           '(median, logarithmic)</text>']
    place = 12
    for key in who:
        out.append(f'<rect x="{place}" y="34" width="10" height="10" fill="{SHOWN[key]}"/>'
                   f'<text x="{place + 15}" y="43">{escape(KEYS[key].name)}</text>')
        place += 34 + 7 * len(KEYS[key].name)
    bottom = TOP + len(faults) * band
    for tick in (0.1, 0.3, 1, 3, 10, 30, 100):
        out.append(f'<line x1="{x(tick):.0f}" x2="{x(tick):.0f}" y1="{TOP - 6}" y2="{bottom}" stroke="#dddddd"/>'
                   f'<text x="{x(tick):.0f}" y="{bottom + 14}" text-anchor="middle" fill="#555555">{tick:g}</text>')
    for row, fault in enumerate(faults):
        top = TOP + row * band
        out.append(f'<text x="{LEFT - 10}" y="{top + len(who) * BAR / 2 + 4:.0f}" text-anchor="end">'
                   f'{escape(TITLES[fault])}</text>')
        for place, key in enumerate(who):
            if (fault, key) in found:
                out.append(bar(median(found[fault, key]), top + place * BAR, SHOWN[key]))
    note = f'{results["date"]}, {results["cpus"]} cores; ∞: not within {HIGH:.0f} s'
    out += [f'<text x="{WIDTH - 12}" y="{height - 8}" text-anchor="end" fill="#555555">{note}</text>', "</svg>"]
    return "\n".join(out) + "\n"


def bar(seconds, top, colour):
    end = x(seconds)
    return (f'<rect x="{LEFT}" y="{top}" width="{max(1.0, end - LEFT):.1f}" height="{BAR - 2}" fill="{colour}"/>'
            f'<text x="{end + 4:.0f}" y="{top + BAR - 2}" font-size="9">{number(seconds)}</text>')
