package io.sentinelha.server.acl;

/**
 * Why a user may not do something.
 *
 * @param what the command's full name, the key or the channel
 * @param position of the argument that is meant; 0 for the command itself
 */
record Denial(Kind kind, String what, int position) {

  /** In the order of their weight: with several selectors the weightiest reason is told. */
  enum Kind {
    COMMAND,
    KEY,
    AUTH,
    CHANNEL
  }

  /** What a client is told. */
  String sentence() {
    return "this user has no permissions to "
        + switch (kind) {
          case COMMAND -> "run the '" + what + "' command";
          case KEY -> "access one of the keys used as arguments";
          case CHANNEL -> "access one of the channels used as arguments";
          case AUTH -> "come in";
        };
  }

  /** As {@link #sentence}, naming the key or the channel. */
  String exactSentence() {
    return "This user has no permissions to "
        + switch (kind) {
          case COMMAND -> "run the '" + what + "' command";
          case KEY -> "access the '" + what + "' key";
          case CHANNEL -> "access the '" + what + "' channel";
          case AUTH -> "come in";
        };
  }

  /** What EXEC tells of a command that was allowed when it was queued. */
  String sentenceInExec() {
    return "ACLs rules changed between the moment the transaction was accumulated and the EXEC"
        + " call. This command is no longer allowed for the following reason: no permission to "
        + switch (kind) {
          case COMMAND -> "execute the command or subcommand";
          case KEY -> "touch the specified keys";
          case CHANNEL -> "access one of the channels used as arguments to the command";
          case AUTH -> "come in";
        };
  }

  /** Weightier than another, or about a later argument. */
  boolean isMoreThan(Denial other) {
    int order = kind.compareTo(other.kind);
    return order > 0 || (order == 0 && position > other.position);
  }
}
