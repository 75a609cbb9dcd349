package io.sentinelha.resp.command;

import io.sentinelha.resp.server.CommandServer;
import io.sentinelha.resp.server.RealServer;
import io.sentinelha.resp.server.TestCommands;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** COMMAND tells of keys what a real data server tells. */
final class KeysComparisonTest {

  private static final List<String> STEPS =
      List.of(
          "command info get",
          "command info mset",
          "command getkeys get a",
          "command getkeys mset a 1 b 2",
          "command getkeys mset a",
          "command getkeys mset a 1 b",
          "command getkeysandflags get a",
          "command getkeysandflags mset a 1 b 2",
          "command getkeysandflags get a b",
          "command getkeys get");

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void keysAreFoundWhereRedisFindsThem(int protocol, @TempDir Path folder) throws Exception {
    try (RealServer real = RealServer.data(folder);
        CommandServer ours = CommandServer.builder(new TestCommands().table()).build()) {
      ours.listen(List.of("127.0.0.1"), 0);
      String opening = "hello " + protocol;
      Transcript.assertSame(ours.addresses().get(0), real.address(), opening, STEPS);
    }
  }
}
