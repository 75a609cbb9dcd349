package io.sentinelha.server.replication;

import static io.sentinelha.server.replication.RealMasterTest.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever follows a replica has what its master has, byte for byte of the stream. */
final class ChainTest {

  @TempDir private Path folder;

  private Node node(boolean ours, String name) throws Exception {
    return ours ? Node.ours(folder.resolve(name)) : Node.real(folder.resolve(name));
  }

  @ParameterizedTest
  @CsvSource({"true,false,true", "false,true,false", "true,true,true", "false,true,true"})
  void allHaveTheSame(boolean first, boolean second, boolean third) throws Exception {
    try (Node top = node(first, "top");
        Node middle = node(second, "middle");
        Node end = node(third, "end")) {
      try (MixedWrites load = new MixedWrites(top.port())) {
        load.more(1000);
        middle.follow(top).linked();
        end.follow(middle).linked();
        load.more(2000);
        middle.line("CLIENT KILL TYPE master");
        load.more(500);
        end.line("CLIENT KILL TYPE master");
        load.more(500);
      }
      assertSame(top, middle);
      assertSame(top, end);
      assertThat(middle.info("sync_full")).isEqualTo("1");
      assertThat(top.info("sync_full")).isEqualTo("1");
    }
  }
}
