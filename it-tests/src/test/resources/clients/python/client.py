"""Drives redis-py through its Sentinel support.

Takes its setup as JSON in the last argument, reads one order per line and answers each with one
line: "ok", "value X", "none" or "error WHY".
"""

import json
import sys

from redis.exceptions import RedisError
from redis.sentinel import Sentinel


def connect(setup):
    sentinel = Sentinel(
        [("127.0.0.1", port) for port in setup["supervisors"]],
        socket_timeout=1,
        password=setup.get("serverPassword"),
        sentinel_kwargs={"socket_timeout": 1, "password": setup.get("supervisorPassword")},
        decode_responses=True,
    )
    primary = sentinel.master_for(setup["name"])
    reader = sentinel.slave_for(setup["name"]) if setup["readFromReplicas"] else primary
    return primary, reader


def answer(primary, reader, words):
    if words[0] == "write":
        primary.set(words[1], words[2])
        return "ok"
    if words[0] == "read":
        value = reader.get(words[1])
        return "none" if value is None else "value " + value
    raise ValueError("unknown order: " + " ".join(words))


def main():
    primary, reader = connect(json.loads(sys.argv[-1]))
    primary.ping()
    print("ok", flush=True)
    for line in sys.stdin:
        try:
            print(answer(primary, reader, line.split()), flush=True)
        except RedisError as e:
            print("error %s: %s" % (type(e).__name__, e), flush=True)


main()
