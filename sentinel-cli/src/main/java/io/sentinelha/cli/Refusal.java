package io.sentinelha.cli;

/** A command that cannot be carried out: what to tell the user, and the exit status. */
final class Refusal extends RuntimeException {

  static final int FAILED = 1;
  static final int NO_SUCH_PRIMARY = 3;
  static final int UNREACHABLE = 4;
  static final int NOT_LET_IN = 7;

  private static final long serialVersionUID = 1L;

  private final int status;

  Refusal(int status, String text) {
    super(text, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
