package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.GENERIC;
import static io.sentinelha.server.engine.NotificationClass.SET;

import io.sentinelha.server.engine.Args;
import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.store.collection.SetValue;
import io.sentinelha.server.store.collection.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Intersections, unions and differences of sets. */
final class SetAlgebra {

  private static final CommandError NO_KEYS =
      CommandError.of("ERR numkeys should be greater than 0");
  private static final CommandError TOO_MANY_KEYS =
      CommandError.of("ERR Number of keys can't be greater than number of args");
  private static final CommandError BAD_LIMIT = CommandError.of("ERR LIMIT can't be negative");

  /** What is made of several sets; null stands for a set that is not there. */
  @FunctionalInterface
  private interface Operation {
    /** Hands over every member of the result once. */
    void run(List<@Nullable SetValue> sets, Consumer<Text> into);
  }

  SetAlgebra() {}

  void register(Registry registry) {
    Operation intersection = (sets, into) -> intersect(sets, Long.MAX_VALUE, into);
    registry
        .on("sinter", call -> tell(call, intersection))
        .on("sinterstore", call -> store(call, intersection, "sinterstore"))
        .on("sintercard", SetAlgebra::countIntersection)
        .on("sunion", call -> tell(call, SetAlgebra::unite))
        .on("sunionstore", call -> store(call, SetAlgebra::unite, "sunionstore"))
        .on("sdiff", call -> tell(call, SetAlgebra::subtract))
        .on("sdiffstore", call -> store(call, SetAlgebra::subtract, "sdiffstore"));
  }

  private static List<@Nullable SetValue> sets(Call call, int from, int to) {
    List<@Nullable SetValue> sets = new ArrayList<>();
    for (int i = from; i < to; i++) {
      sets.add(call.read(i, SetValue.class));
    }
    return sets;
  }

  private static SetValue result(Call call, Operation operation, int from) {
    SetValue result = new SetValue(call.engine().forms());
    operation.run(sets(call, from, call.args().count()), result::add);
    return result;
  }

  private static void tell(Call call, Operation operation) {
    SetValue result = result(call, operation, 1);
    call.reply().set(result.size());
    for (SetValue.Cursor cursor = result.cursor(); cursor.next(); ) {
      HashCommands.tell(call.reply(), cursor.member());
    }
  }

  private static void store(Call call, Operation operation, String event) {
    SetValue result = result(call, operation, 2);
    if (result.size() > 0) {
      call.store(1, result);
      call.changed(1, SET, event, result.size());
    } else if (call.peek(1) != null) {
      call.remove(1);
      call.changed(1, GENERIC, "del");
    }
    call.reply().integer(result.size());
  }

  private static void countIntersection(Call call) {
    Args args = call.args();
    long keys = Arguments.atLeast(1, args, 1, NO_KEYS);
    if (keys > args.count() - 2) {
      throw TOO_MANY_KEYS;
    }
    int behind = 2 + (int) keys;
    long limit = 0;
    for (int i = behind; i < args.count(); i += 2) {
      if (i + 1 == args.count() || !args.is(i, "LIMIT")) {
        throw CommandError.SYNTAX;
      }
      limit = Arguments.atLeast(0, args, i + 1, BAD_LIMIT);
    }
    long[] count = new long[1];
    intersect(sets(call, 2, behind), limit == 0 ? Long.MAX_VALUE : limit, member -> count[0]++);
    call.reply().integer(count[0]);
  }

  private static void intersect(List<@Nullable SetValue> sets, long most, Consumer<Text> into) {
    List<SetValue> all = new ArrayList<>();
    for (SetValue set : sets) {
      if (set == null) {
        return;
      }
      all.add(set);
    }
    all.sort(Comparator.comparingLong(SetValue::size));
    long left = most;
    for (SetValue.Cursor cursor = all.get(0).cursor(); left > 0 && cursor.next(); ) {
      int i = 1;
      while (i < all.size() && all.get(i).has(cursor.member())) {
        i++;
      }
      if (i == all.size()) {
        into.accept(cursor.member());
        left--;
      }
    }
  }

  private static void unite(List<@Nullable SetValue> sets, Consumer<Text> into) {
    for (SetValue set : sets) {
      if (set != null) {
        for (SetValue.Cursor cursor = set.cursor(); cursor.next(); ) {
          into.accept(cursor.member());
        }
      }
    }
  }

  private static void subtract(List<@Nullable SetValue> sets, Consumer<Text> into) {
    SetValue first = sets.get(0);
    if (first == null) {
      return;
    }
    for (SetValue.Cursor cursor = first.cursor(); cursor.next(); ) {
      int i = 1;
      while (i < sets.size() && !contains(sets.get(i), cursor.member())) {
        i++;
      }
      if (i == sets.size()) {
        into.accept(cursor.member());
      }
    }
  }

  private static boolean contains(@Nullable SetValue set, Text member) {
    return set != null && set.has(member);
  }
}
