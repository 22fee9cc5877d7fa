"""From runs to a table: median / max per fault and contender, and how ours compares."""

import statistics

from contenders import KEYS
from faults import TITLES

OURS = ("ours", "reaper", "no-shell", "forced")
ENDLESS = float("inf")


def merge(documents):
    """Several documents as one; the newest runs of a cell win."""
    documents = list(documents)
    cells = {}
    for document in documents:
        for cell in {(run["fault"], run["contender"]) for run in document["runs"]}:
            cells[cell] = [run for run in document["runs"] if (run["fault"], run["contender"]) == cell]
    return dict(documents[-1], runs=[run for cell in sorted(cells) for run in cells[cell]])


def cells(results):
    """{(fault, contender): runs}"""
    found = {}
    for run in results["runs"]:
        found.setdefault((run["fault"], run["contender"]), []).append(run)
    return found


def outages(runs):
    return [ENDLESS if run["seconds"] is None else run["seconds"] for run in runs]


def median(runs):
    return statistics.median(outages(runs))


def table(results):
    """Markdown; one row a fault, one column a contender, and the ratio of ours to the best other."""
    found = cells(results)
    faults = [fault for fault in TITLES if any(cell[0] == fault for cell in found)]
    who = [key for key in KEYS if any(cell[1] == key for cell in found)]
    lines = ["| seconds, median / max | " + " | ".join(KEYS[key].name for key in who) + " | ours : best other |",
             "|---" * (len(who) + 2) + "|"]
    for fault in faults:
        row = [words(found[fault, key]) if (fault, key) in found else "" for key in who]
        lines.append("| " + " | ".join([TITLES[fault], *row, ratio(fault, found)]) + " |")
    return "\n".join(lines) + "\n"


def short(results):
    """The README's table: ours, and of the alternatives the better one where the server looks after its clients."""
    found = cells(results)
    columns = [("tunnelfun", ["ours"]), ("forced command", ["forced"]), ("no shell, with reaper", ["no-shell"]),
               ("`ssh`", ["loop"]), ("`autossh`", ["autossh"]), ("+ alive", ["loop+alive", "autossh+alive"])]
    lines = ["| median / max | " + " | ".join(title for title, _ in columns) + " |", "| --- " * (len(columns) + 1) + "|"]
    for fault in TITLES:
        best = min((median(runs) for (f, _), runs in found.items() if f == fault), default=ENDLESS)
        row = []
        for _, keys in columns:
            runs = min((found[fault, key] for key in keys if (fault, key) in found), key=median, default=None)
            row.append("" if runs is None else spread(runs, median(runs) == best))
        if any(row):
            lines.append("| " + " | ".join([TITLES[fault], *row]) + " |")
    return "\n".join(lines) + "\n"


def spread(runs, best):
    middle, most = number(median(runs)), number(max(outages(runs)))
    return (f"**{middle}**" if best else middle) + ("" if middle == most else f" / {most}")


def words(runs):
    text = f"{number(median(runs))} / {number(max(outages(runs)))}"
    if runs[0]["fault"] in ("target", "loss", "thin", "healthy"):
        kept = sum(run["kept"] and run.get("visitorLived", True) for run in runs)
        text += f", kept {kept} of {len(runs)}"
    return text


def number(seconds):
    return "∞" if seconds == ENDLESS else f"{seconds:.1f}"


def ratio(fault, found):
    ours = found.get((fault, "ours"))
    others = [median(runs) for (f, key), runs in found.items() if f == fault and key.split("+")[0] not in OURS]
    if not ours or not others:
        return ""
    mine, best = median(ours), min(others)
    if best == ENDLESS:
        return "both ∞" if mine == ENDLESS else "0"
    return f"{mine / best:.2f}" if best > 0 else ""
