package io.sentinelha.server.diff;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** Runs a stream on both servers and compares. */
final class Duel {

  private static final int AT_ONCE = 200;
  private static final int SHOWN = 400;
  private static final long REST_NANOS = 4_000_000;

  private static final byte[] QUEUED = "+QUEUED\r\n".getBytes(ISO_8859_1);

  private final Map<String, Integer> accepted = new TreeMap<>();

  /** Of the transaction that is open. */
  private final List<Step> queued = new ArrayList<>();

  private final int realPort;
  private final int ourPort;

  /**
   * The first difference.
   *
   * @param index of the step; the number of steps if the data differs at the end
   */
  record Difference(int index, Step step, String real, String ours) {
    @Override
    public String toString() {
      return "step " + index + ": " + step + "\n  real: " + real + "\n  ours: " + ours;
    }
  }

  Duel(int realPort, int ourPort) {
    this.realPort = realPort;
    this.ourPort = ourPort;
  }

  /** How often differences were accepted, by reason. */
  Map<String, Integer> accepted() {
    return accepted;
  }

  Optional<Difference> run(List<Step> steps, boolean resp3) {
    queued.clear();
    try (Side real = new Side(realPort, resp3);
        Side ours = new Side(ourPort, resp3)) {
      Optional<Difference> found = replies(steps, real, ours);
      return found.isPresent() ? found : data(steps.size(), real, ours);
    } catch (IOException e) {
      return Optional.of(
          new Difference(steps.size(), new Step(0, List.of("(connection)")), "", "" + e));
    }
  }

  private Optional<Difference> replies(List<Step> steps, Side real, Side ours) throws IOException {
    int at = 0;
    while (at < steps.size()) {
      Step step = steps.get(at);
      Optional<Difference> found;
      if (step.isRest()) {
        LockSupport.parkNanos(REST_NANOS);
        found = Optional.empty();
        at++;
      } else if (step.client() == 0) {
        int to = at;
        while (to < steps.size() && to - at < AT_ONCE && isPlain(steps.get(to))) {
          to++;
        }
        found = burst(steps.subList(at, to), at, real, ours);
        at = to;
      } else {
        found = wait(step, at, real, ours);
        at++;
      }
      if (found.isPresent()) {
        return found;
      }
    }
    return endWait(steps.size(), new Step(1, List.of("(wait)")), real, ours);
  }

  private static boolean isPlain(Step step) {
    return step.client() == 0 && !step.isRest();
  }

  private Optional<Difference> burst(List<Step> steps, int from, Side real, Side ours)
      throws IOException {
    real.send(steps);
    ours.send(steps);
    List<byte[]> expected = real.receive(steps.size());
    List<byte[]> replies = ours.receive(steps.size());
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      Optional<Difference> found = compare(from + i, step, expected.get(i), replies.get(i));
      if (found.isPresent()) {
        return found;
      }
      if (Arrays.equals(expected.get(i), QUEUED)) {
        queued.add(step);
      } else if (step.name().equals("exec") || step.name().equals("discard")) {
        queued.clear();
      }
    }
    return Optional.empty();
  }

  private Optional<Difference> wait(Step step, int at, Side real, Side ours) throws IOException {
    Optional<Difference> found = endWait(at, step, real, ours);
    if (found.isEmpty() && step.client() == 1) {
      real.sendToWait(step);
      ours.sendToWait(step);
    }
    return found;
  }

  private Optional<Difference> endWait(int at, Step step, Side real, Side ours) throws IOException {
    if (!real.isPending()) {
      return Optional.empty();
    }
    return compare(at, step, real.endWait(), ours.endWait());
  }

  private Optional<Difference> compare(int at, Step step, byte[] real, byte[] ours) {
    if (Arrays.equals(real, ours)) {
      return Optional.empty();
    }
    Optional<String> reason = Accepted.reason(step, Replies.tree(real), Replies.tree(ours), queued);
    reason.ifPresent(why -> accepted.merge(why, 1, Integer::sum));
    return reason.isPresent()
        ? Optional.empty()
        : Optional.of(new Difference(at, step, text(real), text(ours)));
  }

  private static String text(byte[] reply) {
    String all = new String(reply, ISO_8859_1).replace("\r\n", " ");
    return all.length() > SHOWN ? all.substring(0, SHOWN) + "..." : all;
  }

  // --- What is left at the end ---

  private Optional<Difference> data(int at, Side real, Side ours) throws IOException {
    byte[] names = real.admin.call("KEYS", "*");
    Step keys = new Step(0, List.of("keys", "*"));
    Optional<Difference> found = compare(at, keys, names, ours.admin.call("KEYS", "*"));
    if (found.isPresent() || !(Replies.tree(names) instanceof Replies.Aggregate all)) {
      return found;
    }
    List<Step> questions = new ArrayList<>();
    for (Object name : all.items()) {
      String key = name.toString().substring(1);
      String type = new String(real.admin.call("TYPE", key), ISO_8859_1).trim();
      questions.add(new Step(0, List.of("type", key)));
      questions.add(new Step(0, List.of("object", "encoding", key)));
      questions.add(new Step(0, List.of("pttl", key)));
      questions.add(new Step(0, content(type, key)));
    }
    real.admin.send(questions);
    ours.admin.send(questions);
    List<Difference> differences = new ArrayList<>();
    for (Step question : questions) {
      compare(at, question, real.admin.receive(), ours.admin.receive()).ifPresent(differences::add);
    }
    for (Difference each : differences) {
      if (!isBrokenHyperLogLog(each.step(), real)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a string is a HyperLogLog that other commands have spoiled. What PFADD adds to it
   * before it notices stays there in Redis, and does not here.
   */
  private boolean isBrokenHyperLogLog(Step question, Side real) throws IOException {
    if (!question.name().equals("get")) {
      return false;
    }
    byte[] count = real.admin.call("PFCOUNT", question.words().get(1));
    boolean broken = new String(count, ISO_8859_1).startsWith("-INVALIDOBJ");
    if (broken) {
      accepted.merge("broken HyperLogLog", 1, Integer::sum);
    }
    return broken;
  }

  private static List<String> content(String type, String key) {
    return switch (type) {
      case "+list" -> List.of("lrange", key, "0", "-1");
      case "+set" -> List.of("smembers", key);
      case "+hash" -> List.of("hgetall", key);
      case "+zset" -> List.of("zrange", key, "0", "-1", "withscores");
      case "+stream" -> List.of("xrange", key, "-", "+");
      default -> List.of("get", key);
    };
  }
}
