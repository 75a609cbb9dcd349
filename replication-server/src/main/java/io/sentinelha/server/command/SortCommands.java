package io.sentinelha.server.command;

import static io.sentinelha.server.engine.NotificationClass.GENERIC;
import static io.sentinelha.server.engine.NotificationClass.LIST;

import io.sentinelha.server.engine.Call;
import io.sentinelha.server.engine.CommandError;
import io.sentinelha.server.engine.CommandFamily;
import io.sentinelha.server.engine.Registry;
import io.sentinelha.server.engine.Reply;
import io.sentinelha.server.store.Entry;
import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.Value;
import io.sentinelha.server.store.collection.ListValue;
import io.sentinelha.server.store.collection.SetValue;
import io.sentinelha.server.store.collection.ZsetValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SORT and SORT_RO. */
final class SortCommands implements CommandFamily {

  private static final CommandError NOT_A_NUMBER =
      CommandError.of("ERR One or more scores can't be converted into double");
  private static final byte[] NOTHING = new byte[0];

  /** An element with what it is sorted by. */
  @SuppressWarnings("ArrayRecordComponent") // Compared by its order alone.
  private record Sorted(byte[] element, double weight, byte @Nullable [] text) {}

  SortCommands() {}

  @Override
  public void register(Registry registry) {
    registry
        .table(SortCommands.class, "sort.txt")
        .on("sort", call -> sort(call, true))
        .on("sort_ro", call -> sort(call, false));
  }

  private static void sort(Call call, boolean mayStore) {
    SortOptions options = SortOptions.parse(call.args(), mayStore);
    Object item = call.read(1);
    Value value = item instanceof Entry entry ? entry.value() : null;
    List<byte[]> elements = elements(call, item, value);
    boolean sorts = options.sorts();
    if (!sorts && value instanceof SetValue && options.store() > 0) {
      // What is stored must be the same on replicas, whatever the order of the set there.
      options = options.alphabetical();
      sorts = true;
    }
    if (!sorts && options.descending() && !(value instanceof SetValue)) {
      Collections.reverse(elements);
    }
    if (sorts) {
      elements = sorted(call, elements, options);
    }
    answer(call, options.slice(elements), options);
  }

  private static List<byte[]> elements(Call call, @Nullable Object item, @Nullable Value value) {
    List<byte[]> elements = new ArrayList<>();
    if (item == null) {
      return elements;
    }
    if (value instanceof ListValue list) {
      for (ListValue.Cursor cursor = list.cursor(0, false); cursor.next(); ) {
        elements.add(cursor.element().toArray());
      }
    } else if (value instanceof SetValue set) {
      for (SetValue.Cursor cursor = set.cursor(); cursor.next(); ) {
        elements.add(cursor.member().toArray());
      }
    } else if (value instanceof ZsetValue) {
      ZsetValue zset = call.write(1, ZsetValue.class);
      if (zset != null) {
        zset.spread(); // Redis does so, and OBJECT ENCODING tells it.
        for (ZsetValue.Cursor cursor = zset.cursor(0, false); cursor.next(); ) {
          elements.add(cursor.member().toArray());
        }
      }
    } else {
      throw CommandError.WRONG_TYPE;
    }
    return elements;
  }

  private static List<byte[]> sorted(Call call, List<byte[]> elements, SortOptions options) {
    List<Sorted> all = new ArrayList<>();
    for (byte[] element : elements) {
      Slice by = options.by();
      byte[] text = by == null ? element : SortPattern.lookUp(call, by, element);
      double weight = 0;
      if (!options.alpha() && text != null) {
        weight = Floats.weight(text);
        if (Double.isNaN(weight)) {
          throw NOT_A_NUMBER;
        }
      }
      all.add(new Sorted(element, weight, text));
    }
    Comparator<Sorted> order = options.alpha() ? texts(options) : SortCommands::compareWeights;
    all.sort(options.descending() ? order.reversed() : order);
    return all.stream().map(Sorted::element).toList();
  }

  private static int compareWeights(Sorted one, Sorted other) {
    if (one.weight() != other.weight()) {
      return one.weight() < other.weight() ? -1 : 1;
    }
    return Arrays.compareUnsigned(one.element(), other.element());
  }

  private static Comparator<Sorted> texts(SortOptions options) {
    Comparator<byte[]> order =
        options.store() > 0 ? Arrays::compareUnsigned : SortCommands::collate;
    return Comparator.comparing(Sorted::text, Comparator.nullsFirst(order));
  }

  /** As C's strings: what stands behind a zero does not count. */
  private static int collate(byte[] one, byte[] other) {
    return Arrays.compareUnsigned(one, 0, stringEnd(one), other, 0, stringEnd(other));
  }

  private static int stringEnd(byte[] text) {
    for (int i = 0; i < text.length; i++) {
      if (text[i] == 0) {
        return i;
      }
    }
    return text.length;
  }

  private static void answer(Call call, List<byte[]> elements, SortOptions options) {
    List<byte @Nullable []> result = new ArrayList<>();
    for (byte[] element : elements) {
      if (options.gets().isEmpty()) {
        result.add(element);
      }
      for (Slice pattern : options.gets()) {
        result.add(SortPattern.lookUp(call, pattern, element));
      }
    }
    if (options.store() > 0) {
      store(call, options.store(), result);
      return;
    }
    Reply reply = call.reply();
    reply.array(result.size());
    for (byte @Nullable [] each : result) {
      if (each == null) {
        reply.nil();
      } else {
        reply.bulk(each);
      }
    }
  }

  private static void store(Call call, int key, List<byte @Nullable []> result) {
    if (!result.isEmpty()) {
      ListValue list = new ListValue(call.engine().forms());
      for (byte @Nullable [] each : result) {
        byte[] element = each == null ? NOTHING : each;
        list.push(true, element, 0, element.length);
      }
      call.store(key, list);
      call.changed(key, LIST, "sortstore", result.size());
    } else if (call.peek(key) != null) {
      call.remove(key);
      call.changed(key, GENERIC, "del");
    }
    call.reply().integer(result.size());
  }
}
