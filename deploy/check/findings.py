"""What the checks of deploy/ share: what was found, the steps that say so, and the lists of what is left as it is."""

import atexit
import contextlib
import fnmatch
import pathlib
import re
import shutil
import subprocess
import tempfile
import time


class Check:
    """What was found so far, what the check was started with, and a folder to work in."""

    def __init__(self, wish):
        self.wish = wish
        self.found = []
        self.steps = 0
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="quotidian-check-"))
        self.is_kept = False
        atexit.register(self.clean_up)

    def clean_up(self):
        if not self.is_kept:
            shutil.rmtree(self.work)

    def say(self, rule, place, sentence):
        self.found.append(f"[{rule}] {place}: {sentence}")

    def run(self, *command, **options):
        return subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)

    def end(self, told):
        """The last line, which deploy/check/all repeats, and what to exit with."""
        if self.found:
            self.is_kept = True
            print(f"{len(self.found)} found. What was done is kept in {self.work}.")
            return 1
        print(f"All well: {self.steps} steps, {', '.join(told)}.")
        return 0


@contextlib.contextmanager
def step(check, title):
    """Says what was looked at, how long it took, and whether something was found."""
    before, started, told = len(check.found), time.monotonic(), []
    yield told
    check.steps += 1
    new = check.found[before:]
    state = "ok" if not new else f"{len(new)} found"
    print(f"{time.monotonic() - started:6.1f} s  {state:>9}  {title}{': ' + ', '.join(told) if told else ''}", flush=True)
    for line in new:
        print(f"           {line}", flush=True)


def skips(file):
    """The lines of a list of skips, as lists of their parts."""
    lines = file.read_text().splitlines()
    return [[part.strip() for part in line.split("|")] for line in lines if line and not line.startswith("#")]


def is_left(skip, fault):
    return skip[0] == fault[0] and fnmatch.fnmatch(fault[1], skip[1]) and fnmatch.fnmatch(fault[2], skip[2])


def hold_against(check, file, findings, ran=("",)):
    """Says what is not on a list of skips, and what is on it for nothing. `ran` are the beginnings of rules looked for."""
    listed = skips(file)
    whole = [skip for skip in listed if len(skip) == 5 and all(skip) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", skip[4])]
    for skip in listed:
        if skip not in whole:
            check.say("skip-without-reason", file.name, f"{' | '.join(skip)}: wants rule, file, object, reason and date")
        elif skip[0].startswith(ran) and not any(is_left(skip, fault) for fault in findings):
            check.say("unused-skip", file.name, f"{' | '.join(skip[:3])} leaves nothing out: remove the line")
    for fault in findings:
        if not any(is_left(skip, fault) for skip in whole):
            check.say(fault[0], f"{fault[1]} {fault[2]}", fault[3])
    return len(listed)


def unused_skips_said(check, file, findings):
    """Shows that a line for nothing and one without a reason are said; the broken list has one of each."""
    inner = Check(check.wish)
    hold_against(inner, file, findings)
    for rule in ("unused-skip", "skip-without-reason"):
        if not any(line.startswith(f"[{rule}] {file.name}") for line in inner.found):
            check.say("broken", file.name, f"{rule} does not catch it")
