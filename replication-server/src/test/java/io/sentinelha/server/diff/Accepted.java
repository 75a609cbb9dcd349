package io.sentinelha.server.diff;

import io.sentinelha.server.diff.Replies.Aggregate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where replies need not be equal byte for byte, and what of them must be equal then.
 *
 * <ul>
 *   <li>What comes in the order of a hash table comes in any order: Redis seeds its tables anew at
 *       every start, so two Redis servers differ as well.
 *   <li>What is picked at random is compared by its type and number.
 *   <li>Cursors of the SCAN family count through our tables, not through Redis'.
 *   <li>SCAN TYPE none of Redis names keys that it finds expired while it looks.
 *   <li>Times to live may differ by what passes between the two servers' commands, at most three
 *       seconds.
 *   <li>EXPIRE with GT or LT, of a time that is the present one but for a millisecond.
 *   <li>Times of deliveries differ by what the run took.
 *   <li>SORT BY with texts that are equal, or without sorting, on a set leaves the order open.
 *   <li>A whole number that INCRBYFLOAT made is no number to OBJECT of Redis, to ours it is one.
 *   <li>SORT of Redis refuses numbers when the C library's errno still says, from an earlier
 *       command, that some number was out of range.
 * </ul>
 */
final class Accepted {

  private static final Set<String> UNORDERED =
      Set.of("smembers", "sinter", "sunion", "sdiff", "hkeys", "hvals", "keys");
  private static final Set<String> PAIRS = Set.of("hgetall");
  private static final Set<String> RANDOM =
      Set.of("spop", "srandmember", "hrandfield", "zrandmember", "randomkey");
  private static final Set<String> SCANS = Set.of("scan", "sscan", "hscan", "zscan");
  private static final Map<String, Long> TIMES =
      Map.of("ttl", 3L, "expiretime", 3L, "pttl", 3_000L, "pexpiretime", 3_000L);
  private static final Set<String> DELIVERIES = Set.of("xpending", "xinfo");

  private static final String STALE_ERRNO =
      "-ERR One or more scores can't be converted into double";

  private Accepted() {}

  /**
   * Why two different replies to a step mean the same; empty if they do not.
   *
   * @param queued what was queued, when the step is EXEC
   */
  static Optional<String> reason(Step step, Object real, Object ours, List<Step> queued) {
    if (real.equals(ours)) {
      return Optional.of("equal"); // Of transactions, a part.
    }
    String name = step.name();
    if (name.equals("exec")) {
      return transaction(real, ours, queued);
    }
    if (name.startsWith("sort")) {
      return sort(step, real, ours);
    }
    return one(step, name, real, ours) ? Optional.of(name) : Optional.empty();
  }

  private static boolean one(Step step, String name, Object real, Object ours) {
    if (UNORDERED.contains(name)) {
      return sorted(real, 1).equals(sorted(ours, 1));
    }
    if (PAIRS.contains(name)) {
      return sorted(real, 2).equals(sorted(ours, 2));
    }
    if (RANDOM.contains(name)) {
      return shape(real).equals(shape(ours));
    }
    if (SCANS.contains(name)) {
      return sameScan(step, real, ours);
    }
    if (TIMES.containsKey(name)) {
      return sameTime(real, ours, TIMES.get(name));
    }
    if (DELIVERIES.contains(name)) {
      return withoutTimes(real).equals(withoutTimes(ours));
    }
    if (name.endsWith("expire") || name.endsWith("expireat")) {
      return (step.words().contains("gt") || step.words().contains("lt"))
          && Set.of(":0", ":1").containsAll(List.of(real, ours));
    }
    return name.equals("object")
        && ((real.equals("$embstr") && ours.equals("$int"))
            || (real.equals(":1") && ours.equals(":2147483647")));
  }

  /** Each reply of a transaction is judged as if it had come alone. */
  private static Optional<String> transaction(Object real, Object ours, List<Step> queued) {
    if (!(real instanceof Aggregate ones)
        || !(ours instanceof Aggregate others)
        || ones.type() != others.type()
        || ones.items().size() != queued.size()
        || others.items().size() != queued.size()) {
      return Optional.empty();
    }
    for (int i = 0; i < queued.size(); i++) {
      Object one = ones.items().get(i);
      if (reason(queued.get(i), one, others.items().get(i), List.of()).isEmpty()) {
        return Optional.empty();
      }
    }
    return Optional.of("exec");
  }

  /**
   * SORT settles the order of all elements but in three cases: BY with texts that are equal, no
   * sorting of a set, and texts with a byte 0, which Redis compares up to that byte. With LIMIT,
   * other elements are shown then.
   */
  private static Optional<String> sort(Step step, Object real, Object ours) {
    if (real.equals(STALE_ERRNO)) {
      return Optional.of("sort: errno");
    }
    List<String> words = step.words();
    boolean open =
        (words.contains("by") && (words.contains("alpha") || words.contains("nosort")))
            || (words.contains("alpha") && real.toString().indexOf('\0') >= 0);
    boolean same =
        words.contains("limit")
            ? shape(real).equals(shape(ours))
            : sorted(real, gets(words)).equals(sorted(ours, gets(words)));
    return open && same ? Optional.of("sort: open order") : Optional.empty();
  }

  /** How many replies come for each element. */
  private static int gets(List<String> words) {
    return Math.max(1, Collections.frequency(words, "get"));
  }

  private static Object sorted(Object tree, int group) {
    if (!(tree instanceof Aggregate all) || all.items().size() % group != 0) {
      return tree;
    }
    List<String> groups = new ArrayList<>();
    for (int i = 0; i < all.items().size(); i += group) {
      groups.add(all.items().subList(i, i + group).toString());
    }
    groups.sort(Comparator.naturalOrder());
    return all.type() + groups.toString();
  }

  private static String shape(Object tree) {
    if (tree instanceof Aggregate all) {
      return all.type() + " " + all.items().size();
    }
    String text = tree.toString();
    return text.startsWith("$") ? "$" : text;
  }

  private static boolean sameScan(Step step, Object one, Object other) {
    if (!(one instanceof Aggregate real) || !(other instanceof Aggregate ours)) {
      return false;
    }
    String name = step.name();
    boolean complete =
        step.words().get(name.equals("scan") ? 1 : 2).equals("0")
            && real.items().get(0).equals("$0")
            && ours.items().get(0).equals("$0");
    if (step.words().contains("none")) {
      return ours.items().get(1).equals(new Aggregate('*', List.of()));
    }
    int group = name.equals("hscan") || name.equals("zscan") ? 2 : 1;
    return !complete
        || sorted(real.items().get(1), group).equals(sorted(ours.items().get(1), group));
  }

  private static boolean sameTime(Object one, Object other, long tolerance) {
    if (!(one instanceof String real) || !(other instanceof String ours)) {
      return false;
    }
    if (!real.startsWith(":") || !ours.startsWith(":")) {
      return false;
    }
    long first = Long.parseLong(real.substring(1));
    long second = Long.parseLong(ours.substring(1));
    return first > 0 && second > 0 && Math.abs(first - second) <= tolerance;
  }

  /** The tree as text, without times and what XPENDING and XINFO say of idle times. */
  private static String withoutTimes(Object tree) {
    return tree.toString()
        .replaceAll(":1\\d{12}", ":time")
        .replaceAll(":\\d+, (:\\d+]])", ":idle, $1")
        .replaceAll("idle, :\\d+", "idle");
  }
}
