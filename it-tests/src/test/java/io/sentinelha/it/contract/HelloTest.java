package io.sentinelha.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.it.contract.Solo.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hellos are believed, followed and ignored as by a redis-sentinel. */
final class HelloTest {

  private static final String HELLO = "publish __sentinel__:hello ";
  private static final String WHERE = "sentinel get-master-addr-by-name mymaster";
  private static final String EPOCH = "sentinel is-master-down-by-addr 127.0.0.1 {P} 0 nobody";

  /**
   * What redis-sentinel reads as something and we do not read at all. A sender that cannot write a
   * number is no supervisor.
   */
  private static final Map<String, String> MALFORMED =
      Map.of(
          "127.0.0.1,x,id-1,0,mymaster,127.0.0.1,{P},0", "a port that is no number",
          "127.0.0.1,5003x,id-3,0,mymaster,127.0.0.1,{P},0", "something behind the port",
          "127.0.0.1,5004,id-4,x,mymaster,127.0.0.1,{P},0", "an epoch that is no number",
          "127.0.0.1,5005,id-5,0,mymaster,127.0.0.1,{P},x", "a version that is no number",
          "127.0.0.1,5006,id-6,0,mymaster,nohost,{P},0", "a primary that is no address",
          "127.0.0.1,5007,id-7,0,mymaster,127.0.0.1,x,0", "a primary's port that is no number",
          "127.0.0.1,5008,id-8,0,mymaster,127.0.0.1,99999,0", "a primary's port that cannot be",
          "127.0.0.1,5009,{ME},0,mymaster,127.0.0.1,{P},0", "our own id: we are no peer of ours");

  private static final List<String> POISON =
      List.of(
          "127.0.0.1,5001,{A},-1,mymaster,127.0.0.1,{P},0",
          "127.0.0.1,5001,{A},0,mymaster,127.0.0.1,{P},-1",
          "127.0.0.1,5001,{A},9223372036854775807,mymaster,127.0.0.1,{P},0",
          "127.0.0.1,5001,{A},9223372036854775808,mymaster,127.0.0.1,{P},0",
          "127.0.0.1,5001,{A},18446744073709551615,mymaster,127.0.0.1,{P},0",
          "127.0.0.1,5001,{A},0,mymaster,127.0.0.1,{R},18446744073709551615");

