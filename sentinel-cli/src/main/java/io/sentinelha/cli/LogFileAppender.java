package io.sentinelha.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.Layout;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Appends to a file that is opened for each message, as Redis does: whoever moves or deletes the
 * file, logrotate for instance, finds the next message in a new one and need not tell anybody. A
 * message that cannot be written is lost.
 */
final class LogFileAppender extends AppenderBase<ILoggingEvent> {

  private final Path file;
  private final Layout<ILoggingEvent> layout;

  LogFileAppender(Path file, Layout<ILoggingEvent> layout) {
    this.file = file;
    this.layout = layout;
  }

  @Override
  protected void append(ILoggingEvent event) {
    try {
      write(layout.doLayout(event));
    } catch (IOException e) {
      addError("cannot write to " + file, e);
    }
  }

  /**
   * Writes a text behind what is there; an empty one shows whether that is possible.
   *
   * @throws IOException if it is not
   */
  void write(String text) throws IOException {
    // Not through a channel: that would lose what a thread says that has been interrupted.
    try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
