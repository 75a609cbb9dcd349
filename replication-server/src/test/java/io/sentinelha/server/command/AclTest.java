package io.sentinelha.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.engine.TestClient;
import io.sentinelha.server.engine.TestEngine;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Users get what their rules say and nothing else. */
final class AclTest {

  private static final String DENIED_KEY =
      "-NOPERM this user has no permissions to access one of the keys used as arguments\r\n";

  private final TestEngine test = new TestEngine(Families.all());
  private final TestClient admin = test.client();

  private TestClient user(String... rules) {
    String[] words = new String[rules.length + 5];
    words[0] = "ACL";
    words[1] = "SETUSER";
    words[2] = "u";
    words[3] = "on";
    words[4] = ">pw";
    System.arraycopy(rules, 0, words, 5, rules.length);
    assertThat(admin.call(words)).isEqualTo("+OK\r\n");
    TestClient client = test.client();
    assertThat(client.line("AUTH u pw")).isEqualTo("+OK\r\n");
    return client;
  }

  @Test
  void aCommandThatIsNotAllowedIsRefused() {
    TestClient client = user("~*", "+get");
    assertThat(client.line("GET k")).isEqualTo("$-1\r\n");
    assertThat(client.line("SET k v"))
        .isEqualTo("-NOPERM this user has no permissions to run the 'set' command\r\n");
    assertThat(client.line("CONFIG GET port"))
        .isEqualTo("-NOPERM this user has no permissions to run the 'config|get' command\r\n");
  }

  @Test
  void keysAreAllowedByPatternForReadingAndWritingApart() {
    TestClient client = user("+@all", "~both*", "%R~read*", "%W~write*");
    assertThat(client.line("SET both v")).isEqualTo("+OK\r\n");
    assertThat(client.line("GET both")).isEqualTo("$1\r\nv\r\n");
    assertThat(client.line("GET read")).isEqualTo("$-1\r\n");
    assertThat(client.line("SET read v")).isEqualTo(DENIED_KEY);
    assertThat(client.line("SET write v")).isEqualTo("+OK\r\n");
    assertThat(client.line("GET write")).isEqualTo(DENIED_KEY);
    assertThat(client.line("SET write v GET")).isEqualTo(DENIED_KEY);
    assertThat(client.line("EXISTS write")).isEqualTo(":1\r\n");
    assertThat(client.line("COPY read write")).isEqualTo(":0\r\n");
    assertThat(client.line("COPY write both")).isEqualTo(DENIED_KEY);
    assertThat(client.line("MGET both read other")).isEqualTo(DENIED_KEY);
    assertThat(client.line("SET other v")).isEqualTo(DENIED_KEY);
  }

  @Test
  void aRequestMustFitIntoOneSelector() {
    TestClient client = user("+get", "~a", "(+set ~b)");
    assertThat(client.line("GET a")).isEqualTo("$-1\r\n");
    assertThat(client.line("SET b v")).isEqualTo("+OK\r\n");
    assertThat(client.line("SET a v")).isEqualTo(DENIED_KEY);
    assertThat(client.line("GET b")).isEqualTo(DENIED_KEY);
  }

  @Test
  void subcommandsAndFirstArgumentsCanBeAllowedAlone() {
    TestClient client = user("+config|get", "+select|1");
    assertThat(client.line("CONFIG GET maxmemory")).startsWith("*2");
    assertThat(client.line("CONFIG SET maxmemory 1")).startsWith("-NOPERM");
    assertThat(client.line("SELECT 1")).isEqualTo("+OK\r\n");
    assertThat(client.line("SELECT 0")).startsWith("-NOPERM");
  }

  @Test
  void channelsAreAllowedByPatternAndPatternsLiterally() {
    TestClient client = user("+@all", "&news*");
    assertThat(client.line("PUBLISH news1 x")).isEqualTo(":0\r\n");
    assertThat(client.line("PUBLISH other x")).startsWith("-NOPERM");
    assertThat(client.line("PSUBSCRIBE news1*")).startsWith("-NOPERM");
    assertThat(client.line("PSUBSCRIBE news*")).startsWith("*3");
  }

