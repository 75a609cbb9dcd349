package io.sentinelha.server.persist;

import io.sentinelha.server.engine.Setting;
import java.util.ArrayList;
import java.util.List;

/**
 * The directive {@code save}: after how many changes in how many seconds data are saved by
 * themselves. The first line of a file replaces what holds by default; an empty one removes all.
 */
final class SavePoints extends Setting {

  /**
   * When to save.
   *
   * @param seconds since the last save; positive
   * @param changes since then, at least; not negative
   */
  record Point(long seconds, long changes) {}

  private List<Point> points =
      List.of(new Point(3600, 1), new Point(300, 100), new Point(60, 10_000));
  private boolean isDefault = true;

  SavePoints() {
    super("save");
  }

  List<Point> points() {
    return points;
  }

  @Override
  public boolean takes(int words) {
    return words == 1 || words % 2 == 0;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public String get() {
    StringBuilder text = new StringBuilder();
    for (Point point : points) {
      text.append(text.length() == 0 ? "" : " ");
      text.append(point.seconds()).append(' ').append(point.changes());
    }
    return text.toString();
  }

  @Override
  protected void parse(String text) {
    points = read(text);
    isDefault = false;
  }

  @Override
  protected void setWords(List<String> words) {
    List<Point> more = read(String.join(" ", words));
    List<Point> all = new ArrayList<>(isDefault || more.isEmpty() ? List.of() : points);
    all.addAll(more);
    points = List.copyOf(all);
    isDefault = false;
  }

  private static List<Point> read(String text) {
    String[] words = text.isBlank() ? new String[0] : text.strip().split(" +");
    if (words.length % 2 != 0) {
      throw new IllegalArgumentException("Invalid save parameters");
    }
    List<Point> all = new ArrayList<>();
    for (int i = 0; i < words.length; i += 2) {
      all.add(point(words[i], words[i + 1]));
    }
    return List.copyOf(all);
  }

  private static Point point(String seconds, String changes) {
    try {
      Point point = new Point(Long.parseLong(seconds), Long.parseLong(changes));
      if (point.seconds() >= 1 && point.changes() >= 0) {
        return point;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("Invalid save parameters", e);
    }
    throw new IllegalArgumentException("Invalid save parameters");
  }
}
