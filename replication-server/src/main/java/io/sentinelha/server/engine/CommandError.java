package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A refusal that a client is told. Handlers throw it; nothing they did before is undone, so they
 * throw before they change anything. Has no stack trace, because it is an answer and no failure.
 */
public final class CommandError extends RuntimeException {

  public static final CommandError SYNTAX = of("ERR syntax error");
  public static final CommandError WRONG_TYPE =
      of("WRONGTYPE Operation against a key holding the wrong kind of value");
  public static final CommandError NOT_AN_INTEGER =
      of("ERR value is not an integer or out of range");
  public static final CommandError NOT_A_FLOAT = of("ERR value is not a valid float");
  public static final CommandError OUT_OF_RANGE = of("ERR index out of range");
  public static final CommandError NO_SUCH_KEY = of("ERR no such key");
  public static final CommandError TOO_LONG =
      of("ERR string exceeds maximum allowed size (proto-max-bulk-len)");

  private static final long serialVersionUID = 1L;

  /** Whether the text holds bytes of a client, one per character. */
  private final boolean latin;

  private CommandError(String text, boolean latin) {
    super(text, null, false, false);
    this.latin = latin;
  }

  /**
   * A refusal.
   *
   * @param text begins with the code word: {@code ERR syntax error}
   */
  public static CommandError of(String text) {
    return new CommandError(text, false);
  }

  /** As {@link #of}, with bytes of a client in the text, one per character. */
  public static CommandError latin(String text) {
    return new CommandError(text, true);
  }

  /** What the client is told, without the leading minus. */
  public String text() {
    return String.valueOf(getMessage());
  }

  byte[] bytes() {
    return text().getBytes(latin ? ISO_8859_1 : UTF_8);
  }
}
