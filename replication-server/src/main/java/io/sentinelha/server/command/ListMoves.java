package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.LIST;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.store.ValueType;
import io.sentinelha.server.store.collection.ListValue;
import io.sentinelha.server.store.collection.Text;
import java.util.List;

/** RPOPLPUSH, LMOVE and their blocking forms. */
final class ListMoves {

  private static final byte[] RPOPLPUSH = "RPOPLPUSH".getBytes(ISO_8859_1);
  private static final byte[] LMOVE = "LMOVE".getBytes(ISO_8859_1);

  private final Text found = new Text();

  ListMoves() {}

  void register(Registry registry) {
    registry
        .on("rpoplpush", call -> moveOrNil(call, true, false))
        .on("lmove", call -> moveOrNil(call, isTail(call.args(), 3), isTail(call.args(), 4)))
        .on("brpoplpush", this::brpoplpush)
        .on("blmove", this::blmove);
  }

  /** Whether the argument says RIGHT; refused if it says neither. */
  static boolean isTail(Args args, int index) {
    if (args.is(index, "RIGHT")) {
      return true;
    }
    if (args.is(index, "LEFT")) {
      return false;
    }
    throw CommandError.SYNTAX;
  }

  private void moveOrNil(Call call, boolean fromTail, boolean toTail) {
    if (!move(call, fromTail, toTail)) {
      call.reply().nil();
    }
  }

  private boolean move(Call call, boolean fromTail, boolean toTail) {
    ListValue from = call.write(1, ListValue.class);
    if (from == null) {
      return false;
    }
    ListValue to = call.write(2, ListValue.class);
    from.pop(fromTail, found);
    byte[] element = found.toArray();
    if (to == null) {
      to = new ListValue(call.engine().forms());
      call.add(2, to);
    }
    to.push(toTail, element, 0, element.length);
    call.changed(2, LIST, toTail ? "rpush" : "lpush");
    call.changed(1, LIST, fromTail ? "rpop" : "lpop", 1);
    HashCommands.removeIfEmpty(call, 1, from);
    call.reply().bulk(element);
    return true;
  }

  private void brpoplpush(Call call) {
    long millis = Arguments.timeout(call.args(), 3, call.now());
    if (move(call, true, false)) {
      call.propagate(RPOPLPUSH, call.args().bytes(1), call.args().bytes(2));
    } else {
      waitForSource(call, millis);
    }
  }

  private void blmove(Call call) {
    Args args = call.args();
    boolean fromTail = isTail(args, 3);
    boolean toTail = isTail(args, 4);
    long millis = Arguments.timeout(args, 5, call.now());
    if (move(call, fromTail, toTail)) {
      call.propagate(LMOVE, args.bytes(1), args.bytes(2), args.bytes(3), args.bytes(4));
    } else {
      waitForSource(call, millis);
    }
  }

  private static void waitForSource(Call call, long millis) {
    if (call.mayWait()) {
      call.block(List.of(call.args().value(1)), ValueType.LIST, false, millis, Reply::nilArray);
    } else {
      call.reply().nil();
    }
  }
}
