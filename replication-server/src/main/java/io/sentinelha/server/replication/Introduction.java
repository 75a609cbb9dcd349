package io.sentinelha.server.replication;

/** What a replica says of itself before it asks for the stream. */
final class Introduction {

  private Introduction() {}

  static void say(Handshake handshake, ReplicationSettings settings, int ownPort) {
    String password = settings.masterAuth.value();
    String user = settings.masterUser.value();
    if (!password.isEmpty() && !user.isEmpty()) {
      handshake.say(true, "AUTH", user, password);
    } else if (!password.isEmpty()) {
      handshake.say(true, "AUTH", password);
    }
    long announced = settings.announcePort.value();
    long port = announced == 0 ? ownPort : announced;
    handshake.say(false, "REPLCONF", "listening-port", Long.toString(port));
    if (!settings.announceIp.value().isEmpty()) {
      handshake.say(false, "REPLCONF", "ip-address", settings.announceIp.value());
    }
    handshake.say(false, "REPLCONF", "capa", "eof", "capa", "psync2");
  }
}
