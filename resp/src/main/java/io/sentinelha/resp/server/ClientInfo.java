package io.sentinelha.resp.server;

/** A connection in the words of CLIENT LIST. */
public final class ClientInfo {

  private ClientInfo() {}

  /**
   * The line for one connection, without its end, in the shape of Redis 7.2: the fields of 7.0 and
   * the client library's name and version behind them.
   */
  public static String of(Connection client) {
    Session session = client.session();
    Subscriptions subscriptions = session.delivery().subscriptionsIfAny();
    long unsent = session.output().unsent();
    int waiting = subscriptions == null ? 0 : subscriptions.mailbox().count();
    long waitingBytes = subscriptions == null ? 0 : subscriptions.mailbox().bytes();
    Command command = session.runner().lastCommand();
    Tracking tracking = client.tracking();
    return new Fields()
        .add("id", client.id())
        .add("addr", client.remote())
        .add("laddr", client.local())
        .add("fd", client.descriptor())
        .add("name", client.name())
        .add("age", client.ageSeconds())
        .add("idle", client.idleSeconds())
        .add("flags", flags(client))
        .add("db", client.database())
        .add("sub", client.channelCount())
        .add("psub", client.patternCount())
        .add("ssub", 0)
        .add("multi", -1)
        .add("qbuf", session.bufferedBytes())
        .add("qbuf-free", 0)
        .add("argv-mem", 0)
        .add("multi-mem", 0)
        .add("rbs", 0)
        .add("rbp", 0)
        .add("obl", unsent)
        .add("oll", waiting)
        .add("omem", unsent + waitingBytes)
        .add("tot-mem", session.bufferedBytes() + unsent + waitingBytes)
        .add("events", unsent > 0 ? "rw" : "r")
        .add("cmd", command == null ? "NULL" : command.fullName())
        .add("user", client.user().name())
        .add("redir", tracking.on() ? tracking.redirect() : -1)
        .add("resp", client.protocol().number())
        .add("lib-name", client.libraryName())
        .add("lib-ver", client.libraryVersion())
        .line();
  }

  private static String flags(Connection client) {
    StringBuilder flags = new StringBuilder();
    if (client.isSubscriber()) {
      flags.append('P');
    }
    if (client.tracking().on()) {
      flags.append('t');
    }
    if (client.tracking().broadcast()) {
      flags.append('B');
    }
    if (client.isUnix()) {
      flags.append('U');
    }
    if (client.isNoEvict()) {
      flags.append('e');
    }
    return flags.isEmpty() ? "N" : flags.toString();
  }

  private static final class Fields {
    private final StringBuilder line = new StringBuilder(320);

    Fields add(String name, Object value) {
      if (!line.isEmpty()) {
        line.append(' ');
      }
      line.append(name).append('=').append(value);
      return this;
    }

    String line() {
      return line.toString();
    }
  }
}
