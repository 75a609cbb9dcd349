"""Uses a server on a port as an application would; prints ok."""

import sys

import redis

client = redis.Redis(port=int(sys.argv[1]), decode_responses=True)
assert client.set("python", "1") and client.incr("python") == 2
assert client.set("gone", "x", px=60000) and 0 < client.pttl("gone") <= 60000
assert client.mget("python", "nosuch") == ["2", None]
with client.pipeline(transaction=True) as pipeline:
    assert pipeline.set("a", "b").get("a").execute() == [True, "b"]
listener = client.pubsub()
listener.subscribe("news")
assert listener.get_message(timeout=10)["type"] == "subscribe"
assert client.publish("news", "hello") == 1
assert listener.get_message(timeout=10)["data"] == "hello"
assert client.info("server")["redis_mode"] == "standalone"
assert sorted(client.scan_iter("p*")) == ["python"]
assert client.acl_whoami() == "default"
assert client.config_get("maxmemory") == {"maxmemory": "0"}
try:
    client.execute_command("nosuch")
    raise AssertionError("no error")
except redis.ResponseError as e:
    assert "unknown command" in str(e)
print("ok")