  private Pair pair;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    pair = Pair.start(folder);
  }

  @AfterEach
  void end() throws IOException {
    pair.close();
  }

  @Test
  void peersAreMetMovedAndReplaced() throws IOException {
    for (String hello :
        List.of(
            "127.0.0.1,5001,{A},0,mymaster,127.0.0.1,{P},0",
            "127.0.0.1,5001,{A},0,mymaster,127.0.0.1,{P},0",
            "127.0.0.1,5002,{A},0,mymaster,127.0.0.1,{P},0",
            "127.0.0.1,5002,{B},0,mymaster,127.0.0.1,{P},0",
            "127.0.0.2,5002,{A},0,mymaster,127.0.0.1,{P},0",
            "127.0.0.2,5002,{B},0,mymaster,127.0.0.1,{P},0",
            "127.0.0.1,5003,{C},0,nosuch,127.0.0.1,{P},0",
            "127.0.0.1,5003,{C},0,mymaster,127.0.0.1,{P}",
            "127.0.0.1,5003,{C},0,mymaster,127.0.0.1,{P},0,9",
            "127.0.0.1,-1,{C},0,mymaster,127.0.0.1,{P},0",
            "127.0.0.1,99999,{C},0,mymaster,127.0.0.1,{P},0",
            "nohost,5003,{C},0,mymaster,127.0.0.1,{P},0",
            "127.0.0.1,5004,short,0,mymaster,127.0.0.1,{P},0",
            "127.0.0.1,5005,,0,mymaster,127.0.0.1,{P},0",
            "\"127.0.0.1,5006,x y,0,mymaster,127.0.0.1,{P},0\"",
            ",,,,,,,",
            "''")) {
      pair.assertSame(HELLO + hello);
    }
    pair.assertSame("sentinel ckquorum mymaster");
    pair.assertSame("info sentinel");
  }

  @Test
  void aMissingMajorityIsToldTheSameWay() throws IOException {
    pair.assertSame(HELLO + "127.0.0.1,5001,{A},0,mymaster,127.0.0.1,{P},0");
    pair.assertSame(HELLO + "127.0.0.1,5002,{B},0,mymaster,127.0.0.1,{P},0");
    pair.assertSame("sentinel ckquorum mymaster");
    for (Solo solo : List.of(pair.real, pair.ours)) {
      solo.take("sentinel set mymaster quorum 1");
      solo.take("sentinel set mymaster down-after-milliseconds 500");
      solo.awaitReply("sentinel ckquorum mymaster", "-NOQUORUM 1 usable");
    }
    pair.assertSame("sentinel ckquorum mymaster");
    pair.assertSame("sentinel set mymaster quorum 2");
    pair.assertSame("sentinel ckquorum mymaster");
    pair.assertSoonSame("sentinel sentinels mymaster");
  }

  @Test
  void onlyGreaterEpochsAreTakenOver() throws IOException {
    for (String epoch : List.of("2", "2", "1", "03", "+5", "4", "4294967295")) {
      pair.assertSame(HELLO + "127.0.0.1,5001,{A}," + epoch + ",mymaster,127.0.0.1,{P},0");
    }
    pair.assertSame(EPOCH);
  }

  @Test
  void onlyAGreaterVersionMovesThePrimary() throws IOException {
    for (String hello :
        List.of(
            "127.0.0.1,5001,{A},0,mymaster,127.0.0.1,{R},0",
            "127.0.0.1,5001,{A},0,mymaster,127.0.0.1,{P},8",
            "127.0.0.1,5001,{A},0,mymaster,127.0.0.1,{R},8",
            "127.0.0.1,5001,{A},9,mymaster,127.0.0.1,{R},9",
            "127.0.0.1,5001,{A},9,mymaster,127.0.0.1,{P},9",
            "127.0.0.1,5001,{A},9,mymaster,127.0.0.1,{P},8",
            "127.0.0.1,5001,{A},12,mymaster,127.0.0.1,{P},12")) {
      pair.assertSame(HELLO + hello);
      pair.assertSame(WHERE);
    }
  }

  @Test
  void dataNodesCarryHellos() throws IOException {
    assertCarried("127.0.0.1,5001,{A},0,mymaster,127.0.0.1,{P},0", "+sentinel sentinel");
    // One's own id anywhere in a message, and names that nobody watches, say nothing. If they did,
    // it would show before what the next message causes.
    for (Solo solo : List.of(pair.real, pair.ours)) {
      solo.publishAtPrimary("127.0.0.1,5002,{ME},5,mymaster,127.0.0.1,{P},0");
      solo.publishAtPrimary("127.0.0.1,5002,{B},5,nosuch,127.0.0.1,{P},0");
    }
    assertCarried("127.0.0.1,5001,{A},7,mymaster,127.0.0.1,{P},0", "+new-epoch 7");
    assertCarried("127.0.0.1,5001,{A},7,mymaster,127.0.0.1,{R},7", "+config-update-from");
    pair.assertSame(WHERE);
    pair.assertSame("info sentinel");
  }

  private void assertCarried(String hello, String awaited) throws IOException {
    pair.real.publishAtPrimary(hello);
    pair.ours.publishAtPrimary(hello);
    List<String> expected = pair.real.takeWith(awaited);
    assertThat(pair.ours.takeWith(awaited)).as(hello).isEqualTo(expected);
  }

  @Test
  void malformedHellosAreNotRead() throws IOException {
    for (Map.Entry<String, String> hello : MALFORMED.entrySet()) {
      pair.assertDiffers(HELLO + hello.getKey(), new Outcome(":1|", List.of()));
    }
  }

  @Test
  void hellosWithEpochsThatCannotBeAreNotRead() throws IOException {
    for (String hello : POISON) {
      assertThat(pair.ours.take(HELLO + hello).events()).as(hello).isEmpty();
    }
    assertThat(pair.ours.take("sentinel sentinels mymaster").reply()).isEqualTo("*0|");
    assertThat(pair.ours.take(EPOCH).reply()).isEqualTo("*3|:0|$1|*|:0|");
    // With the first of them, a redis-sentinel is at the end of its counting.
    assertThat(pair.real.take(HELLO + POISON.get(0)).events())
        .contains("+new-epoch 18446744073709551615");
  }

  /** Where nobody can be is no primary; redis-sentinel moves there, and the group has none. */
  @Test
  void aPrimaryIsNotMovedToPortZero() throws IOException {
    String known = "127.0.0.1,5001,{A},0,mymaster,127.0.0.1,{P},0";
    pair.assertSame(HELLO + known);
    pair.assertDiffers(
        HELLO + "127.0.0.1,5001,{A},0,mymaster,127.0.0.1,0,5", new Outcome(":1|", List.of()));
    pair.assertDiffers(WHERE, new Outcome("*2|$9|127.0.0.1|$5|<port 1>|", List.of()));
  }
}
