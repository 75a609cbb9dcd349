package io.sentinelha.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.engine.TestClient;
import io.sentinelha.server.engine.TestEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A number in a request neither keeps everybody waiting nor fills the memory. */
final class PicksTest {

  private final TestClient client = new TestEngine(Families.all()).client();

  PicksTest() {
    client.line("SADD s a");
    client.line("HSET h f v");
    client.line("ZADD z 1 a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SRANDMEMBER s", "HRANDFIELD h", "ZRANDMEMBER z"})
  void aMillionPicksAreTheMost(String command) {
    assertThat(client.line(command + " -1000000")).startsWith("*1000000\r\n");
    assertThat(client.line(command + " -1000001")).isEqualTo("-ERR value is out of range\r\n");
    assertThat(client.line(command + " -9223372036854775807")).startsWith("-ERR value is out of");
    assertThat(client.line(command + " -3")).startsWith("*3\r\n");
  }
}
