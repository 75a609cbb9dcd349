package io.sentinelha.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelha.server.engine.NoTransport;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StreamedSnapshotTest {

  private static final String MARK = "m".repeat(40);
  private static final String HEADER = "$EOF:" + MARK + "\r\n";
  private static final int CHUNK = 64 << 10;

  /** Its acknowledgement may be there at once, and must not find it in the middle of a snapshot. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, CHUNK - 41, CHUNK - 40, CHUNK - 39, CHUNK, 2 * CHUNK - 40})
  void whoHasTheLastByteOfTheMarkHasTheSnapshot(int size) throws IOException {
    StreamedSnapshot snapshot = new StreamedSnapshot(MARK);
    Payload payload = snapshot.share();
    snapshot.write(new byte[size], 0, size);
    snapshot.prepare();

    int total = HEADER.length() + size + MARK.length();
    int sent = 0;
    while (sent < total) {
      assertThat(payload.isSent()).as("after %d of %d", sent, total).isFalse();
      snapshot.distribute();
      sent += payload.send(new NoTransport(), CHUNK);
    }

    assertThat(sent).isEqualTo(total);
    assertThat(payload.isSent()).isTrue();
    assertThat(snapshot.isHandedOver()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, CHUNK - 40, 3 * CHUNK})
  void everyReplicaGetsItAll(int size) throws IOException {
    StreamedSnapshot snapshot = new StreamedSnapshot(MARK);
    Payload first = snapshot.share();
    Payload second = snapshot.share();
    snapshot.write(new byte[size], 0, size);
    snapshot.prepare();
    snapshot.distribute();

    assertThat(all(first)).isEqualTo(all(second)).isEqualTo(HEADER.length() + size + 40);
    first.close();
    second.close();
    assertThat(snapshot.receivers()).isZero();
  }

  private static int all(Payload payload) throws IOException {
    int sent = 0;
    while (!payload.isSent()) {
      sent += payload.send(new NoTransport(), CHUNK);
    }
    return sent;
  }
}
