package io.sentinelha.server.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.Numbers;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.store.ValueType;
import io.sentinelha.server.store.collection.ListValue;
import io.sentinelha.server.store.collection.Text;

/** Taking elements from the first of several lists: BLPOP, BRPOP, LMPOP, BLMPOP. */
final class ListPops {

  private static final byte[] LPOP = "LPOP".getBytes(ISO_8859_1);
  private static final byte[] RPOP = "RPOP".getBytes(ISO_8859_1);

  private final Text found = new Text();

  ListPops() {}

  void register(Registry registry) {
    registry
        .on("blpop", call -> popOne(call, false))
        .on("brpop", call -> popOne(call, true))
        .on("lmpop", call -> popSeveral(call, KeyList.counted(call.args(), 1)))
        .on("blmpop", this::blmpop);
  }

  private void popOne(Call call, boolean tail) {
    Args args = call.args();
    int last = args.count() - 1;
    long millis = Arguments.timeout(args, last, call.now());
    for (int key = 1; key < last; key++) {
      ListValue list = call.serves(key) ? call.write(key, ListValue.class) : null;
      if (list != null) {
        byte[] name = args.bytes(key);
        call.reply().array(2).bulk(name);
        ListCommands.take(call, key, list, tail, 1, found);
        call.propagate(tail ? RPOP : LPOP, name);
        return;
      }
    }
    KeyList.block(call, KeyList.between(args, 1, last), ValueType.LIST, millis);
  }

  private void blmpop(Call call) {
    long millis = Arguments.timeout(call.args(), 1, call.now());
    KeyList keys = KeyList.counted(call.args(), 2);
    if (!tryPopSeveral(call, keys)) {
      KeyList.block(call, keys.names(call.args()), ValueType.LIST, millis);
    }
  }

  private void popSeveral(Call call, KeyList keys) {
    if (!tryPopSeveral(call, keys)) {
      call.reply().nilArray();
    }
  }

  private boolean tryPopSeveral(Call call, KeyList keys) {
    Args args = call.args();
    boolean tail = ListMoves.isTail(args, keys.requireBehind(args));
    long most = keys.count(args);
    for (int key = keys.first(); key < keys.behind(); key++) {
      ListValue list = call.serves(key) ? call.write(key, ListValue.class) : null;
      if (list != null) {
        byte[] name = args.bytes(key);
        long count = Math.min(most, list.size());
        Reply reply = call.reply();
        reply.array(2).bulk(name).array(count);
        ListCommands.take(call, key, list, tail, count, found);
        call.propagate(tail ? RPOP : LPOP, name, Numbers.text(count));
        return true;
      }
    }
    return false;
  }
}
