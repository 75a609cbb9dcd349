package io.sentinelha.server.command;

import io.sentinelha.server.engine.Call;
import io.sentinelha.server.store.Entry;
import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.collection.HashValue;
import io.sentinelha.server.store.collection.Text;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Patterns of SORT that name other keys: {@code weight_*}, {@code object_*->field}. */
final class SortPattern {

  private SortPattern() {}

  /** What a pattern means for an element; null if there is nothing. */
  static byte @Nullable [] lookUp(Call call, Slice pattern, byte[] element) {
    byte[] text = pattern.toArray();
    if (text.length > 0 && text[0] == '#' && (text.length == 1 || text[1] == 0)) {
      return element;
    }
    int star = indexOf(text, '*', 0);
    if (star < 0) {
      return null;
    }
    int arrow = indexOf(text, '-', star + 1);
    while (arrow >= 0 && (arrow + 1 >= text.length || text[arrow + 1] != '>')) {
      arrow = indexOf(text, '-', arrow + 1);
    }
    boolean field = arrow >= 0 && arrow + 2 < text.length;
    int end = field ? arrow : text.length;
    byte[] key = Arrays.copyOf(text, end - 1 + element.length);
    System.arraycopy(element, 0, key, star, element.length);
    System.arraycopy(text, star + 1, key, star + element.length, end - star - 1);
    Object item = call.engine().keys().find(call.db(), key);
    if (item == null) {
      return null;
    }
    if (!field) {
      return Items.isString(item) ? Items.text(item).toArray() : null;
    }
    return item instanceof Entry entry && entry.value() instanceof HashValue hash
        ? field(hash, text, arrow + 2)
        : null;
  }

  private static byte @Nullable [] field(HashValue hash, byte[] text, int from) {
    Text found = new Text();
    return hash.get(text, from, text.length - from, found) ? found.toArray() : null;
  }

  private static int indexOf(byte[] text, char wanted, int from) {
    for (int i = from; i < text.length; i++) {
      if (text[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
