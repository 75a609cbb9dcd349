package io.sentinelha.it.contract;

import io.sentinelha.it.contract.Solo.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Votes are given and refused, told and kept as by a redis-sentinel. */
final class VoteTest {

  private static final String ASK = "sentinel is-master-down-by-addr 127.0.0.1 {P} ";

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
  void oneVoteInAnEpochFirstComeFirstServed() throws IOException {
    for (String rest :
        List.of(
            "0 *",
            "0 {A}",
            "5 {A}",
            "5 {B}",
            "3 {B}",
            "6 {B}",
            "6 *",
            "7 {ME}",
            "8 short",
            "9 ''",
            "9 {A}",
            "10 *",
            "10 \"a b\"",
            "11 **",
            "11 {A}")) {
      pair.assertSame(ASK + rest);
    }
    pair.assertSame("sentinel is-master-down-by-addr 127.0.0.1 1 12 {A}");
    pair.assertSame("sentinel is-master-down-by-addr localhost {P} 12 {A}");
    pair.assertSame(ASK + "12 \"two\\r\\nlines\"");
    pair.assertSame(ASK + "9223372036854775808 {A}");
    pair.assertSame(ASK + "18446744073709551615 {A}");
    pair.assertSame(ASK + "x {A}");
  }

  @Test
  void aRestartForgetsTheNameButNotTheVote() throws IOException, InterruptedException {
    pair.assertSame(ASK + "6 {B}");
    pair.real.restartSupervisor();
    pair.ours.restartSupervisor();

    for (String rest : List.of("6 {B}", "6 {A}", "5 {A}", "7 {A}", "7 {B}")) {
      pair.assertSame(ASK + rest);
    }
  }

  @Test
  void aDownPrimaryIsSaidToBeDownExceptInTilt() throws IOException, InterruptedException {
    for (Solo solo : List.of(pair.real, pair.ours)) {
      solo.take("sentinel set mymaster down-after-milliseconds 500");
      solo.group.primary().kill();
      solo.events().await("+sdown master mymaster");
    }
    for (String rest : List.of("0 *", "1 {A}", "1 {B}")) {
      pair.assertSame(ASK + rest);
    }
    pair.assertSoonSame("sentinel master mymaster");
    pair.assertSoonSame("sentinel ckquorum mymaster");
    pair.assertSoonSame("info sentinel");
    for (Solo solo : List.of(pair.real, pair.ours)) {
      // Every pause between two looks at the clock is too long now.
      solo.take("sentinel debug tilt-trigger 1 tilt-period 3600000");
      solo.events().await("+tilt");
    }
    for (String rest : List.of("1 *", "2 {A}", "2 {B}")) {
      pair.assertSame(ASK + rest);
    }
  }

  /** Such epochs would be the last: nobody can count beyond them. */
  @Test
  void epochsThatCannotBeAreNotBelieved() throws IOException {
    pair.assertSame(ASK + "6 {B}");
    Outcome unmoved = new Outcome("*3|:0|$40|" + Solo.ID_B + "|:6|", List.of());

    pair.assertDiffers(ASK + "-1 {A}", unmoved);
    pair.assertDiffers(ASK + "9223372036854775807 {A}", unmoved);
  }

  /** A text of C ends at a zero byte; ours does not, and nobody's id has one. */
  @Test
  void aZeroByteInACandidatesIdIsKept() throws IOException {
    pair.assertDiffers(
        ASK + "1 \"a\\x00b\"",
        new Outcome("*3|:0|$3|a\0b|:1|", List.of("+new-epoch 1", "+vote-for-leader a\0b 1")));
  }
}
