package io.sentinelha.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultUserTest {

  private static final String FOO =
      "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

  @TempDir Path folder;
  private Home home;

  @BeforeEach
  void makeHome() {
    home = new Home(folder);
  }

  private DefaultUser user(String content) throws ConfigException {
    return home.readText(content).defaultUser();
  }

  @Test
  void everybodyIsLetInWithoutAnyLine() throws ConfigException {
    assertThat(user("")).isEqualTo(DefaultUser.OPEN);
    assertThat(user("").accepts("anything")).isTrue();
  }

  @Test
  void requirepassIsThePassword() throws ConfigException {
    assertThat(user("requirepass foo")).isEqualTo(new DefaultUser(false, Set.of(FOO)));
    assertThat(user("requirepass foo").accepts("foo")).isTrue();
    assertThat(user("requirepass foo").accepts("bar")).isFalse();
    assertThat(user("requirepass ''")).isEqualTo(DefaultUser.OPEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user default on nopass ~* &* +@all",
        "user default on nopass sanitize-payload ~* &* +@all",
        "user default ON nopass allkeys allchannels allcommands",
        "user default on nopass skip-sanitize-payload resetkeys &* +@all clearselectors",
        "user default off -@all resetchannels on nopass &* +@all",
        "user default on >foo reset on nopass &* +@all",
      })
  void linesThatRestrictNothingAreRead(String line) throws ConfigException {
    assertThat(user(line)).isEqualTo(DefaultUser.OPEN);
  }

  @Test
  void passwordsMayBeGivenPlainOrHashedAndTakenBack() throws ConfigException {
    assertThat(user("user default on #" + FOO + " >bar >x <x ~* &* +@all").passwordHashes())
        .containsExactlyInAnyOrder(FOO, DefaultUser.hash("bar"));
    assertThat(user("user default on >foo >bar !" + FOO + " &* +@all").passwordHashes())
        .containsExactly(DefaultUser.hash("bar"));
    assertThat(user("user default on nopass >foo &* +@all").needsNoPassword()).isFalse();
    assertThat(user("user default on >foo resetpass >bar &* +@all").accepts("foo")).isFalse();
  }

  @Test
  void userLineOverridesRequirepassAsInRedis() throws ConfigException {
    String both = "requirepass foo\nuser default on nopass ~* &* +@all\n";

    assertThat(user(both)).isEqualTo(DefaultUser.OPEN);
    assertThat(home.readText(both).server().requirePass()).contains("foo");
    assertThat(home.warnings(both))
        .singleElement()
        .asString()
        .startsWith("sentinel.conf:1: requirepass is not what clients must give");
    assertThat(home.warnings("requirepass foo\nuser default on >foo &* +@all")).isEmpty();
    assertThat(home.warnings("requirepass foo\nuser default on >bar &* +@all")).hasSize(1);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "default off nopass &* +@all | must switch the default user on: nobody else could log in",
        "default | must switch the default user on: nobody else could log in",
        "default on nopass ~* | must give the default user +@all and &*: restrictions are not"
            + " supported",
        "default on nopass &* +@all -config | must leave the default user all commands and channels:"
            + " other rules are not supported yet, remove them",
        "default on nopass &* +@all (~x +get) | must leave the default user all commands and"
            + " channels: other rules are not supported yet, remove them",
        "default on &* +@all | must have nopass or a password: nobody could log in",
        "default on #zz &* +@all | must have 64 lower-case hexadecimal digits in a password hash",
        "default on '' | must have no empty rule",
      })
  void linesThatRestrictAreRefused(String rules, String problem) {
    assertThat(home.problems("user " + rules)).containsExactly("sentinel.conf:1: user " + problem);
  }

  @Test
  void userIsDefinedOnce() {
    assertThat(home.problems("user default on nopass &* +@all\nuser default on nopass &* +@all"))
        .containsExactly("sentinel.conf:2: user must be given once for the user 'default'");
  }

  @Test
  void textShowsNoHash() throws ConfigException {
    assertThat(user("requirepass foo"))
        .hasToString("DefaultUser[needsNoPassword=false, passwords=1]");
  }
}
