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

  private static final List<String> BASICS =
      List.of(
          "ping",
          "PING hi",
          "ping a b",
          "\r\n\r\nping x",
          "nosuch a 'b c'",
          "nosuch",
          "\"no\\r\\nsuch\" \"a\\nb\\x00c\"",
          "get a",
          "save",
          "blpop a 0",
          "replicaof no one",
          "echo a",
          "select 0",
          "reset",
          "nosuch " + "a".repeat(200) + " b",
          "nosuch " + "a".repeat(100) + " " + "b".repeat(100) + " c",
          "nosuch " + "a".repeat(126) + " b c",
          "nosuch " + "a ".repeat(60),
          "x".repeat(200) + " y",
          "client " + "x".repeat(200),
          "client \"a\\nb\"",
          "client",
          "client nosuch",
          "client no-touch",
          "command nosuch",
          "acl nosuch",
          "acl");

  private static final List<String> HELLO =
      List.of(
          "hello",
          "hello 2",
          "hello 3",
          "ping",
          "client getname",
          "hello 2",
          "hello 4",
          "hello 1",
          "hello 0",
          "hello -1",
          "hello x",
          "hello 99999999999999999999",
          "hello 2 auth",
          "hello 2 auth a",
          "hello 2 auth a b",
          "hello 2 auth default x",
          "hello 2 setname 'a b'",
          "hello 2 setname n1 foo",
          "hello 2 foo",
          "hello 2 setname n1",
          "client getname",
          "hello 3 setname n2 auth default xyz",
          "hello",
          "hello 3 setname",
          "auth",
          "auth x",
          "auth a b",
          "auth default x",
          "auth a b c");

  private static final List<String> CLIENT =
      List.of(
          "client info",
          "client list",
          "client list type normal",
          "client list type PUBSUB",
          "client list type master",
          "client list type replica",
          "client list type slave",
          "client list type foo",
          "client list foo",
          "client list id",
          "client list id x",
          "client list id 1 2 x",
          "client list id 99999",
          "client list id 1 type normal",
          "client list type",
          "client list type normal x",
          "client kill",
          "client kill a",
          "client kill 1.1.1.1:1",
          "client kill type foo",
          "client kill id x",
          "client kill id 0",
          "client kill id 9999999",
          "client kill id 5 id 6",
          "client kill addr 1.1.1.1:1 laddr",
          "client kill foo bar",
          "client kill user nobody",
          "client kill skipme foo",
          "client kill type pubsub",
          "client kill type master",
          "client kill type slave",
          "client kill id 1 type foo",
          "client kill maxage 1",
          "client kill skipme yes",
          "client reply foo",
          "client reply on",
          "client setname 'a b'",
          "client setname foo",
          "client getname",
          "client info",
          "client setname \"a\\x7f\"",
          "client setname \"a\\xff\"",
          "client setname ''",
          "client getname",
          "client pause",
          "client pause x",
          "client pause -1",
          "client pause 1 foo",
          "client pause x foo",
          "client pause 1 all x",
          "client pause 1 ALL",
          "client pause 1 write",
          "client pause 0",
          "client unpause",
          "client unpause x",
          "client no-evict",
          "client no-evict on",
          "client info",
          "client no-evict off",
          "client no-evict foo",
          "client unblock 99999",
          "client unblock x",
          "client unblock 99999 foo",
          "client unblock x foo",
          "client unblock 99999 error",
          "client unblock 99999 timeout",
          "client unblock 1 error x",
          "client id x",
          "client getredir",
          "client caching yes",
          "client caching foo");

  private static final List<String> REPLY =
      List.of(
          "client reply off\r\nping\r\nnosuch\r\nclient reply on",
          "client reply skip\r\nping\r\nping a",
          "client reply skip\r\nclient reply foo\r\nping b",
          "client reply skip\r\nnosuch\r\nping c",
          "client reply skip\r\nclient reply on\r\nping d",
          "client reply skip\r\nclient reply skip\r\nping e\r\nping f",
          "client reply skip\r\nclient reply off\r\nping\r\nclient reply on",
          "client reply off\r\nclient reply skip\r\nclient reply on",
          "client reply off\r\nsubscribe x\r\nunsubscribe x\r\nclient reply on");

  private static final List<String> TRACKING =
      List.of(
          "client trackinginfo",
          "client tracking on",
          "client info",
          "client trackinginfo",
          "client getredir",
          "client caching yes",
          "client tracking on bcast",
          "client tracking off",
          "client tracking on optin",
          "client trackinginfo",
          "client caching yes\r\nclient trackinginfo\r\nping\r\nclient trackinginfo",
          "client caching yes\r\nnosuch\r\nclient trackinginfo",
          "client caching no",
          "client caching foo",
          "client tracking on optout",
          "client tracking off",
          "client tracking on optout",
          "client caching no\r\nclient trackinginfo",
          "client caching yes",
          "client tracking off",
          "client tracking on optin optout",
          "client tracking on bcast optin",
          "client tracking on prefix a",
          "client tracking on bcast prefix a prefix ab",
          "client tracking on bcast",
          "client trackinginfo",
          "client tracking on bcast prefix a",
          "client tracking off",
          "client tracking on bcast prefix b prefix a",
          "client trackinginfo",
          "client info",
          "client tracking on bcast prefix bb",
          "client tracking on bcast prefix c",
          "client trackinginfo",
          "client tracking on bcast",
          "client trackinginfo",
          "client tracking off",
          "client tracking on redirect 99999",
          "client tracking on redirect x",
          "client tracking on redirect",
          "client tracking on noloop",
          "client trackinginfo",
          "client tracking off noloop",
          "client tracking foo",
          "client tracking foo redirect x",
          "client tracking");

  private static final List<String> COMMAND =
      List.of(
          "command count x",
          "command help x",
          "command list filterby",
          "command list filterby module x",
          "command list filterby aclcat nosuch",
          "command list filterby foo bar",
          "command list foo",
          "command info ping",
          "command info PING nosuch client|list client|nosuch get ping|x",
          "command docs nosuch",
          "command getkeys",
          "command getkeys ping",
          "command getkeys nosuch a",
          "command getkeys ping a b c",
          "command getkeys client",
          "command getkeys client list",
          "command getkeys client nosuch",
          "command getkeysandflags ping",
          "command getkeysandflags ping a");

  private static final List<String> ACL =
      List.of(
          "acl whoami",
          "acl whoami x",
          "acl users",
          "acl list",
          "acl cat",
          "acl cat nosuch",
          "acl cat keyspace",
          "acl cat a b",
          "acl genpass 0",
          "acl genpass 4097",
          "acl genpass x",
          "acl genpass -5",
          "acl genpass 5 5",
          "acl log",
          "acl log reset",
          "auth a b",
          "auth a b",
          "hello 2 auth a b",
          "acl log 1",
          "acl log 0",
          "acl log -1",
          "acl log x",
          "acl log 1 2",
          "acl log reset",
          "acl log",
          "acl dryrun default ping",
          "acl dryrun default client list",
          "acl dryrun default nosuch",
          "acl dryrun default client",
          "acl dryrun default client nosuch",
          "acl dryrun default ping a b c",
          "acl dryrun default client id x",
          "acl dryrun nosuch ping",
          "acl dryrun default",
          "acl load",
          "acl save",
          "acl setuser",
          "acl deluser nosuch",
          "acl deluser default",
          "acl deluser",
          "acl getuser default",
          "acl getuser nosuch",
          "acl getuser");

  private static final List<String> PUBSUB =
      List.of(
          "unsubscribe",
          "punsubscribe",
          "unsubscribe zz",
          "subscribe",
          "psubscribe",
          "subscribe a b a",
          "ping",
          "ping hello",
          "ping a b",
          "get a",
          "client list",
          "client foo",
          "client",
          "hello",
          "hello 3",
          "subscribe",
          "psubscribe x* y*",
          "psubscribe x*",
          "unsubscribe nosuch",
          "unsubscribe a",
          "unsubscribe",
          "unsubscribe",
          "ping",
          "punsubscribe x*",
          "client getname",
          "punsubscribe",
          "punsubscribe",
          "ping",
          "unsubscribe a b",
          "subscribe a",
          "unsubscribe a a");

  private static final List<String> BEFORE_AUTH =
      List.of(
          "ping",
          "ping a b",
          "nosuch a",
          "client",
          "client list",
          "client foo",
          "subscribe a",
          "hello",
          "hello 3",
          "hello 3 foo",
          "hello 9",
          "hello 3 auth default bad",
          "auth",
          "auth bad",
          "auth a b",
          "auth a b c",
          "command",
          "acl whoami",
          "hello 3 auth default secret setname 'a b'",
          "ping",
          "acl whoami",
          "acl list",
          "acl getuser default",
          "acl log",
          "auth bad",
          "ping",
          "auth secret",
          "auth default secret",
          "auth default bad",
          "acl log 1",
          "hello");

  private static final List<String> STREAMS =
      List.of(
          "*-1",
          "*0",
          "\r\n\r\n",
          "\n\n",
          "*abc",
          "*",
          "*99999999999",
          "*1\r\nPING",
          "*1\r\n",
          "*1\r\n$-1",
          "*1\r\n$abc",
          "*1\r\n$536870913",
          "*1\r\n$4\r\nPINGxx*1\r\n$4\r\nPING",
          "*1\r\n$0\r\n",
          "*2\r\n$4\r\nPING\r\n$0\r\n",
          "*1\r\n$04\r\nPING",
          "*01\r\n$4\r\nPING",
          "*+1\r\n$4\r\nPING",
          "*1\n\n$4\r\nPING",
          "*1\rX$4\rYPING",
          "ping 'a\\'b'",
          "ping \"a\\\"b\\n\\r\\t\\b\\a\\x41\\xzz\\q\"",
          "ping 'abc",
          "ping \"abc",
          "ping \"abc\"d",
          "ping 'abc'd",
          "ping a'b",
          "ping a\"b c\"",
          "ping a\"b c\"d",
          "ping \"\"",
          "ping \t a\u000b\f ",
          "   \r\n  PING  ",
          "PING\r",
          "PING \r",
          "POST / HTTP/1.1",
          "post",
          "Host: x",
          "host:",
          "*1\r\n$4\r\nPOST",
          "$4\r\nPING",
          "\u00ff\u00fe",
          "*1\r\n$4\r\nPING\r\n*1\r\nPING",
          "ping \"\\xff\\x00\"");

  /** Without an end of line, each on its own. */
  private static final List<String> LONG_LINES =
      List.of("*" + "1".repeat(65_537), "*1\r\n$" + "1".repeat(65_537), "A".repeat(65_538));

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
          List.of(BASICS, HELLO, CLIENT, REPLY, TRACKING, COMMAND, ACL, PUBSUB)) {
        String opening = "hello " + protocol;
        Transcript.assertSame(ours.addresses().get(0), real.address(), opening, steps);
      }
    }
  }

  @Test
  void conversationsBeforeAuthenticationAreTheSame() throws Exception {
    try (RealServer real = RealServer.sentinel(folder, "requirepass secret");
        CommandServer ours = serve(Users.requiring(Password.of("secret")))) {
      Transcript.assertSame(ours.addresses().get(0), real.address(), "", BEFORE_AUTH);
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
      for (String bytes : STREAMS) {
        assertThat(Transcript.ofOne(ours.addresses().get(0), bytes))
            .as(bytes)
            .isEqualTo(Transcript.ofOne(real.address(), bytes));
      }
      for (String bytes : LONG_LINES) {
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
