package io.sentinelha.server.command;

import io.sentinelha.resp.Bytes;
import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.store.collection.HashValue;
import io.sentinelha.server.store.collection.Text;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** HRANDFIELD. */
final class HashPicks {

  private final Text name = new Text();
  private final Text value = new Text();

  HashPicks() {}

  void pick(Call call) {
    Args args = call.args();
    if (args.count() == 2) {
      HashValue hash = call.read(1, HashValue.class);
      if (hash == null) {
        call.reply().nil();
      } else {
        hash.random(call.engine().random(), name, value);
        HashCommands.tell(call.reply(), name);
      }
      return;
    }
    long count = Arguments.count(args, 2);
    boolean withValues = Picks.withOption(args, "WITHVALUES", count);
    HashValue hash = call.read(1, HashValue.class);
    if (hash == null || count == 0) {
      call.reply().array(0);
      return;
    }
    Picks.requireFewEnough(count);
    if (count < 0) {
      repeated(call, hash, -count, withValues);
    } else {
      distinct(call, hash, count, withValues);
    }
  }

  private static void begin(Reply reply, long count, boolean withValues) {
    reply.array(withValues && !reply.isResp3() ? 2 * count : count);
  }

  private static void tell(Reply reply, Text name, Text value, boolean withValues) {
    if (withValues && reply.isResp3()) {
      reply.array(2);
    }
    HashCommands.tell(reply, name);
    if (withValues) {
      HashCommands.tell(reply, value);
    }
  }

  private void repeated(Call call, HashValue hash, long count, boolean withValues) {
    RandomGenerator random = call.engine().random();
    begin(call.reply(), count, withValues);
    for (long i = 0; i < count && !call.client().isClosing(); i++) {
      hash.random(random, name, value);
      tell(call.reply(), name, value, withValues);
    }
  }

  private void distinct(Call call, HashValue hash, long count, boolean withValues) {
    if (Picks.isFew(hash.size(), count)) {
      few(call, hash, count, withValues);
      return;
    }
    Picks picks = new Picks(call.engine().random(), hash.size(), count);
    begin(call.reply(), picks.count(), withValues);
    for (HashValue.Cursor cursor = hash.cursor(); cursor.next(); ) {
      if (picks.takesNext()) {
        tell(call.reply(), cursor.name(), cursor.value(), withValues);
      }
    }
  }

  private void few(Call call, HashValue hash, long count, boolean withValues) {
    Set<Bytes> taken = new HashSet<>();
    begin(call.reply(), count, withValues);
    while (taken.size() < count) {
      hash.random(call.engine().random(), name, value);
      if (taken.add(Bytes.of(name.toArray()))) {
        tell(call.reply(), name, value, withValues);
      }
    }
  }
}
