package io.sentinelha.server.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sentinelha.resp.server.CommandFlag;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** MONITOR: clients that are shown every command. Costs nothing while there are none. */
public final class Monitors implements CommandObserver {

  private final Engine engine;
  private final Redaction redaction;
  private final Set<Client> monitors = new LinkedHashSet<>();

  Monitors(Engine engine) {
    this.engine = engine;
    this.redaction = new Redaction(engine.settings());
    engine.clients().onClose(this::remove);
  }

  /** From now on the client is shown every command. */
  public void add(Client client) {
    if (monitors.isEmpty()) {
      engine.executor().observe(this);
    }
    client.monitor(true);
    monitors.add(client);
  }

  /** The client is shown nothing any more. */
  public void remove(Client client) {
    client.monitor(false);
    if (monitors.remove(client) && monitors.isEmpty()) {
      engine.executor().ignore(this);
    }
  }

  @Override
  public void ended(Client client, Command command, Args args, long nanos) {
    if (command.has(CommandFlag.ADMIN) || command.has(CommandFlag.SKIP_MONITOR)) {
      return; // As Redis: what administrators do is not shown.
    }
    byte[] line = line(client, command, args);
    for (Client monitor : monitors) {
      monitor.reply().raw(line);
      monitor.transport().wake();
    }
  }

  private byte[] line(Client client, Command command, Args args) {
    long micros = engine.clock().micros();
    StringBuilder line = new StringBuilder(64 + (int) args.size());
    line.append(String.format(Locale.ROOT, "+%d.%06d [", micros / 1_000_000, micros % 1_000_000));
    line.append(client.db().index()).append(' ');
    if (client.transport().isUnix()) {
      String path = client.transport().local();
      line.append("unix:").append(path, 0, path.length() - 2);
    } else {
      line.append(client.transport().remote());
    }
    line.append(']');
    for (int i = 0; i < args.count(); i++) {
      line.append(' ').append(Words.inQuotes(redaction.shown(command, args, i)));
    }
    return line.append("\r\n").toString().getBytes(ISO_8859_1);
  }
}
