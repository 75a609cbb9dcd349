package io.sentinelha.resp.logs;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.spi.LoggingEventAware;

/** Listens to our own packages at every level, and to nobody else. */
final class CapturingLogger extends AbstractLogger implements LoggingEventAware {
  @Serial private static final long serialVersionUID = 1L;

  private final boolean ours;

  CapturingLogger(String name) {
    this.name = name;
    this.ours = name.startsWith("io.sentinelha");
  }

  @Override
  public void log(LoggingEvent event) {
    StringBuilder line = new StringBuilder();
    line.append(event.getLevel()).append(' ').append(event.getMessage());
    if (event.getKeyValuePairs() != null) {
      event.getKeyValuePairs().forEach(pair -> line.append(' ').append(pair));
    }
    Throwable cause = event.getThrowable();
    if (cause != null) {
      line.append(' ').append(cause);
    }
    Logs.add(line.toString());
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String message,
      Object @Nullable [] arguments,
      @Nullable Throwable failure) {
    Logs.add(level + " " + message);
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  public boolean isTraceEnabled() {
    return ours;
  }

  @Override
  public boolean isTraceEnabled(Marker marker) {
    return ours;
  }

  @Override
  public boolean isDebugEnabled() {
    return ours;
  }

  @Override
  public boolean isDebugEnabled(Marker marker) {
    return ours;
  }

  @Override
  public boolean isInfoEnabled() {
    return ours;
  }

  @Override
  public boolean isInfoEnabled(Marker marker) {
    return ours;
  }

  @Override
  public boolean isWarnEnabled() {
    return ours;
  }

  @Override
  public boolean isWarnEnabled(Marker marker) {
    return ours;
  }

  @Override
  public boolean isErrorEnabled() {
    return ours;
  }

  @Override
  public boolean isErrorEnabled(Marker marker) {
    return ours;
  }
}
