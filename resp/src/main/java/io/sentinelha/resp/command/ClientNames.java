package io.sentinelha.resp.command;

import io.sentinelha.resp.Request;
import io.sentinelha.resp.server.Connection;
import org.jspecify.annotations.Nullable;

/** Names that clients give themselves. They stand in lines of CLIENT LIST, so no blanks in them. */
final class ClientNames {

  private ClientNames() {}

  /** Obeys CLIENT SETNAME; null unless the name is not fit. */
  static @Nullable String rename(Connection connection, Request request, int argument) {
    if (!isFit(request, argument)) {
      return "ERR Client names cannot contain spaces, newlines or special characters.";
    }
    connection.rename(request.text(argument));
    return null;
  }

  /** Whether all characters are visible ASCII. */
  static boolean isFit(Request request, int argument) {
    for (byte character : request.bytes(argument)) {
      if (character < '!' || character > '~') {
        return false;
      }
    }
    return true;
  }
}
