package io.sentinelha.resp.command;

import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.AclLog;
import io.sentinelha.resp.server.Connection;
import io.sentinelha.resp.server.Errors;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** ACL LOG. */
final class AclLogReply {

  private static final long DEFAULT_COUNT = 10;
  private static final double MILLIS_PER_SECOND = 1000;

  private AclLogReply() {}

  static void log(Connection connection, Request request, RespWriter reply) {
    AclLog log = connection.server().aclLog();
    if (request.argc() > 3) {
      reply.error(Errors.wrongSubcommand("acl", request.text(1)));
    } else if (request.argc() == 2) {
      write(log.newest(DEFAULT_COUNT), reply);
    } else if (request.is(2, "RESET")) {
      log.clear();
      reply.ok();
    } else {
      OptionalLong count = request.integer(2);
      if (count.isEmpty()) {
        reply.error(Errors.NOT_AN_INTEGER);
      } else {
        write(log.newest(count.getAsLong()), reply);
      }
    }
  }

  private static void write(List<AclLog.Entry> entries, RespWriter reply) {
    long now = System.nanoTime();
    reply.array(entries.size());
    for (AclLog.Entry entry : entries) {
      reply.map(7);
      reply.bulk("count").integer(entry.count());
      reply.bulk("reason").bulk(entry.reason().word());
      reply.bulk("context").bulk("toplevel");
      reply.bulk("object").bulk(entry.object());
      reply.bulk("username").bulk(entry.username());
      long age = TimeUnit.NANOSECONDS.toMillis(now - entry.lastNanos());
      reply.bulk("age-seconds").dbl(age / MILLIS_PER_SECOND);
      reply.bulk("client-info").bulk(entry.clientInfo());
    }
  }
}
