package io.sentinelha.resp.command;

import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.AclCategory;
import io.sentinelha.resp.server.Command;
import io.sentinelha.resp.server.Connection;
import io.sentinelha.resp.server.Errors;
import io.sentinelha.resp.server.User;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** ACL CAT, ACL DRYRUN, ACL GENPASS. */
final class AclCatalog {

  private static final int DEFAULT_BITS = 256;
  private static final int MAX_BITS = 4096;
  private static final SecureRandom RANDOM = new SecureRandom();

  private AclCatalog() {}

  static void cat(Connection connection, Request request, RespWriter reply) {
    if (request.argc() > 3) {
      reply.error(Errors.wrongSubcommand("acl", request.text(1)));
    } else if (request.argc() == 2) {
      AclCategory[] all = AclCategory.values();
      reply.array(all.length);
      for (AclCategory category : all) {
        reply.bulk(category.word());
      }
    } else {
      commandsOf(connection, request, reply);
    }
  }

  private static void commandsOf(Connection connection, Request request, RespWriter reply) {
    Optional<AclCategory> category = AclCategory.named(request.text(2));
    if (category.isEmpty()) {
      reply.error("ERR Unknown category '" + request.text(2) + "'");
      return;
    }
    List<Command> members =
        connection.server().commands().commandsAndSubcommands().stream()
            .filter(command -> command.categories().contains(category.get()))
            .toList();
    reply.array(members.size());
    members.forEach(command -> reply.bulk(command.fullName()));
  }

  static void dryRun(Connection connection, Request request, RespWriter reply) {
    Optional<User> user = connection.server().users().find(request.text(2));
    if (user.isEmpty()) {
      reply.error("ERR User '" + request.text(2) + "' not found");
      return;
    }
    Request inner = request.tail(3);
    Optional<Command> command = connection.server().commands().find(inner);
    if (command.isEmpty()) {
      reply.error("ERR Command '" + request.text(3) + "' not found");
    } else if (!command.get().takes(inner.argc())) {
      reply.error(Errors.wrongArity(command.get()));
    } else if (user.get().access().allows(command.get(), inner)) {
      reply.ok();
    } else {
      reply.bulk(Errors.noPermission(command.get()));
    }
  }

  static void generatePassword(Connection connection, Request request, RespWriter reply) {
    if (request.argc() > 3) {
      reply.error(Errors.wrongSubcommand("acl", request.text(1)));
      return;
    }
    OptionalLong bits = OptionalLong.of(DEFAULT_BITS);
    if (request.argc() == 3) {
      bits = request.integer(2);
    }
    if (bits.isEmpty()) {
      reply.error(Errors.NOT_AN_INTEGER);
    } else if (bits.getAsLong() <= 0 || bits.getAsLong() > MAX_BITS) {
      reply.error(
          "ERR ACL GENPASS argument must be the number of bits for the output password, a positive"
              + " number up to "
              + MAX_BITS);
    } else {
      reply.bulk(randomDigits((int) bits.getAsLong()));
    }
  }

  /** Hexadecimal digits with at least so many random bits. */
  private static String randomDigits(int bits) {
    int digits = (bits + 3) / 4;
    byte[] random = new byte[(digits + 1) / 2];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random).substring(0, digits);
  }
}
