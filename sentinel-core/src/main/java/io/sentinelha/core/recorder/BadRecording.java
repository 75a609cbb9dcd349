package io.sentinelha.core.recorder;

/** Bytes that no recorder of this build can have written. */
final class BadRecording extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BadRecording(String text) {
    super(text);
  }

  BadRecording(String text, Throwable cause) {
    super(text, cause);
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
