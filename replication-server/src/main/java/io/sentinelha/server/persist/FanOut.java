package io.sentinelha.server.persist;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes a snapshot to several outputs. One that fails is left behind; the others go on. */
final class FanOut {

  private static final Logger log = LoggerFactory.getLogger(FanOut.class);

  private final List<SnapshotOutput> outputs;
  private @Nullable IOException failure;

  FanOut(List<SnapshotOutput> outputs) {
    this.outputs = new ArrayList<>(outputs);
  }

  private interface Step {
    void run(SnapshotOutput output) throws IOException;
  }

  void write(byte[] bytes, int from, int length) throws IOException {
    each(output -> output.write(bytes, from, length));
  }

  void prepare() throws IOException {
    each(SnapshotOutput::prepare);
  }

  void finish() throws IOException {
    each(SnapshotOutput::finish);
    outputs.clear();
  }

  void abort() {
    outputs.forEach(SnapshotOutput::abort);
    outputs.clear();
  }

  /** Fails when nobody is left. */
  private void each(Step step) throws IOException {
    for (SnapshotOutput output : List.copyOf(outputs)) {
      try {
        step.run(output);
      } catch (IOException e) {
        log.warn("a snapshot could not be written: {}", e.toString());
        outputs.remove(output);
        output.abort();
        failure = e;
      }
    }
    if (outputs.isEmpty() && failure != null) {
      throw failure;
    }
  }
}
