"""Litestream with the settings of deploy/litestream, at a pretend S3: the file is lost, and comes back with every row."""

import sqlite3
import subprocess
import time

from ecs_rules import ROOT

SETTINGS = ROOT / "deploy/litestream/litestream.yml"
# What the page promises to lose at most, and as long again for a slow machine.
SYNC = 1.0
# Until Litestream has looked at file and bucket; a stop before that copies nothing.
STARTING = 5.0


def lose_and_restore(check, aws, made, told, said=SETTINGS):
    folder = check.work / "copies"
    folder.mkdir()
    file, settings = folder / "quotidian.db", folder / "litestream.yml"
    # Only where the file is differs: /data is the container's.
    settings.write_text(said.read_text().replace("/data/", f"{folder}/"))
    things = {thing["Name"]: thing for thing in made["TaskDefinition"]["Properties"]["ContainerDefinitions"]}
    environment = aws.environment | {part["Name"]: part["Value"] for part in things["litestream"]["Environment"]}
    environment |= {"LITESTREAM_ENDPOINT": aws.address, "LITESTREAM_BUCKET": said.stem}
    aws.call("s3", "create_bucket", Bucket=said.stem, CreateBucketConfiguration={"LocationConstraint": environment["AWS_REGION"]})

    def command(name):
        first, *rest = things[name]["Command"]
        return [check.wish.litestream, first, "-config", settings, *[part.replace("/data/", f"{folder}/") for part in rest]]

    def restore(when):
        done = check.run(*command("restore"), env=environment)
        if done.returncode:
            check.say("restores", when, done.stderr + done.stdout)

    def rows():
        with sqlite3.connect(file) as database:
            return [row[0] for row in database.execute("select said from noted order by 1")]

    # A bucket that refuses must not look like an empty one: the bot would begin anew, over the copies of the old.
    refused = check.run(*command("restore"), env=environment | {"LITESTREAM_BUCKET": "not-there"})
    if not refused.returncode or file.exists():
        check.say("restores", "a bucket that refuses", f"it ended with {refused.returncode}, as if there were nothing to fetch")
    restore("with nothing in the bucket, as at the first start")
    if file.exists():
        check.say("restores", "first start", "a file came out of an empty bucket")
    for turn in (1, 2):
        database = sqlite3.connect(file)
        database.execute("pragma journal_mode = wal")
        database.execute("create table if not exists noted (said text)")
        database.commit()
        log = (folder / f"log-{turn}").open("w")
        copying = subprocess.Popen(command("litestream"), env=environment, stdout=log, stderr=log)
        try:
            time.sleep(STARTING)
            database.execute("insert into noted values (?)", (f"turn {turn}",))
            database.commit()
            if turn == 1:
                # Killed a while after the last word: no more than the stated second may be missing.
                time.sleep(3 * SYNC)
                copying.kill()
            else:
                # Stopped in order at once: nothing may be missing.
                copying.terminate()
            ended = copying.wait(timeout=30)
        finally:
            copying.kill()
        database.close()
        if turn == 2 and ended:
            check.say("stops-in-order", "litestream", f"it ended with {ended} after SIGTERM")
        for part in folder.glob("*quotidian.db*"):
            subprocess.run(["rm", "-rf", part], check=True)
        restore(f"after the loss, turn {turn}")
        wanted = [f"turn {number}" for number in range(1, turn + 1)]
        if not file.exists() or rows() != wanted:
            check.say("rows-restored", f"turn {turn}", f"there is {rows() if file.exists() else 'no file'}, and {wanted} was written")
    told.append("killed and stopped, lost twice, every row back")
