package io.sentinelha.server.persist;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.engine.Database;
import io.sentinelha.server.store.Entry;
import io.sentinelha.server.store.Items;
import io.sentinelha.server.store.Slice;
import io.sentinelha.server.store.collection.HashValue;
import io.sentinelha.server.store.collection.ListValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dump shows the data of one instant, whatever happens while it is written. */
final class SnapshotTest {

  private static final int KEYS = 10_000;

  @TempDir Path folder;
  private final SplittableRandom random = new SplittableRandom(11);

  private static byte[] key(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private void fill(DiskEngine server) {
    for (int i = 0; i < KEYS; i++) {
      server.call("SET", "key:" + i, "value:" + i);
    }
    for (int i = 0; i < 5_000; i++) {
      server.call("SADD", "set:" + i % 20, "member:" + i);
      server.call("ZADD", "zset:" + i % 20, Double.toString(i * 0.7), "member:" + i);
      server.call("XADD", "stream:" + i % 20, (i + 1) + "-0", "field", "value:" + i);
    }
    Database db = server.engine.databases().get(0);
    for (int i = 0; i < 200; i++) {
      HashValue hash = new HashValue(server.engine.forms());
      ListValue list = new ListValue(server.engine.forms());
      for (int j = 0; j < 10 * i; j++) {
        hash.put(Slice.of(key("f" + j)), Slice.of(key("v" + j)));
        list.push(true, Slice.of(key("e" + j + "x".repeat(j % 50))));
      }
      hash.put(Slice.of(key("f")), Slice.of(key("v")));
      list.push(true, Slice.of(key("e")));
      for (Entry entry :
          new Entry[] {
            new Entry(key("hash:" + i), hash, Items.NEVER),
            new Entry(key("list:" + i), list, 1_800_000_000_000L)
          }) {
        db.find(entry.key());
        db.put(null, entry);
      }
    }
  }

  private void change(DiskEngine server) {
    String name = "key:" + random.nextInt(2 * KEYS);
    switch (random.nextInt(10)) {
      case 0 -> server.call("DEL", name);
      case 1 -> server.call("APPEND", name, "more");
      case 2 -> server.call("EXPIRE", name, "100");
      case 3 -> server.call("RENAME", name, "key:" + random.nextInt(2 * KEYS));
      case 4 -> server.call("SETRANGE", name, "5000", "far");
      case 5 -> changeCollection(server);
      case 7 -> changeByCommand(server, random.nextInt(20), "member:" + random.nextInt(10_000));
      case 6 -> server.call("COPY", "hash:" + random.nextInt(200), "copy:" + random.nextInt(200));
      default -> server.call("SET", name, "value:" + random.nextInt(2 * KEYS));
    }
  }

  private void changeByCommand(DiskEngine server, int which, String member) {
    switch (random.nextInt(6)) {
      case 0 -> server.call("SADD", "set:" + which, member);
      case 1 -> server.call("SREM", "set:" + which, member);
      case 2 -> server.call("ZADD", "zset:" + which, Integer.toString(member.hashCode()), member);
      case 3 -> server.call("ZREM", "zset:" + which, member);
      case 4 -> server.call("XADD", "stream:" + which, "*", "field", member);
      default -> server.call("XDEL", "stream:" + which, random.nextInt(5_000) + "-0");
    }
  }

  private void changeCollection(DiskEngine server) {
    Database db = server.engine.databases().get(0);
    Slice some = Slice.of(key("f" + random.nextInt(2_000)));
    int which = random.nextInt(200);
    if (db.find(key("hash:" + which)) instanceof Entry entry) {
      db.keys().touch();
      ((HashValue) entry.value()).put(some, Slice.of(key("v" + random.nextInt(2_000))));
    }
    if (db.find(key("list:" + which)) instanceof Entry entry) {
      db.keys().touch();
      ListValue list = (ListValue) entry.value();
      list.push(random.nextBoolean(), some);
      list.set(random.nextLong(list.size()), some);
    }
  }

  private String digestOfDump() throws Exception {
    try (DiskEngine other = new DiskEngine(folder)) {
      assertThat(other.ended).isEqualTo(-1);
      return other.digest();
    }
  }

  @Test
  void aDumpIsTheStateAtTheCutHoweverWritesGoOn() throws Exception {
    try (DiskEngine server = new DiskEngine(folder)) {
      fill(server);
      for (int round = 0; round < 3; round++) {
        String before = server.digest();
        assertThat(server.line("BGSAVE")).isEqualTo("+Background saving started\r\n");
        assertThat(server.line("BGSAVE")).startsWith("-ERR Background save already in progress");
        int writes = 0;
        while (server.info("rdb_bgsave_in_progress").equals("1")) {
          for (int i = 0; i < 50; i++, writes++) {
            change(server);
          }
          server.turn();
        }
        assertThat(writes).isGreaterThan(500);
        assertThat(server.info("rdb_last_bgsave_status")).isEqualTo("ok");
        assertThat(digestOfDump()).isEqualTo(before);
      }
    }
  }

  @Test
  void whatIsGivenUpWhileItIsSyncedTakesNobodysPlace() throws Exception {
    CountDownLatch syncing = new CountDownLatch(1);
    CountDownLatch synced = new CountDownLatch(1);
    List<String> said = Collections.synchronizedList(new ArrayList<>());
    SnapshotOutput slow =
        new SnapshotOutput() {
          @Override
          public void write(byte[] bytes, int from, int length) {}

          @Override
          public void prepare() throws IOException {
            syncing.countDown();
            try {
              synced.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }

          @Override
          public void finish() {
            said.add("finish");
          }

          @Override
          public void abort() {
            said.add("abort");
          }
        };
    try (DiskEngine server = new DiskEngine(folder)) {
      server.call("SET", "a", "b");
      try (HelperThread helper = new HelperThread("helper", false)) {
        Snapshots snapshots = new Snapshots(server.engine, helper);
        Dumps dumps = new Dumps(server.engine, new PersistenceSettings());
        snapshots.begin(dumps.encoder(dumps.notes(false)), List.of(slow), f -> said.add("over"));
        server.await(() -> syncing.getCount() == 0);
        snapshots.cancel();
        synced.countDown();
      }
    }
    assertThat(said).containsExactly("abort");
  }

  @Test
  void tablesThatAreExchangedOrDroppedAreWrittenAsTheyWere() throws Exception {
    try (DiskEngine server = new DiskEngine(folder)) {
      fill(server);
      server.line("SELECT 3");
      server.line("SET other database");
      String before = server.digest();
      server.line("BGSAVE");
      server.line("SWAPDB 0 3");
      server.line("SET new key");
      server.line("FLUSHDB");
      server.line("SET key:1 again");
      server.await(() -> server.info("rdb_bgsave_in_progress").equals("0"));
      assertThat(digestOfDump()).isEqualTo(before);
    }
  }

  @Test
  void whatFlushAllDeletesIsNotSavedAfterIt() throws Exception {
    try (DiskEngine server = new DiskEngine(folder, "save", "10000 10000")) {
      fill(server);
      server.line("BGSAVE");
      server.turn();
      server.line("FLUSHALL");
      assertThat(server.info("rdb_bgsave_in_progress")).isEqualTo("0");
      assertThat(digestOfDump()).isEqualTo("+" + "0".repeat(40));
      assertThat(server.line("BGSAVE")).isEqualTo("+Background saving started\r\n");
      server.await(() -> server.info("rdb_bgsave_in_progress").equals("0"));
      try (var files = Files.list(folder)) {
        assertThat(files).hasSize(1);
      }
    }
  }

  @Test
  void anEmptyDataSetCanBeSaved() throws Exception {
    try (DiskEngine server = new DiskEngine(folder)) {
      server.line("BGSAVE");
      server.await(() -> server.info("rdb_saves").equals("1"));
      assertThat(digestOfDump()).isEqualTo("+" + "0".repeat(40));
    }
  }
}
