package io.sentinelha.metrics;

/**
 * An answer to a request.
 *
 * @param status of HTTP
 * @param type of the content
 * @param text the content
 */
record Page(int status, String type, String text) {

  static final String TEXT_TYPE = "text/plain; charset=utf-8";

  static Page text(int status, String text) {
    return new Page(status, TEXT_TYPE, text);
  }
}
