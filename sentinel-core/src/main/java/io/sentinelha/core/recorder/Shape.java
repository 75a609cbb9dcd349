package io.sentinelha.core.recorder;

/** How values of one type are written and read. */
interface Shape {

  void write(Output out, Object value);

  Object read(Input in);

  /** All that decides about the bytes: two builds with the same text read each other's. */
  String text();
}
