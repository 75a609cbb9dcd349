package io.sentinelha.server.replication;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The stream and its backlog. */
final class ReplicationStreamTest {

  private static final int BLOCK = 64 << 10;
  private static final int BACKLOG = 1 << 20;

  private final History history = new History("a".repeat(40));
  private final ReplicationStream stream =
      new ReplicationStream(history, new ReplicationSettings());

  private void append(String text) {
    stream.append(text.getBytes(ISO_8859_1), 0, text.length());
  }

  private void fill(int bytes) {
    byte[] some = new byte[1000];
    for (int left = bytes; left > 0; left -= some.length) {
      stream.append(some, 0, Math.min(left, some.length));
    }
  }

  private static String read(ReplicationStream.Cursor cursor) {
    StringBuilder all = new StringBuilder();
    while (cursor.take(7, (b, from, n) -> all.append(new String(b, from, n, ISO_8859_1))) > 0) {
      // More may follow.
    }
    return all.toString();
  }

  @Test
  void withoutAStreamNothingIsCounted() {
    append("lost");
    assertThat(history.offset()).isZero();
    assertThat(stream.firstByte()).isZero();
    assertThat(stream.has(1)).isFalse();
  }

  @Test
  void theFirstByteIsNumberOne() {
    stream.create();
    append("abc");
    assertThat(history.offset()).isEqualTo(3);
    assertThat(stream.firstByte()).isEqualTo(1);
    assertThat(read(stream.cursor(1))).isEqualTo("abc");
    assertThat(read(stream.cursor(3))).isEqualTo("c");
  }

  @Test
  void theByteAfterTheLastCanBeGoneOnFromAndNoLaterOne() {
    stream.create();
    append("abc");
    assertThat(stream.has(4)).isTrue();
    assertThat(stream.has(5)).isFalse();
    assertThat(stream.has(0)).isFalse();
    ReplicationStream.Cursor cursor = stream.cursor(4);
    append("d");
    assertThat(read(cursor)).isEqualTo("d");
  }

  @Test
  void aCursorReadsAcrossBlocks() {
    stream.create();
    ReplicationStream.Cursor cursor = stream.cursorAtEnd();
    fill(3 * BLOCK);
    append("end");
    assertThat(cursor.pending()).isEqualTo(3 * BLOCK + 3);
    assertThat(read(cursor)).hasSize(3 * BLOCK + 3).endsWith("end");
    assertThat(cursor.pending()).isZero();
    assertThat(cursor.next()).isEqualTo(3 * BLOCK + 4);
  }

  @Test
  void theBacklogIsAtLeastAsLargeAsItShallBeAndAtMostABlockLarger() {
    stream.create();
    fill(5 * BACKLOG);
    assertThat(stream.length()).isBetween((long) BACKLOG, (long) BACKLOG + BLOCK);
    assertThat(stream.firstByte()).isEqualTo(5L * BACKLOG - stream.length() + 1);
    assertThat(stream.has(stream.firstByte())).isTrue();
    assertThat(stream.has(stream.firstByte() - 1)).isFalse();
    assertThatThrownBy(() -> stream.cursor(1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatAReplicaHasNotReadStaysAndGoesWhenItHas() {
    stream.create();
    ReplicationStream.Cursor slow = stream.cursorAtEnd();
    fill(3 * BACKLOG);
    assertThat(stream.firstByte()).isEqualTo(1);
    assertThat(read(slow)).hasSize(3 * BACKLOG);
    fill(1);
    assertThat(stream.length()).isLessThanOrEqualTo((long) BACKLOG + BLOCK);
  }

  @Test
  void whatAReplicaThatIsGoneHasNotReadGoesWithIt() {
    stream.create();
    ReplicationStream.Cursor slow = stream.cursorAtEnd();
    fill(3 * BACKLOG);
    slow.close();
    assertThat(stream.length()).isLessThanOrEqualTo((long) BACKLOG + BLOCK);
  }

  @Test
  void aHistoryThatWasSavedGoesOnUnderANewIdUpToWhereItEnded() {
    stream.create();
    append("DEL");
    history.goOnFrom("b".repeat(40), 1000);
    stream.rebase(1000);
    assertThat(history.offset()).isEqualTo(1003);
    assertThat(stream.firstByte()).isEqualTo(1001);
    assertThat(history.covers("B".repeat(40), 1001)).isTrue();
    assertThat(history.covers("b".repeat(40), 1002)).isFalse();
    assertThat(history.covers("a".repeat(40), 1002)).isTrue();
    assertThat(read(stream.cursor(1001))).isEqualTo("DEL");
  }

  @Test
  void blocksThatAreUsedAgainBringNothingOfTheirFormerContent() {
    stream.create();
    StringBuilder all = new StringBuilder();
    ReplicationStream.Cursor slow = stream.cursorAtEnd();
    StringBuilder read = new StringBuilder();
    for (int i = 0; i < 60; i++) { // Some four megabytes through a backlog of one.
      String part = ("part " + i + ";").repeat(9_000);
      all.append(part);
      append(part);
      if (i % 7 == 0) {
        read.append(read(slow));
      }
    }
    read.append(read(slow));
    assertThat(read.toString()).isEqualTo(all.toString());

    long from = stream.firstByte();
    String kept = read(stream.cursor(from));
    assertThat(kept).isEqualTo(all.substring((int) from - 1));
  }
}
