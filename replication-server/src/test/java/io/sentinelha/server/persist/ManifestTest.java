package io.sentinelha.server.persist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestTest {

  @TempDir Path folder;

  private Manifest read(String text) throws IOException {
    Path file = folder.resolve("m");
    Files.writeString(file, text);
    return Manifest.read(file);
  }

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    String text =
        """
        file a.2.base.rdb seq 2 type b
        file "with \\"blank and quote" seq 1 type h
        file a.3.incr.aof seq 3 type i
        file a.4.incr.aof seq 4 type i
        """;
    Manifest manifest = read("# a remark\n" + text);
    assertThat(new String(manifest.bytes(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(text);
    assertThat(manifest.incrementSequence()).isEqualTo(4);
    assertThat(manifest.baseSequence()).isEqualTo(2);
    assertThat(manifest.history().get(0).name()).isEqualTo("with \"blank and quote");
  }

  @Test
  void aRewriteMakesHistoryOfAllButTheIncrementSinceItsCut() throws Exception {
    Manifest before = read("file b1 seq 1 type b\nfile i1 seq 1 type i\nfile i2 seq 2 type i\n");
    Manifest after =
        before.withBase(new Manifest.Part("b2", 2, 'b'), List.of(before.increments().get(1)));
    assertThat(new String(after.bytes(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(
            """
            file b2 seq 2 type b
            file b1 seq 1 type h
            file i1 seq 1 type h
            file i2 seq 2 type i
            """);
  }

  @Test
  void whatCannotBeIsRefusedWithTheLine() {
    String[][] wrong = {
      {"file a seq 1 type i\nfile b seq 1 type i\n", "m:2: increments are not in order"},
      {"file a seq 1 type b\nfile b seq 2 type b\n", "m:2: a second base"},
      {"file a seq 1 type b", "m:1: the line has no end"},
      {"file a/b seq 1 type b\n", "m:1: file or seq"},
      {"file a seq x type b\n", "m:1: file or seq"},
      {"file a seq 1 type z\n", "m:1: unknown AOF file type"},
      {"file a seq 1 type\n", "m:1: invalid AOF manifest format"},
      {"", "found an empty AOF manifest"}
    };
    for (String[] each : wrong) {
      assertThatThrownBy(() -> read(each[0])).as(each[0]).hasMessageContaining(each[1]);
    }
  }

  @Test
  void noManifestIsAnEmptyOne() throws Exception {
    assertThat(Manifest.read(folder.resolve("missing")).isEmpty()).isTrue();
  }
}
