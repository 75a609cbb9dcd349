package io.sentinelha.server.replication;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What a replica says to a master before the stream, and what it makes of the answers. Knows no
 * sockets and no time.
 */
final class Handshake {

  /** What it needs of others. */
  interface Partner {

    /** Says what comes before PSYNC. */
    void introduce(Handshake handshake);

    /** The data come, and then the stream, from behind this offset of this history. */
    void full(String id, long offset);

    /** The stream goes on where we are; under another id if one is named. */
    void partial(@Nullable String id);

    /** The data come, and then the stream of a server that knows nothing of histories. */
    void old();

    /** Not now: the same again in a while. */
    void later(String why);

    /** The other one does not want to become the master. */
    void rejected(String why);

    /** It does not work this way. */
    void failed(String why);
  }

  private static final int ID_LENGTH = 40;
  private static final int LONGEST_SHOWN = 200;

  private enum Stage {
    PING,
    INTRODUCTION,
    PSYNC,
    OVER
  }

  /** A command whose answer has not come yet. */
  private record Sent(String name, boolean mustWork) {}

  private final Partner partner;
  private final LinkOutput output;
  private final ArrayDeque<Sent> sent = new ArrayDeque<>();
  private final String id;
  private final long from;
  private final boolean handsOver;
  private Stage stage = Stage.PING;

  /**
   * A talk.
   *
   * @param id of our history; {@code ?} if there is nothing to go on from
   * @param from the byte that we need next; -1 without a history
   * @param handsOver whether the other one shall become the master, as which it is not known yet
   */
  Handshake(Partner partner, LinkOutput output, String id, long from, boolean handsOver) {
    this.partner = partner;
    this.output = output;
    this.id = id;
    this.from = from;
    this.handsOver = handsOver;
  }

  void begin() {
    output.send("PING");
  }

  boolean isOver() {
    return stage == Stage.OVER;
  }

  /** Says something about ourselves. */
  void say(boolean mustWork, String... words) {
    sent.add(new Sent(words[0], mustWork));
    output.send(words);
  }

  /** The next line of the master, without its end. Empty ones only say that it is there. */
  void line(String line) {
    if (line.isEmpty()) {
      return;
    }
    switch (stage) {
      case PING -> pinged(line);
      case INTRODUCTION -> introduced(line);
      case PSYNC -> answered(line);
      case OVER -> throw new IllegalStateException("the handshake is over");
    }
  }

  private void pinged(String line) {
    boolean asksForPassword =
        line.startsWith("-NOAUTH")
            || line.startsWith("-NOPERM")
            || line.startsWith("-ERR operation not permitted");
    if (!line.startsWith("+") && !asksForPassword) {
      fail("Error reply to PING from master: '" + shown(line) + "'");
      return;
    }
    stage = Stage.INTRODUCTION;
    partner.introduce(this);
  }

  private void introduced(String line) {
    Sent about = sent.poll();
    if (about == null) {
      fail("the master answers what it was not asked: '" + shown(line) + "'");
      return;
    }
    if (!line.startsWith("+") && about.mustWork()) {
      fail("Unable to " + about.name() + " to MASTER: " + shown(line));
      return;
    }
    if (sent.isEmpty()) {
      ask();
    }
  }

  private void ask() {
    stage = Stage.PSYNC;
    if (handsOver) {
      output.send("PSYNC", id, Long.toString(from), "FAILOVER");
    } else {
      output.send("PSYNC", id, Long.toString(from));
    }
  }

  private void answered(String line) {
    stage = Stage.OVER;
    if (line.startsWith("+FULLRESYNC")) {
      full(line.split(" ", -1));
    } else if (line.startsWith("+CONTINUE")) {
      partial(line);
    } else if (line.startsWith("-NOMASTERLINK") || line.startsWith("-LOADING")) {
      partner.later(
          "Master is currently unable to PSYNC but should be in the future: " + shown(line));
    } else if (handsOver) {
      partner.rejected("Failover target rejected psync request: " + shown(line));
    } else {
      output.raw("SYNC\r\n");
      partner.old();
    }
  }

  private void full(String[] words) {
    if (words.length < 3 || !isId(words[1]) || !words[2].matches("\\d{1,18}")) {
      partner.failed("Master replied with wrong +FULLRESYNC syntax.");
      return;
    }
    partner.full(words[1], Long.parseLong(words[2]));
  }

  private void partial(String line) {
    String rest = line.substring("+CONTINUE".length()).strip();
    if (from < 0) {
      partner.failed("the master goes on with a stream that was not asked for");
    } else if (rest.isEmpty()) {
      partner.partial(null);
    } else if (isId(rest)) {
      partner.partial(rest);
    } else {
      partner.failed("Master replied with wrong +CONTINUE syntax.");
    }
  }

  private void fail(String why) {
    stage = Stage.OVER;
    partner.failed(why);
  }

  private static boolean isId(String text) {
    return text.matches("[\\x21-\\x7e]{" + ID_LENGTH + "}");
  }

  /** Of what a stranger sent: not too much, and nothing that is no text. */
  static String shown(String line) {
    String text = line.replaceAll("[^\\x20-\\x7e]", ".");
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
  }
}
