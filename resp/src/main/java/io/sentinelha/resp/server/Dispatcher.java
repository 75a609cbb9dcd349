package io.sentinelha.resp.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.resp.Protocol;
import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the command that a request means, and refuses it in the words and the order of Redis. */
final class Dispatcher {

  /** Redis repeats at most so many bytes of what it did not understand. */
  private static final int QUOTED = 128;

  private final CommandTable table;
  private final AclLog aclLog;

  Dispatcher(CommandTable table, AclLog aclLog) {
    this.table = table;
    this.aclLog = aclLog;
  }

  /**
   * The command to run.
   *
   * @return null if the request was refused; the reply is written then
   */
  @Nullable Command admit(Connection connection, Request request, RespWriter reply) {
    Command top = table.findTop(request);
    if (top == null) {
      reply.error(unknownCommand(request));
      return null;
    }
    Command command = CommandTable.descend(top, request);
    if (command == null) {
      reply.error(unknownSubcommand(top, request));
      return null;
    }
    String refusal = refusal(connection, request, command);
    if (refusal != null) {
      reply.error(refusal);
      return null;
    }
    return command;
  }

  /** A browser or a proxy that was tricked into talking to us, rather than a client. */
  boolean isHttp(Request request) {
    return (request.is(0, "post") || request.is(0, "host:")) && table.findTop(request) == null;
  }

  private @Nullable String refusal(Connection connection, Request request, Command command) {
    if (!command.takes(request.argc())) {
      return Errors.wrongArity(command);
    }
    if (connection.mustAuthenticate() && !command.has(CommandFlag.NO_AUTH)) {
      return "NOAUTH Authentication required.";
    }
    if (!connection.user().access().allows(command, request) && !command.has(CommandFlag.NO_AUTH)) {
      String user = connection.user().name();
      aclLog.add(AclLog.Reason.COMMAND, command.fullName(), user, connection);
      return "NOPERM " + Errors.noPermission(command);
    }
    if (connection.protocol() == Protocol.RESP2
        && !command.isAllowedWhileSubscribed()
        && connection.isSubscriber()) {
      return "ERR Can't execute '"
          + command.fullName()
          + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET"
          + " are allowed in this context";
    }
    return null;
  }

  private static byte[] unknownCommand(Request request) {
    StringBuilder arguments = new StringBuilder();
    for (int i = 1; i < request.argc() && arguments.length() < QUOTED; i++) {
      int room = QUOTED - arguments.length();
      arguments.append('\'').append(quoted(request, i, room)).append("' ");
    }
    String message =
        "ERR unknown command '"
            + quoted(request, 0, QUOTED)
            + "', with args beginning with: "
            + arguments;
    return message.getBytes(ISO_8859_1);
  }

  private static byte[] unknownSubcommand(Command container, Request request) {
    String message =
        "ERR unknown subcommand '%s'. Try %s HELP."
            .formatted(quoted(request, 1, QUOTED), upper(container.name()));
    return message.getBytes(ISO_8859_1);
  }

  /** Byte for byte, up to the first NUL: what C's printf makes of it. */
  private static String quoted(Request request, int argument, int most) {
    String text = new String(request.prefix(argument, most), ISO_8859_1);
    int nul = text.indexOf(0);
    return nul < 0 ? text : text.substring(0, nul);
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }
}
