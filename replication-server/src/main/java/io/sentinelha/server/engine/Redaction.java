package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** What of a request must not be shown to others: passwords. */
final class Redaction {

  private static final byte[] REDACTED = "(redacted)".getBytes(ISO_8859_1);

  private final Settings settings;

  Redaction(Settings settings) {
    this.settings = settings;
  }

  /** An argument, or a word in its place. */
  byte[] shown(Command command, Args args, int index) {
    return isSecret(command, args, index) ? REDACTED : args.bytes(index);
  }

  private boolean isSecret(Command command, Args args, int index) {
    return switch (command.fullName()) {
      case "auth" -> index > 0;
      case "acl|setuser" -> index > 1;
      case "hello" -> index > 1 && (follows(args, index, 1) || follows(args, index, 2));
      case "config|set" -> index > 2 && index % 2 == 1 && isSecretSetting(args.text(index - 1));
      default -> false;
    };
  }

  private static boolean follows(Args args, int index, int distance) {
    return index - distance > 1 && args.is(index - distance, "AUTH");
  }

  private boolean isSecretSetting(String name) {
    Setting setting = settings.find(name);
    return setting != null && setting.isSecret();
  }
}
