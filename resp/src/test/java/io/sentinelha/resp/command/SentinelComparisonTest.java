package io.sentinelha.resp.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.resp.server.CommandServer;
import io.sentinelha.resp.server.CommandTable;
import io.sentinelha.resp.server.Password;
import io.sentinelha.resp.server.RealServer;
import io.sentinelha.resp.server.TestCommands;
import io.sentinelha.resp.server.Users;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same conversations with a real redis-sentinel and with us: every byte of the answers is the
 * same, apart from what {@link Transcript} takes out and what {@link #DIFFERENT} lists with
 * reasons.
 */
final class SentinelComparisonTest {

  /**
   * Where we mean to answer otherwise, and how our answer begins.
   *
   * <p>Besides, where it cannot be compared: Redis never answers an inline request with a NUL in
   * it, refuses long inline requests only if the network cut them in the wrong place, and takes
   * more than 1,048,576 arguments.
   */
  private static final Map<String, String> DIFFERENT =
      Map.of(
          // Harmless to serve; old clients and health checks send it.
          "quit",
          "+OK|<end>",
          // Redis 7.2's way for libraries to say who they are, and all of them do.
          "client setinfo lib-name x",
          "+OK|",
          // Redis 7.0 says OK, runs over, and does not pause.
          "client pause 9223372036854775807",
          "-ERR timeout is out of range|",
          // There is only the default user; to say OK would be a lie.
          "acl setuser alice on",
          "-ERR ACL users beyond the default user are not supported yet; use requirepass|",
          // Our own words, made from our own table.
          "client help",
          "*35|+CLIENT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:|+ID|",
          "command help",
          "*17|+COMMAND <subcommand> [<arg> [value] [opt] ...]. Subcommands are:|",
          "acl help",
          "*27|+ACL <subcommand> [<arg> [value] [opt] ...]. Subcommands are:|+CAT [");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void conversationsAreTheSame(int protocol) throws Exception {
    try (RealServer real = RealServer.sentinel(folder);
        CommandServer ours = serve(Users.open())) {
      for (List<String> steps :
          List.of(
              Conversations.BASICS,
              Conversations.HELLO,
              Conversations.CLIENT,
              Conversations.REPLY,
              Conversations.TRACKING,
              Conversations.COMMAND,
              Conversations.ACL,
              Conversations.PUBSUB)) {
        String opening = "hello " + protocol;
        Transcript.assertSame(ours.addresses().get(0), real.address(), opening, steps);
      }
    }
  }

  @Test
  void conversationsBeforeAuthenticationAreTheSame() throws Exception {
    try (RealServer real = RealServer.sentinel(folder, "requirepass secret");
        CommandServer ours = serve(Users.requiring(Password.of("secret")))) {
      Transcript.assertSame(ours.addresses().get(0), real.address(), "", Conversations.BEFORE_AUTH);
      for (String bytes : List.of("*11", "*1\r\n$16385", "post", "*abc", "nosuch\r\nhost: a")) {
        assertThat(Transcript.ofOne(ours.addresses().get(0), bytes))
            .as(bytes)
            .isEqualTo(Transcript.ofOne(real.address(), bytes));
      }
    }
  }

  @Test
  void streamsAreReadTheSameWay() throws Exception {
    try (RealServer real = RealServer.sentinel(folder);
        CommandServer ours = serve(Users.open())) {
      for (String bytes : Conversations.STREAMS) {
        assertThat(Transcript.ofOne(ours.addresses().get(0), bytes))
            .as(bytes)
            .isEqualTo(Transcript.ofOne(real.address(), bytes));
      }
      for (String bytes : Conversations.LONG_LINES) {
        assertThat(Transcript.toTheEnd(ours.addresses().get(0), bytes))
            .isEqualTo(Transcript.toTheEnd(real.address(), bytes));
      }
    }
  }

  @Test
  void whatIsAnsweredOtherwiseIsStillDifferent() throws Exception {
    try (RealServer real = RealServer.sentinel(folder);
        CommandServer ours = serve(Users.open())) {
      DIFFERENT.forEach(
          (step, answer) -> {
            String our = Transcript.ofOne(ours.addresses().get(0), step);
            assertThat(our).as(step).startsWith(answer);
            assertThat(our).as(step).isNotEqualTo(Transcript.ofOne(real.address(), step));
          });
    }
  }

  private static CommandServer serve(Users users) throws Exception {
    CommandServer server =
        CommandServer.builder(CommandTable.of(ConnectionCommands.all(() -> TestCommands.SENTINEL)))
            .users(users)
            .build();
    server.listen(List.of("127.0.0.1"), 0);
    return server;
  }
}
