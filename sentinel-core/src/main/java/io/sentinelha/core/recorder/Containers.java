package io.sentinelha.core.recorder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shapes of what contains other values of one shape. */
final class Containers {

  private Containers() {}

  /** One or none. */
  record OfOptional(Shape inner) implements Shape {
    @Override
    public void write(Output out, Object value) {
      Optional<?> optional = (Optional<?>) value;
      out.octet(optional.isPresent() ? 1 : 0);
      optional.ifPresent(v -> inner.write(out, v));
    }

    @Override
    public Object read(Input in) {
      return in.index(2) == 1 ? Optional.of(inner.read(in)) : Optional.empty();
    }

    @Override
    public String text() {
      return inner.text() + "?";
    }
  }

  /** In order. */
  record OfList(Shape inner) implements Shape {
    @Override
    public void write(Output out, Object value) {
      List<?> list = (List<?>) value;
      out.count(list.size());
      list.forEach(v -> inner.write(out, v));
    }

    @Override
    public Object read(Input in) {
      int length = in.length();
      List<Object> list = new ArrayList<>(length);
      for (int i = 0; i < length; i++) {
        list.add(inner.read(in));
      }
      return list;
    }

    @Override
    public String text() {
      return "list " + inner.text();
    }
  }

  /** In the map's own order, or, where equal maps must be equal bytes, in that of the keys. */
  record OfMap(Shape key, Shape value) implements Shape {
    @Override
    public void write(Output out, Object map) {
      List<Map.Entry<?, ?>> entries = new ArrayList<>(((Map<?, ?>) map).entrySet());
      if (out.isSorting()) {
        entries.sort(Comparator.comparing(e -> e.getKey().toString()));
      }
      out.count(entries.size());
      for (Map.Entry<?, ?> entry : entries) {
        key.write(out, entry.getKey());
        value.write(out, entry.getValue());
      }
    }

    @Override
    public Object read(Input in) {
      int length = in.length();
      Map<Object, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < length; i++) {
        map.put(key.read(in), value.read(in));
      }
      return map;
    }

    @Override
    public String text() {
      return "map " + key.text() + "=" + value.text();
    }
  }
}
