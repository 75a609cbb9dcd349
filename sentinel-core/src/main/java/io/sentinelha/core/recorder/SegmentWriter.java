package io.sentinelha.core.recorder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that carries parts from the spool to the disk. */
final class SegmentWriter {

  private static final Logger log = LoggerFactory.getLogger(Recorder.class);
  private static final long LONGEST_END_MILLIS = 500;

  private final Spool spool;
  private final SegmentFolder folder;
  private final Recorder.Observer observer;
  private final Thread thread = new Thread(this::run, "recorder");

  SegmentWriter(Spool spool, SegmentFolder folder, Recorder.Observer observer) {
    this.spool = spool;
    this.folder = folder;
    this.observer = observer;
    thread.setDaemon(true); // A hanging disk must not keep the process from ending.
  }

  void start() {
    thread.start();
  }

  private void run() {
    try (folder) {
      while (!spool.isDone()) {
        write(spool.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Nobody does that; the thread ends.
    } catch (IOException e) {
      log.atError()
          .addKeyValue("file", folder.file())
          .addKeyValue("reason", e.getMessage())
          .log(
              "the recorder has stopped, the supervisor goes on; make room on the disk or mend the"
                  + " folder, then restart the supervisor to record again");
    } finally {
      spool.close();
    }
  }

  /** One write for all records of a segment. */
  private void write(List<Spool.Part> parts) throws IOException {
    ByteArrayOutputStream together = new ByteArrayOutputStream();
    for (Spool.Part part : parts) {
      if (part.beginsSegment) {
        write(together);
        folder.begin();
      }
      together.writeBytes(part.bytes);
    }
    write(together);
  }

  private void write(ByteArrayOutputStream together) throws IOException {
    if (together.size() > 0) {
      folder.write(together.toByteArray());
      observer.onWritten(together.size());
      together.reset();
    }
  }

  /** Waits until everything is written, but not for long. */
  void awaitEnd() throws InterruptedException {
    thread.join(LONGEST_END_MILLIS);
  }
}
