package io.sentinelha.resp.command;

import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.Connection;
import io.sentinelha.resp.server.Password;
import io.sentinelha.resp.server.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The subcommands of ACL that tell of users, and refuse to change them. */
final class AclUsers {

  private static final String NO_FILE =
      "ERR This Redis instance is not configured to use an ACL file. You may want to specify users"
          + " via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a"
          + " Redis configuration file set) in order to store users in the Redis configuration.";

  private AclUsers() {}

  static void names(Connection connection, Request request, RespWriter reply) {
    List<User> users = connection.server().users().all();
    reply.array(users.size());
    users.forEach(user -> reply.bulk(user.name()));
  }

  static void list(Connection connection, Request request, RespWriter reply) {
    List<User> users = connection.server().users().all();
    reply.array(users.size());
    users.forEach(user -> reply.bulk(rules(user)));
  }

  static void describe(Connection connection, Request request, RespWriter reply) {
    Optional<User> found = connection.server().users().find(request.text(2));
    if (found.isEmpty()) {
      reply.nullBulk();
      return;
    }
    User user = found.get();
    reply.map(6);
    if (user.needsNoPassword()) {
      reply.bulk("flags").set(2).bulk("on").bulk("nopass");
    } else {
      reply.bulk("flags").set(1).bulk("on");
    }
    reply.bulk("passwords").array(user.passwords().size());
    user.passwords().forEach(password -> reply.bulk(password.hash()));
    reply.bulk("commands").bulk("+@all");
    reply.bulk("keys").bulk("~*");
    reply.bulk("channels").bulk("&*");
    reply.bulk("selectors").array(0);
  }

  static void delete(Connection connection, Request request, RespWriter reply) {
    for (int i = 2; i < request.argc(); i++) {
      if (request.text(i).equals(User.DEFAULT)) {
        reply.error("ERR The 'default' user cannot be removed");
        return;
      }
    }
    reply.integer(0); // There is nobody else to delete.
  }

  static void change(Connection connection, Request request, RespWriter reply) {
    reply.error("ERR ACL users beyond the default user are not supported yet; use requirepass");
  }

  static void noFile(Connection connection, Request request, RespWriter reply) {
    reply.error(NO_FILE);
  }

  private static String rules(User user) {
    List<String> rules = new ArrayList<>(List.of("user", user.name(), "on"));
    if (user.needsNoPassword()) {
      rules.add("nopass");
    }
    user.passwords().stream().map(Password::hash).map("#"::concat).forEach(rules::add);
    rules.addAll(List.of("~*", "&*", "+@all"));
    return String.join(" ", rules);
  }
}
