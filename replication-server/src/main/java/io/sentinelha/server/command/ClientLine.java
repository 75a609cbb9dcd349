package io.sentinelha.server.command;

import io.sentinelha.server.engine.Client;
import io.sentinelha.server.engine.Command;
import io.sentinelha.server.engine.Transport;

/** A line of CLIENT LIST. */
final class ClientLine {

  private ClientLine() {}

  static String of(Client client, long now) {
    Transport transport = client.transport();
    Command last = client.last();
    StringBuilder line = new StringBuilder(256);
    line.append("id=").append(client.id());
    line.append(" addr=").append(transport.remote());
    line.append(" laddr=").append(transport.local());
    line.append(" fd=").append(transport.descriptor());
    line.append(" name=").append(client.name());
    line.append(" age=").append((now - client.createdMillis()) / 1000);
    line.append(" idle=").append((now - client.lastMillis()) / 1000);
    line.append(" flags=").append(flags(client));
    line.append(" db=").append(client.db().index());
    line.append(" sub=").append(client.channels());
    line.append(" psub=").append(client.patterns());
    line.append(" ssub=").append(client.shardChannels());
    line.append(" multi=").append(client.queued());
    line.append(" qbuf=").append(transport.queryBytes());
    line.append(" qbuf-free=").append(transport.queryFree());
    line.append(" argv-mem=0 multi-mem=0");
    line.append(" rbs=").append(client.reply().capacity());
    line.append(" rbp=").append(client.reply().pending());
    line.append(" obl=0 oll=0");
    line.append(" omem=").append(transport.outputBytes());
    line.append(" tot-mem=")
        .append((long) transport.queryBytes() + transport.queryFree() + client.reply().capacity());
    line.append(" events=").append(transport.outputBytes() > 0 ? "rw" : "r");
    line.append(" cmd=").append(last == null ? "NULL" : last.fullName());
    line.append(" user=").append(client.user());
    line.append(" redir=-1 resp=").append(client.protocol());
    return line.toString();
  }

  private static String flags(Client client) {
    StringBuilder flags = new StringBuilder();
    if (ClientType.of(client) == ClientType.REPLICA) {
      flags.append(client.isMonitor() ? 'O' : 'S');
    } else if (client.isMonitor()) {
      flags.append('O');
    }
    append(flags, ClientType.of(client) == ClientType.MASTER, 'M');
    append(flags, client.subscriptions() > 0, 'P');
    append(flags, client.isInTransaction(), 'x');
    append(flags, client.isBlocked(), 'b');
    append(flags, client.isWatchedChanged(), 'd');
    append(flags, client.isClosing(), 'c');
    append(flags, client.transport().isUnix(), 'U');
    append(flags, client.isNoEvict(), 'e');
    return flags.length() == 0 ? "N" : flags.toString();
  }

  private static void append(StringBuilder flags, boolean yes, char letter) {
    if (yes) {
      flags.append(letter);
    }
  }
}
