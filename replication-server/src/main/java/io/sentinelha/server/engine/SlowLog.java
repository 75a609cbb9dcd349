package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.resp.server.CommandFlag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** SLOWLOG: the last commands that took long. */
public final class SlowLog implements SlowObserver {

  private static final int ARGUMENTS = 32;
  private static final int LENGTH = 128;

  /**
   * A command that took long.
   *
   * @param seconds since 1970
   * @param arguments long ones and many of them cut
   * @param client {@code ip:port}
   * @param name of the client; may be empty
   */
  public record Entry(
      long id, long seconds, long micros, List<byte[]> arguments, String client, String name) {}

  private final Engine engine;
  private final Redaction redaction;
  private final LongSetting slowerThan;
  private final LongSetting most;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private long nextId;

  SlowLog(Engine engine, Registry registry) {
    this.engine = engine;
    this.redaction = new Redaction(engine.settings());
    slowerThan =
        registry.setting(LongSetting.of("slowlog-log-slower-than", 10_000, -1, Long.MAX_VALUE));
    slowerThan.onChange(() -> engine.executor().thresholdsChanged());
    most = registry.setting(LongSetting.of("slowlog-max-len", 128, 0, Long.MAX_VALUE));
    most.onChange(this::trim);
  }

  @Override
  public long thresholdNanos() {
    long micros = slowerThan.value();
    return micros < 0 || micros > Long.MAX_VALUE / 1000 ? Long.MAX_VALUE : 1000 * micros;
  }

  @Override
  public void slow(Client client, Command command, Args args, long nanos) {
    if (command.has(CommandFlag.SKIP_SLOWLOG)) {
      return;
    }
    entries.addFirst(
        new Entry(
            nextId++,
            engine.now() / 1000,
            nanos / 1000,
            shown(command, args),
            client.transport().remote(),
            client.name()));
    trim();
  }

  private void trim() {
    while (entries.size() > most.value()) {
      entries.removeLast();
    }
  }

  private List<byte[]> shown(Command command, Args args) {
    int told = Math.min(args.count(), ARGUMENTS);
    List<byte[]> all = new ArrayList<>(told);
    for (int i = 0; i < told; i++) {
      if (i == ARGUMENTS - 1 && args.count() > ARGUMENTS) {
        all.add(ascii("... (" + (args.count() - ARGUMENTS + 1) + " more arguments)"));
      } else {
        all.add(cut(redaction.shown(command, args, i)));
      }
    }
    return all;
  }

  private static byte[] cut(byte[] argument) {
    if (argument.length <= LENGTH) {
      return argument;
    }
    byte[] rest = ascii("... (" + (argument.length - LENGTH) + " more bytes)");
    byte[] shown = Arrays.copyOf(argument, LENGTH + rest.length);
    System.arraycopy(rest, 0, shown, LENGTH, rest.length);
    return shown;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }

  public int size() {
    return entries.size();
  }

  /** The newest ones; all of them if {@code count} is negative. */
  public List<Entry> newest(long count) {
    return entries.stream().limit(count < 0 ? entries.size() : count).toList();
  }

  public void clear() {
    entries.clear();
  }
}