  @Test
  void whoMayNoLongerListenIsCutOff() {
    TestClient client = user("+@all", "allchannels");
    client.line("SUBSCRIBE news");
    admin.line("ACL SETUSER u resetchannels &other");
    assertThat(client.closed).isTrue();
  }

  @Test
  void aDeletedUserIsCutOffAndCannotComeBack() {
    TestClient client = user("+@all");
    assertThat(admin.line("ACL DELUSER u nobody")).isEqualTo(":1\r\n");
    assertThat(client.closed).isTrue();
    assertThat(test.client().line("AUTH u pw")).startsWith("-WRONGPASS");
  }

  @Test
  void rulesThatChangeBetweenQueueAndExecHoldInExec() {
    TestClient client = user("+@all", "~*");
    client.line("MULTI");
    client.line("SET k v");
    admin.line("ACL SETUSER u -set");
    assertThat(client.line("EXEC"))
        .startsWith("*1\r\n-NOPERM ACLs rules changed between the moment the transaction was");
    assertThat(admin.line("EXISTS k")).isEqualTo(":0\r\n");
  }

  @Test
  void aRefusedRuleLeavesTheUserAsItWas() {
    user("+get");
    String before = admin.line("ACL LIST");
    assertThat(admin.line("ACL SETUSER u +set +nosuch"))
        .isEqualTo(
            "-ERR Error in ACL SETUSER modifier '+nosuch': Unknown command or category name in"
                + " ACL\r\n");
    assertThat(admin.line("ACL LIST")).isEqualTo(before);
  }

  @Test
  void refusalsAreLoggedAndTheSameAgainIsCounted() {
    TestClient client = user("~a", "+get");
    client.line("GET b");
    client.line("GET b");
    client.line("SET a v");
    test.client().line("AUTH u wrong");
    String log = admin.line("ACL LOG");
    assertThat(log).startsWith("*3\r\n");
    assertThat(log).contains("$5\r\ncount\r\n:2\r\n$6\r\nreason\r\n$3\r\nkey\r\n");
    assertThat(log).contains("$4\r\nauth\r\n$7\r\ncontext\r\n$8\r\ntoplevel\r\n");
    assertThat(admin.line("ACL LOG RESET")).isEqualTo("+OK\r\n");
    assertThat(admin.line("ACL LOG")).isEqualTo("*0\r\n");
  }

  @Test
  void theRulesThatAreToldMakeTheSameUser() {
    for (String rules :
        List.of(
            "+@all -@dangerous +info",
            "-@all +@read -get +config|get",
            "+@string -set +select|0 +select|7",
            "+@all -client|kill",
            "-@all (+get ~x) (%R~y +@write -set)")) {
      admin.call(("ACL SETUSER one reset " + rules).split(" (?![^(]*\\))"));
      String line =
          admin.line("ACL LIST").lines().filter(l -> l.startsWith("user one")).findAny().get();
      admin.call(("ACL SETUSER two reset " + line.substring(9)).split(" (?![^(]*\\))"));
      assertThat(admin.line("ACL GETUSER two")).isEqualTo(admin.line("ACL GETUSER one"));
    }
  }

  @Test
  void aPasswordForTheDefaultUserShutsTheDoor() {
    assertThat(admin.line("CONFIG SET requirepass secret")).isEqualTo("+OK\r\n");
    TestClient client = test.client();
    assertThat(client.line("GET k")).isEqualTo("-NOAUTH Authentication required.\r\n");
    assertThat(client.line("HELLO 2 AUTH default secret")).startsWith("*14");
    assertThat(client.line("GET k")).isEqualTo("$-1\r\n");
  }
}
