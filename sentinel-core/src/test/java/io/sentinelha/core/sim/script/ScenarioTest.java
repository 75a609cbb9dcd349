package io.sentinelha.core.sim.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each script of {@code src/test/resources/scenarios} goes as it says. With {@code
 * -Dscenarios.update=true} what happens is written into the scripts instead, to be read and
 * committed.
 */
final class ScenarioTest {

  private static final Path FOLDER = Path.of("src", "test", "resources", "scenarios");

  static Stream<String> scripts() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scripts")
  void goesAsWritten(String file) throws IOException {
    Script script = Script.parse(Files.readAllLines(FOLDER.resolve(file)));
    Script.Block first = script.blocks().get(0);
    Stage stage = Stage.set(first.orders().get(0));
    List<Script.Block> played = new ArrayList<>();
    for (Script.Block block : script.blocks()) {
      boolean isFirst = played.isEmpty();
      List<String> orders =
          isFirst ? block.orders().subList(1, block.orders().size()) : block.orders();
      played.add(new Script.Block(block.line(), block.orders(), stage.play(orders)));
    }
    Script result = new Script(script.heading(), played);
    if (Boolean.getBoolean("scenarios.update")) {
      Files.write(FOLDER.resolve(file), result.format());
    } else {
      assertThat(result.format()).isEqualTo(script.format());
    }
  }
}
