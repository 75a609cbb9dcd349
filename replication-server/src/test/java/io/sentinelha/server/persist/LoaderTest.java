package io.sentinelha.server.persist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.command.Families;
import io.sentinelha.server.engine.Database;
import io.sentinelha.server.engine.Engine;
import io.sentinelha.server.engine.TestEngine;
import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoaderTest {

  private static final long MOST_BYTES = 16 << 20;

  private final Engine engine = new TestEngine(Families.all()).engine;
  private final List<Database> aside = engine.databases().aside();
  private final Loader loader =
      new Loader(
          engine,
          aside,
          new Progress(),
          Loader.Mode.OF_MASTER,
          engine::now,
          new ArrayList<>(),
          LoadListener.NONE);

  private static Object item(String key) {
    Slice text = Slice.of(key.getBytes(UTF_8));
    return Items.string(text, text, Items.NEVER, false);
  }

  @Test
  void whatADumpSaysAboutItsSizeTakesLittleMemoryWhateverItIs() throws IOException {
    for (int i = 0; i < aside.size(); i++) {
      loader.database(i);
      loader.sizes(Long.MAX_VALUE);
    }
    assertThat(aside.stream().mapToLong(db -> db.keys().memory()).sum()).isLessThan(MOST_BYTES);
  }

  @Test
  void whatWasServedBeforeIsNotHeldOnTo() throws IOException {
    Database served = engine.databases().get(0);
    served.put(null, item("old"));
    loader.take(new Object[] {item("new")});

    engine.databases().replace(aside);

    assertThat(served.find("new".getBytes(UTF_8))).isNotNull();
    assertThat(served.keys().size()).isEqualTo(1);
    assertThat(aside.get(0).keys().size()).isZero();
  }
}
