"""Outages after faults, ours against the alternatives: python3 desktop-client/src/bench/faults --help

Root, Linux. Every run has a lab of its own (lab.py); several run side by side (-j). The results are
a JSON document, a table in Markdown and a chart, from this run or from an earlier one (--from).
"""

import argparse
import concurrent.futures
import datetime
import json
import os
import pathlib
import random
import signal
import sys
import threading
import time

import chart
import contenders
import faults
import report
import soak
from lab import PROJECT, Lab

LIMIT = 180.0  # an outage that lasts longer counts as endless
printing = threading.Lock()


def once(fault, contender, number):
    """One run in a lab of its own."""
    kind = contenders.KEYS[contender]()
    breaks = faults.FAULTS[fault]
    with Lab(kind.account, kind.authorized, kind.server_options, breaks in faults.NEEDS_RELAY) as lab:
        began = time.monotonic()
        kind.start(lab)
        up = lab.prober.recovered(began, 60)
        if up is None:
            raise RuntimeError(f"{contender} did not come up within 60 s: {tail(lab)}")
        # Steady, and at no fixed phase of anybody's timers.
        time.sleep(6 + 5 * random.random())
        sessions, logins = lab.sessions(), lab.logins()
        broken = time.monotonic()
        if breaks in faults.NO_WAY_BACK:
            lab.prober.spare()
        since = breaks(lab, kind)
        seconds = lab.prober.recovered(since, LIMIT)
        result = {"fault": fault, "contender": contender, "run": number, "up": round(up, 2),
                  "seconds": None if seconds is None else round(seconds, 2),
                  "kept": set(sessions) <= set(lab.sessions()), "logins": lab.logins() - logins,
                  "failedVisits": lab.prober.bad(broken, time.monotonic())}
        if hasattr(lab, "visitor_lived"):
            result["visitorLived"] = lab.visitor_lived
        with printing:
            print(json.dumps(result), flush=True)
            if OPTIONS.log:
                print(tail(lab, 100), flush=True)
        return result


def tail(lab, lines=8):
    """The end of what contender and reaper logged."""
    logs = [lab.folder / name for name in ("contender.log", "reaper.log")]
    return "\n".join(line for log in logs if log.exists()
                     for line in log.read_text(errors="replace").splitlines()[-lines:])


def measure(options):
    jobs = [(f, c, n) for n in range(options.n) for f in options.fault for c in options.contender]
    results, loaded = [], [os.getloadavg()[0]] * 2
    with concurrent.futures.ThreadPoolExecutor(options.j) as pool:
        for future in concurrent.futures.as_completed([pool.submit(once, *job) for job in jobs]):
            try:
                results.append(future.result())
                loaded = [min(loaded[0], os.getloadavg()[0]), max(loaded[1], os.getloadavg()[0])]
            except (RuntimeError, OSError) as failed:
                print("a run failed:", failed, file=sys.stderr)
    return {"version": 1, "date": datetime.date.today().isoformat(), "cpus": os.cpu_count(), "parallel": options.j,
            "load": [round(loaded[0], 1), round(loaded[1], 1)],
            "runs": sorted(results, key=lambda r: (r["fault"], r["contender"], r["run"]))}


def parse():
    parser = argparse.ArgumentParser(prog="faults", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    everyone = list(contenders.KEYS)
    usual = [key for key in everyone if key not in contenders.ALONE]
    parser.add_argument("--fault", nargs="+", default=list(faults.TITLES), choices=faults.TITLES, metavar="FAULT",
                        help="which: " + " ".join(faults.TITLES))
    parser.add_argument("--contender", nargs="+", default=usual, choices=everyone, metavar="WHO",
                        help="who: " + " ".join(everyone))
    parser.add_argument("-n", type=int, default=3, help="runs of each (3)")
    parser.add_argument("-j", type=int, default=2, help="labs side by side (2)")
    parser.add_argument("--log", action="store_true", help="print each contender's log")
    parser.add_argument("--from", dest="earlier", nargs="+", type=pathlib.Path, help="no runs: report these results")
    parser.add_argument("--client", type=pathlib.Path, help="another tunnelfun.jar than this build's")
    parser.add_argument("--out", type=pathlib.Path, default=PROJECT / "target/bench", help="folder for the results")
    parser.add_argument("--soak", type=int, metavar="N", help="N random faults in a row against one client instead")
    parser.add_argument("--seed", type=int, default=1, help="of the soak")
    return parser.parse_args()


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that labs are taken down
    contenders.CLIENT = OPTIONS.client or contenders.CLIENT
    if OPTIONS.earlier:
        results = report.merge(json.loads(path.read_text()) for path in OPTIONS.earlier)
    elif os.getuid() != 0:
        raise SystemExit("Network namespaces need root: sudo make bench")
    elif OPTIONS.soak:
        raise SystemExit(soak.run(OPTIONS.soak, OPTIONS.seed))
    else:
        results = measure(OPTIONS)
    OPTIONS.out.mkdir(parents=True, exist_ok=True)
    (OPTIONS.out / "faults.json").write_text(json.dumps(results, indent=1) + "\n")
    (OPTIONS.out / "faults.md").write_text(report.table(results) + "\n" + report.short(results))
    (OPTIONS.out / "faults.svg").write_text(chart.draw(results))
    print(report.table(results))
    print(f"written: {OPTIONS.out}/faults.json, .md, .svg")


OPTIONS = parse()
if __name__ == "__main__":
    main()
